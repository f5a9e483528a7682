"""Loads what a week's summary says: its sessions, what is planned next, and which later ratings are open."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from tpsession.core.history.follow_up import LOOK_BACK, find_due_follow_ups
from tpsession.core.history.records import HistoryQuery
from tpsession.core.programme.schedule import load_schedules
from tpsession.core.programme.week import describe_week, find_monday, find_week, summarise_week, week_sessions
from tpsession.core.programme.wording import describe_next

if TYPE_CHECKING:
    from tpsession.core.history.repository import History


def load_week(history: History, first_day: date, now: datetime, *, asks_follow_ups: bool) -> tuple[str, ...]:
    """Return the lines about a week, `MAX_LINES` at most; if it had no session, they say so.

    `summarise_week` says which sessions count. The last lines say when the next session of a programme is
    planned, and how many later ratings are due now, if there are any. Raises `HistoryError`.

    Args:
        history: The history.
        first_day: The Monday of the week.
        now: The current local time.
        asks_follow_ups: Whether the person wants to be asked for later ratings. If not, the lines don't
            mention them.

    """
    today = now.date()
    summary = summarise_week(history.find_sessions(week_sessions(first_day)), first_day, today)
    endings = [describe_next(load_schedules(history, today))]
    if asks_follow_ups:
        recent = history.find_sessions(HistoryQuery(since=(now - LOOK_BACK).date()))
        endings.append(_describe_open(len(find_due_follow_ups(recent, now))))
    return describe_week(summary, [ending for ending in endings if ending])


def load_first_summary(history: History, now: datetime, *, asks_follow_ups: bool) -> tuple[str, ...]:
    """Return the lines about last week for the first start of this week; empty for a later one.

    A later one is one after `save_summary_shown` was called this week, which is up to the caller. Also empty
    if last week had no session that counts for `summarise_week`. Raises `HistoryError`.

    now: the current local time. asks_follow_ups: as for `load_week`.
    """
    monday = find_monday(now.date())
    shown = history.load_week_shown()
    if shown is not None and shown >= monday:
        return ()
    last_monday = find_week(monday)
    records = history.find_sessions(week_sessions(last_monday))
    if not summarise_week(records, last_monday, now.date()).sessions:
        return ()
    return load_week(history, last_monday, now, asks_follow_ups=asks_follow_ups)


def save_summary_shown(history: History, today: date) -> None:
    """Save that a week's summary was shown in the week of a day. Raises `HistoryError`.

    today: the local day.
    """
    history.save_week_shown(find_monday(today))


def _describe_open(count: int) -> str:
    """Return a sentence on how many later ratings are open; empty for none."""
    if not count:
        return ""
    return "1 later rating is open." if count == 1 else f"{count} later ratings are open."
