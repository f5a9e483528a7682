"""Opening a page in the browser, only where the person sits at a desktop."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tpsession.commands.play.web_browser import SystemBrowser
from tpsession.core.errors import TpsessionError


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
    assert SystemBrowser().can_open() is can_open


def test_a_page_is_opened_by_its_address_out_of_sight(
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
    SystemBrowser().open(page.as_uri())
    assert opened.read_text() == page.as_uri()
    assert capfd.readouterr() == ("", "")


def test_a_browser_that_cannot_be_started_is_reported(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(2, "No such file")

    monkeypatch.setattr(subprocess, "run", fail)
    with pytest.raises(TpsessionError, match="No such file") as error:
        SystemBrowser().open("https://example.org")
    assert error.value.advice == "Open the page yourself."
