"""The questions of plain mode: place, area and side, ratings, the reason for a stop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from enum import Enum, auto

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.place import find_place, place_name
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.history import ratings
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.logged import describe_series
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
from tpsession.core.safety.eligibility import RESTS_TODAY
from tpsession.core.safety.soreness import asks_soreness
from tpsession.core.safety.stopping import list_stop_reasons
from tpsession.core.session.wording import WHICH_AREA, WHY_STOPPED, list_side_choices
from tpsession.core.settings.actions import TEACH
from tpsession.core.settings.definitions import Preferences
from tpsession.core.text.numbers import parse_number
from tpsession.plain.console import Console

_WHOLE_NUMBER = f'a whole number from 0 "{ratings.LOWEST_ANCHOR}" to 10 "{ratings.HIGHEST_ANCHOR}"'
_SORE_INSTRUCTION = f"{SORE_PERIOD} {SORE_LABEL}? Add {SORE_KEY}, as in 5 {SORE_KEY}."
_TEACH = "t"
"""The answer that asks to hear every instruction, before the rating is given."""
_SPOT = "o "
"""What the answer begins with that notes the exact spot, before the rating is given."""
_CONTINUE = ("c", "g")
"""The answers that continue a session after all: c is shown, g is accepted as well."""


def choose(
    console: Console, title: str, options: list[str], find: Callable[[str], int | None] | None = None
) -> int | None:
    """Print a list, let the person choose by number, and return the index, from 0; None without a person.

    Asks again until it is a number of the list, or a word that `find` knows.

    find: returns the index that a word stands for, None for no word of the list; None takes only numbers.
    """
    console.say(title)
    for number, option in enumerate(options, start=1):
        console.say(f"  {number}  {option}")
    what = f"a number from 1 to {len(options)}{'' if find is None else ' or a word'}"
    prompt = f"Type {what}, then press enter:"
    while (line := console.ask(prompt)) is not None:
        if (chosen := parse_number(line, len(options))) is not None:
            return chosen - 1
        if find is not None and (index := find(line)) is not None:
            return index
        prompt = f"Type {what}, or press Ctrl-C to quit:"
    return None


def ask_area(console: Console, resting: Collection[Area] = ()) -> Area | None:
    """Ask for the body area; None without a person. resting: areas that have to rest today, which say so."""
    areas = list(AREAS.values())
    rests = {True: f", {RESTS_TODAY}", False: ""}
    index = choose(
        console, WHICH_AREA, [f"{area.name} ({area.id}){rests[area in resting]}" for area in areas]
    )
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


def confirm(console: Console, question: str, answers: str = "Type y, or press enter to leave it:") -> bool:
    """Ask once whether to do something; return whether the person typed y. answers: how to answer."""
    return (console.ask(f"{question} {answers}") or "").lower() == "y"


def ask_place(
    console: Console, question: str, recent: Sequence[Series], places: Sequence[str]
) -> Series | str | None:
    """Ask for a place by number or by word; return one used before, with its side, or a place's id.

    None without a person.

    Args:
        console: The terminal.
        question: What is asked.
        recent: Places and sides that were used before, offered first.
        places: The ids of the places that may be chosen.

    """

    def find(word: str) -> int | None:
        place = find_place(word)
        return len(recent) + places.index(place) if place in places else None

    names = [*map(describe_series, recent), *map(place_name, places)]
    chosen = choose(console, question, names, find)
    if chosen is None:
        return None
    return recent[chosen] if chosen < len(recent) else places[chosen - len(recent)]


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
