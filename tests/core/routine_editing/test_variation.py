"""A routine is made a little different line by line, and can always be played."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.strategies import DataObject

from tests.core.routines import EIGHT_STROKES, TEN_RAISES, TWO_TURNS
from tests.core.strategies import routines
from tpsession.core.catalog.area import AREAS, FOOT, NECK
from tpsession.core.catalog.cues import Countdown
from tpsession.core.catalog.routine import MAX_ROUTINE_S, Rounds, Routine, Sides, Step, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import (
    BREATHE,
    CUSTOM,
    LOCATE,
    PRESSURE,
    REST,
    STROKES,
    TECHNIQUES,
    WIPE,
    StepKey,
    Technique,
)
from tpsession.core.errors import UsageError
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.plan.totals import played_s
from tpsession.core.plan.wording import describe_step
from tpsession.core.routine_editing.lines import NOT_OFFERED, STEP_FIELDS, LineId, RoutineLine
from tpsession.core.routine_editing.variation import (
    ONE_STEP_OF_ROUNDS_STAYS,
    ONE_STEP_STAYS,
    Variation,
    make_variation,
)


def step(technique_step: Step) -> Step:
    """Return a step as a file without texts of its own gives it."""
    technique = technique_step.technique
    return technique_step._replace(
        text=technique.text,
        say=technique.phrase,
        tempo=technique_step.tempo or technique.tempo,
        inhale_s=technique.inhale_s,
        exhale_s=technique.exhale_s,
        sided=technique.sided,
    )


NECK_ROUTINE = Routine(
    id="neck",
    name="Neck",
    area=NECK,
    sides=Sides.EACH,
    steps=(
        step(Step(LOCATE)),
        step(Step(STROKES, duration_s=40.0)),
        step(Step(PRESSURE, hold_s=30.0, release_s=15.0, repeat=3, wait=True)),
        step(Step(BREATHE, duration_s=60.0)),
        step(Step(CUSTOM, duration_s=30.0))._replace(say="Shoulder circles."),
        step(Step(WIPE)),
    ),
)
FIND, STROKE, PRESS, BREATH, OWN, LAST = range(6)
START = make_variation(NECK_ROUTINE)


def value(variation: Variation, subject: StepKey | RoutineLine, origin: int = -1) -> str:
    """Return a line's value in words."""
    return variation.describe(LineId(subject, origin)).value


def turned(subject: StepKey | RoutineLine, origin: int, *by: int, start: Variation = START) -> Variation:
    """Return the variation after a line was turned several times."""
    for each in by:
        start = start.turn(LineId(subject, origin), each)
    return start


def test_every_key_of_a_step_has_a_line_or_is_left_to_the_file() -> None:
    assert {*STEP_FIELDS, *NOT_OFFERED} == {*StepKey}
    assert not STEP_FIELDS.keys() & NOT_OFFERED


def test_nothing_is_different_at_first() -> None:
    assert START.routine == NECK_ROUTINE
    assert not START.is_changed
    assert not any(START.describe(line).was for line in START.lines)
    assert START.warnings == ()


def test_a_step_whose_own_words_are_only_dots_has_the_name_of_its_technique() -> None:
    dots = START.original._replace(steps=(step(Step(CUSTOM, duration_s=30.0))._replace(say="..."),))
    variation = make_variation(dots)
    assert variation.describe_technique(variation.step_at(0)) == CUSTOM.name


def test_a_step_has_the_lines_of_its_technique() -> None:
    pressure = [line.subject for line in START.lines if line.step == PRESS]
    assert pressure == [
        RoutineLine.PLAYED, StepKey.HOLD, StepKey.RELEASE, StepKey.REPEAT, StepKey.WAIT, StepKey.TEXT,
        StepKey.SAY, RoutineLine.PLACE,
    ]  # fmt: skip
    strokes = [line.subject for line in START.lines if line.step == STROKE]
    assert StepKey.DURATION in strokes
    assert StepKey.TEMPO in strokes
    names = [START.describe(LineId(RoutineLine.PLAYED, index)).name for index in range(6)]
    assert names == [
        "1 Find the spot", "2 Slow strokes", "3 Sustained pressure", "4 Breathe", "5 Shoulder circles",
        "6 Wipe your hands",
    ]  # fmt: skip
    assert all(START.describe(line).name for line in START.lines)


