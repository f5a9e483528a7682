"""The volume control: which volumes apply, and which cues are heard."""

from __future__ import annotations

import pytest

from tests.fakes.player import FakePlayer
from tpsession.core.catalog.cues import COUNT_BEEP, START, CueGroup
from tpsession.core.settings.definitions import MASTER_VOLUME, Preferences, default_preferences
from tpsession.core.sound.volume import VolumeControl


def volume_control(player: FakePlayer | None = None, **percents: int) -> VolumeControl:
    """Return a control with the default volumes, but for some."""
    values = {f"sound.{name}": value for name, value in percents.items()}
    return VolumeControl(Preferences({**default_preferences().values, **values}), player or FakePlayer())


def test_a_changed_volume_applies_at_once_and_wins_over_the_settings_until_it_is_saved() -> None:
    player = FakePlayer()
    control = volume_control(player)
    control.set_percent("sound.pacing", 10)
    control.adjust(5)
    assert player.volumes[-1][1] == 85
    assert player.volumes[-1][0][CueGroup.PACING] == 10
    control.apply_preferences(default_preferences())
    assert (control.volume, control.percent("sound.pacing")) == (85, 10)
    control.set_percent("sound.pacing", 20)
    control.mark_saved("sound.pacing", 10)
    assert control.percent("sound.pacing") == 20
    control.mark_saved("sound.pacing", 20)
    control.mark_saved(MASTER_VOLUME, 85)
    assert (control.volume, control.percent("sound.pacing")) == (80, 60)


def test_the_volume_stays_between_0_and_100() -> None:
    control = volume_control(volume=98)
    control.adjust(5)
    assert control.volume == 100
    control.adjust(-105)
    assert control.volume == 0


def test_mute_stays_until_the_volume_is_adjusted() -> None:
    player = FakePlayer()
    control = volume_control(player)
    control.set_muted(True)
    control.set_percent(MASTER_VOLUME, 70)
    assert player.volumes[-1][1] == 0
    control.adjust(5)
    assert player.volumes[-1][1] == 75


def test_mute_ends_with_the_session_without_playing_the_rest_of_it() -> None:
    player = FakePlayer()
    control = volume_control(player)
    control.unmute_after_session()
    assert (player.cancellations, player.volumes) == (0, [])
    control.set_muted(True)
    control.unmute_after_session()
    assert player.cancellations == 1
    assert player.volumes[-1][1] == 80


@pytest.mark.parametrize("silent", [{"volume": 0}, {"cues": 0}, {"muted": 1}])
def test_a_cue_that_is_turned_off_is_not_audible_and_needs_no_bell(silent: dict[str, int]) -> None:
    control = volume_control(None, **{name: value for name, value in silent.items() if name != "muted"})
    control.set_muted("muted" in silent)
    assert not control.is_audible(START)
    assert not control.needs_bell(START)
    assert control.is_audible(COUNT_BEEP) is (silent == {"cues": 0})


def test_without_a_device_a_cue_is_not_audible_and_needs_the_bell() -> None:
    control = volume_control(FakePlayer("none"))
    assert not control.is_audible(START)
    assert control.needs_bell(START)
