"""Runs commands on a disk that fails, and judges each by the same command on one that doesn't."""

from __future__ import annotations

import io
import os
import re
import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

from tests.commands.history.faults.commands import (
    CASES,
    Case,
    prepare_damaged,
    prepare_older,
    same_each_time,
)
from tests.store.content import Content, read_content
from tpsession.cli import main
from tpsession.clock import SystemClock
from tpsession.core.history.records import HistoryQuery
from tpsession.store.backups.verification import count_damaged_rows
from tpsession.store.failures import HistoryDamagedError
from tpsession.store.history import open_history

FAULTY = re.compile(r"Traceback|has a fault|database is locked|\[Errno|disk I/O error")
"""What nobody is to read."""
MADE_MEANWHILE = frozenset({"home/history.sqlite.restoring", "home/history.sqlite.rescue"})
"""Files that a command makes beside the history and removes again."""
SENTENCE = re.compile(r"[.!?](?=\s)")


@dataclass(frozen=True, slots=True)
class Result:
    """What a command did."""

    code: int
    errors: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command did on a disk that fails."""

    says: str
    """Whether it says that it is "done", or that it "failed"."""
    state: str
    """Whether its change is "whole" or "absent", or "half" there; "same" if it changes nothing."""
    problems: tuple[str, ...]
    errors: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What a command does on a disk that doesn't fail."""

    before: Content
    after: Content
    result: Result
    files: Mapping[str, frozenset[bytes]]
    """The names of the files before and after, with what each may hold."""
    made: frozenset[str]
    """The names of the files that a command must leave that says it succeeded."""


