"""Reads a JSON export and checks all of it: its form, each item, and what the items refer to."""

from __future__ import annotations

import json
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeAlias

from tpsession.core.errors import TpsessionError
from tpsession.core.exchange.json_decoding import MisfitError, decode_item
from tpsession.core.exchange.records import (
    FORMAT,
    SECTIONS,
    ChangeRecord,
    Deletion,
    ExchangedSession,
    ImportedFile,
    Item,
    SharedPlan,
)
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Programme

MOST_PROBLEMS = 20
"""So many problems of a file are listed; its first ones say what is wrong with it."""
_SECTION_NAMES = frozenset(SECTIONS.values())
_SESSIONS = SECTIONS[ExchangedSession]
NOTHING_IMPORTED = "Nothing was imported."


class LayoutError(ValueError):
    """A file isn't laid out as this program writes it, with each item on a line of its own."""


class Entry(NamedTuple):
    """A value of the file: an item of a list, or a value by itself."""

    key: str
    place: int
    """Its place in the list, from 0; -1 for a value by itself."""
    value: object


Entries: TypeAlias = Generator[Entry, None, None]


def iterate_lines(lines: Iterable[bytes]) -> Entries:
    """Yield the entries of a file as this program writes it, a line at a time.

    Raises `LayoutError` for any other file, which may be right all the same.
    """
    numbered = iter(lines)
    if next(numbered, b"").rstrip() != b"{":
        raise LayoutError
    section, index, needs_comma = "", 0, False
    for raw in numbered:
        line = raw.rstrip()
        if section:
            if line in {b"]", b"],"}:
                section, needs_comma = "", line == b"]"
                continue
            has_comma = line.endswith(b",")
            if needs_comma:
                raise LayoutError
            yield Entry(section, index, _parse(line[:-1] if has_comma else line))
            index, needs_comma = index + 1, not has_comma
        elif line == b"}":
            if any(rest.strip() for rest in numbered):
                raise LayoutError
            return
        elif needs_comma:
            raise LayoutError
        elif line.endswith(b": ["):
            section, index = str(_parse(line[:-3])), 0
        else:
            needs_comma = not line.endswith(b",")
            pair = _parse(b"{" + line.removesuffix(b",") + b"}")
            if not isinstance(pair, dict) or len(pair) != 1:
                raise LayoutError
            ((key, value),) = pair.items()
            if key in _SECTION_NAMES:
                raise LayoutError
            yield Entry(key, -1, value)
    raise LayoutError


