"""The port that saves the page for an appointment as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tpsession.core.history.series import Series
from tpsession.core.progress.report import SeriesReport
from tpsession.core.text.sanitize import sanitize


class ReportWriter(Protocol):
    """Saves pages for a medical appointment as files. Every method may block.

    Suggest a path, let the person change it, then save the page::

        path = writer.suggest_path(series)
        saved = writer.write([report], path)
    """

    def suggest_path(self, series: Series) -> str:
        """Return a path for the page of a series, as a person types it: it may begin with ``~``.

        `write` takes it in this form. No file is there yet.
        """
        ...

    def write(self, reports: Sequence[SeriesReport], output: str, *, overwrite: bool = False) -> str:
        """Save a page with one or more reports, as a whole or not at all, and return its absolute path.

        Args:
            reports: What the page says, one sheet for each.
            output: The path; it may begin with ``~``.
            overwrite: Whether an existing file may be replaced.

        Raises:
            ExistsError: The file exists and must not be replaced.
            UsageError: `output` can't be the path of a page.
            TpsessionError: The file can't be written.

        """
        ...


def describe_saved_page(path: str) -> tuple[str, str]:
    """Return where a page was saved, and what to do with it, as two texts. path: its absolute path."""
    return f"Saved: {sanitize(path)}", "Open it in a browser, and print it from there."
