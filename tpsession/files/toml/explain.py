"""Puts tomllib's messages about syntax errors into plain words, with what would be right."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from tpsession.files.toml.duration import DurationError, parse_duration
from tpsession.files.toml.wording import printable, quoted

_LONGEST_HEADING = 60
_LONGEST_KEY = 40
_CURLY_QUOTES = "\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u201b\u00ab\u00bb"
# Comments and texts, closed or not, may have any character.
_UNUSUAL = re.compile(
    r"""\#.* | "(?:[^"\\]|\\.)*"? | '[^']*'? |"""
    rf"([{_CURLY_QUOTES}\u00a0\u1680\u2000-\u200b\u202f\u205f\u2060\u3000\ufeff])",
    re.VERBOSE,
)

_TIME_WITH_WORD = re.compile(r"(\d+)\s*([smh])(?:ec|in|r|econd|inute|our)s?\.?", re.IGNORECASE)
_NUMBER_WITH_WORDS = re.compile(r"([+-]?\d+(?:\.\d+)?)(?:\s+[^\W\d]|\s*x$)")


class Place(Enum):
    """Where a person has to look for an error."""

    ERROR = auto()
    """Where tomllib stopped."""
    STATEMENT = auto()
    """At the beginning of the statement."""
    BACKSLASH = auto()
    """At the last backslash before tomllib stopped."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong, and where."""

    message: str
    place: Place = Place.ERROR


def explain(message: str, statement: str, found: str = "") -> Explanation:
    """Return the plain words for a message of tomllib; a message that isn't known here is quoted in them.

    Args:
        message: tomllib's message, without the place.
        statement: The first line of the statement with the error.
        found: The character at which tomllib stopped; empty at the end of a line.

    """
    if message.startswith("Invalid initial character") and found in {"", "}"} and "{" in statement:
        # Newer versions of TOML allow both, and so will newer Pythons.
        return Explanation('a table in { } has to be on one line, without a comma before its "}"')
    for beginning, explanation in _EXPLANATIONS.items():
        if message.startswith(beginning):
            return explanation if isinstance(explanation, Explanation) else explanation(message, statement)
    return Explanation(f"not valid TOML: {printable(message)}")


def find_unusual_character(line: str) -> tuple[int, str] | None:
    """Find the first space or quote that only looks like TOML's own, outside texts and comments.

    Returns its index in the line, from 0, and what is wrong with it; None if there is none. A line inside a
    long text is taken as if it stood alone.
    """
    for match in _UNUSUAL.finditer(line):
        character = match[1]
        if not character:
            continue
        if character in _CURLY_QUOTES:
            return match.start(1), f'{character} is a curly quote; write text in straight ones: "like this"'
        name = unicodedata.name(character, "an unusual space").lower()
        return match.start(1), f"this is a {name} (U+{ord(character):04X}); replace it by a normal space"
    return None


def _explain_bad_value(_message: str, statement: str) -> Explanation:
    """Return what to write for what is no TOML value, such as nothing, a word without quotes, or ``yes``."""
    value = _value(statement)
    if not value:
        return Explanation(f'{quoted(_key(statement))} has no value; write one after the "="')
    if value.lower() in {"true", "false"}:
        return Explanation(f"write {value.lower()} in lower case")
    if value.lower() in {"yes", "on", "no", "off"}:
        meant = "true" if value.lower() in {"yes", "on"} else "false"
        return Explanation(f"{quoted(value)} is not a TOML value; write {meant}")
    if value[0].isalpha():
        return Explanation(f"put the text in quotes: {quoted(value.strip(chr(34)))}")
    return Explanation('this is not a TOML value; put text and times in quotes, such as "30s"')


def _explain_rest_of_line(_message: str, statement: str) -> Explanation:
    """Return what to do about something after a value or a heading, such as the ``m`` in ``5m``."""
    value = _value(statement)
    if number_message := _explain_number(_key(statement), value):
        return Explanation(number_message)
    if statement.lstrip().startswith("["):
        return Explanation("nothing may follow a heading on the same line")
    if value.startswith(('"', "'")):
        return Explanation(
            "the text ends before this; to use a quote in text, put it in the other kind of quotes"
        )
    return Explanation("nothing may follow a value on the same line; put text and times in quotes")


