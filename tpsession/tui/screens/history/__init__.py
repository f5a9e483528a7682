"""The screen of the saved sessions. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.screens.history.history import HistoryScreen as HistoryScreen
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "HistoryScreen": "history",
        },
    )
