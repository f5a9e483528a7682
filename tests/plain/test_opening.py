"""What plain mode asks about a history that isn't open."""

from __future__ import annotations

from tests.fakes.ports import FakeClock, ScriptedConsole
from tpsession.core.errors import HistoryError, OpeningChoice
from tpsession.plain.opening import QUIT, ask_choice

CHOICES = (
    OpeningChoice("Continue: 1 session"),
    OpeningChoice("Go back to the backup of 2 May: 2 sessions", "/backup"),
)


def damaged() -> HistoryError:
    error = HistoryError("It was damaged.", "To go back: tpsession restore /backup")
    error.explanation = "The other one is kept."
    return error


def test_a_person_chooses_and_is_told_what_happened_without_a_command_to_type() -> None:
    console = ScriptedConsole(FakeClock(), ["2"])
    assert ask_choice(console, damaged(), CHOICES) == CHOICES[1]
    assert console.lines[:2] == ["It was damaged.", "The other one is kept."]
    assert [line[3:] for line in console.lines[3:6]] == [*(choice.text for choice in CHOICES), QUIT]
    assert "tpsession restore" not in console.output
    assert ask_choice(ScriptedConsole(FakeClock(), ["3"]), HistoryError("Full."), CHOICES) is None


def test_back_and_quit_leave() -> None:
    for word in ("back", "quit"):
        assert ask_choice(ScriptedConsole(FakeClock(), [word]), damaged(), CHOICES) is None


def test_without_a_choice_or_a_person_nothing_is_asked() -> None:
    console = ScriptedConsole(FakeClock(), attended=False)
    assert ask_choice(console, damaged(), CHOICES) is None
    assert ask_choice(ScriptedConsole(FakeClock(), ["1"]), damaged(), ()) is None
    assert console.lines == []
