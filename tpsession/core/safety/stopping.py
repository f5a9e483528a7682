"""The reasons for stopping a session, what rests after each, and what to know then."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.no_area import has_area
from tpsession.core.catalog.side import LEFT_AND_RIGHT, Side, Spot, join_sides
from tpsession.core.catalog.technique import BREATHE, RELAX, REST, WIPE
from tpsession.core.history.records import SessionRecord, StepRecord, StopReason
from tpsession.core.history.wording import STOP_LABELS
from tpsession.core.safety.screening import LOCAL_NUMBER, Tier, advice_for

AREA_RESTS = "No more massage on this area today."
LET_AREA_REST = "Please don't massage this area again today."
_SIDE_RESTS = "No more massage on this side today: {areas}."
_LET_SIDE_REST = "Please don't massage this side again today: {areas}."
_AREAS_REST = "No more massage on these areas today: {areas}."
_LET_AREAS_REST = "Please don't massage these areas again today: {areas}."
"""Said instead of `AREA_RESTS` if the stop isn't saved: then only the person can see to it."""
BODY_RESTS = "No more massage today, on any area."
"""Said instead of either if the whole body has to rest."""

AFTER_SHARP = "If it doesn't pass or comes back, ask a doctor or physiotherapist before the next session."
AFTER_NUMB = "If it doesn't pass or gets worse, get medical advice, today if you can."
_SIGNS_AFTER_NUMB = (
    "both legs are weak or numb",
    "your genitals or buttocks are numb",
    "you have trouble peeing or lose control of bladder or bowel",
    "you have chest pain or pressure or are breathless",
    "you have trouble with face, arm or speech",
)
AFTER_NUMB_EMERGENCY = (
    f"Call {{number}} now if {', if '.join(_SIGNS_AFTER_NUMB[:-1])}, or if {_SIGNS_AFTER_NUMB[-1]}."
)
AFTER_LIGHT_HEADED = "Sit or lie down, and breathe as you normally do."
AFTER_LIGHT_HEADED_EMERGENCY = (
    "If your sight, speech or balance changes, or if it doesn't pass, call {number}: this may be an "
    "emergency."
)

_NEAR_THE_HEAD = frozenset({"neck", "skull-base", "jaw", "shoulder", "upper-back"})
"""Ids of the areas after whose massage light-headedness is taken for more than quick breathing."""
_RELAXING = frozenset({BREATHE.id, RELAX.id})
_NO_WORK = _RELAXING | {REST.id, WIPE.id}
"""Ids of the techniques by which nothing is massaged."""
_REASONS_OF_MASSAGE = frozenset({StopReason.BRUISE})


def list_stop_reasons(areas: Iterable[Area]) -> dict[StopReason, str]:
    """Return the reasons for stopping to choose from in a session, in order, each with what a person reads.

    If nothing is massaged, reasons that are about massage are left out. areas: the session's.
    """
    is_massage = has_area(areas)
    return {
        reason: label
        for reason, label in STOP_LABELS.items()
        if is_massage or reason not in _REASONS_OF_MASSAGE
    }


def is_light_headed(reason: StopReason | None, steps: Sequence[StepRecord], area: str) -> bool:
    """Return whether a person stopped because breathing or relaxing made them dizzy: no emergency yet.

    That is so if all of this is true:

    - they stopped for dizziness
    - the last step with any time was breathing, relaxation or a step without an area
    - that step was neither finished nor skipped
    - no area of `_NEAR_THE_HEAD` was massaged before it in the session, not even for a moment

    A step of massage without a planned time counts as done.

    Args:
        reason: Why the session was stopped; None if it wasn't.
        steps: How each step of the session went.
        area: The id of the session's area, which counts for steps without an area; empty for none.

    """
    begun = max((index for index, step in enumerate(steps) if step.active_s), default=None)
    if reason is not StopReason.DIZZY or begun is None:
        return False
    last = steps[begun]
    is_relaxing = last.technique in _RELAXING or not (last.area or area)
    is_unfinished = not last.skipped and last.active_s < last.planned_s
    # A step without a planned time has none that was worked either: it counts as massage all the same.
    return (
        is_relaxing
        and is_unfinished
        and not any(
            (step.area or area) in _NEAR_THE_HEAD
            and step.technique not in _NO_WORK
            and (step.active_s or not step.planned_s)
            for step in steps[:begun]
        )
    )


def find_resting_stop(
    records: Iterable[SessionRecord], spots: Collection[Spot], today: date
) -> SessionRecord | None:
    """Return a session that was stopped today and makes one of the spots rest; None if there is none.

    If there are several, it is the first of those that make the whole body rest, or else the first of all.

    Every area of the stopped session rests, on the sides of its steps, whether it was worked on or not. After
    dizziness the whole body rests, unless it `is_light_headed`. The day of the stop counts, not the day on
    which the session began.

    Args:
        records: The sessions since yesterday, on all areas, in any order.
        spots: The spots that are to be massaged.
        today: The local day.

    """
    stopped = [
        record
        for record in records
        if makes_area_rest(record, today) and (not record.spots.isdisjoint(spots) or rests_body(record))
    ]
    return next((record for record in stopped if rests_body(record)), next(iter(stopped), None))


