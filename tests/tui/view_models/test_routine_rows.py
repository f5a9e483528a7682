"""What the routine list shows about each routine."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.strategies import routines
from tests.fakes.ports import MORNING
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.area import CALF
from tpsession.core.catalog.routine import Routine, RoutineEntry, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import PRESSURE, STROKES
from tpsession.core.errors import Problem
from tpsession.core.history.recent import find_last_used_routine
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.plan.wording import describe_step
from tpsession.core.settings.definitions import Preferences, default_preferences
from tpsession.core.text.formatting import format_length
from tpsession.tui.view_models.routine_rows import (
    RoutineRow,
    build_row,
    describe_day,
    last_days,
    matches,
    sort_rows,
)

PREFERENCES = default_preferences()
TODAY = date(2026, 1, 31)


def good(identifier: str, name: str) -> RoutineRow:
    routine = SHORT._replace(id=identifier, name=name)
    return build_row(RoutineEntry(identifier, "yours", f"{identifier}.toml", routine, ()), PREFERENCES)


def broken(identifier: str, problems: int = 1) -> RoutineRow:
    found = tuple(Problem(line, 1, "wrong") for line in range(1, problems + 1))
    return build_row(RoutineEntry(identifier, "yours", f"{identifier}.toml", None, found), PREFERENCES)


def session(routine: str, days_ago: int) -> SessionRecord:
    at = MORNING - timedelta(days=days_ago)
    return SessionRecord(
        f"{routine}-{days_ago}",
        at,
        at,
        Status.COMPLETED,
        None,
        routine,
        "neck",
        "neck",
        Side.BOTH,
        60.0,
        50.0,
    )


def test_the_last_used_routine_is_on_top_and_the_others_are_sorted_by_name() -> None:
    ones = [good("a", "Thigh"), good("b", "calf"), good("c", "Neck")]

    assert [one.name for one in sort_rows(ones, "a")] == ["Thigh", "calf", "Neck"]
    assert [one.name for one in sort_rows(ones, None)] == ["calf", "Neck", "Thigh"]
    assert [one.name for one in sort_rows(ones, "gone")] == ["calf", "Neck", "Thigh"]


def test_a_broken_file_is_sorted_by_its_id_and_says_how_many_problems_it_has() -> None:
    ones = [good("a", "Thigh"), broken("night", 2), good("c", "Calf"), broken("evening")]

    assert [one.name for one in sort_rows(ones, None)] == ["Calf", "evening", "night", "Thigh"]
    assert broken("night", 2).shown.problem_text == "has 2 problems"
    assert broken("evening").shown.problem_text == "has 1 problem"
    assert good("a", "Thigh").shown.problem_text == ""


def test_the_last_used_routine_is_the_newest_one_that_still_exists() -> None:
    done = [session("", 0), session("deleted", 0), session("neck", 1), session("foot", 2)]

    assert find_last_used_routine(done, {"foot", "neck"}) == "neck"
    assert find_last_used_routine(done, {"calf"}) is None
    assert find_last_used_routine([], {"neck"}) is None


def test_a_routine_was_last_done_on_the_day_of_its_newest_session() -> None:
    days = last_days([session("neck", 1), session("", 1), session("foot", 2), session("neck", 9)])

    assert days == {"neck": TODAY - timedelta(days=1), "foot": TODAY - timedelta(days=2)}


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "yesterday"),
        (2, "2 days ago"),
        (9, "9 days ago"),
        (10, "2026-01-21"),
        (400, "2024-12-27"),
        (-1, "2026-02-01"),
    ],
)
def test_a_recent_day_is_described_in_words(days: int, words: str) -> None:
    assert describe_day(TODAY - timedelta(days=days), TODAY) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(20.0, "20 s"), (59.4, "59 s"), (59.6, "1 min"), (100.0, "2 min"), (646.0, "11 min")],
)
def test_a_length_is_formatted_briefly(seconds: float, words: str) -> None:
    assert format_length(seconds) == words


def test_the_filter_searches_name_id_and_area_and_ignores_case() -> None:
    one = good("evening", "Before Sleep")

    assert all(matches(one, letters) for letters in ("sleep", "EVEN", "neck", "e s", "", "  "))
    assert not matches(one, "shoulder")


def test_for_any_area_steps_keep_their_own_names_and_lengths() -> None:
    long = Step(PRESSURE, hold_s=60.0, release_s=15.0, repeat=2, sided=True)
    routine = SHORT._replace(area=None, steps=(Step(STROKES, duration_s=60.0, sided=True), long))
    row = build_row(RoutineEntry("any", "yours", "any.toml", routine, ()), PREFERENCES)

    assert row.shown.area == "any area"
    assert row.plan is not None
    assert [describe_step(entry) for entry in row.plan.entries] == ["Firm strokes", "Sustained pressure"]
    assert row.plan.planned_s == 5.0 + 60.0 + 2 * 60.0 + 15.0


def test_a_routine_over_several_areas_is_listed_and_found_by_all_of_them() -> None:
    steps = (SHORT.steps[0], SHORT.steps[1]._replace(area=CALF), SHORT.steps[1]._replace(area=CALF))
    row = build_row(RoutineEntry("legs", "yours", "l.toml", SHORT._replace(steps=steps), ()), PREFERENCES)

    assert row.shown.area == "Neck; calf"
    assert matches(row, "calf")


def test_the_length_includes_the_get_ready_time_from_the_settings() -> None:
    entry = RoutineEntry("short", "yours", "short.toml", SHORT, ())
    slower = Preferences({**PREFERENCES.values, "session.get_ready": 20.0})
    usual, own = build_row(entry, PREFERENCES).plan, build_row(entry, slower).plan

    assert usual is not None
    assert own is not None
    assert own.planned_s == usual.planned_s + 15.0


@given(routines())
def test_any_valid_routine_has_a_row(routine: Routine) -> None:
    row = build_row(RoutineEntry(routine.id, "yours", "tried.toml", routine, ()), PREFERENCES)

    assert row.plan is not None
    assert row.shown.area


def test_a_name_cannot_send_escape_codes_to_the_terminal() -> None:
    assert good("a", "Neck\x1b[2J\nand \u202eback").name == "Neck�[2J and �back"


@given(st.lists(st.sampled_from(["Neck", "neck", "Foot"]), max_size=5))
def test_routines_with_the_same_name_are_always_in_the_same_order(names: list[str]) -> None:
    ones = [good(f"id-{place}", name) for place, name in enumerate(names)]

    assert sort_rows(ones, None) == sort_rows(reversed(ones), None)
