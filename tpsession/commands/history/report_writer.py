"""Saves the page for an appointment, for the command ``report`` and for both front ends."""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import chain, count

from tpsession.core.catalog.side import Side
from tpsession.core.clock import Clock
from tpsession.core.history.series import Series
from tpsession.core.progress.report import SeriesReport
from tpsession.files.output_file import expand, suggest_path, write_text_file
from tpsession.report.page import make_page

PAGE_SUFFIXES = (".html", ".htm")


class FileReportWriter:
    """Implements the port `tpsession.core.progress.report_writer.ReportWriter` with files."""

    def __init__(self, clock: Clock) -> None:
        """Save nothing yet. clock: says which day the page is made on."""
        self._clock = clock

    def suggest_path(self, series: Series) -> str:
        """Return a path at which nothing is yet, such as ``~/Documents/neck-left-2026-01-31.html``.

        The file is named after the series and today; if there is something of that name, with ``-2``, ``-3``
        or so on after the date. It is in the person's documents folder, or in the home folder if there is
        none. Nothing is made.
        """
        import platformdirs  # noqa: PLC0415 - only needed for a suggestion

        side = "" if series.side is Side.NONE else f"-{series.side}"
        stem = f"{series.place}{side}-{self._clock.local_time().date()}"
        folders = [platformdirs.user_documents_path()]
        names = chain([f"{stem}.html"], (f"{stem}-{number}.html" for number in count(2)))
        paths = (suggest_path(name, folders) for name in names)
        return next(path for path in paths if not os.path.lexists(expand(path)))

    def write(self, reports: Sequence[SeriesReport], output: str, *, overwrite: bool = False) -> str:
        """Save the reports as one page, and return its absolute path.

        output: the path as a person types it, with one of the endings in `PAGE_SUFFIXES`. overwrite: whether
        an existing file may be replaced. Raises what `write_text_file` does.
        """
        page = make_page(reports, self._clock.local_time().date())
        return write_text_file(output, PAGE_SUFFIXES, page, overwrite=overwrite)
