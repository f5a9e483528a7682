"""Words for the steps of saved sessions: each in a line, and all of them in a sentence to be heard."""

from __future__ import annotations

from collections.abc import Iterable

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.history.records import SessionRecord, Status, StepRecord
from tpsession.core.text.formatting import describe_place, format_duration, format_timer


def describe_steps(record: SessionRecord) -> list[str]:
    """Return each step of a session as text, as `describe_step` does.

    In a session on several areas, each step that works on an area names it; a rest, for example, has none.
    """
    if not any(step.area for step in record.steps):
        return [describe_step(step) for step in record.steps]
    placed = {technique.id for technique in TECHNIQUES.values() if technique.sided}
    return [
        describe_step(step._replace(area=step.area or (record.area if step.technique in placed else "")))
        for step in record.steps
    ]


def describe_step(step: StepRecord) -> str:
    """Return a step as text, such as ``Sustained pressure, left side: 1:10 of 1:30, eased off``.

    The time is what was done of what was planned. If it is more, the step was repeated or made longer, and
    that is said. A rest has only its planned time, and another step without one is ``untimed``.
    """
    known = TECHNIQUES.get(step.technique)
    name = describe_place(name_step(step), step.side)
    if step.round > 1:
        name = f"{name}, round {step.round}"
    planned = format_timer(step.planned_s)
    if known is not None and known.is_rest:
        time = planned
    else:
        time = _describe_step_time(step) if step.planned_s else "untimed"
    flags = [text for text, is_set in (("skipped", step.skipped), ("eased off", step.eased)) if is_set]
    return ", ".join([f"{name}: {time}", *flags])


def name_step(step: StepRecord) -> str:
    """Return what the session called a step, ``Picture a place``, or the name of its technique.

    Another area than the session's comes first, unless the step's own name says it. A technique that this
    version doesn't know is shown by its id.
    """
    known = TECHNIQUES.get(step.technique)
    name = step.name or (known.name if known else step.technique)
    area = place_name(step.area) if step.area else ""
    return name if area.casefold() in name.casefold() else f"{area}: {name}"


def _describe_step_time(step: StepRecord) -> str:
    """Return the time that was done of the planned time of a timed step: ``1:10 of 1:30``.

    If it is more than planned, that the step was repeated or made longer.
    """
    done, planned = format_timer(step.active_s), format_timer(step.planned_s)
    if round(step.active_s) > round(step.planned_s):
        return f"{done}, planned {planned}, repeated or made longer"
    return f"{done} of {planned}"


def describe_skipped(steps: Iterable[StepRecord]) -> str:
    """Return how many steps were skipped, ``3 steps skipped``; empty if none was."""
    skipped = sum(step.skipped for step in steps)
    return f"{skipped} {'step' if skipped == 1 else 'steps'} skipped" if skipped else ""


def describe_steps_aloud(record: SessionRecord) -> str:
    """Return the steps of a session in a sentence, those that weren't reached as a number; empty without any.

    In a session that was completed every step was reached, also one without a time.
    """
    is_completed = record.status is Status.COMPLETED
    reached = [
        step for step in record.steps if is_completed or step.skipped or step.eased or round(step.active_s)
    ]
    steps = list(map(_describe_step_aloud, reached))
    if missed := len(record.steps) - len(reached):
        steps.append(f"{missed} {'step' if missed == 1 else 'steps'} not reached")
    return f"Steps: {'; '.join(steps)}." if steps else ""


def _describe_step_aloud(step: StepRecord) -> str:
    """Return a step with its side, the time that was worked, and whether it was skipped or eased off."""
    name = describe_place(name_step(step._replace(area="")), step.side)
    time = format_duration(step.active_s) if round(step.active_s) else ""
    flags = [text for text, is_set in (("skipped", step.skipped), ("eased off", step.eased)) if is_set]
    return ", ".join(part for part in (name, time, *flags) if part)
