"""What a plan says to prepare: the position, and each tool that is needed once."""

from __future__ import annotations

from tests.core.routines import OIL_30S, TWO_STRETCHES, plan_of, routine
from tpsession.core.catalog.area import NECK, SHOULDER
from tpsession.core.plan.plan import PlanOptions, build_plan


def test_the_position_is_the_areas_if_the_routine_gives_none() -> None:
    assert plan_of(OIL_30S).position == SHOULDER.position


def test_a_tool_is_named_once_whether_or_not_an_article_stands_before_it() -> None:
    sample = routine(TWO_STRETCHES, area=SHOULDER)._replace(have=("Chair", "oil", "the oil", "a stool"))

    have = build_plan(sample, PlanOptions()).have
    assert have == (*SHOULDER.have, "oil", "a stool")


def test_a_position_of_ones_own_needs_only_what_the_routine_says() -> None:
    sample = routine(TWO_STRETCHES, area=SHOULDER)._replace(
        position="Lie on the floor.", have=("a foam roller",)
    )

    assert build_plan(sample, PlanOptions()).have == ("a foam roller",)
    assert build_plan(sample._replace(position=""), PlanOptions()).have == (*SHOULDER.have, "a foam roller")


def test_what_a_technique_alone_needs_is_listed_only_if_it_is_played_on_that_area() -> None:
    assert "a chair" in plan_of(OIL_30S, TWO_STRETCHES, area=SHOULDER).have
    assert "a chair" not in plan_of(OIL_30S, area=SHOULDER).have
    elsewhere = plan_of(OIL_30S, TWO_STRETCHES._replace(area=NECK), area=SHOULDER)
    assert elsewhere.have == (*SHOULDER.tools_for({OIL_30S.technique}), *NECK.have)
