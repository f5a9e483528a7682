"""Makes a routine by questions in plain mode, deletes one, and brings one back."""

from __future__ import annotations

from contextlib import suppress

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import MAX_STEPS, Sides
from tpsession.core.catalog.technique import TECHNIQUES, Pacing, StepKey, Technique
from tpsession.core.errors import TpsessionError, UsageError
from tpsession.core.routine_editing.port import NewStep
from tpsession.core.routine_editing.saving import check_name, create_routine, describe_id, list_names
from tpsession.core.routine_editing.usual_steps import describe_usual_steps
from tpsession.core.routine_editing.wording import (
    SIDES_LABELS,
    WHICH_SIDES,
    describe_deleted,
    describe_restored,
)
from tpsession.core.session.wording import WHICH_AREA
from tpsession.core.text.formatting import ANY_AREA_TEXT
from tpsession.plain.asking.choice import BACK, choose, confirm
from tpsession.plain.asking.question import BackRequested, ask_text
from tpsession.plain.asking.sequence import ask_in_turn
from tpsession.plain.prepare.routine_list import name_entries
from tpsession.plain.services import PlainServices
from tpsession.plain.variation import change_lines

NEW_CHOICE = "Make a new routine"
DELETE_CHOICE = "Delete a routine"
RESTORE_CHOICE = "Bring back a deleted or changed routine"
USUAL_STEPS = "The usual steps"
NO_MORE = "No more steps"
_OWN_WORDS = "Anything else, in your own words"
_USUAL_HOLDS = 3
_NAME_HELP = "Type a name for the routine, such as my evening. Enter makes no routine."
_WORDS_HELP = "Type in your own words what to do in this step; it is said when the step begins."


def make_routine(services: PlainServices) -> None:
    """Ask for the name, area, sides and steps of a new routine, save it, and let its lines be changed.

    Without massage, no sides are asked for. Each step begins with the technique's usual time and instruction.
    Without a name nothing is saved. Going back leads to the question before, from a step to the step before,
    and from the name out of this dialogue. If the routine can't be saved, the reason is printed. Raises
    `QuitRequested` if the person leaves the program.
    """
    console = services.console
    name: str | None = None
    area: Area | None = None
    sides = Sides.NONE
    steps: list[NewStep] = []

    def ask_name() -> bool:
        nonlocal name
        name = _ask_name(services)
        if not name:
            raise BackRequested
        return True

    def ask_area() -> bool:
        nonlocal area
        area = _ask_area(services)
        return True

    def ask_sides() -> bool:
        nonlocal sides
        sides = Sides.NONE
        if area is NO_AREA:
            return False
        chosen = choose(console, WHICH_SIDES, list(SIDES_LABELS.values()))
        sides = list(SIDES_LABELS)[chosen or 0]
        return True

    def ask_steps() -> bool:
        nonlocal steps
        steps = _ask_steps(services, area)
        return True

    with suppress(BackRequested):
        ask_in_turn((ask_name, ask_area, ask_sides, ask_steps))
        _save_new(services, name or "", area, sides, steps)


def _ask_area(services: PlainServices) -> Area | None:
    """Ask for the area of a new routine; None for any area, `NO_AREA` for a routine without massage.

    None, too, if nobody can answer. Raises `QuestionLeft` if the person leaves the question.
    """
    areas: list[Area | None] = [*AREAS.values(), None, NO_AREA]
    options = [
        *(area.name for area in AREAS.values()),
        ANY_AREA_TEXT.capitalize(),
        "Breathing and relaxation alone",
    ]
    index = choose(services.console, WHICH_AREA, options)
    return None if index is None else areas[index]


def _save_new(
    services: PlainServices, name: str, area: Area | None, sides: Sides, steps: list[NewStep]
) -> None:
    """Save a new routine, and let its lines be changed. If it can't be saved, the reason is printed."""
    console = services.console
    try:
        made = create_routine(services.routine_writer(), name, area, sides, steps)
    except TpsessionError as error:
        console.say(str(error))
        return
    console.say(f'Saved as your own routine "{name}".')
    console.say(describe_id(made.id))
    change_lines(services, made.id, is_new=True)


