"""The command ``tpsession due``: prints what is planned, for a person, a shell prompt or a scheduled job."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.core.history.follow_up import (
    FOLLOW_UP_SETTING,
    LOOK_BACK,
    PendingFollowUp,
    find_due_follow_ups,
)
from tpsession.core.history.records import HistoryQuery
from tpsession.core.programme.schedule import Schedule, load_schedules
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import Paths, find_paths


def show(arguments: argparse.Namespace) -> int:
    """Print the programmes that go on or were finished lately, and the later ratings that are due; return 0.

    The programme that is due next comes first. Later ratings are left out if the person has turned off that
    they are asked for. If there is nothing to print, that is said on standard error; as JSON, the lists are
    empty instead. Damaged rows are reported on standard error, too. Raises `HistoryError`.
    """
    paths, clock = find_paths(), SystemClock()
    now = clock.local_time()
    with open_own_history(paths, clock, read_only=True) as history:
        schedules = [schedule for schedule in load_schedules(history, now.date()) if schedule.is_shown]
        recent = history.find_sessions(HistoryQuery(since=(now - LOOK_BACK).date()))
        damaged = history.damage_reports()
    follow_ups = find_due_follow_ups(recent, now)
    if follow_ups and not _asks_for_later_ratings(paths):
        follow_ups = []
    if arguments.json:
        import json  # noqa: PLC0415 - only needed here

        from tpsession.commands import json_output  # noqa: PLC0415 - likewise

        printed = {
            "programmes": [json_output.schedule_to_json(schedule) for schedule in schedules],
            "later_ratings": [json_output.follow_up_to_json(follow_up) for follow_up in follow_ups],
        }
        json.dump(printed, sys.stdout, indent=1)
        sys.stdout.write("\n")
    elif schedules or follow_ups:
        for line in _describe(schedules, follow_ups):
            sys.stdout.write(f"{sanitize(line)}\n")
    else:
        sys.stderr.write("Nothing is planned. To start a programme: tpsession programme ROUTINE --start\n")
    for sentence in damaged:
        sys.stderr.write(f"tpsession: {sentence}\n")
    return 0


def _describe(schedules: list[Schedule], follow_ups: list[PendingFollowUp]) -> Iterator[str]:
    """Yield a line for each programme, then for each later rating that is due."""
    # JSON needs no words, and each of the two modules takes a tenth of the start.
    if schedules:
        from tpsession.core.programme import wording  # noqa: PLC0415 - see above

        for schedule in schedules:
            programme = schedule.programme
            state = wording.describe_schedule(schedule)
            yield f"{programme.routine}  {wording.describe_place_of(programme)}  {state}"
    if follow_ups:
        from tpsession.core.history.wording import describe_follow_up  # noqa: PLC0415 - see above

        for follow_up in follow_ups:
            yield f"Later rating: {describe_follow_up(follow_up)}"


def _asks_for_later_ratings(paths: Paths) -> bool:
    """Return whether the person wants to be asked for later ratings."""
    from tpsession.files.settings import FileSettings  # noqa: PLC0415 - a tenth of the start, rarely needed

    return FileSettings(paths.settings).load_preferences().switch(FOLLOW_UP_SETTING)
