"""SciPy, whose estimates are independent of the program's."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture(scope="session")
def scipy_stats() -> Any:  # noqa: ANN401 - SciPy has no types
    """SciPy, imported only where a test needs it: that takes a second, which each worker would pay."""
    from scipy import stats

    return stats
