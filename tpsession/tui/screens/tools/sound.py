"""The volumes and the sound test, shown over the list or over a running session."""

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
from tpsession.core.sound.player import SOUND_STARTING, SOUND_TURNED_OFF
from tpsession.core.sound.sound_check import SoundCheck
from tpsession.tui.base.overlays import PassThroughOverlay
from tpsession.tui.base.single_result import SingleResultScreen
from tpsession.tui.context import context_of
from tpsession.tui.input.bindings import FOCUS_BINDINGS, make_bindings
from tpsession.tui.text.plain_text import literal
from tpsession.tui.view_models.setting_editor import KeyHint, PercentEditor
from tpsession.tui.widgets.common.key_footer import KeyFooter
from tpsession.tui.widgets.settings.setting_explanation import SettingExplanation
from tpsession.tui.widgets.settings.setting_row import PercentRow, SettingRow

REFRESH_S = 0.5
"""Seconds between two updates of the line about the sound device."""
_PLAY_HINT = KeyHint("enter", "play")
_GROUPS = {name: group for group, name in GROUP_VOLUMES.items()}
"""The kind of sound that each volume controls; the overall volume is tested with the signals."""
_VOLUME_SETTINGS = [setting for setting in SETTINGS if setting.name in {MASTER_VOLUME, *_GROUPS}]
_HEIGHTS = [(0, "-low"), (22, "-high")]
"""The class that the screen gets from each number of rows on."""


class SoundScreen(SingleResultScreen[None], PassThroughOverlay, ModalScreen[None], inherit_bindings=False):
    """Five volumes. Each can be tested, but not over a session, whose own sound is heard anyway."""

    CSS_PATH = "sound.tcss"
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = _HEIGHTS
    ABOUT = "Left and right change the highlighted volume. If no session is running, enter plays a sample."
    BINDINGS: ClassVar[list[BindingType]] = [
        *make_bindings(CLOSE, HELP, PALETTE, hidden=[GO, STOP, SOUND, QUIT, SUSPEND]),
        *FOCUS_BINDINGS,
    ]

    def __init__(self) -> None:
        """Make the screen; nothing is played yet."""
        super().__init__()
        self._check: SoundCheck | None = None
        self._playing: list[CueGroup] = []
        """The kinds of sound that the test still has to play."""
        self._chosen = MASTER_VOLUME
        """The name of the volume that had the focus last; a button takes the focus from it."""
        self._next: Timer | None = None
        """Starts the next sample; None if none is playing."""

    def compose(self) -> ComposeResult:
        """Build the line about the device, the volumes, the focused one's help, and two buttons.

        The buttons are "Play", for the volume that had the focus last, and "Play all". The footer comes last.
        """
        values = context_of(self).current_settings
        with VerticalScroll(id="box", can_focus=False):
            yield Static("Sound", id="title")
            yield Static(id="playing")
            for setting in _VOLUME_SETTINGS:
                yield PercentRow(PercentEditor(setting, values[setting.name]), shows_help=False)
            yield SettingExplanation()
            with Horizontal(id="buttons"):
                yield Button("Play", id="play", compact=True)
                yield Button("Play all", id="all", compact=True)
        yield KeyFooter()

    def on_mount(self) -> None:
        """Focus the overall volume, hide the buttons over a session, and keep the device line up to date."""
        self.query(PercentRow).first().focus()
        self.query_one("#buttons").display = self.live_screen is None
        self._show_device()
        self.set_interval(REFRESH_S, self._show_device)

    def on_unmount(self) -> None:
        """Silence the sound test if it is running."""
        if self._playing or self._next is not None:
            self._stop_test()

    def action_close(self) -> None:
        """Close the sound screen, so that the screen below is in front again."""
        self.dismiss(None)

    # Volumes

    def on_setting_row_keys_changed(self, event: SettingRow.KeysChanged) -> None:
        """Remember and explain the focused volume, and which keys change it.

        Unless the screen is over a session, also say which key plays a sample.
        """
        event.stop()
        setting, hints = event.row.setting, event.row.editor.key_hints
        self._chosen = setting.name
        if self.live_screen is None:
            hints = (_PLAY_HINT, *hints)
        self.query_one(SettingExplanation).show(setting.title, setting.help, hints)

    def on_setting_explanation_clicked(self, event: SettingExplanation.Clicked) -> None:
        """Do with the focused volume what the clicked hint says; nothing if no volume has the focus."""
        event.stop()
        if isinstance(self.focused, SettingRow):
            self.focused.click_part(event.part)

    def on_setting_row_changed(self, event: SettingRow.Changed) -> None:
        """Change a volume: it is heard at once, and saved in the background."""
        event.stop()
        context_of(self).settings_writer.change(event.row.setting.name, int(event.value))

    # Sound test

    def on_key(self, event: Key) -> None:
        """Play a sample of the focused volume on enter, but not over a session, nor on a button."""
        if event.key == "enter" and self.live_screen is None and not isinstance(self.focused, Button):
            event.stop()
            self._play_chosen()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Play a sample of the volume that had the focus last, or of each kind, one after the other."""
        event.stop()
        if event.button.id == "all":
            self._play_samples(list(_GROUPS.values()))
        else:
            self._play_chosen()

    def _play_chosen(self) -> None:
        """Play a sample of the volume that had the focus last; a signal for the overall one."""
        self._play_samples([_GROUPS.get(self._chosen, CueGroup.CUES)])

    def _play_samples(self, groups: list[CueGroup]) -> None:
        """Start to play a sample of each of these kinds of sound, one after the other; return at once.

        The samples of an earlier test that haven't begun are dropped. groups: the kinds of sound; each is
        removed from this list when its sample is played.
        """
        if self._check is None:
            self._check = SoundCheck(context_of(self).player, context_of(self).services.clock)
        if self._next is not None:
            self._next.stop()
        self._playing = groups
        self._play_next()

    def _play_next(self) -> None:
        """Start the next sample of the sound test, if there is one, and later call this again."""
        self._next = None
        if self._playing and self._check is not None:
            seconds = self._check.play(self._playing.pop(0))
            self._next = self.set_timer(seconds, self._play_next)

    def _stop_test(self) -> None:
        """Silence the sound test and forget the samples that are still to come."""
        self._playing = []
        if self._check is not None:
            self._check.stop()

    def _show_device(self) -> None:
        """Show the sound device, or what is wrong with the sound, or that it is turned off in the settings.

        While the device isn't known yet, say that the sound is starting. If it is muted, say that, too. A
        timer calls this.
        """
        context = context_of(self)
        state, device = context.player.state(), context.player.device()
        if state.message or not state.is_audible:
            text = state.message or SOUND_TURNED_OFF
        elif device is None:
            text = SOUND_STARTING
        else:
            text = f"{describe_sound(state.backend, device)}."
        muted = " The sound is muted." if context.volume_control.muted else ""
        self.query_one("#playing", Static).update(literal(text + muted))
