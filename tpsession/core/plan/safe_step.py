"""Fits a step to an area: what is unsafe there is replaced or shortened, and what is never done is said.

A step's own words stay, unless its technique is replaced by another. Then they would describe what is unsafe,
so the area's words take their place. Each change and each limit is told before the session, and the check of
routine files warns of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Step
from tpsession.core.catalog.technique import StepKey
from tpsession.core.text.duration import duration_in_words


class AreaLimit(NamedTuple):
    """What an area changes in a step, or what is never done in it there."""

    key: StepKey
    """The key of the step that it is about."""
    note: str
    """One or more sentences for the person, before the session."""
    warning: str
    """The same for the author of the file, as part of a line about a problem."""


class SafeStep(NamedTuple):
    """A step as it is played in an area."""

    step: Step
    """With the area's words where it has none of its own."""
    limit: str
    """What is never done in it, one sentence beside its own words; empty if the area's words say it."""
    limits: tuple[AreaLimit, ...]
    """What was changed or is never done."""


def make_safe(step: Step, number: int, area: Area) -> SafeStep:
    """Return a step as it is played in an area, with what the area changes and limits in it.

    If the area replaces the step's technique, the new technique has its default tempo, and the step's own
    words are left out. If it doesn't and the step has own words, they stay, and with them comes the area's
    limit for the technique, if there is one. The usual words of the technique or the area aren't own words.

    If the step has no instruction of its own, it has the area's; the same goes for what the voice says. If
    the step is massage, holds that are longer than the area's longest hold are shortened to it.

    number: the number of the step in the routine, counted from 1.
    """
    step = _without_usual_words(step, area)
    limits = []
    substitution = area.substitution_for(step.technique)
    if substitution is not None:
        replacement = substitution.replacement
        left_out = f" The words of step {number} don't fit that and are left out."
        without = ", and the step's own words are left out"
        has_own_words = _has_own_words(step)
        limits.append(
            AreaLimit(
                StepKey.TECHNIQUE,
                substitution.reason + left_out * has_own_words,
                f'"{step.technique.id}" is played as "{replacement.id}" here'
                f"{without * has_own_words}: {substitution.reason}",
            )
        )
        step = step._replace(
            technique=replacement, tempo=replacement.tempo, text="", say="", hold_texts=(), hold_says=()
        )
    wording = area.wording_for(step.technique)
    limit = wording.limit if wording is not None and _has_own_words(step) else ""
    if limit:
        key = StepKey.TEXT if step.text or step.hold_texts else StepKey.SAY
        limits.append(AreaLimit(key, limit, f"beside these words, the area's limit is said: {limit}"))
    step = step._replace(
        text=step.text or area.text_for(step.technique),
        say=step.say or area.phrase_for(step.technique),
    )
    longest_s, hold_s = area.longest_hold_s, step.one_hold_s
    if longest_s is not None and hold_s is not None and hold_s > longest_s and step.technique.is_massage:
        limits.append(
            AreaLimit(
                StepKey.DURATION if step.hold_s is None else StepKey.HOLD,
                f"Step {number} holds {longest_s:g} s instead of {hold_s:g} s. {area.hold_reason}",
                f"this hold is shortened to {duration_in_words(longest_s)}: {area.hold_reason}",
            )
        )
        step = step._replace(hold_s=longest_s, duration_s=None)
    return SafeStep(step, limit, tuple(limits))


def list_area_limits(steps: Sequence[Step | None], area: Area | None) -> Iterator[tuple[int, AreaLimit]]:
    """Yield what the areas change and limit in the steps, each time with the index of the step, from 0.

    A step that names no area is in the routine's.

    Args:
        steps: The steps, None for one with errors, which is skipped.
        area: The area of the routine; None if it is chosen at the start, so that steps without an area
            have no limits.

    """
    for index, step in enumerate(steps):
        step_area = area if step is None or step.area is None else step.area
        if step is not None and step_area is not None:
            for limit in make_safe(step, index + 1, step_area).limits:
                yield index, limit


def _has_own_words(step: Step) -> bool:
    """Return whether a step has own words, to read or to hear. step: as `_without_usual_words` returns it."""
    return bool(step.text or step.say or step.hold_texts or step.hold_says)


def _without_usual_words(step: Step, area: Area) -> Step:
    """Return a step without an instruction or spoken text that is the usual one of its technique or area.

    All other words stay, also those for each hold.
    """
    technique = step.technique
    own_text = "" if step.text in {technique.text, area.text_for(technique)} else step.text
    own_say = "" if step.say in {technique.phrase, area.phrase_for(technique)} else step.say
    return step._replace(text=own_text, say=own_say)
