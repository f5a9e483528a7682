"""The command ``tpsession completion``: a script with which a shell completes the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

import shtab

from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.place import FELT_PLACES, PLACES
from tpsession.core.catalog.side import Side
from tpsession.core.history.ratings import HIGHEST, LOWEST
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary


def show(arguments: argparse.Namespace) -> int:
    """Print the completion script for the shell that the arguments name; return 0.

    `arguments.make_parser` makes the parser of all commands: the one that read the command line knows only
    this command.
    """
    parser = arguments.make_parser({})
    entries = FileLibrary(find_paths(), find_resources()).list_entries()
    # A routine without errors has an id of letters, digits and "-", which no shell takes for code.
    ids = [entry.id for entry in entries if entry.routine is not None]
    for action in _actions(parser):
        _add_values(action, ids)
    sys.stdout.write(f"{shtab.complete(parser, arguments.shell)}\n")
    return 0


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Yield every argument and option of a parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no public name for what a parser holds
        yield action
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - nor for this
            for command in action.choices.values():
                yield from _actions(command)


def _add_values(action: argparse.Action, ids: Sequence[str]) -> None:
    """Tell shtab what an argument may be: its `choices`, or `complete`, which is shtab's own attribute.

    An argument of which nothing is known stays as it is. The program's own parser isn't told: it would have
    to load all areas and routines at every start.

    ids: those of all routines without errors.
    """
    if action.dest == "routine" and action.option_strings:
        action.choices = ids
    elif action.dest in {"routine", "things"}:
        action.complete = _routine_or_file(ids)  # type: ignore[attr-defined]
    elif action.dest == "place":
        action.choices = list(PLACES) if action.option_strings else list(FELT_PLACES)
    elif action.dest == "area":
        action.choices = list(AREAS)
    elif action.dest == "side":
        action.choices = [side.value for side in Side]
    elif action.dest in {"before", "after"}:
        action.choices = range(LOWEST, HIGHEST + 1)
    elif action.dest == "files":
        action.complete = _routine_files()  # type: ignore[attr-defined]
        # With "*" the script for zsh would complete only the first of several files.
        action.nargs = argparse.REMAINDER
    elif action.dest in {"output", "file"}:
        action.complete = shtab.FILE  # type: ignore[attr-defined]


def _routine_files() -> shtab.CompleteType:
    """Return how each shell completes the path of a routine file.

    `shtab.glob` with one pattern completes nothing in zsh, which takes its brackets for something else.
    """
    return {**shtab.glob("*.toml"), "zsh": "_files -g '*.toml'"}


def _routine_or_file(ids: Sequence[str]) -> shtab.CompleteType:
    """Return how each shell completes a routine's id or the path of a routine file; in tcsh only an id."""
    words = " ".join(ids)
    return {
        # shtab looks for "_file" in the name: then bash adds a "/" to a folder and quotes spaces.
        "bash": "_tpsession_routine_files",
        "zsh": "_tpsession_routines",
        "fish": f"(string split ' ' '{words}'; __fish_complete_suffix .toml)",
        "tcsh": f"({words})",
        "preamble": {
            "bash": (
                "_tpsession_routine_files() {\n"
                f"  compgen -W '{words}' -- \"$1\"\n"
                "  compgen -f -X '!*.toml' -- \"$1\"\n"
                '  compgen -d -- "$1"\n'
                "}\n"
            ),
            "zsh": (
                "_tpsession_routines() {\n"
                f"  _alternative 'routines:routine:({words})' 'files:routine file:_files -g \"*.toml\"'\n"
                "}\n"
            ),
        },
    }
