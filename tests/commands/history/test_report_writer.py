"""Saving the page for an appointment: where it goes, and opening it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import platformdirs
import pytest

from tests.fakes.ports import FakeClock
from tests.report.sample_series import sample_series
from tpsession.commands.history.report_writer import FileReportWriter
from tpsession.core.catalog.side import Side
from tpsession.core.errors import ExistsError, TpsessionError
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


@pytest.mark.parametrize(
    ("platform", "environment", "can_open"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"DISPLAY": "localhost:10.0", "SSH_CONNECTION": "there"}, False),
        ("darwin", {}, True),
        ("win32", {}, True),
    ],
)
def test_a_page_is_opened_only_where_the_person_has_a_desktop(
    writer: FileReportWriter,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    environment: dict[str, str],
    can_open: bool,
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    assert writer.can_open() is can_open


def test_a_page_is_opened_by_its_address_out_of_sight(
    writer: FileReportWriter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    opened, browser = tmp_path / "opened", tmp_path / "browser.py"
    browser.write_text(
        f"import sys, pathlib; pathlib.Path({str(opened)!r}).write_text(sys.argv[1]); print('noise')"
    )
    monkeypatch.setenv("BROWSER", f'"{sys.executable}" "{browser}" %s')
    page = tmp_path / "my page.html"
    writer.open(str(page))
    assert opened.read_text() == page.as_uri()
    assert capfd.readouterr() == ("", "")


def test_a_browser_that_cannot_be_started_is_reported(
    writer: FileReportWriter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(2, "No such file")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(TpsessionError, match="No such file") as error:
        writer.open(str(tmp_path / "page.html"))
    assert error.value.advice == "Open the page yourself."
