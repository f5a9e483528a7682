"""The routines that come with the program."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path
from textwrap import wrap

import pytest

from tpsession.core.catalog.area import AREAS, HAND, Area
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import SESSION_LIMIT_S, SPOT_LIMIT_S, Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import (
    BREATHE,
    OIL,
    PRESSURE,
    RELAX,
    REST,
    STRETCH,
    STROKES,
    WIPE,
    Technique,
)
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.plan.wording import describe_step
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

TRY_OUT = "try-out"
FILES = sorted(find_resources().routines.glob("*.toml"))
EVERY_FILE = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
LONGEST_TEXT = 140
"""Characters of an instruction: about ten seconds of speech (ours)."""
NAME_COLUMNS = 23
"""Columns for a name in the list on a screen of 60."""
SMALL_SCREEN = 56
"""Columns for a text on a screen of 60."""
PROMISES = re.compile(
    r"\b(cur(es?|ed|ing)|heal(s|ed|ing)?|(de)?tox\w*|cleared|recalled|reliev\w+|fix(es|ed)?|loosen\w*|release[sd]"
    r"|guarantee\w*|proven|always helps|knots?|adhesions?)\b",
    re.IGNORECASE,
)
"""Words that promise what massage can't do, or name what nobody has shown."""
ENDS = re.compile(
    r"let go|step off|come (off|slowly)|put the (foot|ball)|push the ball|lay your hands down|arms? .*sink"
    r"|close your|hold your head|bring your head|both feet",
    re.IGNORECASE,
)
"""What ends a hold, a stretch or work with a ball."""
NEEDS_DRY_SKIN = re.compile(r"\b(ball|stand|wall)\b", re.IGNORECASE)


@cache
def routine_at(path: Path) -> Routine:
    """Return a built-in routine, which must have no errors and no warnings."""
    routine, problems = read_routine(path)
    assert routine is not None
    assert problems == ()
    return routine


@cache
def plans_of(path: Path) -> tuple[Plan, ...]:
    """Return the plan of a routine, or its plans on all areas if the person chooses one."""
    routine = routine_at(path)
    areas: tuple[Area | None, ...] = (None,) if routine.area is not None else tuple(AREAS.values())
    return tuple(build_plan(routine, PlanOptions(area=area)) for area in areas)


def techniques_of(path: Path) -> set[Technique]:
    return {step.technique for step in routine_at(path).steps}


def test_all_built_in_routines_are_there() -> None:
    assert [path.stem for path in FILES] == [
        "breathing", "calf", "classic", "foot", "forearm", "hand", "hip", "jaw", "low-back", "neck", "quick",
        "shoulder", "skull-base", "thigh", TRY_OUT, "unwind", "upper-back",
    ]  # fmt: skip


def test_each_area_has_a_routine_named_after_it() -> None:
    named = {path.stem: routine_at(path).area for path in FILES}

    assert {area: named[area] for area in AREAS} == AREAS


@EVERY_FILE
def test_a_built_in_routine_has_no_problem_and_says_what_it_is_for(path: Path) -> None:
    routine = routine_at(path)

    assert routine.summary
    assert 0 < len(routine.name) <= NAME_COLUMNS
    assert all(plan.have for plan in plans_of(path) if OIL in techniques_of(path))


@EVERY_FILE
def test_a_built_in_routine_lists_what_its_area_needs_though_it_has_a_position_of_its_own(path: Path) -> None:
    for plan in plans_of(path):
        needed = plan.area.tools_for({entry.technique for entry in plan.entries})
        assert set(needed) <= set(plan.have)


@pytest.mark.parametrize(
    ("area", "only_for_the_stretch"),
    [("calf", "a free stretch of wall"), ("low-back", "a mat or a bed"), ("hip", "a chair")],
)
def test_what_only_the_stretch_needs_is_not_fetched_for_three_minutes_without_one(
    area: str, only_for_the_stretch: str
) -> None:
    have = {
        name: build_plan(
            routine_at(find_resources().routines / f"{name}.toml"), PlanOptions(area=AREAS[area])
        ).have
        for name in ("classic", "quick")
    }

    assert only_for_the_stretch in have["classic"]
    assert only_for_the_stretch not in have["quick"]
    assert set(have["quick"]) < set(have["classic"])


