"""Back and quit at every question of plain mode, and what is said of an answer that isn't understood."""

from __future__ import annotations

import pytest

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import CTRL_C, FakeClock, ScriptedConsole
from tests.plain.fake_services import SAFE, SHORT, PlainRun, with_sides
from tests.plain.test_startup import interrupted_history
from tpsession.core.catalog.area import CALF
from tpsession.core.catalog.routine import Sides, Step
from tpsession.core.catalog.technique import OIL
from tpsession.core.dialogue.wrap_up import RATING_ASKED_LATER
from tpsession.core.errors import HistoryError
from tpsession.core.history.rating_flags import STIFFNESS_SETTING
from tpsession.core.history.records import HistoryQuery, StopReason
from tpsession.core.safety.screening import Tier, advice_for
from tpsession.core.safety.slip import TAKEN_BACK
from tpsession.core.session.wording import WHY_STOPPED
from tpsession.plain.asking.choice import BACK, choose, confirm
from tpsession.plain.asking.question import BackRequested, QuitRequested, ask_text
from tpsession.plain.asking.rating import ask_rating, ask_rating_before

ONE_SIDE = with_sides(SHORT, Sides.EACH)
CALF_ONE = SHORT._replace(id="calf-one", name="Calf one", area=CALF)
MENU = "Type routine, where, log, more, quit or help:"


def console_with(*answers: str) -> ScriptedConsole:
    return ScriptedConsole(FakeClock(), list(answers))


def test_an_unclear_answer_is_quoted_in_short_before_the_question_comes_again() -> None:
    console = console_with("hlep", "x" * 99, "", "1")
    assert choose(console, "Where?", ["Neck"]) == 0
    unclear = [line for line in console.lines if line.endswith(" isn't an answer here.")]
    assert unclear == [
        '"hlep" isn\'t an answer here.',
        f'"{"x" * 40}" isn\'t an answer here.',
        "Enter alone isn't an answer here.",
    ]
    assert console.lines[-1] == "Type a number from 1 to 1, a name, or help:"


def test_back_and_quit_leave_a_question_and_are_never_a_part_of_a_name_or_a_text() -> None:
    for word, wanted in (("back", BackRequested), ("QUIT", QuitRequested)):
        for ask in (
            lambda console: choose(console, "Where?", ["Low back", "Quit smoking"]),
            ask_rating,
            ask_rating_before,
            lambda console: confirm(console, "Delete it?"),
            lambda console: ask_text(console, "Note?", "", back_is_enter=False),
        ):
            with pytest.raises(wanted):
                ask(console_with(word))
    assert choose(console_with("back"), "Where?", ["Low back", BACK]) == 1
    assert ask_text(console_with("back"), "New value? Enter leaves it:", "") == ""


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("six", 6),
        ("6/10", 6),
        ("Ten", 10),
        ("0 out of 10", 0),
        ("six of 10", 6),
        ("6 OUT OF 10", 6),
        ("six out of ten", 6),
        ("6  out of 10", 6),
        ("6 / 10", 6),
    ],
)
def test_a_rating_is_understood_in_words_and_out_of_ten(typed: str, value: int) -> None:
    given = ask_rating_before(console_with(f"{typed} heat"))
    assert given is not None
    assert (given.value, len(given.flags)) == (value, 1)
    assert ask_rating(console_with("sixty", "6/100", "no", typed)) == value


def test_a_skipped_rating_is_said() -> None:
    for ask in (ask_rating, ask_rating_before):
        console = console_with("skip")
        assert ask(console) is None
        assert console.lines[-1] == "Skipped, not rated."


def test_none_is_asked_again_because_it_may_mean_no_pain() -> None:
    assert ask_rating(console_with("none", "0")) == 0
    given = ask_rating_before(console_with("none", "0"))
    assert given is not None
    assert given.value == 0


