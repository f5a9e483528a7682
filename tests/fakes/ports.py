"""Hand-written fakes for ports: a clock, a console, a routine library and settings."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta

from tpsession.core.catalog.list_memory import ListedRoutine
from tpsession.core.catalog.routine import DELETED, Routine, RoutineEntry
from tpsession.core.errors import SettingsError, UsageError
from tpsession.core.settings.definitions import (
    ROUTINE,
    SETTINGS,
    Preferences,
    SettingKind,
    accepts,
    default_preferences,
)
from tpsession.files.toml.duration import DurationError, parse_duration
from tpsession.plain.console import TerminalClosed

MORNING = datetime(2026, 1, 31, 9, 0, tzinfo=UTC)


class FakeClock:
    """The port `Clock`. Time passes only when a test says so."""

    def __init__(self, start: float = 1000.0, date: datetime = MORNING) -> None:
        self._start = start
        self._date = date
        self.moment = start
        self.unreported_sleep_s = 0.0
        """Seconds of sleep that `slept_for` hasn't returned yet."""

    def now(self) -> float:
        return self.moment

    def slept_since_last_call(self) -> float:
        slept, self.unreported_sleep_s = self.unreported_sleep_s, 0.0
        return slept

    def local_time(self) -> datetime:
        return self._date + timedelta(seconds=self.moment - self._start)

    def in_local_time(self, at: datetime) -> datetime:
        return at.replace(tzinfo=at.tzinfo or UTC).astimezone(UTC)

    def pass_time(self, seconds: float) -> None:
        self.moment += seconds

    def sleep(self, seconds: float) -> None:
        """Simulate sleep of the machine: only the wall clock moves."""
        self.unreported_sleep_s += seconds
        self._date += timedelta(seconds=seconds)

    def change_date(self, **by: float) -> None:
        """Simulate somebody who sets the machine's date: only the wall clock moves, and nothing is reported.

        by: how far, as for `timedelta`.
        """
        self._date += timedelta(**by)


CTRL_C = "\x03"
CTRL_Z = "\x1a"
END_OF_INPUT = "\x04"


class ScriptedConsole:
    """A console with a script: answers to questions, and lines typed at given seconds of a session.

    Time passes only while the program waits for a line, so a session of minutes takes no real time. The
    script may contain `CTRL_C`, `CTRL_Z` or `END_OF_INPUT`.
    """

    def __init__(
        self,
        clock: FakeClock,
        answers: list[str] | None = None,
        typed: list[tuple[float, str]] | None = None,
        *,
        attended: bool = True,
    ) -> None:
        self.clock = clock
        self.lines: list[str] = []
        self.bells = 0
        self.suspensions = 0
        self.overrun_s = 0.0
        """Seconds by which the next wait takes too long, as in a program that was stopped."""
        self.attended = attended
        self.suspend_requested = False
        self._answers = deque(answers or [])
        self.typed = deque(typed or [])
        self._start = clock.moment

    def say(self, text: str) -> None:
        self.lines.append(text)

    def ring(self) -> None:
        self.bells += 1

    def read_line(self, timeout_s: float) -> str | None:
        due = self._start + self.typed[0][0] if self.typed else None
        if due is None or due > self.clock.moment + timeout_s:
            self.clock.pass_time(max(timeout_s, 0.001) + self.overrun_s)
            self.overrun_s = 0.0
            return None
        self.clock.moment = max(self.clock.moment, due)
        return self._interpret(self.typed.popleft()[1])

    def ask(self, prompt: str) -> str | None:
        if not self.attended:
            return None
        self.say(prompt)
        return self._interpret(self._answers.popleft() if self._answers else END_OF_INPUT)

    def delaying_suspension(self) -> AbstractContextManager[None]:
        return nullcontext()

    def suspend(self) -> None:
        self.suspend_requested = False
        self.suspensions += 1
        self.clock.pass_time(60.0)

    def _interpret(self, line: str) -> str | None:
        match line:
            case "\x03":
                raise KeyboardInterrupt
            case "\x1a":
                self.suspend_requested = True
                return None
            case "\x04":
                raise TerminalClosed
        return line

    @property
    def output(self) -> str:
        """Everything that was printed, as text."""
        return "\n".join(self.lines)


class FakeLibrary:
    """The port `Library`, with routines that a test made."""

    def __init__(self, *entries: RoutineEntry | Routine) -> None:
        self._entries = [
            entry
            if isinstance(entry, RoutineEntry)
            else RoutineEntry(entry.id, "yours", f"{entry.id}.toml", entry, ())
            for entry in entries
        ]

    def add(self, routine: Routine) -> None:
        """Add a routine, as another part of the program does when it saves one."""
        self._entries.append(RoutineEntry(routine.id, "yours", f"{routine.id}.toml", routine, ()))

    def list_entries(self, *, with_deleted: bool = False) -> list[RoutineEntry]:
        entries = [entry for entry in self._entries if with_deleted or entry.source != DELETED]
        return sorted(entries, key=lambda entry: entry.id)

    def fingerprint(self) -> str:
        return repr(self._entries)

    def load_routine(self, name: str) -> Routine:
        found = next((entry.routine for entry in self._entries if entry.id == name.lower()), None)
        if found is None:
            raise UsageError(f"There is no routine {name}.")
        return found


class FakeListMemory:
    """The port `ListMemory`, which remembers one list as long as it lives."""

    def __init__(self) -> None:
        self.kept: tuple[str, tuple[ListedRoutine, ...]] | None = None

    def recall(self, made_from: str) -> tuple[ListedRoutine, ...] | None:
        return self.kept[1] if self.kept is not None and self.kept[0] == made_from else None

    def remember(self, made_from: str, listed: Sequence[ListedRoutine]) -> None:
        self.kept = made_from, tuple(listed)


class FakeSettings:
    """The port `SettingsStore`: the defaults, with the values that a test changed."""

    def __init__(self, values: Mapping[str, str | int | bool]) -> None:
        self.values: dict[str, str | int | bool | float] = {**default_preferences().values, **values}

    def load_preferences(self) -> Preferences:
        return Preferences(dict(self.values))

    def find_problems(self) -> list[str]:
        return []

    def save_setting(self, name: str, value: str | int | bool) -> None:
        setting = next(setting for setting in SETTINGS if setting.name == name)
        parsed: str | int | bool | float = value
        if setting.kind is SettingKind.DURATION and value != ROUTINE:
            try:
                parsed = parse_duration(value)
            except DurationError as error:
                raise SettingsError(f"{setting.title} must be {setting.expected_text}.") from error
        if not accepts(setting, parsed):
            raise SettingsError(f"{setting.title} must be {setting.expected_text}.")
        self.values[name] = parsed
