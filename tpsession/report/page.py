"""Makes the page for an appointment from what it says: chart, sentences, numbers and lines to write on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tpsession.core.progress.report import LIMITS, SeriesReport
from tpsession.report.chart import ReportChart, make_chart
from tpsession.report.environment import fill_in


@dataclass(frozen=True, slots=True)
class PlaceOnPage:
    """A place and side with its chart."""

    report: SeriesReport
    chart: ReportChart | None
    """None if nothing was rated in a session that counts."""


def make_page(reports: Sequence[SeriesReport], made_on: date) -> str:
    """Return the page as HTML: first each report, from a new sheet of paper on, then the notes of all.

    It needs no network and no script. All texts are escaped, and characters that can't be shown are replaced.

    made_on: today, where the person is.
    """
    return fill_in(
        "page.html.jinja",
        title=", ".join(report.title for report in reports),
        made_on=made_on,
        places=[
            PlaceOnPage(report, make_chart(report.ratings) if report.ratings else None) for report in reports
        ],
        limits=LIMITS,
    )
