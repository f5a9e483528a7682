"""The command ``tpsession paths``: where the person's files are."""

from __future__ import annotations

import argparse
import sys

from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths


def show(_arguments: argparse.Namespace) -> int:
    """Print where the data, routines, sounds, settings, history, cache and log are; return 0.

    Each has a line of its own: its name, a tab and its path.
    """
    for name, path in find_paths().named():
        sys.stdout.write(f"{name}\t{sanitize(str(path))}\n")
    return 0