def _parse(text: bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise LayoutError from None


def iterate_whole(content: object) -> Entries:
    """Yield the entries of a file that was read whole. Raises `MisfitError`."""
    if not isinstance(content, dict):
        raise MisfitError("the file must hold an object in braces")
    for key, value in sorted(content.items(), key=lambda pair: pair[0] in _SECTION_NAMES):
        if key not in _SECTION_NAMES:
            yield Entry(key, -1, value)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield Entry(key, index, item)
        else:
            raise MisfitError("must be a list in brackets", key)


def parse_whole(text: str) -> object:
    """Return the content of any JSON file. Raises `MisfitError` with line and column for broken JSON."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise MisfitError(error.msg.lower(), f"line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise MisfitError("it has too many brackets inside each other") from None
    except ValueError as error:
        # A number with thousands of digits.
        raise MisfitError(str(error)) from None


@dataclass(slots=True)
class CheckedFile:
    """What was found in a file: its content, and its problems."""

    problems: list[str] = field(default_factory=list)
    """The first ones, each with its place."""
    changes: dict[str, ChangeRecord] = field(default_factory=dict)
    deletions: dict[str, datetime] = field(default_factory=dict)
    plans: dict[str, str] = field(default_factory=dict)
    programmes: list[Programme] = field(default_factory=list)
    comparisons: list[Comparison] = field(default_factory=list)
    sessions: int = 0
    _ids: dict[str, set[str]] = field(default_factory=dict)
    _used_plans: dict[str, str] = field(default_factory=dict)
    """Where each plan is named first, by its id."""
    _used_changes: dict[str, str] = field(default_factory=dict)

    def with_sessions(self, sessions: Callable[[], Iterator[ExchangedSession]]) -> ImportedFile:
        """Return the file, given how its sessions are read again."""
        return ImportedFile(
            sessions,
            self.changes,
            self.deletions,
            self.plans,
            tuple(self.programmes),
            tuple(self.comparisons),
            self.sessions,
        )

    def check(self, entries: Entries, report: Callable[[int], None]) -> None:
        """Take all entries and note their problems; stop after `MOST_PROBLEMS`.

        Raises `TpsessionError` if the file is of a newer format, or one that can't be imported.

        report: called with the number of sessions so far, again and again.
        """
        has_format = False
        for key, index, value in entries:
            if index < 0:
                has_format |= key == "format"
                self._check_value(key, value)
            elif key in _SECTION_NAMES:
                self._check_item(key, index, value)
                if key == _SESSIONS and index % 500 == 0:
                    report(index)
            else:
                self.problems.append(f"{key}: isn't known here; take it out")
            if len(self.problems) >= MOST_PROBLEMS:
                return
        if not has_format:
            self.problems.append(f"format: is missing; it must be {FORMAT}")
        for used, known, what in (
            (self._used_plans, self.plans, "plans"),
            (self._used_changes, self.changes, "changes"),
        ):
            self.problems += [
                f"{path}: there is no such entry in {what}"
                for name, path in used.items()
                if name not in known
            ]

    def _check_value(self, key: str, value: object) -> None:
        if key == "format":
            if isinstance(value, int) and not isinstance(value, bool) and value > FORMAT:
                raise TpsessionError(
                    f"The file was written by a newer tpsession (format {value}; this one reads {FORMAT}).",
                    f"Update tpsession, then try again. {NOTHING_IMPORTED}",
                )
            if value != FORMAT or isinstance(value, bool):
                self.problems.append(f"format: must be {FORMAT}")
        elif key == "anonymous":
            refuse_anonymous()
        else:
            self.problems.append(f"{key}: isn't known here; take it out")

    def _check_item(self, section: str, index: int, value: object) -> None:
        path = f"{section}[{index}]"
        try:
            item = decode_item(section, value)
            name = item.session_id if isinstance(item, Deletion) else _id_of(item)
        except MisfitError as misfit:
            self.problems.append(str(misfit.inside(path)))
            return
        ids = self._ids.setdefault(section, set())
        if name in ids:
            self.problems.append(f"{path}.id: another entry has the same id")
        ids.add(name)
        self._keep(item, path)

    def _keep(self, item: Item, path: str) -> None:
        if isinstance(item, ExchangedSession):
            self.sessions += 1
            if item.plan_id is not None:
                self._used_plans.setdefault(item.plan_id, f"{path}.plan")
            for number, kept in enumerate(item.corrections):
                self._used_changes.setdefault(kept.change_id, f"{path}.corrections[{number}].change")
        elif isinstance(item, ChangeRecord):
            self.changes[item.id] = item
        elif isinstance(item, Deletion):
            self.deletions[item.session_id] = item.at
        elif isinstance(item, SharedPlan):
            self.plans[item.id] = item.text
        elif isinstance(item, Programme):
            self.programmes.append(item)
        else:
            self.comparisons.append(item)


def _id_of(item: ExchangedSession | ChangeRecord | SharedPlan | Programme | Comparison) -> str:
    return item.record.id if isinstance(item, ExchangedSession) else item.id


def decode_sessions(entries: Entries) -> Iterator[ExchangedSession]:
    """Yield the sessions among entries that were checked before; raises `MisfitError` if they changed."""
    for entry in entries:
        if entry.key == _SESSIONS:
            item = decode_item(entry.key, entry.value)
            if isinstance(item, ExchangedSession):
                yield item


def refuse_anonymous() -> None:
    """Raise the error about an anonymous file."""
    raise TpsessionError(
        "The file is anonymous: its dates, ids and names aren't the real ones.",
        f"Import the export that was made without --anonymous. {NOTHING_IMPORTED}",
    )
