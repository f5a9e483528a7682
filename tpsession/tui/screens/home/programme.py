"""The questions about a routine's programme: start one, or pause, resume or end the one that is running."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.proposed import ProposedProgramme
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.place_guide import find_last_place
from tpsession.core.dialogue.teaching import learning_query
from tpsession.core.errors import HistoryError
from tpsession.core.history.programme import Programme
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.programme.changes import (
    DEFAULT_PROGRAMME,
    end_programme,
    make_programme,
    pause_programme,
    resume_programme,
)
from tpsession.core.programme.schedule import ProgrammeStatus, Schedule, find_schedule
from tpsession.core.programme.wording import (
    END_LABEL,
    PAUSE_LABEL,
    RESUME_LABEL,
    describe_interval,
    describe_programme,
    describe_schedule,
)
from tpsession.core.session.wording import list_side_choices
from tpsession.core.text.formatting import NOTHING_SAVED
from tpsession.tui.context import AppContext
from tpsession.tui.screens.dialogs.ask import AnswerOption, AskScreen, ChoiceQuestion
from tpsession.tui.screens.prepare.area import ask_area

CHOICES = (DEFAULT_PROGRAMME, ProposedProgramme(6, 1), ProposedProgramme(12, 2))
"""What is offered beside what the routine's file proposes."""
OTHER_NUMBERS = "For other numbers, use the command tpsession programme."
_NONE = "none"
_SIDE_KEYS = {Side.BOTH: "b", Side.LEFT: "l", Side.RIGHT: "r"}


async def ask_programme(context: AppContext, routine: Routine, schedules: Sequence[Schedule]) -> None:
    """Ask about a routine's programme and save the answer.

    If it has one that is running or paused, that can be paused, resumed or ended; if several, the first in
    `schedules`. Otherwise a new one can be started. Nothing is saved if the person changes nothing. If saving
    fails, the person is asked whether to try again. If this run saves nothing, only that is shown.

    Args:
        context: The program.
        routine: The highlighted routine.
        schedules: How the programmes stand, as `load_schedules` returns them.

    """
    if not context.history.saves:
        context.navigator.show_message(NOTHING_SAVED)
        return
    running = find_schedule(schedules, routine.id)
    if running is not None and running.goes_on:
        changed = await _change(context, running)
    else:
        changed = await _start(context, routine)
    if changed is not None:
        await context.history.save_programme(changed)


async def _start(context: AppContext, routine: Routine) -> Programme | None:
    """Offer to start a programme, with the number of sessions and how often; then ask what is still open.

    First the area, if the routine is for any. Then, if the routine is for each side, the side, unless
    `find_last_place` finds the place and side of pain of an earlier session: then the programme is for these.
    Returns the new programme, which isn't saved yet; None if the person doesn't want one or goes back, or if
    the history can't be read, which is shown.
    """
    proposals = list(dict.fromkeys((routine.programme or DEFAULT_PROGRAMME, *CHOICES)))
    options = [
        AnswerOption(str(number), describe_proposal(proposal), str(number + 1))
        for number, proposal in enumerate(proposals)
    ]
    question = ChoiceQuestion(
        "Start a programme?",
        (*options, AnswerOption(_NONE, "Not now", "n")),
        (
            "A planned number of days with this routine. A day without a session only moves the later ones.",
            OTHER_NUMBERS,
        ),
        back=_NONE,
        highlighted="0",
    )
    answer = await context.navigator.ask(AskScreen(question))
    if answer is None or answer == _NONE:
        return None
    try:
        area = routine.area or await ask_area(context, routine)
        if area is None:
            return None
        sessions = await context.history.load_sessions(learning_query(routine.id))
    except HistoryError as error:
        context.navigator.show_error(error)
        return None
    rated = find_last_place(sessions, routine, area)
    # It is for the pain that the routine was last played for, with its side.
    side = None if rated is not None else await _ask_side(context, routine)
    if side == _NONE:
        return None
    return _make(context, routine, proposals[int(answer)], area, None if side is None else Side(side), rated)


async def _ask_side(context: AppContext, routine: Routine) -> str | None:
    """Ask which side a routine for each side is to be played on; return the value of a `Side`.

    Returns None, without asking, for any other routine; `_NONE` for "back".
    """
    if routine.sides is not Sides.EACH:
        return None
    choices = list_side_choices(routine.first)
    question = ChoiceQuestion(
        "For which side?",
        tuple(AnswerOption(side.value, text, _SIDE_KEYS[side]) for side, text in choices.items()),
        back=_NONE,
        highlighted=Side.BOTH.value,
    )
    return await context.navigator.ask(AskScreen(question)) or _NONE


def _make(
    context: AppContext,
    routine: Routine,
    proposed: ProposedProgramme,
    area: Area,
    side: Side | None,
    rated: Series | None,
) -> Programme:
    """Return a programme that starts today; it isn't saved.

    Args:
        context: The program.
        routine: What is played in each session.
        proposed: How many sessions, and how often.
        area: What is worked on if the routine is for any area.
        side: The side that is worked on; None leaves it to the routine.
        rated: Where and on which side it hurts; None if that is where the routine works.

    """
    own_area = area if routine.area is None else None
    plan = build_plan(routine, PlanOptions(area=own_area, side=side))
    today = context.services.clock.local_time().date()
    place, pain_side = (None, None) if rated is None else (rated.place, rated.side)
    return make_programme(context.services.new_id(), plan, proposed, today, place, pain_side)


async def _change(context: AppContext, running: Schedule) -> Programme | None:
    """Ask whether to pause, resume or end a programme.

    Returns the changed programme, which isn't saved yet; None if it stays as it is.
    """
    programme = running.programme
    is_paused = running.status is ProgrammeStatus.PAUSED
    changes = {
        "pause": partial(pause_programme, programme, running.today, None),
        "resume": partial(resume_programme, programme, running.today),
        "end": partial(end_programme, programme, running.today),
    }
    pause = (
        AnswerOption("resume", RESUME_LABEL, "r") if is_paused else AnswerOption("pause", PAUSE_LABEL, "p")
    )
    question = ChoiceQuestion(
        describe_schedule(running),
        (
            AnswerOption(_NONE, "Continue as planned", "c"),
            pause,
            AnswerOption("end", END_LABEL, "e", guarded=True),
        ),
        (describe_programme(programme), "A pause, for example when you are ill, counts for nothing."),
        back=_NONE,
        highlighted=_NONE,
    )
    answer = await context.navigator.ask(AskScreen(question))
    return None if answer is None or answer == _NONE else changes[answer]()


def describe_proposal(proposed: ProposedProgramme) -> str:
    """Return how many sessions are proposed, and how often: ``6 sessions, one every 2 days``."""
    return f"{proposed.sessions} sessions, {describe_interval(proposed.every_days)}"