def test_lines_turn_to_the_next_multiple_and_say_what_they_were() -> None:
    shorter = turned(StepKey.HOLD, PRESS, -1, -1)
    line = shorter.describe(LineId(StepKey.HOLD, PRESS))
    assert (line.value, line.was, line.is_turned) == ("20 s", "30 s", True)
    assert shorter.routine.steps[PRESS].hold_s == 20.0
    assert shorter.is_changed
    assert value(turned(StepKey.DURATION, STROKE, 1), StepKey.DURATION, STROKE) == "45 s"
    assert value(turned(StepKey.DURATION, STROKE, -1), StepKey.DURATION, STROKE) == "30 s"
    assert value(turned(StepKey.REPEAT, PRESS, 1), StepKey.REPEAT, PRESS) == "4"
    assert value(turned(StepKey.TEMPO, STROKE, -1), StepKey.TEMPO, STROKE) == "11 a minute"
    assert value(turned(StepKey.INHALE, BREATH, 1), StepKey.INHALE, BREATH) == "4.5 s"
    assert value(turned(StepKey.WAIT, PRESS, 1), StepKey.WAIT, PRESS) == "no"
    assert turned(StepKey.HOLD, PRESS, -1, 1) == START
    assert shorter.reset(LineId(StepKey.HOLD, PRESS)) == START


def test_a_line_stops_at_its_ends() -> None:
    lowest = turned(StepKey.HOLD, PRESS, *[-1] * 9)
    assert value(lowest, StepKey.HOLD, PRESS) == "5 s"
    assert lowest.turn(LineId(StepKey.HOLD, PRESS), -1) is lowest
    short = START.read(LineId(StepKey.HOLD, PRESS), "2")
    assert short.turn(LineId(StepKey.HOLD, PRESS), -1) is short
    assert value(turned(StepKey.TEMPO, STROKE, *[1] * 60), StepKey.TEMPO, STROKE) == "60 a minute"
    assert value(turned(StepKey.REPEAT, PRESS, -1, -1, -1), StepKey.REPEAT, PRESS) == "1"
    assert turned(StepKey.TEXT, PRESS, 1) is START


def test_a_step_that_waits_can_get_a_time_and_lose_it() -> None:
    assert value(START, StepKey.DURATION, LAST) == "until you continue"
    timed = turned(StepKey.DURATION, LAST, 1)
    assert timed.routine.steps[LAST].duration_s == 30.0
    assert turned(StepKey.DURATION, LAST, -1) is START
    assert turned(StepKey.DURATION, LAST, -1, -1, -1, start=timed) == START
    assert timed.read(LineId(StepKey.DURATION, LAST), "-") == START
    assert START.write(LineId(StepKey.DURATION, LAST)) == "-"
    assert value(START, StepKey.TEMPO, OWN) == "no rhythm"
    assert value(turned(StepKey.TEMPO, OWN, 1), StepKey.TEMPO, OWN) == "12 a minute"


def test_what_is_counted_has_a_number_and_a_tempo_or_is_counted_by_the_person() -> None:
    start = make_variation(NECK_ROUTINE._replace(steps=(EIGHT_STROKES, TEN_RAISES)))
    subjects = {line.subject for line in start.lines if line.step == 0}
    assert {StepKey.COUNT, StepKey.TEMPO} <= subjects
    assert StepKey.DURATION not in subjects
    nine = turned(StepKey.COUNT, 0, 1, start=start)
    assert nine.routine.steps[0].total_s == 45.0
    assert value(start, StepKey.TEMPO, 1) == "you count"
    assert start.read(LineId(StepKey.TEMPO, 0), "-").routine.steps[0].is_gate
    assert turned(StepKey.TEMPO, 1, 1, start=start).routine.steps[1].total_s == 50.0


