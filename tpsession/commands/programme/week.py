"""The command ``tpsession week``: prints a week in at most five lines."""

from __future__ import annotations

import argparse
import sys

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.core.history.follow_up import FOLLOW_UP_SETTING
from tpsession.core.programme.review import load_week
from tpsession.core.programme.week import find_week
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.settings import FileSettings


def show(_arguments: argparse.Namespace) -> int:
    """Print how this week went so far, what is planned next, and how many later ratings are due; return 0.

    On a Monday, last week is printed instead. Later ratings are left out if the person has turned off that
    they are asked for. Damaged rows are reported on standard error. Raises `HistoryError`.
    """
    paths, clock = find_paths(), SystemClock()
    now = clock.local_time()
    asks = FileSettings(paths.settings).load_preferences().switch(FOLLOW_UP_SETTING)
    with open_own_history(paths, clock, read_only=True) as history:
        lines = load_week(history, find_week(now.date()), now, asks_follow_ups=asks)
        damaged = history.damage_reports()
    for line in (*lines, CAUSE_UNKNOWN):
        sys.stdout.write(f"{sanitize(line)}\n")
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    return 0
