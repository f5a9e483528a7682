"""A routine on one card, to print or to hand to someone: what to have, never to press, and each step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tpsession.core.catalog.routine import Rounds, Routine, Switch
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import Technique
from tpsession.core.plan.gate import finds_a_spot
from tpsession.core.plan.phase import Phase, PhaseKind
from tpsession.core.plan.plan import Plan, PlanEntry
from tpsession.core.plan.wording import (
    AREA_LIMIT,
    describe_areas,
    describe_count,
    describe_pace,
    describe_step,
    join_limit,
)
from tpsession.core.safety.screening import describe_stop_signs, list_evidence
from tpsession.core.text.formatting import SIDE_NAMES, describe_place, format_duration

AT_YOUR_PACE = "take your time"


@dataclass(frozen=True, slots=True)
class CardStep:
    """A step of the routine, once for all sides on which it is played."""

    number: int
    """As in the routine, counted from 1."""
    name: str
    time: str
    """How often, how long, and at what pace, in words."""
    text: str
    """The instruction."""


@dataclass(frozen=True, slots=True)
class CardSection:
    """Steps that follow each other and are played on the same sides, in the same rounds if in any."""

    heading: str
    """In how many rounds, and on which sides, in which order; empty if neither is to be said."""
    steps: tuple[CardStep, ...]


@dataclass(frozen=True, slots=True)
class RoutineCard:
    """Everything that a person without the program needs to do a routine."""

    title: str
    place: str
    """The areas with the side."""
    side: Side
    spots: tuple[str, ...]
    """Where it is often tender."""
    length: str
    """How long it takes, in words."""
    summary: str
    have: tuple[str, ...]
    position: str
    avoid: tuple[str, ...]
    """What never to press."""
    evidence: tuple[str, ...]
    """How well founded it is, a sentence each."""
    care: tuple[str, ...]
    """Other cautions, and what the area limits; a sentence each."""
    stop_signs: str
    sections: tuple[CardSection, ...]
    sources: tuple[str, ...]
    link: str = ""
    """The address of a page about it; empty for none."""


def make_card(routine: Routine, plan: Plan) -> RoutineCard:
    """Return the card of a routine as its plan plays it. Each step is on it once for all sides and rounds.

    plan: of this routine, with the same steps.
    """
    sides: dict[int, list[Side]] = {}
    first: dict[int, int] = {}
    for index, entry in enumerate(plan.entries):
        if entry.is_between_rounds or entry.round > 1:
            continue
        sides.setdefault(entry.number, []).append(entry.side)
        first.setdefault(entry.number, index)

    def order_of(number: int) -> tuple[list[Side], Rounds | None]:
        """Return what the steps of one section share: the sides on which they are played, and their rounds.

        number: the step's in the routine, from 1.
        """
        return sides[number], routine.steps[number - 1].rounds

    sections = []
    for (played, rounds), run in groupby(first, key=order_of):
        heading = _describe_order(played, routine.switch)
        steps = tuple(_make_card_step(plan, first[number]) for number in run)
        sections.append(CardSection(_describe_rounds(rounds, heading) if rounds else heading, steps))
    return RoutineCard(
        title=plan.name,
        place=describe_place(describe_areas(plan), plan.side),
        side=plan.side,
        spots=tuple(spot.place for area in plan.areas for spot in area.spots),
        length=f"{format_duration(plan.planned_s)} plus pauses",
        summary=routine.summary,
        have=plan.have,
        position=plan.position,
        avoid=plan.avoid,
        care=(*plan.care, *(f"{AREA_LIMIT}: {note}" for note in plan.notes)),
        stop_signs=describe_stop_signs(plan.areas, light_only=plan.light_only),
        evidence=list_evidence(plan.areas),
        sections=tuple(sections),
        sources=routine.sources,
        link=routine.link,
    )


def format_card(card: RoutineCard) -> list[str]:
    """Return a card as lines of text, each a whole paragraph."""
    lines = [card.title, f"{card.place}: {card.length}", card.summary]
    if card.have:
        lines.append(f"You'll need: {', '.join(card.have)}.")
    lines.append(f"Position: {card.position}")
    if card.avoid:
        lines.append(f"Never press: {', '.join(card.avoid)}.")
    lines += [*card.care, card.stop_signs]
    for section in card.sections:
        lines.append(f"{section.heading}:" if section.heading else "")
        lines += [f"{step.number}. {_join(step)}" for step in section.steps]
    if card.link:
        lines.append(f"Page: {card.link}")
    if card.sources:
        lines += ["Sources:", *(f"- {source}" for source in card.sources)]
    lines += card.evidence
    return [line for line in lines if line]


def _join(step: CardStep) -> str:
    """Return a step of a card as one paragraph of text."""
    return f"{step.name}, {step.time}. {step.text}".rstrip()


def _describe_rounds(rounds: Rounds, order: str) -> str:
    """Return a heading: how many rounds there are, the rest between them, if any, and the order of sides.

    order: on which sides, as `_describe_order` returns it; may be empty.
    """
    rest = f" with {format_duration(rounds.rest_s)} of rest between" if rounds.rest_s else ""
    return f"{rounds.count} rounds{rest}. {order}".rstrip(". ")


def _describe_order(sides: Sequence[Side], switch: Switch) -> str:
    """Return on which sides steps are played: ``First on the left side, then on the right side``.

    With one side it is ``On the left side``, or ``Both sides`` for both at once. Empty without sides. sides:
    those of one step, in order.
    """
    names = [SIDE_NAMES[side] for side in sides if SIDE_NAMES[side]]
    if len(names) > 1:
        order = f"on the {', then on the '.join(names)}"
        return f"Each step first {order}" if switch is Switch.STEP else f"First {order}"
    return f"On the {names[0]}" if names and sides[0] is not Side.BOTH else "".join(names).capitalize()


def _make_card_step(plan: Plan, index: int) -> CardStep:
    """Return a step as the card shows it: number, name, how long or how often, its pace, and what to do.

    index: of the step's entry in the plan.
    """
    entry = plan.entries[index]
    phases = [phase for phase in plan.phases if phase.entry == index and not phase.kind.is_lead_in]
    count = describe_count(entry).removeprefix(", ")
    paces = (describe_pace(phase, entry) for phase in phases)
    parts = filter(None, (count, _describe_time(phases, entry.technique), *paces))
    texts = " ".join(f"{number}: {each}" for number, each in enumerate(entry.hold_texts, start=1))
    return CardStep(
        entry.number,
        _name_of(entry),
        ", ".join(parts),
        join_limit(texts or entry.text, entry.limit),
    )


def _name_of(entry: PlanEntry) -> str:
    """Return the name of a step without its side."""
    whole = describe_step(entry)
    return whole.removesuffix(f", {SIDE_NAMES[entry.side]}") if SIDE_NAMES[entry.side] else whole


def _describe_time(phases: Sequence[Phase], technique: Technique) -> str:
    """Return how long a step takes, in words: ``3 times 30 seconds with 15 seconds between``.

    `AT_YOUR_PACE` if it has no timed phase. If it has one and also a gate, the text says what the gate waits
    for.

    Args:
        phases: Those of the step itself, without its lead-ins.
        technique: The step's.

    """
    timed = [phase for phase in phases if not phase.is_gate]
    if not timed:
        return AT_YOUR_PACE
    text = format_duration(timed[0].planned_s)
    releases = [phase for phase in timed if phase.kind is PhaseKind.RELEASE]
    holds = len(timed) - len(releases)
    if holds > 1:
        text = f"{holds} times {text}"
    if releases:
        released = format_duration(releases[0].planned_s)
        text += f" with {released} between" if len(releases) < holds else f", each with {released} to let go"
    if len(timed) == len(phases):
        return text
    return f"{text}, once you {'have found the spot' if finds_a_spot(technique) else 'are ready'}"
