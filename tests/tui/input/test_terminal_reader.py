"""Bytes from a terminal become keys and mouse events, whatever they are and wherever they are cut."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import Key, MouseDown, Paste, Resize
from textual.message import Message

from tpsession.tui.input.equivalent_keys import TerminalKey
from tpsession.tui.input.terminal_reader import PASTE_PAUSE_S, TerminalReader

PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [
            b"\x1b",
            b"\x1b[",
            b"\x1b[M",
            b"\x1b[<",
            b"\x1b[200~",
            b"\x1b[201~",
            b"\x1b[48;",
            b"\x1b[?",
            b"\x1bO",
        ]
    ),
    st.builds(
        lambda numbers, end: f"\x1b[{numbers}{end}".encode(),
        st.from_regex(r"[0-9:;]{0,24}", fullmatch=True),
        st.sampled_from("uABHMmRt~z"),
    ),
)


def read(*chunks: bytes, silence_s: float = 0.0) -> list[Message]:
    """All events of bytes that come in these chunks, followed by silence."""
    reader = TerminalReader()
    return [*(event for chunk in chunks for event in reader.feed(chunk)), *reader.note_silence(silence_s)]


def keys(events: Iterable[Message]) -> list[str]:
    """The names of the keys that were pressed."""
    return [event.key for event in events if isinstance(event, Key) and event.key != "<ignore>"]


@pytest.mark.parametrize(
    "rubbish",
    [
        b"\xf8",
        b"\xe2\x82",
        b"\x9b",
        b"\xff\xfe",
        b"\x1b[1114112u",
        b"\x1b[99999999999u",
        b"\x1b[55296u",
        b"\x1b[97;;1114112u",
        b"\x1b[97;;55296u",
        b"\x1b[0u",
        b"\x1b[;u",
        b"\x1b[u",
        b"\x1b[97;99999u",
        b"\x1b[97;1:3u",
        b"\x1b[63743u",
        b"\x1b[99999999999A",
        b"\x1b[000000971114112u",
        b"\x1b[97;000011114112u",
        b"\x1b[5 A",
        b"\x1b[5z",
        b"\x1b[?62;22c",
        b"\x1b[>0;10;1c",
        b"\x1b[<0;1;999999999999M",
        b"\x1b[M \xf8\xfe",
        b"\x1b[M\xc3\xa4\xc3",
        b"\x1b[32;10;10M",
    ],
)
def test_what_is_no_key_is_left_out_and_the_next_key_works(rubbish: bytes) -> None:
    assert keys(read(rubbish + b"x")) == ["x"]
    assert keys(read(b"a", rubbish, b"\x1b[A", b"x")) == ["a", "up", "x"]
    assert keys(read(*(bytes([byte]) for byte in rubbish), b"x")) == ["x"]


@given(st.lists(PIECES, max_size=12))
def test_no_bytes_silence_the_keys(chunks: list[bytes]) -> None:
    reader = TerminalReader()
    for chunk in chunks:
        if chunk:
            list(reader.feed(chunk))
    # What was begun ends by silence: a sequence after a moment, a mouse report by its bytes, a paste at last.
    list(reader.feed(b"   "))
    list(reader.note_silence(PASTE_PAUSE_S))
    list(reader.feed(b" " * 40))
    assert keys(reader.feed(b"x"))[-1:] == ["x"]


@given(st.binary(max_size=60), st.integers(0, 60))
def test_it_does_not_matter_where_plain_text_is_cut(data: bytes, cut: int) -> None:
    plain = data.replace(b"\x1b", b"")
    assert keys(read(plain[:cut] or b" ", plain[cut:] or b" ")) == keys(
        read((plain[:cut] or b" ") + (plain[cut:] or b" "))
    )


@pytest.mark.parametrize(
    ("sent", "key", "character", "base_key"),
    [
        ("\x1b[1089::99;5u", "ctrl+\u0441", None, "ctrl+c"),
        ("\x1b[1095::120;;1095u", "ч", "ч", "x"),
        ("\x1b[1095:1063:120;2;1063u", "Ч", "Ч", "x"),
        ("\x1b[967::120;;967u", "χ", "χ", "x"),
    ],
)
def test_a_key_of_another_layout_knows_the_latin_key(
    sent: str, key: str, character: str | None, base_key: str
) -> None:
    (event,) = read(sent.encode())
    assert isinstance(event, TerminalKey)
    assert (event.key, event.character, event.base_key) == (key, character, base_key)


@pytest.mark.parametrize(
    ("sent", "key", "character"),
    [
        ("\x1b[57413;129;43u", "plus", "+"),
        ("\x1b[57412;129;45u", "minus", "-"),
        ("\x1b[57410;129;47u", "slash", "/"),
        ("\x1b[57413u", "plus", "+"),
        ("\x1b[57400;129;49u", "1", "1"),
        ("\x1b[120u", "x", "x"),
        ("\x1b[120;65;88u", "X", "X"),
        ("\x1b[99;69u", "ctrl+c", None),
        ("\x1b[99:67;6u", "ctrl+shift+c", None),
        ("\x1b[1;1:1A", "up", None),
        ("\x1b[1;5A", "ctrl+up", None),
        ("\x1b[13u", "enter", "\r"),
    ],
)
def test_keys_of_the_keyboard_protocol(sent: str, key: str, character: str | None) -> None:
    (event,) = read(sent.encode())
    assert isinstance(event, Key)
    assert (event.key, event.character) == (key, character)


def test_characters_and_mouse_reports_may_come_in_parts() -> None:
    assert keys(read(b"\xc3", b"\xb8", b"\x1b[", b"A")) == ["ø", "up"]
    (event,) = read(b"\x1b[<0;1", b"2;5M")
    assert isinstance(event, MouseDown)
    assert (event.x, event.y) == (11, 4)


def test_a_mouse_is_placed_by_cells_if_the_terminal_does_not_know_its_pixels() -> None:
    *_, event = read(b"\x1b[48;24;80;0;0t", b"\x1b[<0;12;5M")
    assert isinstance(event, MouseDown)
    assert (event.x, event.y) == (11, 4)


def test_a_paste_ends_by_itself_if_its_end_is_missing() -> None:
    pasted = read(b"\x1b[200~abc\x1b[201~x")
    assert [event.text for event in pasted if isinstance(event, Paste)] == ["abc"]
    reader = TerminalReader()
    assert keys(reader.feed(b"\x1b[20")) == []
    assert keys(reader.feed(b"0~abcx")) == []
    assert keys(reader.note_silence(PASTE_PAUSE_S / 2)) == []
    assert keys(reader.feed(b"x")) == []
    ended = [*reader.note_silence(PASTE_PAUSE_S), *reader.feed(b"y")]
    assert [event.text for event in ended if isinstance(event, Paste)] == ["abcxx"]
    assert keys(ended) == ["y"]


def test_a_size_is_told_as_the_terminal_sends_it() -> None:
    (event,) = read(b"\x1b[48;24;80;480;800t")
    assert isinstance(event, Resize)
    assert event.size == (80, 24)
