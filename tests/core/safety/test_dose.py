"""How much massage an area had lately, and a short first session: run over generated histories."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.safety.test_eligibility import DONE, TODAY, step
from tests.core.strategies import routines
from tests.fakes.ports import MORNING
from tests.plain.fake_services import SHORT
from tpsession.core.catalog.area import AREAS, CALF, HAND, NECK
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.side import LEFT_AND_RIGHT, Side
from tpsession.core.catalog.technique import BREATHE, CIRCLES, PRESSURE, STROKES
from tpsession.core.history.records import SessionRecord, StepRecord, StopReason
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.plan.short_first import FIRST_HOLD_S, FIRST_MASSAGE_S, SHORT_FIRST
from tpsession.core.safety.dose import (
    DAY_LIMIT_S,
    ENOUGH,
    REST_DAY,
    REST_TOMORROW,
    DoseHistory,
    advise_after_first,
    count_doses,
    count_planned,
    first_session_query,
    list_dose_queries,
)
from tpsession.core.safety.stopping import find_resting_stop

STEPS = st.builds(
    StepRecord,
    technique=st.sampled_from(["strokes", "pressure", "rest", "breathe", "unknown"]),
    side=st.sampled_from(Side),
    planned_s=st.just(60.0),
    active_s=st.floats(0.0, 400.0),
    skipped=st.booleans(),
    eased=st.booleans(),
    area=st.sampled_from(["", "calf", "hand"]),
)
RECORDS = st.builds(
    lambda days, minutes, area, steps, reason, number: DONE._replace(
        id=str(number),
        started_at=MORNING - timedelta(days=days, minutes=minutes),
        ended_at=MORNING - timedelta(days=days),
        area=area,
        steps=tuple(steps),
        active_s=sum(each.active_s for each in steps),
        stop_reason=reason,
    ),
    days=st.integers(0, 3),
    minutes=st.integers(0, 60),
    area=st.sampled_from(["neck", "calf", ""]),
    steps=st.lists(STEPS, max_size=4),
    reason=st.none() | st.sampled_from(StopReason),
    number=st.integers(),
)
HISTORIES = st.lists(RECORDS, max_size=8, unique_by=lambda record: record.id)


def plan_for(routine: Routine = SHORT, **options: object) -> Plan:
    return build_plan(routine, PlanOptions(**options))  # type: ignore[arg-type] # fields of the options


@given(HISTORIES)
def test_no_second_is_lost_or_counted_twice(history: list[SessionRecord]) -> None:
    for day in {record.started_at.date() for record in history}:
        counted = sum(dose.seconds for dose in count_doses(history, day).values())
        worked = 0.0
        for record in history:
            if record.started_at.date() != day:
                continue
            for each in record.steps:
                if (each.area or record.area) and each.technique in {"strokes", "pressure", "unknown"}:
                    worked += each.active_s * (1 if each.side in {Side.LEFT, Side.RIGHT} else 2)
        assert counted == pytest.approx(worked)


@given(HISTORIES)
def test_what_is_said_of_the_dose_is_what_was_done_and_never_rules_anything_out(
    history: list[SessionRecord],
) -> None:
    plan = plan_for()
    advice = " ".join(DoseHistory(history, TODAY).list_advice(plan))
    dose = count_doses(history, TODAY).get(("neck", Side.LEFT))
    right = count_doses(history, TODAY).get(("neck", Side.RIGHT))
    most = max((each.sessions for each in (dose, right) if each), default=0)
    assert (ENOUGH in advice) == (most >= 2)
    if not dose and not right and not count_doses(history, TODAY - timedelta(days=1)):
        assert "Neck" not in advice


@given(HISTORIES, st.sampled_from(sorted(AREAS)), st.sampled_from(LEFT_AND_RIGHT))
def test_a_spot_rests_exactly_if_a_stop_of_today_was_on_it_or_for_dizziness(
    history: list[SessionRecord], area: str, side: Side
) -> None:
    stops = [
        record
        for record in history
        if record.stop_reason not in {None, StopReason.INTERRUPTED}
        and (record.ended_at or record.started_at).date() == TODAY
        and (record.stop_reason is StopReason.DIZZY or _was_on(record, area, side))
    ]
    found = find_resting_stop(history, ((area, side),), TODAY)
    assert found in stops if stops else found is None


def test_right_after_the_first_session_on_an_area_a_rest_day_is_advised() -> None:
    first = DONE._replace(id="first", active_s=60.0)
    logged = DONE._replace(id="logged", routine="", active_s=0.0)
    assert advise_after_first([first], "neck", "first") == REST_TOMORROW
    assert advise_after_first([first], "", "first") == ""
    assert advise_after_first([first._replace(active_s=0.0)], "neck", "first") == ""
    assert advise_after_first([first, logged], "neck", "first") == ""
    assert first_session_query("neck").area == "neck"


def _was_on(record: SessionRecord, area: str, side: Side) -> bool:
    """Whether a session was for an area on a side: by its steps there that have a side, else on both."""
    if not record.steps:
        sides = {record.side}
    else:
        sides = {each.side for each in record.steps if (each.area or record.area) == area} - {Side.NONE}
    is_for_area = area in record.areas
    return is_for_area and (not sides or bool({side, Side.BOTH} & sides) or sides == {Side.NONE})


@given(routines())
def test_a_short_first_session_keeps_to_its_numbers_on_every_area_and_side(routine: Routine) -> None:
    area = routine.area or NECK
    plan = plan_for(routine, area=None if routine.area else area, short_first=True)
    assert SHORT_FIRST in plan.notes
    for spot, seconds in count_planned(plan).items():
        replaced = AREAS[spot[0]].substitutions if spot[0] in AREAS else ()
        assert seconds <= FIRST_MASSAGE_S + 0.001 or replaced
    holds: dict[tuple[str, Side], int] = {}
    for phase in plan.phases:
        entry = plan.entries[phase.entry]
        if phase.kind is PhaseKind.HOLD and entry.technique.is_massage:
            assert phase.planned_s <= FIRST_HOLD_S
            key = plan.area_of(entry).id, entry.side
            holds[key] = holds.get(key, 0) + 1
    assert max(holds.values(), default=1) == 1


def test_the_other_steps_share_what_the_hold_leaves() -> None:
    steps = (
        Step(CIRCLES, duration_s=50.0),
        Step(STROKES, count=12, tempo=12.0),
        Step(STROKES, count=20),
        Step(PRESSURE, hold_s=45.0, release_s=10.0, repeat=3),
        Step(PRESSURE, hold_s=45.0),
        Step(CIRCLES, duration_s=60.0),
        Step(CIRCLES, duration_s=60.0, area=HAND),
        Step(BREATHE, duration_s=60.0),
    )
    plan = plan_for(Routine("one", "One", NECK, Sides.NONE, steps), short_first=True)
    assert [(entry.technique.id, entry.planned_s) for entry in plan.entries] == [
        ("circles", 50.0), ("strokes", 25.0), ("pressure", 45.0), ("circles", 60.0), ("breathe", 60.0),
    ]  # fmt: skip


def test_steps_for_which_too_little_time_is_left_go_and_counted_ones_get_shorter() -> None:
    def durations(*steps: Step) -> list[tuple[float, int | None]]:
        routine = Routine("one", "One", NECK, Sides.NONE, (*steps, Step(BREATHE, duration_s=60.0)))
        plan = plan_for(routine, short_first=True)
        return [(entry.planned_s, entry.count) for entry in plan.entries[:-1]]

    circles = Step(CIRCLES, duration_s=90.0)
    assert durations(circles, Step(STROKES, count=20)) == [(90.0, None), (0.0, 6)]
    assert durations(circles, circles) == [(90.0, None), (30.0, None)]
    assert durations(circles, circles, circles) == [(90.0, None), (30.0, None)]
    # One cycle takes longer than what is left.
    assert durations(circles._replace(duration_s=108.0), Step(STROKES, count=2, tempo=4.0)) == [(108.0, None)]


def test_a_short_session_is_offered_only_before_a_long_first_one_on_the_area() -> None:
    long = plan_for(SHORT._replace(steps=(SHORT.steps[0]._replace(duration_s=70.0), *SHORT.steps[1:])))
    assert DoseHistory((), TODAY).offers_short_first(long)
    assert not DoseHistory((), TODAY).offers_short_first(plan_for())
    assert not DoseHistory((DONE,), TODAY).offers_short_first(long)
    assert DoseHistory((DONE._replace(area="calf"),), TODAY).offers_short_first(long)
    calm = SHORT._replace(area=NO_AREA, steps=(Step(BREATHE, duration_s=60.0),))
    assert not DoseHistory((), TODAY).offers_short_first(plan_for(calm))
    since, of_area = list_dose_queries(NECK, TODAY)
    assert since.since == TODAY - timedelta(days=1)
    assert of_area.area == "neck"


@pytest.mark.parametrize(("days", "day"), [(0, "today"), (1, "yesterday"), (2, "")])
def test_after_the_first_session_on_an_area_a_rest_day_is_advised(days: int, day: str) -> None:
    first = DONE._replace(started_at=DONE.started_at - timedelta(days=days), side=Side.NONE)
    advice = DoseHistory((first, first), TODAY).list_advice(plan_for())
    assert (REST_DAY.format(day=day) in advice) == bool(day)
    assert any("1 session today (8 minutes 20 seconds of massage)" in line for line in advice) == (days == 0)


def test_each_side_is_told_apart_and_much_massage_is_warned_of() -> None:
    each = SHORT._replace(
        sides=Sides.EACH, steps=(Step(STROKES, duration_s=60.0, sided=True), SHORT.steps[2])
    )
    long_ago = DONE._replace(id="old", started_at=DONE.started_at - timedelta(days=9))
    left = DONE._replace(steps=(step(active_s=DAY_LIMIT_S - 60.0),))
    (told,) = DoseHistory((left, long_ago), TODAY).list_advice(plan_for(each))
    assert told == "Neck, left side: 1 session today (9 minutes of massage)."
    more = left._replace(steps=(step(active_s=DAY_LIMIT_S - 59.0),))
    (warned,) = DoseHistory((more, long_ago), TODAY).list_advice(plan_for(each))
    assert warned.endswith("With this one it is over 10 minutes today.")
    heavy = more._replace(
        started_at=DONE.started_at - timedelta(days=1), steps=(step(active_s=DAY_LIMIT_S + 60.0),)
    )
    (yesterday,) = DoseHistory((heavy, long_ago), TODAY).list_advice(plan_for(each))
    assert yesterday == "Neck, left side: 1 session yesterday (11 minutes of massage)."
    assert DoseHistory((heavy, long_ago), TODAY).list_advice(plan_for(each, side=Side.RIGHT)) == ()
    assert CALF.id not in {area for area, _ in count_doses([heavy], TODAY)}
