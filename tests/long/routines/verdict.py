"""Judges a session that was played and recorded: what was promised for it, and what of that is not so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest

from tests.long.routines.expected import Part, list_parts, make_plan
from tests.long.routines.listening import HeardSound, Listened, listen
from tests.long.routines.playing import AFTER, BEFORE, Played, play
from tpsession.core.catalog.no_area import massaged_area
from tpsession.core.catalog.utterance import VoicedText
from tpsession.core.plan.plan import Plan
from tpsession.core.sound.troubleshooting import SoundFailure

PUNCTUAL_S = 0.040
"""By how many seconds a cue may be early or late in its part, while other sessions play on the machine."""
ANSWER_S = 0.300
"""The same for the signal that answers a press and for speech, which makes way for it."""
SAVED_S = 2.0
"""By how many seconds the saved start and end of the session may differ from what was heard."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a routine did."""

    routine: str
    minutes: float
    """How long the session took."""
    cues: tuple[int, int]
    """How many cues were planned, and how many were heard whole."""
    cues_late_s: float
    """The largest deviation of a cue, early or late; without those that answer a press."""
    sentences: tuple[int, int]
    """How much was to be spoken, and how much was heard whole, an announcement or an instruction each."""
    speech_late_s: float
    """The largest deviation of anything spoken."""
    problems: tuple[str, ...]
    """What is wrong, a sentence each."""


def play_and_judge(routine: str) -> Verdict:
    """Play a routine in this process and return how it did; any error is a problem of it."""
    plan = make_plan(routine)
    parts = list_parts(plan)
    try:
        return judge(plan, parts, play(routine, parts))
    except (Exception, pytest.fail.Exception, pytest.skip.Exception) as error:
        return Verdict(plan.routine, 0.0, (0, 0), 0.0, (0, 0), 0.0, (f"it could not be played: {error!r}",))


def judge(plan: Plan, parts: list[Part], played: Played) -> Verdict:
    """Compare a session with its plan. parts: the parts of the plan."""
    heard = listen(played.recording, parts, played.presses)
    cues = [one for one in heard.sounds if one.expected.utterance < 0]
    spoken = [one for one in heard.sounds if one.expected.utterance >= 0]
    all_sentences = {one.expected.utterance for one in spoken}
    broken = {one.expected.utterance for one in spoken if not one.is_whole}
    took_s = heard.began[-1] + parts[-1].length_s - heard.began[0]
    return Verdict(
        plan.routine,
        took_s / 60,
        (len(cues), sum(one.is_whole for one in cues)),
        _largest_deviation(heard, [one for one in cues if not one.expected.answers_press]),
        (len(all_sentences), len(all_sentences - broken)),
        _largest_deviation(heard, spoken),
        (
            *_wrong_sounds(heard),
            *_wrong_length(plan, parts, heard),
            *_wrong_record(plan, played, took_s),
            *_wrong_on_the_screen(played),
        ),
    )


def _largest_deviation(heard: Listened, sounds: Iterable[HeardSound]) -> float:
    """Return the largest deviation of the sounds that were heard, in seconds, early or late."""
    return max((abs(heard.deviation_s(one)) for one in sounds if one.index is not None), default=0.0)


def _wrong_sounds(heard: Listened) -> Iterator[str]:
    for one in heard.sounds:
        if one.index is None:
            yield f"{_describe(one)} is not heard"
            continue
        if not one.is_whole:
            what = "has a gap, or something is heard over it" if one.has_end else "is cut off"
            yield f"{_describe(one)} {what}"
        deviation_s = heard.deviation_s(one)
        if abs(deviation_s) > (ANSWER_S if one.expected.answers_press else PUNCTUAL_S):
            side = "late" if deviation_s > 0 else "early"
            yield f"{_describe(one)} is {abs(deviation_s) * 1000:.0f} ms too {side}"
    for one, other in heard.overlaps():
        yield f"{_describe(other)} begins before the end of {_describe(one)}"
    for second in heard.unplanned_s:
        yield f"something that was not planned is heard at {second:.2f} s of the recording"


def _describe(one: HeardSound) -> str:
    """Return which sound it is, and where."""
    name = one.expected.name
    what = f'"{name.text[:40]}..."' if isinstance(name, VoicedText) else name
    return f"part {one.part + 1}, {one.expected.at_s:.2f} s: {what}"


def _wrong_length(plan: Plan, parts: list[Part], heard: Listened) -> Iterator[str]:
    """Yield in which part the time between its first and its last cue isn't the plan's."""
    if abs(sum(part.length_s for part in parts) - plan.planned_s) > 0.001:
        yield "its parts are not as long as its plan"
    for number, part in enumerate(parts):
        found = [
            one
            for one in heard.sounds
            if one.part == number and one.index is not None and not one.expected.answers_press
        ]
        if not found or max(one.expected.at_s for one in found) < part.length_s - 0.001:
            yield f"the cue at the end of part {number + 1} is not heard"


def _wrong_record(plan: Plan, played: Played, took_s: float) -> Iterator[str]:
    """Yield what isn't right in the history. took_s: how long the session took by its sounds, in seconds."""
    if len(played.sessions) != 1:
        yield f"{len(played.sessions)} sessions are saved"
        return
    session = played.sessions[0]
    wanted = ("completed", plan.routine, massaged_area(plan.area) or None, plan.side.value, BEFORE, AFTER)
    saved = tuple(session[key] for key in ("status", "routine", "area", "side", "before", "after"))
    if saved != wanted:
        yield f"saved is {saved}, not {wanted}"
    if len(session["steps"]) != len(plan.entries):
        yield f"{len(session['steps'])} of {len(plan.entries)} steps are saved"
    for number, (step, entry) in enumerate(zip(session["steps"], plan.entries, strict=False), 1):
        # A rest is played, but is no work.
        worked_s = 0.0 if entry.technique.is_rest else entry.planned_s
        if step["skipped"] or step["eased"] or abs(step["active_s"] - worked_s) > 0.001:
            yield f"step {number} is saved as {step}"
    if abs(session["planned_s"] - plan.planned_s) > 0.001:
        yield f"the planned time is saved as {session['planned_s']} s"
    started, ended = (datetime.fromisoformat(session[key]) for key in ("started_at", "ended_at"))
    if abs((ended - started).total_seconds() - took_s) > SAVED_S:
        yield f"it is saved as {(ended - started).total_seconds():.1f} s long, and took {took_s:.1f} s"


def _wrong_on_the_screen(played: Played) -> Iterator[str]:
    """Yield what the program said that it shouldn't have, anywhere."""
    if played.exit_code:
        yield f"it ended with {played.exit_code}"
    if played.printed:
        yield f"it printed {played.printed!r}"
    if played.log:
        yield f"its log says {played.log!r}"
    for words in (*(failure.value for failure in SoundFailure), "No sound"):
        if words in played.shown:
            yield f"{words!r} was on the screen"
