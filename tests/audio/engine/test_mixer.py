"""The mixer: each sound is in the blocks, complete, at its frame and at its volume."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.audio.engine.mixer import FADE_FRAMES, HEADROOM, Mixer, gain, group_of
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.catalog.utterance import SoundName, VoicedText

LOUD = 20_000


def samples_of(mixer: Mixer, frames: int, block: int = 100) -> list[int]:
    """The next frames of the stream, taken in blocks."""
    out = array("h")
    while frames > 0:
        out.frombytes(mixer.block(min(block, frames)))
        frames -= block
    return list(out)


def constant(length: int, value: int = LOUD) -> array[int]:
    return array("h", [value] * length)


def test_without_cues_there_is_silence() -> None:
    assert Mixer({}).block(7) == bytes(14)


def test_a_cue_sounds_from_its_frame_to_its_end() -> None:
    mixer = Mixer({"start": constant(250)})
    mixer.add("start", 130)
    heard = samples_of(mixer, 600)
    level = int(LOUD * HEADROOM)
    assert heard == [0] * 130 + [level] * 250 + [0] * 220


def test_a_cue_whose_frame_is_past_sounds_at_once() -> None:
    mixer = Mixer({"start": constant(10)})
    mixer.block(50)
    mixer.add("start", 20)
    assert samples_of(mixer, 20) == [int(LOUD * HEADROOM)] * 10 + [0] * 10


def test_a_cue_without_a_sound_is_silent() -> None:
    mixer = Mixer({})
    mixer.add("start", 0)
    assert samples_of(mixer, 50) == [0] * 50


def test_two_loud_cues_at_once_do_not_clip() -> None:
    mixer = Mixer({"start": constant(50, 32_767), "end": constant(50, 32_767)})
    mixer.add("start", 0)
    mixer.add("end", 10)
    heard = samples_of(mixer, 60)
    assert heard == [16_383] * 10 + [32_766] * 40 + [16_383] * 10


def test_more_loud_cues_at_once_are_clipped_instead_of_overflowing() -> None:
    mixer = Mixer({"start": constant(20, 32_767), "end": constant(20, -32_768)})
    for _ in range(4):
        mixer.add("start", 0)
        mixer.add("end", 100)
    heard = samples_of(mixer, 200)
    assert set(heard[:20]) == {32_767}
    assert set(heard[100:120]) == {-32_768}


def test_silencing_fades_what_sounds_and_drops_what_was_added() -> None:
    mixer = Mixer({"start": constant(5_000), "end": constant(10)})
    mixer.add("start", 0)
    mixer.add("end", 1_000)
    mixer.block(100)
    mixer.silence()
    mixer.add("end", 600)
    heard = samples_of(mixer, 2_000, block=500)
    assert heard[:FADE_FRAMES] == sorted(heard[:FADE_FRAMES], reverse=True)
    assert not any(heard[FADE_FRAMES:500])
    assert heard[500:510] == [int(LOUD * HEADROOM)] * 10
    assert not any(heard[510:])


def test_a_new_volume_applies_from_the_next_block_on_and_glides_where_something_sounds() -> None:
    mixer = Mixer({"start": constant(600), "count-beep": constant(300)})
    mixer.add("start", 0)
    mixer.block(100)
    mixer.set_volume({CueGroup.CUES: 50, CueGroup.COUNTDOWN: 0}, 100)
    glide = samples_of(mixer, FADE_FRAMES + 80)
    assert glide[0] == LOUD // 2
    assert glide[FADE_FRAMES:] == [LOUD // 8] * 80
    steps = [before - after for before, after in pairwise(glide)]
    assert 0 <= min(steps) <= max(steps) < LOUD // 100
    # A group that doesn't sound has its new volume at once.
    mixer.add("count-beep", 400)
    assert samples_of(mixer, 200) == [LOUD // 8] * 200
    assert samples_of(mixer, 300) == [0] * 300


def test_a_volume_that_changes_during_a_glide_glides_on_from_there() -> None:
    mixer = Mixer({"start": constant(2_000)})
    mixer.add("start", 0)
    heard = samples_of(mixer, 100)
    for level in (0, 100, 0):
        mixer.set_volume({CueGroup.CUES: level}, 100)
        heard += samples_of(mixer, FADE_FRAMES // 2, block=FADE_FRAMES // 2)
    heard += samples_of(mixer, 500)
    assert max(abs(before - after) for before, after in pairwise(heard)) < LOUD // 100
    assert heard[-1] == 0


class _CountingArray(array):  # type: ignore[type-arg]  # array isn't generic at run time
    """Samples that count how many of them are read, and fail if all are read one by one."""

    read_count = 0

    def __getitem__(self, place: Any) -> Any:  # noqa: ANN401 - as in the base class
        found = super().__getitem__(place)
        self.read_count += len(found)
        return found

    def __iter__(self) -> Iterator[int]:
        raise AssertionError("the whole sound was read")


def test_a_block_reads_only_its_own_part_of_a_sound_even_after_a_change_of_volume() -> None:
    sound = _CountingArray("h", bytes(2 * 100_000))
    mixer = Mixer({"start": sound})
    mixer.add("start", 0)
    for level in (100, 50, 20):
        mixer.set_volume({CueGroup.CUES: level}, 100)
        mixer.block(500)
    assert sound.read_count == 1_500


@pytest.mark.parametrize(
    ("level", "overall", "factor"), [(100, 100, 1), (50, 100, 0.25), (0, 80, 0), (200, 100, 1)]
)
def test_the_gain_is_the_square_of_the_percentages(level: int, overall: int, factor: float) -> None:
    assert gain(level, overall) == pytest.approx(HEADROOM * factor)


@pytest.mark.parametrize(
    ("sound", "group"),
    [
        ("start", CueGroup.CUES),
        ("count-beep", CueGroup.COUNTDOWN),
        ("pace-up", CueGroup.PACING),
        ("say-oil", CueGroup.VOICE),
        (VoicedText("Ease off."), CueGroup.VOICE),
    ],
)
def test_each_sound_has_the_volume_of_its_group(sound: SoundName, group: CueGroup) -> None:
    assert group_of(sound) is group


def test_a_persons_own_start_sound_has_the_volume_of_the_signals_and_not_of_the_voice() -> None:
    mixer = Mixer({"bell.wav": array("h", [8000] * 1000)})
    mixer.set_volume({CueGroup.VOICE: 0}, 100)
    mixer.add("bell.wav", 0)
    mixer.silence(CueGroup.VOICE)

    assert group_of("bell.wav") is CueGroup.CUES
    assert max(array("h", mixer.block(100))) == 8000 * HEADROOM


def test_the_end_is_after_the_last_sounding_frame() -> None:
    mixer = Mixer({"start": constant(50)})
    assert mixer.end <= mixer.position
    mixer.add("start", 70)
    assert mixer.end == 120
    samples_of(mixer, 200)
    assert mixer.end <= mixer.position


@given(
    starts=st.lists(st.integers(0, 500), max_size=6),
    blocks=st.lists(st.integers(1, 300), min_size=1, max_size=20),
)
def test_the_stream_is_the_same_for_every_division_into_blocks(starts: list[int], blocks: list[int]) -> None:
    def stream(sizes: list[int]) -> bytes:
        mixer = Mixer({"start": array("h", range(0, 4_000, 40))})
        for start in starts:
            mixer.add("start", start)
        return b"".join(mixer.block(size) for size in sizes)

    assert stream(blocks) == stream([sum(blocks)])
