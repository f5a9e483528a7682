"""Sequences of screens: the start-up prompts, a session, and what follows it. Loaded when first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.flows.session import SessionFlow as SessionFlow
    from tpsession.tui.flows.startup import StartupFlow as StartupFlow
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "SessionFlow": "session",
            "StartupFlow": "startup",
        },
    )
