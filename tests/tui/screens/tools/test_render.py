"""A routine as a sound file: its side, where it is written, how far that is, and what comes of it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from textual.widgets import Button

from tests.plain.fake_services import SHORT, with_sides
from tests.tui.fake_tui import FakeTui
from tests.tui.user import Does, Hands, on
from tpsession.core.catalog.area import NECK
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.errors import TpsessionError
from tpsession.tui.screens.dialogs.ask import TOO_FAST, AskScreen
from tpsession.tui.screens.tools.render import STOPPED, UNFINISHED, RenderScreen
from tpsession.tui.widgets.common.line_input import LineInput

SUGGESTED = "/home/me/Music/short.wav"
SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]


async def until(hands: Hands, come: Callable[[], bool]) -> None:
    """Wait for something that is done apart from the screen."""
    for _ in range(500):
        if come():
            return
        await hands.pilot.pause(0.01)
    raise AssertionError(hands.shown)


async def shows(hands: Hands, words: str) -> None:
    """Wait until the screen says this."""
    await until(hands, lambda: words in " ".join(hands.shown.split()))


def rendering(does: Does, tui: FakeTui, size: tuple[int, int] = (80, 24)) -> Hands:
    """A person before the screen, who begins once a place is suggested, on the name."""
    screen = RenderScreen(with_sides(SHORT, Sides.EACH), NECK, tui.house.settings.load_preferences())

    async def do(hands: Hands) -> None:
        await shows(hands, SUGGESTED)
        await does(hands)

    return on(screen, do, size, tui)


async def writes(hands: Hands) -> None:
    """Enter in the name leads to the button, and it writes; while a button flashes it takes no press."""
    await until(hands, lambda: not hands.app.screen.query_one("#write").has_class("-active"))
    await hands.press("enter", "enter")


def focused(hands: Hands) -> str:
    return getattr(hands.app.screen.focused, "id", None) or ""


@pytest.mark.parametrize("size", SIZES)
def test_enter_writes_the_chosen_side_where_it_is_suggested_and_says_what_lies_there(
    size: tuple[int, int],
) -> None:
    async def does(hands: Hands) -> None:
        assert "Neck, both sides" in hands.shown
        for words in ("b ", "l ", "r ", "only", "Write it"):
            assert words in hands.shown
        # A name is typed here: no letter is an answer, and enter writes nothing.
        await hands.press("l", "enter")
        assert hands.app.screen.query_one("#file", LineInput).value == f"{SUGGESTED}l"
        assert tui.renderer.written == []
        await hands.press("up", "backspace", "down", "right")
        await shows(hands, "Neck, left side")
        await shows(hands, "1 minute 50 seconds. Where a step waits")
        await hands.press("enter")
        await shows(hands, f"Written: {SUGGESTED}, 1:40.")
        await shows(
            hands, "Also written: short.cue, which lets music players jump to a step, and short.cues.json"
        )
        # As it is, not as markup.
        await shows(hands, "The [i]voice[/i] isn't there.")
        assert focused(hands) == "done"
        await hands.press("enter")

    tui = FakeTui()
    assert rendering(does, tui, size).closed
    ((plan, output),) = tui.renderer.written
    assert (plan.side, output) == (Side.LEFT, SUGGESTED)
    assert threading.main_thread().name not in tui.renderer.threads


def test_of_a_long_path_the_name_is_seen() -> None:
    async def look(hands: Hands) -> None:
        await shows(hands, "folder/short.wav")

    tui = FakeTui()
    tui.renderer.folder = "/a-long-name" * 8 + "/folder"
    on(RenderScreen(SHORT, NECK, tui.house.settings.load_preferences()), look, (60, 20), tui)


def test_the_mouse_alone_chooses_writes_stops_and_leaves() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#side-right")
        await hands.click("#write")
        await shows(hands, "Rendering: 50 % of 1:40")
        lines = [line for line in hands.shown.splitlines() if "━" in line]
        assert lines[0].count("━") == lines[0].count("─")
        await hands.click("#stop")
        await shows(hands, STOPPED)
        tui.renderer.may_finish.set()
        await hands.click("#write")
        await shows(hands, "Written:")
        await hands.click("#done")

    tui = FakeTui()
    tui.renderer.may_finish.clear()
    assert rendering(does, tui).closed
    assert tui.renderer.cancellations == 1
    assert [plan.side for plan, _ in tui.renderer.written] == [Side.RIGHT]


def test_back_stops_what_is_written_then_leaves_and_what_is_typed_meanwhile_changes_nothing() -> None:
    async def does(hands: Hands) -> None:
        await writes(hands)
        await shows(hands, "Rendering: 50 % of 1:40")
        assert focused(hands) == "stop"
        await hands.press("r", "up", "down", "x", "escape")
        await shows(hands, STOPPED)
        assert "Neck, both sides" in hands.shown
        assert not hands.closed
        assert hands.app.screen.query_one("#file", LineInput).value == SUGGESTED
        await hands.press("escape")

    tui = FakeTui()
    tui.renderer.may_finish.clear()
    assert rendering(does, tui).closed
    assert (tui.renderer.cancellations, tui.renderer.written) == (1, [])


def test_leaving_the_program_is_asked_about_and_stops_it_too() -> None:
    async def does(hands: Hands) -> None:
        await writes(hands)
        await until(hands, tui.renderer.half_done.is_set)
        await hands.press("q")
        assert isinstance(hands.app.screen, AskScreen)
        assert hands.app.screen.question.sentences == (UNFINISHED,)
        await hands.press("s")
        assert (hands.app.return_code, tui.renderer.cancellations) == (None, 0)
        await hands.press("ctrl+q", "l", "enter")
        assert hands.app.return_code == 0

    tui = FakeTui()
    tui.renderer.may_finish.clear()
    rendering(does, tui)
    assert (tui.renderer.cancellations, tui.renderer.written) == (1, [])


def test_a_file_that_exists_is_asked_about_before_it_is_overwritten() -> None:
    async def does(hands: Hands) -> None:
        await writes(hands)
        await until(hands, lambda: isinstance(hands.app.screen, AskScreen))
        assert f"{SUGGESTED} already exists." in hands.shown
        await hands.press("escape")
        await until(hands, lambda: focused(hands) == "file")
        assert tui.renderer.written == []
        await writes(hands)
        await until(hands, lambda: isinstance(hands.app.screen, AskScreen))
        # They belong to a name that is still being typed.
        await hands.press("k", "o")
        assert "Keep it" in hands.pointed
        await hands.press("down", "enter")
        await shows(hands, "Written:")

    tui = FakeTui()
    tui.renderer.existing_paths.add(SUGGESTED)
    rendering(does, tui)
    assert [output for _, output in tui.renderer.written] == [SUGGESTED]


def test_what_fails_is_said_with_what_to_do_until_another_name_is_typed() -> None:
    async def does(hands: Hands) -> None:
        await hands.press("end", "x")
        await writes(hands)
        await shows(hands, f"{SUGGESTED}x is no sound file that can be written. End it in .wav.")
        assert focused(hands) == "file"
        await hands.press("backspace")
        assert "no sound file" not in hands.shown
        tui.renderer.error = TpsessionError("[b] can't be written: No space left.", "Make room.")
        await writes(hands)
        await shows(hands, "[b] can't be written: No space left. Make room.")
        line = hands.app.screen.query_one("#file", LineInput)
        line.value = "  "
        await writes(hands)
        await shows(hands, "Type where the file is to be written.")

    tui = FakeTui()
    assert not rendering(does, tui).closed
    assert tui.renderer.written == []


def test_an_enter_that_is_held_neither_stops_what_it_began_nor_leaves_it_unread() -> None:
    async def does(hands: Hands) -> None:
        await writes(hands)
        await until(hands, tui.renderer.half_done.is_set)
        await hands.press("enter", after=0.5)
        await hands.click("#side-left")
        assert "Neck, both sides" in hands.shown
        tui.renderer.may_finish.set()
        await shows(hands, "Written:")
        tui.clock.pass_time(5)
        hands.app.presses.add("enter", tui.clock.now())
        await hands.press("enter", after=0.5)
        await shows(hands, "Written:")

    tui = FakeTui()
    tui.renderer.may_finish.clear()
    assert not rendering(does, tui).closed
    assert [plan.side for plan, _ in tui.renderer.written] == [Side.BOTH]


def test_an_enter_that_is_held_from_the_screen_before_writes_nothing() -> None:
    async def does(hands: Hands) -> None:
        hands.app.presses.add("enter", tui.clock.now())
        await hands.press("enter", "enter", after=0.3)
        await shows(hands, TOO_FAST)
        assert hands.app.screen.query_one("#write", Button).display

    tui = FakeTui()
    rendering(does, tui)
    assert tui.renderer.written == []


def test_a_second_click_that_was_meant_for_the_screen_before_writes_nothing() -> None:
    async def does(hands: Hands) -> None:
        await hands.click("#write", after=0.3)
        await shows(hands, TOO_FAST)

    tui = FakeTui()
    rendering(does, tui)
    assert tui.renderer.written == []
