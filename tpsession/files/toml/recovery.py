"""Reads on after a syntax error in a TOML text, so that the errors after it are found as well."""

from __future__ import annotations

import math
import re

from tpsession.core.errors import Problem
from tpsession.files.toml.document import KEY_PART, Document, TomlError, load
from tpsession.files.toml.explain import Place, explain, find_unusual_character

_MAX_PROBLEMS = 50
_MAX_CHARACTERS = 4 * 1024 * 1024
"""Characters that may be parsed again to find the errors after the first: about a second's work."""
_KEY = re.compile(rf"[ \t]*({KEY_PART}(?:\.[ \t]*{KEY_PART})*)")
_ASSIGNMENT = re.compile(rf"[ \t]*{KEY_PART}(?:\.[ \t]*{KEY_PART})*=")
_HEADING = re.compile(rf"[ \t]*(\[\[?)[ \t]*({KEY_PART}(?:\.[ \t]*{KEY_PART})*)")
_HEADING_END = re.compile(r"\][ \t]*(?:#.*)?$")
_OPENING = ("[", "{", '"""', "'''")
_LONG_TEXT = re.compile(r"""=[ \t]*(?:\"{3}|'{3})""")

ParseResult = dict[str, object] | TomlError
"""The values of a text, or its first error."""


