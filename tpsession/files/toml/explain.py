"""tomllib's errors in plain words, with what would be right."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tpsession.files.routines.duration import DurationError, parse_duration
from tpsession.files.toml.wording import printable, quoted

_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is wrong with a statement."""

    message: str
    at_statement: bool = False
    """Whether the statement's beginning is the place to look at, and not where reading stopped."""
    back_to: str = ""
    """The last one of this character before where reading stopped is the place to look at."""


def explain(message: str, statement: str) -> Explanation:
    """The plain words for a message of tomllib on the statement that begins with this line."""
    for pattern, told in _TOLD:
        if match := pattern.match(message):
            return told if isinstance(told, Explanation) else told(match, statement)
    return Explanation(f"not valid TOML: {printable(message)}")


def _key(statement: str) -> str:
    return statement.partition("=")[0].strip()


def _value(statement: str) -> str:
    return statement.partition("=")[2].strip()


def _is_duration(text: str) -> bool:
    try:
        parse_duration(text)
    except DurationError:
        return False
    return True


def _bad_value(_: re.Match[str], statement: str) -> Explanation:
    value = _value(statement).partition("#")[0].strip()
    if not value:
        return Explanation(f'{quoted(_key(statement))} has no value; write it after the "="')
    if value.lower() in {"true", "false"}:
        return Explanation(f"write {value.lower()} in small letters")
    if value.lower() in {"yes", "on"}:
        return Explanation(f"{quoted(value)} is no TOML value; write true")
    if value.lower() in {"no", "off"}:
        return Explanation(f"{quoted(value)} is no TOML value; write false")
    if value[0].isalpha():
        return Explanation(f"put the text in quotes: {quoted(value.strip(chr(34)))}")
    return Explanation('this is no TOML value; text and times go in quotes, as in "30s"')


def _left_over(_: re.Match[str], statement: str) -> Explanation:
    value = _value(statement).partition("#")[0].strip()
    if _is_duration(value):
        return Explanation(f"put the time in quotes: {quoted(value)}")
    if statement.lstrip().startswith("["):
        return Explanation("nothing may follow a heading on its line")
    if value.startswith(('"', "'")):
        return Explanation(
            "the text ends before this; a text with one kind of quotes in it goes in the other kind"
        )
    return Explanation("nothing may follow a value on its line; text and times go in quotes")


def _twice(_: re.Match[str], statement: str) -> Explanation:
    line = statement.strip()
    if line.startswith("["):
        return _heading_twice(_, statement)
    return Explanation(
        f"{quoted(_key(line))} is already set in this table; keep one of the two", at_statement=True
    )


def _heading_twice(_: re.Match[str], statement: str) -> Explanation:
    heading = printable(statement.strip(), _LONGEST_HEADING)
    if _heading_name(statement) == "steps":
        return Explanation("every step begins with [[steps]], in two brackets", at_statement=True)
    return Explanation(f"{heading} is already set; put its keys together in one place", at_statement=True)


def _heading_name(statement: str) -> str:
    return printable(statement.partition("#")[0].strip("[] \t"), _LONGEST_HEADING)


def _open_heading(match: re.Match[str], statement: str) -> Explanation:
    right = f"[{_heading_name(statement)}]"
    return Explanation(f'the heading lacks "{match[1]}"; write {right if match[1] == "]" else f"[{right}]"}')


def _bad_character(match: re.Match[str], _: str) -> Explanation:
    if match[1] == r"\n":
        return Explanation("the text has no closing quote on this line")
    return Explanation(f"the control character {match[1]} may not stand here; remove it")


def _key_twice(match: re.Match[str], _: str) -> Explanation:
    return Explanation(f"{quoted(match[1])} is already set in this table; keep one of the two")


_OPEN_TEXT = Explanation("the text that begins here has no closing quotes", at_statement=True)
_TOLD: tuple[tuple[re.Pattern[str], Explanation | Callable[[re.Match[str], str], Explanation]], ...] = tuple(
    (re.compile(pattern), told)
    for pattern, told in (
        (r"Invalid value", _bad_value),
        (r"Expected newline or end of document", _left_over),
        (r"Cannot overwrite a value", _twice),
        (r"Cannot (?:declare|mutate|redefine)", _heading_twice),
        (r"Illegal character '(.*)'", _bad_character),
        (r"Duplicate inline table key '(.*)'", _key_twice),
        (r"Unclosed array", Explanation('the list lacks a comma or its "]"; write it as ["oil", "towel"]')),
        (
            r"Unclosed inline table",
            Explanation(
                'the inline table lacks a comma or its "}"; write it as { get_ready = "5s" } on one line'
            ),
        ),
        (r"Unterminated string", _OPEN_TEXT),
        (r"""Expected ["']'""", _OPEN_TEXT),
        (r"Expected '(\]\]?)'", _open_heading),
        (r"Expected '='", Explanation('a "=" is missing; write key = value')),
        (
            r"Invalid statement",
            Explanation("this is no TOML line; write key = value, or begin a comment with #"),
        ),
        (
            r"Unescaped|Invalid hex value|Escaped character",
            Explanation(r"write a backslash in a text as \\, or put the text in single quotes", back_to="\\"),
        ),
        (
            r"Invalid date or datetime",
            Explanation('there is no such date or time; put a duration in quotes, as in "1m30s"'),
        ),
        (
            r"Invalid initial character for a key part",
            Explanation('a key is made of letters, digits, "_" and "-"'),
        ),
        (
            r"Nested too deep",
            Explanation("the brackets are nested too deep; no key here needs more than two"),
        ),
        (r"Number too long", Explanation("the number has too many digits")),
    )
)
