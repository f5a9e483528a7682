"""In each built-in routine every instruction is heard, and heard whole."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.audio.client.programs import SOUNDS
from tests.scale import short_and_long
from tpsession.audio.backends.miniaudio_backend import decode
from tpsession.audio.engine.cue_scheduler import is_signal, schedule_cues
from tpsession.audio.files.sounds import Samples, load_sounds
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.utterance import VoicedText
from tpsession.core.plan.plan import GateKey, Plan, PlanOptions, build_plan
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.session.runner import UNATTENDED_GATE_S
from tpsession.core.speech.instructions import PRESSURE_SCALE
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine


@pytest.fixture(scope="session")
def samples() -> Samples:
    return load_sounds([SOUNDS], decode).samples


def plans(routine: Routine, areas: int) -> list[Plan]:
    """The routine's plans for so many areas, as a file and as a session with slow gates."""
    chosen = [None] if routine.area else list(AREAS.values())[:areas]
    return [
        build_plan(routine, PlanOptions(area=area, speak=Speak.EVERYTHING, gate_key=key))
        for area in chosen
        for key in (GateKey.NONE, GateKey.BIG)
    ]


@pytest.mark.parametrize("areas", short_and_long(3, len(AREAS)))
@pytest.mark.parametrize("path", sorted(find_resources().routines.glob("*.toml")), ids=lambda path: path.stem)
def test_every_instruction_is_heard_whole(samples: Samples, path: Path, areas: int) -> None:
    routine, _ = read_routine(path)
    assert routine is not None
    for plan in plans(routine, areas):
        gate_s = UNATTENDED_GATE_S if plan.gate_key is GateKey.NONE else 60.0
        scheduled = schedule_cues(full_timeline(plan, gate_s), samples.seconds)
        speech = [one for one in scheduled if one.timed.is_speech]
        heard = Counter(name.text for one in speech for _, name in one.sounds if isinstance(name, VoicedText))
        wanted = Counter(
            text
            for entry in plan.entries
            for text in (*(entry.hold_texts or (entry.text,)), entry.limit)
            if text
        )

        left_out = {text for text in wanted if heard[text] < wanted[text]}
        assert not left_out
        firm = any(entry.technique.is_firm for entry in plan.entries) and not plan.area.is_light
        assert heard[PRESSURE_SCALE] == firm
        prompts = sum(number for text, number in heard.items() if text.startswith("Press any big key"))
        gates = sum(phase.is_gate for phase in plan.phases)
        assert prompts == (gates if plan.gate_key is GateKey.BIG else 0)
        signals = [one for one in scheduled if is_signal(one.timed)]
        assert not [
            one for one in speech for signal in signals if one.at < signal.ends and signal.at < one.ends
        ]
