"""The sound check: a cue of each group, through any player."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from tests.fakes.player import FAKE_DEVICE, FakePlayer
from tests.fakes.ports import FakeClock, FakeSettings
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.sound.sound_check import (
    GROUP_TITLES,
    LEAD_S,
    SAMPLE_CUES,
    SoundCheck,
    describe_muted_groups,
)


def test_each_group_can_be_played_and_has_a_name() -> None:
    check = SoundCheck(FakePlayer(), FakeClock())
    assert set(check.groups) == set(CueGroup)
    assert all(SAMPLE_CUES[group].group is group for group in check.groups)
    assert set(GROUP_TITLES) == set(CueGroup)


def test_a_groups_cue_plays_a_moment_later_instead_of_everything_scheduled() -> None:
    player, clock = FakePlayer(), FakeClock()
    check = SoundCheck(player, clock)
    for group in check.groups:
        clock.pass_time(2.0)
        assert check.play(group) > LEAD_S
        (timed,) = [cue for cue in player.cues if cue.at >= clock.now()]
        assert (timed.at, timed.cue) == (clock.now() + LEAD_S, SAMPLE_CUES[group])
    assert check.played == list(check.groups)
    check.stop()
    assert player.cues == []


def test_a_cue_without_sound_does_not_count_as_played() -> None:
    check = SoundCheck(FakePlayer("none", "No sound."), FakeClock())
    check.play(CueGroup.CUES)
    assert check.played == []
    assert (check.state.is_audible, check.state.message, check.device) == (False, "No sound.", None)


@pytest.mark.parametrize(
    ("volumes", "groups", "expected"),
    [
        ({}, CueGroup, ()),
        ({"sound.voice": 0}, [CueGroup.CUES], ()),
        (
            {"sound.pacing": 0, "sound.voice": 0},
            CueGroup,
            ("Pacing", "Voice"),
        ),
        (
            {"sound.volume": 0, "sound.voice": 0},
            CueGroup,
            ("Nothing can be heard: the volume is 0 in the settings.",),
        ),
    ],
)
def test_groups_whose_volume_is_0_are_named(
    volumes: dict[str, int], groups: Iterable[CueGroup], expected: tuple[str, ...]
) -> None:
    sentences = describe_muted_groups(groups, FakeSettings(volumes).load_preferences())
    assert [sentence.partition(" can't")[0] for sentence in sentences] == list(expected)


def test_it_knows_the_device_that_plays() -> None:
    device = SoundCheck(FakePlayer(playing_device=FAKE_DEVICE), FakeClock()).device
    assert device is not None
    assert device.system == "Fake"
