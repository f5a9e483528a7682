"""What the summary after a session says, and what becomes of the note that is typed there or later."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from tpsession.core.history.ratings import HIGHEST, LOWEST
from tpsession.core.history.records import SessionRecord, Status, StepRecord, StopReason
from tpsession.core.history.series import Series
from tpsession.core.history.wording import (
    describe_active_time,
    describe_date_change,
    describe_ratings,
    describe_record_place,
    describe_status,
    format_datetime,
)
from tpsession.core.progress.recent_sessions import describe_recent_sessions, describe_rise
from tpsession.core.text.formatting import CAUSE_UNKNOWN, is_relief

_CELL = 4
"""Columns for each number of the rating scale."""
_MARGIN = 2
"""Columns before the scale, so that a label fits beside each end of the arrow, even at 0."""
_SCALE_COLUMNS = 51
"""Columns of the scale with a label after its last number."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How a session went."""

    before: int | None
    """Rating, 0 to 10; None if it wasn't given."""
    after: int | None
    active_s: float
    """Seconds in work, hold and release."""
    status: Status
    reason: StopReason | None
    accepts_note: bool = True
    """Whether a note can be saved."""
    steps: tuple[StepRecord, ...] = ()
    """How each step went."""
    date_was_changed: bool = False
    """Whether the machine's date was changed during the session."""
    priority_notice: str = ""
    """A notice that is more important than the summary, such as in an emergency."""
    after_stop: str = ""
    """When to get advice after a stop, in a sentence; empty for nothing."""
    recent: tuple[tuple[int, int], ...] = ()
    """The ratings of the last sessions for the same place and side, oldest first, this one last.

    Empty if they aren't known.
    """
    stiffness: str = ""
    """How stiff it was, in a sentence; empty if it wasn't asked."""
    rest_day: str = ""
    """That a rest day is a good idea, in a sentence; empty for nothing."""
    is_massage: bool = True
    """Whether an area was massaged."""
    series: Series | None = None
    """The place and side whose progress can be seen; None if the session isn't saved."""


@dataclass(frozen=True, slots=True)
class SummaryText:
    """The text of the summary, part by part. A part that is empty is left out."""

    priority_notice: str
    ratings: str
    """Both ratings and their change, in a sentence."""
    rise: str
    """That the session ended with more pain, and what follows from that; empty if it didn't."""
    after_stop: str
    """When to get advice after a stop; empty for nothing."""
    scale: tuple[str, ...]
    """The lines of `draw_rating_scale`; none without a rating."""
    recent: str
    """This session among the last ones, in a sentence."""
    cause: str
    """That the change may have other causes; only beside relief."""
    facts: tuple[str, ...]
    """The time worked, how the session ended, what a first one asks for, and that the date was changed."""
    accepts_note: bool
    progress_of: Series | None
    """The place and side whose progress is offered; below a priority notice there is none."""
    starts_in_note: bool
    """Whether keys go to the note from the start. Below a priority notice they don't: a letter quits."""

    @classmethod
    def of(cls, summary: Summary) -> Self:
        """Put a session's summary into words; a part is empty if there is nothing to say about it."""
        before, after = summary.before, summary.after
        this_one = () if before is None or after is None else ((before, after),)
        # Lighter work isn't what follows from pain or numbness that calls for advice.
        works_on = summary.is_massage and not summary.after_stop
        facts = (
            summary.stiffness,
            describe_active_time(summary.active_s),
            describe_status(summary.status, summary.reason, summary.steps),
            "" if summary.after_stop else summary.rest_day,
            describe_date_change(was_changed=summary.date_was_changed),
        )
        return cls(
            priority_notice=summary.priority_notice,
            ratings=describe_ratings(summary.before, summary.after),
            rise=describe_rise(summary.recent or this_one, is_massage=works_on),
            after_stop=summary.after_stop,
            scale=draw_rating_scale(summary.before, summary.after),
            recent=describe_recent_sessions(summary.recent),
            cause=CAUSE_UNKNOWN if is_relief(before, after) else "",
            facts=tuple(fact for fact in facts if fact),
            accepts_note=summary.accepts_note,
            progress_of=None if summary.priority_notice else summary.series,
            starts_in_note=summary.accepts_note and not summary.priority_notice,
        )


