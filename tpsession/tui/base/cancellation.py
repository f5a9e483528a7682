"""How a screen stops work that runs in a thread."""

from __future__ import annotations


class WorkCancelledError(Exception):
    """Raised inside the work when it was cancelled: by the person, or because its screen was closed."""
