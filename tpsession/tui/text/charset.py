"""Detects from the environment which characters the terminal can show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tpsession.tui.drawing.raster.charset import Charset

if TYPE_CHECKING:
    from textual.dom import DOMNode

ASCII_VARIABLE = "TPSESSION_ASCII"
"""Environment variable: any value but an empty one restricts the screen to ASCII."""
_UTF_8 = frozenset({"utf8", "cp65001"})
_PLAIN_LOCALES = frozenset({"C", "POSIX"})
# The text consoles of Linux and the BSDs have 256 or 512 glyphs, without braille. The others are even older.
_CONSOLES = ("linux", "cons25", "wsvt25", "vt52", "vt1", "vt2", "vt3", "vt4", "vt5", "sun", "ansi")
_NO_TERMINALS = frozenset({"dumb", "unknown"})


def detect_charset(environment: Mapping[str, str], encoding: str) -> Charset:
    """Return Unicode if the encoding, the locale and the terminal all seem to allow it, otherwise ASCII.

    If `ASCII_VARIABLE` is set in the environment and isn't empty, it is always ASCII.

    Args:
        environment: The environment variables.
        encoding: The encoding of the standard output.

    """
    if environment.get(ASCII_VARIABLE):
        return Charset.ASCII
    if not (_is_utf_8(encoding) and _may_be_utf_8(_locale(environment))):
        return Charset.ASCII
    terminal = environment.get("TERM", "").lower()
    if terminal in _NO_TERMINALS or terminal.startswith(_CONSOLES):
        return Charset.ASCII
    return Charset.UNICODE


def charset_of(node: DOMNode) -> Charset:
    """Return the characters that a widget may show: its app's charset, or Unicode if the app has none."""
    charset: Charset = getattr(node.app, "charset", Charset.UNICODE)
    return charset


def _locale(environment: Mapping[str, str]) -> str:
    """Return the value of LC_ALL, LC_CTYPE or LANG, the first of these that isn't empty; empty if all are."""
    return next((environment[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environment.get(name)), "")


def _may_be_utf_8(locale: str) -> bool:
    """Return whether text in a locale may be UTF-8: its encoding is UTF-8, or it names none.

    Of those that name none, such as ``de_DE`` or an empty one, only ``C`` and ``POSIX`` may not.
    """
    _, dot, codeset = locale.partition("@")[0].partition(".")
    return _is_utf_8(codeset) if dot else locale not in _PLAIN_LOCALES


def _is_utf_8(encoding: str) -> bool:
    return encoding.lower().replace("-", "").replace("_", "") in _UTF_8
