"""The built-in sounds are what the script makes: clean, equally loud, easy to hear and to tell apart."""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from types import ModuleType

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.conftest import tone
from tests.audio.sound_server import RATE, strength
from tests.audio.sounds.scripts import load_script
from tpsession.audio.files.wav import read_wav
from tpsession.core.catalog.cues import CUES, CueGroup

QUIET = 100
"""Samples below this count as silence."""
SAME_S = 0.03
"""Elements whose lengths differ by less than this count as equally long."""
FIRST_FRAMES = 2646
"""A pitch is measured over this many frames: 60 ms."""
DECIMATION = 4
"""A pitch is measured at a quarter of the rate. All candidates are far below the new limit of 5.5 kHz."""
CALM = {"count-calm-3", "count-calm-2", "count-calm-1"}
BREATH = {"pace-in", "pace-out"}
STROKES = {"pace-up", "pace-down"}
MADE = [cue.id for cue in CUES.values() if not cue.sound]
"""The cues whose sounds the script makes; the others are phrases."""
PACING = [cue for cue in MADE if CUES[cue].group is CueGroup.PACING]
SIGNALS = [cue for cue in MADE if cue not in PACING]
STARTS = [cue for cue in MADE if "start" in CUES[cue].stems]


@pytest.fixture(scope="session")
def script() -> ModuleType:
    return load_script("make_sounds")


