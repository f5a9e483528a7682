"""The commands ``programme``, ``due`` and ``week``, with real files."""

from __future__ import annotations

import re
import sys
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import icalendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands.conftest import UNREACHABLE, RunCommand
from tests.core.programme.samples import MONDAY, PROGRAMME, session
from tests.fakes.ports import FakeClock
from tests.store.sample_records import a_record
from tpsession.clock import SystemClock
from tpsession.commands.programme.calendar_file import make_calendar
from tpsession.core.history.programme import DEFAULT_TITLE
from tpsession.core.history.records import Status
from tpsession.core.programme.schedule import make_schedule
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.files.paths import find_paths
from tpsession.store.history import open_history

NOW = FakeClock().local_time()


@pytest.fixture
def today(home: Path) -> date:
    """Today by the program's clock, with a session of the foot on the left two hours ago."""
    clock = SystemClock()
    now = clock.local_time()
    record = a_record(
        started_at=now - timedelta(hours=3), area="foot", routine="foot", status=Status.COMPLETED
    )
    with open_history(find_paths().history, clock) as history:
        history.add_session(record, [])
    return now.date()


def test_a_programme_is_started_and_due(run: RunCommand, home: Path) -> None:
    started = run("programme", "Foot", "--start", "--side", "left", "--sessions", "4", "--every-days", "3")
    assert started.out == (
        "4 sessions, one every 3 days, for Foot, left side.\n0 of 4 days done. Due today.\n"
    )
    assert run("due").out == "foot  Foot, left side  0 of 4 days done. Due today.\n"
    assert run("programme", "foot").out == started.out


def test_without_any_programme_due_says_so_and_creates_no_file(run: RunCommand, home: Path) -> None:
    done = run("due", "--json")
    assert done.json() == {"programmes": [], "later_ratings": []}
    assert run("due").err.startswith("Nothing is planned.")
    assert run("week").out.splitlines()[0].endswith("no sessions.")
    assert not home.exists()


def test_due_prints_open_later_ratings_unless_they_are_turned_off(
    run: RunCommand, home: Path, today: date
) -> None:
    assert run("due").out == "Later rating: 3 hours ago you worked on this area: Foot, left side.\n"
    (rating,) = run("due", "--json").json()["later_ratings"]
    assert (rating["place"], rating["side"]) == ("foot", "left")
    (home / "settings.toml").write_text("[follow_up]\nask = false\n", encoding="utf-8")
    assert run("due", "--json").json()["later_ratings"] == []


def test_what_the_routine_proposes_is_started(run: RunCommand, home: Path) -> None:
    (home / "routines").mkdir(parents=True)
    steps = '[[steps]]\ntechnique = "oil"\nduration = 30\n'
    head = (
        'format = 1\nname = "Mine"\narea = "any"\nsides = "left"\n[programme]\nsessions = 9\nevery_days = 4\n'
    )
    (home / "routines" / "mine.toml").write_text(head + steps, encoding="utf-8")
    assert run("programme", "mine", "--start").code == 2
    assert run("programme", "mine", "--start", "--place", "knee").code == 2
    assert run("programme", "mine", "--start", "--place", "jaw").out.startswith(
        "9 sessions, one every 4 days, for Jaw"
    )
    done = run("programme", "mine", "--start", "--area", "thigh", "--place", "knee")
    assert done.out.startswith("9 sessions, one every 4 days, for Knee")
    both = run("programme", "mine")
    assert both.code == 2
    assert "--place knee --side left" in both.err


def test_a_running_programme_is_not_started_twice_but_changed(run: RunCommand, home: Path) -> None:
    run("programme", "foot", "--start")
    again = run("programme", "foot", "--start")
    assert again.code == 2
    assert "running already" in again.err
    changed = run("programme", "foot", "--sessions", "3", "--every-days", "1")
    assert changed.out.startswith("3 sessions, one a day, for Foot, both sides.")
    assert run("programme", "foot", "--end").out.endswith("Ended.\n")
    assert run("programme", "foot").code == 2
    assert run("programme", "foot", "--start", "--title", "Me").code == 0


