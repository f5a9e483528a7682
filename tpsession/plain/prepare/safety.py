"""The safety questions of plain mode, and the advice after a yes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto
from string import ascii_lowercase
from typing import Literal

from tpsession.core.catalog.area import Area
from tpsession.core.safety import screening
from tpsession.core.safety.questions import QuestionForm, QuestionLine, list_lines, list_pages
from tpsession.core.safety.screening import ScreeningResult, Tier
from tpsession.plain.console import Console

NONE = "none"
"""The answer that nothing applies. Its first letter is accepted too, but pressing enter is no answer."""
SOME = "y"
"""The answer that something of a group of the whole list applies."""
AGREED = "c"
"""The answer that something applies, and a clinician said that light massage is all right."""
PREVIOUS = "b"
"""The answer that goes back to the previous group of the whole list."""
EVERYTHING = "all"
"""The answer that asks for the whole list, because something has changed."""
SIGNS = "signs"
"""The answer that asks to hear every stop sign."""
_LETTERS = ascii_lowercase[:12]
"""The names of the lines: letters, so that a number typed for the next question marks nothing."""


class GroupAnswer(Enum):
    """The answer to one group of the whole list."""

    NONE = auto()
    SOME = auto()
    AGREED = auto()
    PREVIOUS = auto()
    """The answer to the previous group was a mistake."""


class Decision(Enum):
    """What the person does after reading the advice on a safety answer."""

    LEAVE = auto()
    CLINICIAN_AGREED = auto()
    ASK_AGAIN = auto()
    """The answer was a mistake."""


@dataclass(frozen=True, slots=True)
class Screened:
    """What came out of the safety questions."""

    result: ScreeningResult
    asked_everything: bool
    """Whether the whole list was asked."""
    reported: Tier | None = None
    """The gravest tier of which something applies, if that ended the questions."""


def print_safety(console: Console, lines: Sequence[QuestionLine]) -> None:
    """Print the lines of the daily questions with their letters, in their groups. Asks nothing."""
    heading = ""
    for letter, line in zip(_LETTERS, lines, strict=False):
        if line.heading != heading:
            heading = line.heading
            console.say(f"{heading}:")
        console.say(f"  {letter}  {line.text}")


class SafetyDialogue:
    """Asks the safety questions before one session, until it is clear what they allow."""

    def __init__(
        self,
        console: Console,
        areas: Sequence[Area],
        emergency_number: str,
        *,
        light_only: bool,
        place: str = "",
    ) -> None:
        """Make the questions.

        Args:
            console: Where to ask.
            areas: Every area of the session.
            emergency_number: The person's emergency number; may be empty.
            light_only: Whether nothing is pressed in the session.
            place: Where it hurts, if its own signs are asked about, too; empty if not.

        """
        self._place = place
        self._signs = screening.describe_stop_signs(areas, light_only=light_only)
        self._console = console
        self._areas = areas
        self._emergency_number = emergency_number
        self._pages = list_pages(areas, place)

    def run(self, form: QuestionForm) -> Screened:
        """Ask the questions, print advice on what applies, and return what the answers allow.

        If they say that an answer was a mistake, the person is asked again. Without a person: no session.
        form: what to ask; the person may ask for everything instead of the daily questions.
        """
        self._console.say(screening.SCREENING_TITLE)
        first_group = 0
        while True:
            answers = self._ask_groups(first_group) if form is QuestionForm.WHOLE else self._ask_lines(form)
            if answers is QuestionForm.WHOLE:
                form = QuestionForm.WHOLE
                continue
            is_whole = form is QuestionForm.WHOLE
            if not isinstance(answers, dict):
                return Screened(ScreeningResult.NO_SESSION, is_whole)
            tiers = [tier for tier in Tier if answers.get(tier) is GroupAnswer.SOME]
            if not tiers:
                agreed = GroupAnswer.AGREED in answers.values()
                allowed = ScreeningResult.LIGHT_SESSION if agreed else ScreeningResult.WHOLE_SESSION
                return Screened(allowed, is_whole)
            for tier in tiers:
                self._console.say(screening.advice_for(tier, self._emergency_number))
            match ask_decision(self._console, stops=any(tier.rules_out_session for tier in tiers)):
                case Decision.LEAVE:
                    return Screened(ScreeningResult.NO_SESSION, is_whole, tiers[0])
                case Decision.CLINICIAN_AGREED:
                    return Screened(ScreeningResult.LIGHT_SESSION, is_whole)
            first_group = next(
                (number for number, page in enumerate(self._pages) if page.tier is tiers[0]), 0
            )

    def _ask_lines(self, form: QuestionForm) -> dict[Tier, GroupAnswer] | Literal[QuestionForm.WHOLE] | None:
        """Ask all lines at once; return the answer of each tier of which something applies.

        `QuestionForm.WHOLE` if the person wants to be asked everything. None without a person.
        """
        lines = list_lines(self._areas, form, self._place)
        print_safety(self._console, lines)
        letters = _LETTERS[: len(lines)]
        more = f", {EVERYTHING} if something has changed" if form is QuestionForm.DAILY else ""
        prompt = (
            f"Type {NONE} if none apply, the letter of each line that applies{more}, "
            f"or {SIGNS} for every stop sign:"
        )
        while (answer := self._console.ask(prompt)) is not None:
            typed = answer.lower()
            if typed in {NONE, NONE[0]}:
                return {}
            if typed == EVERYTHING and form is QuestionForm.DAILY:
                return QuestionForm.WHOLE
            if typed == SIGNS:
                self._console.say(self._signs)
                continue
            chosen = set(typed.replace(",", " ").split())
            if chosen and chosen <= set(letters):
                return {lines[letters.index(letter)].tier: GroupAnswer.SOME for letter in chosen}
            prompt = f"Type {NONE}, or letters from {letters[0]} to {letters[-1]}:"
        return None

    def _ask_groups(self, first_group: int) -> dict[Tier, GroupAnswer] | None:
        """Ask group by group; return the answer to each.

        None without a person. The person may go back to the previous group. After an answer that somebody
        has to act on at once, no further group is asked.

        first_group: the group to begin with, counted from 0; none of those before it apply.
        """
        answers: dict[Tier, GroupAnswer] = {}
        count = len(self._pages)
        group = first_group
        while group < count:
            page = self._pages[group]
            self._console.say(f"Group {group + 1} of {count}. {page.lead}".rstrip())
            for item in page.items:
                self._console.say(f"  {item}")
            if group + 1 == count:
                self._console.say(screening.NO_CLEARANCE)
            answer = self._ask_group(is_first=group == 0, needs_clinician=page.tier is Tier.CLINICIAN)
            if answer is None:
                return None
            if answer is GroupAnswer.PREVIOUS:
                group -= 1
                continue
            answers[page.tier] = answer
            if answer is GroupAnswer.SOME and page.tier.needs_immediate_action:
                break
            group += 1
        return answers

    def _ask_group(self, *, is_first: bool, needs_clinician: bool) -> GroupAnswer | None:
        """Ask whether anything of a group applies; None without a person.

        Args:
            is_first: Whether there is no previous group to go back to.
            needs_clinician: Whether a clinician's word is a third answer.

        """
        answers = {
            NONE: GroupAnswer.NONE,
            NONE[0]: GroupAnswer.NONE,
            SOME: GroupAnswer.SOME,
            "yes": GroupAnswer.SOME,
        }
        offers = [f"{NONE} if none of these apply", f"{SOME} if any do"]
        if needs_clinician:
            answers[AGREED] = GroupAnswer.AGREED
            offers.append(f"{AGREED} if any do and a clinician said that light massage is all right")
        if not is_first:
            answers[PREVIOUS] = GroupAnswer.PREVIOUS
            offers.append(f"{PREVIOUS} for the previous group")
        prompt = f"Type {_list(offers)}:"
        while (line := self._console.ask(prompt)) is not None:
            if (answer := answers.get(line.lower())) is not None:
                return answer
            prompt = f"Type {_list([offer.split()[0] for offer in offers])}, then press enter:"
        return None


def ask_decision(console: Console, *, stops: bool) -> Decision:
    """Ask what to do after a safety answer, which may have been a mistake. Without a person: `LEAVE`.

    Args:
        console: Where to ask.
        stops: Whether the answer rules out a session; then a clinician's word isn't offered.

    """
    answers = {"n": Decision.LEAVE, "t": Decision.ASK_AGAIN}
    prompt = f"{screening.NOT_TODAY}: type n. {screening.ANSWERED_BY_MISTAKE}: type t."
    if not stops:
        answers[AGREED] = Decision.CLINICIAN_AGREED
        prompt = f"{screening.CLINICIAN_AGREED}: type {AGREED}. {prompt}"
    while (line := console.ask(prompt)) is not None:
        if (decision := answers.get(line.lower())) is not None:
            return decision
    return Decision.LEAVE


def _list(choices: Sequence[str]) -> str:
    """Return choices as a list in a sentence: ``a, b or c``."""
    return f"{', '.join(choices[:-1])} or {choices[-1]}"
