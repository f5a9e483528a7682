"""What plain mode asks: safety, area and side, ratings, the reason for a stop."""

from __future__ import annotations

from enum import Enum, auto

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.history import ratings
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.ratings import SKIP_RATING_KEY, parse_rating
from tpsession.core.history.records import StopReason
from tpsession.core.history.wording import STOP_LABELS, describe_follow_up
from tpsession.core.safety import screening
from tpsession.core.safety.screening import Tier
from tpsession.core.session.wording import SIDE_CHOICES, WHICH_AREA, WHY_STOPPED
from tpsession.plain.console import Console

NONE = "n"
"""The answer that nothing of the safety questions is true: a word of its own, which no slip on enter is."""
SOMETHING = "y"
"""The answer that something of a group is true."""
BEFORE = "b"
"""What leads back to the group before."""
GO_ON = "g"


def number_from(line: str, most: int) -> int | None:
    """The whole number from 1 to `most` that a line is, or None."""
    if line.isascii() and line.isdigit() and len(line) <= len(str(most)) and 1 <= int(line) <= most:
        return int(line)
    return None


def choose(console: Console, title: str, options: list[str]) -> int | None:
    """Let one of the options be chosen by its number; its index, or None where nobody answers."""
    console.say(title)
    for number, option in enumerate(options, start=1):
        console.say(f"  {number}  {option}")
    prompt = f"Type a number from 1 to {len(options)}, then enter:"
    while (line := console.ask(prompt)) is not None:
        if (chosen := number_from(line, len(options))) is not None:
            return chosen - 1
        prompt = f"A number from 1 to {len(options)}, or Ctrl-C to leave:"
    return None


def ask_area(console: Console) -> Area | None:
    """Ask for the body area."""
    areas = list(AREAS.values())
    chosen = choose(console, WHICH_AREA, [f"{area.name} ({area.id})" for area in areas])
    return None if chosen is None else areas[chosen]


def ask_side(console: Console, routine: Routine) -> Side | None:
    """Ask for the side where the routine leaves it open; None follows the routine."""
    if routine.sides is not Sides.EACH:
        return None
    chosen = choose(console, "Which side?", list(SIDE_CHOICES.values()))
    return None if chosen is None else list(SIDE_CHOICES)[chosen]


def ask_rating(console: Console) -> int | None:
    """Ask for the pain right now; None where it is left out."""
    console.say(ratings.QUESTION)
    prompt = (
        f'A whole number from 0 "{ratings.LOWEST_ANCHOR}" to 10 "{ratings.HIGHEST_ANCHOR}", '
        f"or {SKIP_RATING_KEY} to leave it out:"
    )
    while (line := console.ask(prompt)) is not None:
        if line == SKIP_RATING_KEY:
            return None
        value = parse_rating(line)
        if value is not None:
            return value
        prompt = f"A whole number from 0 to 10, or {SKIP_RATING_KEY} to leave it out:"
    return None


class FollowUpAnswer(Enum):
    """What else than a number answers the question for a later rating."""

    NOT_NOW = auto()
    NEVER = auto()


def ask_later(console: Console, late: PendingFollowUp) -> int | FollowUpAnswer:
    """Ask how it is now, hours after a session."""
    console.say(f"{describe_follow_up(late)} {ratings.QUESTION}")
    prompt = "A whole number from 0 to 10, enter for not now, or n to never be asked:"
    while (line := console.ask(prompt)) is not None:
        if not line:
            return FollowUpAnswer.NOT_NOW
        if line.lower() == "n":
            return FollowUpAnswer.NEVER
        value = parse_rating(line)
        if value is not None:
            return value
        prompt = "A whole number from 0 to 10, enter for not now, or n to never be asked:"
    return FollowUpAnswer.NOT_NOW


def print_safety(console: Console, area: Area) -> None:
    """Show the safety questions in their short form."""
    for number, asked in enumerate(screening.QUESTIONS, start=1):
        lines = screening.question_lines(asked, area, long=False)
        console.say(f"  {number}  {lines[0]}")
        for line in lines[1:]:
            console.say(f"     {line}")


def ask_safety(console: Console, area: Area, *, long: bool, emergency_number: str) -> bool:
    """Ask the safety questions; False where a yes means that there is no session."""
    console.say(screening.SCREENING_TITLE)
    slipped = 0
    while true := _ask_long(console, area, slipped) if long else _ask_short(console, area):
        for tier in true:
            console.say(screening.advice_for(tier, emergency_number))
        decided = _decide(console, stops=any(tier.rules_out_session for tier in true))
        if decided is not AfterYes.SLIP:
            return decided is AfterYes.LIGHTLY
        slipped = screening.QUESTIONS.index(screening.question_for(true[0]))
    return true is not None


