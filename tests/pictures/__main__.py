"""Makes README's pictures again: ``python -m tests.pictures``."""

from __future__ import annotations

import asyncio
import sys

from tests.pictures import film
from tests.pictures.scenes import SCENES

for scene in SCENES:
    scene.path.write_text(asyncio.run(scene.draw()), encoding="utf-8")
    sys.stdout.write(f"{scene.path}\n")
film.PATH.write_text(asyncio.run(film.draw_film()), encoding="utf-8")
sys.stdout.write(f"{film.PATH}\n")
