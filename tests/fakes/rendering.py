"""A renderer that writes nothing and a doctor that looks at nothing, for tests of screens."""

from __future__ import annotations

import threading
from collections.abc import Callable

from tpsession.core.diagnostics.checks import CheckedPart, CheckResult, CheckStatus
from tpsession.core.errors import ExistsError, TpsessionError, UsageError
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.renderer import RenderedFile, RenderProgress
from tpsession.core.sound.player import CuePlayer

DOCTOR_RESULTS = [
    CheckResult(CheckedPart.PYTHON, CheckStatus.FINE, "Python 3.12.3."),
    CheckResult(
        CheckedPart.TERMINAL, CheckStatus.NOTE, "The terminal has 60 columns.", ("Make it 80 columns wide.",)
    ),
    CheckResult(CheckedPart.ROUTINES, CheckStatus.BROKEN, 'mine.toml:1:1: "[b]neckk[/b]" is no area.'),
    CheckResult(CheckedPart.SOUND, CheckStatus.FINE, "Sound works: fake."),
]


class FakeRenderer:
    """The port `Renderer`; what it was asked for, it remembers."""

    def __init__(self) -> None:
        self.folder = "/home/me/Music"
        """Where files are suggested to be put."""
        self.existing_paths: set[str] = set()
        """Paths of files that exist."""
        self.error: TpsessionError | None = None
        """Why nothing can be written."""
        self.may_finish = threading.Event()
        """While it isn't set, a file is half done; it is set at first."""
        self.may_finish.set()
        self.half_done = threading.Event()
        """Set where it waits."""
        self.written: list[tuple[Plan, str]] = []
        self.cancellations = 0
        """How often it was ended before its end."""
        self.threads: set[str] = set()
        """Names of the threads that it ran in."""

    def suggest_path(self, routine: str) -> str:
        self.threads.add(threading.current_thread().name)
        return f"{self.folder}/{routine}.wav"

    def render(
        self, plan: Plan, output: str, tell: Callable[[RenderProgress], None], *, overwrite: bool = False
    ) -> RenderedFile:
        self.threads.add(threading.current_thread().name)
        if not output.endswith((".wav", ".flac", ".mp3")):
            raise UsageError(f"{output} is no sound file that can be written.", "End it in .wav.")
        if output in self.existing_paths and not overwrite:
            raise ExistsError(f"{output} already exists.")
        if self.error is not None:
            raise self.error
        try:
            tell(RenderProgress("Rendering: 50 % of 1:40", 0.5))
            self.half_done.set()
            while not self.may_finish.wait(0.005):
                tell(RenderProgress("Rendering: 50 % of 1:40", 0.5))
        except BaseException:
            self.cancellations += 1
            raise
        self.written.append((plan, output))
        self.existing_paths.add(output)
        return RenderedFile(output, 100.0, ("short.cue", "short.cues.json"), ("The [i]voice[/i] isn't there.",))


class FakeDoctor:
    """The port `Doctor`; a test says what it finds."""

    def __init__(self) -> None:
        self.results = list(DOCTOR_RESULTS)
        self.may_finish = threading.Event()
        """While it isn't set, it looks for sound; it is set at first."""
        self.may_finish.set()
        self.ended = threading.Event()
        self.runs = 0
        self.threads: set[str] = set()

    def run_checks(self, player: CuePlayer, report: Callable[[str], None]) -> list[CheckResult]:
        self.threads.add(threading.current_thread().name)
        self.runs += 1
        try:
            report("Looking for a sound device ...")
            while not self.may_finish.wait(0.005):
                report("Looking for a sound device ...")
        finally:
            self.ended.set()
        player.state()
        return self.results
