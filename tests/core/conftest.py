"""How Hypothesis runs here: quick at the desk, the same each time where a machine decides."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("desk", max_examples=40, deadline=None)
# A run that fails by chance on a build machine can't be told from a broken change.
settings.register_profile("machine", parent=settings.get_profile("desk"), derandomize=True, database=None)
settings.load_profile("machine" if os.environ.get("CI") else "desk")
