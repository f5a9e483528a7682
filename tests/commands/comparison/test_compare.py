"""The command ``compare``, with real files."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tests.core.comparison.samples import COMPARISON, FIRST_DAY, as_drawn, drawn
from tpsession.clock import SystemClock
from tpsession.commands.comparison import compare
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.wording import EXPLANATION, describe_chance
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.comparison import Comparison
from tpsession.core.history.records import ONLY_REST
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.files.paths import find_paths
from tpsession.store.history import open_history

START = ("compare", "foot", "only-rest", "--side", "left", "--blocks", "6", "--start")


def saved() -> list[Comparison]:
    """The comparisons in the history."""
    with open_history(find_paths().history, SystemClock(), read_only=True) as history:
        return history.find_comparisons()


def test_what_it_takes_is_said_before_anything_starts(run: RunCommand, home: Path) -> None:
    lines = run("compare", "foot", "only-rest", "--side", "left").out.splitlines()
    assert lines == [
        "Foot with a ball against Only rest, for Foot, left side.",
        *EXPLANATION,
        "10 blocks of 2 days: 20 days with a session, one a day.",
        describe_chance(2, 10),
        "To start it, add --start.",
    ]
    assert not home.exists()


def test_a_started_comparison_says_what_is_todays_and_keeps_what_was_chosen(
    run: RunCommand, home: Path
) -> None:
    last = run(*START, "--outcome", "after").out.splitlines()[-1]
    assert last in {"Today: Foot with a ball.", "Today: Only rest."}
    (comparison,) = saved()
    assert (comparison.things, comparison.blocks, comparison.outcome.value) == (
        ("foot", ONLY_REST),
        6,
        "after",
    )
    shown = run("compare").out.splitlines()
    assert shown[1] == f"Comparison, block 1 of 6. {last}"
    assert shown[-1] == CAUSE_UNKNOWN


def test_only_one_runs_at_a_time_until_it_is_ended(run: RunCommand, home: Path) -> None:
    run(*START)
    refused = run(*START)
    assert refused.code == 2
    assert "One is running already" in refused.err
    assert "Comparison ended early, after 0 of 6 blocks." in run("compare", "--end").out
    assert run("compare", "--end").code == 2
    assert run(*START).code == 0
    assert len(saved()) == 2


def test_the_answer_comes_after_the_last_block(run: RunCommand, home: Path) -> None:
    started = SystemClock().local_time() - timedelta(days=30)
    shift = started.date() - FIRST_DAY
    finished = replace(COMPARISON, started_on=started.date())
    with open_history(find_paths().history, SystemClock()) as history:
        history.save_comparison(finished)
        for record in as_drawn(finished):
            moved = record.started_at + shift
            history.add_session(record._replace(started_at=moved, ended_at=moved), [])
    lines = run("compare").out.splitlines()
    assert lines[1] == "Comparison finished."
    assert lines[2].startswith("This comparison can't tell Foot with a ball and Only rest apart")
    assert lines[-1] == CAUSE_UNKNOWN
    (printed,) = json.loads(run("compare", "--json").out)
    assert (printed["status"], printed["due"], printed["missed"]) == ("finished", None, 0)
    assert printed["days"][0] == {
        "day": finished.started_on.isoformat(),
        "block": 1,
        "thing": drawn(finished)[0],
        "routine": drawn(finished)[0],
        "kind": "done",
        "before": 6,
        "after": 4,
        "session": as_drawn(finished)[0].id,
    }
    assert printed["differences"] == [
        {"first": "foot", "second": "only-rest", "estimate": 0.0, "interval": [0.0, 0.0]}
    ]


def test_as_json_there_is_no_difference_before_the_end(run: RunCommand, home: Path) -> None:
    assert json.loads(run("compare", "--json").out) == []
    run(*START)
    (printed,) = json.loads(run("compare", "--json").out)
    assert printed["due"] in {"foot", ONLY_REST}
    assert (printed["status"], printed["differences"], printed["days"]) == ("running", [], [])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("compare",), "There is no comparison."),
        (("compare", "--start"), "Name two or three things"),
        (("compare", "--end"), "No comparison is running."),
        (("compare", "--play", "--plain"), "No comparison is running."),
        (("compare", "--blocks", "9"), "chosen when a comparison starts"),
        (("compare", "--area", "neck"), "Leave out --area and --side."),
        (("compare", "--side", "left", "--end"), "Leave out --area and --side."),
        (("compare", "foot", "only-rest", "--end"), "named only to start"),
        (("compare", "--plain"), "--plain is for playing."),
        (("compare", "--json", "--end"), "--json prints the comparisons"),
        (("compare", "foot"), "two or three things"),
        (("compare", "foot", "try-out", "only-rest", "--blocks", "6"), "7 to 30 blocks"),
        (("compare", "foot", "only-rest", "--blocks", "5"), "from 6 to 30"),
        (("compare", "foot", "neck"), "different areas or sides"),
    ],
)
def test_what_means_nothing_is_refused(
    run: RunCommand, home: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = run(*arguments)
    assert done.code == 2
    assert message in done.err
    assert not done.out


def test_todays_thing_is_played_on_the_side_that_hurts(
    run: RunCommand, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    played: list[tuple[SessionOptions, Routine, bool]] = []

    def play(options: SessionOptions, routine: Routine, *, is_plain: bool) -> int:
        played.append((options, routine, is_plain))
        return 0

    monkeypatch.setattr(compare, "play_routine", play)
    run(*START)
    assert run("compare", "--play", "--plain").code == 0
    ((options, routine, is_plain),) = played
    assert (options.side, is_plain) == (Side.LEFT, True)
    assert routine.id in {"foot", ONLY_REST}


def test_a_file_is_named_with_its_capitals_and_not_beside_its_own_id(
    run: RunCommand, home: Path, tmp_path: Path
) -> None:
    file = tmp_path / "Mine.toml"
    file.write_text(run("routines", "print", "foot").out, encoding="utf-8")
    assert run("routines", "add", str(file)).code == 0
    assert run("compare", str(file), "only-rest").code == 0
    again = tmp_path / "foot.toml"
    again.write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("compare", "foot", str(again))
    assert (done.code, "only once" in done.err) == (2, True)


def test_what_cannot_be_played_today_says_why(run: RunCommand, home: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        file = tmp_path / f"{name}.toml"
        file.write_text(run("routines", "print", "foot").out, encoding="utf-8")
        assert run("routines", "add", str(file)).code == 0
    assert run("compare", "one", "two", "--side", "left", "--start").code == 0
    for name in ("one", "two"):
        assert run("routines", "delete", name).code == 0
    done = run("compare", "--play", "--plain")
    assert done.code == 2
    assert "There is no routine" in done.err
    assert "Come back tomorrow" not in done.err


def test_a_file_that_is_not_among_the_routines_has_to_be_added_first(
    run: RunCommand, home: Path, tmp_path: Path
) -> None:
    text = run("routines", "print", "foot").out
    for name in ("strange", "foot"):
        file = tmp_path / f"{name}.toml"
        file.write_text(text.replace('name = "', 'name = "My '), encoding="utf-8")
        done = run("compare", str(file), "only-rest", "--start")
        assert (done.code, "routines add" in done.err) == (2, True)