def makes_area_rest(record: SessionRecord, today: date) -> bool:
    """Return whether a session was stopped today for a reason that makes its areas or the whole body rest."""
    stopped = record.ended_or_started_at
    return record.stop_reason is not None and record.stop_reason.rests_area and stopped.date() == today


def rests_body(record: SessionRecord) -> bool:
    """Return whether the stop of a session makes the whole body rest that day, and not only its areas."""
    reason = record.stop_reason
    return reason is StopReason.DIZZY and not is_light_headed(reason, record.steps, record.area)


def describe_resting_stop(record: SessionRecord) -> str:
    """Return a sentence on what has to rest because of a session that was stopped today.

    Empty if it wasn't stopped for a reason that makes something rest. That it was stopped today isn't
    checked.
    """
    if record.stop_reason is None or not record.stop_reason.rests_area:
        return ""
    return BODY_RESTS if rests_body(record) else _describe_rest(record.spots, is_saved=True)


def _describe_rest(spots: Collection[Spot], *, is_saved: bool) -> str:
    """Return a sentence on what has to rest; it names the areas if there are several or only one side rests.

    is_saved: whether the stop is saved in the history. If not, the program can't know of it later, and the
    sentence asks the person to let the areas rest.
    """
    sides = {area: side for area in AREAS.values() if (side := join_sides(spots, area.id)) is not Side.NONE}
    names = ", ".join(name_side(area, side) for area, side in sides.items())
    if len(sides) > 1:
        return (_AREAS_REST if is_saved else _LET_AREAS_REST).format(areas=names)
    if set(sides.values()) & set(LEFT_AND_RIGHT):
        return (_SIDE_RESTS if is_saved else _LET_SIDE_REST).format(areas=names)
    return AREA_RESTS if is_saved else LET_AREA_REST


def name_side(area: Area, side: Side) -> str:
    """Return an area's name for within a sentence, after its side if that is left or right: ``left calf``."""
    name = area.name.lower()
    return f"{side.value} {name}" if side in LEFT_AND_RIGHT else name


def lasting_advice(reason: StopReason | None, emergency_number: str, *, light_headed: bool = False) -> str:
    """Return the advice that stays in view after the person has read the notice about a stop.

    There is some after sharp pain, after numbness, and if the person is only light-headed. It is empty
    without a stop and after any other. After other dizziness it is empty, too: then the emergency advice
    stays in view instead.

    Args:
        reason: Why the session was stopped; None if it wasn't.
        emergency_number: The person's emergency number; empty if it isn't set.
        light_headed: Whether the stop `is_light_headed`.

    """
    if reason is StopReason.DIZZY and light_headed:
        return AFTER_LIGHT_HEADED_EMERGENCY.format(number=emergency_number or LOCAL_NUMBER)
    return {StopReason.SHARP: AFTER_SHARP, StopReason.NUMB: AFTER_NUMB}.get(reason, "") if reason else ""


def may_be_emergency(reason: StopReason | None) -> bool:
    """Return whether the advice after a stop for this reason says when to call the emergency number."""
    return reason in {StopReason.NUMB, StopReason.DIZZY}


def signs_in_advice(reason: StopReason | None) -> tuple[str, ...]:
    """Return the emergency signs that are named in the first sentence of `advice_after_stop`.

    There are some only after a stop for numbness.
    """
    return _SIGNS_AFTER_NUMB if reason is StopReason.NUMB else ()


def advice_after_stop(
    reason: StopReason,
    emergency_number: str,
    spots: Collection[Spot] = (),
    *,
    is_saved: bool = True,
    is_massage: bool = True,
    light_headed: bool = False,
) -> tuple[str, ...]:
    """Return what the person should know after stopping for this reason, one text each.

    Each reason has some of these, in this order: what may be an emergency, when to get advice, and what has
    to rest. Dizziness has the first alone. If the person is only light-headed, to sit or lie down comes
    first, then what may be an emergency, and what has to rest. Empty for `StopReason.INTERRUPTED`. If nothing
    was massaged, it is also empty for a reason that only makes an area rest.

    Args:
        reason: Why the session was stopped.
        emergency_number: The person's emergency number; empty if it isn't set.
        spots: The areas and sides that the session was for.
        is_saved: Whether the stop is saved in the history.
        is_massage: Whether an area was massaged. If not, no sentence says what has to rest.
        light_headed: Whether the stop `is_light_headed`.

    """
    if reason is StopReason.INTERRUPTED:
        return ()
    if reason is StopReason.DIZZY and not light_headed:
        # This advice says already that there is no session today, on any area. More text would distract.
        return (advice_for(Tier.EMERGENCY, emergency_number),)
    rest = (_describe_rest(spots, is_saved=is_saved),) if is_massage else ()
    number = emergency_number or LOCAL_NUMBER
    match reason:
        case StopReason.SHARP:
            return (AFTER_SHARP, *rest)
        case StopReason.NUMB:
            return (AFTER_NUMB_EMERGENCY.format(number=number), AFTER_NUMB, *rest)
        case StopReason.DIZZY:
            return (AFTER_LIGHT_HEADED, AFTER_LIGHT_HEADED_EMERGENCY.format(number=number), *rest)
        case _:
            return rest
