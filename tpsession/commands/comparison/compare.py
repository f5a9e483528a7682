"""The command ``tpsession compare``: starts, shows, plays and ends a fair comparison."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Iterable
from datetime import date
from uuid import uuid4

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.commands.json_output import comparison_to_json
from tpsession.commands.play.play import play_routine
from tpsession.commands.routine_naming import resolve_routine
from tpsession.core.catalog.library import RoutineLibrary
from tpsession.core.comparison.changes import end_comparison, start_comparison
from tpsession.core.comparison.results import compare_pairs
from tpsession.core.comparison.state import ComparisonState, NotDue, find_running
from tpsession.core.comparison.things import make_comparison
from tpsession.core.comparison.today import find_names, load_all_states, load_todays_thing
from tpsession.core.comparison.wording import (
    EXPLANATION,
    describe_chance,
    describe_due,
    describe_length,
    describe_result,
    describe_state,
    describe_things,
)
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import UsageError
from tpsession.core.history.comparison import DEFAULT_BLOCKS, SEED_BITS, Outcome
from tpsession.core.history.repository import History
from tpsession.core.plan.plan import PlanOptions
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary


def run(arguments: argparse.Namespace) -> int:
    """Start or end a comparison, print how it stands, or play what it has for today; return the exit code.

    Without things and without an action, the running comparison is printed, or else the one started last;
    with ``--json``, all comparisons. With things, what comparing them would take is printed; ``--start`` also
    saves the comparison and prints what is due today. ``--end`` ends the running one and prints how it stands
    then. Damaged rows are reported on standard error, but not by ``--play``.

    Raises `UsageError` for arguments that don't go together, for a start while a comparison is running, and
    if there is none to print, end or play, or nothing to play today; `TpsessionError` if the things can't be
    compared; and `HistoryError`. ``--play`` raises what `play_routine` does, too.
    """
    _check(arguments)
    library = FileLibrary(find_paths(), find_resources())
    if arguments.action == "play":
        return _play(arguments, library)
    clock = SystemClock()
    today = clock.local_time().date()
    changes = arguments.action in {"start", "end"}
    with open_own_history(find_paths(), clock, read_only=not changes) as history:
        if arguments.things:
            lines = _propose_or_start(arguments, history, library, today)
        elif arguments.action == "end":
            lines = _end(history, library, today)
        elif arguments.json:
            lines = _format_json(load_all_states(history, library, today))
        else:
            lines = _show(load_all_states(history, library, today), library)
        damaged = history.damage_reports()
    sys.stdout.writelines(f"{sanitize(line)}\n" for line in lines)
    sys.stderr.writelines(f"tpsession: {sentence}\n" for sentence in damaged)
    return 0


def _check(arguments: argparse.Namespace) -> None:
    """Raise `UsageError` for arguments that don't go together."""
    if arguments.things and arguments.action in {"play", "end"}:
        raise UsageError(
            "Things are named only to start a comparison.", f"Leave them out, or --{arguments.action}."
        )
    if not arguments.things:
        if arguments.action == "start":
            raise UsageError("Name two or three things to compare.", "For example: foot only-rest")
        if arguments.blocks is not None or arguments.outcome is not None:
            raise UsageError(
                "The blocks and what is compared are chosen when a comparison starts.",
                "Name its things, too.",
            )
        if arguments.area is not None or arguments.side is not None:
            raise UsageError(
                "The area and the side are chosen when a comparison starts.", "Leave out --area and --side."
            )
    if arguments.json and (arguments.things or arguments.action):
        raise UsageError("--json prints the comparisons that there are.", "Leave out everything else.")
    if arguments.plain and arguments.action != "play":
        raise UsageError("--plain is for playing.", "Add --play.")


