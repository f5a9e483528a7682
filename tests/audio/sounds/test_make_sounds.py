"""The built-in sounds are what the script makes, clean, equally loud, easy to hear and to tell apart."""

from __future__ import annotations

import importlib.util
import math
import sys
from array import array
from bisect import bisect_left
from itertools import combinations, pairwise
from pathlib import Path
from types import ModuleType

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.conftest import tone
from tests.audio.sound_server import RATE, strength
from tpsession.audio.files.wav import read_wav
from tpsession.core.catalog.cues import CUES, CueGroup

QUIET = 100
SAME_S = 0.03
CALM = {"count-calm-3", "count-calm-2", "count-calm-1"}
BREATH = {"pace-in", "pace-out"}
STROKES = {"pace-up", "pace-down"}
MADE = [cue.id for cue in CUES.values() if not cue.sound]
"""What the script makes; the others are phrases."""
PACING = [cue for cue in MADE if CUES[cue].group is CueGroup.PACING]
SIGNALS = [cue for cue in MADE if cue not in PACING]
STARTS = [cue for cue in MADE if "start" in CUES[cue].stems]


@pytest.fixture(scope="module")
def script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_sounds", SOUNDS / "make_sounds.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "make_sounds", module)
        spec.loader.exec_module(module)
    return module


def elements(samples: array[int]) -> list[tuple[int, int]]:
    """The sounding parts between gaps of over 50 ms, each as its first sample and the one after its last."""
    found: list[tuple[int, int]] = []
    for index, sample in enumerate(samples):
        if abs(sample) < QUIET:
            continue
        if found and index - found[-1][1] < 0.05 * RATE:
            found[-1] = (found[-1][0], index + 1)
        else:
            found.append((index, index + 1))
    return found


def rhythm(samples: array[int]) -> list[float]:
    """How long each element is, in seconds."""
    return [(end - begin) / RATE for begin, end in elements(samples)]


def fundamental(part: array[int]) -> float:
    """The strongest frequency in hertz, of the first 60 ms."""
    return max(
        (float(hertz) for hertz in range(350, 1600, 10)), key=lambda hertz: strength(part[:2646], hertz)
    )


def timbre(samples: array[int]) -> list[float]:
    """The strengths of the first element's partials 2 to 6 against its fundamental, as amplitudes."""
    begin, end = elements(samples)[0]
    part = samples[begin:end]
    first = fundamental(part)
    return [math.sqrt(strength(part, first * n) / strength(part, first)) for n in range(2, 7)]


@pytest.fixture(scope="module")
def sounds() -> dict[str, array[int]]:
    return {cue: read_wav(SOUNDS / f"{cue}.wav") for cue in MADE}


