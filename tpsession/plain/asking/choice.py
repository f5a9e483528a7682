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
LIST = "list"
"""The word that says the whole list again."""
_PROMPT = "Number or name:"
_PROMPT_LATER = f"Number or name, {LIST} or {BACK_WORD}:"
"""Where the list was said before and isn't said once more."""
_MOST_NAMED = 6
"""So many options are named at most to who typed what all of them have."""
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
    *,
    is_listed: bool = True,
) -> int | None:
    """Print a numbered list, let the person choose by number or name, and return the index, from 0.

    None if nobody can answer. A line is compared with the names as in `find_option`, so that a part of a name
    is enough: then the whole option is printed. If several options match, they are printed, or if they are
    many, how many they are, and the person is asked again.

    ``back`` chooses the option `BACK` if there is one. Otherwise, and for ``quit``, raises `QuestionLeft`,
    unless an option has that name.

    Args:
        console: Where to ask.
        title: What the list is about, said before it.
        options: The choices.
        explanation: What `help` says before it explains how to choose.
        lead: Sentences about the options, said before the title.
        details: Given an index, returns lines that say more about that option. They are printed if the person
            types `details` before its number or name. None doesn't offer that.
        unlisted: More options, which can be named but aren't printed and have no number; their indices follow
            those of the options.
        find: As for `read_named`.
        is_listed: Whether to print the list at once. False if it was printed before: then only on request.

    """
    lines = (*lead, title, *(f"{number}. {option}" for number, option in enumerate(options, start=1)))
    named = [*options, *unlisted]

    def read(typed: str) -> int | Explained | None:
        """Return the index of the option that a line names, or say what it asks for."""
        word, _, rest = typed.partition(" ")
        if typed.lower() == LIST and LIST not in map(_name, named):
            return _say_all(console, lines)
        if details is not None and word.lower() == DETAILS:
            index = find_option(options, rest.strip())
            return None if index is None else _say_all(console, details(index))
        return read_named(console, named, typed, count=len(options), find=find)

    how = _HELP.format(count=len(options))
    if details is not None:
        how += f" {DETAILS} before it says more about one, such as: {DETAILS} 1."
    question = Question(
        _PROMPT if is_listed else _PROMPT_LATER,
        read,
        lines,
        is_listed,
        again=f"Type a number from 1 to {len(options)}, a name, or help:",
        help=f"{explanation} {how}".strip(),
    )
    return ask(console, question)


def read_named(
    console: Console,
    options: Sequence[str],
    typed: str,
    *,
    count: int | None = None,
    find: Callable[[str], int | None] | None = None,
) -> int | Explained | None:
    """Return the index of the option that a line names by number or name; None if it names none.

    The line is compared as in `find_option`. If several options match, they are printed, or if they are many,
    how many they are, and the result is `EXPLAINED`. An option that isn't named by its number or its whole
    name is printed, so that the person hears which it is; `BACK` never is.

    Args:
        console: Where to print.
        options: The choices.
        typed: The line.
        count: How many of the options have a number, from the first; None for all.
        find: Returns the index of the option for which a line is another word; None if there is none. Only
            called if not exactly one option matches; an index that it returns then counts alone.

    """
    numbered = len(options) if count is None else count
    number = parse_number(typed, numbered)
    found = [number - 1] if number is not None else _find_by_name(options, typed)
    another = find(typed) if find is not None and len(found) != 1 else None
    if another is not None:
        found = [another]
    if len(found) > 1:
        console.say(_describe_several(options, found, numbered))
        return Explained.EXPLAINED
    if not found:
        return None
    (index,) = found
    is_whole = number is not None or _name(options[index]) == typed.strip().casefold()
    if not is_whole and options[index] != BACK:
        console.say(f"{options[index].rstrip('.')}.")
    return index


def find_option(options: Sequence[str], typed: str) -> int | None:
    """Return the index of the option that a line names by number or by a part of its name.

    Looks for the line as a whole name, else as the beginning of a name, else anywhere in an option: the first
    of these that finds options decides. None if it finds several, or if none of them finds any. A line of
    digits names an option only by its number.

    A name ends before the first comma, colon, full stop with a space behind it, or bracket with a space
    before it. ``quit`` and ``back`` are only looked for as whole names; ``back`` stands for the name `BACK`.
    """
    number = parse_number(typed, len(options))
    if number is not None:
        return number - 1
    found = _find_by_name(options, typed)
    return found[0] if len(found) == 1 else None


def _find_by_name(options: Sequence[str], typed: str) -> list[int]:
    """Return the indices of all options that a line names; like `find_option`, but a number names none."""
    wanted = typed.strip().casefold()
    if not wanted or wanted.isdigit():
        return []
    names = [_name(option) for option in options]
    if wanted in LEAVING_WORDS:
        whole = _name(BACK) if wanted == BACK_WORD else wanted
        return [names.index(whole)] if whole in names else []
    exact = [index for index, name in enumerate(names) if name == wanted]
    beginning = [index for index, name in enumerate(names) if name.startswith(wanted)]
    return (
        exact or beginning or [index for index, option in enumerate(options) if wanted in option.casefold()]
    )


def _describe_several(options: Sequence[str], found: Sequence[int], numbered: int) -> str:
    """Return a text with the options that a line named and their numbers, and what to type instead.

    If there are more than `_MOST_NAMED`, the text says how many they are instead of naming them.

    Args:
        options: All options.
        found: The indices of those that the line named.
        numbered: How many of the options have a number, from the first.

    """
    how = "Type its number, or more of its name." if found[0] < numbered else "Type more of its name."
    if len(found) > _MOST_NAMED:
        return f"{len(found)} have that. {how}"
    named = [f"{index + 1}, {options[index]}" if index < numbered else options[index] for index in found]
    return f"Several have that: {'; '.join(name.rstrip('.') for name in named)}. {how}"


def _say_all(console: Console, lines: Sequence[str]) -> Explained:
    """Print lines that the person asked for, and return `EXPLAINED`, so that the question is asked again."""
    for line in lines:
        console.say(line)
    return Explained.EXPLAINED


def confirm(console: Console, text: str, explanation: str = "", no: str = "no") -> bool:
    """Ask whether to do something; return whether the person says yes. Enter alone means no.

    False if nobody can answer. Raises `QuestionLeft` if the person leaves the question.

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
    """Return the name with which an option begins, in lower case; `find_option` says where it ends."""
    name = option
    for sign in (",", ". ", ":", " ("):
        name = name.split(sign, 1)[0]
    return name.strip(" .").casefold()
