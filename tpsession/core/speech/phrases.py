"""All phrases that have a recording, and which of them say a technique, an area, a side or a duration.

A phrase's sound is the file ``sounds/say-<id>.wav``. Phrases are played one after the other, with a short
pause between sentences: "Next: sustained pressure. Left side. Thirty seconds."
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import TECHNIQUES, Technique
from tpsession.core.text.formatting import SIDE_NAMES


@dataclass(frozen=True, slots=True)
class Phrase:
    """A few words with one recording."""

    id: str
    """``[a-z0-9-]{1,64}``, unique among the phrases."""
    text: str
    """The words, with a capital at the beginning and no full stop."""

    @property
    def sound(self) -> str:
        """The stem of its sound file, such as ``say-left-side``."""
        return f"say-{self.id}"


def _phrase_of(words: str) -> Phrase:
    """Return a phrase with these words and an id that is made of them."""
    return Phrase(re.sub(r"[^a-z0-9]+", "-", words.lower()), words)


_ONES = (
    "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve",
    "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty",
)  # fmt: skip
_TENS = {30: "Thirty", 40: "Forty", 50: "Fifty", 60: "Sixty"}

NUMBERS: dict[int, Phrase] = {
    number: Phrase(f"n-{number}", word) for number, word in (*enumerate(_ONES, start=1), *_TENS.items())
}
"""The numbers that have a phrase of their own: 1 to 20, and 30, 40, 50 and 60."""

SECOND = Phrase("second", "Second")
SECONDS = Phrase("seconds", "Seconds")
MINUTE = Phrase("minute", "Minute")
MINUTES = Phrase("minutes", "Minutes")
ROUND = Phrase("round", "Round")
"""Said before the number of a round."""
TIMES = Phrase("times", "Times")
"""Said after the number of repetitions."""
REMAINING = Phrase("remaining", "Remaining")
"""Said after a duration. The word isn't "left", because people could take that for the side."""
NEXT = Phrase("next", "Next")
GET_READY = Phrase("get-ready", "Get ready")
HALF_WAY = Phrase("half-way", "Halfway")
SWITCH_SIDES = Phrase("switch-sides", "Switch sides")
BREATHE_IN = Phrase("breathe-in", "Breathe in")
BREATHE_OUT = Phrase("breathe-out", "Breathe out")
SESSION_COMPLETE = Phrase("session-complete", "Session complete")

_SIDES = {
    side: Phrase(f"{side.value}-side{'s' if side is Side.BOTH else ''}", words.capitalize())
    for side, words in SIDE_NAMES.items()
    if words
}
_TECHNIQUES = {technique.id: Phrase(technique.id, technique.phrase) for technique in TECHNIQUES.values()}
_HOLDS = {
    technique.hold_phrase: _phrase_of(technique.hold_phrase)
    for technique in TECHNIQUES.values()
    if technique.hold_phrase
}
_RELEASES = {
    technique.release_phrase: _phrase_of(technique.release_phrase) for technique in TECHNIQUES.values()
}
"""The phrases for the beginning of a hold and of a release, by their words."""
_AREAS = {area.id: Phrase(area.id, area.name) for area in AREAS.values()}


def _area_phrases() -> Iterator[Phrase]:
    """Yield a phrase for each wording of an area that has its own words for the voice to say."""
    for area in AREAS.values():
        for wording in area.wordings:
            if wording.say:
                yield _phrase_of(wording.say)


PHRASES: dict[str, Phrase] = {
    phrase.id: phrase
    for phrase in (
        *_TECHNIQUES.values(), *_HOLDS.values(), *_RELEASES.values(), *_area_phrases(),
        *_AREAS.values(), *_SIDES.values(), *NUMBERS.values(),
        SECOND, SECONDS, MINUTE, MINUTES, TIMES, ROUND, REMAINING,
        NEXT, GET_READY, HALF_WAY, SWITCH_SIDES, BREATHE_IN, BREATHE_OUT, SESSION_COMPLETE,
    )
}  # fmt: skip
"""Every phrase by its id."""

PHRASES_BY_SOUND: dict[str, Phrase] = {phrase.sound: phrase for phrase in PHRASES.values()}
"""Every phrase by the stem of its sound file."""

_BY_TEXT = {phrase.text.casefold(): phrase for phrase in PHRASES.values()}

MAX_SPOKEN_S = 69 * 60 + 59
"""The longest duration in seconds that the phrases can say. No step is longer, even with time added."""


def technique_phrase(technique: Technique) -> Phrase:
    """Return the phrase that the voice says for a technique: the recording of `Technique.phrase`."""
    return _TECHNIQUES[technique.id]


def hold_phrase(technique: Technique) -> Phrase | None:
    """Return the phrase that is said as each hold of a technique begins; None if it has none."""
    return _HOLDS.get(technique.hold_phrase)


def release_phrase(technique: Technique) -> Phrase:
    """Return the phrase said as each release of a technique begins."""
    return _RELEASES[technique.release_phrase]


def area_phrases(area: Area) -> tuple[Phrase, ...]:
    """Return the phrase that names an area, as a tuple of one; empty for `NO_AREA`."""
    return (_AREAS[area.id],) if area.id in _AREAS else ()


def side_phrases(side: Side) -> tuple[Phrase, ...]:
    """Return the phrase that names a side, as a tuple of one; empty for `Side.NONE`."""
    return (_SIDES[side],) if side in _SIDES else ()


def step_phrase(say: str, technique: Technique, area: Area) -> Phrase:
    """Return the one of `PHRASES` for a step: the one with the step's own words, or else the usual one.

    The usual one is the area's phrase for the technique, if there is one, because the technique's own may ask
    for what is unsafe there; or else the technique's. A recording of an instruction is no phrase.

    Args:
        say: The step's own words. Case, surrounding spaces and full stops at the end don't matter.
        technique: The step's technique.
        area: The area that is massaged.

    """
    usual = _BY_TEXT.get(area.phrase_for(technique).casefold(), technique_phrase(technique))
    return _BY_TEXT.get(say.strip().rstrip(".").casefold(), usual)


def duration_phrases(seconds: float) -> tuple[Phrase, ...]:
    """Return the phrases for a duration, rounded to seconds: "One", "Minute", "Thirty", "Seconds" for 90.

    Empty if it rounds to 0 or is longer than `MAX_SPOKEN_S`. A half is rounded as in `core.text.formatting`,
    so that the voice says what the screen shows.
    """
    whole = round(seconds)
    if not 0 < whole <= MAX_SPOKEN_S:
        return ()
    minutes, rest = divmod(whole, 60)
    return (*_counted(minutes, MINUTE, MINUTES), *_counted(rest, SECOND, SECONDS))


def _counted(count: int, one: Phrase, many: Phrase) -> tuple[Phrase, ...]:
    """Return the phrases for a number from 0 to 69 and its unit; empty for 0.

    one, many: the unit's phrase for the number 1, and for others.
    """
    if count == 0:
        return ()
    return (*number_phrases(count), one if count == 1 else many)


def number_phrases(number: int) -> tuple[Phrase, ...]:
    """Return the one or two phrases for an integer from 1 to 69. Raises `ValueError` for any other."""
    if number in NUMBERS:
        return (NUMBERS[number],)
    tens = number - number % 10
    if tens not in NUMBERS:
        raise ValueError(f"{number} is not from 1 to 69")
    return (NUMBERS[tens], NUMBERS[number % 10])