class Bench:
    """Runs each command on a new copy of its history, always in the same folder."""

    def __init__(self, folder: Path, place: Path) -> None:
        """Use `place`, an empty folder that may be a disk of its own, and another folder."""
        self.place = place
        self._folder = folder
        self._begin = same_each_time()
        self._expected: dict[str, Expected] = {}

    def prepare(self, name: str) -> None:
        """Copy the history of a case to where the command finds it."""
        self.clear()
        shutil.copytree(self._find_template(CASES[name]), self.place, dirs_exist_ok=True)

    def clear(self) -> None:
        """Remove everything from the place."""
        for found in self.place.iterdir():
            if found.is_dir():
                shutil.rmtree(found)
            else:
                found.unlink()

    def _find_template(self, case: Case) -> Path:
        template = self._folder / case.prepare.__name__
        if not template.exists():
            for name in ("files", "out"):
                (template / name).mkdir(parents=True)
            os.environ["TPSESSION_HOME"] = str(template / "home")
            self._begin(1)
            case.prepare(template, self._run_well)
        return template

    def _run_well(self, *arguments: str) -> None:
        result = self._run(arguments)
        assert result.code == 0, result

    def _run(self, arguments: tuple[str, ...]) -> Result:
        said = io.BytesIO()
        errors = io.TextIOWrapper(said, encoding="utf-8")
        with redirect_stdout(io.TextIOWrapper(io.BytesIO(), encoding="utf-8")), redirect_stderr(errors):
            code = main(arguments)
            errors.flush()
        return Result(code, said.getvalue().decode())

    def run(self, name: str) -> Result:
        """Run the command of a case in the place."""
        os.environ["TPSESSION_HOME"] = str(self.place / "home")
        self._begin(1000)
        return self._run(
            tuple(
                argument.replace("FILES", str(self.place / "files")).replace("OUT", str(self.place / "out"))
                for argument in CASES[name].arguments
            )
        )

    def expect(self, name: str) -> Expected:
        """Return what a case does without a fault; it is run once to know."""
        if name not in self._expected:
            self.prepare(name)
            files = {file: frozenset({content}) for file, content in self.files().items()}
            before, _ = self._read_history()
            self.prepare(name)
            result = self.run(name)
            assert result.code == CASES[name].code, result
            after = read_content(self.history)
            made = self.files()
            for file, content in made.items():
                files[file] = files.get(file, frozenset()) | {content}
            self._expected[name] = Expected(before, after, result, files, frozenset(made))
        return self._expected[name]

    @property
    def history(self) -> Path:
        """The file of the history."""
        return self.place / "home" / "history.sqlite"

    def files(self) -> dict[str, bytes]:
        """Return the content of each file in the place by its name."""
        found = sorted(file for file in self.place.rglob("*") if file.is_file())
        return {str(file.relative_to(self.place)): file.read_bytes() for file in found}

    def fail(
        self,
        name: str,
        fault: AbstractContextManager[object],
        may_leave: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Prepare a case, run its command with a fault, and judge what it left once the fault is gone.

        may_leave: returns whether a file couldn't even be removed, so that unfinished ones may be left.
        """
        expected = self.expect(name)
        self.prepare(name)
        with fault:
            result = self.run(name)
        succeeded = result == expected.result if expected.result.code else not result.code
        problems = [] if succeeded else list(_judge_words(result, CASES[name].codes))
        names = frozenset(self.files())
        if succeeded and (missing := {each for each in expected.made - names if "-daily-" not in each}):
            problems.append(f"it says that it succeeded, but there is no {', '.join(sorted(missing))}")
        problems += self._judge_rescued()
        state = self._judge_history(name, expected, problems)
        if succeeded and state == "absent":
            problems.append("it says that it succeeded, and nothing was changed")
        problems += self._judge_rescued()
        problems += self._judge_files(
            expected, is_older=CASES[name].prepare is prepare_older, may_leave=may_leave()
        )
        return Outcome("done" if succeeded else "failed", state, tuple(problems), result.errors)

    def _judge_rescued(self) -> Iterator[str]:
        """Yield what is wrong if the bytes of a damaged history are gone."""
        damaged = self.place / "files" / "damaged"
        if damaged.exists() and damaged.read_bytes() not in (
            content for name, content in self.files().items() if name.startswith("home/")
        ):
            yield "the damaged file is gone"

    def _judge_history(self, name: str, expected: Expected, problems: list[str]) -> str:
        """Return whether a step is "whole", "absent" or "half"; "same" if it changes nothing."""
        content, said = self._read_history()
        if CASES[name].prepare is not prepare_damaged:
            problems += said
        if content == expected.after:
            return "same" if content == expected.before else "whole"
        if content == expected.before:
            return "absent"
        problems.append("the history holds half a change")
        return "half"

    def _read_history(self) -> tuple[Content, list[str]]:
        """Return what a history holds as a program opens it, and all that this says about damage."""
        clock, said = SystemClock(), []
        try:
            open_history(self.history, clock).close()
        except HistoryDamagedError as error:
            said.append(str(error))
        with open_history(self.history, clock) as history:
            history.find_sessions(HistoryQuery())
            said += history.damage_reports()
        return read_content(self.history), said

    def _judge_files(self, expected: Expected, *, is_older: bool, may_leave: bool) -> Iterator[str]:
        """Yield what is wrong with the files beside the history."""
        for name, content in self.files().items():
            if name.endswith(".sqlite") and name.startswith(("home/backups/", "out/new/")):
                yield from self._judge_backup(self.place / name, expected, is_older=is_older)
            elif name.startswith(("home/history.sqlite", "home/writers/")) and name not in MADE_MEANWHILE:
                # An old journal is one that SQLite doesn't need any more; it makes the next one in its place.
                continue
            elif name not in expected.files:
                if not may_leave:
                    yield f"{name} was left behind"
            elif content not in expected.files[name]:
                yield f"{name} is half written"

    def _judge_backup(self, file: Path, expected: Expected, *, is_older: bool) -> Iterator[str]:
        if count_damaged_rows(file):
            yield f"{file.name} is damaged"
        elif not is_older and read_content(file) not in (expected.before, expected.after):
            yield f"{file.name} holds half a change"


def _judge_words(result: Result, codes: Collection[int]) -> Iterator[str]:
    """Yield what is wrong with what a command said that failed."""
    if result.code not in codes:
        yield f"its exit code is {result.code}"
    if FAULTY.search(result.errors):
        yield "it says what nobody understands"
    _, found, message = result.errors.rpartition("tpsession: ")
    if not found or len(SENTENCE.findall(message)) < 2:
        yield "it doesn't say what to do"
