"""The ratings of plain mode: pain before and after a session and some hours later, and how stiff it is."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto

from tpsession.core.history import ratings
from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.rating_flags import (
    BEFORE_SESSION,
    FLAG_LABELS,
    NOT_VALIDATED,
    SINCE_SESSION,
    STIFFNESS_ANCHORS,
    STIFFNESS_QUESTION,
    STIFFNESS_SETTING,
    GivenRating,
    is_stiffness_asked,
    parse_flagged_rating,
)
from tpsession.core.history.ratings import HIGHEST, SKIP_RATING_KEY, parse_rating
from tpsession.core.history.series import Series
from tpsession.core.history.wording import describe_follow_up, question_now
from tpsession.core.safety.soreness import asks_soreness
from tpsession.core.settings.definitions import Preferences
from tpsession.plain.asking.question import BACK_WORD, Explained, Question, ask
from tpsession.plain.console import Console

_ANCHORS = (ratings.LOWEST_ANCHOR, ratings.HIGHEST_ANCHOR)
_SKIP_WORDS = frozenset({"skip", SKIP_RATING_KEY})
"""Not "none", which may mean no pain."""
_SKIP = "skip"
_SKIPPED = "Skipped, not rated."
_NUMBER_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
)  # fmt: skip
_OUT_OF_TEN = (f"/{HIGHEST}", f" out of {HIGHEST}", f" of {HIGHEST}", " out of ten", " of ten")
"""What may follow a number, and says nothing more."""
_TEACH_WORDS = frozenset({"teach", "t"})
"""The answers that ask to hear every instruction, before the rating is given."""
_SPOTS = ("spot ", "o ")
"""What an answer begins with that notes the exact spot, before the rating is given."""


class SkippedRating(Enum):
    """The answer that a rating is left out."""

    SKIPPED = auto()


class FollowUpAnswer(Enum):
    """The answers to a follow-up question that are not a rating."""

    NOT_NOW = auto()
    NEVER = auto()


def ask_rating(
    console: Console, question: str = ratings.QUESTION, place: str = "", *, nothing_behind: str = ""
) -> int | None:
    """Ask for the pain until the answer is 0 to 10, and return it.

    None if the person skips it, or if nobody can answer. Raises `QuestionLeft` if they leave the question.

    Args:
        console: Where to ask.
        question: `ratings.QUESTION`, which is about now, or another for pain in the past or overall.
        place: The place and side that are rated, on a line above; empty if the question names them.
        nothing_behind: What is said to a person who wants to go back, who is then asked again. If empty,
            `BackRequested` is raised.

    """
    return _ask_number(console, _heading(place, question), _ANCHORS, nothing_behind)


def ask_rating_before(
    console: Console,
    question: str = ratings.QUESTION,
    period: str = BEFORE_SESSION,
    *,
    place: str = "",
    teach: Callable[[], None] | None = None,
    offers_teaching: bool = True,
    note_spot: Callable[[str], None] | None = None,
    is_sore_asked: bool = False,
) -> GivenRating | None:
    """Ask for the pain before a session, and what may have changed it, until the answer can be read.

    The person types both in one line, such as ``6 heat``. None if they skip it, or if nobody can answer.
    Raises `QuestionLeft` if they leave the question. After `teach` and `note_spot`, they are asked again.

    Args:
        console: Where to ask.
        question: As for `ask_rating`.
        period: The words that say since when a painkiller or heat counts.
        place: As for `ask_rating`.
        teach: Called if the person asks to hear every instruction; None if that is no answer here.
        offers_teaching: Whether `help` says that they can ask for it.
        note_spot: Called with a few words that the person notes about the exact spot; None doesn't offer it.
        is_sore_asked: Whether to ask if it is still sore where an earlier session massaged.

    """
    lines = (*_heading(place, question), _flag_instruction(period, is_sore_asked=is_sore_asked))
    explanation = f"{_explain(_ANCHORS)}{_EXAMPLE}{_SORE_HELP if is_sore_asked else ''}{_SKIP_HELP}"
    if teach is not None and offers_teaching:
        explanation += _TEACH_HELP
    if note_spot is not None:
        explanation += _SPOT_HELP

    def read(line: str) -> GivenRating | SkippedRating | Explained | None:
        """Return the rating with its flags, or that it is skipped; do what other words ask for."""
        spot = next((line[len(start) :].strip() for start in _SPOTS if line.lower().startswith(start)), "")
        if line.lower() in _SKIP_WORDS:
            return SkippedRating.SKIPPED
        if teach is not None and line.lower() in _TEACH_WORDS:
            teach()
            return Explained.EXPLAINED
        if note_spot is not None and spot:
            note_spot(spot)
            return Explained.EXPLAINED
        return parse_flagged_rating(_put_in_digits(line), asks_soreness=is_sore_asked)

    answer = ask(console, Question(_prompt(_ANCHORS), read, lines, again=_AGAIN, help=explanation))
    if answer is SkippedRating.SKIPPED:
        console.say(_SKIPPED)
    return answer if isinstance(answer, GivenRating) else None


def ask_stiffness(console: Console, preferences: Preferences, series: Series | None) -> int | None:
    """Ask how stiff a place is until the answer is 0 to 10, and return it.

    None if the person skips it, or if nobody can answer. None, without asking, if the setting is off, without
    a place, or for `OVERALL`. Raises `QuestionLeft` if the person leaves the question.

    series: the place and side; None without a place.
    """
    is_wanted = is_stiffness_asked(series, is_on=preferences.switch(STIFFNESS_SETTING))
    if not is_wanted:
        return None
    return _ask_number(console, (f"{STIFFNESS_QUESTION} {NOT_VALIDATED}",), STIFFNESS_ANCHORS)


def ask_follow_up(console: Console, pending: PendingFollowUp) -> GivenRating | FollowUpAnswer:
    """Ask how strong the pain is now, some hours after a session, 0 to 10, and what may have changed it.

    If something was massaged in the session, also asks whether it is sore there. Returns the answers.
    `NOT_NOW` stands for enter alone, for ``later``, and for nobody who can answer; `NEVER` only for the whole
    word ``never``. Raises `QuestionLeft` if the person leaves the question.

    pending: the session, and how long ago it was.
    """
    is_sore_asked = asks_soreness(pending.record)
    lines = (
        f"{describe_follow_up(pending)} {question_now(pending.record.place)}",
        _flag_instruction(SINCE_SESSION, is_sore_asked=is_sore_asked),
    )

    def read(line: str) -> GivenRating | FollowUpAnswer | None:
        """Return the rating with its flags, or an answer in a word; None for anything else."""
        match line.lower():
            case "" | "later":
                return FollowUpAnswer.NOT_NOW
            case "never":
                return FollowUpAnswer.NEVER
        return parse_flagged_rating(_put_in_digits(line), asks_soreness=is_sore_asked)

    explanation = f"{_explain(_ANCHORS)}{_EXAMPLE}{_SORE_HELP if is_sore_asked else ''}"
    prompt = "Type 0 to 10, or never to turn these questions off for good; press enter for not now:"
    asked: Question[GivenRating | FollowUpAnswer] = Question(
        prompt,
        read,
        lines,
        help=f"{explanation} never stops these questions.",
    )
    answer = ask(console, asked)
    return FollowUpAnswer.NOT_NOW if answer is None else answer


def _ask_number(
    console: Console, lines: tuple[str, ...], anchors: tuple[str, str], nothing_behind: str = ""
) -> int | None:
    """Ask for a whole number from 0 to 10, and return it; None if nobody can answer.

    None, too, if the person skips it; then a line is printed which says so. Raises `QuestionLeft` if they
    leave the question.

    Args:
        console: Where to ask.
        lines: What is said before the question.
        anchors: What 0 and 10 stand for, in words.
        nothing_behind: As for `ask_rating`.

    """

    def read(line: str) -> int | SkippedRating | Explained | None:
        """Return the number, or that it is skipped; say why there is no way back; None for anything else."""
        if nothing_behind and line.lower() == BACK_WORD:
            console.say(nothing_behind)
            return Explained.EXPLAINED
        return SkippedRating.SKIPPED if line.lower() in _SKIP_WORDS else parse_rating(_put_in_digits(line))

    question: Question[int | SkippedRating] = Question(
        _prompt(anchors), read, lines, again=_AGAIN, help=f"{_explain(anchors)}{_SKIP_HELP}"
    )
    answer = ask(console, question)
    if isinstance(answer, SkippedRating):
        console.say(_SKIPPED)
        return None
    return answer


def _put_in_digits(line: str) -> str:
    """Return a typed rating with a number word at its start in digits, and without the words for "out of 10".

    So ``six``, ``6/10`` and ``6 Out of 10`` all become ``6``. Other words stay, in lower case and with single
    spaces between them.
    """
    line = " ".join(line.lower().split()).replace(" / ", "/")
    for scale in _OUT_OF_TEN:
        line = line.replace(scale, " ", 1)
    first, *others = line.split() or [""]
    if first in _NUMBER_WORDS:
        first = str(_NUMBER_WORDS.index(first))
    return " ".join((first, *others))


_EXAMPLE = " If you took a painkiller or used heat, type that word after the number, such as: 5 heat."
_SORE_HELP = " If it is still sore where you massaged, type sore after the number, such as: 5 sore."
_SKIP_HELP = f" {_SKIP} leaves the rating out."
_TEACH_HELP = " To hear every instruction again, type teach first; then you are asked once more."
_SPOT_HELP = (
    " To note where exactly it hurts, first type a line such as: spot inner corner. "
    "Then you are asked once more."
)
_AGAIN = f"Type a whole number from 0 to 10, or {_SKIP}:"


def _prompt(anchors: tuple[str, str]) -> str:
    """Return the prompt that asks for a number from 0 to 10, or to skip it.

    anchors: what 0 and 10 stand for, in words.
    """
    lowest, highest = anchors
    return f'0 "{lowest}" to 10 "{highest}", or {_SKIP}:'


def _explain(anchors: tuple[str, str]) -> str:
    """Return what `help` says about a rating. anchors: what 0 and 10 stand for, in words."""
    lowest, highest = anchors
    return f"0 means {lowest.lower()}, 10 means {highest.lower()}. Type a whole number, then press enter."


def _heading(place: str, question: str) -> tuple[str, ...]:
    """Return the place and side that are rated, if there are any, and below it the question."""
    return (f"{place}.", question) if place else (question,)


def _flag_instruction(period: str, *, is_sore_asked: bool) -> str:
    """Return the question whether a painkiller or heat was used and, if asked for, whether it is sore.

    It also says that a word for that is added to the number. period: since when, such as `SINCE_SESSION`.
    is_sore_asked: whether to ask for soreness, too.
    """
    labels = " or ".join(label.lower() for label in FLAG_LABELS.values())
    when = f"{period[0].lower()}{period[1:].removesuffix(':')}"
    sore = ", or sore" if is_sore_asked else ""
    return f"{labels.capitalize()} {when}{sore}? Add that word."
