"""Tests with two sizes: a short form for every run, and a full form for ``python -m tests.long``."""

from __future__ import annotations

from typing import Any

import pytest


def short_and_long(short: object, full: object) -> list[Any]:
    """Return the two values of a parameter: one for every run, one for a test that is marked `long`."""
    return [
        pytest.param(short, id="short"),
        pytest.param(full, id="long", marks=pytest.mark.long),
    ]
