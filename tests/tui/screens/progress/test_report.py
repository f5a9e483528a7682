"""The screen that saves the page for an appointment."""

from __future__ import annotations

import threading

from textual.widgets import Button

from tests.tui.every_screen import page_for_an_appointment
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.progress.test_progress import look, with_series
from tests.tui.user import User, open_screen, wait_until
from tpsession.core.errors import TpsessionError
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.tui.screens.dialogs.ask import AskScreen
from tpsession.tui.screens.progress import ProgressScreen, ReportScreen
from tpsession.tui.screens.progress.report import STOPPED, UNFINISHED
from tpsession.tui.view_models.report_page import NOTHING_TO_SAVE, OPENING
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.progress.note_list import NoteList


async def shows(user: User, text: str) -> None:
    """Wait until the screen shows a text, however it is wrapped."""
    await wait_until(user.pilot, lambda: text in " ".join(user.screen_text.split()))


async def released(user: User) -> None:
    """Wait until what was typed is handled, and the button takes presses again, which lasts 0.2 s."""
    await user.pilot.pause()
    await wait_until(user.pilot, lambda: not user.app.screen.query("Button.-active"))


def notes_written(tui: FakeTui) -> list[list[str]]:
    """The notes on each page that was saved."""
    return [[note.text for note in report.notes] for report, _ in tui.report_writer.written]


def test_ticked_notes_are_saved_with_the_page_which_can_be_opened() -> None:
    async def act(user: User) -> None:
        await user.press("o")
        assert isinstance(user.app.screen, ReportScreen)
        await shows(user, "Notes on the page: 0 of 3.")
        assert "[x]" not in user.screen_text
        await user.press("down", "space")
        assert user.highlighted_line.startswith("[x]")
        # The repeats of a held key change nothing.
        await user.press("space", after=0.03)
        assert user.highlighted_line.startswith("[x]")
        # Down from the last note leads to the button, unless the key is held.
        await user.press("down")
        await user.press("down", after=0.03)
        assert isinstance(user.app.focused, NoteList)
        await user.press("down")
        assert isinstance(user.app.focused, Button)
        await user.press("enter")
        await shows(user, "Saved: /home/me/neck.html")
        await user.press("enter")
        await shows(user, OPENING)
        # Another choice makes another page, and the file that is there isn't overwritten unasked.
        await user.press("up", "up", "a")
        assert "Saved:" not in user.screen_text
        await released(user)
        await user.press("enter", "enter")
        await wait_until(user.pilot, lambda: isinstance(user.app.screen, AskScreen))
        await user.press("down", "enter")
        await shows(user, "Saved: /home/me/neck.html")
        await user.press("escape")
        assert isinstance(user.app.screen, ProgressScreen)

    tui = with_series("neck")
    look(act, tui)
    assert notes_written(tui) == [["note 5"], ["note 10", "note 5", "note 0"]]
    assert tui.browser.opened == ["file:///home/me/neck.html"]
    assert threading.main_thread().name not in tui.report_writer.threads


def test_the_mouse_ticks_and_saves_and_errors_say_what_to_do() -> None:
    async def act(user: User) -> None:
        await user.click("#notes", (10, 1))
        await shows(user, "Notes on the page: 1 of 2.")
        tui.report_writer.error = TpsessionError(
            "[b] can't be written: No space left.", "Choose another place."
        )
        await user.click("#write")
        await shows(user, "[b] can't be written: No space left. Choose another place.")
        tui.report_writer.error = None
        line = user.app.screen.query_one("#file", LineInput)
        assert line.has_focus
        line.value = " "
        await released(user)
        await user.click("#write")
        await shows(user, "Type where to save the page.")
        line.value = "other.html"
        await released(user)
        await user.click("#write")
        await shows(user, "Saved: other.html")
        assert not user.app.screen.query_one("#open").display
        await user.click("#done")
        assert user.is_closed

    tui = FakeTui()
    tui.browser.has_desktop = False
    open_screen(page_for_an_appointment(tui), act, (80, 24), tui)
    assert notes_written(tui) == [["note 0"]]


def test_saving_can_be_stopped_and_leaving_the_program_asks_first() -> None:
    tui = FakeTui()
    screen, may_read, find_sessions = (
        page_for_an_appointment(tui),
        threading.Event(),
        tui.history.find_sessions,
    )

    def read_slowly(query: HistoryQuery) -> list[SessionRecord]:
        may_read.wait(5)
        return find_sessions(query)

    async def act(user: User) -> None:
        tui.history.find_sessions = read_slowly  # type: ignore[method-assign]
        await user.press("enter", "enter", "q")
        assert isinstance(user.app.screen, AskScreen)
        assert user.app.screen.question.sentences == (UNFINISHED,)
        await user.press("escape", "escape")
        may_read.set()
        await shows(user, STOPPED)
        assert not user.is_closed

    open_screen(screen, act, (60, 20), tui)
    assert tui.report_writer.written == []


def test_a_period_without_sessions_has_no_page() -> None:
    async def act(user: User) -> None:
        await user.press("o")
        assert isinstance(user.app.screen, ProgressScreen)
        assert NOTHING_TO_SAVE in [notice.message for notice in user.app._notifications]

    tui = with_series("neck")
    tui.clock.pass_time(200 * 24 * 3600.0)
    look(act, tui)
