"""The command ``tpsession paths``: where the person's files are."""

from __future__ import annotations

import argparse
import sys

from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths


def show(_arguments: argparse.Namespace) -> int:
    """Print the name of each path of `Paths.named`, a tab and the path, one a line; return 0."""
    for name, path in find_paths().named():
        sys.stdout.write(f"{name}\t{sanitize(str(path))}\n")
    return 0