def _propose_or_start(
    arguments: argparse.Namespace, history: History, library: RoutineLibrary, today: date
) -> list[str]:
    """Return what comparing these things takes and how likely it finds a difference; start it if asked to.

    It is started with ``--start``: then it is saved, and the lines end with what is due today. Otherwise
    nothing is saved, and the last line says how to start.

    Raises `UsageError` if it is to be started and another one is running, `TpsessionError` if these things
    can't be compared, and `HistoryError`.
    """
    comparison = make_comparison(
        str(uuid4()),
        [resolve_routine(thing) for thing in arguments.things],
        library,
        PlanOptions(area=arguments.area, side=arguments.side),
        blocks=arguments.blocks or DEFAULT_BLOCKS,
        outcome=Outcome(arguments.outcome or Outcome.CHANGE),
        seed=secrets.randbits(SEED_BITS),
        today=today,
    )
    names = find_names(library, comparison.things)
    things = len(comparison.things)
    lines = [
        f"{describe_things(comparison, names)}.",
        *EXPLANATION,
        describe_length(things, comparison.blocks),
        describe_chance(things, comparison.blocks),
    ]
    if arguments.action != "start":
        return [*lines, "To start it, add --start."]
    start_comparison(comparison, history, library, today)
    (state,) = (
        state for state in load_all_states(history, library, today) if state.comparison.id == comparison.id
    )
    return [*lines, describe_due(state, names)]


def _show(states: Iterable[ComparisonState], library: RoutineLibrary) -> list[str]:
    """Return how the running comparison stands; if none is running, the one at the end of `states`.

    That is what is compared, how far it is, the ratings of each block, and the differences or, unless it is
    finished, why they aren't known. Raises `UsageError` without a comparison.

    states: in the order in which the comparisons were started.
    """
    known = list(states)
    state = find_running(known) or (known[-1] if known else None)
    if state is None:
        raise UsageError(
            "There is no comparison.", "To see what one takes: tpsession compare ROUTINE only-rest"
        )
    names = find_names(library, state.comparison.things)
    return [
        f"{describe_things(state.comparison, names)}.",
        describe_state(state, names),
        *describe_result(state, names),
    ]


def _format_json(states: Iterable[ComparisonState]) -> list[str]:
    """Return all comparisons as the lines of one JSON array, in the order in which they were given."""
    printed = [comparison_to_json(state, compare_pairs(state)) for state in states]
    return json.dumps(printed, indent=1).splitlines()


def _end(history: History, library: RoutineLibrary, today: date) -> list[str]:
    """End the running comparison early, save that, and return the lines of `_show` as they are then.

    Raises `UsageError` if none is running, and `HistoryError`.
    """
    running = _find_running(history, library, today)
    end_comparison(running.comparison, history, today)
    return _show(load_all_states(history, library, today), library)


def _play(arguments: argparse.Namespace, library: FileLibrary) -> int:
    """Play the session that the running comparison has due today, and return its exit code.

    Raises `UsageError` if no comparison is running, nothing is due, or what is due can't be loaded;
    `HistoryError` if the history can't be read; and as `play_routine` does.
    """
    clock = SystemClock()
    today = clock.local_time().date()
    with open_own_history(find_paths(), clock, read_only=True) as history:
        state = _find_running(history, library, today)
        thing = load_todays_thing(history, library, today)
    if thing is None or thing.due is None:
        if thing is not None and state.due is not None:
            # Its file is gone or has errors, which the text says.
            raise UsageError(thing.text)
        names = find_names(library, state.comparison.things)
        is_for_tomorrow = state.not_due in {NotDue.DAY_TAKEN, NotDue.RESTING}
        raise UsageError(describe_due(state, names), "Come back tomorrow." if is_for_tomorrow else "")
    options = SessionOptions(area=thing.due.area, side=thing.due.side, place=thing.due.place)
    return play_routine(options, thing.due.routine, is_plain=arguments.plain)


def _find_running(history: History, library: RoutineLibrary, today: date) -> ComparisonState:
    """Return the comparison that is running. Raises `UsageError` if none is, and `HistoryError`."""
    running = find_running(load_all_states(history, library, today))
    if running is None:
        raise UsageError(
            "No comparison is running.", "To see what one takes: tpsession compare ROUTINE only-rest"
        )
    return running
