"""The listening of the long form finds out whatever is wrong with a recording."""

from __future__ import annotations

from array import array

import numpy as np
import pytest

from tests.audio.sound_server import RATE, Recording
from tests.long.routines.expected import AFTER_SPEECH_S, ExpectedSound, list_parts, make_plan
from tests.long.routines.listening import Listened, listen, waveform
from tpsession.core.catalog.utterance import VoicedText

PART = list_parts(make_plan("try-out"))[0]
"""Its first cue is followed by words, a countdown, the next cue and an instruction."""
STARTS_S = 2.0
"""The part begins so many seconds after the press."""


def record(
    *, without: int = -1, late_s: float = 0.0, cut_s: float = 0.0, extra_at_s: float = 0.0
) -> Recording:
    """Return what is heard if all goes well, but for one sound.

    without: number of the sound that is missing. late_s, cut_s: how late the signal of the first step is, and
    how much of the instruction is cut off. extra_at_s: when that signal is heard once more.
    """
    samples: np.ndarray = np.zeros(round((STARTS_S + PART.listened_s) * RATE), dtype=np.float32)

    def add(sound: ExpectedSound, at_s: float, wave: np.ndarray) -> None:
        index = round((STARTS_S + at_s) * RATE)
        samples[index : index + len(wave)] += wave

    for number, sound in enumerate(PART.sounds):
        wave = waveform(sound.name)
        is_signal = sound.name == "start-rub"
        if isinstance(sound.name, VoicedText) and cut_s:
            wave = wave[: -round(cut_s * RATE)]
        if number != without:
            add(sound, sound.at_s + (late_s if is_signal else 0.0), wave)
        if is_signal and extra_at_s:
            add(sound, extra_at_s, wave)
    whole = array("h", samples.astype("int16").tobytes())
    return Recording(whole, [(count, count / RATE) for count in range(441, len(whole) + 441, 441)])


def listened(recording: Recording) -> Listened:
    return listen(recording, [PART], [0.0])


def find(heard: Listened, name: str) -> int:
    return next(number for number, one in enumerate(heard.sounds) if one.expected.name == name)


def test_everything_is_found_at_its_moment() -> None:
    heard = listened(record())

    assert [one.expected for one in heard.sounds] == list(PART.sounds)
    assert all(one.is_whole for one in heard.sounds)
    assert max(abs(heard.deviation_s(one)) for one in heard.sounds) < 0.001
    assert heard.began[0] == pytest.approx(STARTS_S, abs=0.001)
    assert (list(heard.overlaps()), heard.unplanned_s) == ([], ())


def test_a_missing_a_late_a_cut_off_a_covered_and_an_unplanned_sound_are_found_out() -> None:
    number = find(listened(record()), "start-rub")
    missing = listened(record(without=number))
    assert [one.index is None for one in missing.sounds] == [
        place == number for place in range(len(PART.sounds))
    ]

    late = listened(record(late_s=0.06))
    assert late.deviation_s(late.sounds[number]) == pytest.approx(0.06, abs=0.001)

    cut = listened(record(cut_s=0.5))
    assert [one.is_whole for one in cut.sounds] == [
        not isinstance(one.expected.name, VoicedText) for one in cut.sounds
    ]

    assert [one.has_end for one in cut.sounds] == [one.is_whole for one in cut.sounds]

    covered = listened(record(extra_at_s=PART.sounds[number + 1].at_s + 1.0))
    assert (covered.sounds[number + 1].is_whole, covered.sounds[number + 1].has_end) == (False, True)

    quiet_s = PART.listened_s - AFTER_SPEECH_S / 2
    (unplanned,) = listened(record(extra_at_s=quiet_s)).unplanned_s
    assert unplanned == pytest.approx(STARTS_S + quiet_s, abs=0.05)


def test_words_that_begin_before_other_sounds_have_ended_overlap() -> None:
    heard = listened(record(late_s=0.4))

    assert [other.expected.name for _, other in heard.overlaps()] == [
        heard.sounds[find(heard, "start-rub") + 1].expected.name
    ]
