"""Makes the recordings of the built-in instructions, as ``instructions/<name>.ogg`` beside this script.

Run it as ``python sounds/make_instructions.py [FOLDER]`` after ``pip install -e '.[voice,render]'``, whenever
a text of a built-in routine, an area or a technique has changed: it makes what is missing, removes what is no
longer said, and leaves the rest. To have a recording made again, delete it first. It downloads nothing.
The voice is the same as in `make_phrases.py`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

from tpsession.audio.files.instructions import FOLDER, instruction_path, ogg_seconds
from tpsession.audio.tts.voice_files import RATE
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Routine, Sides, Step
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.plan.plan import GateKey, PlanOptions, build_plan
from tpsession.core.sound.sound_check import SAMPLE_TEXT
from tpsession.core.speech.announcements import list_voiced_texts
from tpsession.core.speech.tts_text import voiced_text
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

FOR_THE_ENCODER = 0.9
"""The encoder makes a peak that was cut off a little higher again."""
COMPRESSION = 0.9
"""Of soundfile, 0 to 1: about 35 kbit/s for this voice at `RATE`, with no difference that we could hear."""


def list_texts() -> list[str]:
    """Return every text that a built-in routine can say in any area, and that of the sound check, sorted.

    The own words of each area and technique are among them, for people's routines without texts.
    """
    texts: dict[str, None] = {SAMPLE_TEXT: None}
    routines = [*_built_in_routines(), _routine_without_texts()]
    for routine, key, light_only in product(routines, GateKey, (False, True)):
        for area in [None] if routine.area else AREAS.values():
            options = PlanOptions(area=area, speak=Speak.EVERYTHING, gate_key=key, light_only=light_only)
            plan = build_plan(routine, options)
            texts.update(dict.fromkeys(map(voiced_text, list_voiced_texts(plan))))
    return sorted(filter(None, texts))


def _built_in_routines() -> Iterator[Routine]:
    """Yield the routines that come with the program."""
    for path in sorted(find_resources().routines.glob("*.toml")):
        routine, _ = read_routine(path)
        assert routine is not None, f"{path} has mistakes"  # noqa: S101 - the tests read these files, too
        yield routine


def _routine_without_texts() -> Routine:
    """Return a routine with every technique, once with a gate, that has no texts of its own."""
    steps = tuple(
        Step(technique, duration_s=technique.duration_s, wait=waits, sided=technique.sided)
        for technique, waits in product(TECHNIQUES.values(), (False, True))
    )
    return Routine("every-technique", "Every technique", None, Sides.LEFT, steps)


def tidy(sounds: Path, texts: Iterable[str]) -> list[str]:
    """Remove the recordings of all other texts; return the texts that have no recording yet.

    sounds: the folder of the built-in sounds.
    """
    paths = {instruction_path(sounds, text): text for text in texts}
    for path in (sounds / FOLDER).glob("*.ogg"):
        if path not in paths:
            path.unlink()
    return [text for path, text in paths.items() if not path.exists()]


def main(sounds: Path) -> None:
    """Bring the recordings in a folder of built-in sounds up to date, and say how many there are."""
    # The tests import this module for its texts, without the voice and the encoder.
    import numpy as np  # noqa: PLC0415
    import soundfile  # noqa: PLC0415

    from tpsession.audio.tts import hibari_voice, voice_sound  # noqa: PLC0415

    def as_loud_as_others(sound: np.ndarray) -> np.ndarray:
        """Return a sound, which a high peak may have kept quiet, as loud as the others; cut that off."""
        samples = sound / 32_767
        levels = voice_sound.block_levels(samples, RATE)
        sounding = levels[levels > voice_sound.SOUNDING * levels.max()]
        louder = samples * voice_sound.LEVEL / np.sqrt((sounding**2).mean())
        highest = voice_sound.HIGHEST * FOR_THE_ENCODER
        return np.clip(louder, -highest, highest)

    (sounds / FOLDER).mkdir(parents=True, exist_ok=True)
    texts = list_texts()
    missing = tidy(sounds, texts)
    synthesise = hibari_voice.load()
    for text in missing:
        samples = as_loud_as_others(np.frombuffer(synthesise(text), np.int16))
        soundfile.write(
            instruction_path(sounds, text),
            samples,
            RATE,
            subtype="VORBIS",
            format="OGG",
            compression_level=COMPRESSION,
        )
    paths = [instruction_path(sounds, text) for text in texts]
    seconds = sum(ogg_seconds(path) or 0.0 for path in paths)
    size = sum(path.stat().st_size for path in paths)
    sys.stdout.write(
        f"{len(missing)} made; {len(paths)} in all: {seconds / 60:.1f} minutes, {size / 1e6:.1f} MB, "
        f"{8 * size / seconds / 1000:.0f} kbit/s.\n"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent)