def test_from_each_question_before_a_session_one_goes_back_to_the_menu_or_quits() -> None:
    for before in ([], [SAFE], [SAFE, "spot"]):
        # From the rating one step back are the safety questions.
        run = PlainRun(["short", *before, "back", *(["back"] if before else []), "quit"])
        assert run.choose() == 0
        assert run.menus == [MENU, MENU]
        named = PlainRun([*before, "quit"])
        assert named.play() == 1
    sides = PlainRun(["help", "back", "short", "b", "quit"], routines=(ONE_SIDE,))
    assert sides.play(ONE_SIDE) == 0
    assert "back goes back, quit leaves the program." in sides.shown
    assert sides.menus == [MENU]
    assert not sides.history.find_sessions(HistoryQuery())


def test_from_a_question_about_a_place_one_goes_back_to_the_places_and_then_to_the_menu() -> None:
    run = PlainRun(["where", "knee", "back", "knee", "1", "no", "back", "back", "quit"])
    assert run.choose() == 0
    assert run.shown.count("Where does it hurt?") == 3
    assert run.menus == [MENU, MENU]


def test_a_session_from_the_menu_ends_there_and_the_words_that_leave_the_note_are_no_note() -> None:
    one = ["short", SAFE, "6", "3"]
    run = PlainRun([*one, "skip", *one, "back", "where", "quit"], [(107.0, ""), (230.0, "")])
    assert run.choose() == 0
    notes = [record.note for record in run.history.find_sessions(HistoryQuery())]
    assert notes == ["", ""]
    assert run.console.lines.count("Saved.") == 2
    assert len(run.menus) == 3
    assert run.history.find_sessions_awaiting_note() == []

    quitting = PlainRun([SAFE, "6", "3", "quit"])
    assert quitting.play() == 0
    assert quitting.console.lines[-1] == "Saved."


def test_after_ctrl_c_no_reason_is_said_and_quit_at_that_question_does_the_same() -> None:
    for answer in (CTRL_C, "quit"):
        run = PlainRun([SAFE, "6", "back", answer], [(30.0, "stop"), (40.0, "stop")])
        assert run.play() == 130
        assert "Stopped; no reason given." in run.console.lines
        assert run.record.stop_reason is StopReason.INTERRUPTED


def test_what_an_earlier_session_left_open_can_be_left_for_later_and_is_explained() -> None:
    clock = FakeClock()
    history = interrupted_history(clock)
    run = PlainRun(["help", "back", "quit"], history=history, clock=clock)
    assert run.choose() == 0
    assert run.console.lines[0].endswith(": Short, Neck.")
    assert "save keeps it as unfinished, without that rating." in run.console.lines[2]
    assert PlainRun(["quit"], history=history, clock=clock).choose() == 0
    assert len(history.find_interrupted_sessions()) == 1


def test_who_quits_when_something_could_not_be_saved_still_hears_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = PlainRun([SAFE, "6", "3", "quit"])
    monkeypatch.setattr(run.history, "save_rating", fail)
    with pytest.raises(HistoryError):
        run.play()


def fail(*_arguments: object) -> None:
    raise HistoryError("The disk is full.")


def test_no_is_understood_where_it_can_only_mean_that_none_apply() -> None:
    whole = PlainRun([*["no"] * len(Tier), "6", "3", ""], long_list=True)
    assert whole.play() == 0
    history, clock = MemoryHistory(), FakeClock()
    PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    short = PlainRun(["letters", "no", "6", "3", ""], history=history, clock=clock)
    assert short.play() == 0
    assert "Type the letters of those that apply, such as a, or none." in short.console.lines
    # The reason was not right: it was a slip. The first no keeps it.
    kept = PlainRun([SAFE, "6", "2", "no", "7", ""], [(30.0, "x")])
    kept.play()
    assert kept.record.stop_reason is StopReason.SHARP
    slip = PlainRun([SAFE, "6", "2", "slip", "no", "3", ""], [(30.0, "x")])
    slip.play()
    assert TAKEN_BACK in slip.console.lines


def test_after_a_short_first_session_is_chosen_its_length_is_explained() -> None:
    long = ONE_SIDE._replace(
        steps=(SHORT.steps[0]._replace(duration_s=100.0, sided=True), *ONE_SIDE.steps[1:])
    )
    run = PlainRun(["both", SAFE, "yes", "quit"])
    assert run.play(long) == 1
    said = next(line for line in run.console.lines if line.endswith("plus pauses."))
    assert said.startswith("1 to 2 minutes are for each side. With all that goes with the massage, it takes ")


