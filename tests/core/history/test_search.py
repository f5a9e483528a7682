"""Searching the history: what each word finds, and that words never depend on case, order or encoding."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.history.test_wording import DONE
from tests.fakes.history import to_searchable
from tests.fakes.ports import MORNING
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StopReason
from tpsession.core.history.search import SessionSearch, fold_text
from tpsession.core.history.search_parser import parse_search

TODAY = date(2026, 1, 31)
"""A Saturday, and the day of `MORNING`."""
NAMES = {"neck-ten-minutes": "The classic", "other": "Zzz"}
SESSION = DONE._replace(
    before=6,
    after=3,
    note="Stiff after a LONG drive,\nbetter (now)",
    spot="behind the ear",
    flags=(RatingFlag.HEAT,),
    status=Status.STOPPED,
    stop_reason=StopReason.DIZZY,
)


def is_found(record: SessionRecord, text: str, today: date = TODAY) -> bool:
    """Return whether a text in the filter line finds a session."""
    search = parse_search(text, NAMES, today)
    return search is None or search.matches(to_searchable(record))


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "neck", "NECK", "nec", "Neck, left", "left neck", "left side", "classic", "the classic",
        "neck-ten-minutes", "stopped", "dizziness", "nausea", "stiff drive", "drive, better", "(now)",
        "long stiff neck left stopped classic", "ear", "heat", "2026", "2026-01", "2026-01-31",
        "01-31", "09:00", "9:00", "january", "Jan", "today", "this week", "this month", "this year", "6", "3",
        "6 → 3", "3 less", "▼ 3 less", "less", "8:20", "8:2",
    ],
)  # fmt: skip
def test_all_that_a_session_shows_finds_it(text: str) -> None:
    assert is_found(SESSION, text)


@pytest.mark.parametrize(
    "text",
    [
        "foot", "right", "both", "completed", "unfinished", "numbness", "painkiller", "2025", "2026-02",
        "february", "ja", "yesterday", "last week", "last month", "last year", "5", "8:21", "more", "same",
        "3 more", "1 less", "11 less", "zzz", "score", "logged", "neck foot", "stiffdrive", "neck 2025",
    ],
)  # fmt: skip
def test_a_word_that_a_session_lacks_does_not_find_it(text: str) -> None:
    assert not is_found(SESSION, text)


def test_a_number_of_thousands_of_digits_finds_nothing() -> None:
    assert not is_found(SESSION, f"{'1' * 5000} less")


@pytest.mark.parametrize(
    ("before", "after", "found", "missed"),
    [
        (3, 4, ["more", "1 more", "4"], ["less", "same", "1 less", "11 more", "2 more"]),
        (4, 4, ["same", "="], ["more", "less", "0 less", "0 more"]),
        (10, 0, ["10 less", "10", "0"], ["1 less", "more"]),
        (6, None, ["6"], ["less", "more", "same", "0 less"]),
        (None, 7, ["7", "- → 7"], ["less", "more", "same"]),
    ],
)
def test_ratings_and_their_change_are_found(
    before: int | None, after: int | None, found: list[str], missed: list[str]
) -> None:
    record = SESSION._replace(
        before=before, after=after, note="", started_at=MORNING.replace(hour=22), active_s=0
    )
    assert [text for text in found if not is_found(record, text)] == []
    assert [text for text in missed if is_found(record, text)] == []


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("today", date(2026, 1, 31), date(2026, 1, 31)),
        ("yesterday", date(2026, 1, 30), date(2026, 1, 30)),
        ("this week", date(2026, 1, 26), date(2026, 1, 31)),
        ("last week", date(2026, 1, 19), date(2026, 1, 25)),
        ("this month", date(2026, 1, 1), date(2026, 1, 31)),
        ("last month", date(2025, 12, 1), date(2025, 12, 31)),
        ("this year", date(2026, 1, 1), date(2026, 1, 31)),
        ("last year", date(2025, 1, 1), date(2025, 12, 31)),
    ],
)
def test_a_period_goes_from_its_first_to_its_last_day(period: str, first: date, last: date) -> None:
    def found_on(day: date) -> bool:
        started = MORNING.replace(year=day.year, month=day.month, day=day.day)
        return is_found(SESSION._replace(started_at=started), period)

    day = timedelta(days=1)
    assert [found_on(first - day), found_on(first), found_on(last)] == [False, True, True]
    assert not found_on(last + day)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_periods_work_on_every_day(today: date) -> None:
    started = MORNING.replace(year=today.year, month=today.month, day=1)
    assert is_found(SESSION._replace(started_at=started), "this month", today)
    assert not is_found(SESSION._replace(started_at=started), "last month", today)


def test_a_period_in_a_note_is_found_too() -> None:
    assert is_found(SESSION._replace(note="worse than last week"), "last week")


def test_a_session_logged_by_hand_and_a_score_are_found_by_what_they_are() -> None:
    logged = SESSION._replace(routine="")
    score = logged._replace(kind=RecordKind.SCORE, area="")
    assert [is_found(logged, text) for text in ("logged by hand", "pain score")] == [True, False]
    assert [is_found(score, text) for text in ("logged by hand", "pain score")] == [False, True]


def test_the_area_is_found_beside_the_place() -> None:
    record = SESSION._replace(place="head", area="neck", routine="other")
    assert is_found(record, "head")
    assert is_found(record, "neck")


def test_an_unknown_place_or_routine_is_found_by_a_part_of_its_id() -> None:
    record = SESSION._replace(place="new-place", routine="gone-one")
    assert is_found(record, "new-pl gone")


def test_a_status_is_wanted_exactly() -> None:
    assert SessionSearch(status="stopped").matches(to_searchable(SESSION))
    assert not SessionSearch(status="completed").matches(to_searchable(SESSION))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@given(texts)
def test_any_text_can_be_searched(text: str) -> None:
    assert is_found(SESSION._replace(note=text), text)


@given(
    texts,
    st.lists(st.sampled_from(["neck", "left", "stopped", "heat", "january"]), min_size=1).flatmap(
        st.permutations
    ),
)
def test_words_count_in_any_order_and_case(note: str, words: list[str]) -> None:
    record = SESSION._replace(note=note)
    assert is_found(record, " ".join(words))
    assert is_found(record, "  ".join(words).upper())
    assert not is_found(record._replace(side=Side.RIGHT, note=""), " ".join([*words, "left"]))


@given(texts)
def test_the_encoding_of_accents_does_not_matter(text: str) -> None:
    assert fold_text(unicodedata.normalize("NFD", text)) == fold_text(unicodedata.normalize("NFC", text))


def test_accents_matter() -> None:
    assert not is_found(SESSION._replace(note="café"), "cafe")
    assert is_found(SESSION._replace(note="CAFÉ"), "café")
    assert is_found(SESSION._replace(note="Straße"), "STRASSE")
