"""README's pictures show what the screens show today."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from tests.pictures import film
from tests.pictures.scenes import SCENES, Scene, words

README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.name)
def test_a_picture_is_current(scene: Scene) -> None:
    made = words(asyncio.run(scene.draw()))
    assert words(scene.path.read_text(encoding="utf-8")) == made, (
        "make it again with: python -m tests.pictures"
    )


def test_the_film_is_current_and_loads_quickly() -> None:
    made = asyncio.run(film.draw_film())
    kept = film.PATH.read_text(encoding="utf-8")
    assert words(kept) == words(made), "make it again with: python -m tests.pictures"
    assert len(kept.encode()) < 1_000_000


def test_readme_shows_every_picture_and_none_that_is_missing() -> None:
    screen_text = set(re.findall(r"tests/pictures/(\w+)\.svg", README.read_text(encoding="utf-8")))
    assert screen_text == {scene.name for scene in SCENES} | {film.PATH.stem}
