"""Makes a calendar file of a programme's days to come, with an alarm for each (RFC 5545)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from tpsession.audio.system.installation import find_installer
from tpsession.core.errors import TpsessionError
from tpsession.core.programme.schedule import Schedule

CALENDAR_PACKAGE = "icalendar"
"""The package of the extra `calendar`."""
LENGTH = timedelta(minutes=15)
"""How long an entry is (ours). The exact length would tell which routine it is."""


def make_calendar(schedule: Schedule, at: time, now: datetime) -> bytes:
    """Return the content of a calendar file with an entry for each of a programme's days to come.

    If there is no such day, the file has no entries. Nothing is written. The entries have no time zone: they
    are at the same local time wherever the person is. Each carries the programme's title, and neither an area
    nor a routine. Its id says which of the programme's sessions it is, so that importing a newer file moves
    the entries instead of doubling them.

    Args:
        schedule: How the programme stands.
        at: The time of day at which each entry begins, with its alarm.
        now: The current time with its offset from UTC.

    Raises:
        TpsessionError: If the package that writes calendars isn't installed.

    """
    try:
        from icalendar import Alarm, Calendar, Event  # noqa: PLC0415 - an extra; 120 ms
    except ImportError:
        raise TpsessionError(
            "Calendar files need a package that isn't installed.",
            f"Install it: {find_installer().install_command(CALENDAR_PACKAGE)}",
        ) from None
    programme = schedule.programme
    calendar = Calendar()
    calendar.add("prodid", "-//tpsession//tpsession//EN")
    calendar.add("version", "2.0")
    for number, day in enumerate(schedule.days_to_come, len(schedule.done_on) + 1):
        event = Event()
        event.add("uid", f"{programme.id}-{number}@tpsession")
        event.add("dtstamp", now)
        # A calendar keeps the entry with the higher number; minutes grow with every file.
        event.add("sequence", int(now.timestamp()) // 60)
        event.add("summary", programme.title)
        event.add("dtstart", datetime.combine(day, at))
        event.add("duration", LENGTH)
        event.add("class", "PRIVATE")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", programme.title)
        alarm.add("trigger", timedelta(0))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
