"""A variation: a routine that a person changes line by line, and the routine that results.

    changed = variation.turn(LineId(StepKey.HOLD, 3), -1)
    plan = preview_plan(changed.routine, preferences)

Nothing here knows of files: `RoutineWriter.apply_variation` puts what changed into the text of the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, cast

from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import MAX_STEPS, Routine, Sides, Step, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import StepKey
from tpsession.core.errors import UsageError
from tpsession.core.plan.totals import describe_too_long, list_time_warnings, played_s
from tpsession.core.routine_editing.line_values import LineValue, ValueKind
from tpsession.core.routine_editing.lines import (
    PLAYED_KIND,
    ROUNDS_FIELDS,
    ROUTINE_FIELDS,
    STEP_FIELDS,
    LineId,
    LineSubject,
    RoutineLine,
    fields_of,
    place_kind,
    usual_phrase,
)
from tpsession.core.text.sanitize import sanitize

ONE_STEP_STAYS = "At least one step must be played."
ONE_STEP_OF_ROUNDS_STAYS = "At least one step of the rounds must be played."


@dataclass(frozen=True, slots=True)
class VariedStep:
    """A step as it is now."""

    origin: int
    """Its index in the routine as it was, from 0."""
    step: Step
    is_played: bool = True
    """False if it is left out."""


@dataclass(frozen=True, slots=True)
class VariationLine:
    """A line as it is shown."""

    id: LineId
    name: str
    value: str
    """In words, in one line."""
    was: str
    """The value that it had at first, in words; empty if it has that now."""
    is_turned: bool
    """Whether left and right change it; otherwise it is typed."""
    is_words: bool
    """Whether it is a text."""


@dataclass(frozen=True, slots=True)
class Variation:
    """A routine and what is different in it now. It can always be played."""

    original: Routine
    """As it was, with every step that can be put back."""
    left_out: frozenset[int]
    """The indices, from 0, of the original's steps that were left out at first."""
    first_name: str
    """The name that was proposed at first, maybe another one than the original's."""
    name: str
    get_ready_s: float
    """Seconds to get ready."""
    countdown: Countdown
    first: Side
    switch: Switch
    steps: tuple[VariedStep, ...]
    """Every step of the original, in their present order."""

    # What it has become

    @property
    def routine(self) -> Routine:
        """The routine as it is now, without the steps that are left out; its id is the original's."""
        return self.original._replace(
            name=self.name,
            get_ready_s=self.get_ready_s,
            countdown=self.countdown,
            first=self.first,
            switch=self.switch,
            steps=tuple(varied.step for varied in self.steps if varied.is_played),
        )

    @property
    def is_changed(self) -> bool:
        """Whether anything differs from the variation as it was opened.

        The name counts, and so do the values and the place of a step that is left out.
        """
        first = make_variation(self.original, self.left_out)
        return self != replace(first, first_name=self.first_name, name=self.first_name)

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each step whose holds are longer than we advise, then for too much massage.

        Too much is massage of one spot, or of the whole session. Each sentence begins with a step's number,
        as in `place_of`: that of the step with the holds, or of the one with which the massage becomes too
        much.
        """
        return self._describe_warnings(range(len(self.steps)))

    @property
    def warnings_by_origin(self) -> tuple[str, ...]:
        """The same sentences as `warnings`, but with the number that each step has in the original, from 1.

        They are for a list in which the steps keep their numbers.
        """
        return self._describe_warnings(self._played)

    def _describe_warnings(self, numbers: Sequence[int]) -> tuple[str, ...]:
        """Return a sentence, with a step's number, for each time warning of the routine as it is now.

        numbers: for each played step, in the present order, the number to name it by, less 1.
        """
        routine = self.routine
        return tuple(
            f"Step {numbers[warning.step] + 1}: {warning.message}."
            for warning in list_time_warnings(routine.steps, routine.sides)
        )

    @property
    def is_reordered(self) -> bool:
        """Whether the steps that are played are in another order than in the original."""
        return self._played != sorted(self._played)

    def place_of(self, varied: VariedStep) -> int:
        """Return the number of a step among the steps that are played now, from 1. It must be played."""
        return self._played.index(varied.origin) + 1

    # Its lines

    @property
    def lines(self) -> tuple[LineId, ...]:
        """Every line that can be changed, in order, see `lines_of` for those of a step."""
        return tuple(self._list_lines())

    def _list_lines(self) -> Iterator[LineId]:
        """Yield the lines that can be changed: those of the routine itself, then those of each step.

        The steps come in their present order. The lines for the first side, and for when sides are switched,
        are there only if the routine is for each side.
        """
        yield from map(LineId, (RoutineLine.NAME, RoutineLine.GET_READY, RoutineLine.COUNTDOWN))
        if self.original.sides is Sides.EACH:
            yield from map(LineId, (RoutineLine.FIRST, RoutineLine.SWITCH))
        for varied in self.steps:
            yield from self.lines_of(varied)

    def lines_of(self, varied: VariedStep) -> Iterator[LineId]:
        """Yield the lines of one step. A step that is left out has only one, which says whether it is played.

        A step that is played has a line after that one for each of its keys that can be changed. Before
        these, the first played step of rounds has the lines of the rounds. A step that can change places with
        others has a line for its place at the end.
        """
        yield LineId(RoutineLine.PLAYED, varied.origin)
        if varied.is_played:
            peers = self._peers(varied.origin)
            if varied.step.rounds and varied.origin == peers[0]:
                yield from (LineId(line, varied.origin) for line in (RoutineLine.ROUNDS, RoutineLine.REST))
            yield from (LineId(field.key, varied.origin) for field in fields_of(varied.step))
            if len(peers) > 1:
                yield LineId(RoutineLine.PLACE, varied.origin)

    def describe(self, line: LineId) -> VariationLine:
        """Return a line as it is shown: its name, its value in words, and the value that it had at first.

        The value at first is an empty text if the line has that value now.
        """
        kind, value, first = self.kind_of(line), self.value_of(line), self._first_value_of(line)
        return VariationLine(
            line,
            self._name_of(line),
            sanitize(kind.describe(value)),
            "" if value == first else sanitize(kind.describe(first)),
            kind.is_turned,
            kind.is_words,
        )

    def describe_step(self, varied: VariedStep) -> str:
        """Return the number and the name of a step, such as ``4 Sustained pressure``.

        The number is that of `place_of`. A step that is left out has no number.
        """
        number = f"{self.place_of(varied)} " if varied.is_played else ""
        return f"{number}{self.describe_technique(varied)}"

    def describe_technique(self, varied: VariedStep) -> str:
        """Return the name of a step, without its number, its side and its area.

        If the step or its area has words of its own for the voice, these are the name, without the dots and
        blanks at their end. Otherwise it is the technique's name, such as ``Sustained pressure``.
        """
        step, technique = varied.step, varied.step.technique
        has_own = step.say not in {"", technique.phrase}
        say = step.say if has_own else usual_phrase(technique, step.area or self.original.area)
        own_name = "" if say == technique.phrase else say.rstrip(". ")
        return sanitize(own_name or technique.name)

    def step_at(self, origin: int) -> VariedStep:
        """Return a step as it is now. origin: its index in the original."""
        return self.steps[self._index_of(origin)]

    def step_name(self, origin: int) -> str:
        """Return the number and name of a step, as `describe_step` does.

        origin: its index in the original.
        """
        return self.describe_step(self.step_at(origin))

    def kind_of(self, line: LineId) -> ValueKind:
        """Return the kind of a line's value, which says what can be typed and which value comes next."""
        if (routine_field := ROUTINE_FIELDS.get(line.subject)) is not None:
            return routine_field.kind
        match line.subject:
            case RoutineLine.PLAYED:
                return PLAYED_KIND
            case RoutineLine.PLACE:
                return place_kind(len(self._peers(line.step)))
            case RoutineLine.ROUNDS | RoutineLine.REST:
                return ROUNDS_FIELDS[line.subject].kind
            case key:
                step = self.step_at(line.step).step
                return STEP_FIELDS[cast(StepKey, key)].kind(step, step.area or self.original.area)

    def value_of(self, line: LineId) -> LineValue:
        """Return the present value of a line."""
        if (routine_field := ROUTINE_FIELDS.get(line.subject)) is not None:
            return cast(LineValue, getattr(self, routine_field.attribute))
        varied = self.step_at(line.step)
        match line.subject:
            case RoutineLine.PLAYED:
                return varied.is_played
            case RoutineLine.PLACE:
                return self._peers(line.step).index(line.step) + 1
            case key:
                return _value_in(varied.step, key)

    def _first_value_of(self, line: LineId) -> LineValue:
        """Return the value that a line had when the variation was opened.

        For a step's place, it is the place that the step would have now in the original order.
        """
        if line.subject is RoutineLine.NAME:
            return self.first_name
        if (routine_field := ROUTINE_FIELDS.get(line.subject)) is not None:
            return cast(LineValue, getattr(self.original, routine_field.attribute))
        match line.subject:
            case RoutineLine.PLAYED:
                return line.step not in self.left_out
            case RoutineLine.PLACE:
                return sorted(self._peers(line.step)).index(line.step) + 1
            case key:
                return _value_in(self.original.steps[line.step], key)

    def _name_of(self, line: LineId) -> str:
        """Return the name of a line as it is shown.

        For the line that says whether a step is played, it is the number and name of the step; only the name
        if the step is left out.
        """
        if (routine_field := ROUTINE_FIELDS.get(line.subject)) is not None:
            return routine_field.name
        match line.subject:
            case RoutineLine.PLAYED:
                return self.describe_step(self.step_at(line.step))
            case RoutineLine.PLACE:
                return "Order"
            case RoutineLine.ROUNDS | RoutineLine.REST:
                return ROUNDS_FIELDS[line.subject].name
            case key:
                return STEP_FIELDS[cast(StepKey, key)].name

    # Changing it

    def turn(self, line: LineId, by: int) -> Variation:
        """Return the variation in which a line has the next value (`by` is 1) or the one before (-1).

        At an end, the line's kind decides what comes, see `ValueKind.turn`. Raises `UsageError` if the
        routine couldn't be played with that value.
        """
        return self._with_value(line, self.kind_of(line).turn(self.value_of(line), by))

    def read(self, line: LineId, typed: str) -> Variation:
        """Return the variation in which a line has the value that a person typed for it.

        If they typed what `write` returns, nothing changes. Raises `UsageError` if the line can't have the
        value, or if the routine couldn't be played with it.
        """
        if typed.strip() == self.write(line).strip():
            # A text with line breaks was shown without them, and only looked at.
            return self
        return self._with_value(line, self.kind_of(line).read(typed))

    def write(self, line: LineId) -> str:
        """Return the value of a line in the form in which it is typed, in one line."""
        return sanitize(self.kind_of(line).write(self.value_of(line)))

    def reset(self, line: LineId) -> Variation:
        """Return the variation in which a line has the value that it had at first.

        Raises `UsageError` if the routine couldn't be played with that value.
        """
        return self._with_value(line, self._first_value_of(line))

    def _with_value(self, line: LineId, value: LineValue) -> Variation:
        """Return the variation in which a line has this value.

        Raises `UsageError` if its routine couldn't be played: if no step is left, if some rounds have no step
        left, if there are too many steps (one in rounds counts once a round), or if it takes too long.
        """
        if value == self.value_of(line):
            return self
        changed = self._with(line, value)
        if not any(varied.is_played for varied in changed.steps):
            raise UsageError(ONE_STEP_STAYS)
        routine = changed.routine
        if len(_rounds_of(routine.steps)) < len(_rounds_of(self.original.steps)):
            raise UsageError(ONE_STEP_OF_ROUNDS_STAYS)
        played = sum(step.rounds.count if step.rounds else 1 for step in routine.steps)
        if played > MAX_STEPS:
            raise UsageError(f"That would play {played} steps; at most {MAX_STEPS} are possible.")
        too_long = describe_too_long(
            played_s(routine.steps, routine.sides, routine.get_ready_s, routine.switch)
        )
        if too_long:
            raise UsageError(f"That is too long: {too_long}.")
        return changed

    def _with(self, line: LineId, value: LineValue) -> Variation:
        """Return the variation in which a line has this value, whether it can be played or not."""
        changes: dict[str, Any]
        if (routine_field := ROUTINE_FIELDS.get(line.subject)) is not None:
            changes = {routine_field.attribute: value}
            return replace(self, **changes)
        varied = self.step_at(line.step)
        match line.subject:
            case RoutineLine.PLAYED:
                return self._with_step(replace(varied, is_played=bool(value)))
            case RoutineLine.PLACE:
                return self._with_place(varied, cast(int, value))
            case RoutineLine.ROUNDS | RoutineLine.REST:
                return self._with_rounds(varied, {ROUNDS_FIELDS[line.subject].attribute: value or 0.0})
            case key:
                field = STEP_FIELDS[cast(StepKey, key)]
                original = self.original.steps[line.step]
                # What is as it was at first is written as it was.
                written = getattr(original, field.attribute) if value == field.value(original) else value
                changes = {field.attribute: written}
                return self._with_step(replace(varied, step=varied.step._replace(**changes)))

    def _with_place(self, moved: VariedStep, place: int) -> Variation:
        """Return the variation in which a step is moved to another place among its `_peers`.

        The other steps keep their order. A place beyond the last one is the last one. Among left-out steps
        beside it, the step takes the place that it had in the original.

        place: counted from 1.
        """
        others = [varied for varied in self.steps if varied is not moved]
        runs = self._runs
        run = [index for index, varied in enumerate(others) if runs[varied.origin] == runs[moved.origin]]
        before = [index for index in run if others[index].is_played][: place - 1]
        index = before[-1] + 1 if before else run[0]
        # A step that is left out stays on the side of it where it was at first, so that a step that is moved
        # away and back is where it was.
        while index <= run[-1] and not others[index].is_played and others[index].origin < moved.origin:
            index += 1
        return replace(self, steps=(*others[:index], moved, *others[index:]))

    def _with_step(self, changed: VariedStep) -> Variation:
        """Return the variation in which `changed` replaces the step with the same origin."""
        return replace(
            self,
            steps=tuple(changed if varied.origin == changed.origin else varied for varied in self.steps),
        )

    def _with_rounds(self, varied: VariedStep, changes: dict[str, Any]) -> Variation:
        """Return the variation in which the rounds to which a step belongs are changed, in all their steps.

        varied: the step. changes: new values of fields of its `Rounds`.
        """
        old = varied.step.rounds
        new = None if old is None else old._replace(**changes)
        steps = (
            replace(each, step=each.step._replace(rounds=new)) if each.step.rounds == old else each
            for each in self.steps
        )
        return replace(self, steps=tuple(steps))

    def _peers(self, origin: int) -> list[int]:
        """Return the origins of the played steps among which a step may change its place, in present order.

        For a step in rounds these are the steps of its rounds. For any other step they are the steps between
        the rounds before it and the rounds after it. The step itself is among them if it is played.
        """
        runs = self._runs
        return [other for other in self._played if runs[other] == runs[origin]]

    @property
    def _runs(self) -> list[int]:
        """For each step of the original the number of its run; steps of a run can change places.

        A run is the steps of the same rounds, or steps outside of rounds with no rounds between them. The
        runs are numbered in the order of the original, from 0.
        """
        return [
            number
            for number, (_, run) in enumerate(groupby(self.original.steps, key=_rounds_number))
            for _ in run
        ]

    @property
    def _played(self) -> list[int]:
        """The origins of the steps that are played, in their present order."""
        return [varied.origin for varied in self.steps if varied.is_played]

    def _index_of(self, origin: int) -> int:
        """Return the present index of a step, from 0. origin: its index in the original."""
        # Most steps are where they were.
        if origin < len(self.steps) and self.steps[origin].origin == origin:
            return origin
        return next(index for index, varied in enumerate(self.steps) if varied.origin == origin)


