"""The page for an appointment as HTML: complete, escaped, and in need of nothing else."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

from tests.report.sample_series import sample_series
from tpsession.core.catalog.side import Side
from tpsession.core.history.series import Series
from tpsession.core.progress.report import LIMITS, SeriesReport, build_series_report
from tpsession.report.page import make_page

NECK = Series("neck", Side.LEFT)
HOSTILE = "<script>alert(1)</script> & \x1b[31m \N{RIGHT-TO-LEFT OVERRIDE}"


def page_of(*reports: SeriesReport) -> str:
    return make_page(reports, date(2026, 3, 1))


def a_report(*, sessions: int = 12, note: str = "") -> SeriesReport:
    records = [record._replace(note=note or record.note) for record in sample_series(sessions)]
    return build_series_report(NECK, records, {"neck": note or "Neck"}, notes_of=None)


def cells(page: str, attribute: str) -> dict[str, str]:
    """Return the texts of the cells with this attribute by its value."""
    found = re.findall(rf'<td {attribute}="([^"]+)">([^<]*)</td>', page)
    return {key: unescape(text) for key, text in found}


def test_the_page_shows_every_figure_sentence_and_rating() -> None:
    report = a_report()
    page = page_of(report)
    assert cells(page, "data-figure") == {figure.key: figure.all_sessions for figure in report.figures}
    assert cells(page, "data-unmarked") == {figure.key: figure.unmarked for figure in report.figures}
    text = unescape(page)
    assert [line for line in (*report.sentences, *LIMITS) if line not in text] == []
    rows = re.findall(r'<tr><th scope="row">(\d{4}-\d\d-\d\d)</th><td>(\d+)</td><td>(\d+)</td>', page)
    assert rows == [(str(rating.on), str(rating.before), str(rating.after)) for rating in report.ratings]


def test_each_place_is_a_section_of_its_own_and_notes_come_last() -> None:
    knee = [record._replace(place="knee", note="") for record in sample_series(3)]
    page = page_of(a_report(), build_series_report(Series("knee", Side.LEFT), knee, {}))
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", page) == [
        "Neck, left side",
        "Knee, left side",
        "Notes: Neck, left side",
    ]


def test_a_place_where_nothing_was_done_yet_has_a_page_that_says_so() -> None:
    (record,) = sample_series(1)
    skipped = tuple(step._replace(skipped=True, active_s=0.0) for step in record.steps)
    idle = record._replace(active_s=0.0, steps=skipped)
    page = unescape(page_of(build_series_report(NECK, [idle], {})))
    assert "No finished sessions yet." in page
    assert "Not counted: 1 session in which nothing was done." in page


def test_texts_are_never_markup_and_control_nothing() -> None:
    page = page_of(a_report(note=HOSTILE))
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in page


def test_the_page_needs_no_network_and_no_script() -> None:
    page = page_of(a_report())
    assert "<script" not in page
    assert not re.search(r"https?:|url\(|@import|<link|<img", page)


def test_the_chart_has_a_title_and_a_description_and_a_table() -> None:
    page = page_of(a_report())
    assert 'role="img" aria-labelledby="chart-1 chart-1-text"' in page
    assert '<title id="chart-1">' in page
    assert '<desc id="chart-1-text">' in page
    assert "The chart as a table" in page
    assert '<html lang="en">' in page
