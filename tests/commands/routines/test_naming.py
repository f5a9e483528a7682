"""A routine's name is understood wherever a command takes its id."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tpsession.commands.play.full_screen import run_full_screen
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import UsageError

NAME = "Neck and SHOULDER top"


@pytest.mark.parametrize(
    "command",
    [
        ("routines", "show", NAME),
        ("routines", "print", NAME),
        ("routines", "check", NAME),
        ("routines", "copy", NAME, "Mine"),
        ("routines", "new", "Mine", "--from", NAME),
        ("routines", "delete", NAME),
        ("programme", NAME, "--start", "--side", "left"),
        ("compare", NAME, "only-rest", "--side", "left"),
        ("history", "--routine", NAME),
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_a_command_takes_the_name_of_a_routine(run: RunCommand, home: Path, command: tuple[str, ...]) -> None:
    done = run(*command)
    assert (done.code, "no routine" in done.err) == (0, False)


def test_a_session_is_played_by_its_routines_name_line_by_line_and_full_screen(run: RunCommand) -> None:
    # A side that the routine doesn't have says that it was found, and plays nothing.
    done = run("play", "foot WITH a ball", "--plain", "--side", "none")
    assert done.err.startswith('tpsession: "Foot with a ball" has no side "none".')
    with pytest.raises(UsageError, match=r'^"Foot with a ball" has no side "none"'):
        run_full_screen(SessionOptions(side=Side.NONE), "foot WITH a ball")
    assert 'no routine "foot with ball"' in run("play", "foot with ball", "--plain").err


def test_a_history_is_filtered_by_a_name_and_a_programme_is_ended_by_it(run: RunCommand, home: Path) -> None:
    assert run("programme", "neck", "--start", "--side", "left").code == 0
    assert run("programme", NAME, "--end").code == 0
    assert run("routines", "copy", "neck", "Evening").code == 0
    assert run("routines", "delete", "evening").code == 0
    assert run("routines", "restore", "EVENING").code == 0
    assert run("routines", "copy", "foot", "Neck and shoulder top").code == 0
    several = run("routines", "show", NAME)
    assert several.code == 2
    assert 'Give the id of one: "neck" or "neck-and-shoulder-top".' in several.err
    assert run("history", "--routine", NAME).code == 2
    assert run("routines", "delete", "evening").code == 0
    assert run("routines", "restore", "nothing").code == 2
