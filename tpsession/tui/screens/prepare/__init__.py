"""Screens before a session: area, notes and side, safety questions. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.screens.prepare.area import AreaScreen as AreaScreen
    from tpsession.tui.screens.prepare.area import ask_area as ask_area
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "AreaScreen": "area",
            "ask_area": "area",
        },
    )