def test_rounds_have_their_lines_with_the_first_step_that_is_played_in_them() -> None:
    rounds = Rounds(2, 3, 20.0)
    inner = tuple(each._replace(rounds=rounds) for each in (EIGHT_STROKES, TEN_RAISES))
    start = make_variation(NECK_ROUTINE._replace(steps=(TEN_RAISES, *inner, TEN_RAISES)))
    at_rounds = [line for line in start.lines if line.subject in {RoutineLine.ROUNDS, RoutineLine.REST}]
    assert at_rounds == [LineId(RoutineLine.ROUNDS, 1), LineId(RoutineLine.REST, 1)]
    assert [start.describe(line).name for line in at_rounds] == ["Rounds", "Rest between"]
    four = turned(RoutineLine.ROUNDS, 1, 1, start=start)
    assert [each.rounds and each.rounds.count for each in four.routine.steps] == [None, 4, 4, None]
    assert four.describe(at_rounds[0]).was == "3"
    assert value(start.read(at_rounds[1], "-"), RoutineLine.REST, 1) == "no rest"
    # Only the two steps of the rounds can change places, and one of them stays.
    assert [line.step for line in start.lines if line.subject is RoutineLine.PLACE] == [1, 2]
    moved = start.read(LineId(RoutineLine.PLACE, 2), "1")
    assert [varied.origin for varied in moved.steps] == [0, 2, 1, 3]
    without = turned(RoutineLine.PLAYED, 1, 1, start=start)
    assert LineId(RoutineLine.ROUNDS, 2) in without.lines
    with pytest.raises(UsageError, match=ONE_STEP_OF_ROUNDS_STAYS):
        turned(RoutineLine.PLAYED, 2, 1, start=without)
    assert four.reset(at_rounds[0]) == start


def test_rounds_turn_no_further_than_a_routine_may_play_steps() -> None:
    rounds = Rounds(1, 19)
    start = make_variation(NECK_ROUTINE._replace(steps=(TEN_RAISES._replace(rounds=rounds),) * 10))
    assert start.read(LineId(RoutineLine.ROUNDS, 0), "20").routine.steps[0].rounds == Rounds(1, 20)
    longer = make_variation(
        NECK_ROUTINE._replace(steps=(TEN_RAISES._replace(rounds=rounds),) * 10 + (TEN_RAISES,))
    )
    with pytest.raises(UsageError, match="That would play 201 steps; at most 200 are possible"):
        turned(RoutineLine.ROUNDS, 0, 1, start=longer)


def test_the_first_side_and_the_switch_are_offered_only_for_each_side() -> None:
    right = turned(RoutineLine.FIRST, -1, 1)
    assert (right.routine.first, right.describe(LineId(RoutineLine.FIRST)).was) == (Side.RIGHT, "left")
    assert turned(RoutineLine.SWITCH, -1, 1).routine.switch is Switch.STEP
    assert turned(RoutineLine.SWITCH, -1, 1, 1) == START
    one_side = make_variation(NECK_ROUTINE._replace(sides=Sides.LEFT))
    assert not {RoutineLine.FIRST, RoutineLine.SWITCH} & {line.subject for line in one_side.lines}


def test_words_for_each_hold_and_their_number_are_left_to_the_file() -> None:
    start = make_variation(NECK_ROUTINE._replace(steps=(TWO_TURNS,)))
    subjects = {line.subject for line in start.lines if line.step == 0}
    assert StepKey.HOLD in subjects
    assert not {StepKey.REPEAT, StepKey.TEXT, StepKey.SAY} & subjects