def test_a_pause_is_resumed(run: RunCommand, home: Path) -> None:
    run("programme", "foot", "--start")
    assert run("programme", "foot", "--pause").out.endswith("Paused until you resume it.\n")
    assert run("programme", "foot", "--resume").out.endswith("Due today.\n")
    assert run("programme", "foot", "--resume").code == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["--pause", "--until", "2020-01-01"],
        ["--pause", "--until", "9999-12-31"],
        ["--until", "2026-12-31"],
        ["--area", "foot"],
        ["--title", " "],
        ["--title", "x" * 81],
        ["--title", "two\nlines"],
        ["--start", "--end"],
        ["--sessions", "61"],
        ["--every-days", "0"],
        ["--at", "25:00"],
        ["--side", "none"],
    ],
)
def test_what_makes_no_sense_is_wrong_use(run: RunCommand, home: Path, arguments: list[str]) -> None:
    run("programme", "foot", "--start")
    assert run("programme", "foot", *arguments).code == 2


def test_a_week_has_at_most_five_lines_and_says_that_the_cause_is_unknown(
    run: RunCommand, home: Path, today: date
) -> None:
    run("programme", "foot", "--start", "--side", "left")
    lines = run("week").out.splitlines()
    assert len(lines) <= 6
    assert lines[-1] == CAUSE_UNKNOWN


def test_a_calendar_is_saved_and_only_replaced_when_told(run: RunCommand, home: Path, tmp_path: Path) -> None:
    run("programme", "foot", "--start", "--title", "Ich, für mich")
    target = tmp_path / "plan.ics"
    saved = run("programme", "foot", "-o", str(target), "--at", "07:30")
    assert saved.err == f"Saved: {target}, 6 entries.\n"
    first = next(iter(icalendar.Calendar.from_ical(target.read_bytes()).walk("VEVENT")))
    assert first["SUMMARY"] == "Ich, für mich"
    assert first.decoded("DTSTART").time() == time(7, 30)
    assert run("programme", "foot", "-o", str(target)).code == 2
    assert run("programme", "foot", "-o", str(target), "--force").code == 0
    assert run("programme", "foot", "-o", str(tmp_path / "no" / "plan.ics")).code == 1
    refused = run("programme", "foot", "-o", str(tmp_path / f"{UNREACHABLE}.ics"))
    assert (refused.code, "can't be written: " in refused.err) == (1, True)
    assert run("programme", "foot", "--pause", "-o", str(target), "--force").code == 2


def test_without_the_package_the_advice_is_to_install_it(
    run: RunCommand, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("programme", "foot", "--start")
    monkeypatch.setitem(sys.modules, "icalendar", None)
    done = run("programme", "foot", "-o", str(tmp_path / "plan.ics"))
    assert done.code == 1
    assert "install icalendar" in done.err


def entries(content: bytes) -> dict[str, tuple[str, datetime]]:
    """The title and start of each entry of a calendar, by its id."""
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    return {str(event["UID"]): (str(event["SUMMARY"]), event.decoded("DTSTART")) for event in events}


def test_a_newer_calendar_moves_the_entries_of_an_older_one() -> None:
    plan = make_schedule(PROGRAMME, [session(0)], MONDAY)
    moved = make_schedule(PROGRAMME, [session(0)], MONDAY + timedelta(days=5))
    before, after = (
        make_calendar(schedule, time(18), NOW + timedelta(days=days))
        for schedule, days in ((plan, 0), (moved, 5))
    )
    assert entries(before).keys() == entries(after).keys()
    assert len(entries(after)) == 5
    starts = [start for _, start in entries(after).values()]
    assert starts == [datetime(2026, 3, 7 + 2 * number, 18) for number in range(5)]  # noqa: DTZ001 - local
    numbers = [re.search(rb"SEQUENCE:(\d+)", content) for content in (before, after)]
    first, second = (int(found[1]) for found in numbers if found)
    assert first < second


def test_an_entry_has_an_alarm_and_tells_nothing_about_the_body() -> None:
    content = make_calendar(make_schedule(PROGRAMME, [], MONDAY), time(18), NOW)
    (alarm,) = next(iter(icalendar.Calendar.from_ical(content).walk("VEVENT"))).walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm.decoded("TRIGGER") == timedelta(0)
    assert b"oot" not in content
    assert DEFAULT_TITLE.encode() in content


@given(st.text(max_size=80).filter(lambda title: title.isprintable() and title.strip() == title))
def test_any_title_is_read_back_from_lines_of_at_most_75_bytes(title: str) -> None:
    schedule = make_schedule(replace(PROGRAMME, title=title), [], MONDAY)
    content = make_calendar(schedule, time(18), NOW)
    assert {found for found, _ in entries(content).values()} == {title}
    assert content.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in content.split(b"\r\n"))
    assert b"\n" not in content.replace(b"\r\n", b"")
