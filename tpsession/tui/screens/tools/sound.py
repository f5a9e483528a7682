"""How loud each kind of sound is, and a check by ear: over the list, or over a session that goes on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Button, Static

from tpsession.core.catalog.cues import CueGroup
from tpsession.core.diagnostics.checks import describe_sound
from tpsession.core.settings.actions import CLOSE, GO, HELP, PALETTE, QUIT, SOUND, STOP, SUSPEND
from tpsession.core.settings.definitions import GROUP_VOLUMES, MASTER_VOLUME, SETTINGS
from tpsession.core.sound.sound_check import SoundCheck
from tpsession.tui.base.overlays import PassThroughOverlay
from tpsession.tui.base.single_result import SingleResultScreen
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import FOCUS_BINDINGS, make_bindings
from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.key_footer import KeyFooter
from tpsession.tui.widgets.settings.setting_row import PercentRow, SettingRow

REFRESH_S = 0.5
"""Between two looks at how the sound is doing."""
_GROUPS = {name: group for group, name in GROUP_VOLUMES.items()}
"""What is heard for each volume; the one of everything is heard in the signals."""
_SHOWN = [setting for setting in SETTINGS if setting.name in {MASTER_VOLUME, *_GROUPS}]


class SoundScreen(SingleResultScreen[None], PassThroughOverlay, ModalScreen[None], inherit_bindings=False):
    """Five volumes. Over the list each can be heard; over a session they are heard in the session itself."""

    CSS_PATH = "sound.tcss"
    AUTO_FOCUS = ""
    ABOUT = "Left and right turn what is pointed at; where no session runs, enter lets it be heard."
    BINDINGS: ClassVar[list[BindingType]] = [
        *make_bindings(CLOSE, HELP, PALETTE, hidden=[GO, STOP, SOUND, QUIT, SUSPEND]),
        *FOCUS_BINDINGS,
    ]

    def __init__(self) -> None:
        """Nothing is heard yet."""
        super().__init__()
        self._check: SoundCheck | None = None
        self._playing: list[CueGroup] = []
        """What is still to be heard of all that was asked for."""
        self._next: Timer | None = None

    def compose(self) -> ComposeResult:
        """What plays, the volumes, and two buttons."""
        values = context_of(self).current_settings
        with VerticalScroll(id="box", can_focus=False):
            yield Static("Sound", id="title")
            yield Static(id="plays")
            for setting in _SHOWN:
                yield PercentRow(setting, values[setting.name])
            with Horizontal(id="doing"):
                yield Button("Hear it", id="hear", compact=True)
                yield Button("Hear all", id="all", compact=True)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Point at the volume of everything."""
        self.query(PercentRow).first().focus()
        self.query_one("#doing").display = self.live_screen is None
        self._tell()
        self.set_interval(REFRESH_S, self._tell)

    def on_unmount(self) -> None:
        """Nothing of the check is heard any more."""
        if self._playing or self._next is not None:
            self._stop()

    def action_close(self) -> None:
        """Go back to the screen below."""
        self.dismiss(None)

    # Volumes

    def on_setting_row_changed(self, event: SettingRow.Changed) -> None:
        """Heard at once, and kept."""
        event.stop()
        context_of(self).settings_writer.change(event.row.setting.name, int(event.value))

    # The check

    def on_key(self, event: Key) -> None:
        """Enter lets be heard what is pointed at; arrows lead from volume to volume."""
        if event.key == "enter" and self.live_screen is None and not isinstance(self.focused, Button):
            event.stop()
            self._hear_pointed()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Hear the kind that is pointed at, or one after the other."""
        event.stop()
        if event.button.id == "all":
            self._hear(list(_GROUPS.values()))
        else:
            self._hear_pointed()

    def _hear_pointed(self) -> None:
        rows = [row for row in self.query(PercentRow) if row.has_focus]
        name = rows[0].setting.name if rows else MASTER_VOLUME
        self._hear([_GROUPS.get(name, CueGroup.CUES)])

    def _hear(self, groups: list[CueGroup]) -> None:
        if self._check is None:
            self._check = SoundCheck(context_of(self).player, context_of(self).services.clock)
        if self._next is not None:
            self._next.stop()
        self._playing = groups
        self._go_on()

    def _go_on(self) -> None:
        self._next = None
        if self._playing and self._check is not None:
            seconds = self._check.play(self._playing.pop(0))
            self._next = self.set_timer(seconds, self._go_on)

    def _stop(self) -> None:
        self._playing = []
        if self._check is not None:
            self._check.stop()

    def _tell(self) -> None:
        """Say what plays, or why nothing does."""
        context = context_of(self)
        state, device = context.player.state(), context.player.device()
        if state.message or not state.is_audible:
            said = state.message or "The sound is turned off in the settings."
        elif device is None:
            said = "The sound is getting ready."
        else:
            said = f"{describe_sound(state.backend, device)}."
        muted = " Muted: nothing is heard." if context.volume_control.muted else ""
        self.query_one("#plays", Static).update(literal(said + muted))
