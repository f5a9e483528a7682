"""Changes a routine line by line in plain mode, and saves that as a variation."""

from __future__ import annotations

from tpsession.core.errors import TpsessionError, UsageError
from tpsession.core.routine_editing.line_values import ChoiceKind, NumberKind
from tpsession.core.routine_editing.lines import LineId, RoutineLine
from tpsession.core.routine_editing.port import RoutineText
from tpsession.core.routine_editing.saving import (
    LEAVE_LABEL,
    SAVE_LABEL,
    check_name,
    describe_id,
    describe_saved,
    describe_saving,
    list_names,
    save_variation,
)
from tpsession.core.routine_editing.variation import Variation, VariedStep
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.plan_options import preview_plan
from tpsession.core.text.formatting import format_duration
from tpsession.plain.asking.choice import BACK, LIST, choose, read_named
from tpsession.plain.asking.question import (
    BACK_WORD,
    LEAVING_WORDS,
    QUIT_WORD,
    BackRequested,
    Explained,
    Question,
    QuitRequested,
    ask,
    describe_unclear,
)
from tpsession.plain.console import Console
from tpsession.plain.prepare.routine_list import name_entries
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

_VALUE_HELP = "What you type is the new value. Enter alone leaves it as it is."
VARY_CHOICE = "Make a routine a little different"
"""A choice in the start menu."""
_TITLE = "What should be different?"
_HELP = (
    "Type a number or a part of a name. list says all lines with their numbers, which stay the same. "
    "Once something is different, save saves it as your own, and leave leaves without saving."
)
_OWN = (LineId(RoutineLine.NAME), LineId(RoutineLine.GET_READY), LineId(RoutineLine.COUNTDOWN))
"""The lines about the whole routine that are asked."""


def vary_routine(services: PlainServices) -> None:
    """Let the person choose a routine, change it line by line, and save that as their own.

    Nothing is saved unless the person chooses to save. Files with errors aren't offered. If the routine can't
    be read, the reason is printed.
    """
    console = services.console
    entries = [entry for entry in services.library.list_entries() if entry.routine is not None]
    index = choose(console, "Which one?", [*name_entries(entries), BACK])
    if index is None or index == len(entries):
        return
    change_lines(services, entries[index].id)


def change_lines(services: PlainServices, routine: str, *, is_new: bool = False) -> None:
    """Let the person change a routine line by line, and save it as `save_variation` does.

    If the routine can't be read, the reason is printed.

    Args:
        services: The ports.
        routine: The id of the routine.
        is_new: Whether it was made just now. If not, print first what becomes of its present form.

    """
    try:
        old, variation = services.routine_writer().open_variation(routine)
    except TpsessionError as error:
        services.console.say(str(error))
        return
    if not is_new:
        services.console.say(describe_saving(old))
    _Asking(services, old, variation).run()


