"""Makes what saves the page for an appointment, for both front ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Type only: it loads all of progress, and the list of routines must appear at once.
    from tpsession.core.clock import Clock
    from tpsession.core.progress.report_writer import ReportWriter


def make_report_writer(clock: Clock) -> ReportWriter:
    """Return what saves pages for an appointment as files; its modules are imported only now."""
    from tpsession.commands.history.report_writer import FileReportWriter  # noqa: PLC0415 - 60 ms, rare

    return FileReportWriter(clock)