def _rounds_number(step: Step) -> int | None:
    return step.rounds.number if step.rounds else None


def _rounds_of(steps: Iterable[Step]) -> set[int]:
    """Return the numbers of all rounds to which any of these steps belongs."""
    return {step.rounds.number for step in steps if step.rounds}


def _value_in(step: Step, subject: LineSubject) -> LineValue:
    """Return the value that a step has for a line about one of its keys, or about its rounds.

    The rest between rounds is None if there is none. A step that isn't in rounds has no such line.
    """
    if subject in ROUNDS_FIELDS:
        return getattr(step.rounds, ROUNDS_FIELDS[subject].attribute) or None
    return STEP_FIELDS[cast(StepKey, subject)].value(step)


def make_variation(routine: Routine, left_out: frozenset[int] = frozenset()) -> Variation:
    """Return a variation of a routine in which nothing is changed yet.

    Args:
        routine: The routine with all its steps, even those that are left out.
        left_out: The indices, from 0, of the steps that are left out at first; never all of them.

    """
    return Variation(
        routine,
        left_out,
        routine.name,
        routine.name,
        routine.get_ready_s,
        routine.countdown,
        routine.first,
        routine.switch,
        tuple(VariedStep(index, step, index not in left_out) for index, step in enumerate(routine.steps)),
    )
