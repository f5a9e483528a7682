"""The screens on which routines are made, changed and given away. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.screens.routines.code import CodeScreen as CodeScreen
    from tpsession.tui.screens.routines.editor import EditorScreen as EditorScreen
    from tpsession.tui.screens.routines.variation import vary_routine as vary_routine
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "CodeScreen": "code",
            "EditorScreen": "editor",
            "vary_routine": "variation",
        },
    )
