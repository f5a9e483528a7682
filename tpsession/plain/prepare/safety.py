"""The safety questions of plain mode, and the advice after a yes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from string import ascii_lowercase
from typing import Literal

from tpsession.core.catalog.area import Area
from tpsession.core.safety import screening
from tpsession.core.safety.questions import QuestionForm, QuestionLine, list_lines, list_pages
from tpsession.core.safety.screening import ScreeningResult, Tier
from tpsession.core.safety.slip import WAS_SLIP
from tpsession.plain.asking.choice import DETAILS
from tpsession.plain.asking.question import BACK_WORD, QUIT_WORD, Explained, Question, ask, join_offers, words
from tpsession.plain.console import Console

NONE = "none"
"""The answer that nothing applies. Its first letter is accepted too, but pressing enter is no answer."""
SOME = "yes"
"""The answer that something of a group of the whole list applies; its first letter is accepted, too."""
AGREED = "clinician"
"""The answer that something applies, and a clinician said that light massage is all right; or c."""
PREVIOUS = "back"
"""The answer that goes back to the previous group of the whole list; or b."""
EVERYTHING = "all"
"""The answer that asks for the whole list, because something has changed."""
SIGNS = "signs"
"""The answer that asks to hear every stop sign."""
LIST = "list"
"""The answer that asks to hear every line, where only the titles were said."""
_NO = "no"
"""The answer that nothing applies, in another word: at these questions it can only mean that."""
_LETTERS_WORD = "letters"
"""The word of the prompt, typed as it stands: it says how to answer."""
_TITLES = {
    Tier.EMERGENCY: "emergencies",
    Tier.URGENT: "urgent signs",
    Tier.BLOCK_AREA: "skin, injury, numbness",
    Tier.CLINICIAN: "ask a clinician first",
}
"""What the items of a tier are, in a few words."""
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
    QUIT = auto()
    """As `LEAVE`; the person leaves the program, too."""
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
    quits: bool = False
    """Whether the person leaves the program."""


@dataclass(frozen=True, slots=True)
class Marked:
    """The tiers of the lines that apply, out of a page of questions."""

    tiers: frozenset[Tier] = frozenset()


def format_lines(lines: Sequence[QuestionLine]) -> list[str]:
    """Return the lines of a page of questions, each with its letter.

    The heading of a group is on a line of its own, above the first question of the group.
    """
    formatted: list[str] = []
    heading = ""
    for letter, line in zip(_LETTERS, lines, strict=False):
        if line.heading != heading:
            heading = line.heading
            formatted.append(f"{heading}:")
        formatted.append(f"  {letter}. {line.text}")
    return formatted


def _format_titles(lines: Sequence[QuestionLine]) -> list[str]:
    """Return a line for each daily question: its letter and its title.

    In the line of the first question of a group, the group's heading comes before the title.
    """
    headings = ["", *(line.heading for line in lines)]
    titles = [
        _TITLES[line.tier] if line.heading == earlier else f"{line.heading}: {_TITLES[line.tier]}"
        for line, earlier in zip(lines, headings, strict=False)
    ]
    return [f"  {letter}. {_capitalize(title)}." for letter, title in zip(_LETTERS, titles, strict=False)]


def _capitalize(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}"


class SafetyDialogue:
    """Asks the safety questions before one session, until it is clear what they allow."""

    def __init__(
        self,
        console: Console,
        areas: Sequence[Area],
        emergency_number: str,
        more: Mapping[str, list[str]],
        *,
        place: str = "",
    ) -> None:
        """Make the questions.

        Args:
            console: Where to ask.
            areas: Every area of the session.
            emergency_number: The person's emergency number; may be empty.
            more: What each of the words `SIGNS` and `DETAILS` says at the daily questions.
            place: Where it hurts, if its own signs are asked about, too; empty if not.

        """
        self._more = more
        self._place = place
        self._console = console
        self._areas = areas
        self._emergency_number = emergency_number
        self._pages = list_pages(areas, place)

    def run(self, form: QuestionForm, *, titles_only: bool = False) -> Screened:
        """Ask the questions, print advice on what applies, and return what the answers allow.

        If the person says that an answer was a mistake, the same questions are asked again; if they are the
        whole list, from the first group in which they said that something applies. If nobody can answer, the
        result is no session. Raises `QuestionLeft` if they leave a question other than what to do about the
        advice: there, back says that it was a mistake, and quit is in the result.

        Args:
            form: What to ask; instead of the daily questions, the person may choose the whole list.
            titles_only: Whether to say only the titles of the daily questions, as all was said this week.

        """
        if not titles_only:
            self._console.say(screening.SCREENING_TITLE)
        first_group = 0
        while True:
            answers = self._ask(form, first_group, titles_only=titles_only)
            if answers is QuestionForm.WHOLE:
                # From its start: only the daily questions were asked so far.
                form, first_group = QuestionForm.WHOLE, 0
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
            decision = ask_decision(self._console, stops=any(tier.rules_out_session for tier in tiers))
            match decision:
                case Decision.LEAVE | Decision.QUIT:
                    quits = decision is Decision.QUIT
                    return Screened(ScreeningResult.NO_SESSION, is_whole, tiers[0], quits)
                case Decision.CLINICIAN_AGREED:
                    return Screened(ScreeningResult.LIGHT_SESSION, is_whole)
            first_group = next(
                (number for number, page in enumerate(self._pages) if page.tier is tiers[0]), 0
            )

    def _ask(
        self, form: QuestionForm, first_group: int, *, titles_only: bool
    ) -> dict[Tier, GroupAnswer] | Literal[QuestionForm.WHOLE] | None:
        """Ask the questions of a form, and return the answers, as `_ask_groups` or `_ask_lines` does.

        Args:
            form: The whole list, which is asked in groups, or a shorter form, asked all at once.
            first_group: The group with which the whole list begins, from 0; a shorter form has no groups.
            titles_only: Whether the daily questions are named by their titles alone.

        """
        if form is QuestionForm.WHOLE:
            return self._ask_groups(first_group)
        return self._ask_lines(form, titles_only=titles_only and form is QuestionForm.DAILY)

    def _ask_lines(
        self, form: QuestionForm, *, titles_only: bool
    ) -> dict[Tier, GroupAnswer] | Literal[QuestionForm.WHOLE] | None:
        """Ask all lines at once; return `SOME` for each tier of which something applies.

        The result is empty if nothing applies, and `QuestionForm.WHOLE` if the person wants to be asked
        everything, which only the daily form offers. None if nobody can answer.

        titles_only: whether only the titles of the lines are said.
        """
        lines = list_lines(self._areas, form, self._place)
        letters = _LETTERS[: len(lines)]
        is_daily = form is QuestionForm.DAILY

        def read(typed: str) -> Marked | Literal[QuestionForm.WHOLE] | Explained | None:
            """Return the tiers of the letters that were typed, no tier for ``none``.

            `WHOLE` if the person wants all questions. Says more for a word that asks for that. None for any
            other line.
            """
            answer = typed.lower()
            if answer in {NONE, NONE[0], _NO}:
                return Marked()
            if answer == EVERYTHING and is_daily:
                return QuestionForm.WHOLE
            if answer in more:
                for line in more[answer]:
                    self._console.say(line)
                return Explained.EXPLAINED
            chosen = set(answer.replace(",", " ").split())
            if chosen and chosen <= set(letters):
                return Marked(frozenset(lines[letters.index(letter)].tier for letter in chosen))
            return None

        whole = format_lines(lines)
        how = f"Type the letters of those that apply, such as {letters[0]}, or {NONE}."
        more = {**self._more, LIST: whole, _LETTERS_WORD: [how]}
        offers = [NONE, "the letter of each line that applies"]
        offers += [f"{EVERYTHING} if something has changed"] if is_daily else []
        whole_help = f" {EVERYTHING} asks the whole list, because something has changed." if is_daily else ""
        question: Question[Marked | Literal[QuestionForm.WHOLE]] = Question(
            "Which apply? Letters, or none:" if titles_only else f"Type {join_offers(offers)}:",
            read,
            tuple(_format_titles(lines) if titles_only else whole),
            again=f"Type the letters of those that apply, {letters[0]} to {letters[-1]}, or {NONE}:",
            help=f"{NONE} means that no line applies. {SIGNS} says every sign to stop at, {DETAILS} what you "
            f"need and how to sit or stand, {LIST} what is in each line.{whole_help}",
        )
        answer = ask(self._console, question)
        return dict.fromkeys(answer.tiers, GroupAnswer.SOME) if isinstance(answer, Marked) else answer

    def _ask_groups(self, first_group: int) -> dict[Tier, GroupAnswer] | None:
        """Ask group by group, and return the answer to each by its tier; None if nobody can answer.

        The person may go back to the previous group. After they said that something in an emergency or urgent
        group applies, no further group is asked.

        first_group: the group to begin with, counted from 0. The person has said before that nothing in the
        groups before it applies; the result lacks those groups, unless the person goes back to them.
        """
        answers: dict[Tier, GroupAnswer] = {}
        count = len(self._pages)
        group = first_group
        while group < count:
            page = self._pages[group]
            lines = [
                f"{group + 1} of {count}. {page.lead or f'{_capitalize(_TITLES[page.tier])}:'}",
                *(f"  {item}" for item in page.items),
            ]
            if group + 1 == count:
                lines.append(screening.NO_CLEARANCE)
            answer = self._ask_group(
                tuple(lines), is_first=group == 0, needs_clinician=page.tier is Tier.CLINICIAN
            )
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

    def _ask_group(
        self, lines: tuple[str, ...], *, is_first: bool, needs_clinician: bool
    ) -> GroupAnswer | None:
        """Ask whether anything of a group applies, and return the answer; None if nobody can answer.

        Args:
            lines: The group's title and what is in it.
            is_first: Whether there is no previous group; else the answer `PREVIOUS` goes back to that.
            needs_clinician: Whether a third answer says that something applies and a clinician agreed.

        """
        offers = {NONE: GroupAnswer.NONE, SOME: GroupAnswer.SOME}
        explanation = f"{NONE} means that none of these applies to you. {SOME} means that at least one does."
        if needs_clinician:
            offers[AGREED] = GroupAnswer.AGREED
            explanation += f" {AGREED} means yes, and a clinician said that light massage is all right."
        if not is_first:
            offers[PREVIOUS] = GroupAnswer.PREVIOUS
        short = {word[0]: answer for word, answer in offers.items()} | {_NO: GroupAnswer.NONE}
        # The words alone, from the second group on: what to do with them was said.
        prompt = f"Type {join_offers(tuple(offers))}:" if is_first else f"{', '.join(offers).capitalize()}:"
        return ask(self._console, Question(prompt, words({**offers, **short}), lines, help=explanation))


def ask_decision(console: Console, *, stops: bool) -> Decision:
    """Ask what to do after a safety answer, which may have been a mistake, and return that.

    If nobody can answer, it is `LEAVE`. Nothing is raised for the words that leave a question: quit is
    `QUIT`, and back is `ASK_AGAIN`. After `QUIT`, the caller saves the sign before it raises `QuitRequested`.

    Args:
        console: Where to ask.
        stops: Whether the answer rules out a session; then a clinician's word isn't offered.

    """
    # Who leaves the program has reported the sign all the same; who goes back answers the question anew.
    answers = {"no": Decision.LEAVE, "n": Decision.LEAVE, QUIT_WORD: Decision.QUIT}
    answers |= dict.fromkeys(("slip", "s", "mistake", "t", BACK_WORD), Decision.ASK_AGAIN)
    prompt = f"{screening.NOT_TODAY}: type no. {WAS_SLIP}: type slip."
    if not stops:
        answers |= {AGREED: Decision.CLINICIAN_AGREED, AGREED[0]: Decision.CLINICIAN_AGREED}
        prompt = f"{screening.CLINICIAN_AGREED}: type {AGREED}. {prompt}"
    explanation = "no ends this for today; so does quit. slip asks the question again."
    if not stops:
        explanation += f" {AGREED} allows light massage."
    answer = ask(console, Question(prompt, words(answers), help=explanation))
    return Decision.LEAVE if answer is None else answer