def _ask_short(console: Console, area: Area) -> list[Tier] | None:
    """All in one: of which tiers something is true, the gravest first; None where nobody answers."""
    print_safety(console, area)
    console.say(screening.NO_CLEARANCE)
    most = len(screening.QUESTIONS)
    prompt = f"Type {NONE} if nothing is, or the number of each line that is true:"
    while (line := console.ask(prompt)) is not None:
        if line.lower() in {NONE, "none"}:
            return []
        numbers = [number_from(word, most) for word in line.replace(",", " ").split()]
        true = sorted({number for number in numbers if number is not None})
        if true and None not in numbers:
            return [screening.QUESTIONS[number - 1].tier for number in true]
        prompt = f"Type {NONE} if nothing is true, or numbers from 1 to {most}:"
    return None


def _ask_long(console: Console, area: Area, first: int) -> list[Tier] | None:
    """Group by group, as `_ask_short`; what somebody has to act on now ends it at once.

    first: the group to begin with, counted from 0; of those before it nothing is true.
    """
    given: dict[Tier, bool] = {}
    most = len(screening.QUESTIONS)
    place = first
    while place < most:
        asked = screening.QUESTIONS[place]
        console.say(f"Group {place + 1} of {most}. {asked.lead}".rstrip())
        for line in screening.question_lines(asked, area, long=True):
            console.say(f"  {line}")
        if place + 1 == most:
            console.say(screening.NO_CLEARANCE)
        match _answer_to_group(console, first=place == 0):
            case None:
                return None
            case InGroup.BEFORE:
                place -= 1
                continue
            case answer:
                given[asked.tier] = answer is InGroup.SOMETHING
        if given[asked.tier] and asked.tier.needs_immediate_action:
            break
        place += 1
    return [asked.tier for asked in screening.QUESTIONS if given.get(asked.tier)]


class InGroup(Enum):
    """What is answered to a group of the long list."""

    NOTHING = auto()
    SOMETHING = auto()
    BEFORE = auto()
    """Back to the group before, whose answer was a slip."""


def _answer_to_group(console: Console, *, first: bool) -> InGroup | None:
    """Whether something of a group is true; None where nobody answers. first: there is none before it."""
    words = {NONE: InGroup.NOTHING, "none": InGroup.NOTHING, SOMETHING: InGroup.SOMETHING}
    words |= {"yes": InGroup.SOMETHING} | ({} if first else {BEFORE: InGroup.BEFORE})
    prompt = f"Type {NONE} if nothing of it is true, or {SOMETHING} if something is:"
    again = f"{NONE} or {SOMETHING}, then enter:"
    if not first:
        prompt = f"{prompt[:-1]}; {BEFORE} goes back to the group before:"
        again = f"{NONE}, {SOMETHING} or {BEFORE}, then enter:"
    while (line := console.ask(prompt)) is not None:
        if (answer := words.get(line.lower())) is not None:
            return answer
        prompt = again
    return None


class AfterYes(Enum):
    """What is done once it was read what a yes means."""

    LEAVE = auto()
    LIGHTLY = auto()
    SLIP = auto()


def _decide(console: Console, *, stops: bool) -> AfterYes:
    """Ask what is done after a yes, so that no slip ends it. stops: whether there is no session then."""
    words = {"l": AfterYes.LEAVE, "s": AfterYes.SLIP}
    prompt = f"{screening.NOT_TODAY}: type l. {screening.ANSWERED_BY_MISTAKE}: type s."
    if not stops:
        words |= {"y": AfterYes.LIGHTLY, "yes": AfterYes.LIGHTLY}
        prompt = f"{screening.CONTINUE_LIGHTLY}: type y. {prompt}"
    while (line := console.ask(prompt)) is not None:
        if (decided := words.get(line.lower())) is not None:
            return decided
    return AfterYes.LEAVE


def ask_stop_reason(console: Console) -> StopReason | None:
    """Ask why the session was stopped; None to go on. Where nobody answers it was an interruption."""
    console.say(WHY_STOPPED)
    reasons = list(STOP_LABELS)
    for number, reason in enumerate(reasons, start=1):
        console.say(f"  {number}  {STOP_LABELS[reason]}")
    prompt = f"Type a number from 1 to {len(reasons)} to end the session, or {GO_ON} to go on:"
    while (line := console.ask(prompt)) is not None:
        if line.lower() == GO_ON:
            return None
        if (chosen := number_from(line, len(reasons))) is not None:
            return reasons[chosen - 1]
        prompt = f"A number from 1 to {len(reasons)} ends the session, {GO_ON} goes on:"
    return StopReason.INTERRUPTED
