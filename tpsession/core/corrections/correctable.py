"""What can be corrected in a session: each value as it is now, its choices, and how a typed one is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import PLACES
from tpsession.core.clock import Clock
from tpsession.core.corrections.edit import encode_later_with, field_name
from tpsession.core.corrections.fields import read_field
from tpsession.core.corrections.wording import describe_value
from tpsession.core.errors import UsageError
from tpsession.core.history.change import CorrectedField
from tpsession.core.history.logged import WHEN_INSTRUCTION
from tpsession.core.history.ratings import Rating, RatingFlag, parse_rating
from tpsession.core.history.records import SessionRecord
from tpsession.core.history.wording import STOP_LABELS, format_datetime
from tpsession.core.text.formatting import SIDE_ANSWERS
from tpsession.core.text.past_time import YESTERDAY, parse_past_time
from tpsession.core.text.sanitize import sanitize

_LONGEST = 50
"""The most characters of a present value in a list."""
CHOICES: Mapping[CorrectedField, Mapping[str, str]] = {
    CorrectedField.PLACE: PLACES,
    CorrectedField.AREA: {area.id: area.name for area in AREAS.values()},
    CorrectedField.SIDE: {side.value: answer for side, answer in SIDE_ANSWERS.items()},
    CorrectedField.FLAGS: {
        text: describe_value(CorrectedField.FLAGS, text).capitalize()
        for text in ("", *RatingFlag, " ".join(RatingFlag))
    },
    CorrectedField.STOP_REASON: {reason.value: label for reason, label in STOP_LABELS.items()},
}
"""The texts of each field that is chosen, with what a person reads; all other fields are typed."""
_SESSION_NAMES = {CorrectedField.PLACE: "where it hurt", CorrectedField.AREA: "where you massaged"}
_SCORE_NAMES = {CorrectedField.BEFORE: "pain"}
"""Other names of fields in the list of a session, whose place and area are often the same, and of a score."""
_NUMBERS = {CorrectedField.BEFORE, CorrectedField.AFTER, CorrectedField.LATER}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ONLY_IN_SESSIONS = {CorrectedField.AREA, CorrectedField.AFTER, CorrectedField.LATER}


@dataclass(frozen=True, slots=True)
class CorrectableValue:
    """A value of a session that can be corrected, or a later rating that was forgotten."""

    field: CorrectedField
    name: str
    """What it is called in a list, such as "Pain before"."""
    present: str
    """The value as a person reads it, shortened."""
    typed: str
    """What a line to type the new value in holds at first; empty if the value is chosen from `choices`."""
    later: Rating | None = None
    """The later rating that it is."""
    is_forgotten: bool = False
    """Whether it is a later rating to add."""

    @property
    def choices(self) -> Mapping[str, str]:
        """What can be chosen: each stored text, with the words that a person reads for it.

        Empty if the value is typed.
        """
        return CHOICES.get(self.field, {})

    @property
    def is_number(self) -> bool:
        """Whether only a rating is typed, so that what is typed first replaces the present number."""
        return self.field in _NUMBERS and not self.is_forgotten

    @property
    def instruction(self) -> str:
        """How the new value is typed, in a sentence; empty if the value is chosen from `choices`."""
        if self.is_forgotten:
            return "Type when it was and the number, such as 2026-01-31 18:30 4."
        if self.field is CorrectedField.TIME:
            return WHEN_INSTRUCTION
        if self.field in _NUMBERS:
            return "Type a whole number from 0 to 10."
        return "" if self.choices else "Change the text, or leave it empty for none."

    def read(self, typed: str, record: SessionRecord, clock: Clock) -> str:
        """Return the new stored text of the field for what a person typed; nothing is saved.

        If the line was left as it was, that is the field's present text, except for a rating to add. For a
        later rating it is the text of all later ratings of the session. If only a day is typed for the time
        of a session, ``2026-01-31`` or ``yesterday``, the time of day stays.

        Only for values that are typed, not for those with `choices`. Raises `UsageError` if a number or a
        time isn't possible; no other text is checked.
        """
        line = typed.strip()
        if self.is_forgotten:
            at, _, number = line.rpartition(" ")
            return encode_later_with(record, parse_past_time(at, clock), _read_number(number))
        if line == sanitize(self.typed).strip():
            return read_field(record, self.field)
        if self.later is not None:
            return encode_later_with(record, self.later.at, _read_number(line))
        if self.field is CorrectedField.TIME:
            # A day alone corrects the day: the hour of now would say nothing about the session.
            is_day = line.casefold() == YESTERDAY or _DAY.fullmatch(line) is not None
            of_day = f" {record.started_at:%H:%M}" if is_day else ""
            return parse_past_time(f"{line}{of_day}", clock).isoformat()
        return str(_read_number(line)) if self.is_number else line


def list_correctable(record: SessionRecord) -> list[CorrectableValue]:
    """Return what can be corrected in a session, ratings first, because they are most often wrong.

    The entry for a later rating to add is among them. For a pain score, what only sessions have is left out:
    the area and all ratings but its own. The reason for stopping is included only if the session has one.
    """
    values = [_make_value(record, CorrectedField.BEFORE), _make_value(record, CorrectedField.AFTER)]
    for rating in record.later:
        name = f"Pain at {format_datetime(rating.at)}"
        values.append(
            CorrectableValue(CorrectedField.LATER, name, str(rating.value), str(rating.value), rating)
        )
    values.append(
        CorrectableValue(
            CorrectedField.LATER,
            "A later rating",
            "add one",
            f"{record.started_at:%Y-%m-%d} ",
            is_forgotten=True,
        )
    )
    others = [
        CorrectedField.TIME,
        CorrectedField.PLACE,
        CorrectedField.SIDE,
        CorrectedField.AREA,
        CorrectedField.FLAGS,
        *([CorrectedField.STOP_REASON] if record.stop_reason is not None else []),
        CorrectedField.SPOT,
        CorrectedField.NOTE,
    ]
    values += [_make_value(record, field) for field in others]
    return [value for value in values if not (record.is_score and value.field in _ONLY_IN_SESSIONS)]


def _make_value(record: SessionRecord, field: CorrectedField) -> CorrectableValue:
    """Return one field of a session as a value to correct.

    `present` is cut to `_LONGEST` characters. `typed` isn't cut; it is empty for a field with choices.
    """
    text = read_field(record, field)
    name = (_SCORE_NAMES if record.is_score else _SESSION_NAMES).get(field, field_name(field))
    shown = describe_value(field, text)
    present = shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 1]}…"
    typed = format_datetime(record.started_at) if field is CorrectedField.TIME else text
    return CorrectableValue(field, name[:1].upper() + name[1:], present, "" if field in CHOICES else typed)


def _read_number(text: str) -> int:
    """Return a rating from 0 to 10. Raises `UsageError` for any other text."""
    value = parse_rating(text)
    if value is None:
        raise UsageError("Pain is a whole number from 0 to 10.")
    return value
