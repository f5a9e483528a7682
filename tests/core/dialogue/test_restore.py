"""What a restore would change, in sentences."""

from __future__ import annotations

from tpsession.core.dialogue.restore import HistoryDifference, RowDifference, describe_restore


def test_each_kind_of_change_is_a_sentence() -> None:
    difference = HistoryDifference(
        sessions=RowDifference(only_here=2, only_there=1, different=0),
        ratings=RowDifference(only_here=1, only_there=0, different=3),
        is_programme_or_comparison_different=True,
        kept_rests=1,
        kept_deletions=2,
    )
    assert not difference.changes_nothing
    assert describe_restore(difference) == [
        "Only in your history now, and gone afterwards: 2 sessions and 1 rating.",
        "Only in the backup, and back afterwards: 1 session.",
        "Different, and afterwards as in the backup: 3 ratings.",
        "Your programmes and comparisons will be as in the backup.",
        "Kept all the same, because it means rest for today: 1 session.",
        "In the backup, but deleted for good and not brought back: 2 sessions.",
    ]


def test_a_restore_that_only_keeps_a_rest_changes_nothing() -> None:
    assert HistoryDifference(kept_rests=2, kept_deletions=1).changes_nothing
    assert describe_restore(HistoryDifference()) == []
