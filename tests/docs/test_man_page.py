"""The man page is current and complete, and `man` can show it."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from tests.docs.generated import commands, options
from tests.docs.man_page import PAGE, man_page
from tpsession.core.errors import HistoryError, RoutineFileError, UsageError
from tpsession.files.paths import HOME_VARIABLE


def shown() -> str:
    """The words of the page without its markup."""
    text = re.sub(r"\\f[BIR]", "", PAGE.read_text(encoding="utf-8"))
    return text.replace(r"\-", "-").replace(r"\(aq", "'")


def section(name: str) -> str:
    return shown().partition(f"\n.SH {name}\n")[2].partition("\n.SH ")[0]


def test_the_man_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == man_page(), "bring it up to date: python -m tests.docs"


def test_every_command_is_there_with_all_that_it_takes() -> None:
    for name, command in commands().items():
        (found,) = re.findall(rf"(?m)^\.SS {name}(?: \[?[A-Z].*)?$\n((?:(?!\.S[SH]).*\n)+)", shown())
        for written, _ in options(command):
            assert f".TP\n{written.replace('`', '')}\n" in found, f"{name} {written}"


def test_exit_codes_variables_and_files_are_there() -> None:
    codes = re.findall(r"\.TP\n(\d+)\n", section("EXIT STATUS"))
    used = {error.exit_code for error in (UsageError, RoutineFileError, HistoryError)}
    assert {str(code) for code in used} < set(codes)
    assert {"0", "1", "130"} < set(codes)
    assert all(f".TP\n{name}\n" in section("ENVIRONMENT") for name in (HOME_VARIABLE, "NO_COLOR"))
    assert re.findall(r"\.TP\n\\\(ti/(\S+)\n", section("FILES")) == [
        ".local/share/tpsession",
        ".config/tpsession",
        ".cache/tpsession",
        ".local/state/tpsession/log",
    ]


@pytest.mark.skipif(shutil.which("mandoc") is None, reason="mandoc isn't installed")
def test_a_strict_reader_finds_no_fault_but_the_missing_date() -> None:
    done = subprocess.run(
        ["mandoc", "-T", "lint", str(PAGE)], capture_output=True, text=True, check=False, timeout=60
    )
    faults = [line for line in done.stdout.splitlines() if "missing date" not in line]
    assert (faults, done.stderr) == ([], "")
