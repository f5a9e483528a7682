"""What a session is to sound like, worked out from its plan alone, without the program that plays it.

A session is cut where it waits for the person: between two of their presses everything has its moment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from tests.audio.client.programs import SOUNDS
from tpsession.audio.backends.miniaudio_backend import decode
from tpsession.audio.engine.cue_scheduler import Mentions, ScheduledCue, schedule_cues
from tpsession.audio.files.sounds import Samples, load_sounds
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.cues import TimedCue
from tpsession.core.catalog.utterance import SoundName
from tpsession.core.plan.plan import Plan, build_plan
from tpsession.core.session.engine import Mode, Session
from tpsession.core.session.events import CueReached, Event
from tpsession.core.settings.definitions import default_preferences
from tpsession.core.settings.plan_options import options_from_preferences
from tpsession.files.resources import find_resources
from tpsession.files.routines.routine_file import read_routine

CHOSEN_AREAS = {"classic": "shoulder", "quick": "hand"}
"""The area that is chosen for each routine that works on any."""
AFTER_SPEECH_S = 2.0
"""The person listens to the end in a gate, and takes so many seconds more."""
LEAD_S = 0.15
"""Speech right after a press begins about this much later: the press is answered by a signal, and that takes
as long as the device takes to sound."""


@dataclass(frozen=True, slots=True)
class ExpectedSound:
    """One sound of a session."""

    at_s: float
    """Seconds from the start of its part."""
    name: SoundName
    utterance: int
    """Which utterance of the session it belongs to, from 0; -1 for anything but speech."""
    answers_press: bool
    """Whether it is due at the very moment of a press, or is speech: then it may be a little late."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a session from its start, or from a press, to the next gate or to its end."""

    sounds: tuple[ExpectedSound, ...]
    """In the order in which they begin; with those of the gate that ends the part."""
    length_s: float
    """Seconds until that gate, or the end of the session."""
    listened_s: float
    """Seconds until the press at that gate, or until the last words of the session are over."""


def built_in_routines() -> list[str]:
    """Return the ids of the built-in routines, the longest first, so that many at a time end soonest."""
    ids = [path.stem for path in find_resources().routines.glob("*.toml")]
    return sorted(ids, key=lambda routine: -make_plan(routine).planned_s)


def make_plan(routine: str) -> Plan:
    """Return the plan of the first session of a built-in routine with all settings at their defaults.

    Everything is spoken in a first session.
    """
    read, _ = read_routine(find_resources().routines / f"{routine}.toml")
    assert read is not None
    area = AREAS[CHOSEN_AREAS[routine]] if routine in CHOSEN_AREAS else None
    return build_plan(read, options_from_preferences(default_preferences(), area=area))


@cache
def load_samples() -> Samples:
    """Return the built-in sounds."""
    return load_sounds([SOUNDS], decode).samples


def list_parts(plan: Plan) -> list[Part]:
    """Return all parts of a session in which the person passes each gate once its speech is over."""
    samples, session, mentioned = load_samples(), Session(plan), Mentions()
    parts: list[Part] = []
    now, events = 0.0, session.start(0.0)
    spoken = 0
    while session.mode is not Mode.ENDED:
        immediate = [TimedCue(event.at, event.cue) for event in events if isinstance(event, CueReached)]
        requested = [*immediate, *session.upcoming_sounds(now)]
        scheduled = schedule_cues(
            requested, samples.seconds, now=now + (LEAD_S if parts else 0.0), mentioned=mentioned
        )
        sounds: list[ExpectedSound] = []
        for each in scheduled:
            if each.timed.is_speech:
                mentioned.setdefault(each.timed.subject, set()).update(each.topics)
            sounds += _sounds_of(each, now, spoken)
            spoken += each.timed.is_speech
        length_s = _seconds_to_gate(session)
        over_s = max((each.ends - now for each in scheduled), default=0.0)
        listened_s = max(over_s, length_s) + AFTER_SPEECH_S
        parts.append(Part(tuple(sorted(sounds, key=lambda sound: sound.at_s)), length_s, listened_s))
        now += listened_s
        events = _cues_of(session.found(now))
    return parts


def _cues_of(events: list[Event]) -> list[Event]:
    """Return what a press itself brings about: the session reports what was due before it, too."""
    latest = max((event.at for event in events), default=0.0)
    return [event for event in events if event.at == latest]


def _sounds_of(scheduled: ScheduledCue, starts: float, utterance: int) -> list[ExpectedSound]:
    """Return the sounds of a cue; starts: when its part began, in seconds of the session."""
    is_speech = scheduled.timed.is_speech
    samples = load_samples()
    return [
        ExpectedSound(
            scheduled.at + offset - starts,
            name,
            utterance if is_speech else -1,
            is_speech or (starts > 0.0 and scheduled.at == starts),
        )
        for offset, name in scheduled.sounds
        if samples.seconds(name)
    ]


def _seconds_to_gate(session: Session) -> float:
    """Return the seconds from the start of the current phase to the next gate, or to the end."""
    phases = session.plan.phases[session.index :]
    gate = next((place for place, phase in enumerate(phases) if phase.is_gate), len(phases))
    return sum(phase.planned_s for phase in phases[:gate])
