"""Cues at irregular moments are heard punctually, also while the program is stopped."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.audio.recorded.long_run import record_run
from tests.audio.recorded.schedules import ids, jitter, late_by
from tests.extras import EITHER_LIBRARY, need_extra
from tests.scale import short_and_long

pytestmark = [pytest.mark.timing, pytest.mark.audio]


@dataclass(frozen=True)
class Limits:
    """How long the recording is, and how far a cue may be from its moment; all in seconds."""

    recording: float
    largest: dict[str, float]
    """The largest deviation from the usual lateness, by sound library."""
    usual: dict[str, float]
    """The standard deviation of the lateness, by sound library."""


# The short form has room for a machine that is shared with others: there even a player with a raised priority
# may have to wait.
SHORT = Limits(
    15,
    {"miniaudio": 0.040, "sdl": 0.040, "simpleaudio": 0.060},
    {"miniaudio": 0.010, "sdl": 0.010, "simpleaudio": 0.010},
)
FULL = Limits(
    600,
    {"miniaudio": 0.005, "sdl": 0.005, "simpleaudio": 0.030},
    {"miniaudio": 0.002, "sdl": 0.002, "simpleaudio": 0.010},
)


@pytest.mark.parametrize("limits", short_and_long(SHORT, FULL))
@pytest.mark.parametrize("library", EITHER_LIBRARY)
def test_each_cue_is_heard_once_in_order_and_punctually_also_while_the_program_is_stopped(
    tones: Path, library: str, limits: Limits
) -> None:
    need_extra(library)
    run = record_run(tones, limits.recording, stopped_after=limits.recording / 2, library=library)
    assert ids(run.recording) == [cue.cue.id for cue in run.cues]
    assert (run.errors, run.exit_code) == ("", 0)
    lateness = late_by(run.recording, run.cues)
    assert jitter(lateness) <= limits.largest[library]
    assert statistics.pstdev(lateness) <= limits.usual[library]
    assert abs(statistics.median(lateness)) <= 0.03, "the known latency is made up for"
