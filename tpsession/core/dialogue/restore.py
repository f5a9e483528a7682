"""What going back to a backup would change, as numbers and as sentences."""

from __future__ import annotations

from dataclasses import dataclass

from tpsession.core.text.formatting import format_count


@dataclass(frozen=True, slots=True)
class RowDifference:
    """How many sessions or ratings two histories don't share."""

    only_here: int = 0
    only_there: int = 0
    different: int = 0
    """How many both have, but not with the same content."""


@dataclass(frozen=True, slots=True)
class HistoryDifference:
    """How the present history, which is here, differs from a backup, which is there."""

    sessions: RowDifference = RowDifference()
    ratings: RowDifference = RowDifference()
    is_programme_or_comparison_different: bool = False
    """Whether programmes or comparisons differ."""
    kept_rests: int = 0
    """How many sessions of today stay although the backup lacks them, because they rest an area today."""
    kept_deletions: int = 0
    """How many sessions of the backup don't come back, because they were deleted for good."""

    @property
    def changes_nothing(self) -> bool:
        """Whether going back to the backup would leave the history as it is now."""
        return self == HistoryDifference(kept_rests=self.kept_rests, kept_deletions=self.kept_deletions)


def describe_restore(difference: HistoryDifference) -> list[str]:
    """Return what going back to the backup would change, a sentence for each kind of difference.

    Two more sentences say, if there are any, how many sessions stay although the backup lacks them, and how
    many of the backup's don't come back. Empty if nothing differs.
    """
    sessions, ratings = difference.sessions, difference.ratings
    sentences = []
    if gone := _describe_counts(sessions.only_here, ratings.only_here):
        sentences.append(f"Only in your history now, and gone afterwards: {gone}.")
    if back := _describe_counts(sessions.only_there, ratings.only_there):
        sentences.append(f"Only in the backup, and back afterwards: {back}.")
    if changed := _describe_counts(sessions.different, ratings.different):
        sentences.append(f"Different, and afterwards as in the backup: {changed}.")
    if difference.is_programme_or_comparison_different:
        sentences.append("Your programmes and comparisons will be as in the backup.")
    if kept := _describe_counts(difference.kept_rests, 0):
        sentences.append(f"Kept all the same, because it means rest for today: {kept}.")
    if deleted := _describe_counts(difference.kept_deletions, 0):
        sentences.append(f"In the backup, but deleted for good and not brought back: {deleted}.")
    return sentences


def _describe_counts(sessions: int, ratings: int) -> str:
    """Return the numbers in words: ``2 sessions and 1 rating``. A number that is 0 is left out.

    Empty if both are 0.
    """
    counts = ((sessions, "session"), (ratings, "rating"))
    return " and ".join(format_count(count, noun) for count, noun in counts if count)
