"""Reads a JSON export and checks all of it: its form, each item, and what the items refer to."""

from __future__ import annotations

import json
from collections.abc import Callable, Container, Generator, Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypeAlias, TypeVar

from tpsession.core.errors import TpsessionError
from tpsession.core.exchange.json_decoding import decode_plan, decode_session, decode_shared
from tpsession.core.exchange.json_values import MisfitError
from tpsession.core.exchange.records import (
    FORMAT,
    SECTIONS,
    ChangeRecord,
    Deletion,
    ExchangedSession,
    ImportedFile,
    SharedPlan,
)
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.programme import Programme

MOST_PROBLEMS = 20
"""So many problems of a file are listed; its first ones say what is wrong with it."""
T = TypeVar("T")
SESSIONS = SECTIONS[ExchangedSession]
PLANS = SECTIONS[SharedPlan]
_SECTION_NAMES = frozenset(SECTIONS.values())
ALL_BUT_SESSIONS = _SECTION_NAMES - {SESSIONS}
NOTHING_IMPORTED = "Nothing was imported."


class LayoutError(ValueError):
    """A file isn't laid out as this program writes it, with each item on a line of its own."""


class FileEntry(NamedTuple):
    """A value of the file: an item of a section, which is a list, or a single value outside of them."""

    key: str
    place: int
    """Its place in the section, from 0; -1 for a value that belongs to none."""
    value: object


Entries: TypeAlias = Generator[FileEntry, None, None]
"""The entries of a file, in its order."""
ReadEntries: TypeAlias = Callable[[], Entries]
"""Reads a file, each time anew."""


def iterate_lines(lines: Iterable[bytes], needed: Container[str]) -> Entries:
    """Yield the entries of a file that is laid out as this program writes it, one line at a time.

    Raises `LayoutError` if the file is laid out otherwise or is broken, perhaps after some entries. Such a
    file may still be right as JSON.

    Args:
        lines: The lines of the file.
        needed: The sections whose items are read. Of items of other sections only the layout is checked; they
            are yielded with the value None.

    """
    numbered = iter(lines)
    if next(numbered, b"").rstrip() != b"{":
        raise LayoutError
    section, index, needs_comma = "", 0, False
    for raw in numbered:
        line = raw.rstrip()
        if section:
            if line in {b"]", b"],"}:
                if index and not needs_comma:
                    raise LayoutError
                section, needs_comma = "", line == b"]"
                continue
            has_comma = line.endswith(b",")
            item = line[:-1] if has_comma else line
            if needs_comma or not (item.startswith(b'{"') and item.endswith(b"}")):
                raise LayoutError
            yield FileEntry(section, index, _parse(item) if section in needed else None)
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
            yield _parse_value(line.removesuffix(b","))
    raise LayoutError


def _parse_value(line: bytes) -> FileEntry:
    """Return the single value on a line outside the sections, such as ``"format": 1``.

    Raises `LayoutError` if the line has no such value, or if its key is the name of a section.
    """
    pair = _parse(b"{" + line + b"}")
    if not isinstance(pair, dict) or len(pair) != 1 or not _SECTION_NAMES.isdisjoint(pair):
        raise LayoutError
    ((key, value),) = pair.items()
    return FileEntry(key, -1, value)


def _parse(text: bytes) -> object:
    """Return the JSON value in a text. Raises `LayoutError` if it is broken."""
    try:
        # As text, because looking for the encoding takes as long as reading a tenth of it.
        return json.loads(text.decode())
    except (ValueError, RecursionError):
        raise LayoutError from None


def iterate_whole(content: object) -> Entries:
    """Yield the entries of a file that was read as a whole: values outside the sections first.

    Raises `MisfitError` if the content isn't an object, or, when it is reached, if a section isn't a list.

    content: the file's JSON, read.
    """
    if not isinstance(content, dict):
        raise MisfitError("the file must hold an object in braces")
    for key, value in sorted(content.items(), key=lambda pair: pair[0] in _SECTION_NAMES):
        if key not in _SECTION_NAMES:
            yield FileEntry(key, -1, value)
        elif isinstance(value, list):
            for index, item in enumerate(value):
                yield FileEntry(key, index, item)
        else:
            raise MisfitError("must be a list in brackets", key)