def test_a_step_is_left_out_and_put_back() -> None:
    without = turned(RoutineLine.PLAYED, PRESS, -1)
    assert [each.technique for each in without.routine.steps] == [LOCATE, STROKES, BREATHE, CUSTOM, WIPE]
    assert [line.subject for line in without.lines if line.step == PRESS] == [RoutineLine.PLAYED]
    line = without.describe(LineId(RoutineLine.PLAYED, PRESS))
    assert (line.value, line.was) == ("left out", "played")
    assert turned(RoutineLine.PLAYED, PRESS, 1, start=without) == START


def test_a_step_that_was_left_out_before_can_be_put_back() -> None:
    start = make_variation(NECK_ROUTINE, frozenset({STROKE}))
    assert not start.is_changed
    assert len(start.routine.steps) == 5
    assert turned(RoutineLine.PLAYED, STROKE, 1, start=start).routine == NECK_ROUTINE


def test_one_step_must_be_played() -> None:
    only = make_variation(NECK_ROUTINE._replace(steps=NECK_ROUTINE.steps[:1]))
    assert RoutineLine.PLACE not in {line.subject for line in only.lines}
    with pytest.raises(UsageError, match=ONE_STEP_STAYS):
        only.turn(LineId(RoutineLine.PLAYED, 0), 1)


def test_steps_change_places_and_their_numbers() -> None:
    moved = turned(RoutineLine.PLACE, PRESS, -1)
    assert [each.technique for each in moved.routine.steps[:3]] == [LOCATE, PRESSURE, STROKES]
    line = moved.describe(LineId(RoutineLine.PLACE, PRESS))
    assert (line.value, line.was) == ("2 of 6", "3 of 6")
    assert moved.describe(LineId(RoutineLine.PLAYED, PRESS)).name == "2 Sustained pressure"
    assert moved.reset(LineId(RoutineLine.PLACE, PRESS)) == START
    # Steps that are left out don't count.
    without = turned(RoutineLine.PLAYED, STROKE, 1)
    assert without.describe(LineId(RoutineLine.PLACE, PRESS)).value == "2 of 5"
    assert without.describe(LineId(RoutineLine.PLACE, PRESS)).was == ""
    assert without.describe(LineId(RoutineLine.PLAYED, STROKE)).name == "Slow strokes"
    first = turned(RoutineLine.PLACE, PRESS, -1, start=without)
    assert [each.technique for each in first.routine.steps[:2]] == [PRESSURE, LOCATE]
    # One that is moved past a step that is left out, and back, is where it was.
    assert turned(RoutineLine.PLACE, PRESS, 1, start=first) == without
    assert turned(RoutineLine.PLACE, FIND, 1, -1, start=without) == without
    last = START.read(LineId(RoutineLine.PLACE, FIND), "6")
    assert [each.technique for each in last.routine.steps][-2:] == [WIPE, LOCATE]
    assert turned(RoutineLine.PLACE, FIND, 1, start=last) is last


def test_own_words_take_the_place_of_the_usual_ones_and_give_it_back() -> None:
    text = LineId(StepKey.TEXT, PRESS)
    assert "wince" not in value(START, StepKey.TEXT, PRESS)
    assert not START.describe(text).is_turned
    assert START.describe(text).is_words
    own = START.read(text, "  Press until you wince.\udcff ")
    assert own.routine.steps[PRESS].text.rstrip("\N{REPLACEMENT CHARACTER}") == "Press until you wince."
    assert own.describe(text).was == value(START, StepKey.TEXT, PRESS)
    assert own.read(text, "") == own.read(text, "-") == START
    assert own.read(text, value(START, StepKey.TEXT, PRESS)) == START
    assert START.read(text, START.write(text)) is START
    name = START.read(LineId(StepKey.SAY, STROKE), "Long strokes")
    assert name.describe(LineId(RoutineLine.PLAYED, STROKE)).name == "2 Long strokes"
    assert value(START, StepKey.TEXT, OWN) == "none"


