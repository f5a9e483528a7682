"""What is shown of a comparison: no interval before its end, every rating, and every day as it was."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.core.comparison.samples import COMPARISON, NAMES, OF_THREE, as_drawn, day, drawn, session
from tests.core.comparison.test_things import FOOT_ROLL
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.state import follow_comparison
from tpsession.core.comparison.today import ComparisonOverview, DueThing
from tpsession.core.comparison.wording import LOOK_ONCE, NO_ANSWER
from tpsession.core.history.comparison import Comparison, Outcome
from tpsession.core.history.records import SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.tui.view_models.comparison_view import TODAY, choose_shown_index, describe_end, make_view


def overview(
    comparison: Comparison, records: list[SessionRecord], today: int, error: str = ""
) -> ComparisonOverview:
    state = follow_comparison(comparison, records, day(today))
    due = DueThing(FOOT_ROLL, None, Side.LEFT, "foot") if state.due and not error else None
    return ComparisonOverview(state, NAMES, due, error)


def after(days: int, comparison: Comparison = COMPARISON) -> ComparisonOverview:
    """A comparison after so many days as they were drawn."""
    return overview(comparison, as_drawn(comparison, days), days)


def test_at_first_there_is_what_is_todays_and_no_rating() -> None:
    view = make_view(after(0))
    assert view.state.startswith("Comparison, block 1 of 6. Today: ")
    assert view.answer == ()
    assert view.sentences == ("0 of 12 days done.", LOOK_ONCE, CAUSE_UNKNOWN)
    assert view.table.headings == ("Block", "Foot roll", "Only rest")
    assert sorted(view.table.rows[0]) == ["", "1", TODAY]
    assert len(view.table.rows) == 1
    assert (view.due_name, view.is_running) == ("Foot roll", True)


@pytest.mark.parametrize("comparison", [COMPARISON, OF_THREE])
def test_on_the_way_there_are_the_raw_ratings_and_no_interval(comparison: Comparison) -> None:
    days = len(comparison.things) + 1
    view = make_view(after(days, comparison))
    first, second = view.table.rows
    assert first == ("1", *("6 → 4 ▼ 2 less",) * len(comparison.things))
    done = drawn(comparison)[days - 1]
    assert second[1 + comparison.things.index(done)] == "6 → 4 ▼ 2 less"
    assert second.count(TODAY) == 1
    assert not any("interval" in sentence or "better" in sentence for sentence in view.sentences)


def test_if_the_pain_after_counts_the_change_is_left_out_and_a_missing_rating_is_a_dash() -> None:
    comparison = replace(COMPARISON, outcome=Outcome.AFTER)
    record = as_drawn(comparison, 1)[0]._replace(before=None)
    (row,) = make_view(overview(comparison, [record], 0)).table.rows
    assert sorted(row) == ["", "- → 4", "1"]


def test_the_result_is_its_sentences_and_the_table() -> None:
    view = make_view(after(12))
    assert len(view.answer) == 1
    assert "can't tell" in view.answer[0]
    assert view.sentences[0].startswith("In at least 95 of 100")
    assert len(view.table.rows) == 6
    assert (view.due_name, view.is_running) == ("", False)
    assert len(make_view(after(21, OF_THREE)).answer) == 3


def test_after_an_early_end_there_are_only_the_ratings() -> None:
    view = make_view(after(5, replace(COMPARISON, ended_on=day(5))))
    assert view.state == "Comparison ended early, after 2 of 6 blocks."
    assert view.sentences[:2] == ("5 of 12 days done.", NO_ANSWER)
    assert view.answer == ()
    assert len(view.table.rows) == 3


def test_a_changed_day_is_shown_as_what_it_was_and_a_lost_file_is_said() -> None:
    view = make_view(overview(COMPARISON, [session(0, "neck")], 1, error="There is no routine foot."))
    assert view.uncounted[0].startswith("2026-03-02: neck, not ")
    assert view.state.endswith("There is no routine foot.")
    assert view.due_name == ""


def test_the_place_that_the_person_looks_at_is_shown_first() -> None:
    running, ended = after(1), after(1, replace(COMPARISON, ended_on=day(1)))
    hand = replace(COMPARISON, series=Series("hand", Side.LEFT), ended_on=day(1))
    other = after(0, hand)
    assert choose_shown_index([], None) is None
    assert choose_shown_index([running, ended], None) == 0
    assert choose_shown_index([ended, other], hand.series) == 1
    # None for that place: one is set up, unless another one goes on.
    assert choose_shown_index([ended], hand.series) is None
    assert choose_shown_index([running, ended], hand.series) == 0


def test_the_question_before_an_early_end_says_what_is_lost() -> None:
    text = describe_end(after(5).state)
    assert text.startswith("2 of 6 blocks are done.")
    assert "no answer" in text
