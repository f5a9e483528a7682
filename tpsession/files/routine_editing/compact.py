"""Writes a routine file as short as possible: without comments, for a code that holds few bytes."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

from tpsession.files.routine_editing.template import toml_string

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def compact_toml(content: bytes) -> str:
    """Return a text that says the same as a routine file without mistakes, but shorter: without its comments.

    Each item of the file's list of steps is on a line of its own, so that people can still read it; a block
    of rounds is on one line with its steps.
    """
    values = tomllib.loads(content.decode("utf-8-sig"))
    return "".join(f"{_key(key)}={_format_value(value, chr(10))}\n" for key, value in values.items())


def _format_value(value: object, separator: str = "") -> str:
    """Return a value of a TOML file in a short form; a table is written inline, in braces.

    Dates and times, which no routine file has, can't be written.

    separator: comes before each item if the value is a list of tables, but not in lists inside it.
    """
    match value:
        case bool():
            return str(value).lower()
        case str():
            return toml_string(value)
        case list():
            between = separator if value and isinstance(value[0], dict) else ""
            items = (f"{between}{_format_value(item)}" for item in value)
            return f"[{','.join(items)}]"
        case Mapping():
            return f"{{{','.join(f'{_key(key)}={_format_value(inner)}' for key, inner in value.items())}}}"
        case _:
            # A whole number is its own text, and of a decimal one `repr` is the shortest.
            return repr(value)


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else toml_string(key)
