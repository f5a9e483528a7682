"""``tpsession paths``."""

from __future__ import annotations

import argparse
import sys

from tpsession.files.paths import find_paths


def show(_arguments: argparse.Namespace) -> int:
    """Print each place as ``name<TAB>path``."""
    for name, path in find_paths().named():
        sys.stdout.write(f"{name}\t{path}\n")
    return 0
