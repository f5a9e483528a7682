"""The screen of the person's own data: where it is, and how to back it up and get it back."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Resize
from textual.widgets import Button, Static

from tpsession.core.diagnostics.own_data import BACK_UP, STOPPED_BACKUP, describe_own_data
from tpsession.core.errors import HistoryError
from tpsession.core.settings.actions import OWN_DATA
from tpsession.core.task_progress import TaskProgress, TaskStoppedError
from tpsession.tui.base.page import Page
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.facts import Fact, Facts

_HIGH = 28
"""Rows from which there is an empty line between two facts."""
_LONG_S = 0.5
"""Seconds from which a backup counts as taking long: then it shows how far it is, and the button stops it."""
_REFRESH_S = 0.2
"""Seconds between two looks at how far it is."""


class OwnDataScreen(Page[None]):
    """Shows where the person's data is, and makes a backup on request, even if the screen is closed then."""

    HEADING = OWN_DATA.name
    ABOUT = "Where your history, routines, settings and backups are. A backup holds your whole history."
    CSS = """
    OwnDataScreen { align: center top; }
    #own-data { width: 100%; max-width: 104; height: 1fr; padding: 1 2; }
    #facts { height: auto; max-height: 75%; scrollbar-size-vertical: 1; }
    #facts > * { padding-right: 1; }
    #result { height: auto; margin-top: 1; display: none; }
    #buttons { height: auto; margin-top: 1; }
    """
    AUTO_FOCUS: ClassVar[str | None] = "#back-up"

    def __init__(self) -> None:
        """Make the screen; nothing is looked for yet."""
        super().__init__()
        self._progress: TaskProgress | None = None
        """How far a backup is; None while none is being made."""

    def compose_content(self) -> ComposeResult:
        """Build the facts, a line on a backup or an error, both still empty, and the button for a backup."""
        with Vertical(id="own-data"):
            with VerticalScroll(id="facts"):
                yield Facts()
            yield Static(id="result", classes="strong")
            with Horizontal(id="buttons"):
                yield Button(BACK_UP, id="back-up", variant="primary", compact=True)

    def on_mount(self) -> None:
        """Start to look up where the data is."""
        # It is disabled while it works; without this it would also ignore a press soon after.
        self.query_one(Button).active_effect_duration = 0
        self._locate()

    def on_resize(self, event: Resize) -> None:
        """Leave an empty line between two facts if the screen has `_HIGH` rows or more."""
        self.query_one(Facts).spaced = event.size.height >= _HIGH

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Start to make a backup, or stop the one that is being made; disable the button for the time being.

        It is enabled as "Stop" if the backup takes long, and again once the backup has ended.
        """
        event.stop()
        event.button.disabled = True
        if self._progress is not None:
            self._progress.stop()
            return
        self._progress = TaskProgress()
        self.set_timer(_LONG_S, self._show_progress)
        self._back_up(self._progress)

    def _show_progress(self) -> None:
        """While a backup is being made, show how far it is, and offer to stop it.

        If the person has stopped it, say instead that it is stopping. This calls itself again after
        `_REFRESH_S` seconds, as long as the backup is being made.
        """
        if self._progress is None:
            return
        button = self.query_one(Button)
        if not self._progress.is_stopped:
            button.label = "Stop"
            self._enable(button)
        self._show_result("Stopping…" if self._progress.is_stopped else self._progress.describe())
        self.set_timer(_REFRESH_S, self._show_progress)

    @work(name="locate", group="own-data")
    async def _locate(self) -> None:
        """Look up where the person's data is, in a thread, and list the places and the newest backup.

        After a `HistoryError` show it above the button, and leave the list as it is.
        """
        services, person = self.context.services, self.context.launch.person
        try:
            found = await asyncio.to_thread(lambda: services.own_data().locate())
        except HistoryError as error:
            self._show_result(str(error))
            return
        facts = [Fact(name, text) for name, text in describe_own_data(found, person)]
        self.query_one(Facts).show_facts(facts)

    @work(name="back-up", group="back-up", exclusive=True)
    async def _back_up(self, progress: TaskProgress) -> None:
        """Make a backup, in a thread, and show where it is or why there is none.

        In either case look up again where the data is, and enable the button for another backup.
        """
        services = self.context.services
        try:
            said = await asyncio.to_thread(lambda: services.own_data().back_up(progress))
        except HistoryError as error:
            said = [str(error)]
        except TaskStoppedError:
            said = [STOPPED_BACKUP]
        self._progress = None
        self._show_result(" ".join(said))
        button = self.query_one(Button)
        button.label = BACK_UP
        self._enable(button)
        self._locate()

    @staticmethod
    def _enable(button: Button) -> None:
        """Enable a button and focus it, because it lost the focus when it was disabled.

        Does nothing if it is enabled.
        """
        if button.disabled:
            button.disabled = False
            button.focus()

    def _show_result(self, text: str) -> None:
        """Show a text above the button."""
        result = self.query_one("#result", Static)
        result.update(literal(text))
        result.display = True