def spans(indices: Iterable[int], gap: int) -> list[tuple[int, int]]:
    """Join ascending indices that are closer than a gap; a span ends with the index after its last one."""
    found: list[tuple[int, int]] = []
    for index in indices:
        if found and index - found[-1][1] < gap:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def fundamental(part: array[int]) -> float:
    """The strongest frequency in hertz, from 350 to 1600 in steps of 10, of the first 60 ms."""
    first = part[:FIRST_FRAMES]
    averages = array(
        "h", [sum(first[n : n + DECIMATION]) // DECIMATION for n in range(0, len(first), DECIMATION)]
    )
    # Measured at a lower rate, every frequency seems to be higher by that factor.
    return max(
        (float(hertz) for hertz in range(350, 1600, 10)),
        key=lambda hertz: strength(averages, DECIMATION * hertz),
    )


class BuiltInSound:
    """A sound that ships, and what is measured on it. Each measurement is made once."""

    def __init__(self, samples: array[int]) -> None:
        self.samples = samples

    @cached_property
    def elements(self) -> list[tuple[int, int]]:
        """The sounding parts between gaps of over 50 ms, as spans of samples."""
        sounding = (index for index, sample in enumerate(self.samples) if not -QUIET < sample < QUIET)
        return spans(sounding, int(0.05 * RATE))

    @cached_property
    def rhythm(self) -> list[float]:
        """How long each element is, in seconds."""
        return [(end - begin) / RATE for begin, end in self.elements]

    @cached_property
    def pitches(self) -> list[float]:
        """The fundamental of each element at its start, in hertz."""
        return [fundamental(self.samples[begin:end]) for begin, end in self.elements]

    @cached_property
    def timbre(self) -> list[float]:
        """The strengths of the first element's partials 2 to 6 against its fundamental, as amplitudes."""
        begin, end = self.elements[0]
        part, first = self.samples[begin:end], self.pitches[0]
        reference = strength(part, first)
        return [math.sqrt(strength(part, first * n) / reference) for n in range(2, 7)]

    @property
    def pitch_change(self) -> float:
        """The pitch at the end of the first element divided by that at its start."""
        begin, end = self.elements[0]
        frames = min(FIRST_FRAMES, (end - begin) // 3)
        return fundamental(self.samples[end - frames : end]) / fundamental(
            self.samples[begin : begin + frames]
        )


@pytest.fixture(scope="session")
def sounds() -> dict[str, BuiltInSound]:
    return {cue: BuiltInSound(read_wav(SOUNDS / f"{cue}.wav")) for cue in MADE}


def test_the_script_makes_exactly_the_bytes_that_ship(script: ModuleType, tmp_path: Path) -> None:
    assert script.SOUNDS.keys() == set(MADE)
    script.main(tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (SOUNDS / made.name).read_bytes(), made.name
    assert {path.stem for path in SOUNDS.glob("*.wav") if not path.stem.startswith("say-")} == set(MADE)


@pytest.mark.parametrize("cue", MADE)
def test_a_sound_is_clean(sounds: dict[str, BuiltInSound], cue: str) -> None:
    samples = sounds[cue].samples
    assert (samples[0], samples[-1]) == (0, 0)
    assert max(map(abs, samples)) < 32_000
    assert abs(sum(samples) / len(samples)) < 5
    # A jump in the wave would click, at the start or at the end.
    begin, end = sounds[cue].elements[0]
    assert max(map(abs, samples[begin : begin + RATE // 1000])) < 4_000
    assert max(map(abs, samples[end - RATE // 1000 : end])) < 1_000


@pytest.mark.parametrize("cue", SIGNALS)
def test_its_elements_are_150_to_400_ms_long_with_gaps_of_100_ms(
    sounds: dict[str, BuiltInSound], cue: str
) -> None:
    parts = sounds[cue].elements
    assert all(0.15 - SAME_S <= (end - begin) / RATE <= 0.4 for begin, end in parts)
    assert all(
        (after[0] - before[1]) / RATE == pytest.approx(0.1, abs=SAME_S) for before, after in pairwise(parts)
    )


@pytest.mark.parametrize("cue", MADE)
def test_its_fundamentals_lie_where_older_ears_hear_best(sounds: dict[str, BuiltInSound], cue: str) -> None:
    sound = sounds[cue]
    assert all(400 <= pitch <= 1500 for pitch in sound.pitches)
    for _, end in sound.elements:
        assert 400 <= fundamental(sound.samples[end - FIRST_FRAMES : end]) <= 1500


@pytest.mark.parametrize("cue", SIGNALS)
def test_it_has_a_quick_attack_and_then_decays(sounds: dict[str, BuiltInSound], cue: str) -> None:
    samples = sounds[cue].samples
    begin, end = sounds[cue].elements[0]
    loudest = max(range(begin, end), key=lambda index: abs(samples[index]))
    assert (loudest - begin) / RATE <= 0.025
    third = (end - begin) // 3
    energies = [sum(s * s for s in samples[begin + n * third : begin + (n + 1) * third]) for n in range(3)]
    assert energies == sorted(energies, reverse=True)


def biquad(samples: list[float], b: tuple[float, ...], a: tuple[float, ...]) -> list[float]:
    """Apply a filter of second order to samples. The coefficients are scaled so that a[0] is 1."""
    b0, b1, b2 = b
    _, a1, a2 = a
    out: list[float] = []
    x1 = x2 = y1 = y2 = 0.0
    for x in samples:
        y = b0 * x + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2
        x2, x1, y2, y1 = x1, x, y1, y
        out.append(y)
    return out


def a_weighted(samples: array[int]) -> list[float]:
    """The samples as an ear hears them (IEC 61672): four poles low, two high, mapped bilinearly."""

    def pole(hertz: float) -> float:
        return (1 - math.pi * hertz / RATE) / (1 + math.pi * hertz / RATE)

    weighted = [float(sample) for sample in samples]
    high_pass, low_pass = (1.0, -2.0, 1.0), (1.0, 2.0, 1.0)
    for zeros, one, other in (
        (high_pass, 20.6, 20.6),
        (high_pass, 107.7, 737.9),
        (low_pass, 12194.0, 12194.0),
    ):
        p, q = pole(one), pole(other)
        weighted = biquad(weighted, zeros, (1.0, -(p + q), p * q))
    return weighted


def level(samples: list[float]) -> float:
    """The level of the sounding parts in decibels. Gaps of over 20 ms don't count."""
    threshold = max(map(abs, samples)) / 200
    loud = (index for index, sample in enumerate(samples) if abs(sample) > threshold)
    sounding = [samples[begin:end] for begin, end in spans(loud, RATE // 50)]
    energy = sum(sample * sample for part in sounding for sample in part)
    return 10 * math.log10(energy / sum(map(len, sounding)))


def test_the_ears_weighting_is_right() -> None:
    tones = {hertz: level(a_weighted(tone(hertz, 0.3))) for hertz in (100, 400, 1000, 2000, 4000)}

    against = {hertz: tones[hertz] - tones[1000] for hertz in tones}

    # The table of IEC 61672.
    assert against == pytest.approx({100: -19.1, 400: -4.8, 1000: 0.0, 2000: 1.2, 4000: 1.0}, abs=0.5)


def test_all_are_equally_loud_to_an_ear_within_3_db(sounds: dict[str, BuiltInSound]) -> None:
    levels = {cue: level(a_weighted(sound.samples)) for cue, sound in sounds.items()}
    assert max(levels.values()) - min(levels.values()) <= 3, levels


def test_all_differ_in_rhythm_or_timbre(sounds: dict[str, BuiltInSound]) -> None:
    for one, other in combinations(MADE, 2):
        # These differ only in pitch, and each is heard in a place of its own.
        if any({one, other} <= similar for similar in (CALM, STROKES, BREATH)):
            continue
        first, second = sounds[one], sounds[other]
        has_same_rhythm = len(first.rhythm) == len(second.rhythm) and all(
            abs(a - b) < SAME_S for a, b in zip(first.rhythm, second.rhythm, strict=True)
        )
        assert not has_same_rhythm or math.dist(first.timbre, second.timbre) > 0.2, (one, other)


@pytest.mark.parametrize("cue", PACING)
def test_pacing_is_short_and_soft(sounds: dict[str, BuiltInSound], cue: str) -> None:
    samples = sounds[cue].samples
    ((begin, end),) = sounds[cue].elements
    assert 0.15 <= (end - begin) / RATE <= (1.0 if cue in BREATH else 0.4)
    # Its attack is softer than that of any signal: hardly anything is heard in the first 5 ms.
    assert max(map(abs, samples[begin : begin + RATE // 200])) < max(map(abs, samples)) / 4


def test_up_rises_down_falls_and_the_others_stay(sounds: dict[str, BuiltInSound]) -> None:
    assert sounds["pace-up"].pitch_change > 1.2
    assert sounds["pace-down"].pitch_change < 1 / 1.2
    assert sounds["pace-in"].pitch_change > 1.15
    assert sounds["pace-out"].pitch_change < 1 / 1.15
    assert sounds["pace-circle"].pitch_change == pytest.approx(1.0, abs=0.05)
    assert sounds["pace-hold"].pitch_change == pytest.approx(1.0, abs=0.05)


def test_a_breath_in_swells_and_a_breath_out_fades(sounds: dict[str, BuiltInSound]) -> None:
    def halves(samples: array[int]) -> tuple[float, float]:
        half = len(samples) // 2
        return sum(s * s for s in samples[:half]), sum(s * s for s in samples[half:])

    first, second = halves(sounds["pace-in"].samples)
    assert second > 2 * first
    first, second = halves(sounds["pace-out"].samples)
    assert first > 2 * second


def test_all_starts_have_one_rhythm_and_one_melody(sounds: dict[str, BuiltInSound]) -> None:
    for cue in STARTS:
        assert sounds[cue].rhythm == pytest.approx(sounds["start"].rhythm, abs=SAME_S)
        assert sounds[cue].pitches == pytest.approx(sounds["start"].pitches, abs=15)


def test_the_tone_of_a_hold_is_low(sounds: dict[str, BuiltInSound]) -> None:
    assert sounds["pace-hold"].pitches[0] < 450


def test_start_rises_release_falls_and_stop_is_low_three_times(sounds: dict[str, BuiltInSound]) -> None:
    low, high = sounds["start"].pitches
    assert high > 1.2 * low
    high, low = sounds["release"].pitches
    assert high > 1.2 * low
    stop = sounds["stop"].pitches
    assert len(stop) == 3
    assert max(stop) < 450
    assert len(sounds["count-beep"].pitches) == 1


def test_the_calm_countdown_falls_softly(sounds: dict[str, BuiltInSound]) -> None:
    three, two, one = (sounds[f"count-calm-{n}"].pitches[0] for n in (3, 2, 1))
    assert three > two > one
    assert all(sum(sounds[cue].timbre) < 0.6 for cue in CALM)


def test_the_end_is_a_chord(sounds: dict[str, BuiltInSound]) -> None:
    begin, end = sounds["end"].elements[-1]
    part = sounds["end"].samples[begin:end]
    chord = [strength(part, hertz) for hertz in (523, 659, 784)]
    between = [strength(part, hertz) for hertz in (590, 720)]
    assert min(chord) > 10 * max(between)
