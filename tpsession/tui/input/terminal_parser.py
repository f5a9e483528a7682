"""Turns what a terminal sends into keys and mouse events, whatever it sends.

Textual's own parser raises an error for some codes that it doesn't expect, such as a character beyond Unicode
or alternate keys, after which no key works any more. It types the letters of a sequence that it doesn't know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.events import Key
from textual.keys import Keys, _character_to_key
from textual.message import Message

from tpsession.tui.input.equivalent_keys import TerminalKey

PASTE_START = "\x1b[200~"
PASTE_END = "\x1b[201~"

_CONTROL_SEQUENCE = re.compile(r"\x1b\[([ -?]*)([@-~])")
_KEY_CODES = re.compile(r"[\d:;]*")
_MOUSE_OR_REPORT = re.compile(r"\x1b\[(<\d{1,4};-?\d{1,6};-?\d{1,6}[mM]|\?\d{1,6};\d{1,3}\$y)")
"""What Textual's parser looks for after the keys: an event of the mouse, or a report of a terminal's mode."""
_MOST_DIGITS = 7
"""Digits of the largest number of a character; a longer number, even with zeros in front, is no key's."""
_MODIFIERS_LIMIT = 1 << 10
"""More than all modifiers of the keyboard protocol together."""
_KEYPAD = {
    57409: ".",
    57410: "/",
    57411: "*",
    57412: "-",
    57413: "+",
    57415: "=",
    57416: ",",
}
"""What keys of the keypad type, by their codes in Kitty's keyboard protocol."""
_FUNCTIONAL_CODES = range(57344, 63744)
"""The private-use characters by which Kitty's keyboard protocol names keys that type nothing."""
_KEY_RELEASE = "3"


class TerminalParser(XTermParser):
    """Parses what a terminal sends. Whatever is no key, mouse event or report is ignored as a whole."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[Key]:
        """Return the keys of a sequence; none if the sequence isn't complete or is of the mouse or a report.

        A complete control sequence with another or no meaning gives the key `Keys.Ignore`.
        """
        found = _CONTROL_SEQUENCE.fullmatch(sequence)
        if found is None:
            return super()._sequence_to_key_events(sequence, alt)
        if not _KEY_CODES.fullmatch(found[1]):
            return [] if _MOUSE_OR_REPORT.fullmatch(sequence) else [Key(Keys.Ignore, sequence)]
        if found[2] == "u":
            return list(_parse_kitty_key(self, found[1])) or [Key(Keys.Ignore, sequence)]
        fields = [field.partition(":")[0] for field in found[1].split(";")]
        if any(len(field) > 4 for field in fields):
            return [Key(Keys.Ignore, sequence)]
        keys = list(super()._sequence_to_key_events(f"\x1b[{';'.join(fields)}{sequence[-1]}", alt))
        return keys or ([] if _may_continue(sequence) else [Key(Keys.Ignore, sequence)])

    def parse_mouse_code(self, code: str) -> Message | None:
        """Return the event that a mouse code stands for; None if the text isn't such a code.

        If the terminal has said that its size is 0, its mouse is taken to count in cells, not in pixels, from
        now on.
        """
        sizes = (self.terminal_size, self.terminal_pixel_size)
        if any(size is not None and 0 in tuple(size) for size in sizes):
            self.mouse_pixels = False
        return super().parse_mouse_code(code)

    def known_keys(self, sequence: str) -> Iterator[Key]:
        """Yield the keys that Textual's own parser finds in a sequence."""
        yield from super()._sequence_to_key_events(sequence)


def _parse_kitty_key(parser: TerminalParser, parameters: str) -> Iterator[Key]:
    """Yield the keys of a sequence of Kitty's keyboard protocol.

    Yield none if the sequence is invalid, is the release of a key, or is of a key that has no name here.

    Args:
        parser: Finds the keys of the simplified sequence.
        parameters: ``code:shifted:base ; modifiers:kind ; text:text``; all parts but the code may be missing.

    """
    codes, modifiers, text = [*parameters.split(";"), "", ""][:3]
    code, _, others = codes.partition(":")
    base = others.partition(":")[2].partition(":")[0]
    modifier, _, kind = modifiers.partition(":")
    numbers = [part for part in (code, base, *text.split(":")) if part]
    if not code or kind == _KEY_RELEASE or not all(map(_is_character, numbers)):
        return
    if modifier and not (len(modifier) <= _MOST_DIGITS and 0 < int(modifier) < _MODIFIERS_LIMIT):
        return
    typed = _KEYPAD.get(int(code))
    if typed is not None and modifier in {"", "1", "129"}:
        yield Key(_character_to_key(typed), typed)
        return
    for key in parser.known_keys(f"\x1b[{code};{modifier};{text}u"):
        if int(code) in _FUNCTIONAL_CODES and key.key == chr(int(code)):
            return
        if not base:
            yield key
            continue
        start, plus, _ = key.key.rpartition("+")
        yield TerminalKey(key.key, key.character, f"{start}{plus}{_character_to_key(chr(int(base)))}")


def _is_character(digits: str) -> bool:
    """Return whether digits are the number of a character of Unicode, other than 0 and the surrogates."""
    number = int(digits) if len(digits) <= _MOST_DIGITS else 0
    return 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF


@cache
def _may_continue(sequence: str) -> bool:
    """Return whether a control sequence that ends in a letter may be the beginning of a longer one.

    It may if a longer known sequence begins with it. So may ``ESC [ M``, after which the values of an old
    mouse report come.
    """
    return sequence == "\x1b[M" or any(
        known != sequence and known.startswith(sequence) for known in ANSI_SEQUENCES_KEYS
    )
