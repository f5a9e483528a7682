"""What several commands take: the parser that reports wrong usage, and their common options."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any, TypeAlias

from tpsession.commands import argument_types

if TYPE_CHECKING:
    from typing import NoReturn

# Given to every parser: argparse would format a whole help text to find the name itself.
PROGRAM = "tpsession"
ROUTINE_HELP = "a routine's id or name, or a file (with a / or .toml)"


class _HelpFormatter(argparse.HelpFormatter):
    """Help text as wide as the terminal, 100 columns at most."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=min(_find_columns(), 100))


def _find_columns() -> int:
    """Return how many columns the terminal at standard output has; 100 if there is none or it doesn't say.

    argparse would import `shutil` for this at every start.
    """
    try:
        return os.get_terminal_size(1).columns or 100
    except OSError:
        return 100


class CommandParser(argparse.ArgumentParser):
    """A parser that says what is wrong with the arguments without printing the whole usage."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        options.setdefault("formatter_class", _HelpFormatter)
        super().__init__(*arguments, **options)

    def error(self, message: str) -> NoReturn:
        """Print on standard error what is wrong and how to get help, and exit with status 2."""
        from tpsession.core.text.sanitize import sanitize  # noqa: PLC0415 - 1 ms, only for errors

        self.exit(2, f"{self.prog}: {sanitize(message)}\nTry '{self.prog} --help'.\n")


Commands: TypeAlias = "argparse._SubParsersAction[CommandParser]"  # noqa: SLF001 - argparse has no public name for it
"""What a command is added to."""


def add_plain_option(command: argparse.ArgumentParser, **options: Any) -> None:  # noqa: ANN401 - argparse's own
    """Add ``--plain``, which chooses plain mode instead of the full screen.

    options: more keyword arguments of `add_argument`.
    """
    command.add_argument(
        "--plain",
        action="store_true",
        help="use lines of text instead of the full screen, for screen readers and logs",
        **options,
    )


def add_sentences_option(command: argparse.ArgumentParser, what: str) -> None:
    """Add ``--plain`` to a command that prints a list: with it, an entry is said in words instead of columns.

    what: what an entry of the list is, for the help, such as "session".
    """
    # No default: it would undo a --plain before the command.
    command.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help=f"say each {what} in a sentence, for screen readers",
    )


def add_area_and_side_options(command: CommandParser) -> None:
    """Add ``--area``, the body area if the routine is for any area, and ``--side``: left, right or both."""
    command.add_argument(
        "--area", metavar="A", type=argument_types.area, help="the body area, if the routine is for any area"
    )
    command.add_argument("--side", metavar="S", type=argument_types.side, help="left, right or both")


def add_rating_options(command: CommandParser, *, before_required: bool = False) -> None:
    """Add the options for the pain before and after, 0 to 10, and for a painkiller and heat used before.

    before_required: whether the rating before must be given.
    """
    command.add_argument(
        "--before",
        metavar="N",
        type=argument_types.rating,
        required=before_required,
        help="your pain before, 0 to 10",
    )
    command.add_argument("--after", metavar="N", type=argument_types.rating, help="your pain after, 0 to 10")
    for flag, used in (("painkiller", "you took a painkiller"), ("heat", "you used heat")):
        command.add_argument(
            f"--{flag}",
            dest="flags",
            action="append_const",
            const=flag,
            help=f"{used} in the 6 hours before",
        )


def add_history_filters(command: CommandParser) -> None:
    """Add the options that choose the sessions to list or export.

    They choose by place, area, side, routine, status, words and days, and limit how many sessions there are.
    """
    command.add_argument("--place", metavar="P", type=argument_types.place, help="only where it hurt here")
    command.add_argument("--area", metavar="A", type=argument_types.area, help="only what was worked on here")
    command.add_argument(
        "--side", metavar="S", type=argument_types.side, help="only this side: left, right, both or none"
    )
    command.add_argument("--routine", metavar="R", help="only this routine, by its id or name")
    command.add_argument(
        "--status",
        metavar="S",
        type=argument_types.status,
        help="only this status: completed, stopped, unfinished or running",
    )
    command.add_argument(
        "--find", metavar="WORDS", help="only what has all these words, as in the filter of the full screen"
    )
    command.add_argument(
        "--since",
        metavar="D",
        type=argument_types.day,
        help="from this day on: YYYY-MM-DD, or 30d for 30 days ago",
    )
    command.add_argument(
        "--until", metavar="D", type=argument_types.day, help="up to and including this day, same format"
    )
    command.add_argument(
        "--limit", metavar="N", type=argument_types.limit, help="at most this many sessions, the newest"
    )


def add_series_filters(command: CommandParser) -> None:
    """Add the options that choose the ratings to sum up: by place, by side, and from a day on."""
    command.add_argument("--place", metavar="P", type=argument_types.place, help="only where it hurt here")
    command.add_argument(
        "--side", metavar="S", type=argument_types.side, help="only this side: left, right, both or none"
    )
    command.add_argument(
        "--since",
        metavar="D",
        type=argument_types.day,
        help="from this day on: YYYY-MM-DD, or 30d for 30 days ago",
    )


def add_text_options(command: CommandParser) -> None:
    """Add ``--spot`` and ``--note``, what a person writes about a session or a pain score."""
    command.add_argument("--spot", metavar="T", help="where exactly it hurts, in a few words")
    command.add_argument("--note", metavar="T", help="a note; - reads it from standard input")


def add_session_argument(command: CommandParser) -> None:
    """Add the argument ``ID``, which says which session the command is about."""
    command.add_argument(
        "id", metavar="ID", help="'last', an id, or the start of one as history --ids shows it"
    )
