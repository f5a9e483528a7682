"""The command ``tpsession progress``, and that the page for an appointment says the same."""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.commands.conftest import RunCommand
from tests.fakes.ports import FakeClock
from tests.report.sample_series import sample_series
from tpsession.core.progress.report import format_change
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.files.paths import find_paths
from tpsession.store.history import open_history

SCHEMA = Path(__file__).parents[3] / "docs" / "progress.schema.json"


@pytest.fixture
def year(run: RunCommand) -> RunCommand:
    """A history with forty sessions of one place, and one of another."""
    with open_history(find_paths().history, FakeClock()) as history:
        for record in sample_series(40):
            history.add_session(record, record.later)
    run("log", "--area", "calf", "--before", "6", "--at", "2026-02-02T07:15")
    return run


def the_neck(run: RunCommand) -> dict[str, Any]:
    """Return the figures of the place with forty sessions."""
    (found,) = run("progress", "--json", "--place", "neck").json()
    assert isinstance(found, dict)
    return found


def test_each_place_and_side_has_a_heading_and_its_sentences(year: RunCommand) -> None:
    lines = year("progress").out.splitlines()
    assert [line for line in lines if not line.startswith("  ") and line] == ["Neck, left side", "Calf"]
    counts = "30 ended lower, 0 the same, 10 higher"
    assert lines[1] == f"  40 sessions in 11 weeks (2026-01-31 to 2026-04-19): {counts}."
    assert lines.count(f"  {CAUSE_UNKNOWN}") == 2
    # Routines side by side, by their names.
    assert [line.partition(":")[0].strip() for line in lines if "26 rated sessions" in line] == [
        "Neck and shoulder top"
    ]


def test_a_routine_that_was_deleted_keeps_its_name_in_figures_and_pages(
    year: RunCommand, tmp_path: Path
) -> None:
    before = year("progress").out
    assert year("routines", "delete", "neck").code == 0
    assert year("progress").out == before
    assert year("report", "-o", str(tmp_path / "page.html")).code == 0
    assert "Neck and shoulder top" in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_the_filters_choose_places_sides_and_days(year: RunCommand) -> None:
    assert [one["place"] for one in year("progress", "--json").json()] == ["neck", "calf"]
    assert [one["place"] for one in year("progress", "--json", "--side", "none").json()] == ["calf"]
    (neck,) = year("progress", "--json", "--since", "2026-04-01").json()
    assert (neck["place"], neck["sessions"]) == ("neck", 10)


def test_without_sessions_it_says_so(run: RunCommand) -> None:
    assert run("progress").err == "No sessions yet.\n"
    assert run("progress", "--json").json() == []


def test_the_json_fits_its_schema_and_every_key_is_described(year: RunCommand) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    found = year("progress", "--json").json()
    jsonschema.validate(found, schema)
    properties = schema["items"]["properties"]
    for one in found:
        assert set(one) == set(properties)
        assert set(one["unmarked"]) == set(properties["unmarked"]["properties"])


def test_the_page_says_the_same_as_the_json(year: RunCommand, tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    year("report", "-o", str(target), "--place", "neck")
    page = target.read_text(encoding="utf-8")
    neck = the_neck(year)
    for attribute, figures in (("data-figure", neck), ("data-unmarked", neck["unmarked"])):
        cells = re.findall(rf'<td {attribute}="([^"]+)">([^<]*)</td>', page)
        shown = {key: unescape(text) for key, text in cells}
        for key in ("rated", "lower", "same", "higher"):
            assert shown[key] == str(figures[key])
        for key in ("median_change", "estimate", "before_slope_per_week"):
            assert shown[key] == format_change(figures[key])
        for key in ("interval", "before_slope_interval"):
            assert shown[key] == " to ".join(map(format_change, figures[key]))
        for moment in ("before", "after"):
            assert shown[f"{moment}_range"] == f"{figures[moment]['lowest']}, {figures[moment]['highest']}"
        for later in figures["later"]:
            text = f"{format_change(later['median_change'])} (rated: {later['rated']})"
            assert shown[f"later_{later['from_h']}h"] == text
    for key in ("sessions", "ended_early", "missing_before", "missing_after", "marked"):
        assert f'<td data-figure="{key}">{neck[key]}</td>' in page
