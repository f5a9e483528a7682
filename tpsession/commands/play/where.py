"""The command ``tpsession where``: prints the spots that may be behind pain somewhere, and routines."""

from __future__ import annotations

import argparse
import sys

from tpsession.core.dialogue.place_guide import check_felt, describe_guide, make_guide
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings
from tpsession.plain.console import format_line


def show(arguments: argparse.Namespace) -> int:
    """Print the warning signs for pain at a place, then its spots with the commands that play their routines.

    For a place at which pain may be an emergency, only its name and what to do are printed. Returns 0. Raises
    `UsageError` for pain overall, which has no spots.
    """
    check_felt(arguments.place)
    paths = find_paths()
    number = FileSettings(paths.settings).load_preferences().text("safety.emergency_number")
    entries = FileLibrary(paths, find_resources()).list_entries()
    for line in describe_guide(make_guide(arguments.place, entries), number):
        sys.stdout.write(f"{format_line(line)}\n")
    return 0
