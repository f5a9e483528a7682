"""Plain mode's way from where it hurts to a routine: the place, its warning signs, the spots."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto

from tpsession.core.catalog.place import FELT_PLACES
from tpsession.core.catalog.routine import Routine
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.place_guide import (
    WHERE_QUESTION,
    SuggestedRoutine,
    describe_spot,
    describe_start,
    list_recent_places,
    list_suggested_routines,
    make_guide,
)
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.logged import WHICH_SIDE, list_side_answers
from tpsession.core.history.series import Series
from tpsession.core.safety.place_flags import (
    NONE_APPLY,
    NONE_KEY,
    describe_flags,
    emergency_advice,
    flags_title,
    is_emergency_place,
    list_flag_answers,
)
from tpsession.core.safety.screening import NO_CLEARANCE, Tier, advice_for
from tpsession.plain.asking.body import ask_place
from tpsession.plain.asking.choice import choose
from tpsession.plain.asking.question import (
    BackRequested,
    Question,
    QuitRequested,
    ask,
    join_offers,
    words,
)
from tpsession.plain.console import Console
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.prepare.reported_sign import report_sign
from tpsession.plain.prepare.safety import Decision, ask_decision
from tpsession.plain.services import PlainServices
from tpsession.plain.spoken import spell_out

_KEY_WORDS = {"y": "yes", "f": "first", "s": "second"}
"""What is typed, beside the keys of the screen, if a warning sign applies."""
_WHICH = "What do you want to massage?"
_NONE_OF_THESE = "None of these: back to the menu"


@dataclass(frozen=True, slots=True)
class PlayFromPlace:
    """What the person chose to play for pain at a place."""

    routine: Routine
    options: SessionOptions


class NoRoutine(Enum):
    """Why no routine was chosen."""

    BACK = auto()
    """The person goes back: from the suggested routines to the menu, or leaves the menu."""
    NOT_TODAY = auto()
    """There may be no session: the advice that was printed last says what to do."""


def choose_from_place(
    services: PlainServices, history: HistoryAccess, options: SessionOptions
) -> PlayFromPlace | NoRoutine:
    """Ask where it hurts and for a routine for that place; return the routine with options for the place.

    If nothing is to be played, returns why. `NOT_TODAY`: a warning sign rules a session out, or nobody can
    answer. `BACK`: the person wants none of the routines, or says that they named an emergency place by
    mistake.

    A warning sign that applies is saved as reported, unless the person says that it was a mistake. Going back
    from the advice on a sign says so, too. Going back from the question where it hurts raises
    `BackRequested`; from any other it leads to that question. Raises `QuitRequested` and `HistoryError`, too.

    Args:
        services: The ports.
        history: Where the places are that were used before, and where a warning sign is saved.
        options: What the command line says; the result has a copy with the place and side that hurt and,
            for a routine for any area, the area to massage.

    """
    console = services.console
    recent = list_recent_places(history.list_series())
    while True:
        place = ask_place(console, WHERE_QUESTION, recent, FELT_PLACES)
        if place is None:
            return NoRoutine.NOT_TODAY
        try:
            return _choose_for(services, history, options, place)
        except BackRequested:
            # From a question about the place back to the list of places; from there, to the menu.
            continue


def _choose_for(
    services: PlainServices, history: HistoryAccess, options: SessionOptions, place: Series | str
) -> PlayFromPlace | NoRoutine:
    """Ask about a place and for a routine for it; return the routine with options for the place.

    If nothing is to be played, returns why, and saves a warning sign, as `choose_from_place`. Raises
    `QuestionLeft` and `HistoryError`.

    place: its id, or a place and side that were used before.
    """
    console = services.console
    rated = _ask_series(console, place)
    if rated is None:
        return NoRoutine.NOT_TODAY
    number = services.settings.load_preferences().text("safety.emergency_number")
    if is_emergency_place(rated.place):
        console.say(emergency_advice(number))
        reported = _confirm_sign(services, history, Tier.EMERGENCY)
        return NoRoutine.NOT_TODAY if reported else NoRoutine.BACK
    if _is_ruled_out(services, history, rated.place, number):
        return NoRoutine.NOT_TODAY
    suggested = _ask_routine(console, services, rated)
    if suggested is None:
        return NoRoutine.BACK
    chosen = options._replace(
        # An area is only chosen for a routine that leaves it open.
        area=suggested.area if suggested.routine.area is None else None,
        place=rated.place,
        pain_side=rated.side,
        flags_read=True,
        evidence_read=True,
    )
    return PlayFromPlace(suggested.routine, chosen)


def _ask_series(console: Console, place: Series | str) -> Series | None:
    """Return a place with the side that hurts, which is asked if `place` is only an id; else `place` itself.

    At a place where pain may be an emergency no side is asked. None if nobody can answer.
    """
    if isinstance(place, Series):
        return place
    if is_emergency_place(place):
        return Series(place, Side.NONE)
    answers = list_side_answers(place)
    side = choose(console, WHICH_SIDE, list(answers.values()))
    return None if side is None else Series(place, list(answers)[side])


def _confirm_sign(services: PlainServices, history: HistoryAccess, tier: Tier) -> bool:
    """Ask whether a warning sign was named by mistake; if not, save the sign. Return whether it stands.

    Going back counts as a mistake. If nobody can answer, the sign stands. If the person leaves the program,
    the sign is saved before `QuitRequested` is raised. tier: how serious it is.
    """
    decision = ask_decision(services.console, stops=True)
    if decision is Decision.ASK_AGAIN:
        return False
    report_sign(services, history, tier)
    if decision is Decision.QUIT:
        raise QuitRequested
    return True


def _is_ruled_out(services: PlainServices, history: HistoryAccess, place: str, emergency_number: str) -> bool:
    """Ask about the warning signs of a place; return whether one applies, which rules out a session.

    If one applies, advice is printed and the sign is saved, unless the person says that it was a mistake:
    then they are asked again. At a place without any signs nothing is asked. If nobody can answer, the
    place's most serious sign is saved without advice, as if it applied, and the result is True.
    """
    console = services.console
    answers = {answer.key: answer for answer in list_flag_answers(place)}
    if not answers:
        return False
    lines = (flags_title(place), *describe_flags(place, emergency_number), NO_CLEARANCE)
    offers = [f"none if {NONE_APPLY.lower()}"]
    offers += [
        f"{_KEY_WORDS[key]} if {answer.text[0].lower()}{answer.text[1:]}" for key, answer in answers.items()
    ]
    typed: dict[str, Tier | _NoFlag] = dict.fromkeys(("none", "no", NONE_KEY), _NoFlag.NONE)
    typed |= {word: answer.tier for key, answer in answers.items() for word in (key, _KEY_WORDS[key])}
    explanation = (
        "none means that none of these apply, and leads on to the routines. The other words "
        "say what to do instead of a session; if it was a mistake, you are asked again."
    )
    question: Question[Tier | _NoFlag] = Question(
        f"Type {join_offers(offers)}:", words(typed), lines, help=explanation
    )
    while (answer := ask(console, question)) is not None:
        if isinstance(answer, _NoFlag):
            return False
        console.say(advice_for(answer, emergency_number))
        if _confirm_sign(services, history, answer):
            return True
        question = replace(question, lines=())
    report_sign(services, history, list_flag_answers(place)[0].tier)
    return True


class _NoFlag(Enum):
    """The answer that no warning sign applies."""

    NONE = auto()


def _ask_routine(console: Console, services: PlainServices, rated: Series) -> SuggestedRoutine | None:
    """Print which areas may help a place and how sure that is, and ask which routine to play.

    Also prints where the spots of these areas are. None if the person wants none of the routines, or if
    nobody can answer.

    rated: the place and side that hurt.
    """
    guide = make_guide(rated.place, services.library.list_entries())
    choices = list_suggested_routines(guide, rated.side)
    lead = [*guide.intro]
    for each in guide.suggestions:
        lead += [f"{each.area.name}:", *(f"  {describe_spot(spot)}." for spot in each.spots)]
    lead += [start] if (start := describe_start(choices)) else []
    options = [*(f"{choice.name}, {spell_out(choice.length)}" for choice in choices), _NONE_OF_THESE]
    index = choose(console, _WHICH, options, lead=lead)
    return None if index is None or index == len(choices) else choices[index]