@EVERY_FILE
def test_a_built_in_routine_promises_nothing(path: Path) -> None:
    routine = routine_at(path)
    words = [routine.name, routine.summary, routine.position, *routine.have, *routine.avoid]
    for step in routine.steps:
        words += [step.say, step.text]

    assert [found for text in words if (found := PROMISES.search(text))] == []
    assert "may ease" in routine.summary


@EVERY_FILE
def test_an_instruction_is_short_enough_to_be_spoken_and_shown(path: Path) -> None:
    for plan in plans_of(path):
        for text in (plan.position, *(entry.text for entry in plan.entries)):
            assert len(text) <= LONGEST_TEXT, text
            assert len(wrap(text, SMALL_SCREEN)) <= 3, text


@pytest.mark.parametrize("technique", [STROKES, PRESSURE, STRETCH], ids=lambda technique: technique.id)
def test_no_two_areas_share_an_instruction(technique: Technique) -> None:
    areas_of_text = defaultdict(set)
    for path in FILES:
        for plan in plans_of(path):
            for entry in plan.entries:
                if entry.technique is technique:
                    areas_of_text[entry.text].add(plan.area.id)

    assert [text for text, areas in areas_of_text.items() if len(areas) > 1] == []


@EVERY_FILE
def test_oil_is_wiped_off_before_a_stretch_a_ball_and_standing(path: Path) -> None:
    """What the area says in a routine for any area is held by the tests of the areas."""
    is_oily = False
    for step in routine_at(path).steps:
        if step.technique in {OIL, WIPE}:
            is_oily = step.technique is OIL
        elif is_oily:
            assert step.technique is not STRETCH
            assert not NEEDS_DRY_SKIN.search(f"{step.say} {step.text}")
    assert not is_oily


@EVERY_FILE
def test_a_session_without_oil_never_speaks_of_it(path: Path) -> None:
    for plan in plans_of(path):
        if OIL not in {entry.technique for entry in plan.entries}:
            words = " ".join((*plan.have, *(entry.text for entry in plan.entries)))
            assert not re.search(r"\b(oil|wipe)\b", words, re.IGNORECASE), plan.area.id


@EVERY_FILE
def test_after_a_hold_or_a_ball_the_next_step_says_how_it_ends(path: Path) -> None:
    for plan in plans_of(path):
        for entry, following in pairwise(plan.entries):
            has_ball = entry.technique is STROKES and "wall" in entry.text
            needs_end = entry.technique in {PRESSURE, STRETCH} or has_ball
            is_other = following.technique not in {entry.technique, PRESSURE, WIPE}
            if needs_end and is_other and entry.side in {following.side, Side.NONE}:
                assert ENDS.search(following.text), (plan.area.id, following.text)


@EVERY_FILE
def test_no_instruction_leaves_open_which_hand_is_meant(path: Path) -> None:
    """Each text is recorded once for both sides, so that it can't say left or right."""
    for plan in plans_of(path):
        for entry in plan.entries:
            if path.stem != TRY_OUT:
                assert not re.search(r"\bthe other (hand|thumb|palm|arm|side)\b", entry.text), entry.text
            assert not re.search(r"\b(left|right)\b", entry.text), entry.text


@EVERY_FILE
def test_the_massage_keeps_to_the_limits(path: Path) -> None:
    for plan in plans_of(path):
        massage_s = dict.fromkeys(Side, 0.0)
        for entry in plan.entries:
            massage_s[entry.side] += routine_at(path).steps[entry.number - 1].massage_s
        assert max(massage_s.values()) <= SPOT_LIMIT_S
        assert sum(massage_s.values()) <= SESSION_LIMIT_S


@EVERY_FILE
def test_the_sources_name_what_the_numbers_are_from(path: Path) -> None:
    routine = routine_at(path)
    sources = "\n".join(routine.sources)
    long_holds = any(step.technique is PRESSURE and (step.hold_s or 0) >= 30 for step in routine.steps)
    says_how_hard = any("out of 10" in entry.text for plan in plans_of(path) for entry in plan.entries)

    assert ("Gulick" in sources) == long_holds
    assert ("Hou 2002" in sources) == long_holds
    assert ("ACSM" in sources or "Mansoori" in sources) == (
        any(step.technique is STRETCH and step.repeat > 1 for step in routine.steps)
    )
    assert ("Laborde" in sources and "PLoS One 2019" in sources) == (BREATHE in techniques_of(path))
    assert ("PainScience" in sources) == (routine.area is not NO_AREA)
    assert not says_how_hard or "4 to 5 out of 10" in sources
    assert "our own" in sources


