"""The arguments of the command line: what every command takes, and the words of its help.

`module` and `function` say which command is called: only that one is loaded.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from typing import Any, NoReturn, TypeAlias

# Given to every parser: to find its own name out it would format help.
_PROGRAM = "tpsession"
_DESCRIPTION = "A guided home-massage session in the terminal: timed steps with sound, pain before and after."
_EPILOG = (
    "Exit codes: 0 done; 1 it failed; 2 wrong use; 3 a routine file has problems; "
    "4 the history can't be read or written; 130 interrupted."
)


class _Help(argparse.HelpFormatter):
    """Help of a fixed width: to find the terminal's out it would load a lot, even where no help is shown."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class _Parser(argparse.ArgumentParser):
    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 - those of the parser itself
        more.setdefault("formatter_class", _Help)
        super().__init__(*arguments, **more)

    def error(self, message: str) -> NoReturn:
        """Exit with 2 after one line, and where to read more."""
        self.exit(2, f"{self.prog}: {message}\nTry '{self.prog} --help'.\n")


class _Version(argparse.Action):
    """Prints the version; reads it only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> NoReturn:
        from tpsession.commands.system.version import version  # noqa: PLC0415 - reads the package's metadata

        sys.stdout.write(f"tpsession {version()}\n")
        parser.exit()


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001 - argparse has no public name for it


def make_parser(without: Mapping[str, object]) -> argparse.ArgumentParser:
    """The parser of the whole command line. without: what no argument at all means."""
    whole = _Parser(prog=_PROGRAM, description=_DESCRIPTION, epilog=_EPILOG)
    whole.add_argument(
        "--version", action=_Version, nargs=0, default=argparse.SUPPRESS, help="show the version and exit"
    )
    whole.add_argument("--plain", action="store_true", help="line by line, for screen readers")
    whole.set_defaults(**without)
    commands = whole.add_subparsers(metavar="COMMAND", title="commands", parser_class=_Parser, prog=_PROGRAM)
    _add_play(commands)
    _add_routines(commands)
    _add_history(commands)
    _add_log(commands)
    _add_render(commands)
    _add_doctor(commands)
    paths = commands.add_parser("paths", help="show where everything lies, as name<TAB>path")
    paths.set_defaults(module="system.paths", function="show")
    return whole


def _add_place(command: _Parser) -> None:
    """What a routine leaves open."""
    command.add_argument("--area", metavar="A", help="the body area, where the routine is for any")
    command.add_argument("--side", metavar="S", help="left, right or both")


def _add_play(commands: _Commands) -> None:
    play = commands.add_parser("play", help="play one session")
    play.add_argument("routine", metavar="ROUTINE", help="a routine's id, or a file (with a / or .toml)")
    _add_place(play)
    play.add_argument("--before", metavar="N", help="the pain before, 0 to 10")
    play.add_argument("--after", metavar="N", help="the pain after, 0 to 10")
    play.add_argument(
        "--plain",
        action="store_true",
        default=argparse.SUPPRESS,
        help="line by line, for screen readers and logs",
    )
    play.add_argument("--speed", metavar="X", help="rehearse at X times the speed (0.5 to 60); never kept")
    play.add_argument("--no-save", action="store_true", help="keep nothing of this session")
    play.set_defaults(module="play.play", function="play")


def _add_routines(commands: _Commands) -> None:
    routines = commands.add_parser("routines", help="list, show and check routine files")
    routines.add_argument("--json", action="store_true", help="as JSON")
    routines.set_defaults(module="routines.routines", function="list_all")
    below = routines.add_subparsers(metavar="WHAT", parser_class=_Parser, prog=f"{_PROGRAM} routines")
    show = below.add_parser("show", help="show a routine's plan")
    show.add_argument("routine", metavar="R", help="a routine's id, or a file (with a / or .toml)")
    _add_place(show)
    show.set_defaults(module="routines.routines", function="show")
    check = below.add_parser("check", help="check routine files; without FILE, all that are known")
    check.add_argument("files", metavar="FILE", nargs="*")
    check.set_defaults(module="routines.routines", function="check")
    schema = below.add_parser("schema", help="print the JSON Schema of routine files, for editors")
    schema.set_defaults(module="routines.routines", function="schema")


def _add_history(commands: _Commands) -> None:
    history = commands.add_parser("history", help="list the sessions, newest first")
    history.add_argument("--json", action="store_true", help="as JSON")
    history.add_argument("--area", metavar="A", help="only this body area")
    history.add_argument("--side", metavar="S", help="only this side: left, right, both or none")
    history.add_argument("--routine", metavar="R", help="only this routine's id")
    history.add_argument("--since", metavar="D", help="from this day on: YYYY-MM-DD, or 30d for 30 days ago")
    history.add_argument("--until", metavar="D", help="up to this day, in the same form")
    history.add_argument("--limit", metavar="N", help="at most so many sessions")
    history.set_defaults(module="history.history", function="show")


def _add_render(commands: _Commands) -> None:
    render = commands.add_parser("render", help="write a whole guided session as a sound file")
    render.add_argument("routine", metavar="ROUTINE", help="a routine's id, or a file (with a / or .toml)")
    render.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="a .wav file; .flac and .mp3 with the extra render",
    )
    _add_place(render)
    render.add_argument("--force", action="store_true", help="overwrite files that exist")
    render.set_defaults(module="render.render", function="render")


def _add_doctor(commands: _Commands) -> None:
    doctor = commands.add_parser("doctor", help="say what works here, what doesn't and how to mend it")
    doctor.add_argument("--sound", action="store_true", help="play a cue of each group")
    doctor.add_argument("--json", action="store_true", help="as JSON")
    doctor.set_defaults(module="system.doctor", function="check")


def _add_log(commands: _Commands) -> None:
    log = commands.add_parser("log", help="keep a session that was done without the program")
    log.add_argument("--area", metavar="A", required=True, help="the body area")
    log.add_argument("--side", metavar="S", help="left, right or both")
    log.add_argument("--before", metavar="N", required=True, help="the pain before, 0 to 10")
    log.add_argument("--after", metavar="N", help="the pain after, 0 to 10")
    log.add_argument("--at", metavar="TIME", help="when: YYYY-MM-DDTHH:MM, or HH:MM for today; else now")
    log.add_argument("--note", metavar="T", help="a note")
    log.set_defaults(module="history.history", function="log")
