"""The screens of fair comparisons. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.screens.comparison.comparison import ComparisonScreen as ComparisonScreen
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "ComparisonScreen": "comparison",
        },
    )
