"""Turns the bytes that a terminal sends into events: any bytes, cut anywhere."""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Iterator

from textual.message import Message

from tpsession.tui.input.terminal_parser import PASTE_END, PASTE_START, TerminalParser

PASTE_PAUSE_S = 1.0
"""Seconds of silence in a paste after which it counts as ended, so that no key is taken for its text."""

_OLD_MOUSE_REPORT = b"\x1b[M"
_OLD_MOUSE_BYTES = 3
"""Bytes after `_OLD_MOUSE_REPORT`: button, column and row, each any byte from 32 on."""


class TerminalReader:
    """Reads what a terminal sends. Bytes that are no UTF-8 are left out."""

    def __init__(self, *, debug: bool = False) -> None:
        """Begin with the first byte. debug: whether Textual's parser writes a log."""
        self._parser = TerminalParser(debug)
        self._decode = getincrementaldecoder("utf-8")(errors="ignore").decode
        self._mouse_prefix = 0
        """The number of bytes of `_OLD_MOUSE_REPORT` that have just come."""
        self._mouse_bytes_left = 0
        self._recent = ""
        """The last characters, in which the marks of a paste may have come in part."""
        self._is_pasting = False
        self._silent_s = 0.0

    def feed(self, data: bytes) -> Iterator[Message]:
        """Yield the events of some bytes that the terminal has sent; an event may come with a later call.

        data: the bytes; none at all means that no more will come.
        """
        if not data:
            yield from self._parser.feed("")
            return
        self._silent_s = 0.0
        text = self._decode(self._without_mouse_bytes(data))
        self._look_for_paste(text)
        if text:
            yield from self._parser.feed(text)
        yield from self._parser.tick()

    def note_silence(self, seconds: float) -> Iterator[Message]:
        """Note that nothing has come for so many more seconds, and yield the events that follow from this.

        They are the keys of a sequence that nothing has completed, mostly the escape key, with which all
        sequences begin. If the end of a paste is missing after `PASTE_PAUSE_S` seconds in all, the paste
        comes first.
        """
        self._silent_s += seconds
        if self._is_pasting and self._silent_s >= PASTE_PAUSE_S:
            self._is_pasting = False
            yield from self._parser.feed(PASTE_END)
        yield from self._parser.tick()

    def _without_mouse_bytes(self, data: bytes) -> bytes:
        """Return the bytes with spaces in place of the values in mouse reports of the old kind.

        These values needn't be valid UTF-8. If a report isn't complete, the next call replaces the rest of
        its values.
        """
        result = bytearray(data)
        for index, byte in enumerate(data):
            if self._mouse_bytes_left:
                self._mouse_bytes_left -= 1
                result[index] = ord(" ")
            elif byte == _OLD_MOUSE_REPORT[self._mouse_prefix]:
                self._mouse_prefix += 1
                if self._mouse_prefix == len(_OLD_MOUSE_REPORT):
                    self._mouse_prefix, self._mouse_bytes_left = 0, _OLD_MOUSE_BYTES
            else:
                self._mouse_prefix = int(byte == _OLD_MOUSE_REPORT[0])
        return bytes(result)

    def _look_for_paste(self, text: str) -> None:
        """Set `_is_pasting` to whether a paste has begun but not ended by the end of this text.

        The mark of its beginning or end may be divided between two texts.
        """
        seen = self._recent + text
        start, end = seen.rfind(PASTE_START), seen.rfind(PASTE_END)
        if start != end:
            self._is_pasting = start > end
        self._recent = seen[-(len(PASTE_START) - 1) :]
