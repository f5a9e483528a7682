"""A choice from a numbered list in plain mode, by number or by name, and a question for yes or no."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tpsession.core.text.numbers import parse_number
from tpsession.plain.asking.question import BACK_WORD, LEAVING_WORDS, Explained, Question, ask, words
from tpsession.plain.console import Console

DETAILS = "details"
"""The word that, before a number or name, says more about an option."""
BACK = "Go back"
"""The option that leads back, in every list."""
_PROMPT = "Number or name:"
_HELP = (
    "Type the number before a line, from 1 to {count}, or a part of its name, then press enter. "
    "repeat says the list again."
)


def choose(
    console: Console,
    title: str,
    options: Sequence[str],
    explanation: str = "",
    lead: Sequence[str] = (),
    details: Callable[[int], Sequence[str]] | None = None,
    unlisted: Sequence[str] = (),
    find: Callable[[str], int | None] | None = None,
) -> int | None:
    """Print a numbered list, let the person choose by number or name, and return the index, from 0.

    None without a person.

    Args:
        console: Where to ask.
        title: What the list is about, said before it.
        options: The choices.
        explanation: What `help` says before it explains how to choose.
        lead: Sentences about the options, said before the title.
        details: Given an index, returns more about that option, a line each, for who types details before it.
            None doesn't offer that.
        unlisted: More options that aren't said but can be named; their indices follow those of the options.
        find: Returns the index of the option that another word stands for, None if it stands for none.

    """

    def read(typed: str) -> int | Explained | None:
        """Return the index of the option that a line names; say the details of the one after ``details``."""
        word, _, named = typed.partition(" ")
        if details is None or word.lower() != DETAILS:
            exact = [_name(option) for option in unlisted]
            if typed.casefold() in exact:
                return len(options) + exact.index(typed.casefold())
            found = find_option(options, typed)
            inner = None if found is not None or typed.isdigit() else find_option(unlisted, typed)
            if find is not None and found is None and inner is None:
                return find(typed)
            return found if inner is None else len(options) + inner
        index = find_option(options, named.strip())
        if index is None:
            return None
        for line in details(index):
            console.say(line)
        return Explained.EXPLAINED

    lines = (*lead, title, *(f"{number}. {option}" for number, option in enumerate(options, start=1)))
    how = _HELP.format(count=len(options))
    if details is not None:
        how += f" {DETAILS} before it says more about one, such as: {DETAILS} 1."
    question = Question(
        _PROMPT,
        read,
        lines,
        again=f"Type a number from 1 to {len(options)}, a name, or help:",
        help=f"{explanation} {how}".strip(),
    )
    return ask(console, question)


def find_option(options: Sequence[str], typed: str) -> int | None:
    """Return the index of the option that a line names by number or by a part of its name.

    Looks for the line as a whole name, else as the beginning of a name, else anywhere in an option: the first
    of these that finds options decides. None if it finds several, or none of them finds any. A name ends at
    the first comma, full stop, colon or bracket. A word that leaves a question is only taken as a whole
    name, and back as `BACK`.
    """
    number = parse_number(typed, len(options))
    if number is not None:
        return number - 1
    wanted = typed.strip().casefold()
    if not wanted or wanted.isdigit():
        return None
    names = [_name(option) for option in options]
    if wanted in LEAVING_WORDS:
        whole = _name(BACK) if wanted == BACK_WORD else wanted
        return names.index(whole) if whole in names else None
    for found in (
        [index for index, name in enumerate(names) if name == wanted],
        [index for index, name in enumerate(names) if name.startswith(wanted)],
        [index for index, option in enumerate(options) if wanted in option.casefold()],
    ):
        if found:
            return found[0] if len(found) == 1 else None
    return None


def confirm(console: Console, text: str, explanation: str = "", no: str = "no") -> bool:
    """Ask whether to do something; return whether the person says yes. Enter alone means no.

    Args:
        console: Where to ask.
        text: What is asked.
        explanation: What `help` says first.
        no: What enter alone stands for, in words.

    """
    answers = {"y": True, "yes": True, "": False, "n": False, "no": False}
    how = f"Type yes if you want that. Press enter for {no}."
    question: Question[bool] = Question(
        f"{text} Yes, or enter for {no}:", words(answers), help=f"{explanation} {how}".strip()
    )
    return ask(console, question) is True


def _name(option: str) -> str:
    """Return an option up to its first comma, full stop, colon or bracket, in small letters."""
    name = option
    for sign in (",", ". ", ":", " ("):
        name = name.split(sign, 1)[0]
    return name.strip(" .").casefold()
