"""The charset is detected from the environment, and a person can ask for ASCII."""

from __future__ import annotations

import pytest

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.text.charset import detect_charset


@pytest.mark.parametrize("encoding", ["utf-8", "UTF-8", "utf8", "UTF_8", "cp65001"])
def test_utf_8_output_means_unicode(encoding: str) -> None:
    assert detect_charset({"TERM": "xterm-256color", "LANG": "de_DE.UTF-8"}, encoding) is Charset.UNICODE
    assert detect_charset({}, encoding) is Charset.UNICODE


@pytest.mark.parametrize(
    "encoding", ["ascii", "ANSI_X3.4-1968", "iso-8859-1", "cp1252", "cp437", "utf-16", ""]
)
def test_any_other_encoding_means_ascii(encoding: str) -> None:
    assert detect_charset({"TERM": "xterm", "LANG": "de_DE.UTF-8"}, encoding) is Charset.ASCII


@pytest.mark.parametrize(
    ("environment", "charset"),
    [
        ({"LANG": "en_GB.UTF-8"}, Charset.UNICODE),
        ({"LANG": "en_GB.utf8"}, Charset.UNICODE),
        ({"LANG": "C.UTF-8"}, Charset.UNICODE),
        ({"LANG": "de_DE.UTF-8@euro"}, Charset.UNICODE),
        ({"LANG": "de_DE"}, Charset.UNICODE),
        ({"LANG": ""}, Charset.UNICODE),
        ({"LANG": "C"}, Charset.ASCII),
        ({"LC_ALL": "POSIX"}, Charset.ASCII),
        ({"LANG": "de_DE.ISO-8859-1"}, Charset.ASCII),
        ({"LANG": "de_DE.ISO-8859-15@euro"}, Charset.ASCII),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, Charset.UNICODE),
        ({"LC_ALL": "C", "LC_CTYPE": "C.UTF-8", "LANG": "de_DE.UTF-8"}, Charset.ASCII),
        ({"LC_ALL": "", "LC_CTYPE": "", "LANG": "de_DE.ISO-8859-1"}, Charset.ASCII),
    ],
)
def test_a_locale_without_utf_8_means_ascii(environment: dict[str, str], charset: Charset) -> None:
    assert detect_charset(environment, "utf-8") is charset


@pytest.mark.parametrize(
    "terminal", ["linux", "linux-16color", "dumb", "unknown", "vt100", "vt220", "cons25", "ansi"]
)
def test_a_console_without_braille_means_ascii(terminal: str) -> None:
    assert detect_charset({"TERM": terminal, "LANG": "de_DE.UTF-8"}, "utf-8") is Charset.ASCII


@pytest.mark.parametrize(
    "terminal", ["", "xterm", "xterm-256color", "tmux-256color", "screen", "foot", "alacritty"]
)
def test_desktop_terminals_get_unicode(terminal: str) -> None:
    assert detect_charset({"TERM": terminal}, "utf-8") is Charset.UNICODE


def test_a_person_can_ask_for_ascii() -> None:
    assert detect_charset({"TPSESSION_ASCII": "1", "LANG": "de_DE.UTF-8"}, "utf-8") is Charset.ASCII
    assert detect_charset({"TPSESSION_ASCII": "", "LANG": "de_DE.UTF-8"}, "utf-8") is Charset.UNICODE
