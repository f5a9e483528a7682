"""How much is spoken: every instruction in the first two completed sessions of a routine, then names."""

from __future__ import annotations

import pytest

from tests.store.sample_records import a_record
from tpsession.core.catalog.cues import Speak
from tpsession.core.dialogue.teaching import LOOKED_AT, can_teach, choose_speak, learning_query
from tpsession.core.history.records import SessionRecord, Status
from tpsession.core.settings.definitions import Preferences, default_preferences

COMPLETED, PARTIAL = (a_record()._replace(status=status) for status in (Status.COMPLETED, Status.PARTIAL))
STOPPED = PARTIAL._replace(status=Status.STOPPED)


def wanting(speak: Speak) -> Preferences:
    """The default settings with this one."""
    return Preferences({**default_preferences().values, "sound.speak": speak.value})


@pytest.mark.parametrize(
    ("sessions", "spoken"),
    [
        ([], Speak.LEARN),
        ([COMPLETED], Speak.LEARN),
        ([STOPPED, PARTIAL, COMPLETED], Speak.LEARN),
        ([COMPLETED, STOPPED, COMPLETED], Speak.PHRASES),
        ([COMPLETED] * 5, Speak.PHRASES),
    ],
)
def test_by_default_two_completed_sessions_are_explained(
    sessions: list[SessionRecord], spoken: Speak
) -> None:
    assert choose_speak(default_preferences(), sessions, teach=False) is spoken
    assert choose_speak(default_preferences(), sessions, teach=True) is Speak.EVERYTHING


@pytest.mark.parametrize("speak", [Speak.PHRASES, Speak.EVERYTHING, Speak.NONE])
def test_another_setting_is_kept_whatever_was_done(speak: Speak) -> None:
    for sessions in ([], [COMPLETED] * 3):
        assert choose_speak(wanting(speak), sessions, teach=False) is speak


def test_it_is_offered_only_where_names_alone_are_spoken() -> None:
    assert [speak for speak in Speak if can_teach(speak)] == [Speak.PHRASES]
    assert [speak for speak in Speak if speak.has_instructions] == [Speak.LEARN, Speak.EVERYTHING]


def test_only_the_newest_sessions_of_the_routine_are_looked_at() -> None:
    query = learning_query("neck")

    assert (query.routine, query.limit, query.with_steps) == ("neck", LOOKED_AT, False)
