"""A file's text: read without hanging, and its bytes checked."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import NamedTuple

from tpsession.core.errors import Problem, Severity
from tpsession.files.toml.wording import printable

_BOM = b"\xef\xbb\xbf"
_BOM_MESSAGE = "the file begins with a byte order mark, which other programs refuse; save it as plain UTF-8"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Source(NamedTuple):
    """What a file holds."""

    text: str | None
    """The text, lines ended by a line feed, or None where the file can't be read at all."""
    problems: tuple[Problem, ...] = ()


def read_source(path: Path, largest: int) -> Source:
    """The text of a file of at most `largest` bytes. Never raises and never waits."""
    try:
        state = path.stat()
        # A pipe or a device could wait forever, or never end.
        if not stat.S_ISREG(state.st_mode):
            kind = "a folder" if stat.S_ISDIR(state.st_mode) else "no ordinary file"
            return _unreadable(f"this is {kind}; give a TOML file")
        with path.open("rb") as file:
            data = file.read(largest + 1)
    except FileNotFoundError:
        return _unreadable("there is no such file")
    except OSError as error:
        return _unreadable(f"the file can't be read: {printable(error.strerror or str(error))}")
    except ValueError:
        return _unreadable("there is no such file: its name has a character that no name can have")
    if len(data) > largest:
        size = max(len(data), state.st_size)
        return _unreadable(f"the file has {size:,} bytes; {largest:,} are the most")
    return decode(data)


def decode(data: bytes) -> Source:
    """The text of a file's bytes; a byte that is no UTF-8 is a problem and reads as U+FFFD."""
    if data.startswith(_UTF_16):
        return _unreadable("the file is saved as UTF-16; save it as UTF-8")
    problems = []
    if data.startswith(_BOM):
        data = data.removeprefix(_BOM)
        problems.append(Problem(1, 1, _BOM_MESSAGE, Severity.WARNING))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        problems += _bad_bytes(data)
        text = data.decode(errors="replace")
    return Source(text.replace("\r\n", "\n"), tuple(problems))


def _bad_bytes(data: bytes) -> list[Problem]:
    """The first bad byte of each line."""
    problems = []
    for number, line in enumerate(data.split(b"\n"), 1):
        try:
            line.decode()
        except UnicodeDecodeError as error:
            column = len(line[: error.start].decode()) + 1
            bad = f"0x{line[error.start]:02X}"
            problems.append(Problem(number, column, f"the byte {bad} is no UTF-8; save the file as UTF-8"))
    return problems


def _unreadable(message: str) -> Source:
    return Source(None, (Problem(1, 1, message),))
