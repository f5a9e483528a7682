"""How loud it is, and which cues are heard."""

from __future__ import annotations

import pytest

from tests.fakes.player import FakePlayer
from tpsession.core.catalog.cues import COUNT_BEEP, START, CueGroup
from tpsession.core.settings.definitions import MASTER_VOLUME, Preferences, default_preferences
from tpsession.core.sound.volume import VolumeControl


def loud(player: FakePlayer | None = None, **percents: int) -> VolumeControl:
    """Sounds as loud as the defaults, but for some."""
    values = {f"sound.{name}": value for name, value in percents.items()}
    return VolumeControl(Preferences({**default_preferences().values, **values}), player or FakePlayer())


def test_what_is_turned_is_heard_at_once_and_newer_than_the_settings_until_they_hold_it() -> None:
    player = FakePlayer()
    loudness = loud(player)
    loudness.set_percent("sound.pacing", 10)
    loudness.adjust(5)
    assert player.volumes[-1][1] == 85
    assert player.volumes[-1][0][CueGroup.PACING] == 10
    loudness.apply_preferences(default_preferences())
    assert (loudness.volume, loudness.percent("sound.pacing")) == (85, 10)
    loudness.set_percent("sound.pacing", 20)
    loudness.mark_saved("sound.pacing", 10)
    assert loudness.percent("sound.pacing") == 20
    loudness.mark_saved("sound.pacing", 20)
    loudness.mark_saved(MASTER_VOLUME, 85)
    assert (loudness.volume, loudness.percent("sound.pacing")) == (80, 60)


def test_it_is_turned_from_nothing_to_all_and_no_further() -> None:
    loudness = loud(volume=98)
    loudness.adjust(5)
    assert loudness.volume == 100
    loudness.adjust(-105)
    assert loudness.volume == 0


def test_mute_stays_whatever_is_set_until_it_is_turned_up() -> None:
    player = FakePlayer()
    loudness = loud(player)
    loudness.set_muted(True)
    loudness.set_percent(MASTER_VOLUME, 70)
    assert player.volumes[-1][1] == 0
    loudness.adjust(5)
    assert player.volumes[-1][1] == 75


def test_what_was_muted_is_never_heard_and_the_next_session_is() -> None:
    player = FakePlayer()
    loudness = loud(player)
    loudness.unmute_after_session()
    assert (player.cancellations, player.volumes) == (0, [])
    loudness.set_muted(True)
    loudness.unmute_after_session()
    assert player.cancellations == 1
    assert player.volumes[-1][1] == 80


@pytest.mark.parametrize("silent", [{"volume": 0}, {"cues": 0}, {"muted": 1}])
def test_a_cue_that_is_turned_off_is_not_heard_and_calls_for_no_bell(silent: dict[str, int]) -> None:
    loudness = loud(None, **{name: value for name, value in silent.items() if name != "muted"})
    loudness.set_muted("muted" in silent)
    assert not loudness.is_audible(START)
    assert not loudness.needs_bell(START)
    assert loudness.is_audible(COUNT_BEEP) is (silent == {"cues": 0})


def test_without_a_device_nothing_is_heard_and_the_bell_may_ring() -> None:
    loudness = loud(FakePlayer("none"))
    assert not loudness.is_audible(START)
    assert loudness.needs_bell(START)
