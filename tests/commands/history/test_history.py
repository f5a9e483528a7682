"""The commands ``history`` and ``log``: what is saved, and how it is listed and filtered."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tests.store.sample_records import a_record
from tpsession.clock import SystemClock
from tpsession.core.catalog.side import Side
from tpsession.core.corrections.edit import MAX_NOTE, MAX_SPOT
from tpsession.core.history.records import RecordKind, SessionRecord, Status, StepRecord
from tpsession.files.paths import find_paths
from tpsession.store.history import open_history

KEYS = [
    "id", "started_at", "ended_at", "status", "stop_reason", "routine", "place", "area", "side",
    "flags", "planned_s", "active_s", "kind", "before", "after",
    "stiffness_before", "stiffness_after", "later", "note", "spot",
    "corrected", "steps",
]  # fmt: skip


def test_an_empty_history_is_an_empty_list_and_creates_no_file(run: RunCommand, home: Path) -> None:
    done = run("history", "--json")
    assert (done.code, done.json(), done.err) == (0, [], "")
    assert not home.exists()
    assert run("history").err == "No sessions yet.\n"


def test_a_logged_session_has_every_key_of_the_json_format(run: RunCommand) -> None:
    assert run("log", "--area", "neck", "--before", "5", "--after", "3", "--note", "on the train").code == 0
    (session,) = run("history", "--json").json()
    assert list(session) == KEYS
    assert (session["area"], session["side"], session["status"]) == ("neck", "none", "completed")
    assert (session["before"], session["after"], session["note"]) == (5, 3, "on the train")
    assert (session["planned_s"], session["active_s"], session["steps"], session["later"]) == (0, 0, [], [])
    assert datetime.fromisoformat(session["started_at"]).tzinfo is not None


def test_log_takes_what_else_may_have_changed_the_rating(run: RunCommand) -> None:
    run("log", "--area", "neck", "--before", "5", "--heat", "--painkiller")
    (session,) = run("history", "--json").json()
    assert session["flags"] == ["painkiller", "heat"]


@pytest.mark.parametrize(("option", "limit"), [("--spot", MAX_SPOT), ("--note", MAX_NOTE)])
def test_log_takes_texts_as_long_as_edit_does_and_no_longer(run: RunCommand, option: str, limit: int) -> None:
    refused = run("log", "--area", "neck", "--before", "5", option, "x" * (limit + 1))
    assert (refused.code, run("history", "--json").json()) == (2, [])
    assert f"has {limit + 1} characters; it may have {limit}" in refused.err
    assert run("log", "--area", "neck", "--before", "5", option, "x" * limit).code == 0


def test_log_takes_a_time_of_today_or_a_full_one(run: RunCommand) -> None:
    run("log", "--area", "foot", "--side", "left", "--before", "4", "--at", "2026-01-31T18:30")
    run("log", "--area", "foot", "--side", "left", "--before", "4", "--at", "00:00")
    newest, older = run("history", "--json").json()
    assert older["started_at"].startswith("2026-01-31T18:30:00")
    assert datetime.fromisoformat(newest["started_at"]).date() == SystemClock().local_time().date()
    assert older["after"] is None


def test_the_filters_are_inclusive_local_days_area_side_and_limit(run: RunCommand) -> None:
    for day in range(1, 6):
        run("log", "--area", "foot", "--side", "left", "--before", "4", "--at", f"2026-01-0{day}T12:00")
    run("log", "--area", "neck", "--before", "2", "--at", "2026-01-03T12:00")

    def days(*filters: str) -> list[str]:
        return [session["started_at"][:10] for session in run("history", "--json", *filters).json()]

    assert len(days()) == 6
    assert days("--area", "neck") == ["2026-01-03"]
    assert days("--place", "Neck") == ["2026-01-03"]
    assert days("--place", "wrist") == []
    assert days("--area", "foot", "--since", "2026-01-02", "--until", "2026-01-04") == [
        "2026-01-04",
        "2026-01-03",
        "2026-01-02",
    ]
    assert days("--side", "left", "--limit", "1") == ["2026-01-05"]
    assert days("--routine", "classic") == []
    assert days("--until", "30000d") == []


@pytest.mark.parametrize(
    "routine", ["neck", "NECK", "neck and SHOULDER top", "./Neck.toml", "gone", "Gone", "./gone.toml"]
)
def test_a_routine_is_found_by_its_id_or_name_in_any_case(run: RunCommand, routine: str) -> None:
    with open_history(find_paths().history, SystemClock()) as history:
        for identifier in ("neck", "gone"):
            history.add_session(a_record(routine=identifier, status=Status.COMPLETED), [])
    (found,) = run("history", "--json", "--routine", routine).json()
    assert found["routine"] == ("gone" if "gone" in routine.lower() else "neck")
    # Only a path is cut at its ending.
    assert run("history", "--json", "--routine", "neck. gone").json() == []


def test_the_list_can_be_searched_and_sorted(run: RunCommand) -> None:
    for day, (before, after) in enumerate(((5, 3), (2, 6), (8, 8)), 1):
        run(
            *("log", "--area", "foot", "--before", str(before), "--after", str(after)),
            *("--at", f"2026-01-0{day}T12:00", "--note", f"on day {day} in the Straße"),
        )

    def days(*filters: str) -> list[str]:
        return [session["started_at"][8:10] for session in run("history", "--json", *filters).json()]

    assert days("--find", "STRASSE foot") == ["03", "02", "01"]
    assert days("--find", "4 more") == ["02"]
    assert days("--find", "logged 2026-01-03") == ["03"]
    assert days("--find", "nowhere") == []
    assert days("--find", " ") == ["03", "02", "01"]
    assert days("--find", "straße", "--limit", "1", "--order", "oldest") == ["01"]
    assert days("--status", "completed", "--order", "worst") == ["02", "03", "01"]
    assert days("--status", "Unfinished") == []
    assert days("--order", "BEST") == ["01", "03", "02"]
    assert days("--order", "most-pain") == ["03", "01", "02"]
    assert run("history", "--find", "nowhere").err == "No matching sessions.\n"
    assert run("history", "--routine", "\udcff").err == "No matching sessions.\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--status", "ended"), "use completed, stopped, unfinished or running"),
        (("--order", "random"), "use newest, oldest, worst, best, most-pain or least-pain"),
    ],
)
def test_an_unknown_status_or_order_is_refused(
    run: RunCommand, arguments: tuple[str, ...], words: str
) -> None:
    done = run("history", *arguments)
    assert done.code == 2
    assert words in done.err


def test_the_list_for_people_shows_the_change(run: RunCommand) -> None:
    for after in (3, 7, 5):
        run("log", "--area", "neck", "--before", "5", "--after", str(after))
    shown = run("history").out
    for text in ("pain 5 to 3 (2 less)", "pain 5 to 7 (2 more)", "pain 5 to 5 (same)"):
        assert text in shown


def test_a_pain_score_is_listed_with_its_rating_only(run: RunCommand) -> None:
    score = SessionRecord(
        *("one", datetime(2026, 1, 31, 9, tzinfo=UTC), None, Status.COMPLETED, None, "", "neck", ""),
        *(Side.LEFT, 0.0, 0.0, 4),
        kind=RecordKind.SCORE,
    )
    with open_history(find_paths().history, SystemClock()) as history:
        history.add_session(score, [])
    assert run("history").out == "2026-01-31 09:00  pain score  Neck, left side  pain 4\n"


def test_thirty_days_ago_counts_as_a_day(run: RunCommand) -> None:
    today = datetime.now().astimezone().date()  # noqa: TID251 - the program's own today
    on_the_day = (today - timedelta(days=30)).isoformat()
    run("log", "--area", "foot", "--before", "4", "--at", f"{on_the_day}T00:00")
    assert len(run("history", "--json", "--since", "30d").json()) == 1
    assert run("history", "--json", "--since", "29d").json() == []


def test_the_list_for_people_shows_pain_time_and_status(run: RunCommand) -> None:
    run("log", "--area", "foot", "--side", "left", "--before", "4", "--note", "an [bold]odd\x1b[31m note")
    line = run("history").out
    assert "Foot, left side" in line
    assert "pain 4 to -" in line
    assert "[bold]odd\N{REPLACEMENT CHARACTER}[31m note" in line


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["history", "--area", "nek"], 'there is no area "nek"; did you mean "neck"?'),
        (["history", "--area", "tail"], 'use "jaw", "skull-base"'),
        (["history", "--side", "up"], "left, right, both or none"),
        (["history", "--since", "yesterday"], "a day such as 2026-01-31, or 30d"),
        (["history", "--since", "2026-02-30"], "a day such as"),
        (["history", "--until", "99999999999d"], "a day such as"),
        (["history", "--limit", "0"], "a whole number of 1 or more"),
        (["log", "--area", "neck", "--before", "11"], "a whole number from 0 to 10"),
        (["log", "--area", "neck", "--before", "six"], "a whole number from 0 to 10"),
        (["log", "--area", "neck", "--before", "5", "--at", "noon"], "a time such as"),
        (["log", "--area", "neck", "--before", "5", "--at", "2999-01-01T00:00"], "is in the future"),
    ],
)
def test_a_wrong_argument_is_explained_and_exits_with_two(
    run: RunCommand, arguments: list[str], message: str
) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert message in done.err
    assert done.out == ""


def test_log_needs_an_area_and_a_rating(run: RunCommand) -> None:
    done = run("log", "--area", "neck")
    assert done.code == 2
    assert "--before" in done.err


def test_a_history_that_cannot_be_read_exits_with_four_and_keeps_the_file(
    run: RunCommand, home: Path
) -> None:
    home.mkdir()
    (home / "history.sqlite").write_bytes(b"This is no database. " * 100)
    done = run("history", "--json")
    assert done.code == 4
    assert done.out == ""
    assert done.err.startswith("tpsession: ")
    kept = [path.read_bytes() for path in home.iterdir() if path.is_file()]
    assert b"This is no database. " * 100 in kept


def test_a_session_counts_on_its_own_local_day(run: RunCommand) -> None:
    run("log", "--area", "foot", "--before", "4", "--at", "2026-01-31T23:30:00")
    assert len(run("history", "--json", "--since", "2026-01-31", "--until", "2026-01-31").json()) == 1
    assert date.fromisoformat(run("history").out[:10]) == date(2026, 1, 31)


@pytest.fixture
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The time zone of Berlin, in which clocks change on the last Sundays of March and October."""
    if not hasattr(time, "tzset"):
        pytest.skip("Windows takes its time zone from elsewhere")
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("berlin")
def test_an_hour_that_the_clocks_skipped_is_refused(run: RunCommand, home: Path) -> None:
    done = run("log", "--area", "foot", "--before", "4", "--at", "2026-03-29T02:30")
    assert done.code == 2
    assert "There was no 2026-03-29T02:30 in your time zone" in done.err
    assert not home.exists()
    assert run("log", "--area", "foot", "--before", "4", "--at", "2026-03-29T03:30").err.startswith(
        "Saved: Foot, "
    )


