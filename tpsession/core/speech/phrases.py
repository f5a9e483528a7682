"""The closed set of spoken phrases, and which of them say a step, a side or a length of time.

A phrase's sound is the file ``sounds/say-<id>.wav``. Played one after the other with a short pause between
sentences they make "Next: sustained pressure. Left side. Thirty seconds."
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.area_rules import TechniqueSubstitution, TechniqueWording
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import TECHNIQUES, Technique
from tpsession.core.text.formatting import SIDE_WORDS


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words that are always spoken in the same way."""

    id: str
    """``[a-z0-9-]{1,64}``, unlike any other phrase's."""
    text: str
    """The words, beginning with a capital and without a full stop."""

    @property
    def sound(self) -> str:
        """Stem of its sound file: ``say-left-side``."""
        return f"say-{self.id}"


_ONES = (
    "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
    "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty",
)  # fmt: skip
_TENS = {30: "Thirty", 40: "Forty", 50: "Fifty", 60: "Sixty"}

NUMBERS: dict[int, Phrase] = {
    number: Phrase(f"n-{number}", word) for number, word in (*enumerate(_ONES, start=1), *_TENS.items())
}
"""The numbers that are phrases: 1 to 20, and the tens to 60."""

SECOND = Phrase("second", "Second")
SECONDS = Phrase("seconds", "Seconds")
MINUTE = Phrase("minute", "Minute")
MINUTES = Phrase("minutes", "Minutes")
REMAINING = Phrase("remaining", "Remaining")
"""Follows a length of time. Not "left", which could be heard as the side."""
NEXT = Phrase("next", "Next")
GET_READY = Phrase("get-ready", "Get ready")
HALF_WAY = Phrase("half-way", "Half-way")
RELEASE = Phrase("release", "Release")
SWITCH_SIDES = Phrase("switch-sides", "Switch sides")
BREATHE_IN = Phrase("breathe-in", "Breathe in")
BREATHE_OUT = Phrase("breathe-out", "Breathe out")
SESSION_COMPLETE = Phrase("session-complete", "Session complete")

_SIDES = {
    side: Phrase(f"{side.value}-side{'s' if side is Side.BOTH else ''}", words.capitalize())
    for side, words in SIDE_WORDS.items()
    if words
}
_TECHNIQUES = {technique.id: Phrase(technique.id, technique.phrase) for technique in TECHNIQUES.values()}
_AREAS = {area.id: Phrase(area.id, area.name) for area in AREAS.values()}


def _of_areas_own_words() -> Iterator[Phrase]:
    """What areas say in a technique's place, where its own phrase would ask for what they don't bear."""
    for area in AREAS.values():
        owns: tuple[TechniqueSubstitution | TechniqueWording, ...] = (*area.limits, *area.manners)
        for own in owns:
            if own.say:
                yield Phrase(re.sub(r"[^a-z0-9]+", "-", own.say.lower()), own.say)


PHRASES: dict[str, Phrase] = {
    phrase.id: phrase
    for phrase in (
        *_TECHNIQUES.values(), *_of_areas_own_words(), *_AREAS.values(), *_SIDES.values(), *NUMBERS.values(),
        SECOND, SECONDS, MINUTE, MINUTES, REMAINING,
        NEXT, GET_READY, HALF_WAY, RELEASE, SWITCH_SIDES, BREATHE_IN, BREATHE_OUT, SESSION_COMPLETE,
    )
}  # fmt: skip
"""Every phrase by its id."""

PHRASES_BY_SOUND: dict[str, Phrase] = {phrase.sound: phrase for phrase in PHRASES.values()}
"""Every phrase by the stem of its sound file."""

_BY_TEXT = {phrase.text.casefold(): phrase for phrase in PHRASES.values()}

LONGEST_SPOKEN_S = 69 * 60 + 59
"""The longest time that the numbers can say, in seconds: past a step's longest with some time added."""


def technique_phrase(technique: Technique) -> Phrase:
    """What the voice says for a technique."""
    return _TECHNIQUES[technique.id]


def area_phrase(area: Area) -> Phrase:
    """An area's name."""
    return _AREAS[area.id]


def side_phrases(side: Side) -> tuple[Phrase, ...]:
    """A side; empty for none."""
    return (_SIDES[side],) if side in _SIDES else ()


def step_phrase(say: str, technique: Technique) -> Phrase:
    """The phrase for what a step says: the one of these very words, else the technique's.

    say: the step's words as planned. Capitals, blanks around them and a full stop make no difference.
    """
    return _BY_TEXT.get(say.strip().rstrip(".").casefold(), technique_phrase(technique))


def duration_phrases(seconds: float) -> tuple[Phrase, ...]:
    """A length of time, to the nearest second: one, minute, thirty, seconds.

    Empty where it rounds to nothing or is over `LONGEST_SPOKEN_S`. Halves round as in
    `wording.seconds_in_words`.
    """
    whole = round(seconds)
    if not 0 < whole <= LONGEST_SPOKEN_S:
        return ()
    minutes, rest = divmod(whole, 60)
    return (*_counted(minutes, MINUTE, MINUTES), *_counted(rest, SECOND, SECONDS))


def _counted(count: int, one: Phrase, many: Phrase) -> tuple[Phrase, ...]:
    """A number, 0 to 69, with its unit; empty for 0."""
    if count == 0:
        return ()
    return (*number_phrases(count), one if count == 1 else many)


def number_phrases(number: int) -> tuple[Phrase, ...]:
    """A whole number from 1 to 69; raises `ValueError` for any other."""
    if number in NUMBERS:
        return (NUMBERS[number],)
    tens = number - number % 10
    if tens not in NUMBERS:
        raise ValueError(f"{number} is not from 1 to 69")
    return (NUMBERS[tens], NUMBERS[number % 10])
