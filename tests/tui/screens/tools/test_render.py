"""Writing a routine to a sound file: the side, the path, the progress and the result."""

from __future__ import annotations

import threading

import pytest
from textual.widgets import Button

from tests.plain.fake_services import SHORT, with_sides
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, wait_until
from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.errors import TpsessionError
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AskScreen
from tpsession.tui.screens.tools.render import STOPPED, UNFINISHED, RenderScreen
from tpsession.tui.widgets.common.line_input import LineInput

SUGGESTED = "/home/me/Music/short.wav"
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


async def shows(user: User, text: str) -> None:
    """Wait until the screen shows a text."""
    await wait_until(user.pilot, lambda: text in " ".join(user.screen_text.split()))


def show_render_screen(act: UserActions, tui: FakeTui, size: tuple[int, int] = (80, 24)) -> User:
    """Show the screen; the person begins in the line for the path, once a path is suggested."""
    screen = RenderScreen(with_sides(SHORT, Sides.EACH), NECK, tui.services.settings.load_preferences())

    async def do(user: User) -> None:
        await shows(user, SUGGESTED)
        await act(user)

    return open_screen(screen, do, size, tui)


async def write(user: User) -> None:
    """Press enter in the line, then on the button; a button ignores presses while it looks pressed."""
    await wait_until(user.pilot, lambda: not user.app.screen.query_one("#write").has_class("-active"))
    await user.press("enter", "enter")


def focused(user: User) -> str:
    return getattr(user.app.screen.focused, "id", None) or ""


@pytest.mark.parametrize("size", SIZES)
def test_enter_writes_the_chosen_side_to_the_suggested_path_and_the_result_is_shown(
    size: tuple[int, int],
) -> None:
    async def act(user: User) -> None:
        assert "Neck, both sides" in user.screen_text
        for text in ("b ", "l ", "r ", "only", "Save file"):
            assert text in user.screen_text
        # In the line for the path, letters are typed and enter writes nothing.
        await user.press("l", "enter")
        assert user.app.screen.query_one("#file", LineInput).value == f"{SUGGESTED}l"
        assert tui.renderer.written == []
        await user.press("up", "backspace", "down", "right")
        await shows(user, "Neck, left side")
        await shows(user, "1 minute 50 seconds. Each step that waits for you")
        await user.press("enter")
        await shows(user, f"Saved: {SUGGESTED}, 1:40.")
        await shows(
            user, "Also saved: short.cue, which lets music players jump to a step, and short.cues.json"
        )
        # Shown literally, not as markup.
        await shows(user, "The [i]voice[/i] isn't there.")
        assert focused(user) == "done"
        await user.press("enter")

    tui = FakeTui()
    assert show_render_screen(act, tui, size).is_closed
    ((plan, output),) = tui.renderer.written
    assert (plan.side, output) == (Side.LEFT, SUGGESTED)
    assert threading.main_thread().name not in tui.renderer.threads


def test_the_name_at_the_end_of_a_long_path_is_visible() -> None:
    async def look(user: User) -> None:
        await shows(user, "folder/short.wav")

    tui = FakeTui()
    tui.renderer.folder = "/a-long-name" * 8 + "/folder"
    open_screen(RenderScreen(SHORT, NECK, tui.services.settings.load_preferences()), look, (60, 20), tui)


def test_the_mouse_alone_chooses_writes_stops_and_closes() -> None:
    async def act(user: User) -> None:
        await user.click("#side-right")
        await user.click("#write")
        await shows(user, "Saving: 50% of 1:40")
        lines = [line for line in user.screen_text.splitlines() if "━" in line]
        assert lines[0].count("━") == lines[0].count("─")
        await user.click("#stop")
        await shows(user, STOPPED)
        tui.renderer.may_finish.set()
        await user.click("#write")
        await shows(user, "Saved:")
        await user.click("#done")

    tui = FakeTui()
    tui.renderer.may_finish.clear()
    assert show_render_screen(act, tui).is_closed
    assert tui.renderer.cancellations == 1
    assert [plan.side for plan, _ in tui.renderer.written] == [Side.RIGHT]


