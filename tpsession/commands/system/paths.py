"""The command ``tpsession paths``: where the person's files are."""

from __future__ import annotations

import argparse
import sys

from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths


def show(_arguments: argparse.Namespace) -> int:
    """Print the name and the path of each file and folder, one a line, with a tab between them; return 0."""
    for name, path in find_paths().named():
        sys.stdout.write(f"{name}\t{sanitize(str(path))}\n")
    return 0
