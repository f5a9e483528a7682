"""Saves the page for an appointment, for the command ``report`` and for the full-screen program."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from tpsession.core.catalog.side import Side
from tpsession.core.clock import Clock
from tpsession.core.errors import TpsessionError
from tpsession.core.history.series import Series
from tpsession.core.progress.report import SeriesReport
from tpsession.core.text.sanitize import sanitize
from tpsession.files.output_file import expand, suggest_path, write_text_file
from tpsession.report.page import make_page

PAGE_SUFFIXES = (".html", ".htm")
_OPENING_S = 20.0
"""Seconds that a browser has to start; most return at once."""


class FileReportWriter:
    """Implements the port `tpsession.core.progress.report_writer.ReportWriter` with files and a browser."""

    def __init__(self, clock: Clock) -> None:
        """Save nothing yet. clock: says which day the page is made on."""
        self._clock = clock

    def suggest_path(self, series: Series) -> str:
        """Return a path at which nothing is yet, such as ``~/Documents/neck-left-2026-01-31.html``.

        It is named after the series and today, among the person's documents, or in the home folder if they
        have none. If a page of that name exists, it ends in ``-2``, ``-3`` and so on. Nothing is made.
        """
        import platformdirs  # noqa: PLC0415 - only needed for a suggestion

        side = "" if series.side is Side.NONE else f"-{series.side}"
        stem = f"{series.place}{side}-{self._clock.local_time().date()}"
        folders = [platformdirs.user_documents_path()]
        names = chain([f"{stem}.html"], (f"{stem}-{number}.html" for number in count(2)))
        paths = (suggest_path(name, folders) for name in names)
        return next(path for path in paths if not os.path.lexists(expand(path)))

    def write(self, reports: Sequence[SeriesReport], output: str, *, overwrite: bool = False) -> str:
        """Save the page; see the port."""
        page = make_page(reports, self._clock.local_time().date())
        return write_text_file(output, PAGE_SUFFIXES, page, overwrite=overwrite)

    def can_open(self) -> bool:
        """Return whether there is a desktop that isn't at the other end of a connection."""
        if "SSH_CONNECTION" in os.environ:
            return False
        return sys.platform in {"win32", "darwin"} or bool(
            os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        )

    def open(self, path: str) -> None:
        """Have Python's `webbrowser` open the page, in a process that can't write to this terminal.

        Some browsers print warnings, and a browser for terminals would draw over the screen. Waits
        `_OPENING_S` at most, and doesn't say whether it worked. Raises `TpsessionError` if the process can't
        be started.

        path: the absolute path of the page.
        """
        command = [sys.executable, "-P", "-m", "webbrowser", Path(path).as_uri()]
        quiet = subprocess.DEVNULL
        try:
            # Only the address of a file of ours changes. A browser that isn't in the background after the
            # timeout is ended with its process.
            with suppress(subprocess.TimeoutExpired):
                subprocess.run(  # noqa: S603
                    command,
                    check=False,
                    stdin=quiet,
                    stdout=quiet,
                    stderr=quiet,
                    start_new_session=True,
                    timeout=_OPENING_S,
                )
        except OSError as error:
            raise TpsessionError(
                f"The browser can't be started: {sanitize(error.strerror or str(error))}.",
                "Open the page yourself.",
            ) from error
