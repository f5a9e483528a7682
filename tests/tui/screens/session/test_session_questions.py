"""Questions, help and lists over the session screen: no single slip ends anything, and stop always works.

What each answer does is tested in `test_stop_dialog`.
"""

from __future__ import annotations

import pytest
from textual.events import Key

from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui, click_at
from tests.tui.screens.session.session_driver import GATE_AT_S, SIZE, run, session
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.session.engine import Mode
from tpsession.core.session.wording import PAUSED_BY_SLEEP
from tpsession.tui.screens.dialogs.ask import ENTER_CONFIRMS

# Stopping


def test_each_stop_key_halts_at_once_and_the_session_can_continue() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(8.0)
            for key in ("x", "ctrl+c", "escape"):
                await driver.press(key)
                position = driver.runner.position()
                assert driver.mode() is Mode.HALTED
                assert "Why are you" in driver.screen_text()
                await driver.press("g", after_s=60.0)
                assert driver.mode() is Mode.RUNNING
                assert driver.runner.position() == pytest.approx(position)

    run(test)


def test_a_reason_ends_the_session_only_once_it_is_confirmed() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(10.0)
            await driver.press("x", "3")
            assert driver.mode() is Mode.HALTED
            await driver.press("enter")
            assert (driver.mode(), driver.runner.session.reason) == (Mode.ENDED, StopReason.NUMB)
            assert driver.app.result is True

    run(test)


def test_escape_pressed_in_a_hurry_stays_stopped() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(8.0)
            for after_s in (0.1, 0.4, 0.8):
                await driver.run_for(2.0)
                for _ in range(4):
                    await driver.pilot.press("escape")
                    await driver.pilot.pause()
                    assert driver.mode() is Mode.HALTED
                    await driver.run_for(after_s)
                await driver.press("escape")
                assert driver.mode() is Mode.RUNNING

    run(test)


@pytest.mark.parametrize(
    ("settings", "key", "question"),
    [
        ({"keys.stop": "x"}, "ctrl+c", "Leave in the middle"),
        ({"keys.quit": "q"}, "ctrl+c", "Why are you"),
        ({"keys.stop": "tab"}, "tab", "Why are you"),
    ],
)
def test_whatever_keys_are_set_ctrl_c_and_the_key_to_stop_ask_and_never_leave_the_session(
    settings: dict[str, str | int | bool], key: str, question: str
) -> None:
    async def test() -> None:
        async with session(FakeTui(settings=settings)) as driver:
            await driver.run_for(10.0)
            await driver.press(key)
            assert driver.mode() is Mode.HALTED
            assert question in driver.screen_text()
            assert driver.app.return_value is None

    run(test)


def test_an_answer_that_arrives_twice_at_once_is_given_once() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.press("x")
            await driver.run_for(2.0)
            # As over a slow line: both have arrived before the first is handled.
            for _ in range(2):
                driver.app.post_message(Key("g", "g"))
            await driver.pilot.pause(0.1)
            assert driver.mode() is Mode.RUNNING
            assert driver.is_in_front
            assert not driver.app.dismissed

    run(test)


def test_what_would_end_the_session_is_asked_about() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(GATE_AT_S)
            await driver.press("right")
            assert "That was the last step. The timer has stopped." in driver.screen_text()
            await driver.press("f")
            assert driver.mode() is Mode.HALTED
            await driver.press("enter")
            assert driver.runner.session.status is Status.COMPLETED

    run(test)


def test_after_sleep_of_the_machine_it_asks_how_to_continue() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(12.0)
            driver.tui.clock.sleep(600.0)
            driver.screen.tick()
            await driver.pilot.pause()
            assert driver.mode() is Mode.PAUSED
            assert PAUSED_BY_SLEEP in driver.screen_text()
            await driver.press("r")
            assert driver.mode() is Mode.RUNNING
            assert driver.runner.position() == pytest.approx(0.0)
            driver.tui.clock.pass_time(30.0)
            driver.screen.tick()
            await driver.press("f")
            # It ends something: the letter alone only points at it.
            assert driver.mode() is Mode.PAUSED
            await driver.press("enter")
            assert driver.runner.session.reason is StopReason.INTERRUPTED

    run(test)


# Leaving the program


