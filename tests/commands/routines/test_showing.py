"""The command ``routines show``: as a text to send, and as a page to print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tests.scale import short_and_long
from tpsession.core.catalog.area import AREAS


def test_as_text_each_step_is_there_once_with_its_words(run: RunCommand) -> None:
    done = run("routines", "show", "neck", "--as-text")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == "Neck and shoulder top"
    assert sum(line.startswith("1. Oil, 30 seconds. Pour a little oil") for line in lines) == 1
    assert any(line.startswith("Never press: front and side of the neck") for line in lines)
    assert run("routines", "show", "classic", "--as-text").code == 2


def test_as_page_it_is_saved_and_never_over_another_file(run: RunCommand, tmp_path: Path) -> None:
    page = tmp_path / "neck.html"
    done = run("routines", "show", "neck", "--as-page", str(page))
    assert (done.code, done.out) == (0, "")
    assert done.err == f"Saved: {page}\nOpen it in a browser, and print it from there.\n"
    first = page.read_text(encoding="utf-8")
    assert "Neck and shoulder top" in first
    assert 'class="code"' in first
    assert run("routines", "show", "foot", "--as-page", str(page)).code == 2
    assert page.read_text(encoding="utf-8") == first
    assert run("routines", "show", "foot", "--as-page", str(page), "--force").code == 0
    assert "Foot with a ball" in page.read_text(encoding="utf-8")
    assert run("routines", "show", "foot", "--as-page", str(tmp_path / "foot.txt")).code == 2
    assert run("routines", "show", "foot", "--as-page", str(tmp_path / "no" / "foot.html")).code == 2
    assert run("routines", "show", "foot", "--as-text", "--as-page", str(page)).code == 2


@pytest.mark.parametrize("areas", short_and_long(("hip", "foot"), tuple(AREAS)))
def test_the_page_has_a_picture_of_any_area_with_its_marks(
    run: RunCommand, tmp_path: Path, areas: tuple[str, ...]
) -> None:
    for area in areas:
        page = tmp_path / f"{area}.html"
        assert run("routines", "show", "classic", "--area", area, "--as-page", str(page)).code == 0
        text = page.read_text(encoding="utf-8")
        assert 'class="area"' in text
        assert 'class="spot"' in text
        assert 'class="outline"' in text
        assert not re.search(r"\bnan\b|None<", text)


def test_a_routine_that_is_too_long_for_a_code_has_none_and_that_is_said(
    run: RunCommand, home: Path, tmp_path: Path
) -> None:
    (home / "routines").mkdir(parents=True)
    step = f'[[steps]]\ntechnique = "custom"\nduration = 20\ntext = "{"Long text. " * 40}"\n'
    text = f'format = 1\nname = "Long"\narea = "hip"\nsides = "left"\n{step * 9}'
    (home / "routines" / "long.toml").write_text(text)
    page = tmp_path / "long.html"
    done = run("routines", "show", "long", "--as-page", str(page))
    assert done.code == 0
    assert "no code to scan" in done.err
    assert 'class="code"' not in page.read_text(encoding="utf-8")
