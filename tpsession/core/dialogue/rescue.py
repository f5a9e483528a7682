"""What a person can choose once a damaged history was recovered: to continue with that, or a backup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tpsession.core.errors import OpeningChoice
from tpsession.core.text.formatting import describe_moment

NO_BACKUP = "There is no backup."
RESTORED = "Your history is as it was in the backup. What it was before is kept as a backup, too."
"""Said after going back to a backup."""


@dataclass(frozen=True, slots=True)
class HistoryContents:
    """How much a history holds, without what was deleted."""

    sessions: int
    scores: int
    """How many pain scores it holds beside the sessions."""
    newest_at: datetime | None
    """When the newest session or score was; None if it holds none."""

    def describe(self) -> str:
        """Return the numbers in words: ``196 sessions and 2 pain scores``; ``no session`` for none."""
        counts = ((self.sessions, "session"), (self.scores, "pain score"))
        named = [f"{count} {noun}{'' if count == 1 else 's'}" for count, noun in counts if count]
        return " and ".join(named) or "no session"


@dataclass(frozen=True, slots=True)
class FoundBackup:
    """The newest backup without damage."""

    path: str
    made_at: datetime
    """Local time."""
    contents: HistoryContents | None
    """None if an older version made it, so that only a restore can tell."""


def offer_choices(
    recovered: HistoryContents, backup: FoundBackup | None, now: datetime
) -> tuple[OpeningChoice, ...]:
    """Return the histories that the person can continue with.

    The first is what was recovered, or an empty history if that is nothing. The second is the backup, if
    there is one. now: the local time.
    """
    if recovered.newest_at is None:
        choices = [OpeningChoice("Continue with an empty history")]
    else:
        choices = [OpeningChoice(f"Continue with what was recovered: {recovered.describe()}")]
    if backup is not None:
        holds = "" if backup.contents is None else f": {backup.contents.describe()}"
        made = describe_moment(backup.made_at, now)
        choices.append(OpeningChoice(f"Go back to the backup of {made}{holds}", backup.path))
    return tuple(choices)


def explain_choices(recovered: HistoryContents, backup: FoundBackup | None, now: datetime) -> str:
    """Return sentences on when what was recovered ends and when the backup ends, as far as that is known.

    The last sentence says that the history that isn't chosen is kept. Without a backup, the only sentence
    says that there is none. now: the local time.
    """
    if backup is None:
        return NO_BACKUP
    ends = [
        f"{what} goes up to {describe_moment(contents.newest_at, now)}"
        for what, contents in (("What was recovered", recovered), ("The backup", backup.contents))
        if contents is not None and contents.newest_at is not None
    ]
    return " ".join(f"{sentence}." for sentence in (*ends, "Whichever you choose, the other one is kept"))
