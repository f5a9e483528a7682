"""The lines of a routine that a person can change without seeing its file.

Those of a step come from the keys that its technique may have, so that a new key needs an entry here, in
`STEP_FIELDS` or in `NOT_OFFERED`, and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import (
    MAX_BREATH_S,
    MAX_COUNT,
    MAX_DURATION_S,
    MAX_REPEATS,
    MAX_ROUNDS,
    MAX_TEMPO,
    MIN_BREATH_S,
    MIN_DURATION_S,
    MIN_ROUNDS,
    MIN_TEMPO,
    Step,
    Switch,
)
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import STROKES, StepKey, Technique
from tpsession.core.routine_editing.line_values import ChoiceKind, LineValue, NumberKind, ValueKind, WordsKind

YES_OR_NO = ChoiceKind(((True, "yes"), (False, "no")))
_HOLD_TICK_S = 5.0
_DURATION_TICK_S = 15.0
_BREATH_TICK_S = 0.5
_LOWEST_TURNED_S = 5.0
"""How far times turn, and how far down, in seconds (ours); other ones are typed."""


class RoutineLine(StrEnum):
    """The lines of the routine itself, and those that any step has beside its keys."""

    NAME = "name"
    GET_READY = "get-ready"
    COUNTDOWN = "countdown"
    FIRST = "first"
    """The side that is played first."""
    SWITCH = "switch"
    """When the sides are switched."""
    ROUNDS = "rounds"
    REST = "rest"
    """How many rounds steps are played in, and the rest between two; with the first of these steps."""
    PLAYED = "played"
    """Whether a step is played, or left out."""
    PLACE = "place"
    """Where a step is among those with which it can change places, counted from 1."""


LineSubject = RoutineLine | StepKey


@dataclass(frozen=True, slots=True)
class LineId:
    """What tells a line from all others, whatever its value is and wherever its step has been moved."""

    subject: LineSubject
    step: int = -1
    """The index of the step in the routine as it was, from 0; -1 for the routine itself."""


@dataclass(frozen=True, slots=True)
class StepField:
    """A line for one key of a step."""

    key: StepKey
    name: str
    attribute: str
    """The attribute of `Step` that has its value."""
    kind: Callable[[Step, Area | None], ValueKind]
    """Returns the kind of its value in a step, for the area that it works on; None if that isn't known."""
    applies: Callable[[Step], bool] = lambda _: True
    """Whether a step has the line, if its technique has the key."""

    def value(self, step: Step) -> LineValue:
        """Return the value of this key in a step; empty for words that are the technique's usual ones."""
        value: LineValue = getattr(step, self.attribute)
        usual_words = _USUAL_WORDS.get(self.key)
        return "" if usual_words is not None and value == usual_words(step) else value


def _seconds(tick_s: float) -> NumberKind:
    return NumberKind(MIN_DURATION_S, MAX_DURATION_S, tick_s, _LOWEST_TURNED_S, "s")


def _duration_kind(step: Step, _area: Area | None) -> ValueKind:
    """Return the kind of a step's duration.

    The duration may be missing if the step's technique allows a step without a time.
    """
    return NumberKind(
        MIN_DURATION_S,
        MAX_DURATION_S,
        _DURATION_TICK_S,
        _LOWEST_TURNED_S,
        "s",
        usual=step.technique.duration_s,
        without="until you continue" if step.technique.waits else "",
    )


def _tempo_kind(step: Step, _area: Area | None) -> ValueKind:
    """Return the kind of a step's tempo.

    The tempo may be missing if the step has a count, or if its technique has no tempo.
    """
    return NumberKind(
        MIN_TEMPO,
        MAX_TEMPO,
        1.0,
        MIN_TEMPO,
        "a minute",
        usual=STROKES.tempo or MIN_TEMPO,
        without="you count" if step.count else "" if step.technique.tempo else "no rhythm",
    )


def _text_kind(step: Step, area: Area | None) -> ValueKind:
    """Return the kind of a step's instruction.

    The usual instruction is the area's, or the technique's if `area` is None.
    """
    return WordsKind(step.technique.text if area is None else area.text_for(step.technique))


def usual_phrase(technique: Technique, area: Area | None) -> str:
    """Return what the voice says in a step that has no spoken text of its own.

    area: where the step works; None if it isn't known, which gives the technique's own phrase.
    """
    return technique.phrase if area is None else area.phrase_for(technique)


def _say_kind(step: Step, area: Area | None) -> ValueKind:
    return WordsKind(usual_phrase(step.technique, area))


def _has_hold(step: Step) -> bool:
    return step.hold_s is not None


def _is_counted(step: Step) -> bool:
    return step.count is not None


def _has_alike_holds(step: Step) -> bool:
    """Return whether a step has timed holds whose number can be changed.

    It can't if each hold has words of its own: then there is one hold for each text.
    """
    return _has_hold(step) and not (step.hold_texts or step.hold_says)


