"""A routine is made a little different in plain mode, by questions alone."""

from __future__ import annotations

import pytest

from tests.fakes.routine_writer import FakeRoutineWriter
from tests.plain.fake_services import SHORT, PlainRun
from tpsession.core.catalog.routine import BUILT_IN, YOURS
from tpsession.core.errors import TpsessionError
from tpsession.core.routine_editing.saving import LEAVE_LABEL, SAVE_LABEL
from tpsession.plain.console import TerminalClosed
from tpsession.plain.variation import VARY_CHOICE

VARY = VARY_CHOICE
"""What may be typed at the start menu."""
CIRCLES, PRESSURE, WIPE, NAME, READY, COUNTDOWN, SAVE, LEAVE = map(str, range(1, 9))
OUT, HOLD, RELEASE, HOLDS, WAITS, WORDS, VOICE, ORDER, BACK = map(str, range(1, 10))
"""Where the choices are in the list of a routine, and of its pressure."""

CHANGED = "Routine: number or name, list, save or leave:"


def run_with(*answers: str, source: str = BUILT_IN, error: TpsessionError | None = None) -> PlainRun:
    """Let a person make `SHORT` different with these answers, and then leave."""
    writer = FakeRoutineWriter({"short": (source, SHORT)}, error=error)
    run = PlainRun([VARY, *answers], routine_writer=writer)
    with pytest.raises(TerminalClosed):
        run.choose()
    return run


def test_it_is_offered_and_nothing_is_saved_unasked() -> None:
    run = run_with("1", "7")
    assert "The built-in one stays as it is." in run.shown
    assert "It takes 1 minute 40 seconds." in run.shown
    assert "2. Sustained pressure: hold 30 seconds, release 15 seconds, holds 2" in run.console.lines
    assert "3. Wipe your hands: duration until you continue" in run.console.lines
    assert "7. Go back" in run.console.lines
    assert len(run.menus) == 2
    assert [*run.routine_writer.routines] == ["short"]
    assert len(run_with("2").menus) == 2


def test_values_are_typed_and_saved_as_a_routine_of_ones_own() -> None:
    run = run_with(
        "1",
        PRESSURE, HOLD, "soon", "20", RELEASE, "", WAITS,
        WORDS, "Lean in.", WORDS, "-", VOICE, "Lean", BACK,
        READY, "10 seconds", COUNTDOWN, "calm", NAME, "Short, mine!", CIRCLES, "7", "2", "8", SAVE,
    )  # fmt: skip
    saved = run.routine_writer.routines["short-mine"][1]
    pressure, circles, _ = saved.steps
    assert (pressure.hold_s, pressure.release_s, pressure.wait) == (20.0, 15.0, True)
    assert (pressure.text, pressure.say) == (SHORT.steps[1].text, "Lean")
    assert circles.technique is SHORT.steps[0].technique
    assert (saved.name, saved.get_ready_s, saved.countdown) == ("Short, mine!", 10.0, "calm")
    seconds = "Type seconds, such as 45, or 1m30s, from 1 second to 60 minutes."
    assert f'"soon" isn\'t an answer here. {seconds}' in run.console.lines
    assert "Hold: 20 seconds. It takes 1 minute 20 seconds." in run.console.lines
    assert 'Saved as your own routine "Short, mine!".' in run.shown
    assert "Its id for commands is short-mine, such as: tpsession play short-mine" in run.console.lines
    assert "Now: 30 seconds" in run.console.lines


def test_steps_are_left_out_and_put_back_but_not_all_of_them() -> None:
    run = run_with("1", PRESSURE, OUT, "back", "list", WIPE, "1", CIRCLES, "1", PRESSURE, CIRCLES, "1", SAVE)
    lines = run.console.lines
    assert "Sustained pressure left out. It takes 25 seconds." in lines
    assert "2. Sustained pressure: left out; choose it to put it back" in lines
    assert "3. Wipe your hands: duration until you continue" in lines[lines.index(CHANGED) :]
    assert lines.count("What should be different?") == 2
    assert "At least one step must be played." in run.shown
    assert [step.technique.id for step in run.routine_writer.routines["short-mine"][1].steps] == ["pressure"]


def test_steps_that_have_changed_places_keep_their_numbers() -> None:
    run = run_with("1", CIRCLES, "order", "2", "back", "list", "leave")
    assert "1. Broad circles: now number 2, duration 20 seconds" in run.console.lines
    assert "2. Sustained pressure: now number 1, hold 30 seconds" in run.shown


def test_what_takes_too_long_is_said_once_and_the_earlier_routine_can_be_brought_back() -> None:
    run = run_with("1", PRESSURE, HOLD, "70", RELEASE, "20", BACK, SAVE, source=YOURS)
    assert run.shown.count("Step 2: this hold takes 1 minute 10 seconds; we advise 1 minute at most.") == 1
    assert "tpsession routines restore short" in run.shown
    assert run.routine_writer.earlier == [SHORT]


def test_a_change_can_be_left_and_errors_are_said() -> None:
    run = run_with("1", READY, "10", "back", SAVE, LEAVE, error=TpsessionError("The disk is full."))
    assert "The disk is full." in run.shown
    # Going back by a slip loses no change.
    assert f"Not saved yet. Choose {SAVE_LABEL} or {LEAVE_LABEL}." in run.shown
    assert [*run.routine_writer.routines] == ["short"]
    for answers in ([READY, "quit"], [READY, "10", "quit", NAME, "Mine", PRESSURE, "quit", "quit"]):
        quitting = PlainRun(
            [VARY, "1", *answers], routine_writer=FakeRoutineWriter({"short": (YOURS, SHORT)})
        )
        assert quitting.choose() == 0
        warned = sum("or type quit again" in line for line in quitting.console.lines)
        assert warned == (2 if "10" in answers else 0)
        # Who is asked once more hears which list that is.
        assert (quitting.console.lines[-1] == CHANGED) == (warned == 2)
        assert ("Step 2: number or name, list or back:" in quitting.console.lines) == (warned == 2)
    gone = PlainRun([VARY, "1"], routines=(SHORT._replace(id="gone"),))
    with pytest.raises(TerminalClosed):
        gone.choose()
    assert "There is no routine gone." in gone.shown


def test_a_text_of_the_persons_own_is_said_as_it_was_typed() -> None:
    run = run_with("1", NAME, "Hold 30 s (mine)", NAME, "", LEAVE)
    assert any(line.startswith("Name: Hold 30 s (mine). It takes") for line in run.console.lines)
    assert "Now: Hold 30 s (mine)" in run.console.lines
