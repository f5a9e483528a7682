"""What rests after a stop, what is said then, and when light-headedness is only from breathing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.safety.test_eligibility import STOPPED, TODAY, step
from tpsession.core.catalog.area import AREAS, NECK
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.side import LEFT_AND_RIGHT, Side, Spot
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.history.records import SessionRecord, StepRecord, StopReason
from tpsession.core.safety.screening import LOCAL_NUMBER, Tier, advice_for
from tpsession.core.safety.stopping import (
    AFTER_LIGHT_HEADED,
    AFTER_NUMB,
    AFTER_SHARP,
    AREA_RESTS,
    BODY_RESTS,
    LET_AREA_REST,
    advice_after_stop,
    describe_resting_stop,
    find_resting_stop,
    is_light_headed,
    lasting_advice,
    list_stop_reasons,
    may_be_emergency,
    rests_body,
    signs_in_advice,
)

SHARP = STOPPED._replace(stop_reason=StopReason.SHARP)
NEAR_THE_HEAD = ("neck", "skull-base", "jaw", "shoulder", "upper-back")
STEPS = st.lists(
    st.builds(
        StepRecord,
        st.sampled_from(sorted(TECHNIQUES)),
        st.just(Side.NONE),
        st.sampled_from((0.0, 60.0)),
        st.sampled_from((0.0, 20.0, 60.0, 80.0)),
        skipped=st.booleans(),
        eased=st.just(False),
        area=st.sampled_from(("", *AREAS)),
    ),
    max_size=5,
)


def dizzy(steps: Sequence[StepRecord], area: str = "foot") -> SessionRecord:
    """A session that was stopped today for dizziness."""
    return STOPPED._replace(stop_reason=StopReason.DIZZY, area=area, place=area, steps=tuple(steps))


def part(technique: str, active_s: float, planned_s: float = 60.0, area: str = "") -> StepRecord:
    return step(area=area, active_s=active_s)._replace(technique=technique, planned_s=planned_s)


@pytest.mark.parametrize(
    ("spot", "rests"),
    [(("neck", Side.LEFT), True), (("neck", Side.RIGHT), False), (("foot", Side.LEFT), False)],
)
def test_a_stop_for_sharp_pain_makes_only_its_own_area_and_side_rest(spot: Spot, rests: bool) -> None:
    assert find_resting_stop([SHARP], (spot,), TODAY) is (SHARP if rests else None)


@pytest.mark.parametrize("side", [Side.BOTH, Side.NONE])
def test_a_stop_without_a_single_side_makes_both_rest(side: Side) -> None:
    both = SHARP._replace(side=side)
    assert all(find_resting_stop([both], (("neck", each),), TODAY) for each in LEFT_AND_RIGHT)


def test_the_sides_of_the_steps_count_and_not_the_side_that_hurts() -> None:
    oil = step()._replace(technique="relax", side=Side.NONE)
    massaged = SHARP._replace(side=Side.RIGHT, steps=(oil, step()))
    assert find_resting_stop([massaged], (("neck", Side.RIGHT),), TODAY) is None
    assert find_resting_stop([massaged], (("neck", Side.LEFT),), TODAY) is massaged


def test_a_side_that_rests_is_named() -> None:
    assert describe_resting_stop(SHARP) == "No more massage on this side today: left neck."
    (_, asked) = advice_after_stop(StopReason.SHARP, "", {("calf", Side.RIGHT)}, is_saved=False)
    assert asked == "Please don't massage this side again today: right calf."


def test_only_an_interruption_leaves_the_area_free_for_the_day() -> None:
    assert advice_after_stop(StopReason.INTERRUPTED, "") == ()
    assert describe_resting_stop(STOPPED._replace(stop_reason=StopReason.INTERRUPTED)) == ""
    for reason in set(StopReason) - {StopReason.INTERRUPTED, StopReason.DIZZY}:
        assert advice_after_stop(reason, "")[-1] == AREA_RESTS
        assert advice_after_stop(reason, "", is_saved=False)[-1] == LET_AREA_REST


def test_after_sharp_pain_and_numbness_it_says_when_to_get_advice_the_most_urgent_first() -> None:
    assert advice_after_stop(StopReason.SHARP, "") == (AFTER_SHARP, AREA_RESTS)
    emergency, advice, rest = advice_after_stop(StopReason.NUMB, "112")
    assert (rest, advice) == (AREA_RESTS, AFTER_NUMB)
    assert "Call 112 now if both legs" in emergency
    signs = signs_in_advice(StopReason.NUMB)
    assert emergency == f"Call 112 now if {', if '.join(signs[:-1])}, or if {signs[-1]}."
    assert not signs_in_advice(StopReason.SHARP)
    assert advice_after_stop(StopReason.NUMB, "", is_massage=False)[-1] == AFTER_NUMB
    for reason in (StopReason.PAINFUL, StopReason.BRUISE):
        assert advice_after_stop(reason, "") == (AREA_RESTS,)


def test_only_advice_that_says_when_to_call_for_help_may_be_an_emergency() -> None:
    for reason in StopReason:
        calls = "112" in " ".join(advice_after_stop(reason, "112"))
        assert may_be_emergency(reason) is calls
    assert not may_be_emergency(None)


def test_after_dizziness_the_emergency_advice_stands_alone() -> None:
    assert advice_after_stop(StopReason.DIZZY, "") == (advice_for(Tier.EMERGENCY, ""),)
    said = advice_after_stop(StopReason.DIZZY, "", light_headed=True)
    assert (said[0], said[-1]) == (AFTER_LIGHT_HEADED, AREA_RESTS)
    assert f"call {LOCAL_NUMBER}: this may be an emergency." in said[1]


def test_after_a_stop_several_areas_are_named() -> None:
    spots = {("neck", Side.LEFT), ("neck", Side.RIGHT), ("calf", Side.LEFT)}
    assert advice_after_stop(StopReason.BRUISE, "", spots) == (
        "No more massage on these areas today: neck, left calf.",
    )
    (asked,) = advice_after_stop(StopReason.BRUISE, "", spots, is_saved=False)
    assert asked == "Please don't massage these areas again today: neck, left calf."


def test_a_bruise_is_a_reason_only_where_something_is_massaged() -> None:
    assert set(list_stop_reasons([NECK])) == set(StopReason)
    assert set(list_stop_reasons([NO_AREA])) == set(StopReason) - {StopReason.BRUISE}


@pytest.mark.parametrize(
    ("steps", "area", "expected"),
    [
        ([part("breathe", 20.0)], "", True),
        ([part("relax", 20.0)], "", True),
        ([part("custom", 20.0)], "", True),
        ([part("strokes", 60.0), part("breathe", 20.0)], "foot", True),
        ([part("breathe", 20.0), part("strokes", 0.0)], "neck", True),
        ([part("wipe", 0.0, 0.0), part("breathe", 20.0)], "neck", True),
        # Nothing began, the breathing was over, or something else was going on.
        ([part("breathe", 0.0)], "", False),
        ([part("breathe", 60.0), part("wipe", 0.0, 0.0)], "", False),
        ([part("breathe", 20.0)._replace(skipped=True)], "", False),
        ([part("breathe", 60.0), part("strokes", 5.0)], "foot", False),
        # Massage near the head came before, for a moment or without a time.
        ([part("strokes", 1.0), part("breathe", 20.0)], "neck", False),
        ([part("locate", 0.0, 0.0), part("breathe", 20.0)], "jaw", False),
        ([part("strokes", 60.0, area="shoulder"), part("breathe", 20.0)], "foot", False),
    ],
)
def test_only_in_breathing_without_work_near_the_head_is_dizziness_no_emergency(
    steps: list[StepRecord], area: str, expected: bool
) -> None:
    assert is_light_headed(StopReason.DIZZY, steps, area) is expected
    assert not is_light_headed(StopReason.SHARP, steps, area)
    assert not is_light_headed(None, steps, area)


@given(STEPS, st.sampled_from(("", *AREAS)))
def test_dizziness_rests_the_body_unless_it_is_from_breathing(steps: list[StepRecord], area: str) -> None:
    record = dizzy(steps, area)
    light_headed = is_light_headed(record.stop_reason, record.steps, record.area)
    rested = find_resting_stop([record], (("hand", Side.LEFT),), TODAY)
    assert rests_body(record) is not light_headed
    assert (rested is None) is (light_headed and "hand" not in record.areas)
    assert (describe_resting_stop(record) == BODY_RESTS) is not light_headed
    if light_headed:
        last = [each for each in steps if each.active_s][-1]
        assert last.technique in {"breathe", "relax"} or not (last.area or area)
        worked = {each.area or area for each in steps[: steps.index(last)] if each.technique == "pressure"}
        timed = {each.area or area for each in steps[: steps.index(last)] if each.active_s}
        assert worked.isdisjoint(NEAR_THE_HEAD) or not timed & worked


def test_after_sharp_pain_numbness_and_light_headedness_it_stays_in_view_when_to_get_advice() -> None:
    assert lasting_advice(StopReason.SHARP, "") == AFTER_SHARP
    assert lasting_advice(StopReason.NUMB, "") == AFTER_NUMB
    assert "call 112: this may be" in lasting_advice(StopReason.DIZZY, "112", light_headed=True)
    for reason in (None, StopReason.DIZZY, StopReason.PAINFUL, StopReason.BRUISE, StopReason.INTERRUPTED):
        assert lasting_advice(reason, "") == ""