def test_the_script_makes_the_very_bytes_that_ship(script: ModuleType, tmp_path: Path) -> None:
    assert script.SOUNDS.keys() == set(MADE)
    script.main(tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (SOUNDS / made.name).read_bytes(), made.name
    assert {path.stem for path in SOUNDS.glob("*.wav") if not path.stem.startswith("say-")} == set(MADE)


def test_all_sounds_together_are_small() -> None:
    assert sum(path.stat().st_size for path in SOUNDS.glob("*.wav")) <= 6_000_000


@pytest.mark.parametrize("cue", MADE)
def test_a_sound_is_clean(sounds: dict[str, array[int]], cue: str) -> None:
    samples = sounds[cue]
    assert (samples[0], samples[-1]) == (0, 0)
    assert max(map(abs, samples)) < 32_000
    assert abs(sum(samples) / len(samples)) < 5
    # A step in the wave would click: an attack has no jump, nor has an end.
    begin, end = elements(samples)[0]
    assert max(map(abs, samples[begin : begin + RATE // 1000])) < 4_000
    assert max(map(abs, samples[end - RATE // 1000 : end])) < 1_000


@pytest.mark.parametrize("cue", SIGNALS)
def test_its_elements_are_150_to_400_ms_long_with_gaps_of_100_ms(
    sounds: dict[str, array[int]], cue: str
) -> None:
    parts = elements(sounds[cue])
    assert all(0.15 - SAME_S <= (end - begin) / RATE <= 0.4 for begin, end in parts)
    assert all(
        (after[0] - before[1]) / RATE == pytest.approx(0.1, abs=SAME_S) for before, after in pairwise(parts)
    )


@pytest.mark.parametrize("cue", MADE)
def test_its_fundamentals_lie_where_older_ears_hear_best(sounds: dict[str, array[int]], cue: str) -> None:
    samples = sounds[cue]
    for begin, end in elements(samples):
        assert 400 <= fundamental(samples[begin:end]) <= 1500
        assert 400 <= fundamental(samples[end - 2646 : end]) <= 1500


@pytest.mark.parametrize("cue", SIGNALS)
def test_it_has_a_quick_attack_and_then_decays(sounds: dict[str, array[int]], cue: str) -> None:
    samples = sounds[cue]
    begin, end = elements(samples)[0]
    loudest = max(range(begin, end), key=lambda index: abs(samples[index]))
    assert (loudest - begin) / RATE <= 0.025
    third = (end - begin) // 3
    energies = [sum(s * s for s in samples[begin + n * third : begin + (n + 1) * third]) for n in range(3)]
    assert energies == sorted(energies, reverse=True)


def biquad(samples: list[float], b: tuple[float, ...], a: tuple[float, ...]) -> list[float]:
    """A filter of second order, its coefficients with a[0] = 1."""
    out: list[float] = []
    x1 = x2 = y1 = y2 = 0.0
    for x in samples:
        y = b[0] * x + b[1] * x1 + b[2] * x2 - a[1] * y1 - a[2] * y2
        x1, x2, y1, y2 = x, x1, y, y1
        out.append(y)
    return out


def a_weighted(samples: array[int]) -> list[float]:
    """The samples as an ear hears them (IEC 61672): four poles low, two high, mapped bilinearly."""

    def pole(hertz: float) -> float:
        return (1 - math.pi * hertz / RATE) / (1 + math.pi * hertz / RATE)

    heard = [float(sample) for sample in samples]
    high_pass, low_pass = (1.0, -2.0, 1.0), (1.0, 2.0, 1.0)
    for zeros, one, other in (
        (high_pass, 20.6, 20.6),
        (high_pass, 107.7, 737.9),
        (low_pass, 12194.0, 12194.0),
    ):
        p, q = pole(one), pole(other)
        heard = biquad(heard, zeros, (1.0, -(p + q), p * q))
    return heard


def level(samples: list[float]) -> float:
    """Of the part that sounds, in decibels."""
    peak = max(map(abs, samples))
    loud = [index for index, sample in enumerate(samples) if abs(sample) > peak / 200]
    # Gaps between elements don't sound.
    sounding = [
        sample for index, sample in enumerate(samples[: loud[-1]]) if near(loud, index) and index >= loud[0]
    ]
    return 10 * math.log10(sum(sample * sample for sample in sounding) / len(sounding))


def near(loud: list[int], index: int) -> bool:
    """Whether something sounds within 10 ms of a sample."""
    after = bisect_left(loud, index - RATE // 100)
    return after < len(loud) and loud[after] <= index + RATE // 100


def test_the_ears_weighting_is_right() -> None:
    tones = {hertz: level(a_weighted(tone(hertz, 0.3))) for hertz in (100, 400, 1000, 2000, 4000)}

    against = {hertz: tones[hertz] - tones[1000] for hertz in tones}

    # The table of IEC 61672.
    assert against == pytest.approx({100: -19.1, 400: -4.8, 1000: 0.0, 2000: 1.2, 4000: 1.0}, abs=0.5)


def test_all_are_equally_loud_to_an_ear_within_3_db(sounds: dict[str, array[int]]) -> None:
    levels = {cue: level(a_weighted(samples)) for cue, samples in sounds.items()}
    assert max(levels.values()) - min(levels.values()) <= 3, levels


def test_all_differ_in_rhythm_or_timbre(sounds: dict[str, array[int]]) -> None:
    rhythms = {cue: rhythm(samples) for cue, samples in sounds.items()}
    timbres = {cue: timbre(samples) for cue, samples in sounds.items()}
    for one, other in combinations(MADE, 2):
        # Their pitch tells these apart, each in one place of its own.
        if any({one, other} <= alike for alike in (CALM, STROKES, BREATH)):
            continue
        same_rhythm = len(rhythms[one]) == len(rhythms[other]) and all(
            abs(a - b) < SAME_S for a, b in zip(rhythms[one], rhythms[other], strict=True)
        )
        assert not same_rhythm or math.dist(timbres[one], timbres[other]) > 0.2, (one, other)


@pytest.mark.parametrize("cue", PACING)
def test_pacing_is_short_and_soft(sounds: dict[str, array[int]], cue: str) -> None:
    samples = sounds[cue]
    ((begin, end),) = elements(samples)
    assert 0.15 <= (end - begin) / RATE <= (1.0 if cue in BREATH else 0.4)
    # Softer than any other cue: in its first 5 ms hardly anything.
    assert max(map(abs, samples[begin : begin + RATE // 200])) < max(map(abs, samples)) / 4


def bend(samples: array[int]) -> float:
    """The pitch of the end of a sound, against that of its beginning."""
    begin, end = elements(samples)[0]
    part = min(2646, (end - begin) // 3)
    return fundamental(samples[end - part : end]) / fundamental(samples[begin : begin + part])


def test_up_rises_down_falls_and_the_others_stay(sounds: dict[str, array[int]]) -> None:
    assert bend(sounds["pace-up"]) > 1.2
    assert bend(sounds["pace-down"]) < 1 / 1.2
    assert bend(sounds["pace-in"]) > 1.15
    assert bend(sounds["pace-out"]) < 1 / 1.15
    assert bend(sounds["pace-circle"]) == pytest.approx(1.0, abs=0.05)
    assert bend(sounds["pace-hold"]) == pytest.approx(1.0, abs=0.05)


def test_a_breath_in_swells_and_a_breath_out_fades(sounds: dict[str, array[int]]) -> None:
    def halves(samples: array[int]) -> tuple[float, float]:
        half = len(samples) // 2
        return sum(s * s for s in samples[:half]), sum(s * s for s in samples[half:])

    first, second = halves(sounds["pace-in"])
    assert second > 2 * first
    first, second = halves(sounds["pace-out"])
    assert first > 2 * second


def test_all_starts_have_one_rhythm_and_one_melody(sounds: dict[str, array[int]]) -> None:
    for cue in STARTS:
        assert rhythm(sounds[cue]) == pytest.approx(rhythm(sounds["start"]), abs=SAME_S)
        assert pitches(sounds[cue]) == pytest.approx(pitches(sounds["start"]), abs=15)


def test_the_tone_of_a_hold_is_low(sounds: dict[str, array[int]]) -> None:
    assert pitches(sounds["pace-hold"])[0] < 450


def pitches(samples: array[int]) -> list[float]:
    return [fundamental(samples[begin:end]) for begin, end in elements(samples)]


def test_start_rises_release_falls_and_stop_is_low_three_times(sounds: dict[str, array[int]]) -> None:
    low, high = pitches(sounds["start"])
    assert high > 1.2 * low
    high, low = pitches(sounds["release"])
    assert high > 1.2 * low
    stop = pitches(sounds["stop"])
    assert len(stop) == 3
    assert max(stop) < 450
    assert len(pitches(sounds["count-beep"])) == 1


def test_the_calm_countdown_falls_softly(sounds: dict[str, array[int]]) -> None:
    three, two, one = (pitches(sounds[f"count-calm-{n}"])[0] for n in (3, 2, 1))
    assert three > two > one
    assert all(sum(timbre(sounds[cue])) < 0.6 for cue in CALM)


def test_the_end_is_a_chord(sounds: dict[str, array[int]]) -> None:
    begin, end = elements(sounds["end"])[-1]
    part = sounds["end"][begin:end]
    chord = [strength(part, hertz) for hertz in (523, 659, 784)]
    between = [strength(part, hertz) for hertz in (590, 720)]
    assert min(chord) > 10 * max(between)