def test_the_usual_words_are_those_of_the_area() -> None:
    foot = make_variation(NECK_ROUTINE._replace(area=FOOT))
    assert value(foot, StepKey.TEXT, STROKE).startswith("Sit, the ball on the floor")
    assert value(foot, StepKey.SAY, STROKE) == "Roll the ball"
    # The neck has gentler strokes than those of the technique.
    assert value(START, StepKey.SAY, STROKE) == "Slow strokes"
    anywhere = make_variation(NECK_ROUTINE._replace(area=None))
    assert value(anywhere, StepKey.TEXT, STROKE) == STROKES.text
    assert value(anywhere, StepKey.SAY, STROKE) == STROKES.phrase


@pytest.mark.parametrize("technique", TECHNIQUES.values(), ids=lambda technique: technique.id)
def test_a_step_has_the_name_and_the_words_that_are_played(technique: Technique) -> None:
    only = step(Step(technique, duration_s=30.0))
    for area in AREAS.values():
        routine = NECK_ROUTINE._replace(area=area, sides=Sides.NONE, steps=(only,))
        variation, plan = make_variation(routine), build_plan(routine, PlanOptions())
        (entry,) = plan.entries
        assert variation.step_name(0) == f"1 {describe_step(entry._replace(side=Side.NONE))}"
        assert value(variation, StepKey.TEXT, 0) == (entry.text or "none")
        assert value(variation, StepKey.SAY, 0) == entry.say


def test_a_text_with_line_breaks_stays_as_it_is_when_it_was_only_looked_at() -> None:
    steps = (NECK_ROUTINE.steps[0]._replace(text="One.\nTwo."),)
    start = make_variation(NECK_ROUTINE._replace(steps=steps))
    text = LineId(StepKey.TEXT, 0)
    assert start.write(text) == "One. Two."
    assert start.read(text, "One. Two.") is start


def test_the_routine_itself_has_a_name_a_time_to_get_ready_and_a_countdown() -> None:
    named = START.read(LineId(RoutineLine.NAME), "Neck, mine")
    assert named.routine.name == "Neck, mine"
    assert named.describe(LineId(RoutineLine.NAME)).was == "Neck"
    with pytest.raises(UsageError, match="Type a few words"):
        START.read(LineId(RoutineLine.NAME), "  ")
    assert turned(RoutineLine.GET_READY, -1, 1).routine.get_ready_s == 10.0
    assert turned(RoutineLine.COUNTDOWN, -1, 1).routine.countdown is Countdown.BEEPS
    assert turned(RoutineLine.COUNTDOWN, -1, -1).routine.countdown is Countdown.NONE
    assert START.read(LineId(RoutineLine.COUNTDOWN), "Calm").routine.countdown is Countdown.CALM
    assert START.write(LineId(RoutineLine.COUNTDOWN)) == "spoken"


@pytest.mark.parametrize(
    ("subject", "origin", "typed", "written"),
    [
        (StepKey.HOLD, PRESS, "22", "22s"),
        (StepKey.HOLD, PRESS, "1m30s", "90s"),
        (StepKey.HOLD, PRESS, "12.5", "12.5s"),
        (StepKey.REPEAT, PRESS, "7", "7"),
        (StepKey.TEMPO, STROKE, "7.5", "7.5"),
        (StepKey.WAIT, PRESS, "n", "no"),
        (RoutineLine.PLAYED, PRESS, "left", "left out"),
    ],
)
def test_a_value_can_be_typed_exactly(
    subject: StepKey | RoutineLine, origin: int, typed: str, written: str
) -> None:
    changed = START.read(LineId(subject, origin), typed)
    assert changed.write(LineId(subject, origin)) == written


