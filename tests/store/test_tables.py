"""Checksums of rows: checked together, they give the same as one by one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tpsession.store.tables import RATINGS, Value

TEXTS = st.text() | st.sampled_from(['"],["', '\\"],[\\"', "],[", '"', "\\", '[["', '"]]'])
VALUES: st.SearchStrategy[Value] = TEXTS | st.none() | st.integers() | st.floats(allow_nan=False)
ROWS = st.tuples(TEXTS, TEXTS, st.integers(0, 10), TEXTS, st.integers(), TEXTS)
DAMAGED = st.tuples(*[VALUES] * 6)


@given(st.lists(st.tuples(ROWS | DAMAGED, st.booleans()), max_size=8))
def test_rows_are_found_intact_together_as_they_are_one_by_one(
    made: list[tuple[tuple[Value, ...], bool]],
) -> None:
    raw = [
        (*values, RATINGS.checksum(dict(zip(RATINGS.columns, values, strict=True))) if is_intact else "wrong")
        for values, is_intact in made
    ]
    expected = [row for row, (_, is_intact) in zip(raw, made, strict=True) if is_intact]
    assert list(RATINGS.intact_rows(raw)) == expected
    assert [row for row in raw if RATINGS.is_intact(row)] == expected


def test_more_rows_than_are_encoded_together_and_blobs() -> None:
    def row(number: int, session_id: object = "id") -> tuple[object, ...]:
        values = (session_id, "before", number, "at", number, "")
        return (*values, RATINGS.checksum(dict(zip(RATINGS.columns, values, strict=True))))  # type: ignore[arg-type]

    raw = [row(number) for number in range(1001)]
    raw[700] = (*raw[700][:2], 3, *raw[700][3:])
    assert list(RATINGS.intact_rows(raw)) == raw[:700] + raw[701:]  # type: ignore[arg-type]
    blob = [row(1), (b'"],["', *row(2)[1:]), row(3, None), row(4)]
    assert list(RATINGS.intact_rows(blob)) == [blob[0], blob[2], blob[3]]  # type: ignore[arg-type]
