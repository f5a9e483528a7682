"""The questions of plain mode: area and side, ratings, safety, the reason for a stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum, auto

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.history import ratings
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.rating_flags import (
    BEFORE_SESSION,
    FLAG_KEYS,
    FLAG_LABELS,
    NOT_VALIDATED,
    SINCE_SESSION,
    SORE_KEY,
    SORE_LABEL,
    SORE_PERIOD,
    STIFFNESS_ANCHORS,
    STIFFNESS_QUESTION,
    STIFFNESS_SETTING,
    GivenRating,
    is_stiffness_asked,
    parse_flagged_rating,
)
from tpsession.core.history.ratings import SKIP_RATING_KEY, parse_rating
from tpsession.core.history.records import StopReason
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_follow_up, question_now
from tpsession.core.safety import screening
from tpsession.core.safety.screening import Tier
from tpsession.core.safety.soreness import asks_soreness
from tpsession.core.safety.stopping import list_stop_reasons
from tpsession.core.session.wording import WHICH_AREA, WHY_STOPPED, list_side_choices
from tpsession.core.settings.actions import TEACH
from tpsession.core.settings.definitions import Preferences
from tpsession.core.text.numbers import parse_number
from tpsession.plain.console import Console

NONE = "n"
"""The answer that none of the safety questions apply: a letter, so that nobody gives it by pressing enter."""
SOME = "y"
"""The answer that something of a group of the long list applies."""
PREVIOUS = "b"
"""The answer that goes back to the previous group of the long list."""
_WHOLE_NUMBER = f'a whole number from 0 "{ratings.LOWEST_ANCHOR}" to 10 "{ratings.HIGHEST_ANCHOR}"'
_SORE_INSTRUCTION = f"{SORE_PERIOD} {SORE_LABEL}? Add {SORE_KEY}, as in 5 {SORE_KEY}."
_TEACH = "t"
"""The answer that asks to hear every instruction, before the rating is given."""
_SPOT = "o "
"""What the answer begins with that notes the exact spot, before the rating is given."""
_CONTINUE = ("c", "g")
"""The answers that continue a session after all: c is shown, g is accepted as well."""


def choose(console: Console, title: str, options: list[str]) -> int | None:
    """Print a list, let the person choose by number, and return the index, from 0; None without a person.

    Asks again until it is a number of the list.
    """
    console.say(title)
    for number, option in enumerate(options, start=1):
        console.say(f"  {number}  {option}")
    prompt = f"Type a number from 1 to {len(options)}, then press enter:"
    while (line := console.ask(prompt)) is not None:
        if (chosen := parse_number(line, len(options))) is not None:
            return chosen - 1
        prompt = f"Type a number from 1 to {len(options)}, or press Ctrl-C to quit:"
    return None


def ask_area(console: Console) -> Area | None:
    """Ask for the body area; None without a person."""
    areas = list(AREAS.values())
    index = choose(console, WHICH_AREA, [f"{area.name} ({area.id})" for area in areas])
    return None if index is None else areas[index]


def ask_side(console: Console, routine: Routine, offered: Sequence[Side] = ()) -> Side | None:
    """Ask for the side to massage if the routine is for each side, and return it.

    None if it isn't, and without a person: then the routine decides. offered: the sides to choose
    from, in this order; empty for all.
    """
    if routine.sides is not Sides.EACH:
        return None
    texts = list_side_choices(routine.first)
    choices = {side: texts[side] for side in offered or texts}
    index = choose(console, "Which side?", list(choices.values()))
    return None if index is None else list(choices)[index]


def confirm(console: Console, question: str) -> bool:
    """Ask once whether to do something; return whether the person typed y."""
    return (console.ask(f"{question} Type y, or press enter to leave it:") or "").lower() == "y"


def ask_rating(console: Console, question: str = ratings.QUESTION, place: str = "") -> int | None:
    """Ask for the pain until the answer is 0 to 10, and return it.

    None if it is skipped, or without a person.

    Args:
        console: Where to ask.
        question: Another one than `ratings.QUESTION` only about the past, or overall.
        place: The place and side that are rated, on a line above; empty if the question names them.

    """
    _say_question(console, question, place)
    prompt = f"Type {_WHOLE_NUMBER}, or {SKIP_RATING_KEY} to skip:"
    while (line := console.ask(prompt)) is not None:
        if line == SKIP_RATING_KEY:
            return None
        value = parse_rating(line)
        if value is not None:
            return value
        prompt = f"Type a whole number from 0 to 10, or {SKIP_RATING_KEY} to skip:"
    return None


def ask_rating_before(
    console: Console,
    question: str = ratings.QUESTION,
    period: str = BEFORE_SESSION,
    *,
    place: str = "",
    teach: Callable[[], None] | None = None,
    note_spot: Callable[[str], None] | None = None,
    is_sore_asked: bool = False,
) -> GivenRating | None:
    """Ask for the pain before a session, and what may have changed it, until the answer can be read.

    None if it is skipped, or without a person.

    Args:
        console: Where to ask.
        question: As for `ask_rating`.
        period: The words in front of the flags, which say in which time they count.
        place: As for `ask_rating`.
        teach: Called if the person asks to hear every instruction; None doesn't offer that.
        note_spot: Called with a few words that the person notes about the exact spot; None doesn't offer it.
        is_sore_asked: Whether to ask if it is still sore where an earlier session massaged.

    """
    if note_spot is not None and console.attended:
        console.say(f"To note the exact spot, type {_SPOT.strip()} and a few words first: o inner corner")
    if teach is not None:
        console.say(f"Only the names of the steps will be spoken. {TEACH.name}? Type {_TEACH} first.")
    _say_question(console, question, place)
    console.say(_flag_instruction(period))
    if is_sore_asked:
        console.say(_SORE_INSTRUCTION)
    prompt = f"Type {_WHOLE_NUMBER}, or {SKIP_RATING_KEY} to skip:"
    while (line := console.ask(prompt)) is not None:
        if line == SKIP_RATING_KEY:
            return None
        if teach is not None and line.lower() == _TEACH:
            teach()
            continue
        if note_spot is not None and line.lower().startswith(_SPOT) and line[len(_SPOT) :].strip():
            note_spot(line[len(_SPOT) :].strip())
            continue
        given = parse_flagged_rating(line, asks_soreness=is_sore_asked)
        if given is not None:
            return given
        prompt = f"Type a whole number from 0 to 10, or {SKIP_RATING_KEY} to skip:"
    return None


def _say_question(console: Console, question: str, place: str) -> None:
    """Print the place and side that are rated, if there are any, and below it the question."""
    if place:
        console.say(f"{place}.")
    console.say(question)


def _flag_instruction(period: str) -> str:
    """Return how flags are typed, such as ``Since the session: Heat? Add h, as in 5 h.``, for every flag."""
    offers = " ".join(
        f"{label}? Add {FLAG_KEYS[flag]}, as in 5 {FLAG_KEYS[flag]}." for flag, label in FLAG_LABELS.items()
    )
    return f"{period} {offers}"


def ask_stiffness(console: Console, preferences: Preferences, series: Series | None) -> int | None:
    """Ask how stiff a place is until the answer is 0 to 10; None if it is skipped or not wanted.

    series: the place and side.
    """
    is_wanted = is_stiffness_asked(series, is_on=preferences.switch(STIFFNESS_SETTING))
    if not (console.attended and is_wanted):
        return None
    console.say(f"{STIFFNESS_QUESTION} {NOT_VALIDATED}")
    lowest, highest = STIFFNESS_ANCHORS
    prompt = f'Type a whole number from 0 "{lowest}" to 10 "{highest}", or {SKIP_RATING_KEY} to skip:'
    while (line := console.ask(prompt)) is not None and line != SKIP_RATING_KEY:
        if (value := parse_rating(line)) is not None:
            return value
    return None


class FollowUpAnswer(Enum):
    """The answers to a follow-up question that are not a rating."""

    NOT_NOW = auto()
    NEVER = auto()


def ask_follow_up(console: Console, pending: PendingFollowUp) -> GivenRating | FollowUpAnswer:
    """Ask how strong the pain is now, some hours after a session, 0 to 10, and what may have changed it.

    An empty answer gives `NOT_NOW`; so does a missing person.
    """
    console.say(f"{describe_follow_up(pending)} {question_now(pending.record.place)}")
    console.say(_flag_instruction(SINCE_SESSION))
    is_sore_asked = asks_soreness(pending.record)
    if is_sore_asked:
        console.say(_SORE_INSTRUCTION)
    prompt = "Type a whole number from 0 to 10, or n to never be asked again; press enter for not now:"
    while (line := console.ask(prompt)) is not None:
        if not line:
            return FollowUpAnswer.NOT_NOW
        if line.lower() == "n":
            return FollowUpAnswer.NEVER
        given = parse_flagged_rating(line, asks_soreness=is_sore_asked)
        if given is not None:
            return given
    return FollowUpAnswer.NOT_NOW


def print_safety(console: Console, areas: Sequence[Area]) -> None:
    """Print the short safety questions, numbered from 1, with what belongs to each. Asks nothing."""
    for number, question in enumerate(screening.questions_for(areas), start=1):
        lines = screening.question_lines(question, areas, long=False)
        console.say(f"  {number}  {lines[0]}")
        for line in lines[1:]:
            console.say(f"     {line}")


def ask_safety(console: Console, areas: Sequence[Area], *, long: bool, emergency_number: str) -> bool:
    """Ask the safety questions, print advice on what applies, and return whether there may be a session.

    There may be one if nothing applies, or if what applies doesn't rule a session out and the person chooses
    to continue lightly. If they say it was a mistake, they are asked again. Without a person: false.

    Args:
        console: Where to ask.
        areas: Every area of the session.
        long: Whether to ask the long list, group by group, instead of the short questions.
        emergency_number: The person's emergency number; may be empty.

    """
    console.say(screening.SCREENING_TITLE)
    first_group = 0
    while tiers := _ask_long(console, areas, first_group) if long else _ask_short(console, areas):
        for tier in tiers:
            console.say(screening.advice_for(tier, emergency_number))
        decision = ask_decision(console, stops=any(tier.rules_out_session for tier in tiers))
        if decision is not Decision.ASK_AGAIN:
            return decision is Decision.CONTINUE_LIGHTLY
        first_group = screening.questions_for(areas).index(screening.question_for(tiers[0]))
    return tiers is not None


def _ask_short(console: Console, areas: Sequence[Area]) -> list[Tier] | None:
    """Ask all groups at once; return the tiers that apply, the gravest first.

    The list is empty if none apply. None without a person.
    """
    print_safety(console, areas)
    console.say(screening.NO_CLEARANCE)
    asked = screening.questions_for(areas)
    count = len(asked)
    prompt = f"Type {NONE} if none apply, or the number of each line that applies:"
    while (line := console.ask(prompt)) is not None:
        if line.lower() in {NONE, "none"}:
            return []
        numbers = [parse_number(word, count) for word in line.replace(",", " ").split()]
        chosen = sorted({number for number in numbers if number is not None})
        if chosen and None not in numbers:
            return [asked[number - 1].tier for number in chosen]
        prompt = f"Type {NONE} if none apply, or numbers from 1 to {count}:"
    return None


def _ask_long(console: Console, areas: Sequence[Area], first_group: int) -> list[Tier] | None:
    """Ask group by group; return the tiers that apply, the gravest first.

    The list is empty if none apply. None without a person. The person may go back to the previous group.
    After an answer that somebody has to act on at once, no further group is asked.

    Args:
        console: Where to ask.
        areas: Every area of the session.
        first_group: The group to begin with, counted from 0; none of those before it apply.

    """
    applies: dict[Tier, bool] = {}
    asked = screening.questions_for(areas)
    count = len(asked)
    group = first_group
    while group < count:
        question = asked[group]
        console.say(f"Group {group + 1} of {count}. {screening.question_lead(question, areas)}".rstrip())
        for line in screening.question_lines(question, areas, long=True):
            console.say(f"  {line}")
        if group + 1 == count:
            console.say(screening.NO_CLEARANCE)
        match _ask_group(console, is_first=group == 0):
            case None:
                return None
            case GroupAnswer.PREVIOUS:
                group -= 1
                continue
            case answer:
                applies[question.tier] = answer is GroupAnswer.SOME
        if applies[question.tier] and question.tier.needs_immediate_action:
            break
        group += 1
    return [question.tier for question in asked if applies.get(question.tier)]


class GroupAnswer(Enum):
    """The answer to one group of the long list."""

    NONE = auto()
    SOME = auto()
    PREVIOUS = auto()
    """The answer to the previous group was a mistake."""


def _ask_group(console: Console, *, is_first: bool) -> GroupAnswer | None:
    """Ask whether anything of a group applies; None without a person.

    is_first: whether there is no previous group to go back to.
    """
    answers = {
        NONE: GroupAnswer.NONE,
        "none": GroupAnswer.NONE,
        SOME: GroupAnswer.SOME,
        "yes": GroupAnswer.SOME,
    }
    if is_first:
        prompt = f"Type {NONE} if none of these apply, or {SOME} if any do:"
        repeated_prompt = f"Type {NONE} or {SOME}, then press enter:"
    else:
        answers[PREVIOUS] = GroupAnswer.PREVIOUS
        prompt = (
            f"Type {NONE} if none of these apply, {SOME} if any do, or {PREVIOUS} for the previous group:"
        )
        repeated_prompt = f"Type {NONE}, {SOME} or {PREVIOUS}, then press enter:"
    while (line := console.ask(prompt)) is not None:
        if (answer := answers.get(line.lower())) is not None:
            return answer
        prompt = repeated_prompt
    return None


class Decision(Enum):
    """What the person does after reading the advice on a safety answer."""

    LEAVE = auto()
    CONTINUE_LIGHTLY = auto()
    ASK_AGAIN = auto()
    """The answer was a mistake."""


def ask_decision(console: Console, *, stops: bool) -> Decision:
    """Ask what to do after a safety answer, which may have been a mistake. Without a person: `LEAVE`.

    Args:
        console: Where to ask.
        stops: Whether the answer rules out a session; then `CONTINUE_LIGHTLY` isn't offered.

    """
    answers = {"n": Decision.LEAVE, "t": Decision.ASK_AGAIN}
    prompt = f"{screening.NOT_TODAY}: type n. {screening.ANSWERED_BY_MISTAKE}: type t."
    if not stops:
        answers["c"] = Decision.CONTINUE_LIGHTLY
        prompt = f"{screening.CONTINUE_LIGHTLY}: type c. {prompt}"
    while (line := console.ask(prompt)) is not None:
        if (decision := answers.get(line.lower())) is not None:
            return decision
    return Decision.LEAVE


def ask_stop_reason(console: Console, areas: Sequence[Area]) -> StopReason | None:
    """Ask why a session on these areas was stopped; None to continue it after all.

    Without a person: `INTERRUPTED`.
    """
    console.say(WHY_STOPPED)
    labels = list_stop_reasons(areas)
    reasons = list(labels)
    for number, label in enumerate(labels.values(), start=1):
        console.say(f"  {number}  {label}")
    prompt = f"Type a number from 1 to {len(reasons)} to end the session, or {_CONTINUE[0]} to continue:"
    while (line := console.ask(prompt)) is not None:
        if line.lower() in _CONTINUE:
            return None
        if (chosen := parse_number(line, len(reasons))) is not None:
            return reasons[chosen - 1]
    return StopReason.INTERRUPTED
