"""A warning sign that was reported rules out sessions for the rest of that day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.catalog.area import AREAS
from tpsession.core.safety.reported_sign import ReportedSign, read_reported_sign
from tpsession.core.safety.screening import Tier, advice_for

MORNING = datetime(2026, 1, 31, 8, tzinfo=UTC)


@given(
    st.sampled_from(Tier), st.datetimes(timezones=st.just(UTC)), st.frozensets(st.sampled_from(sorted(AREAS)))
)
def test_what_is_kept_is_read_back(tier: Tier, at: datetime, areas: frozenset[str]) -> None:
    sign = ReportedSign(tier, at, areas)
    assert read_reported_sign(sign.to_text()) == sign


@pytest.mark.parametrize("text", ["", "urgent", "urgent never", "other 2026-01-31T08:00:00+00:00"])
def test_what_can_not_be_read_is_no_sign(text: str) -> None:
    assert read_reported_sign(text) is None


@pytest.mark.parametrize(("tier", "rules_out"), [(tier, tier in {"emergency", "urgent"}) for tier in Tier])
def test_only_what_needs_advice_at_once_rules_out_the_day(tier: Tier, rules_out: bool) -> None:
    sign = ReportedSign(tier, MORNING)
    assert sign.rules_out(MORNING + timedelta(hours=15), {"neck"}) == rules_out
    assert not sign.rules_out(MORNING + timedelta(hours=16), {"neck"})


def test_what_is_about_an_area_rules_that_out_for_the_day_and_a_later_one_is_added() -> None:
    numb = ReportedSign(Tier.BLOCK_AREA, MORNING, frozenset({"neck"}))
    assert numb.rules_out(MORNING, {"neck", "calf"})
    assert not numb.rules_out(MORNING, {"calf"})
    both = ReportedSign(Tier.BLOCK_AREA, MORNING, frozenset({"calf"})).joined_with(numb)
    assert both.areas == {"neck", "calf"}
    tomorrow = ReportedSign(Tier.BLOCK_AREA, MORNING + timedelta(days=1), frozenset({"calf"}))
    assert tomorrow.joined_with(numb) == tomorrow
    assert ReportedSign(Tier.URGENT, MORNING).joined_with(numb).areas == frozenset()
    assert numb.joined_with(None) == numb


def test_a_less_serious_sign_does_not_replace_a_more_serious_one_of_the_same_day() -> None:
    emergency = ReportedSign(Tier.EMERGENCY, MORNING)
    urgent = ReportedSign(Tier.URGENT, MORNING + timedelta(hours=2))
    assert urgent.joined_with(emergency) == emergency
    assert emergency.joined_with(urgent) == emergency
    tomorrow = ReportedSign(Tier.URGENT, MORNING + timedelta(days=1))
    assert tomorrow.joined_with(emergency) == tomorrow


def test_advice_can_follow_on_the_same_day_but_not_after_an_emergency() -> None:
    assert ReportedSign(Tier.URGENT, MORNING).may_be_advised
    assert not ReportedSign(Tier.EMERGENCY, MORNING).may_be_advised
    assert ReportedSign(Tier.EMERGENCY, MORNING).describe("112") == advice_for(Tier.EMERGENCY, "112")
