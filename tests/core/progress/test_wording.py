"""The sentences about progress: what they say, and that they say more pain as plainly as less."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.progress.series import NECK, a_session, sessions_of
from tests.core.progress.test_summary import HEAT, falling, histories
from tpsession.core.history.records import RecordKind, SessionRecord, Status
from tpsession.core.progress.comparison import compare_routines
from tpsession.core.progress.comparison_wording import (
    describe_comparison,
)
from tpsession.core.progress.summary import summarize_series
from tpsession.core.progress.wording import (
    DEPENDENCE,
    TREND_BY_CHANCE,
    describe_series,
    describe_series_briefly,
)
from tpsession.core.text.formatting import CAUSE_UNKNOWN


def describe(*records: SessionRecord) -> list[str]:
    return describe_series(summarize_series(NECK, records))


def brief(*records: SessionRecord) -> str:
    return describe_series_briefly(summarize_series(NECK, records))


FIFTEEN = sessions_of([-1, -2, 0, -1, -2, 1, -1, -3, -1, 0, -1, -2, -1, -1, -2], apart=4)


def test_fifteen_sessions_say_counts_trend_change_range_and_what_is_missing() -> None:
    assert describe(*FIFTEEN) == [
        "15 sessions in 8 weeks (2026-01-31 to 2026-03-28): 12 ended lower, 2 the same, 1 higher.",
        (
            "Before a session, your pain has shown no clear trend yet; "
            "your ratings fit anything from 0.1 points lower to 0.1 points higher a week."
        ),
        (
            "After a session, your pain was usually lower than before it: by about 1 point; "
            "your ratings fit anything from 0.5 to 1.5 points lower."
        ),
        "Pain before: lowest 5, highest 5 (15 ratings).",
        "Pain after: lowest 2, highest 6 (15 ratings).",
        DEPENDENCE,
        (
            "To say how long a change lasts, 6 more ratings are needed 2 to 12 hours after a session, "
            "and 6 more 12 to 36 hours after it."
        ),
        (
            "Trend before sessions: no change (95% interval: 0.1 points lower to 0.1 points higher a week; "
            "15 days with a rating in 8 weeks)."
        ),
        (
            "All sessions: usual change 1 point lower (95% interval: 0.5 to 1.5 points lower); "
            "median 1 point lower; 15 sessions."
        ),
        CAUSE_UNKNOWN,
    ]


def test_large_numbers_have_separators_as_in_the_charts() -> None:
    sentences = describe(*sessions_of([-1, 1, -1] * 400))
    assert "1,200 sessions" in sentences[0]
    assert "800 ended lower" in sentences[0]
    assert not [sentence for sentence in sentences if sentence.startswith("Without a rating after")]
    assert not [sentence for sentence in sentences if re.search(r"(?<!-)\b\d{4}(?!-)\b", sentence)]


def test_few_sessions_are_listed_and_what_is_missing_is_said() -> None:
    records = [
        a_session(6, 4),
        a_session(5, 5, day=3),
        a_session(7, 8, day=6, status=Status.STOPPED, flags=HEAT),
        a_session(7, None, day=7),
        a_session(None, None, day=8),
    ]
    assert describe(*records) == [
        "5 sessions in 9 days (2026-01-31 to 2026-02-08).",
        "Pain before and after: 6 to 4, 5 to 5, 7 to 8.",
        "Pain before: lowest 5, highest 7 (4 ratings).",
        "Pain after: lowest 4, highest 8 (3 ratings).",
        "Marked with a painkiller or heat, which ease pain too: 1 of 5 sessions.",
        (
            "To see a change over the weeks, 6 more days with a rating before a session "
            "are needed, over at least 3 weeks."
        ),
        "To say how a session usually changes your pain, 3 more rated sessions are needed.",
        (
            "To say how long a change lasts, 6 more ratings are needed 2 to 12 hours after a session, "
            "and 6 more 12 to 36 hours after it."
        ),
        "Without a rating after: 2 of 5 sessions.",
        "Without a rating before: 1 of 5 sessions.",
        "Ended early: 1 of 5 sessions. Where they are rated, they count like the others.",
        CAUSE_UNKNOWN,
    ]


def test_without_sessions_only_the_rest_is_said() -> None:
    score = a_session(6, None, kind=RecordKind.SCORE)
    running = a_session(6, None, status=Status.RUNNING)
    assert describe(score, running) == [
        "No finished sessions yet.",
        (
            "To see a change over the weeks, 10 more days with a rating before a session "
            "are needed, over at least 3 weeks."
        ),
        "To say how a session usually changes your pain, 6 more rated sessions are needed.",
        "Not counted here: 1 pain score without a session.",
        "Not counted yet: 1 session still running.",
        CAUSE_UNKNOWN,
    ]
    assert brief(score, running) == "No finished sessions yet; 1 pain score."
    assert brief() == "No finished sessions yet."


def test_one_session_on_one_day() -> None:
    first, *_ = describe(a_session())
    assert first == "1 session on one day (2026-01-31)."
    assert brief(a_session()) == "1 session on one day; 5 more rated sessions are needed."
    assert describe(a_session(6, None))[1:3] == [
        "Pain before: lowest 6, highest 6 (1 rating).",
        (
            "To see a change over the weeks, 9 more days with a rating before a session "
            "are needed, over at least 3 weeks."
        ),
    ]


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        (
            falling(9, apart=3),
            "To see a change over the weeks, 1 more day with a rating before a session is needed.",
        ),
        (
            falling(10, apart=2),
            "To see a change over the weeks, ratings before a session over 3 more days are needed.",
        ),
        (
            falling(10, apart=3),
            (
                "Before a session, your pain has been going down: from about 9 to about 0 in 4 weeks; "
                "your ratings fit anything from 1.9 to 2.7 points lower a week."
            ),
        ),
    ],
)
def test_the_trend_says_its_direction_or_what_is_missing(
    records: Sequence[SessionRecord], sentence: str
) -> None:
    assert sentence in describe(*records)
    assert (TREND_BY_CHANCE in describe(*records)) == ("going" in sentence)


def test_rising_pain_is_said_as_plainly() -> None:
    rising = [a_session(number, number + 1, day=3 * number) for number in range(10)]
    sentences = describe(*rising)
    assert sentences[0].endswith(": 0 ended lower, 0 the same, 10 higher.")
    assert sentences[1].startswith(
        "Before a session, your pain has been going up: from about 0 to about 9 in 4 weeks"
    )
    assert sentences[2] == "After a session, your pain was usually higher than before it: by about 1 point."
    assert "All sessions: usual change 1 point higher (95% interval: about 1 point higher)" in sentences[-2]
    assert brief(*rising).endswith("0 ended lower, 0 the same, 10 higher; pain before them going up.")


def test_an_interval_with_no_change_is_no_change() -> None:
    sentences = describe(*sessions_of([-3, -2, -1, 0, 1, 2]))
    assert (
        "It isn't clear yet whether a session usually changes your pain; "
        "your ratings fit anything from 3 points lower to 2 points higher."
    ) in sentences
    none = describe(*sessions_of([0] * 6))
    assert "After a session, your pain was usually the same as before it." in none
    assert "usual change no change (95% interval: no change); median no change; 6 sessions." in none[-2]


def test_tiny_slopes_are_not_rounded_to_nothing() -> None:
    slow = [a_session(8 - number // 10, None, day=9 * number) for number in range(41)]
    sentences = describe(*slow)
    assert "going down: from about 8.3 to about 4.6 in 52 weeks" in sentences[1]
    assert any("Trend before sessions: 0.07 points lower a week" in sentence for sentence in sentences)
    slower = [a_session(5 - (number > 180), None, day=2 * number) for number in range(181)]
    assert "going" not in describe(*slower)[1]


def test_later_ratings_say_how_long_a_change_lasts() -> None:
    records = [a_session(6, 3, day=day, later=[(3, 4), (20, 6)]) for day in range(6)]
    sentences = describe(*records)
    assert (
        "2 to 12 hours after a session, your pain was usually 2 points lower than before it (6 sessions)."
        in sentences
    )
    assert (
        "12 to 36 hours after a session, your pain was usually the same as before it (6 sessions)."
        in sentences
    )


def test_the_figures_without_painkillers_and_heat_stand_beside_those_with() -> None:
    plain = sessions_of([-1, 0, -1, 1, -1, -2, -1, 0, 0, -1], apart=3)
    marked = [a_session(9, 1, day=28 + number, flags=HEAT, later=[(3, 1)]) for number in range(6)]
    sentences = describe(*plain, *marked)
    assert "Marked with a painkiller or heat, which ease pain too: 6 of 16 sessions." in sentences
    assert (
        "Without them, 10 rated sessions: 6 ended lower, 3 the same, 1 higher; "
        "usually about 0.5 points lower; your ratings fit anything from 1 point lower to no change."
    ) in sentences
    assert any(
        sentence.startswith("Without them, your pain before a session has shown no clear trend yet; ")
        for sentence in sentences
    )
    assert (
        "Without a painkiller or heat: to say how long a change lasts, "
        "6 more ratings are needed 2 to 12 hours after a session."
    ) in sentences
    few = describe(*plain[:5], *marked, *(a_session(9, 1, day=40 + day, flags=HEAT) for day in range(6)))
    assert (
        "Without them, 5 rated sessions; to say how a session usually changes your pain, 1 more is needed."
        in few
    )
    assert (
        "Without them, to see a change over the weeks, 5 more days with a rating before a session "
        "are needed, over at least 3 weeks." in few
    )


def test_the_short_sentence_says_counts_and_trend() -> None:
    assert brief(*FIFTEEN) == (
        "15 sessions in 8 weeks: 12 ended lower, 2 the same, 1 higher; no clear trend yet."
    )
    assert brief(*sessions_of([-1] * 6), a_session(4, None, day=9)) == (
        "7 sessions in 10 days, 6 rated: 6 ended lower, 0 the same, 0 higher; too few days for a trend."
    )


def mirrored(records: Sequence[SessionRecord]) -> list[SessionRecord]:
    """The same sessions with every rating turned round: pain that fell by 2 rises by 2."""
    return [
        a_session(
            None if record.before is None else 10 - record.before,
            None if record.after is None else 10 - record.after,
            at=record.started_at,
            status=record.status,
            flags=record.flags,
            kind=record.kind,
        )
        for record in records
    ]


def shape(sentences: Sequence[str]) -> list[str]:
    """Sentences without their numbers and directions, and each interval from its lower to its higher end."""
    plain = [re.sub(r"\d+(\.\d+)?( points?)?", "#", sentence) for sentence in sentences]
    return [
        re.sub(
            r"no change to # X|# X to no change", "END", re.sub(r"\b(lower|higher|up|down)\b", "X", sentence)
        )
        for sentence in plain
    ]


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 10)), min_size=6, max_size=20))
def test_more_pain_is_said_in_the_same_words_as_less(pairs: list[tuple[int, int]]) -> None:
    records = [a_session(before, after, day=2 * day) for day, (before, after) in enumerate(pairs)]
    turned = mirrored(records)
    assert shape(describe(*records)) == shape(describe(*turned))
    assert shape([brief(*records)]) == shape([brief(*turned)])


@given(histories())
def test_any_history_has_sentences_that_claim_nothing(records: list[SessionRecord]) -> None:
    sentences = describe(*records)
    comparison = describe_comparison(compare_routines(NECK, records), {})
    assert sentences[-1] == comparison[-1] == CAUSE_UNKNOWN
    assert len(set(sentences)) == len(sentences)
    text = " ".join([*sentences, *comparison, brief(*records)]).replace("95% interval", "")
    assert not re.search(r"%|clinical|cure|important|because|thanks to|None|\bnan\b|  | -\d", text)
    assert all(sentence.endswith(".") for sentence in [*sentences, *comparison])
