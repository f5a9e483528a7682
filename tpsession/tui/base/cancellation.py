"""The exception that a screen raises inside its background work to stop it."""

from __future__ import annotations


class WorkCancelledError(Exception):
    """Raised inside background work when the person cancelled it or its screen was closed."""
