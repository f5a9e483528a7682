"""Progress in plain mode, as sentences."""

from __future__ import annotations

import pytest

from tests.fakes.history import MemoryHistory
from tests.plain.fake_services import SAFE, PlainRun
from tests.report.sample_series import sample_series
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError
from tpsession.core.history.records import HistoryQuery, SessionRecord
from tpsession.core.history.series import Series
from tpsession.core.progress.summary import summarize_series
from tpsession.core.progress.wording import TOO_EARLY, describe_series_aloud
from tpsession.core.text.formatting import CAUSE_UNKNOWN
from tpsession.plain.console import TerminalClosed
from tpsession.plain.progress import PROGRESS_CHOICE, REPORT_CHOICE
from tpsession.plain.spoken import spell_out

PAGE = REPORT_CHOICE.lower()


def leave_after_answers(run: PlainRun) -> None:
    """Let the person choose, and close the terminal after the last answer."""
    with pytest.raises(TerminalClosed):
        run.choose()


def with_places(*places: str) -> MemoryHistory:
    """Return a history with six sessions for each place, the last place newest."""
    history = MemoryHistory()
    for number, place in enumerate(places):
        for record in sample_series(6):
            history.add_session(record._replace(id=f"{place}-{record.id}", place=place, note=str(number)), [])
    return history


def test_progress_is_a_choice_in_a_group_of_the_menu() -> None:
    run = PlainRun(answers=["history", "2"], history=with_places("neck"))
    leave_after_answers(run)
    assert f"2. {PROGRESS_CHOICE}" in run.console.lines
    records = run.history.file.sessions.values()
    side = next(iter(records)).record.side
    summary = summarize_series(Series("neck", side), [stored.record for stored in records])
    start = run.console.lines.index("Neck, left side") + 1
    expected = describe_series_aloud(summary)
    assert run.console.lines[start : start + len(expected)] == [spell_out(line) for line in expected]
    assert CAUSE_UNKNOWN in expected
    assert TOO_EARLY not in expected


def test_of_several_places_one_is_chosen_and_then_a_routine_can_be() -> None:
    run = PlainRun(answers=["see your progress", "2"], history=with_places("neck", "knee"))
    leave_after_answers(run)
    assert "1. Neck, left side" in run.console.lines
    assert "2. Knee, left side" in run.console.lines
    assert "Knee, left side" in run.console.lines
    assert len(run.menus) == 2


def test_without_sessions_there_is_no_progress_to_see() -> None:
    run = PlainRun(answers=[])
    leave_after_answers(run)
    assert PROGRESS_CHOICE not in run.shown


def test_after_a_session_the_progress_of_its_place_can_be_seen_before_the_note() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", "p", "progress", "sore"])
    assert run.play() == 0
    asked = [line for line in run.console.lines if line.startswith("Type a note")]
    assert ["progress" in line for line in asked] == [True, False, False]
    start = run.console.lines.index("Neck") + 1
    needed = "To say how a session usually changes your pain, 5 more rated sessions are needed."
    assert run.console.lines[start : start + 2] == [TOO_EARLY, needed]
    assert run.console.lines[start + 2].startswith("1 session on one day")
    assert run.console.lines.count(needed) == 2
    assert run.console.lines.count(CAUSE_UNKNOWN) == 3
    # The word is never a note, although it is offered only once.
    assert run.record.note == "sore"


def test_progress_that_cannot_be_read_is_said_and_the_note_is_asked_for() -> None:
    run = PlainRun(answers=[SAFE, "6", "3", "p", "sore"])
    find = run.history.find_sessions

    def fail_for_progress(query: HistoryQuery) -> list[SessionRecord]:
        if query == HistoryQuery(place="neck", side=Side.NONE, with_steps=False):
            raise HistoryError("The disk is gone.")
        return find(query)

    run.history.find_sessions = fail_for_progress  # type: ignore[method-assign]
    assert run.play() == 0
    assert "The disk is gone." in run.console.lines
    assert run.record.note == "sore"


def test_a_page_is_saved_with_all_notes_or_none_and_an_error_says_what_to_do() -> None:
    knee_without, knee_again, neck_with = [PAGE, "2", "1"], [PAGE, "2", "1"], [PAGE, "1", "2"]
    run = PlainRun(answers=[*knee_without, *knee_again, *neck_with], history=with_places("neck", "knee"))
    leave_after_answers(run)
    written = [(output, {note.text for note in report.notes}) for report, output in run.report_writer.written]
    assert written == [("/home/me/knee.html", set()), ("/home/me/neck.html", {"0"})]
    assert "/home/me/knee.html already exists." in run.console.lines
    assert "Saved: /home/me/neck.html" in run.console.lines


def test_without_notes_nothing_is_asked_about_them() -> None:
    history = MemoryHistory()
    for record in sample_series(6):
        history.add_session(record._replace(note=""), [])
    run = PlainRun(answers=[PAGE], history=history)
    leave_after_answers(run)
    assert "Saved: /home/me/neck.html" in run.console.lines
