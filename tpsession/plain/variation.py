"""Changes a routine line by line in plain mode, and saves that as a variation."""

from __future__ import annotations

from tpsession.core.errors import TpsessionError, UsageError
from tpsession.core.routine_editing.line_values import ChoiceKind, NumberKind
from tpsession.core.routine_editing.lines import LineId, RoutineLine
from tpsession.core.routine_editing.port import RoutineText
from tpsession.core.routine_editing.saving import (
    LEAVE_LABEL,
    SAVE_LABEL,
    describe_saved,
    describe_saving,
    save_variation,
)
from tpsession.core.routine_editing.variation import Variation, VariedStep
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.plan_options import preview_plan
from tpsession.core.text.formatting import format_duration
from tpsession.plain.asking.choice import BACK, choose
from tpsession.plain.asking.question import BackRequested, ask_text
from tpsession.plain.console import Console
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

_VALUE_HELP = "What you type is the new value. Enter alone leaves it as it is."
VARY_CHOICE = "Make a routine a little different"
"""A choice in the start menu."""


def vary_routine(services: PlainServices) -> None:
    """Let the person choose a routine, change it line by line, and save that as their own.

    Nothing is saved unless they choose it, nor without a person. What can't be read is printed.
    """
    console = services.console
    entries = [entry for entry in services.library.list_entries() if entry.routine is not None]
    names = [entry.routine.name for entry in entries if entry.routine is not None]
    index = choose(console, "Which one?", [*names, BACK])
    if index is None or index == len(entries):
        return
    change_lines(services, entries[index].id)


def change_lines(services: PlainServices, routine: str) -> None:
    """Let the person change a routine line by line, and save it; what can't be read is printed.

    routine: its id.
    """
    try:
        old, variation = services.routine_writer().open_variation(routine)
    except TpsessionError as error:
        services.console.say(str(error))
        return
    _Asking(services, old, variation).run()


class _Asking:
    """Asks what to change until the person saves or leaves."""

    def __init__(self, services: PlainServices, old: RoutineText, variation: Variation) -> None:
        self._services = services
        self._console: Console = services.console
        self._preferences: Preferences = services.settings.load_preferences()
        self._old = old
        self._variation = variation
        self._console.say(describe_saving(old))

    def run(self) -> None:
        """Ask what to change, again and again, until the person has saved or leaves."""
        while True:
            variation = self._variation
            own = [LineId(RoutineLine.NAME), LineId(RoutineLine.GET_READY), LineId(RoutineLine.COUNTDOWN)]
            steps = variation.steps
            ends = [SAVE_LABEL, LEAVE_LABEL] if variation.is_changed else [BACK]
            options = [*map(self._format_line, own), *map(self._format_step, steps), *ends]
            plan = preview_plan(variation.routine, self._preferences)
            self._console.say(f"It takes {format_duration(plan.planned_s)}.")
            try:
                index = choose(self._console, "What should be different?", options)
            except BackRequested:
                self._console.say(f"Not saved yet. Choose {SAVE_LABEL} or {LEAVE_LABEL}.")
                continue
            if index is None or options[index] in {BACK, LEAVE_LABEL}:
                return
            if options[index] == SAVE_LABEL:
                if self._save():
                    return
            elif index < len(own):
                self._ask_value(own[index])
            else:
                self._ask_step(steps[index - len(own)])

    def _ask_step(self, varied: VariedStep) -> None:
        """Ask what to change in a step until the person goes back; put one back that is left out."""
        played = LineId(RoutineLine.PLAYED, varied.origin)
        if not varied.is_played:
            self._try_turn(played)
            return
        while True:
            _, *lines = self._variation.lines_of(self._variation.step_at(varied.origin))
            options = ["Leave it out", *map(self._format_line, lines), BACK]
            title = f"Step {self._variation.step_name(varied.origin)}. What should be different?"
            index = choose(self._console, title, options)
            if index is None or index > len(lines):
                return
            if index == 0:
                self._try_turn(played)
                return
            self._ask_value(lines[index - 1])

    def _ask_value(self, line: LineId) -> None:
        """Ask once for the value of a line, and set it; an empty answer leaves it, a wrong one is explained.

        A line with two choices isn't asked: it gets the other one.
        """
        kind = self._variation.kind_of(line)
        if isinstance(kind, ChoiceKind) and len(kind.choices) == 2:
            self._try_turn(line)
            return
        self._console.say(f"Now: {spell_out(self._variation.describe(line).value)}")
        typed = ask_text(self._console, f"{kind.instruction} Press enter to leave it as it is:", _VALUE_HELP)
        if typed:
            try:
                self._take(self._variation.read(line, typed))
            except UsageError as error:
                self._console.say(str(error))

    def _try_turn(self, line: LineId) -> None:
        """Give a line its next value, or print why that is impossible."""
        try:
            self._take(self._variation.turn(line, 1))
        except UsageError as error:
            self._console.say(str(error))

    def _take(self, variation: Variation) -> None:
        """Go on with this variation, and print each of its warnings that the one before didn't have."""
        known = self._variation.warnings
        self._variation = variation
        for warning in variation.warnings:
            if warning not in known:
                self._console.say(warning)

    def _save(self) -> bool:
        """Save the variation, and print where it is or why that failed; return whether it was saved."""
        try:
            new = save_variation(self._services.routine_writer(), self._old, self._variation)
        except TpsessionError as error:
            self._console.say(str(error))
            return False
        self._console.say(describe_saved(self._old, new, self._variation))
        return True

    def _format_line(self, line: LineId) -> str:
        shown = self._variation.describe(line)
        return f"{shown.name}: {spell_out(shown.value)}"

    def _format_step(self, varied: VariedStep) -> str:
        """Return a step as one of the options: its number, name and numbers, or that it is left out."""
        variation = self._variation
        name = variation.describe_step(varied)
        if not varied.is_played:
            return f"{name}: left out; choose it to put it back"
        lines = [
            variation.describe(line)
            for line in variation.lines_of(varied)
            if line.subject is not RoutineLine.PLACE and isinstance(variation.kind_of(line), NumberKind)
        ]
        return f"Step {name}: {', '.join(f'{line.name.lower()} {spell_out(line.value)}' for line in lines)}"