class _Asking:
    """Asks what to change in a routine until the person saves or leaves."""

    def __init__(self, services: PlainServices, old: RoutineText, variation: Variation) -> None:
        self._services = services
        self._console: Console = services.console
        self._preferences: Preferences = services.settings.load_preferences()
        self._old = old
        self._variation = variation

    def run(self) -> None:
        """Ask what to change, again and again, until the person has saved or leaves.

        Every step and the lines that belong to no step are printed at first, and later on request; each keeps
        its number all the time. If the person goes back or quits with unsaved changes, print that they aren't
        saved, and ask again. A second quit without an answer in between raises `QuitRequested`; without
        changes, the first does.
        """
        self._console.say(self._describe_length())
        is_listed, is_warned = True, False
        while True:
            try:
                if self._ask_once(is_listed=is_listed):
                    return
                is_warned = False
            except BackRequested:
                self._console.say(f"Not saved yet. Choose {SAVE_LABEL} or {LEAVE_LABEL}.")
            except QuitRequested:
                if is_warned or not self._variation.is_changed:
                    raise
                is_warned = True
                self._console.say(
                    f"Not saved yet. Choose {SAVE_LABEL} or {LEAVE_LABEL}, or type {QUIT_WORD} again."
                )
            is_listed = False

    def _ask_once(self, *, is_listed: bool) -> bool:
        """Ask for one line or step and for what to change in it; return whether the person has finished.

        The person has finished after saving or leaving, or if nobody can answer; not if saving failed.
        is_listed: whether to print the steps and lines first.
        """
        steps = self._steps
        ends = [SAVE_LABEL, LEAVE_LABEL] if self._variation.is_changed else [BACK]
        # The steps come first, so that each has its own number in the list.
        options = [*map(self._format_step, steps), *map(self._format_line, _OWN), *ends]
        words = ", save or leave" if self._variation.is_changed else " or back"
        index = self._choose("Routine", options, words, title=_TITLE, is_listed=is_listed)
        if index is None or options[index] in {BACK, LEAVE_LABEL}:
            return True
        if options[index] == SAVE_LABEL:
            return self._save()
        if index < len(steps):
            self._ask_step(steps[index])
        else:
            self._ask_value(_OWN[index - len(steps)])
        return False

    @property
    def _steps(self) -> list[VariedStep]:
        """All steps, in the order that they had before any change."""
        return sorted(self._variation.steps, key=lambda varied: varied.origin)

    def _choose(
        self, where: str, options: list[str], words: str, *, title: str, is_listed: bool
    ) -> int | None:
        """Ask for an option by its number or name, and return its index, from 0; None if nobody can answer.

        Args:
            where: What the list is called in the prompt.
            options: The choices.
            words: The end of the prompt, which names the options that end the list.
            title: What is said before the list.
            is_listed: Whether the list is said at once; otherwise only if the person types ``list``.

        """
        lines = (title, *(f"{number}. {option}" for number, option in enumerate(options, start=1)))

        def read(typed: str) -> int | Explained | None:
            """Return the index of the option that a line names; say all options for ``list``."""
            if typed.lower() != LIST:
                return read_named(self._console, options, typed)
            for line in lines:
                self._console.say(line)
            return Explained.EXPLAINED

        prompt = f"{where}: number or name, {LIST}{words}:"
        return ask(self._console, Question(prompt, read, lines, is_listed, help=_HELP))

    def _ask_step(self, varied: VariedStep) -> None:
        """Ask what to change in a step, until the person goes back or asks to leave the step out.

        A step that is left out already is put back without a question. The lines of the step are printed at
        first, and again after a change that gives the step other lines.
        """
        played = LineId(RoutineLine.PLAYED, varied.origin)
        if not varied.is_played:
            self._try_turn(played)
            return
        listed: list[LineId] = []
        while True:
            _, *lines = self._variation.lines_of(self._variation.step_at(varied.origin))
            options = ["Leave it out", *map(self._format_line, lines), BACK]
            title = f"{self._name_step(varied.origin)}. {_TITLE}"
            step = f"Step {varied.origin + 1}"
            index = self._choose(step, options, " or back", title=title, is_listed=lines != listed)
            listed = lines
            if index is None or index > len(lines):
                return
            if index == 0:
                self._try_turn(played)
                return
            self._ask_value(lines[index - 1])

    def _ask_value(self, line: LineId) -> None:
        """Ask for the value of a line until it is right, and set it; enter or ``back`` leave it as it is.

        If nobody can answer, it stays, too. A line with two choices gets the other choice without a question,
        or the reason is printed why that can't be. Raises `QuitRequested` for ``quit``.
        """
        kind = self._variation.kind_of(line)
        if isinstance(kind, ChoiceKind) and len(kind.choices) == 2:
            self._try_turn(line)
            return

        def read(typed: str) -> Variation | Explained | None:
            """Return the variation with this value, or unchanged for back or enter; say what is wrong."""
            if typed.lower() in LEAVING_WORDS:
                return self._variation if typed.lower() == BACK_WORD else None
            try:
                if line.subject is RoutineLine.NAME and typed:
                    check_name(typed, list_names(self._services.library.list_entries(), self._old))
                return self._variation.read(line, typed) if typed else self._variation
            except UsageError as error:
                self._console.say(f"{describe_unclear(typed)} {spell_out(str(error))}")
                return Explained.EXPLAINED

        now = f"Now: {self._format_value(line)}"
        prompt = f"{spell_out(kind.instruction)} Press enter to leave it as it is:"
        question = Question(
            prompt,
            read,
            (now,),
            again="Type it again, or press enter to leave it as it is:",
            help=_VALUE_HELP,
        )
        variation = ask(self._console, question)
        if variation is not None and variation != self._variation:
            self._take(line, variation)

    def _try_turn(self, line: LineId) -> None:
        """Give a line its next value, or print why that is impossible."""
        try:
            self._take(line, self._variation.turn(line, 1))
        except UsageError as error:
            self._console.say(str(error))

    def _take(self, line: LineId, variation: Variation) -> None:
        """Make `variation` the present one, in which only `line` differs.

        Print the changed line, how long the routine takes now, and warnings that are new.
        """
        known = self._variation.warnings_by_origin
        self._variation = variation
        self._console.say(f"{self._describe_change(line)} {self._describe_length()}")
        for warning in variation.warnings_by_origin:
            if warning not in known:
                self._console.say(spell_out(warning))

    def _describe_change(self, line: LineId) -> str:
        """Return what a line has become, in a sentence."""
        if line.subject is RoutineLine.PLAYED:
            varied = self._variation.step_at(line.step)
            name = self._variation.describe_technique(varied)
            return f"{name} {'put back' if varied.is_played else 'left out'}."
        return f"{self._format_line(line).rstrip('.')}."

    def _describe_length(self) -> str:
        """Return how long the routine takes as it is changed so far, in a sentence."""
        plan = preview_plan(self._variation.routine, self._preferences)
        return f"It takes {format_duration(plan.planned_s)}."

    def _save(self) -> bool:
        """Save the variation; return whether that worked. Print its name, or why it failed."""
        try:
            new = save_variation(self._services.routine_writer(), self._old, self._variation)
        except TpsessionError as error:
            self._console.say(str(error))
            return False
        self._console.say(describe_saved(self._old, new, self._variation))
        if new.id != self._old.id:
            self._console.say(describe_id(new.id))
        return True

    def _format_line(self, line: LineId) -> str:
        """Return a line as one of the options: its name and its value."""
        return f"{self._variation.describe(line).name}: {self._format_value(line) or 'none'}"

    def _format_value(self, line: LineId) -> str:
        """Return the value of a line as it is to be heard; a text that a person typed stays as it is."""
        value = self._variation.describe(line).value
        return value if self._variation.kind_of(line).is_words else spell_out(value)

    def _name_step(self, origin: int) -> str:
        """Return the name of a step with its number in the list, which it keeps when steps are moved.

        origin: the step's position before any change, from 0.
        """
        return f"Step {origin + 1}, {self._variation.describe_technique(self._variation.step_at(origin))}"

    def _format_step(self, varied: VariedStep) -> str:
        """Return a step as one of the options: its name and its lines with a number, or that it is left out.

        Once steps have been moved, it also says at which position the step is played now.
        """
        variation = self._variation
        name = variation.describe_technique(varied)
        if not varied.is_played:
            return f"{name}: left out; choose it to put it back"
        lines = [
            variation.describe(line)
            for line in variation.lines_of(varied)
            if line.subject is not RoutineLine.PLACE and isinstance(variation.kind_of(line), NumberKind)
        ]
        numbers = [f"{line.name.lower()} {spell_out(line.value)}" for line in lines if line.value]
        place = [f"now number {variation.place_of(varied)}"] if variation.is_reordered else []
        return f"{name}: {', '.join((*place, *numbers))}"
