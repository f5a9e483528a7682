"""Which other keys a key stands for: another layout's letter, the other case, a Mac's delete key.

So a letter works with caps lock on and on a keyboard whose letters aren't Latin, unless the screen uses that
very key for something else, or an input line takes it as text.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator

from textual.events import Key

from tpsession.core.settings.key_names import find_typed_character


class TerminalKey(Key):
    """A key of which the terminal told what the same key types on a keyboard with Latin letters."""

    __slots__ = ["base_key"]

    def __init__(self, key: str, character: str | None, base_key: str) -> None:
        """Describe a key. base_key: its name on such a keyboard, with its modifiers, such as ``ctrl+c``."""
        super().__init__(key, character)
        self.base_key = base_key


# Textual names the handlers of a class of messages by the class. Those of a key handle this one, too.
TerminalKey.handler_name = Key.handler_name


def translate_key(event: Key, used: Container[str]) -> None:
    """Change a key that a screen doesn't use, in place, into an equivalent key that the screen uses.

    If it uses none of these, the key becomes what it types on a keyboard with Latin letters, if the terminal
    said so, and a letter becomes a small one: screens that read letters themselves, such as a question for
    its answers, expect these.

    Args:
        event: The key; it must not be one that is typed into an input line.
        used: The names of the keys that the screen's bindings use.

    """
    if event.key in used:
        return
    equivalents = list(_find_equivalent_keys(event))
    key = next((key for key in equivalents if key in used), None)
    if key is None:
        base_key = event.base_key if isinstance(event, TerminalKey) else event.key
        key = _with_letter(base_key, str.lower)
    if key != event.key:
        event.key, event.character = key, find_typed_character(key)


def _find_equivalent_keys(event: Key) -> Iterator[str]:
    """Yield the names of the keys that a key may stand for, the likeliest first.

    They are the key itself and its letter in the other case. If the terminal said what the key types on a
    keyboard with Latin letters, that comes next, in both cases, too. At last comes delete for backspace.
    """
    for key in (event.key, event.base_key) if isinstance(event, TerminalKey) else (event.key,):
        yield key
        yield _with_letter(key, str.swapcase)
    if event.key == "backspace":
        yield "delete"


def _with_letter(key: str, change: Callable[[str], str]) -> str:
    """Return the name of a key with another letter at its end: ``ctrl+a`` becomes ``ctrl+`` and another.

    Names whose part after the last ``+`` has several characters, such as ``enter``, stay as they are. change:
    returns the letter to use in place of one.
    """
    start, plus, last = key.rpartition("+")
    return f"{start}{plus}{change(last)}" if len(last) == 1 else key
