"""Settings that are typed: a text, a duration, keys."""

from __future__ import annotations

from textual.content import Content
from textual.events import DescendantBlur, Key

from tpsession.core.settings.definitions import ROUTINE
from tpsession.core.settings.key_names import parse_keys
from tpsession.core.text.formatting import format_duration
from tpsession.tui.input.bindings import describe_key
from tpsession.tui.text.charset import charset_of
from tpsession.tui.text.plain_text import display_text
from tpsession.tui.widgets.common.line_input import LineInput
from tpsession.tui.widgets.settings.setting_row import (
    CHOSEN,
    LINK,
    NAME_CELLS,
    TOLD,
    SettingRow,
    Value,
    clickable,
)


class LineRow(SettingRow):
    """A text. Enter or a click opens an input line in its place."""

    CHANGES = "enter: write it"
    DEFAULT_CSS = """
    LineRow {
        & > Input {
            height: 1;
            width: 1fr;
            border: none;
            padding: 0;
            background: $background;
        }
        & > Input:focus { border: none; background: $background; }
    }
    """

    _line: LineInput | None = None
    """What is written into; None as soon as it is to be closed, though it may still be there for a moment."""
    _began = ""
    """What the input line began with."""
    _offers_default = False
    """Whether that was the default, not what is set."""

    @property
    def is_open(self) -> bool:
        """Whether something is being written."""
        return self._line is not None

    @property
    def keys_now(self) -> str:
        """Which keys do something right now."""
        return "enter: keep it   esc: leave it as it was" if self.is_open else super().keys_now

    def kept(self) -> None:
        """The input line has done its work."""
        self.close()

    def want(self, value: str | int | bool) -> None:
        """Ask for another value; it is shown only once it is taken."""
        if value == self._value:
            self.close()
        else:
            self.post_message(self.Changed(self, value))

    def to_default(self) -> None:
        """Offer it in the input line: what was typed once isn't lost by a slip."""
        if self._is_changed:
            self.call_later(self.open, default=True)

    def text(self, value: Value) -> str:
        """A value as it is typed."""
        return str(value)

    async def open(self, *, default: bool = False) -> None:
        """Write. default: whether the input line begins with the default instead of what is set."""
        if self.is_open:
            return
        self.tell("")
        begun = self.text(self.setting.default if default else self._value)
        self._line = line = LineInput(begun, compact=True, select_on_focus=True)
        self._began = line.value.strip()
        self._offers_default = default
        narrow = self.content_size.width < NAME_CELLS * 2
        line.styles.margin = (1, 0, 0, 2) if narrow else (0, 0, 0, NAME_CELLS + 2)
        await self.mount(line)
        line.focus()
        self.post_message(self.Explained(self.keys_now))

    def close(self) -> None:
        """Stop writing; what was typed and not kept is given up."""
        line, self._line = self._line, None
        if line is None:
            return
        had_focus = line.has_focus
        with self.prevent(DescendantBlur):
            line.remove()
        if had_focus:
            self.focus()

    def process_key(self, event: Key) -> bool:
        """Escape leaves the input line; without one the row's own keys count."""
        if not self.is_open:
            return super().process_key(event)
        if event.key == "escape":
            self.tell("")
            self.close()
        return event.key in {"escape", "up", "down"}

    def on_input_submitted(self, event: LineInput.Submitted) -> None:
        """Enter keeps what was typed, or the default that was offered."""
        event.stop()
        self._keep(event.value, unchanged=self._offers_default)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """What was typed is kept when the person goes on to something else."""
        if self.app.app_focus and isinstance(event.widget, LineInput):
            self._keep(event.widget.value, unchanged=False)

    def _keep(self, typed: str, *, unchanged: bool) -> None:
        """Ask for what was typed. What was only looked at stays as it is, also where it can't be shown so.

        unchanged: whether what the input line began with is asked for as well.
        """
        value = typed.strip()
        if value == self._began and not unchanged:
            self.close()
        else:
            self.want(value)

    def press(self, event: Key) -> bool:
        """Enter opens the input line."""
        if event.key not in {"enter", "space"}:
            return False
        self.call_later(self.open)
        return True

    def click(self, name: str, value: int) -> None:
        """Open the input line."""
        self.call_later(self.open)

    def label(self, value: Value) -> str:
        """The text itself."""
        return str(value) or "empty"

    def control(self, room: int) -> Content:
        """The value; the input line lies over it while it is open."""
        style = CHOSEN if self._value else ""
        words = display_text(self.label(self._value))
        return clickable(words, style, "open").truncate(room, ellipsis=True)


class DurationRow(LineRow):
    """A duration, or as the routine says."""

    def text(self, value: Value) -> str:
        """Seconds as they are typed."""
        return str(value) if value == ROUTINE else f"{value:g}s"

    def label(self, value: Value) -> str:
        """``1 minute 30 seconds``."""
        return "as the routine says" if value == ROUTINE else format_duration(float(value))


class KeysRow(LineRow):
    """Keys that do something: written, or pressed."""

    CHANGES = "enter: write keys   k: press the new key"
    _PRESS = "press the new key"

    waits = False
    """Whether the next key that is pressed becomes the key."""

    @property
    def keys_now(self) -> str:
        """Which keys do something right now."""
        return "the next key is taken   esc: leave it as it was" if self.waits else super().keys_now

    def process_key(self, event: Key) -> bool:
        """The next key becomes the key, where it is waited for."""
        if not self.waits:
            return super().process_key(event)
        self._wait(False)
        if parse_keys(event.key) is None:
            self.tell("The settings have no name for this key.")
        elif event.key != "escape":
            self.want(event.key)
        return True

    def left(self) -> None:
        """No key is waited for any more."""
        self._wait(False)

    def press(self, event: Key) -> bool:
        """``k`` waits for the new key."""
        if event.key != "k":
            return super().press(event)
        self._wait(True)
        return True

    def click(self, name: str, value: int) -> None:
        """Write the keys, or wait for the new one."""
        if name == "press":
            self._wait(True)
        else:
            super().click(name, value)

    def label(self, value: Value) -> str:
        """The keys as they are found on a keyboard."""
        return "  ".join(describe_key(key, charset_of(self)) for key in parse_keys(str(value)) or ())

    def control(self, room: int) -> Content:
        """The keys, and where to click to press another."""
        if self.waits:
            return Content.styled("Press the new key", TOLD).truncate(room)
        keys = super().control(room)
        if not self.has_focus:
            return keys
        shown = Content.assemble(keys, "   ", clickable(self._PRESS, LINK, "press"))
        return shown if shown.cell_length <= room else keys

    def _wait(self, waits: bool) -> None:
        if waits != self.waits:
            self.tell("")
            self.waits = waits
            self.refresh()
            self.explain()
