"""The built-in sounds are what the script makes, clean, equally loud, easy to hear and to tell apart."""

from __future__ import annotations

import importlib.util
import math
import sys
from array import array
from itertools import combinations, pairwise
from pathlib import Path
from types import ModuleType

import pytest

from tests.audio.programs import SOUNDS
from tests.audio.sound_server import RATE, strength
from tpsession.audio.sounds import read_wav
from tpsession.core.cue import CUES

QUIET = 100
SAME_S = 0.03
CALM = {"count-calm-3", "count-calm-2", "count-calm-1"}


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
    return {cue: read_wav(SOUNDS / f"{cue}.wav") for cue in CUES}


def test_the_script_makes_the_very_bytes_that_ship(script: ModuleType, tmp_path: Path) -> None:
    assert script.SOUNDS.keys() == CUES.keys()
    script.main(tmp_path)
    for made in tmp_path.iterdir():
        assert made.read_bytes() == (SOUNDS / made.name).read_bytes(), made.name
    assert {path.stem for path in SOUNDS.glob("*.wav") if not path.stem.startswith("say-")} == CUES.keys()


@pytest.mark.parametrize("cue", CUES)
def test_a_sound_is_clean(sounds: dict[str, array[int]], cue: str) -> None:
    samples = sounds[cue]
    assert (samples[0], samples[-1]) == (0, 0)
    assert max(map(abs, samples)) < 32_000
    assert abs(sum(samples) / len(samples)) < 5
    # A step in the wave would click: an attack has no jump, nor has an end.
    begin, end = elements(samples)[0]
    assert max(map(abs, samples[begin : begin + RATE // 1000])) < 4_000
    assert max(map(abs, samples[end - RATE // 1000 : end])) < 1_000


@pytest.mark.parametrize("cue", CUES)
def test_its_elements_are_150_to_400_ms_long_with_gaps_of_100_ms(
    sounds: dict[str, array[int]], cue: str
) -> None:
    parts = elements(sounds[cue])
    assert all(0.15 - SAME_S <= (end - begin) / RATE <= 0.4 for begin, end in parts)
    assert all(
        (after[0] - before[1]) / RATE == pytest.approx(0.1, abs=SAME_S) for before, after in pairwise(parts)
    )


@pytest.mark.parametrize("cue", CUES)
def test_its_fundamentals_lie_where_older_ears_hear_best(sounds: dict[str, array[int]], cue: str) -> None:
    samples = sounds[cue]
    for begin, end in elements(samples):
        assert 400 <= fundamental(samples[begin:end]) <= 1500


@pytest.mark.parametrize("cue", CUES)
def test_it_has_a_quick_attack_and_then_decays(sounds: dict[str, array[int]], cue: str) -> None:
    samples = sounds[cue]
    begin, end = elements(samples)[0]
    loudest = max(range(begin, end), key=lambda index: abs(samples[index]))
    assert (loudest - begin) / RATE <= 0.025
    third = (end - begin) // 3
    energies = [sum(s * s for s in samples[begin + n * third : begin + (n + 1) * third]) for n in range(3)]
    assert energies == sorted(energies, reverse=True)


def test_all_are_equally_loud_within_3_db(sounds: dict[str, array[int]]) -> None:
    levels = []
    for samples in sounds.values():
        sounding = [s for begin, end in elements(samples) for s in samples[begin:end]]
        levels.append(10 * math.log10(sum(s * s for s in sounding) / len(sounding)))
    assert max(levels) - min(levels) <= 3


def test_all_differ_in_rhythm_or_timbre(sounds: dict[str, array[int]]) -> None:
    rhythms = {cue: rhythm(samples) for cue, samples in sounds.items()}
    timbres = {cue: timbre(samples) for cue, samples in sounds.items()}
    for one, other in combinations(CUES, 2):
        if {one, other} <= CALM:
            continue
        same_rhythm = len(rhythms[one]) == len(rhythms[other]) and all(
            abs(a - b) < SAME_S for a, b in zip(rhythms[one], rhythms[other], strict=True)
        )
        assert not same_rhythm or math.dist(timbres[one], timbres[other]) > 0.2, (one, other)


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