@pytest.mark.parametrize(
    ("subject", "origin", "typed", "expected"),
    [
        (StepKey.HOLD, PRESS, "0", "seconds, such as 45, or 1m30s, from 1 s to 60 min."),
        (StepKey.HOLD, PRESS, "long", "seconds"),
        (StepKey.HOLD, PRESS, "-", "seconds"),
        (StepKey.DURATION, LAST, "?", "or - for: until you continue."),
        (StepKey.REPEAT, PRESS, "2.5", "a whole number from 1 to 100."),
        (StepKey.REPEAT, PRESS, "1e2", "a whole number"),
        (StepKey.TEMPO, STROKE, ".", "a number from 1 to 60 a minute."),
        (StepKey.TEMPO, STROKE, "9" * 20, "a number"),
        (StepKey.WAIT, PRESS, "", "Type yes or no."),
        (RoutineLine.COUNTDOWN, -1, "loud", "Type spoken, beeps, calm or none."),
        (RoutineLine.PLACE, PRESS, "7", "a whole number from 1 to 6."),
    ],
)
def test_a_wrong_value_is_refused_with_what_can_be_typed(
    subject: StepKey | RoutineLine, origin: int, typed: str, expected: str
) -> None:
    with pytest.raises(UsageError, match=expected.replace(".", r"\.").replace("?", r"\?")):
        START.read(LineId(subject, origin), typed)


def test_the_instruction_for_words_says_how_to_go_back_to_the_usual_ones() -> None:
    assert START.kind_of(LineId(StepKey.TEXT, PRESS)).instruction.endswith("or - for the usual ones.")
    assert START.kind_of(LineId(StepKey.TEXT, OWN)).instruction.endswith("or - for none.")


def test_a_long_hold_gets_the_warning_of_the_checker_with_the_number_of_its_line() -> None:
    without = turned(RoutineLine.PLAYED, STROKE, 1)
    long = turned(StepKey.HOLD, PRESS, *[1] * 7, start=without)
    assert long.warnings == ("Step 2: this hold takes 1 min 5 s; we advise 1 min at most.",)


def test_a_routine_never_gets_longer_than_three_hours() -> None:
    hour = step(Step(REST, duration_s=3600.0))._replace(sided=False)
    long = make_variation(NECK_ROUTINE._replace(steps=(hour, hour, hour._replace(duration_s=3570.0))))
    rest = LineId(StepKey.DURATION, 2)
    assert played_s(long.routine.steps, long.routine.sides, 5.0) < MAX_ROUTINE_S
    longer = long.turn(rest, 1)
    with pytest.raises(UsageError, match="That is too long: the whole routine takes 3 h 5 s"):
        longer.turn(rest, 1)


@given(routines(), st.data())
def test_any_change_makes_a_routine_within_the_limits(routine: Routine, data: DataObject) -> None:
    variation = make_variation(routine)
    for _ in range(data.draw(st.integers(0, 12))):
        line = data.draw(st.sampled_from(variation.lines))
        change: Callable[[Variation], Variation] = data.draw(
            st.sampled_from(
                [
                    lambda varied, line=line: varied.turn(line, 1),
                    lambda varied, line=line: varied.turn(line, -1),
                    lambda varied, line=line: varied.reset(line),
                    lambda varied, line=line: varied.read(line, varied.write(line)),
                ]
            )
        )
        try:
            variation = change(variation)
        except UsageError:
            continue
    changed = variation.routine
    assert changed.steps
    assert played_s(changed.steps, changed.sides, changed.get_ready_s, changed.switch) <= MAX_ROUTINE_S
    assert all(each.technique in TECHNIQUES.values() for each in changed.steps)
    assert sorted(varied.origin for varied in variation.steps) == list(range(len(routine.steps)))
    for line in variation.lines:
        variation = variation.reset(line)
    for line in [LineId(RoutineLine.PLAYED, origin) for origin in range(len(routine.steps))]:
        variation = variation.reset(line)