def parse_whole(text: str) -> object:
    """Return the content of a JSON file, however it is laid out.

    Raises `MisfitError` for broken JSON, if possible with the line and the column.
    """
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise MisfitError(error.msg.lower(), f"line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise MisfitError("it has too many brackets inside each other") from None
    except ValueError as error:
        # A number with thousands of digits.
        raise MisfitError(str(error)) from None


class FileChecker:
    """Checks one file and notes its problems: first everything but the sessions, then the sessions.

    So a large file is decoded once only. The sessions are checked while they are merged, in one transaction.
    """

    def __init__(self) -> None:
        self.problems: list[str] = []
        """The first ones, each with its place."""
        self.sessions = 0
        self._changes: dict[str, ChangeRecord] = {}
        self._deletions: dict[str, datetime] = {}
        self._plan_ids: dict[str, None] = {}
        self._programmes: dict[str, Programme] = {}
        self._comparisons: dict[str, Comparison] = {}

    def check_all_but_sessions(self, entries: Entries) -> None:
        """Check all entries but the sessions: keep the right ones, and note up to `MOST_PROBLEMS` problems.

        It is a problem, too, if no entry says the format. The sessions are only counted. Raises
        `TpsessionError` if the file has a newer format, or is anonymous, so that it can't be imported; and
        what reading the entries raises.
        """
        has_format = False
        for key, index, value in entries:
            if index < 0:
                has_format |= key == "format"
                self._check_value(key, value)
            elif key == SESSIONS:
                self.sessions += 1
            elif key in _SECTION_NAMES:
                self._check_item(key, index, value)
            else:
                self._report(f"{key}: isn't known here; take it out")
        if not has_format:
            self._report(f"format: is missing; it must be {FORMAT}")

    def check_sessions(self, read: ReadEntries, first: int = 0) -> Iterator[ExchangedSession]:
        """Yield the sessions up to the first problem; after it, only note the problems of the other sessions.

        No session is yielded if `check_all_but_sessions` noted a problem. It is a problem, too, if two
        sessions have the same id, or if a session refers to a plan or change that isn't in the file.

        Args:
            read: Reads the file from its beginning.
            first: How many sessions at the beginning are skipped, because an earlier call yielded them.

        """
        # In a file that is sorted, as this program writes it, no id can come twice.
        ids = _find_ids(read(), first) if first else None
        last = ""
        for number, (_, index, value) in enumerate(_only(read(), SESSIONS)):
            if number < first:
                continue
            path = f"{SESSIONS}[{index}]"
            try:
                session = decode_session(value)
            except MisfitError as misfit:
                self._report(str(misfit.inside(path)))
                continue
            session_id = session.record.id
            if ids is None and session_id <= last:
                ids = _find_ids(read(), number)
            if ids is None:
                last = session_id
            elif session_id in ids:
                self._report(f"{path}.id: another session has the same id")
            else:
                ids.add(session_id)
            self._check_references(session, path)
            if not self.problems:
                yield session

    def make_file(
        self, sessions: Callable[[], Iterator[ExchangedSession]], read_plans: ReadEntries
    ) -> ImportedFile:
        """Return the imported file: its sessions and plans, which are read on demand, and everything else.

        Call `check_all_but_sessions` before: it keeps everything else.

        sessions: begins to read the sessions. read_plans: begins to read the file's entries, plans among
        them.
        """
        return ImportedFile(
            sessions,
            lambda: (decode_plan(entry.value) for entry in _only(read_plans(), PLANS)),
            self._changes,
            self._deletions,
            tuple(self._programmes.values()),
            tuple(self._comparisons.values()),
            self.sessions,
        )

    def _check_references(self, session: ExchangedSession, path: str) -> None:
        """Note a problem if the plan by which the session was played isn't in the file.

        The same for each of its corrections whose change isn't there. path: the session's place in the file,
        for the message.
        """
        if session.plan_id is not None and session.plan_id not in self._plan_ids:
            self._report(f"{path}.plan: there is no such plan in plans")
        for number, kept in enumerate(session.corrections):
            if kept.change_id not in self._changes:
                self._report(f"{path}.corrections[{number}].change: there is no such change in changes")

    def _report(self, problem: str) -> None:
        """Note a problem, unless there are `MOST_PROBLEMS` already."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem)

    def _check_value(self, key: str, value: object) -> None:
        """Note a problem if a value outside the sections is wrong or its key is unknown.

        Raises `TpsessionError` as `check_all_but_sessions` does.
        """
        if key == "anonymous":
            refuse_anonymous()
        if key != "format":
            self._report(f"{key}: isn't known here; take it out")
        elif isinstance(value, int) and not isinstance(value, bool) and value > FORMAT:
            raise TpsessionError(
                f"The file was written by a newer tpsession (format {value}; this one reads {FORMAT}).",
                f"Update tpsession, then try again. {NOTHING_IMPORTED}",
            )
        elif value != FORMAT or isinstance(value, bool):
            self._report(f"format: must be {FORMAT}")

    def _check_item(self, section: str, index: int, value: object) -> None:
        """Keep an item that isn't a session, unless it is wrong; then note a problem.

        If its id came before, it replaces that item, and a problem is noted, too. Of a plan only the id is
        kept.

        index: its place in the section, from 0, for the message.
        """
        path = f"{section}[{index}]"
        try:
            item = decode_shared(section, value)
        except MisfitError as misfit:
            self._report(str(misfit.inside(path)))
            return
        if isinstance(item, ChangeRecord):
            self._keep(self._changes, item.id, item, path)
        elif isinstance(item, Deletion):
            self._keep(self._deletions, item.session_id, item.at, path)
        elif isinstance(item, SharedPlan):
            self._keep(self._plan_ids, item.id, None, path)
        elif isinstance(item, Programme):
            self._keep(self._programmes, item.id, item, path)
        else:
            self._keep(self._comparisons, item.id, item, path)

    def _keep(self, kept: dict[str, T], name: str, value: T, path: str) -> None:
        """Put an item into `kept` under its id; if the id is taken, replace that item and note a problem.

        name: the id. path: the item's place in the file, for the message.
        """
        if name in kept:
            self._report(f"{path}.id: another entry has the same id")
        kept[name] = value


def _only(entries: Entries, section: str) -> Iterator[FileEntry]:
    """Yield the items of one section, in order."""
    return (entry for entry in entries if entry.key == section)


def _find_ids(entries: Entries, count: int) -> set[str]:
    """Return the ids of the first `count` sessions of a file; ids that aren't texts are left out."""
    values = (entry.value for entry in islice(_only(entries, SESSIONS), count))
    ids = (value.get("id") for value in values if isinstance(value, dict))
    return {found for found in ids if isinstance(found, str)}


def refuse_anonymous() -> None:
    """Raise a `TpsessionError` with the message that an anonymous file can't be imported."""
    raise TpsessionError(
        "The file is anonymous: its dates, ids and names aren't the real ones.",
        f"Import the export that was made without --anonymous. {NOTHING_IMPORTED}",
    )
