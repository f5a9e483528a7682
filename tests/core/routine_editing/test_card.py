"""The card of a routine: each step once, with its time, and everything to take care of."""

from __future__ import annotations

from tests.core.routines import EIGHT_STROKES, TEN_RAISES, TWO_TURNS
from tpsession.core.catalog.area import AREAS, HAND
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.routine import Rounds, Routine, Sides, Step, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import BREATHE, LOCATE, PRESSURE, RELAX, REST, STRETCH, STROKES, WIPE
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.routine_editing.card import RoutineCard, format_card, make_card
from tpsession.core.safety.screening import EVIDENCE, NOT_REVIEWED, describe_stop_signs

HOLDS = Step(PRESSURE, hold_s=30.0, release_s=15.0, repeat=3, wait=True, sided=True)
STEPS = (
    Step(BREATHE, duration_s=60.0, inhale_s=4.0, exhale_s=6.0),
    Step(STROKES, duration_s=40.0, tempo=12.0, sided=True),
    HOLDS,
    Step(REST, duration_s=30.0),
    Step(WIPE),
)
ROUTINE = Routine(
    id="evening",
    name="Evening",
    area=AREAS["hand"],
    sides=Sides.EACH,
    steps=STEPS,
    summary="For the evening.",
    have=("oil",),
    avoid=("the graze",),
    sources=("My own",),
)


def card_of(routine: Routine, options: PlanOptions | None = None) -> RoutineCard:
    return make_card(routine, build_plan(routine, options or PlanOptions()))


def test_each_step_is_there_once_under_the_sides_on_which_it_is_played() -> None:
    sections = card_of(ROUTINE).sections
    assert [(section.heading, [step.number for step in section.steps]) for section in sections] == [
        ("", [1]),
        ("First on the left side, then on the right side", [2, 3]),
        ("", [4, 5]),
    ]
    assert [(step.name, step.time) for section in sections for step in section.steps] == [
        ("Breathe", "1 minute, 4 s in, 6 s out"),
        ("Firm strokes", "40 seconds, 12 a minute"),
        ("Sustained pressure", "3 times 30 seconds with 15 seconds between, once you have found the spot"),
        ("Rest", "30 seconds"),
        ("Wipe your hands", "take your time"),
    ]


def test_a_gate_where_no_spot_is_looked_for_waits_until_the_person_is_ready() -> None:
    stretch = Step(STRETCH, hold_s=20.0, wait=True)
    (section,) = card_of(ROUTINE._replace(steps=(stretch,))).sections
    assert section.steps[0].time == "20 seconds, once you are ready"


def test_a_release_after_each_hold_is_told_from_one_between_two() -> None:
    relax = Step(RELAX, hold_s=5.0, release_s=15.0, repeat=2)
    (section,) = card_of(ROUTINE._replace(steps=(relax,))).sections
    assert section.steps[0].time == "2 times 5 seconds, each with 15 seconds to let go"


def test_what_is_counted_and_words_for_each_hold_are_on_the_card() -> None:
    card = card_of(ROUTINE._replace(steps=(EIGHT_STROKES, TEN_RAISES, TWO_TURNS)))
    strokes, raises, turns = (step for section in card.sections for step in section.steps)
    assert [strokes.time, raises.time] == [
        "8 times, 40 seconds, 12 a minute",
        "10 times, take your time",
    ]
    assert turns.text == "1: Turn to the window. 2: Turn to the door."


def test_on_one_side_on_both_at_once_or_on_none_the_heading_says_so() -> None:
    def headings(sides: Sides, side: Side | None = None) -> list[str]:
        card = card_of(ROUTINE._replace(sides=sides, steps=(HOLDS,)), PlanOptions(side=side))
        return [section.heading for section in card.sections]

    assert headings(Sides.EACH, Side.RIGHT) == ["On the right side"]
    assert headings(Sides.LEFT) == ["On the left side"]
    assert headings(Sides.BOTH) == ["Both sides"]
    assert headings(Sides.NONE) == [""]


def test_holds_without_a_release_between_them_are_counted() -> None:
    once = card_of(ROUTINE._replace(steps=(HOLDS._replace(repeat=1, wait=False),)))
    assert once.sections[0].steps[0].time == "30 seconds"
    found = card_of(ROUTINE._replace(steps=(Step(LOCATE, duration_s=20.0),)))
    assert found.sections[0].steps[0].time == "20 seconds"


def test_the_text_has_everything_to_know_before_and_each_step_in_a_paragraph() -> None:
    lines = format_card(card_of(ROUTINE))
    assert lines[:4] == [
        "Evening",
        "Hand and thumb, both sides: 7 minutes 3 seconds plus pauses",
        "For the evening.",
        "You'll need: oil.",
    ]
    assert "Never press: numb skin, the graze." in lines
    assert describe_stop_signs((HAND,)) in lines
    assert "First on the left side, then on the right side:" in lines
    assert any(line.startswith("5. Wipe your hands, take your time. Wipe the oil") for line in lines)
    assert lines[-4:] == ["Sources:", "- My own", EVIDENCE, NOT_REVIEWED]


def test_steps_in_rounds_are_there_once_with_how_often() -> None:
    rounds = Rounds(2, 3, 20.0)
    inner = tuple(step._replace(rounds=rounds) for step in (HOLDS, STEPS[1]))
    sections = card_of(ROUTINE._replace(steps=(STEPS[0], *inner, STEPS[3]))).sections
    assert [(section.heading, [step.number for step in section.steps]) for section in sections] == [
        ("", [1]),
        (
            "3 rounds with 20 seconds of rest between. First on the left side, then on the right side",
            [2, 3],
        ),
        ("", [4]),
    ]
    (alone,) = card_of(ROUTINE._replace(steps=(STEPS[0]._replace(rounds=Rounds(1, 2)),))).sections
    assert alone.heading == "2 rounds"


def test_the_page_and_the_order_of_each_step_are_on_the_card() -> None:
    steps = ROUTINE._replace(link="https://example.org/hand", switch=Switch.STEP, first=Side.RIGHT)
    card = card_of(steps)
    assert "Page: https://example.org/hand" in format_card(card)
    assert card.sections[1].heading == "Each step first on the right side, then on the left side"


def test_what_is_missing_leaves_no_empty_line() -> None:
    bare = ROUTINE._replace(have=(), summary="", sources=(), sides=Sides.NONE, steps=(Step(WIPE, text=""),))
    lines = format_card(card_of(bare))
    assert all(lines)
    assert not any(line.startswith(("You'll need", "Sources")) for line in lines)


def test_a_card_of_breathing_alone_names_nothing_never_to_press() -> None:
    calm = ROUTINE._replace(area=NO_AREA, avoid=(), sides=Sides.NONE, steps=STEPS[:1])
    lines = format_card(card_of(calm))
    assert lines[1] == "Relaxation: 1 minute 5 seconds plus pauses"
    assert not any(line.startswith("Never press") for line in lines)


def test_what_was_changed_for_the_area_is_said() -> None:
    strict = ROUTINE._replace(area=AREAS["skull-base"], steps=(HOLDS._replace(hold_s=60.0),))
    card = card_of(strict)
    assert any("holds 30 s instead of 60 s" in sentence for sentence in card.care)
    assert card.sections[0].steps[0].time.startswith("3 times 30 seconds")
