"""The command ``tpsession report``."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand


@pytest.fixture
def logged(run: RunCommand) -> RunCommand:
    """A history with sessions of two places, one with a note."""
    run(
        "log",
        "--area",
        "neck",
        "--before",
        "5",
        "--after",
        "3",
        "--at",
        "2026-01-31T18:30",
        "--note",
        "stiff",
    )
    run("log", "--area", "calf", "--side", "left", "--before", "6", "--at", "2026-02-02T07:15")
    return run


def test_the_page_has_every_place_and_notes_only_if_asked_for(logged: RunCommand, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    done = logged("report", "-o", str(target))
    assert done.code == 0
    assert done.err == f"Saved: {target}\nOpen it in a browser, and print it from there.\n"
    page = target.read_text(encoding="utf-8")
    assert ">Neck</h2>" in page
    assert ">Calf, left side</h2>" in page
    assert "stiff" not in page
    assert logged("report", "-o", str(target), "--notes", "--force", "--place", "neck").code == 0
    page = target.read_text(encoding="utf-8")
    assert "stiff" in page
    assert "Calf" not in page


def test_an_existing_file_is_only_replaced_if_that_is_said(logged: RunCommand, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("mine", encoding="utf-8")
    done = logged("report", "-o", str(target))
    assert done.code == 2
    assert "already exists" in done.err
    assert target.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("name", ["page.pdf", "page", "nowhere/page.html"])
def test_a_name_that_does_not_fit_is_wrong_usage(logged: RunCommand, tmp_path: Path, name: str) -> None:
    assert logged("report", "-o", str(tmp_path / name)).code == 2


def test_without_sessions_there_is_no_page(logged: RunCommand, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    done = logged("report", "-o", str(target), "--since", "2026-03-01")
    assert done.code == 4
    assert "no sessions to report" in done.err
    assert not target.exists()
