"""The parser of the command line: every command with its options and help texts.

Each command names the module and the function that run it, so that the program imports no other.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from tpsession import __version__
from tpsession.commands import argument_types

if TYPE_CHECKING:
    from typing import NoReturn

# Given to every parser: argparse would format a whole help text to find the name itself.
_PROGRAM = "tpsession"
_DESCRIPTION = (
    "Guides you through self-massage with sound and pictures, hands-free. "
    "You rate your pain before and after; everything stays on your machine."
)
_EPILOG = (
    "Exit codes: 0 success; 1 failure; 2 wrong usage; 3 problems in a routine file; "
    "4 the history can't be read or written; 130 interrupted."
)
_SHELLS = ("bash", "zsh", "fish", "tcsh")
_ROUTINE_HELP = "a routine's id, or a file (with a / or .toml)"


class _HelpFormatter(argparse.HelpFormatter):
    """Help text 100 columns wide: asking for the terminal's width would import `shutil` at every start."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, width=100)


class _Parser(argparse.ArgumentParser):
    """A parser that reports wrong usage in one line."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - argparse's own
        options.setdefault("formatter_class", _HelpFormatter)
        super().__init__(*arguments, **options)

    def error(self, message: str) -> NoReturn:
        """Print what is wrong and where to read more, and exit with 2."""
        # Only here: it takes a millisecond, and most command lines are right.
        from tpsession.core.text.sanitize import sanitize  # noqa: PLC0415

        self.exit(2, f"{self.prog}: {sanitize(message)}\nTry '{self.prog} --help'.\n")


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"  # noqa: SLF001 - argparse has no public name for it


def make_parser(defaults: Mapping[str, object], command: str = "") -> argparse.ArgumentParser:
    """Return the parser of the command line.

    Args:
        defaults: What the parsed arguments hold if no command is given.
        command: The first argument. If it is a command, the parser knows only that one: making all takes
            5 ms.

    """
    parser = _Parser(prog=_PROGRAM, description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument(
        "--version", action="version", version=f"tpsession {__version__}", help="show the version and exit"
    )
    _add_plain_option(parser)
    parser.set_defaults(**defaults)
    commands = parser.add_subparsers(metavar="COMMAND", title="commands", parser_class=_Parser, prog=_PROGRAM)
    for add in [_COMMANDS[command]] if command in _COMMANDS else _COMMANDS.values():
        add(commands)
    return parser


def _add_plain_option(command: argparse.ArgumentParser, **options: Any) -> None:  # noqa: ANN401 - argparse's own
    """Add ``--plain``, which chooses plain mode instead of the full screen."""
    command.add_argument(
        "--plain",
        action="store_true",
        help="use lines of text instead of the full screen, for screen readers and logs",
        **options,
    )


def _add_area_and_side_options(command: _Parser) -> None:
    """Add ``--area`` and ``--side``, which a routine may leave open."""
    command.add_argument(
        "--area", metavar="A", type=argument_types.area, help="the body area, if the routine is for any area"
    )
    command.add_argument("--side", metavar="S", type=argument_types.side, help="left, right or both")


def _add_rating_options(command: _Parser, *, before_required: bool = False) -> None:
    """Add the ratings before and after, 0 to 10, and what else may have changed them."""
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


def _add_series_filters(command: _Parser) -> None:
    """Add the filters by place, side and time of the commands that sum up sessions."""
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


def _add_play_command(commands: _Commands) -> None:
    """Add ``play``, which plays a session."""
    play = commands.add_parser("play", help="play a session")
    play.add_argument("routine", metavar="ROUTINE", help=_ROUTINE_HELP)
    _add_area_and_side_options(play)
    _add_rating_options(play)
    # No default: it would undo a --plain before the command.
    _add_plain_option(play, default=argparse.SUPPRESS)
    play.add_argument(
        "--speed",
        metavar="X",
        type=argument_types.speed,
        help="rehearse at X times normal speed (0.5 to 60); nothing is saved",
    )
    play.add_argument("--no-save", action="store_true", help="don't save this session")
    play.set_defaults(module="play.play", function="play")


def _add_routines_command(commands: _Commands) -> None:
    """Add ``routines``, which lists routines, and its actions ``show``, ``check`` and ``schema``."""
    routines = commands.add_parser("routines", help="list, show and check routines")
    routines.add_argument("--json", action="store_true", help="print JSON")
    routines.set_defaults(module="routines.routines", function="list_all")
    actions = routines.add_subparsers(metavar="WHAT", parser_class=_Parser, prog=f"{_PROGRAM} routines")
    show = actions.add_parser("show", help="show a routine step by step, with times")
    show.add_argument("routine", metavar="R", help=_ROUTINE_HELP)
    _add_area_and_side_options(show)
    show.set_defaults(module="routines.routines", function="show")
    check = actions.add_parser("check", help="check routine files for mistakes; all of them without FILE")
    check.add_argument("files", metavar="FILE", nargs="*")
    check.set_defaults(module="routines.routines", function="check")
    schema = actions.add_parser("schema", help="print the JSON Schema of routine files, for text editors")
    schema.set_defaults(module="routines.routines", function="schema")


def _add_history_command(commands: _Commands) -> None:
    """Add ``history``, which lists the saved sessions."""
    history = commands.add_parser("history", help="list your sessions")
    history.add_argument("--json", action="store_true", help="print JSON")
    history.add_argument("--place", metavar="P", type=argument_types.place, help="only where it hurt here")
    history.add_argument("--area", metavar="A", type=argument_types.area, help="only what was worked on here")
    history.add_argument(
        "--side", metavar="S", type=argument_types.side, help="only this side: left, right, both or none"
    )
    history.add_argument("--routine", metavar="R", help="only this routine, by its id")
    history.add_argument(
        "--status",
        metavar="S",
        type=argument_types.status,
        help="only this status: completed, stopped, unfinished or running",
    )
    history.add_argument(
        "--find", metavar="WORDS", help="only what has all these words, as in the filter of the full screen"
    )
    history.add_argument(
        "--since",
        metavar="D",
        type=argument_types.day,
        help="from this day on: YYYY-MM-DD, or 30d for 30 days ago",
    )
    history.add_argument(
        "--until", metavar="D", type=argument_types.day, help="up to and including this day, same format"
    )
    history.add_argument(
        "--order",
        metavar="O",
        type=argument_types.order,
        help="newest (the default) or oldest, worst or best change, most-pain or least-pain before",
    )
    history.add_argument(
        "--limit", metavar="N", type=argument_types.limit, help="show at most this many sessions"
    )
    history.set_defaults(module="history.history", function="show")


def _add_due_command(commands: _Commands) -> None:
    """Add ``due``, which prints what is planned."""
    due = commands.add_parser("due", help="show what is planned: programmes and later ratings")
    due.add_argument("--json", action="store_true", help="print JSON")
    due.set_defaults(module="programme.due", function="show")


def _add_week_command(commands: _Commands) -> None:
    week = commands.add_parser("week", help="sum up this week in five lines; on a Monday, last week")
    week.set_defaults(module="programme.week", function="show")


def _add_programme_command(commands: _Commands) -> None:
    """Add ``programme``, which starts, shows, changes and ends a programme."""
    programme = commands.add_parser(
        "programme", help="plan a number of sessions of a routine, and save a calendar of them"
    )
    programme.add_argument("routine", metavar="R", help=_ROUTINE_HELP)
    actions = programme.add_mutually_exclusive_group()
    for name, text in (
        ("start", "start a programme of this routine today"),
        ("pause", "pause it, for example when you are ill"),
        ("resume", "resume it after a pause"),
        ("end", "end it"),
    ):
        actions.add_argument(f"--{name}", action="store_const", const=name, dest="action", help=text)
    programme.add_argument(
        "--sessions", metavar="N", type=argument_types.sessions, help="how many days are planned: 2 to 60"
    )
    programme.add_argument(
        "--every-days",
        metavar="D",
        type=argument_types.every_days,
        help="how many days after a session the next one is due: 1 to 14",
    )
    _add_area_and_side_options(programme)
    programme.add_argument(
        "--place", metavar="P", type=argument_types.place, help="where it hurts, if that isn't the area"
    )
    programme.add_argument(
        "--until", metavar="DAY", type=argument_types.day, help="the last day of the pause: YYYY-MM-DD"
    )
    programme.add_argument("--title", metavar="T", help="the title of calendar entries")
    programme.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="save the days to come as a calendar file; needs the extra 'calendar'",
    )
    programme.add_argument(
        "--at",
        metavar="HH:MM",
        type=argument_types.time_of_day,
        default="18:00",
        help="the time of the entries and their alarms; 18:00 if omitted",
    )
    programme.add_argument("--force", action="store_true", help="overwrite an existing file")
    programme.set_defaults(module="programme.programme", function="run")


def _add_compare_command(commands: _Commands) -> None:
    """Add ``compare``, a fair comparison of two or three things."""
    compare = commands.add_parser("compare", help="find out fairly which of two or three things helps more")
    compare.add_argument(
        "things",
        metavar="THING",
        nargs="*",
        help="what to compare: two or three routines, one of which may be only-rest",
    )
    actions = compare.add_mutually_exclusive_group()
    for name, text in (
        ("start", "start comparing them today; without it you see what that takes"),
        ("play", "play what is today's"),
        ("end", "end the comparison early, without an answer"),
    ):
        actions.add_argument(f"--{name}", action="store_const", const=name, dest="action", help=text)
    compare.add_argument(
        "--blocks",
        metavar="N",
        type=argument_types.blocks,
        help="how many times each thing is done: up to 30; at least 6 for two things, 7 for three",
    )
    compare.add_argument(
        "--outcome",
        metavar="O",
        choices=("change", "after"),
        help="what counts: how much your pain changes (change, if omitted), or how strong it is then (after)",
    )
    _add_area_and_side_options(compare)
    compare.add_argument("--json", action="store_true", help="print all comparisons as JSON")
    # No default: it would undo a --plain before the command.
    _add_plain_option(compare, default=argparse.SUPPRESS)
    compare.set_defaults(module="comparison.compare", function="run")


def _add_progress_command(commands: _Commands) -> None:
    """Add ``progress``, which says what the ratings show."""
    progress = commands.add_parser("progress", help="see what your pain ratings show over the weeks")
    progress.add_argument("--json", action="store_true", help="print JSON")
    _add_series_filters(progress)
    progress.set_defaults(module="history.progress", function="show")


def _add_log_command(commands: _Commands) -> None:
    """Add ``log``, which saves a session that was done without the program."""
    log = commands.add_parser("log", help="add a session that you did without the program")
    log.add_argument("--area", metavar="A", type=argument_types.area, required=True, help="the body area")
    log.add_argument("--side", metavar="S", type=argument_types.side, help="left, right or both")
    _add_rating_options(log, before_required=True)
    log.add_argument(
        "--at",
        metavar="TIME",
        type=argument_types.past_time,
        help="when you did it: YYYY-MM-DDTHH:MM, or HH:MM for today; now if omitted",
    )
    log.add_argument("--note", metavar="T", help="a note")
    log.set_defaults(module="history.history", function="log")


def _add_report_command(commands: _Commands) -> None:
    """Add ``report``, which writes the page for an appointment."""
    report = commands.add_parser("report", help="save a page about your pain for an appointment")
    report.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="an .html file, to open or print"
    )
    _add_series_filters(report)
    report.add_argument("--notes", action="store_true", help="with your notes, on a sheet of their own")
    report.add_argument("--force", action="store_true", help="overwrite an existing file")
    report.set_defaults(module="history.report", function="write")


def _add_render_command(commands: _Commands) -> None:
    """Add ``render``, which writes a session to a sound file."""
    render = commands.add_parser("render", help="save a whole guided session as a sound file")
    render.add_argument("routine", metavar="ROUTINE", help=_ROUTINE_HELP)
    render.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="a .wav file; .flac and .mp3 need the extra 'render'",
    )
    _add_area_and_side_options(render)
    render.add_argument("--force", action="store_true", help="overwrite existing files")
    render.set_defaults(module="render.render", function="render")


def _add_doctor_command(commands: _Commands) -> None:
    """Add ``doctor``, which checks what works on this machine."""
    doctor = commands.add_parser(
        "doctor", help="check what works on this machine, and how to fix what doesn't"
    )
    doctor.add_argument("--sound", action="store_true", help="play one sound of each kind")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    doctor.set_defaults(module="system.doctor", function="check")


def _add_paths_command(commands: _Commands) -> None:
    paths = commands.add_parser("paths", help="show where your files are, one name<TAB>path a line")
    paths.set_defaults(module="system.paths", function="show")


def _add_completion_command(commands: _Commands) -> None:
    """Add ``completion``, which needs the parser of all commands and gets the function that makes it."""
    completion = commands.add_parser(
        "completion",
        help="print a script that lets your shell complete commands with the tab key",
        epilog='To use it, write this into ~/.bashrc: eval "$(tpsession completion bash)"',
    )
    completion.add_argument(
        "shell", metavar="SHELL", choices=_SHELLS, help=f"your shell: {', '.join(_SHELLS)}"
    )
    completion.set_defaults(module="system.completion", function="show", make_parser=make_parser)


_COMMANDS: Mapping[str, Callable[[_Commands], None]] = {
    "play": _add_play_command,
    "routines": _add_routines_command,
    "history": _add_history_command,
    "progress": _add_progress_command,
    "log": _add_log_command,
    "programme": _add_programme_command,
    "compare": _add_compare_command,
    "due": _add_due_command,
    "week": _add_week_command,
    "report": _add_report_command,
    "render": _add_render_command,
    "doctor": _add_doctor_command,
    "paths": _add_paths_command,
    "completion": _add_completion_command,
}
"""Adds each command to the parser, in the order of the help."""
