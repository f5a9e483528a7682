"""The order, the filter and the highlight of the list on the home screen."""

from __future__ import annotations

from datetime import date

import pytest

from tests.tui.view_models.test_routine_rows import good, session
from tpsession.core.history.recent import RECENT_SESSIONS
from tpsession.tui.view_models.home.home_list import NO_MATCH, NO_ROUTINES, HomeList, routines_without_day

ANY, CALF, NECK = good("anywhere", "Anywhere"), good("calf", "Zealous calf"), good("neck", "Neck")
READ = HomeList().with_rows([NECK, CALF, ANY], None)


def visible(home_list: HomeList) -> list[str]:
    return [row.id for row in home_list.visible_rows]


def test_before_anything_was_played_the_routines_are_sorted_by_name() -> None:
    assert visible(READ) == ["anywhere", "neck", "calf"]


def test_the_routine_used_last_is_on_top() -> None:
    assert visible(READ.with_rows([ANY, NECK, CALF], "calf")) == ["calf", "anywhere", "neck"]


def test_nothing_moves_once_the_person_has_moved_in_the_list() -> None:
    moved = READ.after_move()
    assert visible(moved.with_rows([ANY, NECK, CALF], "calf")) == ["anywhere", "neck", "calf"]
    new = good("new", "A new one")
    assert visible(moved.with_rows([new, NECK, CALF], "calf")) == ["neck", "calf", "new"]


def test_when_everything_is_read_again_the_order_changes_but_the_highlight_stays() -> None:
    again = READ.after_move().before_reading()
    assert visible(again.with_rows([ANY, NECK, CALF], "calf")) == ["calf", "anywhere", "neck"]
    assert (READ.keeps_highlight, again.keeps_highlight) == (False, True)


@pytest.mark.parametrize(
    ("typed", "ids"), [("ZEAL", ["calf"]), ("n", ["anywhere", "neck", "calf"]), (" ", None), ("rhsq?", [])]
)
def test_the_filter_leaves_only_what_matches(typed: str, ids: list[str] | None) -> None:
    filtered = READ.with_filter(typed)
    assert visible(filtered) == (visible(READ) if ids is None else ids)
    assert visible(filtered.with_filter("")) == visible(READ)


def test_the_filter_stays_while_the_list_is_read_again() -> None:
    again = READ.with_filter("zeal").before_reading().with_rows([ANY, NECK, CALF], None)
    assert visible(again) == ["calf"]


def test_an_empty_list_says_why() -> None:
    text = READ.with_filter("chest").describe_empty("esc", "o")
    assert text == f"{NO_MATCH} Press esc, then o, to say where it hurts."
    assert HomeList().with_rows([], None).describe_empty("esc", "o") == NO_ROUTINES


def test_the_list_is_read_once_it_has_rows_or_is_known_to_have_none() -> None:
    assert not HomeList().is_read
    assert visible(HomeList()) == []
    assert HomeList().with_rows([], None).is_read


def test_only_routines_whose_last_session_may_be_older_are_looked_up() -> None:
    days = {"neck": date(2026, 1, 31)}
    few = [session("neck", 0)] * (RECENT_SESSIONS - 1)
    many = [session("neck", 0)] * RECENT_SESSIONS
    assert routines_without_day([NECK, CALF, ANY], days, few) == []
    assert routines_without_day([NECK, CALF, ANY], days, many) == ["anywhere", "calf"]


def test_favourites_come_after_the_one_used_last_and_the_highlight_goes_with_them() -> None:
    favourites = READ.after_move().with_favourites(frozenset({"calf", "gone"}))
    assert visible(favourites) == ["calf", "anywhere", "neck"]
    assert [row.is_favourite for row in favourites.visible_rows] == [True, False, False]
    assert (favourites.keeps_highlight, favourites.order_is_fixed) == (True, True)
    again = favourites.before_reading(favourites.favourites).with_rows([ANY, NECK, CALF], "neck")
    assert visible(again) == ["neck", "calf", "anywhere"]
    assert visible(again.with_favourites(frozenset())) == ["neck", "anywhere", "calf"]
    assert not HomeList().with_favourites(frozenset({"calf"})).is_read
