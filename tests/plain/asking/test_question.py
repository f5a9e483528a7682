"""How plain mode asks: help, repeat, choices by name, and words beside the short keys."""

from __future__ import annotations

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import CTRL_C, FakeClock, ScriptedConsole
from tests.plain.fake_services import SAFE, PlainRun
from tpsession.core.catalog.area import NECK
from tpsession.core.dialogue.place_guide import describe_spot
from tpsession.core.history.rating_flags import GivenRating
from tpsession.core.history.ratings import RatingFlag
from tpsession.core.settings.actions import PLAIN_ACTIONS, SHORTER, find_plain_action
from tpsession.plain.asking.body import ask_area
from tpsession.plain.asking.choice import choose, confirm, find_option
from tpsession.plain.asking.rating import ask_rating, ask_rating_before

PLACES = ["Low back", "Upper back", "Neck, rests today", "Hip and buttock", "Hip bone"]


def console_with(*answers: str) -> ScriptedConsole:
    return ScriptedConsole(FakeClock(), list(answers))


@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("3", 2),
        ("neck", 2),
        ("NECK", 2),
        ("upper", 1),
        ("bone", 4),
        ("back", None),
        ("hip", None),
        ("9", None),
    ],
)
def test_an_item_is_chosen_by_its_number_or_by_a_name_that_only_it_has(typed: str, index: int | None) -> None:
    assert find_option(PLACES, typed) == index


def test_the_list_is_short_and_says_where_the_spots_lie_for_who_asks() -> None:
    run = PlainRun(answers=["routine", "details short", "details", SAFE, "details 9", CTRL_C])
    with pytest.raises(KeyboardInterrupt):
        run.choose()
    lines = run.console.lines
    assert "Steps: Broad circles, Sustained pressure, Wipe your hands." in run.console.lines
    assert "1. Short, 2 minutes" in lines
    assert "Short, id short, Neck." in lines
    assert all(f"{describe_spot(spot)}." in lines for spot in NECK.spots)

    area = console_with("details neck", "neck")
    assert ask_area(area) is NECK
    assert f"{describe_spot(NECK.spots[0])}." in area.lines


def test_help_and_repeat_work_at_every_question_and_are_never_an_answer() -> None:
    console = console_with("help", "repeat", "?", "what", "neck")
    assert choose(console, "Where?", PLACES) == 2
    assert console.lines.count("Where?") == 2
    assert sum("Type the number before a line" in line for line in console.lines) == 2
    assert console.lines[-1] == "Type a number from 1 to 5, a name, or help:"

    run = PlainRun(answers=[SAFE, "6", "3", "?", "help", "slept well"])
    run.play()
    assert run.record.note == "slept well"


@pytest.mark.parametrize(("typed", "answer"), [("yes", True), ("Y", True), ("", False), ("no", False)])
def test_only_yes_means_yes(typed: str, answer: bool) -> None:
    assert confirm(console_with("perhaps", typed), "Delete it?") is answer


def test_a_rating_takes_words_for_what_else_may_have_changed_it_and_to_be_skipped() -> None:
    given = GivenRating(5, (RatingFlag.PAINKILLER, RatingFlag.HEAT))
    assert ask_rating_before(console_with("5 heat, painkiller", "5 Heat painkiller")) == given
    assert ask_rating(console_with("Skip")) is None


def test_a_rating_that_was_declined_is_not_asked_for_again_unless_the_session_was_stopped() -> None:
    run = PlainRun(answers=[SAFE, "skip", "note"])
    run.play()
    assert (run.record.before, run.record.after, run.record.note) == (None, None, "note")
    stopped = PlainRun(answers=[SAFE, "skip", "sharp", "", "7", ""], typed=[(30.0, "stop")])
    stopped.play()
    assert stopped.record.after == 7


def test_a_rating_that_was_declined_after_a_session_is_not_asked_for_at_the_next_start() -> None:
    history, clock = MemoryHistory(), FakeClock()
    PlainRun([SAFE, "6", "skip", ""], history=history, clock=clock).play()
    again = PlainRun(["quit"], history=history, clock=clock)
    again.choose()
    assert "How strong" not in again.shown


def test_a_word_does_what_its_short_key_does() -> None:
    for action in PLAIN_ACTIONS:
        for word in action.plain_words:
            assert find_plain_action(f" {word.upper()} ") is action
    assert find_plain_action("-") is SHORTER


def test_in_a_session_words_change_the_volume_and_say_a_step_or_a_word_again() -> None:
    typed = [
        (7.0, "louder"),
        (8.0, "quieter"),
        (9.0, "repeat"),
        (10.0, "help ease"),
        (11.0, "help"),
        (107.0, ""),
    ]
    run = PlainRun(answers=[SAFE, "6", "3", ""], typed=typed)
    run.play()
    for text in ("Volume 90 of 100.", "Volume 80 of 100.", "End this hold now and release."):
        assert text in run.console.lines
    assert sum("Broad circles, 20 seconds." in line for line in run.console.lines) == 2
    assert any("skip, back, ease, more, less" in line for line in run.console.lines)


def test_a_part_of_several_names_says_which_have_it_and_a_part_of_one_says_which_was_taken() -> None:
    options = ["Foot with a ball, 9 minutes", "Neck", "Calf with a ball", "Go back"]
    console = ScriptedConsole(FakeClock(), ["ball", "foot"])
    assert choose(console, "Which?", options) == 0
    several = "Several have that: 1, Foot with a ball, 9 minutes; 3, Calf with a ball."
    assert f"{several} Type its number, or more of its name." in console.lines
    assert console.lines[-1] == "Foot with a ball, 9 minutes."
    many = ScriptedConsole(FakeClock(), ["step", "neck"])
    assert choose(many, "Which?", [*(f"Step of {number}" for number in range(9)), "Neck"]) == 9
    assert "9 have that. Type its number, or more of its name." in many.lines
    assert "Neck." not in many.lines


def test_a_list_that_was_said_before_comes_on_request() -> None:
    console = ScriptedConsole(FakeClock(), ["list", "repeat", "2"])
    assert choose(console, "Which?", ["Neck", "Hand"], is_listed=False) == 1
    assert console.lines[0] == "Number or name, list or back:"
    assert console.lines.count("2. Hand") == 2
