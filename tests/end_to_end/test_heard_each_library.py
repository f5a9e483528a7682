"""A session with every technique through each sound library: all cues once, in order and punctual."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path

import pytest

from tests.audio.sound_server import SoundServer
from tests.end_to_end.terminal import command, write_routine
from tests.end_to_end.test_heard_session import TIMEOUT_S, cues_of, jitter, write_tones
from tests.extras import EITHER_LIBRARY, need_extra
from tests.scale import short_and_long
from tpsession.core.catalog.cues import Countdown, CueGroup, Speak
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary

pytestmark = pytest.mark.timing

JITTER_S = {"miniaudio": 0.040, "sdl": 0.040, "simpleaudio": 0.060}
"""By how many seconds a cue may deviate from its moment on a machine that is shared with others."""
TARGET_S = {"miniaudio": 0.005, "sdl": 0.005, "simpleaudio": 0.030}
"""The same on a machine that does nothing else."""
STEP = '[[steps]]\ntechnique = "{}"\nduration = "{}"\n'
RELAX = '[[steps]]\ntechnique = "relax"\nhold = "1.5s"\nrelease = "1.5s"\n'
"""It has holds only, and ends released."""
# There are other tests for pacing and speech. Without them each tone is one cue.
SETTINGS = '[sound]\nbackend = "{}"\npacing = 0\nspeak = "none"\ncountdown = "calm"\n'


def every_technique() -> str:
    """A routine with a short step for each technique; the first one is long enough for a countdown."""
    head = 'format = 1\nname = "All"\narea = "shoulder"\nsides = "left"\n[defaults]\nget_ready = "1s"\n'
    lengths = ["5s", *["1.5s"] * (len(TECHNIQUES) - 1)]
    steps = [
        RELAX if name == "relax" else STEP.format(name, length)
        for name, length in zip(TECHNIQUES, lengths, strict=True)
    ]
    return head + "".join(steps).replace('"custom"\n', '"custom"\ntext = "Any"\n')


def planned_signals(name: str) -> tuple[list[str], list[float]]:
    """The ids of the signals in the plan of a routine, and their moments in seconds from its start."""
    options = PlanOptions(countdown=Countdown.CALM, speak=Speak.NONE)
    plan = build_plan(FileLibrary(find_paths(), find_resources()).load_routine(name), options)
    signals = [timed for timed in full_timeline(plan, 0.0) if timed.cue.group is not CueGroup.PACING]
    signals.sort(key=lambda timed: timed.at)
    return [timed.cue.id for timed in signals], [timed.at for timed in signals]


@pytest.mark.parametrize("limits", short_and_long(JITTER_S, TARGET_S))
@pytest.mark.parametrize("library", EITHER_LIBRARY)
def test_all_cues_of_a_routine_with_every_technique_are_heard_once_and_in_order(
    home: Path, server: SoundServer, library: str, limits: dict[str, float]
) -> None:
    need_extra(library)
    write_routine(home, "all", every_technique())
    (home / "settings.toml").write_text(SETTINGS.format(library))
    write_tones(home)
    with server.record() as recording:
        done = subprocess.run(
            command("play", "all", "--plain"),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        threading.Event().wait(0.5)
    assert (done.returncode, done.stderr) == (0, "")
    names, moments = planned_signals("all")
    assert cues_of(recording) == names, done.stdout
    # It opens the device anew for each sound, so a moment without the processor is heard at once.
    stalls = 1 if library == "simpleaudio" and limits is JITTER_S else 0
    assert jitter(recording, moments, stalls=stalls) <= limits[library]
