"""How a session that two machines have is merged; `tests.store.exchange` merges whole histories."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.core.exchange.samples import IDS, START, a_session
from tpsession.core.corrections.fields import encode_later, with_field
from tpsession.core.exchange.merge import Merge, SessionHere, link_after_removal, merge_session
from tpsession.core.exchange.outcome import ImportOutcome, brings_something, describe_import
from tpsession.core.exchange.records import ChangeRecord, ExchangedSession, KeptCorrection
from tpsession.core.history.change import ChangeKind, CorrectedField, Correction
from tpsession.core.history.ratings import Rating, RatingKind
from tpsession.core.history.records import SessionRecord

SESSION = IDS[0]
NOTE = CorrectedField.NOTE


def change(name: str, hour: int, undone: int | None = None) -> ChangeRecord:
    undone_at = None if undone is None else START + timedelta(hours=undone)
    return ChangeRecord(name, START + timedelta(hours=hour), ChangeKind.EDIT, undone_at)


def note(name: str, earlier: str, now: str) -> KeptCorrection:
    return KeptCorrection(name, Correction(SESSION, NOTE, earlier, now))


def record(text: str = "", later: tuple[Rating, ...] = ()) -> SessionRecord:
    return with_field(a_session().record, NOTE, text)._replace(later=later)


def merge(
    here: tuple[SessionRecord, list[KeptCorrection], list[ChangeRecord]],
    there: tuple[SessionRecord, list[KeptCorrection], list[ChangeRecord]],
    *,
    is_deleted: bool = False,
) -> Merge:
    own, kept, changes = here
    other, other_kept, other_changes = there
    return merge_session(
        SessionHere(own, tuple(kept), {each.id: each for each in changes}),
        ExchangedSession(other, (), None, tuple(other_kept)),
        {each.id: each for each in other_changes},
        is_deleted=is_deleted,
    )


def notes(merged: Merge) -> list[tuple[str, str]]:
    return [(each.earlier, each.now) for each in merged.corrections if each.field is NOTE]


def test_a_later_correction_there_wins_and_follows_on_the_one_here() -> None:
    merged = merge(
        (record("x"), [note("a", "", "x")], [change("a", 1)]),
        (record("y"), [note("b", "", "y")], [change("b", 2)]),
    )
    assert notes(merged) == [("x", "y")]
    assert merged.arrived == (note("b", "x", "y"),)
    assert merged.relinked == ()
    alone = merge((record(), [], []), (record("y"), [note("b", "", "y")], [change("b", 2)]))
    assert alone.arrived == (note("b", "", "y"),)


def test_an_earlier_correction_there_is_kept_below_the_one_here() -> None:
    merged = merge(
        (record("x"), [note("a", "", "x")], [change("a", 2)]),
        (record("y"), [note("b", "", "y")], [change("b", 1)]),
    )
    assert notes(merged) == []
    assert merged.arrived == (note("b", "", "y"),)
    assert merged.relinked == (note("a", "y", "x"),)
    assert not merged.is_empty


def test_what_was_undone_there_is_undone_here_unless_it_was_undone_already() -> None:
    kept = [note("a", "", "x"), note("b", "x", "y")]
    there = (record("x"), kept, [change("a", 1), change("b", 2, undone=3)])
    merged = merge((record("y"), kept, [change("a", 1), change("b", 2)]), there)
    assert notes(merged) == [("y", "x")]
    assert merged.undone == {"b": START + timedelta(hours=3)}
    same = merge((record("x"), kept, [change("a", 1), change("b", 2, undone=4)]), there)
    assert same.is_empty
    all_undone = (record(""), kept, [change("a", 1, undone=5), change("b", 2, undone=3)])
    assert notes(merge((record("y"), kept, [change("a", 1), change("b", 2)]), all_undone)) == [("y", "")]
    only_below = (record("y"), kept, [change("a", 1, undone=5), change("b", 2)])
    linked = merge((record("y"), kept, [change("a", 1), change("b", 2)]), only_below)
    assert linked.relinked == (note("b", "", "y"),)


def test_a_note_is_added_only_where_there_is_none() -> None:
    assert notes(merge((record(""), [], []), (record("y"), [], []))) == [("", "y")]
    assert notes(merge((record("x"), [], []), (record("y"), [], []))) == []
    assert notes(merge((record("x"), [], []), (record(""), [], []))) == []


def test_a_note_that_was_undone_here_doesnt_come_back_from_where_it_still_stands() -> None:
    added = [note("a", "", "x")]
    there = (record("x"), added, [change("a", 1)])
    assert merge((record(""), added, [change("a", 1, undone=2)]), there).is_empty
    changed = [note("a", "x", "y")]
    there = (record("y"), changed, [change("a", 1)])
    assert notes(merge((record(""), changed, [change("a", 1, undone=2)]), there)) == [("", "x")]


def test_later_ratings_of_both_are_kept_and_one_of_a_minute_once() -> None:
    ratings = [Rating(RatingKind.LATER, hour, START + timedelta(hours=hour)) for hour in (3, 4, 5)]
    same_minute = replace(ratings[0], value=9, at=ratings[0].at + timedelta(seconds=1))
    merged = merge(
        (record("", (ratings[0], ratings[2])), [], []), (record("", (same_minute, ratings[1])), [], [])
    )
    (correction,) = merged.corrections
    assert correction.now == encode_later(ratings)
    gone = KeptCorrection("a", Correction(SESSION, CorrectedField.LATER, "", encode_later(ratings[:1])))
    undone = merge(
        (record(), [gone], [change("a", 1, undone=2)]),
        (record("", tuple(ratings[:1])), [gone], [change("a", 1)]),
    )
    assert undone.is_empty
    standing = (record("", tuple(ratings[:1])), [gone], [change("a", 1)])
    assert merge(standing, standing).is_empty


def test_a_session_that_was_deleted_there_is_deleted() -> None:
    merged = merge((record(), [], []), (record(), [], []), is_deleted=True)
    assert merged.corrections == (Correction(SESSION, CorrectedField.EXISTS, "yes", ""),)
    known = KeptCorrection("d", Correction(SESSION, CorrectedField.EXISTS, "yes", ""))
    # Undone and made again: nothing to do, because it exists on both.
    back = merge((record(), [], []), (record(), [known], [change("d", 1, undone=2)]))
    assert (back.corrections, back.arrived) == ((), (known,))


def test_corrections_follow_on_one_another_after_one_is_gone() -> None:
    chain = [note("a", "", "x"), note("b", "x", "y"), note("c", "y", "z")]
    assert link_after_removal(chain, [chain[0], chain[2]]) == (note("c", "x", "z"),)
    assert link_after_removal(chain, chain[1:]) == (note("b", "", "y"),)
    assert link_after_removal(chain, chain) == ()


@pytest.mark.parametrize(("outcome", "changes"), [(ImportOutcome.ADDED, True), (ImportOutcome.SAME, False)])
def test_outcomes_are_said_in_sentences(outcome: ImportOutcome, *, changes: bool) -> None:
    assert brings_something({outcome: 1}) is changes
    one, many = describe_import({outcome: 1}), describe_import({outcome: 7})
    assert one[0].startswith("1 session ") or one[0].startswith("1 session or")
    assert many[0].startswith("7 sessions ")
    assert describe_import({}) == describe_import({outcome: 0}) == []
