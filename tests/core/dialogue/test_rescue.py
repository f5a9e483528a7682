"""What a person reads who chooses between what was recovered and a backup."""

from __future__ import annotations

from datetime import timedelta

from tests.fakes.ports import MORNING
from tpsession.core.dialogue.rescue import (
    NO_BACKUP,
    FoundBackup,
    HistoryContents,
    explain_choices,
    offer_choices,
)
from tpsession.core.errors import OpeningChoice

RECOVERED = HistoryContents(196, 2, MORNING - timedelta(minutes=30))
YESTERDAY = MORNING - timedelta(hours=13, minutes=20)
BACKUP = FoundBackup("/backups/one", YESTERDAY, HistoryContents(198, 0, YESTERDAY - timedelta(hours=1)))
CONTINUE = OpeningChoice("Continue with what was recovered: 196 sessions and 2 pain scores")
NOTHING = HistoryContents(0, 0, None)


def test_each_choice_says_how_much_it_holds_and_how_far_it_goes() -> None:
    assert offer_choices(RECOVERED, BACKUP, MORNING) == (
        CONTINUE,
        OpeningChoice("Go back to the backup of 30 January, 19:40: 198 sessions", "/backups/one"),
    )
    assert explain_choices(RECOVERED, BACKUP, MORNING) == (
        "What was recovered goes up to 31 January, 08:30. The backup goes up to 30 January, 18:40. "
        "Whichever you choose, the other one is kept."
    )


def test_without_a_backup_what_was_recovered_is_the_only_choice() -> None:
    assert offer_choices(RECOVERED, None, MORNING) == (CONTINUE,)
    assert explain_choices(RECOVERED, None, MORNING) == NO_BACKUP


def test_an_empty_rescue_and_a_backup_of_another_year_or_version_are_named_as_such() -> None:
    old = FoundBackup("/backups/old", YESTERDAY.replace(year=2025), None)
    first, second = offer_choices(NOTHING, old, MORNING)
    assert first.text == "Continue with an empty history"
    assert second.text == "Go back to the backup of 30 January 2025, 19:40"
    assert explain_choices(NOTHING, old, MORNING) == "Whichever you choose, the other one is kept."


def test_numbers_are_counted_in_words() -> None:
    assert HistoryContents(1, 1, MORNING).describe() == "1 session and 1 pain score"
    assert HistoryContents(0, 3, MORNING).describe() == "3 pain scores"
    assert NOTHING.describe() == "no session"