@pytest.mark.parametrize("word", ["back", "quit"])
def test_what_was_rated_is_saved_for_who_leaves_the_question_after_it(word: str) -> None:
    settings: dict[str, str | int | bool] = {STIFFNESS_SETTING: True}
    history, clock = MemoryHistory(), FakeClock()
    run = PlainRun([SAFE, "6", "4", "3", word, "quit"], history=history, clock=clock, settings=settings)
    assert run.play() == 0
    assert run.record.after == 3
    assert "Saved." in run.console.lines
    clock.pass_time(3 * 3600.0)
    for typed in (["5", word, "quit"], ["n", "4 s", word, "quit"]):
        PlainRun(typed, history=history, clock=clock, settings=settings).play(
            SHORT if "n" in typed else CALF_ONE
        )
        clock.pass_time(13 * 3600.0)
    assert [rating.value for rating in run.record.later] == [5, 4]


def test_who_leaves_after_the_advice_has_reported_the_sign_and_who_goes_back_is_asked_again() -> None:
    run = PlainRun(["a", "back", "a", "quit"])
    assert run.play() == 1
    assert run.shown.count(advice_for(Tier.EMERGENCY, "")) == 2
    assert run.history.load_reported_signs()


def test_nobody_leaves_the_rating_after_a_session_without_a_word() -> None:
    run = PlainRun([SAFE, "6", "back", "3", "", "quit"])
    assert run.play() == 0
    assert run.record.after == 3
    assert any(line.startswith("The session is over") for line in run.console.lines)
    assert not run.menus
    quitting = PlainRun([SAFE, "6", "quit"])
    assert quitting.play() == 0
    assert quitting.console.lines[-1] == RATING_ASKED_LATER


def test_quit_after_advice_leaves_the_program_and_not_for_the_menu() -> None:
    for answers in (
        ["short", "a", "quit"],
        ["where", "chest", "quit"],
        ["where", "knee", "1", "yes", "quit"],
    ):
        run = PlainRun(answers)
        assert run.choose() == 0
        assert run.menus == [MENU]
        assert run.history.load_reported_signs()


def test_quit_in_a_session_asks_why_as_stop_does() -> None:
    run = PlainRun([SAFE, "6", "interrupted", "3", ""], [(30.0, "quit")])
    assert run.play() == 0
    assert WHY_STOPPED in run.console.lines
    assert run.record.stop_reason is StopReason.INTERRUPTED


def test_help_at_a_rating_names_skip_and_where_nothing_lies_behind_no_way_back() -> None:
    console = console_with("help", "3")
    assert ask_rating(console) == 3
    assert any("skip leaves the rating out." in line for line in console.lines)
    sore = console_with("help", "3")
    ask_rating_before(sore, is_sore_asked=True)
    assert any("still sore where you massaged, type sore after the number" in line for line in sore.lines)
    menu = PlainRun(["help", "quit"])
    menu.choose()
    assert "quit leaves the program." in menu.shown
    assert "back goes back" not in menu.shown


def test_teach_is_answered_where_all_is_spoken_anyway() -> None:
    run = PlainRun([SAFE, "teach", "6", "3", ""])
    assert run.play() == 0
    assert "You hear every instruction in this session anyway." in run.console.lines


def test_clean_hands_are_not_waited_for_where_no_oil_was_used() -> None:
    dry = PlainRun([SAFE, "6", "3", ""])
    dry.play()
    assert "Rate your pain again." in dry.console.lines
    oily = SHORT._replace(steps=(Step(OIL, duration_s=20.0), *SHORT.steps))
    before = PlainRun([SAFE, "6", "interrupted", "3", ""], [(2.0, "stop")])
    before.play(oily)
    assert "Wipe your hands." not in before.console.lines
    after = PlainRun([SAFE, "6", "interrupted", "3", ""], [(9.0, "stop")])
    after.play(oily)
    wiping = {"Wipe your hands.", "When your hands are clean, rate your pain again."}
    assert wiping <= set(after.console.lines)
