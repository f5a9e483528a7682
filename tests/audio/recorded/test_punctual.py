"""Half a minute of cues at irregular moments is heard punctually, also while the program is stopped."""

from __future__ import annotations

import statistics

from tests.audio.recorded.long_run import Run
from tests.audio.recorded.schedules import ids, jitter, late_by
from tests.scale import is_full

LARGEST_S = {"miniaudio": 0.005 if is_full() else 0.040, "simpleaudio": 0.030 if is_full() else 0.060}
"""The largest jitter. On a shared machine, even a player with a raised priority may have to wait."""
USUAL_S = {"miniaudio": 0.002 if is_full() else 0.010, "simpleaudio": 0.010}
"""The largest standard deviation of the lateness."""


def test_each_cue_is_heard_once_in_order_and_punctually_also_while_the_program_is_stopped(
    long_run: Run,
) -> None:
    assert ids(long_run.recording) == [cue.cue.id for cue in long_run.cues]
    assert (long_run.errors, long_run.exit_code) == ("", 0)
    lateness = late_by(long_run.recording, long_run.cues)
    assert jitter(lateness) <= LARGEST_S[long_run.library]
    assert statistics.pstdev(lateness) <= USUAL_S[long_run.library]
    assert abs(statistics.median(lateness)) <= 0.03, "the known latency is compensated"