def test_back_stops_the_writing_then_closes_and_keys_during_the_writing_change_nothing() -> None:
    async def act(user: User) -> None:
        await write(user)
        await shows(user, "Saving: 50% of 1:40")
        assert focused(user) == "stop"
        await user.press("r", "up", "down", "x", "escape")
        await shows(user, STOPPED)
        assert "Neck, both sides" in user.screen_text
        assert not user.is_closed
        assert user.app.screen.query_one("#file", LineInput).value == SUGGESTED
        await user.press("escape")

    tui = FakeTui()
    tui.renderer.may_finish.clear()
    assert show_render_screen(act, tui).is_closed
    assert (tui.renderer.cancellations, tui.renderer.written) == (1, [])


def test_leaving_the_program_asks_first_and_then_stops_the_writing() -> None:
    async def act(user: User) -> None:
        await write(user)
        await wait_until(user.pilot, tui.renderer.half_done.is_set)
        await user.press("q")
        assert isinstance(user.app.screen, AskScreen)
        assert user.app.screen.question.sentences == (UNFINISHED,)
        await user.press("s")
        assert (user.app.return_code, tui.renderer.cancellations) == (None, 0)
        await user.press("ctrl+q", "l", "enter")
        assert user.app.return_code == 0

    tui = FakeTui()
    tui.renderer.may_finish.clear()
    show_render_screen(act, tui)
    assert (tui.renderer.cancellations, tui.renderer.written) == (1, [])


def test_an_existing_file_is_not_overwritten_without_a_question() -> None:
    async def act(user: User) -> None:
        await write(user)
        await wait_until(user.pilot, lambda: isinstance(user.app.screen, AskScreen))
        assert f"{SUGGESTED} already exists." in user.screen_text
        await user.press("escape")
        await wait_until(user.pilot, lambda: focused(user) == "file")
        assert tui.renderer.written == []
        await write(user)
        await wait_until(user.pilot, lambda: isinstance(user.app.screen, AskScreen))
        # These letters belong to a path that is still being typed.
        await user.press("k", "o")
        assert "Keep it" in user.highlighted_line
        await user.press("down", "enter")
        await shows(user, "Saved:")

    tui = FakeTui()
    tui.renderer.existing_paths.add(SUGGESTED)
    show_render_screen(act, tui)
    assert [output for _, output in tui.renderer.written] == [SUGGESTED]


def test_an_error_and_its_advice_are_shown_until_another_path_is_typed() -> None:
    async def act(user: User) -> None:
        await user.press("end", "x")
        await write(user)
        await shows(user, f"{SUGGESTED}x is no sound file that can be written. End it in .wav.")
        assert focused(user) == "file"
        await user.press("backspace")
        assert "no sound file" not in user.screen_text
        tui.renderer.error = TpsessionError("[b] can't be written: No space left.", "Make room.")
        await write(user)
        await shows(user, "[b] can't be written: No space left. Make room.")
        line = user.app.screen.query_one("#file", LineInput)
        line.value = "  "
        await write(user)
        await shows(user, "Type where to save the file.")

    tui = FakeTui()
    assert not show_render_screen(act, tui).is_closed
    assert tui.renderer.written == []


def test_a_held_enter_neither_stops_the_writing_that_it_started_nor_closes_the_screen() -> None:
    async def act(user: User) -> None:
        await write(user)
        await wait_until(user.pilot, tui.renderer.half_done.is_set)
        await user.press("enter", after=0.5)
        await user.click("#side-left")
        assert "Neck, both sides" in user.screen_text
        tui.renderer.may_finish.set()
        await shows(user, "Saved:")
        tui.clock.pass_time(5)
        user.app.arrivals.presses.add("enter", tui.clock.now())
        await user.press("enter", after=0.5)
        await shows(user, "Saved:")

    tui = FakeTui()
    tui.renderer.may_finish.clear()
    assert not show_render_screen(act, tui).is_closed
    assert [plan.side for plan, _ in tui.renderer.written] == [Side.BOTH]


def test_an_enter_held_from_the_screen_before_writes_nothing() -> None:
    async def act(user: User) -> None:
        user.app.arrivals.presses.add("enter", tui.clock.now())
        await user.press("enter", "enter", after=0.3)
        await shows(user, TOO_FAST)
        assert user.app.screen.query_one("#write", Button).display

    tui = FakeTui()
    show_render_screen(act, tui)
    assert tui.renderer.written == []


def test_the_second_click_of_a_double_click_writes_nothing() -> None:
    async def act(user: User) -> None:
        await user.click("#write", after=0.3)
        await shows(user, TOO_FAST)

    tui = FakeTui()
    show_render_screen(act, tui)
    assert tui.renderer.written == []
