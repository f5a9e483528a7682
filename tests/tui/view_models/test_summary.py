"""The text of the summary after a session, and what becomes of its note."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.screens.history.test_history import DONE
from tpsession.core.catalog.side import Side
from tpsession.core.history.records import Status, StopReason
from tpsession.core.history.series import Series
from tpsession.core.progress.recent_sessions import MORE_PAIN, REST_THEN_LIGHTER
from tpsession.core.safety.stopping import AFTER_NUMB
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.view_models.summary import (
    NOTE_LATER,
    PendingNote,
    Summary,
    SummaryText,
    clean_note,
    describe_session_of_note,
    draw_rating_scale,
    summary_result,
)

COMPLETED = Summary(6, 3, 500.0, Status.COMPLETED, None)


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [(6, 3, "3 points less"), (3, 4, "1 point more"), (4, 4, "no change"), (0, 10, "10 points more")],
)
def test_relief_and_worsening_are_said_alike_and_only_relief_has_the_line_on_causes(
    before: int, after: int, change: str
) -> None:
    text = SummaryText.of(replace(COMPLETED, before=before, after=after))
    assert text.ratings == f"Pain before {before}, after {after}: {change}."
    assert text.cause == (CAUSE_UNKNOWN if after < before else "")
    assert text.facts == ("Time worked: 8 minutes 20 seconds.", "Completed.")
    screen_text = " ".join([text.ratings, *text.facts])
    assert "%" not in screen_text
    assert "clinical" not in screen_text


def test_a_session_is_shown_among_the_last_ones_and_more_pain_is_said_plainly() -> None:
    text = SummaryText.of(replace(COMPLETED, before=5, after=6, recent=((6, 4), (5, 6))))
    assert text.rise == MORE_PAIN
    assert text.recent == "Your last 2 rated sessions here: 6 to 4, and this one 5 to 6."
    alone = SummaryText.of(replace(COMPLETED, before=5, after=8))
    assert (alone.rise, alone.recent) == (f"{MORE_PAIN} {REST_THEN_LIGHTER}", "")
    # After numbness no lighter massage is spoken of.
    numb = SummaryText.of(replace(COMPLETED, before=5, after=8, after_stop=AFTER_NUMB))
    assert (numb.rise, numb.after_stop) == (MORE_PAIN, AFTER_NUMB)
    unrated = SummaryText.of(replace(COMPLETED, after=None))
    assert (unrated.rise, unrated.recent) == ("", "")


@pytest.mark.parametrize(
    ("before", "after", "sentence", "lines"),
    [
        (6, None, "Pain before 6; not rated after.", 3),
        (None, 3, "Pain after 3; not rated before.", 3),
        (None, None, "Pain not rated before or after.", 0),
    ],
)
def test_a_missing_rating_is_named_and_no_change_is_claimed(
    before: int | None, after: int | None, sentence: str, lines: int
) -> None:
    text = SummaryText.of(replace(COMPLETED, before=before, after=after))
    assert (text.ratings, text.cause, len(text.scale)) == (sentence, "", lines)


def test_an_arrow_leads_from_the_rating_before_to_the_one_after() -> None:
    numbers = "     0   1   2   3   4   5   6   7   8   9  10"
    assert draw_rating_scale(10, 0) == (
        numbers,
        "     ◀───────────────────────────────────────●",
        " after                                       before",
    )
    assert draw_rating_scale(5, 6) == (
        numbers,
        "                         ●───▶",
        "                    before   after",
    )


def test_without_a_change_there_is_a_dot() -> None:
    assert draw_rating_scale(10, 10)[1:] == (" " * 45 + "●", " " * 35 + "before and after")
    assert draw_rating_scale(None, 0)[1:] == ("     ●", "     after")
    assert draw_rating_scale(3, None)[1:] == (" " * 17 + "●", " " * 17 + "before")


@given(st.integers(0, 10), st.integers(0, 10))
def test_the_scale_fits_a_small_screen(before: int, after: int) -> None:
    _, marks, labels = draw_rating_scale(before, after)
    assert max(map(len, draw_rating_scale(before, after))) <= 52
    assert (labels.count("before"), labels.count("after"), marks.count("●")) == (1, 1, 1)


def test_how_the_session_ended_is_said_and_no_time_where_none_was_worked() -> None:
    stopped = replace(COMPLETED, status=Status.STOPPED, reason=StopReason.SHARP, active_s=0.0)
    assert SummaryText.of(stopped).facts == ("Stopped: sharp, electric or burning pain.",)


def test_keys_go_to_the_note_unless_there_is_none_or_a_letter_has_to_quit() -> None:
    assert SummaryText.of(COMPLETED).starts_in_note
    assert not SummaryText.of(replace(COMPLETED, accepts_note=False)).starts_in_note
    urgent = SummaryText.of(replace(COMPLETED, priority_notice="Call now."))
    assert (urgent.starts_in_note, urgent.accepts_note) == (False, True)


def test_the_progress_is_offered_for_a_saved_session_but_not_below_a_priority_notice() -> None:
    neck = Series("neck", Side.LEFT)
    assert SummaryText.of(COMPLETED).progress_of is None
    assert SummaryText.of(replace(COMPLETED, series=neck)).progress_of == neck
    assert SummaryText.of(replace(COMPLETED, series=neck, priority_notice="Call now.")).progress_of is None


def test_a_note_is_saved_without_the_spaces_around_it() -> None:
    assert clean_note(["  sore "]) == "sore"
    assert clean_note([" "]) == clean_note([]) == ""


@pytest.mark.parametrize(
    ("note", "remind", "result"),
    [("sore", False, "sore"), ("", False, ""), ("", True, NOTE_LATER), ("sore", True, "sore")],
)
def test_the_note_can_wait_but_what_was_typed_is_never_lost(note: str, remind: bool, result: object) -> None:
    assert summary_result(note, remind=remind) == result


def test_the_session_of_a_pending_note_is_named() -> None:
    assert describe_session_of_note(DONE) == (
        "2026-01-31 09:00",
        "Neck, left side",
        "Pain before 6, after 3: 3 points less.",
    )


@pytest.mark.parametrize(
    ("typed", "on_leaving", "of_buttons"),
    [
        ("hi", "hi", {"keep": "hi"}),
        (" hi ", "hi", {"keep": "hi"}),
        ("", None, {"ask-later": None, "none": ""}),
        ("  ", None, {"ask-later": None, "none": ""}),
    ],
)
def test_a_pending_note_is_saved_put_off_again_or_declined(
    typed: str, on_leaving: str | None, of_buttons: dict[str, str | None]
) -> None:
    note = PendingNote.typed(typed)
    assert note.can_be_saved is ("keep" in of_buttons)
    assert note.can_be_declined is ("none" in of_buttons)
    assert note.result_on_leaving == on_leaving
    assert {button: note.result_of_button(button) for button in of_buttons} == of_buttons