def _explain_number(key: str, value: str) -> str | None:
    """Return how to write a value that is a time without quotes, or a number with a comma or with words.

    A time may have a word for its unit, as in ``30 sec``. None for any other value. key: the value's key.
    """
    if _is_duration(value):
        return f"put the time in quotes: {quoted(value)}"
    if time := _TIME_WITH_WORD.fullmatch(value):
        return f"put the time in quotes: {quoted(time[1] + time[2].lower())}"
    if re.fullmatch(r"\d+,\d+", value):
        return f"write a point instead of the comma: {value.replace(',', '.')}"
    if number := _NUMBER_WITH_WORDS.match(value):
        return f"write the number alone: {printable(key, _LONGEST_KEY)} = {number[1]}"
    return None


def _explain_repetition(message: str, statement: str) -> Explanation:
    """Return what to do about a key or a heading that is in the file already. message: tomllib's."""
    line = statement.strip()
    if not line.startswith("["):
        twice = message.startswith("Cannot overwrite")
        rest = (
            "is set twice in this table; keep only one"
            if twice
            else "is set already; put all its keys in one place"
        )
        return Explanation(f"{quoted(_key(line))} {rest}", Place.STATEMENT)
    if _heading_name(line) == "steps":
        return Explanation("start every step with [[steps]], in double brackets", Place.STATEMENT)
    heading = printable(line, _LONGEST_HEADING)
    return Explanation(f"{heading} appears twice; put all its keys under one heading", Place.STATEMENT)


def _explain_open_heading(message: str, statement: str) -> Explanation:
    """Return how to write a heading without a closing bracket. message: tomllib's, which has the bracket."""
    closing = "]]" if "]]" in message else "]"
    heading = f"{'[' * len(closing)}{_heading_name(statement)}{closing}"
    return Explanation(f'the heading has no closing "{closing}"; write {heading}')


def _explain_character(message: str, _statement: str) -> Explanation:
    """Return what is wrong with a text that has no closing quote on its line, or a control character.

    message: tomllib's, which quotes the character.
    """
    character = message.partition("'")[2].removesuffix("'")
    if character == r"\n":
        return Explanation("the text has no closing quote on this line")
    return Explanation(f"the control character {printable(character)} is not allowed here; remove it")


def _key(statement: str) -> str:
    """Return what is before the first ``=``, without spaces around it; the whole line if it has none."""
    return statement.partition("=")[0].strip()


def _value(statement: str) -> str:
    """Return what is after the first ``=``, up to a ``#``, even one in quotes; empty without ``=``."""
    return statement.partition("=")[2].partition("#")[0].strip()


def _heading_name(statement: str) -> str:
    """Return a heading without its brackets and its comment, printable and cut to `_LONGEST_HEADING`."""
    return printable(statement.partition("#")[0].strip("[] \t"), _LONGEST_HEADING)


def _is_duration(text: str) -> bool:
    """Return whether a text is a duration, such as ``1m30s``."""
    try:
        parse_duration(text)
    except DurationError:
        return False
    return True


_OPEN_TEXT = Explanation("the text that begins here has no closing quotes", Place.STATEMENT)
_BACKSLASH = Explanation(
    r"to write a backslash in text, double it (\\), or put the text in single quotes", Place.BACKSLASH
)
_EXPLANATIONS: dict[str, Explanation | Callable[[str, str], Explanation]] = {
    "Invalid value": _explain_bad_value,
    "Expected newline or end of document": _explain_rest_of_line,
    "Cannot ": _explain_repetition,
    "Duplicate inline table key": Explanation("a key is set twice in this table; keep only one"),
    "Illegal character": _explain_character,
    "Found invalid character": _explain_character,
    "Unclosed array": Explanation(
        'the list is missing a comma or its closing "]"; write it like ["oil", "towel"]'
    ),
    "Unclosed inline table": Explanation(
        'the table is missing a comma or its closing "}"; write it like { get_ready = "5s" } on one line'
    ),
    "Unterminated string": _OPEN_TEXT,
    'Expected "': _OPEN_TEXT,
    "Expected '\"": _OPEN_TEXT,
    "Expected ']": _explain_open_heading,
    "Expected '='": Explanation('an "=" is missing; write key = value'),
    "Invalid statement": Explanation("this is not valid TOML; write key = value, or start a comment with #"),
    "Unescaped": _BACKSLASH,
    "Invalid hex value": _BACKSLASH,
    "Escaped character": _BACKSLASH,
    "Invalid date": Explanation('there is no such date or time; put a duration in quotes, such as "1m30s"'),
    "Invalid initial character": Explanation('a key may only have letters, digits, "_" and "-"'),
    "Nested too deep": Explanation(
        "the brackets are nested too deeply; no key here needs more than two levels"
    ),
    "Number too long": Explanation("the number has too many digits"),
}
"""The explanation of each message that begins with one of these texts, or the function that makes it."""
