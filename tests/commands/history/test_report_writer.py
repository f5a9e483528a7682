"""Saving the page for an appointment: where it goes, and opening it."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from tests.fakes.ports import FakeClock
from tests.report.sample_series import sample_series
from tpsession.commands.history.report_writer import FileReportWriter
from tpsession.core.catalog.side import Side
from tpsession.core.errors import ExistsError
from tpsession.core.history.series import Series
from tpsession.core.progress.report import build_series_report

NECK = Series("neck", Side.LEFT)


@pytest.fixture
def writer() -> FileReportWriter:
    return FileReportWriter(FakeClock())


def test_the_suggested_name_is_free_and_among_the_documents(
    writer: FileReportWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(platformdirs, "user_documents_path", lambda: tmp_path)
    day = FakeClock().local_time().date()
    first = tmp_path / f"neck-left-{day}.html"
    assert writer.suggest_path(NECK) == str(first)
    first.touch()
    assert writer.suggest_path(NECK) == str(tmp_path / f"neck-left-{day}-2.html")
    assert writer.suggest_path(Series("overall", Side.NONE)) == str(tmp_path / f"overall-{day}.html")


def test_a_page_is_saved_and_not_overwritten_unasked(writer: FileReportWriter, tmp_path: Path) -> None:
    report = build_series_report(NECK, sample_series(), {})
    path = tmp_path / "page.html"
    assert writer.write([report], str(path)) == str(path)
    assert "Neck, left side" in path.read_text(encoding="utf-8")
    with pytest.raises(ExistsError):
        writer.write([report], str(path))
    assert writer.write([report], str(path), overwrite=True) == str(path)