@EVERY_FILE
def test_each_side_is_played_unless_both_are_worked_at_once_or_there_are_none(path: Path) -> None:
    sides = {entry.side for plan in plans_of(path) for entry in plan.entries} - {Side.NONE}
    expected = {
        Sides.EACH: {Side.LEFT, Side.RIGHT},
        Sides.BOTH: {Side.BOTH},
        Sides.NONE: set(),
    }

    assert sides == expected[routine_at(path).sides]


@EVERY_FILE
def test_a_built_in_routine_needs_no_changes_for_its_area(path: Path) -> None:
    routine = routine_at(path)
    area = HAND if routine.area is None else None
    assert build_plan(routine, PlanOptions(area=area)).notes == ()


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        (
            "classic",
            ["Oil", "Broad circles", "Firm strokes", "Sustained pressure", "Light strokes", "Stretch"],
        ),
        ("neck", ["Oil", "Broad circles", "Slow strokes", "Sustained pressure", "Light strokes", "Stretch"]),
        ("low-back", ["Light circles", "Place the ball", "Small passes", "Stretch"]),
        ("foot", ["Broad circles", "Roll the ball", "Pause on a tender place", "Stretch"]),
    ],
)
def test_each_step_of_a_built_in_routine_has_its_own_heading(name: str, headings: list[str]) -> None:
    routine = routine_at(find_resources().routines / f"{name}.toml")
    session_plan = build_plan(
        routine, PlanOptions(area=HAND if routine.area is None else None, side=Side.LEFT)
    )
    shown = [describe_step(entry) for entry in session_plan.entries if entry.side is Side.LEFT]
    assert shown == [f"{heading}, left side" for heading in headings]


def test_the_classic_has_all_that_a_home_massage_has() -> None:
    classic = routine_at(find_resources().routines / "classic.toml")

    assert " ".join(step.technique.id for step in classic.steps) == (
        "oil circles strokes pressure light wipe stretch breathe rest rest"
    )
    assert "Picture a place" in classic.steps[-2].text
    assert "health professional" in classic.steps[-1].text


@pytest.mark.parametrize(
    ("name", "seconds"), [("quick", 3 * 60), ("breathing", 5 * 60), ("unwind", 10 * 60), ("hand", 7 * 60)]
)
def test_a_routine_takes_as_long_as_its_name_says(name: str, seconds: int) -> None:
    plan = plans_of(find_resources().routines / f"{name}.toml")[0]

    assert plan.planned_s == pytest.approx(seconds, abs=10)


def test_what_to_tense_is_said_before_because_the_tensing_is_too_short_for_it() -> None:
    steps = routine_at(find_resources().routines / "unwind.toml").steps

    for before, step in pairwise(steps):
        if step.technique is RELAX:
            assert before.technique is REST
            assert "Tense" in before.text
            assert "Let go" in before.text


def test_the_try_out_takes_two_minutes_and_needs_no_oil_and_no_choice() -> None:
    routine = routine_at(find_resources().routines / f"{TRY_OUT}.toml")
    session_plan = build_plan(routine, PlanOptions())

    assert 110 <= session_plan.planned_s <= 125
    assert [describe_step(entry) for entry in session_plan.entries] == [
        "Broad circles", "Find the spot", "Sustained pressure", "Breathe",
    ]  # fmt: skip
    assert {phase.kind for phase in session_plan.phases} >= {
        PhaseKind.GATE,
        PhaseKind.HOLD,
        PhaseKind.RELEASE,
    }
    assert not {"oil", "towel"} & set(session_plan.have)
    assert "no oil" in session_plan.position.lower()
    assert session_plan.side is Side.NONE


@EVERY_FILE
def test_a_built_in_file_is_plain_text_that_people_can_copy(path: Path) -> None:
    data = path.read_bytes()
    assert data.isascii()
    assert b"\r" not in data
    assert b"\t" not in data
    lines = data.decode().splitlines()
    assert max(len(line) for line in lines if not re.match("text|position", line)) <= 120