@pytest.mark.usefixtures("berlin")
def test_of_an_hour_that_was_there_twice_the_first_is_meant_and_that_is_said(run: RunCommand) -> None:
    done = run("log", "--area", "foot", "--before", "4", "--at", "2026-10-25T02:30")
    assert "There was 02:30 twice that day" in done.err
    second = done.err.rpartition("write ")[2].strip().rstrip(".")
    assert second == "2026-10-25T02:30+01:00"
    assert run("log", "--area", "foot", "--before", "4", "--at", second).err.startswith("Saved: Foot, ")
    stored = [session["started_at"] for session in run("history", "--json").json()]
    assert stored == ["2026-10-25T02:30:00+01:00", "2026-10-25T02:30:00+02:00"]


def test_each_person_has_a_history_of_their_own(run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    run("log", "--area", "neck", "--before", "5")
    run("--person", "Anna", "log", "--area", "foot", "--before", "7")
    assert [session["area"] for session in run("--person", "anna", "history", "--json").json()] == ["foot"]
    monkeypatch.setenv("TPSESSION_PERSON", "")
    assert [session["area"] for session in run("history", "--json").json()] == ["neck"]
    refused = run("--person", "a/b", "history")
    assert (refused.code, "can't be the name of a person" in refused.err) == (2, True)


def test_a_session_is_said_in_sentences_and_a_place_in_one_line(run: RunCommand) -> None:
    assert run("history", "--summary").err == "No sessions yet.\n"
    run(
        "log",
        "--area",
        "neck",
        "--before",
        "5",
        "--after",
        "3",
        "--at",
        "2026-01-31T18:30",
        "--note",
        "train",
    )
    run("log", "--area", "calf", "--side", "left", "--before", "6", "--at", "2026-01-30T07:15")
    (newest, _) = run("history", "--sentences").out.splitlines()
    assert newest == (
        "31 January 2026, 18:30: Logged by hand. Neck. Pain before 5, after 3: 2 points less. Completed. "
        "Note: train."
    )
    assert run("--plain", "history").out.splitlines()[0] == newest
    assert run("history", "--plain").out.splitlines()[0] == newest
    neck, calf, _ = run("history", "--summary").out.splitlines()
    assert neck.startswith("Neck, 1 session ")
    assert calf.startswith("Calf, left side, 1 session ")
    assert run("history", "--summary", "--side", "left").out.splitlines()[0] == calf
    assert run("history", "--summary", "--place", "knee").err == "No matching sessions.\n"


def test_the_summary_of_a_place_with_scores_alone_is_one_sentence(run: RunCommand) -> None:
    run("log", "--place", "knee", "--before", "5")
    knee, _ = run("history", "--summary").out.splitlines()
    assert knee == "Knee, no finished sessions yet; 1 pain score."


@pytest.mark.parametrize(
    "option",
    [
        *(["--area", "neck"], ["--routine", "neck"], ["--status", "completed"], ["--find", "neck"]),
        *(["--until", "1d"], ["--limit", "1"], ["--order", "oldest"], ["--ids"], ["--sentences"], ["--json"]),
    ],
)
def test_a_summary_refuses_what_it_can_not_follow(run: RunCommand, option: list[str]) -> None:
    refused = run("history", "--summary", *option)
    assert (refused.code, f"{option[0]} doesn't go with --summary" in refused.err) == (2, True)


def test_a_session_with_every_step_skipped_is_listed_as_that_and_not_as_completed(
    run: RunCommand, home: Path
) -> None:
    oil = StepRecord("oil", Side.NONE, 30.0, 1.0, skipped=True, eased=False)
    record = a_record(status=Status.COMPLETED)
    with open_history(find_paths().history, SystemClock()) as history:
        history.add_session(record._replace(steps=(oil,), active_s=1.0), [])
        long = oil._replace(active_s=20.0)
        history.add_session(a_record(1, status=Status.COMPLETED)._replace(steps=(long, long)), [])
    newer, older = run("history").out.splitlines()
    assert "  completed, 2 steps skipped" in newer
    assert "  all steps skipped" in older
    assert "completed" not in older
