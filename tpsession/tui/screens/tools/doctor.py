"""The doctor: checks what works on this computer, and says how to fix what doesn't."""

from __future__ import annotations

from contextlib import suppress
from itertools import groupby
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Button
from textual.worker import get_current_worker

from tpsession.core.diagnostics.checks import CheckResult, CheckStatus, describe_results
from tpsession.core.settings.actions import CLOSE, DOCTOR, HELP, SOUND
from tpsession.tui.base.cancellation import WorkCancelledError
from tpsession.tui.base.page import Page
from tpsession.tui.input.bindings import make_bindings
from tpsession.tui.widgets.common.line import TruncatedLabel
from tpsession.tui.widgets.common.sections import Item, Section, Sections

_STATUS_LABELS = {
    CheckStatus.OK: ("✓ ok", "$text-success"),
    CheckStatus.NOTE: ("! note", "$text-warning"),
    CheckStatus.FAILED: ("✗ failed", "$text-error"),
}
"""The sign and word for each status, and their colour."""
_LABEL_WIDTH = max(len(label) for label, _ in _STATUS_LABELS.values())
_FIX_MARK = "→"
_HEIGHTS = [(0, "-low"), (24, "-high")]
"""The class that the screen gets from each number of rows on: a high screen has empty lines."""


class ResultScroll(VerticalScroll):
    """The results; it has the focus, so that the keys scroll it."""


class ResultSections(Sections):
    """The results by part; a part's name is beside them only in a wide window, as their status takes room."""

    min_width_with_column: ClassVar[int] = 64


class DoctorScreen(Page[None]):
    """Shows what is being checked while the checks run, then their results."""

    CSS_PATH = "doctor.tcss"
    HEADING = DOCTOR.name
    ABOUT = (
        "Every part of the program and this computer: whether it works, and what to do if not. Scroll with "
        "the arrows. Only you can tell whether you hear the sound, so test it."
    )
    AUTO_FOCUS = "ResultScroll"
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, SOUND, hidden=[HELP])
    VERTICAL_BREAKPOINTS = _HEIGHTS

    class Progress(Message):
        """Some of the checks are beginning."""

        def __init__(self, text: str) -> None:
            """Make the message. text: what is being checked."""
            super().__init__()
            self.text = text

    class Finished(Message):
        """All checks are done."""

        def __init__(self, results: list[CheckResult]) -> None:
            """Make the message. results: the results of all checks."""
            super().__init__()
            self.results = results

    def compose_content(self) -> ComposeResult:
        """Build the summary line, the results, and the buttons "Test the sound" and "Check again"."""
        with Vertical(id="doctor"):
            yield TruncatedLabel(id="all", classes="strong", grows=True)
            with ResultScroll(id="report"):
                yield ResultSections()
            with Horizontal(id="buttons"):
                yield Button("Test the sound", id="sound", compact=True, tooltip=SOUND.help)
                yield Button("Check again", id="again", compact=True)

    def on_mount(self) -> None:
        """Start the checks."""
        self._start_checks()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Open the sound screen, or run the checks again."""
        event.stop()
        if event.button.id == "sound":
            self.context.action_sound()
        else:
            self._start_checks()

    def _start_checks(self) -> None:
        """Start all checks in a thread, and disable the button that starts them until they are done."""
        self.query_one("#again").disabled = True
        self._run_checks()

    @work(thread=True, name="doctor", group="doctor", exclusive=True)
    def _run_checks(self) -> None:
        """Run the checks in their own thread; post `Progress` now and then, and `Finished` after the last.

        If the screen is closed meanwhile, end at the next progress report.
        """
        worker = get_current_worker()

        def report(text: str) -> None:
            """Post what is checked next; raises `WorkCancelledError` once the screen is closed."""
            if worker.is_cancelled:
                raise WorkCancelledError
            self.post_message(self.Progress(text))

        context = self.context
        with suppress(WorkCancelledError):
            results = context.services.doctor().run_checks(context.player, report)
            self.post_message(self.Finished(results))

    def on_doctor_screen_progress(self, event: Progress) -> None:
        """Show what is being checked."""
        self.query_one("#all", TruncatedLabel).set_text(event.text)

    def on_doctor_screen_finished(self, event: Finished) -> None:
        """Show the results and their summary, and enable the button that checks again."""
        self.query_one("#all", TruncatedLabel).set_text(describe_results(event.results))
        self.query_one(Sections).show(build_result_sections(event.results))
        self.query_one("#again").disabled = False


def build_result_sections(results: list[CheckResult]) -> list[Section]:
    """Return a section for each part, in which each result is followed by what to do about it.

    Parts with a failed check come first, so that it is in sight on a small screen.

    results: ordered by part, because those of one part must follow each other.
    """
    parts = [(part, list(group)) for part, group in groupby(results, lambda result: result.part)]
    parts.sort(key=lambda part: all(result.verdict is not CheckStatus.FAILED for result in part[1]))
    return [
        Section(part.value.capitalize(), tuple(item for result in group for item in _build_items(result)))
        for part, group in parts
    ]


def _build_items(result: CheckResult) -> tuple[Item, ...]:
    """Return a result as a line with its status, followed by a line for each fix."""
    label, colour = _STATUS_LABELS[result.verdict]
    fixes = (Item(fix, _FIX_MARK, "$text-accent") for fix in result.fixes)
    return (Item(result.text, label.ljust(_LABEL_WIDTH), colour), *fixes)