def draw_rating_scale(before: int | None, after: int | None) -> tuple[str, ...]:
    """Return two ratings, 0 to 10, drawn in three lines of text: the numbers 0 to 10, a mark, and its labels.

    The mark is an arrow from the rating before to the one after, with "before" and "after" below its ends. If
    both are equal, or only one is given, it is a dot with one label. If both are None, there are no lines.
    """
    given = {label: value for label, value in (("before", before), ("after", after)) if value is not None}
    if not given:
        return ()
    numbers = " " * _MARGIN + "".join(str(value).rjust(_CELL) for value in range(LOWEST, HIGHEST + 1))
    marks, labels = [" "] * _SCALE_COLUMNS, [" "] * _SCALE_COLUMNS
    low, high = _column(min(given.values())), _column(max(given.values()))
    marks[low : high + 1] = "─" * (high + 1 - low)
    marks[_column(next(iter(given.values())))] = "●"
    if low < high:
        marks[_column(given["after"])] = "◀" if _column(given["after"]) == low else "▶"
        left, right = sorted(given, key=given.__getitem__)
        labels[low + 1 - len(left) : low + 1] = left
        labels[high : high + len(right)] = right
    else:
        text = " and ".join(given)
        start = min(low, _SCALE_COLUMNS - len(text))
        labels[start : start + len(text)] = text
    return tuple("".join(line).rstrip() for line in (numbers, marks, labels))


def _column(value: int) -> int:
    """Return the column of a number's last digit, counted from 0."""
    return _MARGIN + (value + 1) * _CELL - 1


@dataclass(frozen=True, slots=True)
class NoteLater:
    """Result of the summary: the program asks for the note at its next start."""


NOTE_LATER = NoteLater()


def clean_note(typed: Iterable[str]) -> str:
    """Return the texts of these fields as one note: each without spaces around it, joined by a space."""
    return " ".join(text.strip() for text in typed)


def summary_result(note: str, *, remind: bool = False) -> str | NoteLater:
    """Return the note, or `NOTE_LATER` if it is empty and the person wants to be asked for it later.

    A note that was typed is returned whatever `remind` says, so that it is never lost.
    """
    return NOTE_LATER if remind and not note else note


def describe_session_of_note(record: SessionRecord) -> tuple[str, str, str]:
    """Return which session waits for its note: when it was, where on the body, and its ratings."""
    return (
        format_datetime(record.started_at),
        describe_record_place(record),
        describe_ratings(record.before, record.after),
    )


@dataclass(frozen=True, slots=True)
class PendingNote:
    """A note that was put off, as far as it has been typed now."""

    text: str = ""

    @classmethod
    def typed(cls, text: str) -> Self:
        """Return the note with the text that the input contains, without spaces around it."""
        return cls(text.strip())

    @property
    def can_be_saved(self) -> bool:
        """Whether there is something to save."""
        return bool(self.text)

    @property
    def can_be_declined(self) -> bool:
        """Whether the note may be put off again or declined: nothing is typed, so nothing would be lost."""
        return not self.text

    @property
    def result_on_leaving(self) -> str | None:
        """The result if the person leaves the screen: the note, or None to be asked again."""
        return self.text or None

    def result_of_button(self, button_id: str | None) -> str | None:
        """Return the result of a button: the typed note for ``keep``, an empty one for ``none``.

        For any other button it is None: the person will be asked again.
        """
        match button_id:
            case "keep":
                return self.text
            case "none":
                return ""
            case _:
                return None