def _ask_name(services: PlainServices) -> str | None:
    """Ask for a name that no routine has, and return it; empty for enter alone, or ``back``.

    A name that a routine has is explained, and the person is asked again. None if nobody can answer. Raises
    `QuitRequested` if the person leaves the program.
    """
    console = services.console
    while name := ask_text(console, "What is it called? Press enter to go back:", _NAME_HELP):
        try:
            check_name(name, list_names(services.library.list_entries()))
        except UsageError as error:
            console.say(str(error))
        else:
            break
    return name


def _ask_steps(services: PlainServices, area: Area | None) -> list[NewStep]:
    """Ask for one step after the other until the person ends the list, and return the steps.

    There are at most `MAX_STEPS`. An empty list stands for the usual steps. Going back drops the last step;
    without a step, it raises `BackRequested`. For `NO_AREA`, neither massage nor the usual steps are offered,
    so that the person has to choose at least one step.
    """
    techniques = [each for each in TECHNIQUES.values() if area is not NO_AREA or not each.is_massage]
    names = [technique.name if technique.text else _OWN_WORDS for technique in techniques]
    steps: list[NewStep] = []
    while len(steps) < MAX_STEPS:
        usual = [] if area is NO_AREA else [f"{USUAL_STEPS}: {describe_usual_steps()}"]
        ends = [NO_MORE] if steps else usual
        try:
            index = choose(services.console, f"Step {len(steps) + 1}?", [*ends, *names])
        except BackRequested:
            if not steps:
                raise
            steps.pop()
            continue
        if index is None or index < len(ends):
            break
        step = _make_step(services, techniques[index - len(ends)])
        if step is not None:
            steps.append(step)
    return steps


def _make_step(services: PlainServices, technique: Technique) -> NewStep | None:
    """Return a new step with a technique's usual time, or with three holds that take this time each.

    A step that may wait for the person has no time. If a technique has no instruction, the person is asked
    for one; None if they give none. Raises `QuitRequested` if they leave the program.
    """
    text = (
        ""
        if technique.text
        else ask_text(services.console, "What is to be done? Enter leaves it out:", _WORDS_HELP)
    )
    if text is None or not (text or technique.text):
        return None
    usual = f"{technique.duration_s:g}s"
    if technique.pacing is Pacing.HOLD or StepKey.DURATION not in technique.step_keys:
        release = f"{technique.release_s:g}s"
        return NewStep(technique, hold=usual, repeat=_USUAL_HOLDS, release=release, text=text)
    return NewStep(technique, duration="" if technique.waits else usual, text=text)


def delete_routine(services: PlainServices) -> None:
    """Let the person choose a routine and delete it, if they agree; print that it is deleted, or why not.

    If they don't agree, nothing is printed. Raises `QuestionLeft` if they leave a question.
    """
    console = services.console
    entries = services.library.list_entries()
    names = name_entries(entries)
    index = choose(console, "Which one? It can be brought back.", [*names, BACK])
    if index is None or index == len(entries) or not confirm(console, f"Delete {names[index]}?"):
        return
    try:
        console.say(describe_deleted(services.routine_writer().delete(entries[index].id)))
    except TpsessionError as error:
        console.say(str(error))


def restore_routine(services: PlainServices) -> None:
    """Let the person choose a deleted routine and restore it; print that, or why it can't be restored.

    A routine that they still have can be chosen, too, if an earlier file of it was kept: that comes back
    instead. If there is nothing to choose, that is printed. Raises `QuitRequested` if they leave the program.
    """
    console = services.console
    try:
        writer = services.routine_writer()
        deleted = writer.list_deleted(with_replaced=True)
        if not deleted:
            console.say("No routine was deleted or changed.")
            return
        names = [f"{each.name}, as it was before" if each.is_replaced else each.name for each in deleted]
        index = choose(console, "Which one?", [*names, BACK])
        if index is not None and index < len(deleted):
            console.say(describe_restored(writer.restore(deleted[index].id)))
    except TpsessionError as error:
        console.say(str(error))
