"""Hypothesis profiles: few examples on a developer's machine, reproducible ones in CI."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("local", max_examples=40, deadline=None)
# In CI a random failure would look like one that the change has caused.
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, database=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")