def test_quitting_asks_and_leaves_the_session_to_be_resumed() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(12.0)
            await driver.press("q")
            assert "Leave in the middle" in driver.screen_text()
            await driver.press("l")
            assert ENTER_CONFIRMS in driver.screen_text()
            await driver.press("enter")
            assert driver.app.return_value == 0
        (record,) = driver.tui.history.find_sessions(HistoryQuery())
        assert record.status is Status.RUNNING
        assert record.active_s > 6.0

    run(test)


def test_leaving_is_asked_about_over_another_question_and_over_help() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(10.0)
            await driver.press("question_mark", "q")
            assert "Leave in the middle" in driver.screen_text()
            await driver.press("q")
            assert "Leave now?" not in driver.screen_text()
            await driver.press("s", "x", "q", "q")
            assert "You can resume the session within an hour." in driver.screen_text()
            await driver.press("s")
            assert "Why are you" in driver.screen_text()
            await driver.press("q", "l", "enter")
            assert driver.app.return_value == 0
        (record,) = driver.tui.history.find_sessions(HistoryQuery())
        assert record.status is Status.RUNNING

    run(test)


# Under help, the volumes and the list of commands


@pytest.mark.parametrize("over", ["question_mark", "ctrl+p"])
def test_a_session_that_ends_under_help_or_the_list_of_commands_closes_them(over: str) -> None:
    async def test() -> None:
        async with session(routine=SHORT._replace(steps=SHORT.steps[:1])) as driver:
            await driver.run_for(20.0)
            await driver.pilot.press(over)
            await driver.pilot.pause(0.1)
            assert not driver.is_in_front
            await driver.run_for(10.0)
            assert driver.mode() is Mode.ENDED
            await driver.pilot.pause(0.4)
            assert driver.app.result is True

    run(test)


def test_a_main_key_pauses_under_what_lies_over_the_session_and_closes_it() -> None:
    async def test() -> None:
        async with session() as driver:
            for over, key in (
                (["question_mark"], "space"),
                (["v"], "enter"),
                (["v", "question_mark"], "tab"),
            ):
                await driver.press(*over, key)
                assert driver.mode() is Mode.PAUSED, over
                assert driver.is_in_front, over
                await driver.press(key)
                assert driver.mode() is Mode.RUNNING, over

    run(test)


def test_stop_halts_at_once_under_everything_that_lies_over_the_session() -> None:
    async def test() -> None:
        async with session(FakeTui(settings={"keys.stop": "x, ctrl+c, f2"})) as driver:
            for *over, key in (
                ("question_mark", "x"),
                ("question_mark", "ctrl+c"),
                ("ctrl+p", "ctrl+c"),
                ("ctrl+p", "f2"),
                ("v", "question_mark", "x"),
                ("v", "question_mark", "ctrl+p", "ctrl+c"),
            ):
                await driver.press(*over, key)
                await driver.pilot.pause(0.1)
                assert driver.mode() is Mode.HALTED, over
                assert "Why are you" in driver.screen_text(), over
                assert driver.app.screen_stack[-2] is driver.screen, over
                await driver.press("g")

    run(test)


def test_a_click_beside_what_lies_over_the_session_pauses_and_closes_it() -> None:
    async def test() -> None:
        async with session() as driver:
            for over in ("question_mark", "v", "ctrl+p"):
                await driver.press(over)
                await driver.run_for(2.0)
                await click_at(driver.pilot, SIZE[0] - 1, 0)
                await driver.pilot.pause()
                assert driver.is_in_front, over
                assert driver.mode() is Mode.PAUSED, over
                await driver.press("space")

    run(test)


def test_a_press_of_the_mouse_beside_help_or_the_list_of_commands_pauses_even_if_it_slides() -> None:
    async def test() -> None:
        async with session() as driver:
            for over in ("question_mark", "ctrl+p"):
                await driver.press("v", over)
                await driver.pilot.pause(0.1)
                await driver.pilot.mouse_down(offset=(0, 3))
                await driver.pilot.mouse_up(offset=(40, 20))
                await driver.pilot.pause(0.1)
                assert driver.mode() is Mode.PAUSED, over
                assert driver.is_in_front, over
                await driver.press("space")

    run(test)
