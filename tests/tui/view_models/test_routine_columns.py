"""Which columns the routine list has, and how wide they are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tpsession.tui.view_models.routine_columns import GAP, RoutineColumns, fit_columns

WIDTHS = st.integers(1, 60)


def test_the_length_comes_first_then_the_day_then_the_area() -> None:
    fitted = [fit_columns(room, name=23, area=18, length=6) for room in (7, 31, 43, 63)]
    assert fitted == [
        RoutineColumns(7, 0, 0, 0),
        RoutineColumns(23, 0, 6, 0),
        RoutineColumns(23, 0, 6, 10),
        RoutineColumns(23, 18, 6, 10),
    ]


@given(WIDTHS, WIDTHS, WIDTHS, st.integers(0, 200))
def test_the_columns_fill_the_row_and_a_wider_list_never_shows_fewer(
    name: int, area: int, length: int, room: int
) -> None:
    columns = fit_columns(room, name=name, area=area, length=length)
    others = [cells for cells in columns[1:] if cells]
    assert columns.name + sum(len(GAP) + cells for cells in others) == room
    assert columns.name >= min(name, room * 3 // 5)
    wider = fit_columns(room + 1, name=name, area=area, length=length)
    assert all(now >= before for now, before in zip(wider[1:], columns[1:], strict=True))
