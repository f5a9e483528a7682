"""Cuts the text of a routine file into its steps, and puts them together in another order.

A step takes its comments along: those among its lines, and those directly above its heading. A step that is
left out stays in the file, each of its lines behind `LEFT_OUT`, so that nothing of it is lost and it can be
put back. All texts here have line feeds alone, and no byte order mark.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tpsession.files.routines.keys import FileKey
from tpsession.files.toml.source_map import KeyPart, SourceMap, TomlPath

LEFT_OUT = "#|"
"""The beginning of each line of a step that is left out."""
_LEFT_OUT_START = re.compile(rf"^{re.escape(LEFT_OUT)} ?", re.MULTILINE)
_STEPS = FileKey.STEPS.value
_LONG_QUOTES = ('"""', "'''")
_COMMENT = re.compile(r"#[^\n]*")
_BETWEEN_ITEMS = re.compile(r"(?:[ \t\n,]|#[^\n]*)*+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a file: a heading with everything up to the next one, or what is above the first heading."""

    text: str
    gap: str
    """The empty lines after it, which stay where they are when steps change places."""
    key: str = ""
    """The table of the heading; empty for what is above the first."""
    step: int | None = None
    """The index of its step, from 0; None if it isn't one."""
    rounds: int | None = None
    """The number of its rounds among all `steps` of the file, from 1, if it is their heading."""


def with_all_steps(text: str) -> str:
    """Return a text in which the steps that are left out, as comments, are steps again, on the same lines."""
    return _LEFT_OUT_START.sub("", text)


def find_left_out(text: str, count: int) -> frozenset[int]:
    """Return which steps a routine's text leaves out: their indices, from 0, among all its steps.

    count: how many steps there are in all, with those that are left out.
    """
    lines = text.split("\n")
    whole = with_all_steps(text)
    places, paths = SourceMap(whole), list_step_paths(tomllib.loads(whole))
    starts = [places.find(path, KeyPart.KEY)[0] - 1 for path in paths[:count]]
    return frozenset(index for index, start in enumerate(starts) if lines[start].startswith(LEFT_OUT))


def list_step_paths(content: Mapping[str, Any]) -> list[TomlPath]:
    """Return where each step is in the content of a routine file, in their order.

    For a block of rounds, these are the places of the steps inside it, not that of the block.

    content: of a file that has steps, without errors in their tables.
    """
    return [
        path
        for index, item in enumerate(content[_STEPS])
        for path in (
            [(_STEPS, index, _STEPS, inner) for inner in range(len(item[_STEPS]))]
            if _STEPS in item
            else [(_STEPS, index)]
        )
    ]


def leave_out(text: str) -> str:
    """Return the lines of a step with `LEFT_OUT` before each, so that they are comments."""
    lines = text.split("\n")
    return "\n".join(f"{LEFT_OUT} {line}" if line.strip() else LEFT_OUT for line in lines)


def split_at_headings(text: str) -> list[Part]:
    """Return the text of a routine file in parts: what is above the first heading, and one for each heading.

    A part begins with the comments directly above its heading. Steps in a list, without headings, are in the
    first part.
    """
    lines = text.removesuffix("\n").split("\n")
    begins = [_Heading(0, ""), *_find_parts(text, lines)]
    ends = [*(heading.line for heading in begins[1:]), len(lines)]
    parts = []
    for heading, end in zip(begins, ends, strict=True):
        begin = heading.line
        text_end = next(
            index for index in range(end, begin, -1) if index == begin + 1 or lines[index - 1].strip()
        )
        gap = "\n" * (end - text_end)
        parts.append(Part("\n".join(lines[begin:text_end]), gap, heading.key, heading.step, heading.rounds))
    return parts


def join_parts(parts: Sequence[Part], steps: Sequence[str]) -> str:
    """Return the text of a file with its steps in another order; all other parts keep their places.

    Args:
        parts: The parts of the file, as `split_at_headings` returns them.
        steps: The texts of all steps that have a part of their own, in the new order.

    """
    texts = iter(steps)
    return "".join(f"{part.text if part.step is None else next(texts)}\n{part.gap}" for part in parts)


def insert_lines(text: str, added: Sequence[str]) -> str:
    """Return a part of a file with lines added below its last line that is neither empty nor a comment.

    Comments at the end stay below them.

    text: has at least one such line.
    """
    lines = text.split("\n")
    last = max(index for index, line in enumerate(lines) if line.strip() and not _is_comment(line))
    return "\n".join([*lines[: last + 1], *added, *lines[last + 1 :]])


def arrange_list(text: str, items: Sequence[str], order: Sequence[tuple[int, bool]]) -> str:
    """Return a text with the steps in its list ``steps = [...]`` in another order, each on its own lines.

    A comment goes with the step before it; comments above the first step stay there.

    Args:
        text: The text.
        items: The text of each step in the list, one at least.
        order: For each step in the new order, its index in `items`, and whether it is left out, that is,
            written as a comment.

    """
    places, lines = SourceMap(text), text.split("\n")

    def start_of(*path: str | int) -> int:
        """Return the index in the text at which a value begins."""
        line, column = places.find(path)
        return sum(len(before) + 1 for before in lines[: line - 1]) + column - 1

    begin = start_of(_STEPS) + 1
    starts = [start_of(_STEPS, index) for index in range(len(items))]
    ends = [start + len(item) for start, item in zip(starts, items, strict=True)]
    between = [text[begin : starts[0]], *(_blank_at(text, end) for end in ends)]
    # Behind blanks, no comment is taken for a step that is left out.
    comments = [[f"  {comment}" for comment in _COMMENT.findall(blank)] for blank in between]
    arranged = ["", *comments[0]]
    for index, is_left_out in order:
        item = f"  {items[index]},"
        arranged += [leave_out(item) if is_left_out else item, *comments[index + 1]]
    return text[:begin] + "\n".join([*arranged, ""]) + text[ends[-1] + len(between[-1]) :]


def _blank_at(text: str, index: int) -> str:
    """Return the commas, blanks, line breaks and comments that follow one another from an index of a text on.

    Empty if there are none at the index.
    """
    match = _BETWEEN_ITEMS.match(text, index)
    return match.group() if match else ""


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading in a routine file, and what its part of the file is."""

    line: int
    """From 0; where its part begins."""
    key: str
    """Its table."""
    step: int | None = None
    """The index of its step, from 0."""
    rounds: int | None = None
    """The number of its rounds, from 1."""


def _find_parts(text: str, lines: Sequence[str]) -> Iterator[_Heading]:
    """Yield each heading with the line at which its part begins.

    A part begins with the comments directly above its heading.
    """
    previous = 0
    for heading in sorted(_find_headings(text, lines), key=lambda each: each.line):
        begin = heading.line
        while begin > previous + 1 and _is_comment(lines[begin - 1]):
            begin -= 1
        previous = heading.line
        yield replace(heading, line=begin)


def _find_headings(text: str, lines: Sequence[str]) -> Iterator[_Heading]:
    """Yield the headings of tables, then of steps, then of rounds, each with its line, counted from 0.

    A table or step that is written inline, or in a list, has no heading, so nothing is yielded for it. A step
    of rounds has a heading of its own.

    text: of a routine file without errors.
    """
    places, content = SourceMap(text), tomllib.loads(text)

    def line_of(path: TomlPath) -> int | None:
        """Return the index of a heading's line; None if the table has no heading."""
        line, column = places.find(path, KeyPart.KEY)
        return line - 1 if lines[line - 1][column - 1 :].startswith("[") else None

    for key, value in content.items():
        if key != _STEPS and isinstance(value, dict) and (line := line_of((key,))) is not None:
            yield _Heading(line, key)
    for step, path in enumerate(list_step_paths(content) if _STEPS in content else ()):
        if (line := line_of(path)) is not None:
            yield _Heading(line, _STEPS, step)
    for index, item in enumerate(content.get(_STEPS, ())):
        if _STEPS in item and (line := line_of((_STEPS, index))) is not None:
            yield _Heading(line, _STEPS, None, index + 1)


def _is_comment(line: str) -> bool:
    """Return whether a line that isn't in the middle of a text of several lines is surely a comment.

    False for one with long quotes, which may be the end of such a text.
    """
    return line.lstrip().startswith("#") and not any(quotes in line for quotes in _LONG_QUOTES)