_USUAL_WORDS: dict[StepKey, Callable[[Step], str]] = {
    StepKey.TEXT: lambda step: step.technique.text,
    StepKey.SAY: lambda step: step.technique.phrase,
}
_HOLD_KIND = _seconds(_HOLD_TICK_S)
_REPEAT_KIND = NumberKind(1, MAX_REPEATS, 1, 1, is_whole=True)
_COUNT_KIND = NumberKind(1, MAX_COUNT, 1, 1, is_whole=True)
_BREATH_KIND = NumberKind(MIN_BREATH_S, MAX_BREATH_S, _BREATH_TICK_S, MIN_BREATH_S, "s")
STEP_FIELDS: dict[StepKey, StepField] = {
    field.key: field
    for field in (
        StepField(
            StepKey.DURATION,
            "Duration",
            "duration_s",
            _duration_kind,
            lambda step: not _has_hold(step) and not _is_counted(step),
        ),
        StepField(StepKey.HOLD, "Hold", "hold_s", lambda *_: _HOLD_KIND, _has_hold),
        StepField(StepKey.RELEASE, "Release", "release_s", lambda *_: _HOLD_KIND, _has_hold),
        StepField(StepKey.REPEAT, "Holds", "repeat", lambda *_: _REPEAT_KIND, _has_alike_holds),
        StepField(StepKey.COUNT, "Times", "count", lambda *_: _COUNT_KIND, _is_counted),
        StepField(StepKey.TEMPO, "Tempo", "tempo", _tempo_kind),
        StepField(StepKey.INHALE, "Breathe in", "inhale_s", lambda *_: _BREATH_KIND),
        StepField(StepKey.EXHALE, "Breathe out", "exhale_s", lambda *_: _BREATH_KIND),
        StepField(StepKey.WAIT, "Waits for you", "wait", lambda *_: YES_OR_NO),
        StepField(StepKey.TEXT, "Words", "text", _text_kind, lambda step: not step.hold_texts),
        StepField(StepKey.SAY, "Voice says", "say", _say_kind, lambda step: not step.hold_says),
    )
}
"""The keys of a step that have a line, in the order of the lines."""
NOT_OFFERED = frozenset({StepKey.TECHNIQUE, StepKey.HALFWAY, StepKey.SIDED, StepKey.AREA, StepKey.SOUND})
"""The keys that are changed in the file alone: few people want to, or the step becomes another one."""


@dataclass(frozen=True, slots=True)
class RoutineField:
    """A line about the whole routine, or about rounds."""

    name: str
    attribute: str
    """The attribute of `Routine`, or of `Rounds`, that has its value."""
    kind: ValueKind


COUNTDOWN_KIND = ChoiceKind(tuple((style, style.value) for style in Countdown))
GET_READY_KIND = _seconds(_HOLD_TICK_S)
ROUTINE_FIELDS: Mapping[LineSubject, RoutineField] = {
    RoutineLine.NAME: RoutineField("Name", "name", WordsKind(is_required=True)),
    RoutineLine.GET_READY: RoutineField("Get ready", "get_ready_s", GET_READY_KIND),
    RoutineLine.COUNTDOWN: RoutineField("Countdown", "countdown", COUNTDOWN_KIND),
    RoutineLine.FIRST: RoutineField(
        "First side", "first", ChoiceKind(((Side.LEFT, "left"), (Side.RIGHT, "right")))
    ),
    RoutineLine.SWITCH: RoutineField(
        "Switch sides",
        "switch",
        ChoiceKind(((Switch.BLOCK, "after all steps of a side"), (Switch.STEP, "after each step"))),
    ),
}
"""The lines of the routine itself, in their order."""
ROUNDS_FIELDS: Mapping[LineSubject, RoutineField] = {
    RoutineLine.ROUNDS: RoutineField(
        "Rounds", "count", NumberKind(MIN_ROUNDS, MAX_ROUNDS, 1, MIN_ROUNDS, is_whole=True)
    ),
    RoutineLine.REST: RoutineField(
        "Rest between",
        "rest_s",
        NumberKind(
            MIN_DURATION_S, MAX_DURATION_S, _HOLD_TICK_S, _LOWEST_TURNED_S, "s", usual=30.0, without="no rest"
        ),
    ),
}
"""The lines of rounds, with the first of their steps."""
PLAYED_KIND = ChoiceKind(((True, "played"), (False, "left out")))


def place_kind(steps: int) -> ValueKind:
    """Return the kind of the line with a step's place, a number from 1 to `steps`."""
    return NumberKind(1, steps, 1, 1, f"of {steps}", is_whole=True)


def fields_of(step: Step) -> Iterator[StepField]:
    """Yield the fields that have a line for a step, in the order of the lines."""
    keys = step.technique.step_keys
    return (field for field in STEP_FIELDS.values() if field.key in keys and field.applies(step))
