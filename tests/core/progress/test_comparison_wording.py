"""The sentences that compare routines: their numbers, the warning, and where they stand beside a series."""

from __future__ import annotations

from tests.core.progress.series import NECK, a_session
from tests.core.progress.test_summary import HEAT
from tpsession.core.history.records import ONLY_REST, ONLY_REST_NAME, SessionRecord
from tpsession.core.progress.comparison import compare_routines
from tpsession.core.progress.comparison_wording import (
    NO_EXPERIMENT,
    describe_comparison,
    describe_series_and_routines,
)
from tpsession.core.progress.summary import summarize_series
from tpsession.core.progress.wording import DEPENDENCE, describe_series
from tpsession.core.text.formatting import CAUSE_UNKNOWN


def test_routines_are_compared_with_their_numbers_and_the_warning() -> None:
    records = [
        *(a_session(6, 4, day=number, routine="neck") for number in range(6)),
        *(a_session(6, 7, day=number + 0.2, routine="classic", flags=HEAT) for number in range(7)),
        *(a_session(6, 6, day=number + 0.4, routine="") for number in range(5)),
    ]
    assert describe_comparison(compare_routines(NECK, records), {"neck": "Neck and shoulder top"}) == [
        (
            "classic: 7 rated sessions: 0 ended lower, 0 the same, 7 higher; "
            "usually about 1 point higher."
            " Marked with a painkiller or heat: 7."
        ),
        (
            "Neck and shoulder top: 6 rated sessions: 6 ended lower, 0 the same, 0 higher; "
            "usually about 2 points lower."
        ),
        DEPENDENCE,
        NO_EXPERIMENT,
        "Logged by hand: 5 rated sessions; 1 more needed.",
        "classic: usual change 1 point higher (95% interval: about 1 point higher).",
        "Neck and shoulder top: usual change 2 points lower (95% interval: about 2 points lower).",
        CAUSE_UNKNOWN,
    ]
    assert describe_comparison(compare_routines(NECK, records[:6]), {}) == [
        "Routines are compared once at least two of them have 6 rated sessions here.",
        "neck: 6 rated sessions.",
        CAUSE_UNKNOWN,
    ]


def test_the_rest_of_a_comparison_is_named_in_words() -> None:
    records = [a_session(6, 6, day=number, routine=ONLY_REST) for number in range(5)]
    assert f"{ONLY_REST_NAME}: 5 rated sessions; 1 more needed." in describe_comparison(
        compare_routines(NECK, records), {}
    )


def test_routines_follow_the_sentences_of_a_series_if_there_are_any_to_compare() -> None:
    neck = [a_session(6, 4, day=number, routine="neck") for number in range(6)]
    classic = [a_session(6, 7, day=number + 0.2, routine="classic") for number in range(6)]

    def told(records: list[SessionRecord]) -> list[str]:
        summary, comparison = summarize_series(NECK, records), compare_routines(NECK, records)
        return describe_series_and_routines(summary, comparison, {}).sentences

    assert told(neck) == describe_series(summarize_series(NECK, neck))
    both = told([*neck, *classic])
    assert both.count(CAUSE_UNKNOWN) == 1
    assert both[-1] == CAUSE_UNKNOWN
    assert len({*both}) == len(both)
    assert {DEPENDENCE, NO_EXPERIMENT} < {*both}
