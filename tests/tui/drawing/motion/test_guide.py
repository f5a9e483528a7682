"""The animated guide: what it shows for each phase, and that it is in step with the plan."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.routines import (
    BREATHE_60S,
    CIRCLES_60S,
    LOCATE_GATE,
    OIL_30S,
    REST_60S,
    THREE_HOLDS,
    TWO_STRETCHES,
    WIPE_GATE,
    plan_of,
    with_gate,
)
from tests.core.strategies import plans
from tpsession.core.catalog.area import FOOT, HAND, Area
from tpsession.core.catalog.routine import Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import CUSTOM, RELAX, STROKES
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanEntry
from tpsession.tui.drawing.motion.guide import (
    GuideKind,
    cycle_position,
    describe_direction,
    describe_guide,
    draw_guide,
    guide_kind,
    still_position,
)
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture

KINDS = st.sampled_from(GuideKind)
TURNS = st.floats(0, 1, exclude_max=True)
CHARSETS = st.sampled_from(Charset)
STROKED = Step(STROKES, duration_s=60.0, tempo=12.0, sided=True)
OWN = Step(CUSTOM, duration_s=60.0, sided=True)
RELAXED = Step(RELAX, hold_s=5.0, release_s=15.0, repeat=2)


def first(step: Step, kind: PhaseKind = PhaseKind.WORK, area: Area = HAND) -> tuple[Phase, PlanEntry]:
    """The first phase of this kind that a step has, and its entry."""
    laid = plan_of(step, area=area)
    phase = next(phase for phase in laid.phases if phase.kind is kind)
    return phase, laid.entries[phase.entry]


def differing_cells(one: Picture, other: Picture) -> int:
    """How many cells two pictures differ in."""
    pairs = zip("".join(one.lines), "".join(other.lines), strict=True)
    return sum(1 for here, there in pairs if here != there)


def moving(picture: Picture) -> list[tuple[int, int]]:
    """The cells of what moves, as columns and rows."""
    cells = []
    for row, runs in enumerate(picture.rows):
        column = 0
        for text, ink in runs:
            if ink is Ink.GUIDE:
                cells += [(at, row) for at in range(column, column + len(text))]
            column += len(text)
    return cells


def middle(picture: Picture) -> tuple[float, float]:
    """Where what moves is, on average."""
    cells = moving(picture)
    return sum(column for column, _ in cells) / len(cells), sum(row for _, row in cells) / len(cells)


def screen_text(kind: GuideKind, at: float, charset: Charset = Charset.UNICODE) -> Picture:
    """A frame of the usual size."""
    return draw_guide(kind, at, 24, 8, charset)


@pytest.mark.parametrize(
    ("step", "phase", "kind"),
    [
        (OIL_30S, PhaseKind.WORK, GuideKind.DROP),
        (CIRCLES_60S, PhaseKind.WORK, GuideKind.CIRCLE),
        (LOCATE_GATE._replace(duration_s=20.0), PhaseKind.WORK, GuideKind.SEARCH),
        (STROKED, PhaseKind.WORK, GuideKind.STROKES),
        (THREE_HOLDS, PhaseKind.HOLD, GuideKind.PRESSURE),
        (THREE_HOLDS, PhaseKind.RELEASE, GuideKind.PRESSURE),
        (TWO_STRETCHES, PhaseKind.HOLD, GuideKind.STRETCH),
        (TWO_STRETCHES, PhaseKind.RELEASE, GuideKind.STRETCH),
        (BREATHE_60S, PhaseKind.WORK, GuideKind.BREATH),
        (RELAXED, PhaseKind.HOLD, GuideKind.HOLD),
        (RELAXED, PhaseKind.RELEASE, GuideKind.HOLD),
        (REST_60S, PhaseKind.REST, GuideKind.REST),
        (WIPE_GATE._replace(duration_s=20.0), PhaseKind.WORK, GuideKind.WIPE),
        (OWN, PhaseKind.WORK, GuideKind.REST),
        (OWN._replace(tempo=20.0), PhaseKind.WORK, GuideKind.PACE),
        (OWN._replace(duration_s=None, hold_s=9.0), PhaseKind.HOLD, GuideKind.HOLD),
        (OIL_30S, PhaseKind.GET_READY, GuideKind.READY),
    ],
)
def test_each_technique_has_its_own_picture(step: Step, phase: PhaseKind, kind: GuideKind) -> None:
    assert guide_kind(*first(step, phase)) is kind


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (LOCATE_GATE, GuideKind.SEARCH),
        (with_gate(THREE_HOLDS), GuideKind.SEARCH),
        (WIPE_GATE, GuideKind.WIPE),
        (with_gate(TWO_STRETCHES), GuideKind.WAIT),
        (with_gate(CIRCLES_60S), GuideKind.WAIT),
        (with_gate(OWN), GuideKind.WAIT),
    ],
)
def test_a_gate_shows_what_it_waits_for(step: Step, kind: GuideKind) -> None:
    assert guide_kind(*first(step, PhaseKind.GATE)) is kind


def test_where_a_ball_is_used_the_picture_shows_a_ball() -> None:
    assert guide_kind(*first(STROKED, area=FOOT)) is GuideKind.PACE
    assert guide_kind(*first(CIRCLES_60S, area=FOOT)) is GuideKind.CIRCLE
    step = with_gate(THREE_HOLDS)
    for phase in (PhaseKind.HOLD, PhaseKind.RELEASE):
        assert guide_kind(*first(step, phase, FOOT)) is GuideKind.BALL_PRESSURE
    assert guide_kind(*first(step, PhaseKind.GATE, FOOT)) is GuideKind.BALL_SEARCH


def test_switching_sides_shows_the_next_side() -> None:
    laid = plan_of(OIL_30S, sides=Sides.EACH)
    switch = next(phase for phase in laid.phases if phase.kind is PhaseKind.SWITCH_SIDES)
    entry = laid.entries[switch.entry]

    assert guide_kind(switch, entry) is GuideKind.TO_RIGHT
    assert guide_kind(switch, entry._replace(side=Side.LEFT)) is GuideKind.TO_LEFT


@given(plans(), st.floats(0, 4000), st.data())
def test_every_phase_of_any_plan_has_a_picture_at_every_moment(
    laid: Plan, position_s: float, data: st.DataObject
) -> None:
    phase = data.draw(st.sampled_from(laid.phases))
    entry = laid.entries[phase.entry]
    at = cycle_position(phase, entry, position_s, phase.planned_s)

    assert 0 <= at < 1
    assert moving(screen_text(guide_kind(phase, entry), at))
    assert describe_direction(phase, entry, position_s) in {"", "in", "out", "stroke", "back"}


@given(plans(), st.floats(0, 200), st.data())
def test_a_motion_never_jumps(laid: Plan, position_s: float, data: st.DataObject) -> None:
    phase = data.draw(st.sampled_from(laid.phases))
    entry = laid.entries[phase.entry]
    now, next_up = (cycle_position(phase, entry, at, 200.0) for at in (position_s, position_s + 0.1))

    assert min(abs(next_up - now), 1 - abs(next_up - now)) <= 0.06


@given(KINDS, TURNS, st.integers(0, 110), st.integers(0, 45), CHARSETS)
def test_a_picture_has_exactly_the_given_size_and_uses_only_the_characters_of_the_charset(
    kind: GuideKind, at: float, columns: int, rows: int, charset: Charset
) -> None:
    picture = draw_guide(kind, at, columns, rows, charset)
    drawn = set("".join(picture.lines))

    assert [len(line) for line in picture.lines] == [columns] * rows
    assert {ink for row in picture.rows for _, ink in row} <= {Ink.BLANK, Ink.OUTLINE, Ink.GUIDE}
    if charset is Charset.ASCII:
        assert all(" " <= char <= "~" for char in drawn)
    else:
        assert all(
            char == " " or 0x2801 <= ord(char) <= 0x28FF or 0x2580 <= ord(char) <= 0x259F for char in drawn
        )


@given(KINDS, TURNS, CHARSETS)
def test_drawing_a_moment_twice_gives_the_same_picture(kind: GuideKind, at: float, charset: Charset) -> None:
    assert screen_text(kind, at, charset) == screen_text(kind, at, charset)


@pytest.mark.parametrize("charset", Charset)
@pytest.mark.parametrize("kind", GuideKind)
def test_a_cycle_moves_in_small_steps_and_ends_where_it_began(kind: GuideKind, charset: Charset) -> None:
    frames = [screen_text(kind, at / 120, charset) for at in range(120)]
    steps = [differing_cells(one, other) for one, other in pairwise(frames)]

    assert sum(1 for step in steps if step) >= 10
    assert max(steps) <= 55
    if kind not in {GuideKind.READY, GuideKind.TO_LEFT, GuideKind.TO_RIGHT}:
        assert differing_cells(frames[-1], frames[0]) <= 55


@pytest.mark.parametrize("size", [(10, 4), (24, 8), (100, 40)])
@pytest.mark.parametrize("charset", Charset)
def test_the_still_pictures_of_all_kinds_differ(size: tuple[int, int], charset: Charset) -> None:
    pictures = {kind: draw_guide(kind, still_position(kind), *size, charset) for kind in GuideKind}

    for one, other in combinations(GuideKind, 2):
        assert differing_cells(pictures[one], pictures[other]) >= size[0] * size[1] * 0.07, (one, other)


@given(st.floats(1, 10), st.floats(1, 15), st.integers(0, 50))
def test_the_breath_is_largest_at_the_end_of_the_inhale(
    inhale_s: float, exhale_s: float, breaths: int
) -> None:
    phase, entry = first(BREATHE_60S)
    entry = entry._replace(inhale_s=inhale_s, exhale_s=exhale_s)
    begins_s = breaths * (inhale_s + exhale_s)

    assert cycle_position(phase, entry, begins_s + inhale_s, 60) == pytest.approx(0.5)
    assert describe_direction(phase, entry, begins_s + inhale_s * 0.99) == "in"
    assert describe_direction(phase, entry, begins_s + inhale_s + exhale_s * 0.01) == "out"
    assert describe_direction(phase, entry, begins_s + inhale_s + exhale_s * 0.99) == "out"


def test_the_breath_grows_and_shrinks_and_its_arrows_show_the_direction() -> None:
    sizes = [len(moving(draw_guide(GuideKind.BREATH, at / 20, 16, 8, Charset.UNICODE))) for at in range(20)]

    assert sizes[:11] == sorted(sizes[:11])
    assert sizes[10:] == sorted(sizes[10:], reverse=True)
    assert sizes[10] > sizes[0] * 4
    assert screen_text(GuideKind.BREATH, 0.3) != screen_text(GuideKind.BREATH, 0.7)


@given(st.floats(4, 60), st.integers(0, 30))
def test_strokes_and_circles_keep_the_tempo(tempo: float, cycles: int) -> None:
    for step in (STROKED, CIRCLES_60S, OWN._replace(tempo=12.0)):
        phase, entry = first(step)
        entry = entry._replace(tempo=tempo)
        begins_s = cycles * 60 / tempo

        assert cycle_position(phase, entry, begins_s + 30 / tempo, 60) == pytest.approx(0.5)
        assert cycle_position(phase, entry, begins_s + 15 / tempo, 60) == pytest.approx(0.25)


def test_a_stroke_is_highest_at_half_a_cycle_and_the_direction_word_agrees() -> None:
    phase, entry = first(STROKED)
    heights = [middle(screen_text(GuideKind.STROKES, at / 10))[1] for at in range(10)]

    assert min(heights) == heights[5] < 1.5
    assert max(heights) == heights[0] > 5.5
    assert [describe_direction(phase, entry, at) for at in (0.0, 2.4, 2.6, 4.9, 5.1)] == [
        "stroke",
        "stroke",
        "back",
        "back",
        "stroke",
    ]


def test_the_palm_circles_clockwise_from_the_top() -> None:
    top, right, bottom, left = (middle(screen_text(GuideKind.CIRCLE, at / 4)) for at in range(4))

    assert top[1] < min(right[1], left[1]) <= max(right[1], left[1]) < bottom[1]
    assert right[0] > 12 > left[0]


def test_pressure_builds_up_stays_and_lets_go_in_the_release() -> None:
    hold, entry = first(THREE_HOLDS, PhaseKind.HOLD)
    release, _ = first(THREE_HOLDS, PhaseKind.RELEASE)

    def deep(phase: Phase, position_s: float) -> int:
        at = cycle_position(phase, entry, position_s, phase.planned_s)
        return max(row for _, row in moving(draw_guide(GuideKind.PRESSURE, at, 24, 24, Charset.UNICODE)))

    building = [deep(hold, second / 4) for second in range(13)]
    assert building == sorted(building)
    assert building[-1] - building[0] >= 8
    assert all(building[-1] - 1 <= deep(hold, second / 4) <= building[-1] for second in range(12, 120))
    lifting = [deep(release, second / 4) for second in range(13)]
    assert lifting == sorted(lifting, reverse=True)
    assert lifting[0] >= building[-1] - 1
    assert deep(release, 10) == lifting[-1] == building[0]


@pytest.mark.parametrize(("step", "builds_s"), [(THREE_HOLDS, 3.0), (TWO_STRETCHES, 5.0), (RELAXED, 2.5)])
def test_a_hold_is_fully_built_up_after_its_first_seconds(step: Step, builds_s: float) -> None:
    phase, entry = first(step, PhaseKind.HOLD)
    length_s = phase.planned_s

    assert cycle_position(phase, entry, builds_s * 0.98, length_s) < still_position(GuideKind.PRESSURE)
    assert cycle_position(phase, entry, builds_s, length_s) == pytest.approx(
        still_position(GuideKind.PRESSURE)
    )


def test_a_stretch_pulls_long_and_comes_back() -> None:
    def long(at: float) -> int:
        columns = [column for column, _ in moving(screen_text(GuideKind.STRETCH, at))]
        return max(columns) - min(columns)

    assert long(0.25) > long(0.1) > long(0.0)
    assert long(0.25) >= 21
    assert long(0.99) == long(0.0)


@given(st.floats(0.5, 600), st.floats(0, 1))
def test_the_ring_closes_as_the_get_ready_phase_ends(length_s: float, part: float) -> None:
    phase, entry = first(OIL_30S, PhaseKind.GET_READY)

    assert cycle_position(phase, entry, part * length_s, length_s) == pytest.approx(part)


def test_the_other_side_is_reached_as_the_phase_ends() -> None:
    for kind, begins, ends in ((GuideKind.TO_RIGHT, 4, 19), (GuideKind.TO_LEFT, 19, 4)):
        assert middle(screen_text(kind, 0.0))[0] == pytest.approx(begins, abs=1)
        assert middle(screen_text(kind, 0.999))[0] == pytest.approx(ends, abs=1)


def test_an_oil_drop_falls_every_four_seconds() -> None:
    phase, entry = first(OIL_30S)
    falling = [middle(screen_text(GuideKind.DROP, at / 100))[1] for at in range(10, 80, 5)]

    assert cycle_position(phase, entry, 2.0, 30) == cycle_position(phase, entry, 6.0, 30) == 0.5
    assert falling == sorted(falling)


def test_every_guide_has_a_description_of_its_own() -> None:
    words = [describe_guide(kind) for kind in GuideKind]

    assert len(set(words)) == len(words)
    assert all(said and not said.endswith(".") for said in words)


def test_only_motions_with_two_directions_have_words_for_them() -> None:
    for step in (OIL_30S, CIRCLES_60S, OWN):
        assert describe_direction(*first(step), 1.0) == ""
    assert describe_direction(*first(THREE_HOLDS, PhaseKind.HOLD), 1.0) == ""
    assert describe_direction(*first(STROKED, PhaseKind.GET_READY), 1.0) == ""
