"""What works on this machine, what doesn't, and how to mend it."""

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

_SIGNS = {
    CheckStatus.FINE: ("✓ fine", "$text-success"),
    CheckStatus.NOTE: ("! note", "$text-warning"),
    CheckStatus.BROKEN: ("✗ broken", "$text-error"),
}
"""The sign of a verdict with its word, and their colour."""
_WIDEST = max(len(sign) for sign, _ in _SIGNS.values())
_MEND = "→"
_HEIGHTS = [(0, "-low"), (24, "-high")]
"""Rows from which on there is space around what is said."""


class Report(VerticalScroll):
    """What was found; it takes the keys that scroll."""


class DoctorScreen(Page[None]):
    """Looks at the machine while it says what it looks at, then shows what it found."""

    CSS_PATH = "doctor.tcss"
    HEADING = DOCTOR.name
    ABOUT = (
        "Each part of the program and of this machine with how it is, and below it what to do about it. "
        "The arrows scroll. Whether you hear it, only you can tell: check the sound."
    )
    AUTO_FOCUS = "Report"
    BINDINGS: ClassVar[list[BindingType]] = make_bindings(CLOSE, SOUND, hidden=[HELP])
    VERTICAL_BREAKPOINTS = _HEIGHTS

    class Progress(Message):
        """The check has come to another part."""

        def __init__(self, text: str) -> None:
            """text: what is being checked."""
            super().__init__()
            self.text = text

    class Finished(Message):
        """The check is done."""

        def __init__(self, results: list[CheckResult]) -> None:
            """results: what it found."""
            super().__init__()
            self.results = results

    def compose_content(self) -> ComposeResult:
        """All in one line, each part, and two buttons."""
        with Vertical(id="doctor"):
            yield TruncatedLabel(id="all", classes="strong", grows=True)
            with Report(id="report"):
                yield Sections()
            with Horizontal(id="doing"):
                yield Button("Check the sound", id="sound", compact=True, tooltip=SOUND.help)
                yield Button("Look again", id="again", compact=True)

    def on_mount(self) -> None:
        """Look at once."""
        self._look()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Hear the sound, or look once more."""
        event.stop()
        if event.button.id == "sound":
            self.context.action_sound()
        else:
            self._look()

    def _look(self) -> None:
        self.query_one("#again").disabled = True
        self._check_machine()

    @work(thread=True, name="doctor", group="doctor", exclusive=True)
    def _check_machine(self) -> None:
        """Check the machine, in a thread; ends early where the screen is closed meanwhile."""
        worker = get_current_worker()

        def report(text: str) -> None:
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
        """Show what was found."""
        self.query_one("#all", TruncatedLabel).set_text(describe_results(event.results))
        self.query_one(Sections).show(build_result_sections(event.results))
        self.query_one("#again").disabled = False


def build_result_sections(found: list[CheckResult]) -> list[Section]:
    """A section for each part, in which what to do follows what it is about."""
    return [
        Section(part.value.capitalize(), tuple(line for one in group for line in _lines(one)))
        for part, group in groupby(found, lambda one: one.part)
    ]


def _lines(one: CheckResult) -> tuple[Item, ...]:
    sign, colour = _SIGNS[one.verdict]
    mend = (Item(way, _MEND, "$text-accent") for way in one.mend)
    return (Item(one.text, sign.ljust(_WIDEST), colour), *mend)
