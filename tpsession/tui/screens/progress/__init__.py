"""The screens of the progress over time. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.screens.progress.progress import ProgressScreen as ProgressScreen
    from tpsession.tui.screens.progress.report import ReportScreen as ReportScreen
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "ProgressScreen": "progress",
            "ReportScreen": "report",
        },
    )