class Recovery:
    """Replaces one broken statement after another until the text can be read, or gives up."""

    def __init__(self, text: str) -> None:
        """Take a text that has a syntax error; nothing is read yet."""
        self._original = text.split("\n")
        self._lines = text.split("\n")
        self._characters_left = _MAX_CHARACTERS
        # A character from Unicode's private use area, as often as it takes to be in no text of the file.
        self._placeholder = "\ue000"
        while self._placeholder in text:
            self._placeholder += "\ue000"

    def run(self, error: TomlError) -> Document:
        """Return what can be read, and the problems found; `error` is the first.

        After too many errors or too much work, the statement with the error found last is left out, and so is
        everything below it. If finding where a broken statement begins takes too long, there are no values at
        all.
        """
        problems: list[Problem] = []
        while True:
            first = self._find_statement(error.line - 1)
            problems.append(self._to_problem(error, first))
            if first is None or len(problems) >= _MAX_PROBLEMS or self._characters_left < 0:
                return self._give_up(problems, first or 0)
            result = self._replace_statement(first, error)
            if not isinstance(result, TomlError):
                return Document(result, "\n".join(self._lines), tuple(problems), self._placeholder)
            error = result

    def _give_up(self, problems: list[Problem], at: int) -> Document:
        """Return a truncated document with what is above a line, and one more problem.

        For a text with too many errors, or whose errors take too long to find: the problem says that the rest
        isn't checked yet, and is added to `problems`. The document has no values if what is above the line
        can't be read either.

        at: the index of that line, from 0.
        """
        text = "\n".join(self._lines[:at])
        result = _try_load(text)
        data = {} if isinstance(result, TomlError) else result
        last = problems[-1]
        problems.append(Problem(last.line, last.column, "the rest is checked once this is fixed"))
        return Document(data, text, tuple(problems), self._placeholder, truncated=True)

    def _to_problem(self, error: TomlError, first: int | None) -> Problem:
        """Return an error in plain words, at the place where a person would look for it.

        Args:
            error: tomllib's error.
            first: The index, from 0, of the line on which the broken statement begins; None if not known.

        """
        statement_line = error.line if first is None else first + 1
        statement = self._original[statement_line - 1]
        long_text = statement_line < error.line and _LONG_TEXT.search(statement)
        if long_text and error.column is not None:
            start = f"the text that begins on line {statement_line} ends here or earlier"
            return Problem(error.line, error.column, f"{start}; its closing quotes may be missing")
        error_line = self._original[error.line - 1]
        if (unusual := find_unusual_character(error_line)) is not None:
            return Problem(error.line, unusual[0] + 1, unusual[1])
        found = error_line[error.column - 1 : error.column] if error.column else ""
        explanation = explain(error.message, statement, found)
        if explanation.place is Place.STATEMENT or error.column is None:
            column = len(statement) - len(statement.lstrip(" \t")) + 1
            return Problem(statement_line, column, explanation.message)
        column = error.column
        if explanation.place is Place.BACKSLASH:
            column = error_line.rfind("\\", 0, column - 1) + 1 or column
        return Problem(error.line, column, explanation.message)

    def _load_lines(self, lines: list[str]) -> ParseResult:
        """Try to read these lines as TOML, and return their values or the first error.

        Their characters are taken off what may still be read; the callers check that.
        """
        text = "\n".join(lines)
        self._characters_left -= len(text)
        return _try_load(text)

    def _find_statement(self, last: int) -> int | None:
        """Return the index, from 0, of the line on which the broken statement seems to begin.

        All lines above it can be read. Returns None if too much text would have to be read to find it.

        Args:
            last: The index of the line with the error.

        """
        for index in range(last, -1, -1):
            if index != last and not _begins_statement(self._lines[index]):
                continue
            if not isinstance(self._load_lines(self._lines[:index]), TomlError):
                return index
            if self._characters_left < 0:
                return None
        return 0

    def _replace_statement(self, first: int, error: TomlError) -> ParseResult:
        """Replace a broken statement in the text; return the result of reading the text again.

        Where it ends is tried out: the end with which most of the text can be read is taken.

        Args:
            first: The index of the line on which the statement begins.
            error: tomllib's error in it.

        """
        substitute = self._make_substitute(first)
        lines = self._lines
        attempts = []
        for end in self._possible_ends(first, error.line - 1):
            attempt = [*lines[:first], substitute, *[""] * (end - first - 1), *lines[end:]]
            result = self._load_lines(attempt)
            attempts.append((attempt, result))
            if not isinstance(result, TomlError):
                break
        self._lines, result = max(attempts, key=lambda attempt: _lines_read(attempt[1]))
        return result

    def _possible_ends(self, first: int, last: int) -> list[int]:
        """Return the indices of one to three lines at which the statement after a broken one may begin.

        The broken one begins at the line `first`, and the error is in the line `last`. A statement that opens
        a bracket or a long text may go on for several lines, or its end is missing, and it has swallowed
        other statements. The caller tries the lines in turn.
        """
        after = last + 1
        ends = [after]
        if any(opening in self._lines[first].partition("=")[2] for opening in _OPENING):
            starts = [
                index for index in range(first + 1, len(self._lines)) if _begins_statement(self._lines[index])
            ]
            inside = [index for index in starts if index <= last][:1]
            beyond = [index for index in starts if index > after][:1]
            ends = [*inside, after, *beyond]
        return ends

    def _make_substitute(self, index: int) -> str:
        """Return a line to read in place of a broken one; empty if nothing can be read there.

        It has the same heading, or the same key with the placeholder as its value. If the broken line has
        neither, or they can't be read after the lines above, it has a made-up heading or key that begins with
        the placeholder. Empty, too, if the line sets a key, is right alone, and only contradicts a line
        above, such as by setting the key a second time.

        index: the line's, from 0.
        """
        line = self._lines[index]
        candidates = []
        if match := _HEADING.match(line):
            close = "]" * len(match[1])
            candidates.append(f"{match[1]}{match[2]}{close}")
        if line.lstrip(" \t").startswith("["):
            candidates.append(f'["{self._placeholder}{index}"]')
        elif not isinstance(_try_load(line), TomlError):
            # Nothing is wrong with the line alone: it sets a key a second time. The first value stays.
            return ""
        elif match := _KEY.match(line):
            candidates.append(f'{match[1]}= "{self._placeholder}"')
        candidates.append(f'"{self._placeholder}{index}" = ""')
        before = self._lines[:index]
        for candidate in candidates:
            if not isinstance(self._load_lines([*before, candidate]), TomlError):
                return candidate
        return ""


def _try_load(text: str) -> ParseResult:
    """Return the values of a text, or the `TomlError` of its first error, which isn't raised."""
    try:
        return load(text)
    except TomlError as error:
        return error


def _lines_read(result: ParseResult) -> float:
    """Return the line of an error, from 1: how far a text could be read. Infinity if there is no error."""
    return result.line if isinstance(result, TomlError) else math.inf


def _begins_statement(line: str) -> bool:
    """Return whether a line looks like the first of a statement: a key and ``=``, or a closed heading."""
    return bool(_ASSIGNMENT.match(line)) or bool(_HEADING.match(line) and _HEADING_END.search(line.rstrip()))
