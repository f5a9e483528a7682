"""Ports that write no file, open nothing and check nothing, for tests of screens."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from tpsession.core.diagnostics.checks import CheckedPart, CheckResult, CheckStatus
from tpsession.core.diagnostics.own_data import MAKING, DataLocations
from tpsession.core.errors import ExistsError, HistoryError, TpsessionError, UsageError
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.renderer import RenderedFile, RenderProgress
from tpsession.core.progress.report import SeriesReport
from tpsession.core.sound.player import CuePlayer
from tpsession.core.task_progress import TaskProgress

DOCTOR_RESULTS = [
    CheckResult(CheckedPart.PYTHON, CheckStatus.OK, "Python 3.12.3."),
    CheckResult(
        CheckedPart.TERMINAL, CheckStatus.NOTE, "The terminal has 60 columns.", ("Make it 80 columns wide.",)
    ),
    CheckResult(CheckedPart.ROUTINES, CheckStatus.FAILED, 'mine.toml:1:1: "[b]neckk[/b]" is no area.'),
    CheckResult(CheckedPart.SOUND, CheckStatus.OK, "Sound works: fake."),
]


class FakeRenderer:
    """The port `Renderer`, which records what it was asked to write."""

    def __init__(self) -> None:
        self.folder = "/home/me/Music"
        """The folder that it suggests."""
        self.existing_paths: set[str] = set()
        """Paths at which a file exists."""
        self.error: TpsessionError | None = None
        """The error that writing raises; None if it succeeds."""
        self.may_finish = threading.Event()
        """While a test has cleared it, rendering waits half-way."""
        self.may_finish.set()
        self.half_done = threading.Event()
        """Set when half of the file is rendered."""
        self.written: list[tuple[Plan, str]] = []
        self.cancellations = 0
        """How often it was cancelled."""
        self.threads: set[str] = set()
        """Names of the threads that it ran in."""

    def suggest_path(self, routine: str) -> str:
        self.threads.add(threading.current_thread().name)
        return f"{self.folder}/{routine}.wav"

    def render(
        self, plan: Plan, output: str, report: Callable[[RenderProgress], None], *, overwrite: bool = False
    ) -> RenderedFile:
        self.threads.add(threading.current_thread().name)
        if not output.endswith((".wav", ".flac", ".mp3")):
            raise UsageError(f"{output} is no sound file that can be written.", "End it in .wav.")
        if output in self.existing_paths and not overwrite:
            raise ExistsError(f"{output} already exists.")
        if self.error is not None:
            raise self.error
        try:
            report(RenderProgress("Saving: 50% of 1:40", 0.5))
            self.half_done.set()
            while not self.may_finish.wait(0.005):
                report(RenderProgress("Saving: 50% of 1:40", 0.5))
        except BaseException:
            self.cancellations += 1
            raise
        self.written.append((plan, output))
        self.existing_paths.add(output)
        return RenderedFile(
            output, 100.0, ("short.cue", "short.cues.json"), ("The [i]voice[/i] isn't there.",)
        )


class FakeReportWriter:
    """The port `ReportWriter`, which records what it was asked to save."""

    def __init__(self) -> None:
        self.existing_paths: set[str] = set()
        """Paths at which a file exists."""
        self.error: TpsessionError | None = None
        """The error that saving raises; None if it succeeds."""
        self.may_finish = threading.Event()
        """While a test has cleared it, `get` waits, as a slow disk makes it."""
        self.may_finish.set()
        self.written: list[tuple[SeriesReport, str]] = []
        self.threads: set[str] = set()
        """Names of the threads that it ran in."""

    def suggest_path(self, series: Series) -> str:
        self.threads.add(threading.current_thread().name)
        return f"/home/me/{series.place}.html"

    def write(self, reports: Sequence[SeriesReport], output: str, *, overwrite: bool = False) -> str:
        self.threads.add(threading.current_thread().name)
        if output in self.existing_paths and not overwrite:
            raise ExistsError(f"{output} already exists.")
        if self.error is not None:
            raise self.error
        self.written += [(report, output) for report in reports]
        self.existing_paths.add(output)
        return output


class FakeBrowser:
    """The port `WebBrowser`, which records what it was asked to open."""

    def __init__(self) -> None:
        self.has_desktop = True
        self.error: TpsessionError | None = None
        """The error that opening raises; None if it succeeds."""
        self.opened: list[str] = []

    def can_open(self) -> bool:
        return self.has_desktop

    def open(self, address: str) -> None:
        if self.error is not None:
            raise self.error
        self.opened.append(address)


class FakeDoctor:
    """The port `Doctor`. A test sets the results."""

    def __init__(self) -> None:
        self.results = list(DOCTOR_RESULTS)
        self.may_finish = threading.Event()
        """While a test has cleared it, the check of the sound waits."""
        self.may_finish.set()
        self.ended = threading.Event()
        self.runs = 0
        self.threads: set[str] = set()

    def run_checks(self, player: CuePlayer, report: Callable[[str], None]) -> list[CheckResult]:
        self.threads.add(threading.current_thread().name)
        self.runs += 1
        try:
            report("Looking for a sound device…")
            while not self.may_finish.wait(0.005):
                report("Looking for a sound device…")
        finally:
            self.ended.set()
        player.state()
        return self.results


class FakeOwnData:
    """The port `OwnData`. A test sets the error, and may hold up a backup by clearing `may_finish`."""

    def __init__(self) -> None:
        self.locations = DataLocations(
            "/home/me/history.db", "/home/me/routines", "/home/me/settings.toml", "/home/me/backups", None
        )
        self.error: HistoryError | None = None
        self.may_finish = threading.Event()
        self.may_finish.set()

    def locate(self) -> DataLocations:
        if self.error is not None:
            raise self.error
        return self.locations

    def back_up(self, progress: TaskProgress) -> list[str]:
        if self.error is not None:
            raise self.error
        part = progress.begin(MAKING)
        part.report(2, 5)
        for _ in range(1_000):
            if self.may_finish.wait(0.01):
                break
            progress.check()
        self.locations = replace(self.locations, last_backup=datetime(2026, 1, 31, 9, 0, tzinfo=UTC))
        return ["Backed up: /home/me/backups/history-by-hand.db"]
