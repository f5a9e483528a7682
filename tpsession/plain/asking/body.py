"""Questions of plain mode about the body: the area, the place, the side, and why a session is stopped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum, auto

from tpsession.core.catalog.area import AREAS, Area
from tpsession.core.catalog.place import find_place, place_name
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.place_guide import describe_spot
from tpsession.core.history.logged import describe_series
from tpsession.core.history.records import StopReason
from tpsession.core.history.series import Series
from tpsession.core.safety.eligibility import format_rest_mark
from tpsession.core.safety.stopping import list_stop_reasons
from tpsession.core.session.wording import WHICH_AREA, WHY_STOPPED, list_side_choices
from tpsession.plain.asking.choice import choose, read_named
from tpsession.plain.asking.question import BACK_WORD, Explained, Question, ask, join_offers, words
from tpsession.plain.console import Console

_CONTINUE = frozenset({"continue", "c", "g", "go", BACK_WORD})
"""The answers that continue a session after all."""


class _Continues(Enum):
    """The answer that a session isn't stopped."""

    CONTINUES = auto()


def ask_area(console: Console, resting: Mapping[Area, Side] | None = None) -> Area | None:
    """Ask for the body area, and return it; None if nobody can answer.

    Raises `QuestionLeft` if the person leaves the question.

    resting: the areas of which a side rests today, each with that side; the list marks them.
    """
    areas = list(AREAS.values())
    rested = resting or {}
    names = [f"{area.name}{format_rest_mark(rested.get(area, Side.NONE))}" for area in areas]
    index = choose(console, WHICH_AREA, names, details=lambda index: describe_spots(areas[index : index + 1]))
    return None if index is None else areas[index]


def ask_place(
    console: Console, question: str, recent: Sequence[Series], places: Sequence[str]
) -> Series | str | None:
    """Ask for a place by number or by name; return a place used before, with its side, or a place's id.

    None if nobody can answer. Raises `QuestionLeft` if the person leaves the question.

    Args:
        console: Where to ask.
        question: What is asked.
        recent: Places and sides that were used before, offered first.
        places: The ids of the places that may be chosen.

    """

    def find(word: str) -> int | None:
        """Return the index of the option whose place has this name or another word for it, such as an id."""
        place = find_place(word)
        return len(recent) + places.index(place) if place in places else None

    # Told apart from the place alone, after which the side is asked.
    used = [f"{describe_series(series)}, as before" for series in recent]
    chosen = choose(console, question, [*used, *map(place_name, places)], find=find)
    if chosen is None:
        return None
    return recent[chosen] if chosen < len(recent) else places[chosen - len(recent)]


def describe_spots(areas: Sequence[Area]) -> list[str]:
    """Return where the tender spots of areas are and where their pain may be felt: a sentence per spot."""
    return [f"{describe_spot(spot)}." for area in areas for spot in area.spots]


def ask_side(console: Console, routine: Routine, offered: Sequence[Side] = ()) -> Side | None:
    """Ask which side to massage, and return it; None, without asking, if the routine isn't for each side.

    None, too, if nobody can answer. Raises `QuestionLeft` if the person leaves the question. offered: the
    sides to choose from, in this order; empty for all.
    """
    if routine.sides is not Sides.EACH:
        return None
    texts = list_side_choices(routine.first)
    choices = {side: texts[side] for side in offered or texts}
    names = [side.value for side in choices]
    numbered = {str(number): side for number, side in enumerate(choices, start=1)}
    letters = {name[0]: side for name, side in zip(names, choices, strict=True)}
    question = Question(
        f"{join_offers(['both sides' if name == 'both' else name for name in names]).capitalize()}?",
        words({**dict(zip(names, choices, strict=True)), **letters, **numbered}),
        help=f"You can massage {join_offers(list(choices.values()))}.",
    )
    return ask(console, question)


def ask_stop_reason(console: Console, areas: Sequence[Area]) -> StopReason | None:
    """Ask why a session on these areas was stopped; return the reason, or None to continue the session.

    If nobody can answer, the reason is `INTERRUPTED`. ``back`` continues the session, too; ``quit`` raises
    `QuitRequested`.
    """
    labels = list_stop_reasons(areas)
    reasons, texts = list(labels), list(labels.values())

    def read(typed: str) -> StopReason | _Continues | Explained | None:
        """Return the reason with this word, number or name, or that it continues; None for another line."""
        if typed.lower() in _CONTINUE:
            return _Continues.CONTINUES
        if typed.lower() in reasons:
            # In a word, such as dizzy: nobody in need has to find the words of the list.
            return StopReason(typed.lower())
        index = read_named(console, texts, typed)
        return reasons[index] if isinstance(index, int) else index

    question: Question[StopReason | _Continues] = Question(
        "Number or name to end the session, or continue:",
        read,
        (WHY_STOPPED, *(f"{number}. {text}" for number, text in enumerate(texts, start=1))),
        again=f"Type a number from 1 to {len(texts)}, a name, or continue:",
        help="The timer has stopped. Your answer ends the session, unless you type continue.",
    )
    answer = ask(console, question)
    if answer is None:
        return StopReason.INTERRUPTED
    return None if isinstance(answer, _Continues) else answer
