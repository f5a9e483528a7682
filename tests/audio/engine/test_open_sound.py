"""A sound in a buffer that a library reads: where it is written, and what can still be changed."""

from __future__ import annotations

from array import array
from itertools import pairwise

from tests.audio.engine.cues import at
from tpsession.audio.engine.cue_scheduler import ScheduledCue
from tpsession.audio.engine.mixer import RATE, Gain
from tpsession.audio.engine.open_sound import READ_S, DueSound, OpenSound

PEAK = 20_000
LEAD = 100
"""Frames of silence before the sound."""
BEGINS = 50.0
LATENCY_S = 0.02


def open_sound(seconds: float = 1.0) -> OpenSound:
    """A sound of so many seconds at full gain, in a silent buffer that begins to play at `BEGINS`."""
    samples = array("h", [PEAK] * round(seconds * RATE))
    start = ScheduledCue(BEGINS, BEGINS + seconds, ((0.0, "start"),), at(BEGINS, "start"))
    due = DueSound(BEGINS, "start", start)
    return OpenSound.create(due, samples, LEAD, LATENCY_S, BEGINS, Gain.steady(1.0))


def test_the_buffer_is_silent_until_the_place_of_the_sound_is_known() -> None:
    sound = open_sound()
    sound.set_gain(0.5, BEGINS)
    assert not any(sound.buffer)
    sound.place(LEAD)
    assert set(sound.buffer[:LEAD]) == {0}
    assert set(sound.buffer[LEAD:]) == {PEAK // 2}


def test_a_sound_that_does_not_fit_after_its_frame_begins_earlier() -> None:
    sound = open_sound()
    sound.place(LEAD + 7)
    assert sound.first == LEAD
    assert all(sound.buffer[LEAD:])


def test_the_end_follows_the_moment_at_which_the_buffer_begins() -> None:
    sound = open_sound(1.0)
    assert sound.ends == BEGINS + LEAD / RATE + 1.0 + LATENCY_S
    sound.begins += 2.0
    assert sound.ends == BEGINS + 2.0 + LEAD / RATE + 1.0 + LATENCY_S


def test_a_new_gain_changes_only_what_was_not_read_yet_without_a_click() -> None:
    sound = open_sound()
    sound.place(LEAD)
    sound.set_gain(0.5, BEGINS + 0.3)
    read = int((0.3 + READ_S) * RATE)
    assert set(sound.buffer[LEAD:read]) == {PEAK}
    assert set(sound.buffer[read + RATE // 10 :]) == {PEAK // 2}
    assert max(before - after for before, after in pairwise(sound.buffer)) < PEAK // 100


def test_a_new_gain_after_the_sound_was_read_changes_nothing() -> None:
    sound = open_sound()
    sound.place(LEAD)
    sound.set_gain(0.5, BEGINS + 1.0)
    assert set(sound.buffer[LEAD:]) == {PEAK}


def test_a_silenced_sound_stays_silent() -> None:
    sound = open_sound()
    sound.place(LEAD)
    sound.silence()
    assert sound.is_silenced
    assert not any(sound.buffer)
    sound.place(LEAD)
    sound.set_gain(1.0, BEGINS)
    assert not any(sound.buffer)


def test_a_gain_may_change_again_when_the_buffer_began_later_than_expected() -> None:
    sound = open_sound()
    sound.place(LEAD)
    sound.set_gain(0.0, BEGINS + 0.2)
    # The opening took longer, so the library has read less than was assumed.
    sound.begins += 0.19
    sound.set_gain(1.0, BEGINS + 0.2)
    assert set(sound.buffer[LEAD:]) == {PEAK}
