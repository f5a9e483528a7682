"""The commands ``tpsession routines new`` and ``routines copy``."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace

from tpsession.commands.routine_naming import resolve_routine
from tpsession.commands.routines.asking import ask, choose, confirm, is_attended, say
from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import MAX_DURATION_S, MAX_REPEATS, MAX_STEPS, MIN_DURATION_S, Sides
from tpsession.core.catalog.routine_id import make_routine_id, next_free_id
from tpsession.core.catalog.technique import TECHNIQUES, Pacing, StepKey, Technique
from tpsession.core.errors import ExistsError, TpsessionError, UsageError
from tpsession.core.routine_editing.port import NewStep, RoutineWriter
from tpsession.core.routine_editing.wording import SIDES_LABELS, WHICH_SIDES
from tpsession.core.session.wording import WHICH_AREA
from tpsession.core.text.formatting import ANY_AREA_TEXT
from tpsession.core.text.numbers import parse_number
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.writer import FileRoutineWriter
from tpsession.files.toml.duration import HOW_TO_WRITE, DurationError, format_duration, parse_duration
from tpsession.files.toml.wording import did_you_mean

_USUAL_HOLDS = 3
_OWN_WORDS = "Anything else, in your own words"


def new(arguments: argparse.Namespace) -> int:
    """Make a routine from a template, another routine or answers, and print the path of its file; return 0.

    Raises:
        UsageError: For options that don't go together, if there is neither a name nor ``--ask``, if the name
            is blank, if there is no such other routine, or if several have its name.
        TpsessionError: If an answer is missing, if the id is taken and nobody agrees to another one, if the
            other routine has errors, or if a file can't be read or saved.

    """
    if arguments.ask and arguments.base:
        raise UsageError("--ask makes a routine of your answers, and --from of another one.", "Use only one.")
    if arguments.name is None and not arguments.ask:
        raise UsageError("The routine needs a name.", "Give one, or add --ask.")
    writer = _make_writer()
    name = _check_name(arguments.name if arguments.name is not None else ask("What is it called?"))
    identifier = choose_id(name, writer)
    if arguments.base:
        text = writer.change_name(writer.read(resolve_routine(arguments.base)), name, arguments.area)
    elif arguments.ask:
        area = arguments.area or _ask_area()
        sides = Sides.NONE if area is NO_AREA else _ask_sides()
        text = writer.write_template(name, area, sides, _ask_steps(area))
    else:
        text = writer.write_template(name, arguments.area, Sides.EACH, ())
    return _save(writer, identifier, text)


def copy(arguments: argparse.Namespace) -> int:
    """Copy a routine under another name, and print the path of its file; return 0. Raises as `new` does."""
    writer = _make_writer()
    old = writer.read(resolve_routine(arguments.routine))
    name = _check_name(arguments.name)
    identifier = choose_id(name, writer)
    return _save(writer, identifier, writer.change_name(old, name))


def choose_id(name: str, writer: RoutineWriter) -> str:
    """Return the id for a new routine, made from its name.

    If the id is taken, which `ONLY_REST` always is, the person is asked whether to add a number. If no part
    of the name can be in an id, the id is "routine", with a number if that is taken, and nothing is asked.
    Raises `ExistsError` if the id is taken and nobody can answer, and `TpsessionError` if the person doesn't
    say yes.
    """
    taken = writer.find_taken_ids()
    identifier = make_routine_id(name)
    if not identifier:
        # Nobody has chosen these words, so there is nothing to ask.
        return next_free_id("routine", taken)
    free = next_free_id(identifier, taken)
    if free == identifier:
        return identifier
    if is_attended():
        say(f'There is already a routine "{identifier}".')
        if confirm(f'Call the new one "{free}"?', usually=True):
            return free
        raise TpsessionError("Nothing was made.", "Choose another name.")
    raise ExistsError(f'There is already a routine "{identifier}".', "Choose another name.")


def _make_writer() -> RoutineWriter:
    return FileRoutineWriter(find_paths(), find_resources())


def _check_name(name: str) -> str:
    """Return a name without spaces around it. Raises `UsageError` if nothing is left."""
    if not name.strip():
        raise UsageError("The routine needs a name.", "A few words are enough.")
    return name.strip()


def _save(writer: RoutineWriter, identifier: str, text: str) -> int:
    """Save the text of a new routine, print its path, and how to change and play it; return 0.

    Raises `ExistsError` if the person has a routine with this id, and `TpsessionError` if it can't be saved.
    """
    made = writer.create(identifier, text)
    sys.stdout.write(f"{made.path}\n")
    sys.stdout.flush()
    say(
        f"Made {identifier}. Change it: tpsession routines edit {identifier}. "
        f"Play it: tpsession play {identifier}."
    )
    return 0


def _ask_area() -> Area | None:
    """Ask for the area of a new routine, and return it; `NO_AREA` for breathing and relaxation alone.

    None, which enter alone gives, means any area: each session begins with the question for it. Raises as
    `ask` does.
    """
    areas: list[Area | None] = [*AREAS.values(), None, NO_AREA]
    options = [
        *(area.name for area in AREAS.values()),
        f"{ANY_AREA_TEXT}, asked at the start",
        "none: breathing and relaxation alone",
    ]
    return areas[choose(WHICH_AREA, options, areas.index(None))]


def _ask_sides() -> Sides:
    """Ask how the routine treats left and right, and return the answer. Raises as `ask` does."""
    return list(SIDES_LABELS)[choose(WHICH_SIDES, list(SIDES_LABELS.values()), 0)]


def _ask_steps(area: Area | None) -> list[NewStep]:
    """Ask for one step after the other, and return them: at least one, and `MAX_STEPS` at most.

    For `NO_AREA`, massage isn't offered. Raises as `ask` does.
    """
    techniques = {
        name: technique
        for name, technique in TECHNIQUES.items()
        if area is not NO_AREA or not technique.is_massage
    }
    width = max(map(len, techniques))
    say("What can a step be?")
    for technique in techniques.values():
        say(f"  {technique.id:<{width}}  {technique.name if technique.text else _OWN_WORDS}")
    steps: list[NewStep] = []
    while len(steps) < MAX_STEPS:
        end = ", or enter if there are no more" if steps else ""
        answer = ask(f"Step {len(steps) + 1}: one of these words{end}:").lower()
        if not answer and steps:
            return steps
        if answer in techniques:
            steps.append(_ask_step(techniques[answer]))
        else:
            say(f"There is no such step; {did_you_mean(answer, techniques)}")
    return steps


def _ask_step(technique: Technique) -> NewStep:
    """Ask how long a step takes and what it says, and return the step. Raises as `ask` does.

    If the technique has a text of its own, enter alone keeps that; else the person has to give one.
    """
    step = _ask_times(technique)
    if technique.text:
        say(f"It says: {technique.text}")
        return replace(step, text=ask("Your own words instead, or enter:"))
    return replace(step, text=_ask_words("What is to be done?"))


def _ask_times(technique: Technique) -> NewStep:
    """Ask for the times of a step of a technique, and return the step, without a text of its own.

    For a technique that is made of holds, these are the length of a hold, the number of holds, and, if there
    is a release between or after them, its length. For any other technique it is the duration; if the
    technique can wait for the person, enter alone means that, and the duration is empty. Raises as `ask`
    does.
    """
    usual = format_duration(technique.duration_s)
    if technique.pacing is Pacing.HOLD or StepKey.DURATION not in technique.step_keys:
        hold = _ask_duration(f"How long is each hold? Enter for {usual}:", usual)
        repeat = _ask_repeat()
        if repeat == 1 and not technique.ends_released:
            return NewStep(technique, hold=hold)
        where = "after each hold" if technique.ends_released else "between two holds"
        release = format_duration(technique.release_s)
        release = _ask_duration(f"How long is the release {where}? Enter for {release}:", release)
        return NewStep(technique, hold=hold, repeat=repeat, release=release)
    if technique.waits:
        return NewStep(technique, duration=_ask_duration("How long? Enter if it waits for you:", ""))
    return NewStep(technique, duration=_ask_duration(f"How long? Enter for {usual}:", usual))


def _ask_words(question: str) -> str:
    """Ask the question again and again until the answer isn't empty, and return it. Raises as `ask` does."""
    while not (words := ask(question)):
        say("A few words are enough.")
    return words


def _ask_duration(question: str, usual: str) -> str:
    """Ask until the answer is a duration that a step may have; return it as a routine file has it.

    Raises as `ask` does. usual: returned for enter alone.
    """
    while answer := ask(question):
        try:
            seconds = parse_duration(answer)
        except DurationError:
            say(f"Please {HOW_TO_WRITE}.")
            continue
        if MIN_DURATION_S <= seconds <= MAX_DURATION_S:
            return format_duration(seconds)
        say(f"It can be {format_duration(MIN_DURATION_S)} to {format_duration(MAX_DURATION_S)}.")
    return usual


def _ask_repeat() -> int:
    """Ask how many holds a step has until it is 1 to `MAX_REPEATS`; enter alone gives `_USUAL_HOLDS`.

    Raises as `ask` does.
    """
    while answer := ask(f"How many holds? Enter for {_USUAL_HOLDS}:"):
        if (repeat := parse_number(answer, MAX_REPEATS)) is not None:
            return repeat
        say(f"A number from 1 to {MAX_REPEATS}, please.")
    return _USUAL_HOLDS
