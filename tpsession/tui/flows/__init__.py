"""Sequences of screens: start-up, from where it hurts to a session, a session, and what follows it.

The module of each flow is loaded at its first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tpsession.tui.base.lazy_exports import lazy_exports

if TYPE_CHECKING:
    from tpsession.tui.flows.session import SessionFlow as SessionFlow
    from tpsession.tui.flows.startup import StartupFlow as StartupFlow
    from tpsession.tui.flows.where import WhereFlow as WhereFlow
else:
    __getattr__ = lazy_exports(
        __name__,
        {
            "SessionFlow": "session",
            "StartupFlow": "startup",
            "WhereFlow": "where",
        },
    )
