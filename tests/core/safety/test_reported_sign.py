"""A warning sign that was reported rules out sessions for the rest of that day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.area import AREAS
from tpsession.core.safety.reported_sign import ReportedSign, ReportedSigns, read_reported_signs
from tpsession.core.safety.screening import Tier, advice_for

MORNING = datetime(2026, 1, 31, 8, tzinfo=UTC)


@given(
    st.sampled_from(Tier), st.datetimes(timezones=st.just(UTC)), st.frozensets(st.sampled_from(sorted(AREAS)))
)
def test_what_is_kept_is_read_back(tier: Tier, at: datetime, areas: frozenset[str]) -> None:
    signs = ReportedSigns().with_sign(ReportedSign(tier, at, areas))
    assert read_reported_signs(signs.to_text()) == signs
    other = ReportedSign(next(other for other in Tier if other is not tier), at)
    assert read_reported_signs(signs.with_sign(other).to_text()) == signs.with_sign(other)


@pytest.mark.parametrize("text", ["", "urgent", "urgent never", "other 2026-01-31T08:00:00+00:00"])
def test_what_can_not_be_read_is_no_sign(text: str) -> None:
    assert read_reported_signs(text) == ReportedSigns()
    kept = ReportedSigns((ReportedSign(Tier.URGENT, MORNING),))
    assert read_reported_signs(f"{text}\n{kept.to_text()}") == kept


@pytest.mark.parametrize(("tier", "rules_out"), [(tier, tier in {"emergency", "urgent"}) for tier in Tier])
def test_only_what_needs_advice_at_once_rules_out_the_day(tier: Tier, rules_out: bool) -> None:
    sign = ReportedSign(tier, MORNING)
    assert sign.rules_out(MORNING + timedelta(hours=15), {"neck"}) == rules_out
    assert not sign.rules_out(MORNING + timedelta(hours=16), {"neck"})


def test_what_is_about_an_area_rules_that_out_for_the_day_and_a_later_one_is_added() -> None:
    numb = ReportedSign(Tier.BLOCK_AREA, MORNING, frozenset({"neck"}))
    assert numb.rules_out(MORNING, {"neck", "calf"})
    assert not numb.rules_out(MORNING, {"calf"})
    signs = ReportedSigns((numb,))
    (both,) = signs.with_sign(ReportedSign(Tier.BLOCK_AREA, MORNING, frozenset({"calf"}))).signs
    assert both.areas == {"neck", "calf"}
    tomorrow = ReportedSign(Tier.BLOCK_AREA, MORNING + timedelta(days=1), frozenset({"calf"}))
    assert signs.with_sign(tomorrow).signs == (tomorrow,)


def test_the_most_serious_sign_comes_first_and_taking_it_back_leaves_the_others() -> None:
    numb = ReportedSign(Tier.BLOCK_AREA, MORNING, frozenset({"neck"}))
    emergency = ReportedSign(Tier.EMERGENCY, MORNING)
    urgent = ReportedSign(Tier.URGENT, MORNING + timedelta(hours=2))
    for order in permutations((numb, emergency, urgent)):
        signs = ReportedSigns()
        for sign in order:
            signs = signs.with_sign(sign)
        for expected in (emergency, urgent, numb):
            assert signs.find_ruling_out(MORNING, {"neck"}) == expected
            signs = signs.without(expected)
        assert signs == ReportedSigns()
    assert ReportedSigns((numb,)).find_ruling_out(MORNING, {"calf"}) is None


def test_advice_can_follow_on_the_same_day_but_not_after_an_emergency() -> None:
    assert ReportedSign(Tier.URGENT, MORNING).may_be_advised
    assert not ReportedSign(Tier.EMERGENCY, MORNING).may_be_advised
    assert ReportedSign(Tier.EMERGENCY, MORNING).describe("112") == advice_for(Tier.EMERGENCY, "112")
