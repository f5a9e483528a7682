"""Starts a programme in plain mode, and shows, pauses, resumes or ends the ones that there are."""

from __future__ import annotations

from tpsession.core.catalog.proposed import (
    MAX_EVERY_DAYS,
    MAX_SESSIONS,
    MIN_SESSIONS,
    ProposedProgramme,
)
from tpsession.core.catalog.routine import Routine, routine_names
from tpsession.core.dialogue.place_guide import find_last_place
from tpsession.core.dialogue.teaching import learning_query
from tpsession.core.errors import TpsessionError
from tpsession.core.history.programme import Programme
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.programme.changes import (
    DEFAULT_PROGRAMME,
    end_programme,
    make_programme,
    pause_programme,
    resume_programme,
)
from tpsession.core.programme.schedule import ProgrammeStatus, Schedule
from tpsession.core.programme.wording import (
    END_LABEL,
    PAUSE_LABEL,
    RESUME_LABEL,
    describe_place_of,
    describe_programme,
    describe_schedule,
)
from tpsession.core.text.numbers import parse_number
from tpsession.plain.asking.body import ask_area, ask_side
from tpsession.plain.asking.choice import BACK, choose
from tpsession.plain.asking.question import Question, ask
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.prepare.routine_list import choose_routine
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

PROGRAMMES_CHOICE = "Programmes"
START_CHOICE = "Start a programme"
_WHAT_IT_IS = (
    "A programme is a planned number of days with one routine. A day without a session only moves the later "
    "ones."
)
_RUNNING_ALREADY = "This programme is running already."


def manage_programmes(services: PlainServices, history: HistoryAccess) -> None:
    """Print how the programmes stand; let the person start one, or pause, resume or end one of them.

    They are those that go on or finished lately. What was saved is printed. Raises `HistoryError` if the
    history can't be read, and `QuestionLeft` if the person leaves a question.
    """
    console, today = services.console, services.clock.local_time().date()
    schedules = [schedule for schedule in history.load_schedules(today) if schedule.is_shown]
    names = routine_names(services.library.list_entries(with_deleted=True))
    lines = [_describe(schedule, names) for schedule in schedules]
    index = choose(console, "Which programme?", [*lines, START_CHOICE, BACK], _WHAT_IT_IS)
    if index is None or index > len(schedules):
        return
    if index < len(schedules):
        changed = _ask_change(services, schedules[index])
    else:
        changed = _ask_new(services, history, schedules)
    if changed is not None and history.save_programme(changed):
        saved = next(
            (one for one in history.load_schedules(today) if one.programme.id == changed.id and one.is_shown),
            None,
        )
        console.say("Ended." if saved is None else f"Saved. {_describe(saved, names)}")


def _describe(schedule: Schedule, names: dict[str, str]) -> str:
    """Return the routine, the place and how a programme stands, in sentences."""
    programme = schedule.programme
    name = names.get(programme.routine, programme.routine)
    return f"{name}, {describe_place_of(programme)}: {spell_out(describe_schedule(schedule))}"


def _ask_change(services: PlainServices, schedule: Schedule) -> Programme | None:
    """Ask whether to pause, resume or end a programme; return the changed programme, unsaved.

    A pause has no last day. None if the person goes back, or if nobody can answer. For a programme that is
    finished, going back is the only choice. Raises `QuitRequested` if the person leaves the program.
    """
    programme, today = schedule.programme, schedule.today
    first = RESUME_LABEL if schedule.status is ProgrammeStatus.PAUSED else PAUSE_LABEL
    options = [first, END_LABEL, BACK] if schedule.goes_on else [BACK]
    index = choose(services.console, describe_programme(programme), options)
    chosen = BACK if index is None else options[index]
    if chosen == PAUSE_LABEL:
        return pause_programme(programme, today, None)
    if chosen == RESUME_LABEL:
        return resume_programme(programme, today)
    return end_programme(programme, today) if chosen == END_LABEL else None


def _ask_new(services: PlainServices, history: HistoryAccess, schedules: list[Schedule]) -> Programme | None:
    """Ask for a new programme's routine, area, side, number of sessions and days between; return it, unsaved.

    If the routine's last session on this area was for pain elsewhere, the programme is for that pain, and no
    side is asked; but not if `find_last_place` rules that pain out.

    None if the person chooses no routine, or if nobody can answer. If a programme like it is running or
    paused, or the routine can't be played, print that and return None. Raises `QuestionLeft` if the person
    leaves a question, and `HistoryError`.
    """
    routine = choose_routine(services, history)
    area = None if routine is None else routine.area or ask_area(services.console)
    if routine is None or area is None:
        return None
    rated = find_last_place(history.find_sessions(learning_query(routine.id)), routine, area)
    side = None if rated is not None else ask_side(services.console, routine)
    proposed = _ask_numbers(services, routine)
    if proposed is None:
        return None
    try:
        plan = build_plan(routine, PlanOptions(area=area if routine.area is None else None, side=side))
    except TpsessionError as error:
        services.console.say(str(error))
        return None
    place, pain_side = (None, None) if rated is None else (rated.place, rated.side)
    today = services.clock.local_time().date()
    programme = make_programme(services.new_id(), plan, proposed, today, place, pain_side)
    if any(schedule.goes_on and schedule.programme.is_like(programme) for schedule in schedules):
        services.console.say(_RUNNING_ALREADY)
        return None
    return programme


def _ask_numbers(services: PlainServices, routine: Routine) -> ProposedProgramme | None:
    """Ask how many sessions and how often, and return both; None if nobody can answer.

    Enter takes what the routine proposes, or what is usual if it proposes nothing. Raises `QuestionLeft` if
    the person leaves a question.
    """
    usual = routine.programme or DEFAULT_PROGRAMME
    prompt = f"How many sessions, {MIN_SESSIONS} to {MAX_SESSIONS}? Enter for {usual.sessions}:"
    sessions = _ask_number(services, prompt, MIN_SESSIONS, MAX_SESSIONS, usual.sessions)
    prompt = f"How many days from one to the next, 1 to {MAX_EVERY_DAYS}? Enter for {usual.every_days}:"
    every_days = _ask_number(services, prompt, 1, MAX_EVERY_DAYS, usual.every_days)
    return None if sessions is None or every_days is None else ProposedProgramme(sessions, every_days)


def _ask_number(services: PlainServices, prompt: str, lowest: int, highest: int, usual: int) -> int | None:
    """Ask for a whole number until it is one from `lowest` to `highest`, and return it.

    Enter alone gives `usual`. None if nobody can answer. Raises `QuestionLeft` if the person leaves the
    question.
    """

    def read(typed: str) -> int | None:
        """Return the number that was typed, `usual` for enter alone; None if it is no number in the range."""
        number = parse_number(typed, highest) if typed else usual
        return None if number is None or number < lowest else number

    return ask(services.console, Question(prompt, read, help=_WHAT_IT_IS))
