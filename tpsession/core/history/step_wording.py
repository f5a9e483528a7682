"""Words for the steps of saved sessions: each in a line, and all of them in a sentence to be heard."""

from __future__ import annotations

from collections.abc import Iterable

from tpsession.core.catalog.place import place_name
from tpsession.core.catalog.technique import TECHNIQUES
from tpsession.core.history.records import SessionRecord, Status, StepRecord
from tpsession.core.text.formatting import describe_place, format_duration, format_timer


def describe_steps(record: SessionRecord) -> list[str]:
    """Return one text for each step of a session, as `describe_step` makes it.

    If any step has an area other than the session's, every step that works on an area names its area. A rest,
    for example, names none.
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

    It gives the name, the side, the round if above 1, and the time worked of the planned time. A rest has
    only its planned time, and any other step without a planned time is ``untimed``. ``skipped`` and ``eased
    off`` follow if they are so. More time worked than planned is explained: the step was repeated or made
    longer.
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
    """Return the name of a step: its own, such as ``Picture a place``, else that of its technique.

    If the step has an `area`, the area's name comes first, unless the step's name contains it. A technique
    that this version doesn't know is named by its id.
    """
    known = TECHNIQUES.get(step.technique)
    name = step.name or (known.name if known else step.technique)
    area = place_name(step.area) if step.area else ""
    return name if area.casefold() in name.casefold() else f"{area}: {name}"


def _describe_step_time(step: StepRecord) -> str:
    """Return the time worked and the planned time of a timed step: ``1:10 of 1:30``.

    If the time worked is longer, the text also says that the step was repeated or made longer.
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
    """Return the steps of a session as one sentence, for speech; empty if the session has none.

    The steps that weren't reached are only counted. In a completed session every step was reached. In any
    other, a step was reached if it was skipped, eased off or worked on for more than half a second.
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
    """Return a step with its side, the time worked if any, and whether it was skipped or eased off.

    Its area isn't named.
    """
    name = describe_place(name_step(step._replace(area="")), step.side)
    time = format_duration(step.active_s) if round(step.active_s) else ""
    flags = [text for text, is_set in (("skipped", step.skipped), ("eased off", step.eased)) if is_set]
    return ", ".join(part for part in (name, time, *flags) if part)
