"""Pages in a real browser: nothing keeps anybody from reading them, and each prints on the sheets it should.

Needs Chromium, Node.js, Java and pdfinfo, and a folder with the packages puppeteer-core, axe-core and
vnu-jar, which the variable ``TPSESSION_NODE_MODULES`` names. Without that variable the tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.report.sample_series import crowded, sample_series
from tpsession.commands.routines.card_page import save_card_page
from tpsession.core.catalog.side import Side
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.progress.report import build_series_report
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine
from tpsession.report.page import make_page

MODULES = os.environ.get("TPSESSION_NODE_MODULES", "")
SCRIPT = Path(__file__).with_name("inspect_page.js")
LONG_NAME = "Upper trapezius and levator, twelve minutes, with a ball"

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not MODULES, reason="needs a browser and TPSESSION_NODE_MODULES"),
]


@pytest.fixture(scope="module", params=["report", "card"])
def page(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The page for an appointment, or of the longest built-in routine."""
    folder = tmp_path_factory.mktemp(request.param)
    return make_report(folder) if request.param == "report" else make_card(folder)


def make_card(folder: Path) -> Path:
    """Save the page of the longest built-in routine."""
    path = find_resources().routines / "neck.toml"
    routine, _ = read_routine(path)
    assert routine is not None
    page = folder / "card.html"
    save_card_page(routine, build_plan(routine, PlanOptions()), path.read_bytes(), str(page))
    return page


def make_report(folder: Path) -> Path:
    """Save a page with a usual place, one with as much text as there can be, one with little, and notes."""
    usual = sample_series(60)
    full = [record._replace(place="hip") for record in crowded(sample_series(130), LONG_NAME)]
    few = [record._replace(place="knee") for record in sample_series(2)]
    reports = [
        build_series_report(
            Series(records[0].place, Side.LEFT), records, {}, notes_of=None if records is usual else ()
        )
        for records in (usual, full, few)
    ]
    path = folder / "report.html"
    path.write_text(make_page(reports, date(2026, 6, 1)), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def inspected(page: Path) -> dict[str, Any]:
    """What the browser says of the page."""
    chromium = shutil.which("chromium")
    assert chromium is not None
    environment = {**os.environ, "NODE_PATH": MODULES}
    done = subprocess.run(
        ["node", SCRIPT, page, chromium, page.parent],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def test_nothing_keeps_anybody_from_reading_it(inspected: dict[str, Any]) -> None:
    assert inspected["violations"] == {"light": [], "dark": []}


def test_it_asks_the_network_for_nothing(inspected: dict[str, Any]) -> None:
    assert inspected["requests"] == []


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_each_place_prints_on_one_sheet_and_the_notes_on_another_and_a_card_on_one(
    inspected: dict[str, Any], page: Path, paper: str
) -> None:
    assert inspected
    done = subprocess.run(
        ["pdfinfo", page.with_name(f"{paper}.pdf")], capture_output=True, text=True, check=True
    )
    sheets = 4 if page.stem == "report" else 1
    assert f"Pages:           {sheets}\n" in done.stdout


def test_it_is_valid_html(page: Path) -> None:
    checker = Path(MODULES) / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", checker, "--stdout", page], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0)
