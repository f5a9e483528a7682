"""The parser of the command line: every command with its options and help texts.

Each command names the module and the function that run it, so that the program imports no other.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from tpsession import __version__
from tpsession.arguments import exchange_commands, history_commands, play_commands, routine_commands
from tpsession.arguments.options import PROGRAM, CommandParser, Commands, add_plain_option
from tpsession.commands import argument_types

_DESCRIPTION = (
    "Guides you through self-massage with sound and pictures, hands-free. "
    "You rate your pain before and after; everything stays on your machine."
)
_EPILOG = (
    "Exit codes: 0 success; 1 failure; 2 wrong usage; 3 problems in a routine file; "
    "4 the history can't be read or written; 130 interrupted."
)
_SHELLS = ("bash", "zsh", "fish", "tcsh")


def make_parser(defaults: Mapping[str, object], command: str = "") -> argparse.ArgumentParser:
    """Return the parser of the command line.

    Args:
        defaults: What the parsed arguments hold where neither the command line nor a command says otherwise.
        command: The first argument of the command line. If it is a command, the parser knows only that one,
            because making all takes 5 ms; otherwise it knows all.

    """
    parser = CommandParser(prog=PROGRAM, description=_DESCRIPTION, epilog=_EPILOG)
    parser.add_argument(
        "--version", action="version", version=f"tpsession {__version__}", help="show the version and exit"
    )
    add_plain_option(parser)
    parser.add_argument(
        "--person",
        metavar="NAME",
        type=argument_types.person,
        help="use the history of this person, if several people use the program",
    )
    parser.set_defaults(**defaults)
    commands = parser.add_subparsers(
        metavar="COMMAND", title="commands", parser_class=CommandParser, prog=PROGRAM
    )
    for add in [_COMMANDS[command]] if command in _COMMANDS else _COMMANDS.values():
        add(commands)
    return parser


def add_doctor_command(commands: Commands) -> None:
    """Add ``doctor``, which checks what works on this machine and says how to fix the rest."""
    doctor = commands.add_parser(
        "doctor", help="check what works on this machine, and how to fix what doesn't"
    )
    doctor.add_argument("--sound", action="store_true", help="play one sound of each kind")
    doctor.add_argument("--json", action="store_true", help="print JSON")
    doctor.set_defaults(module="system.doctor", function="check")


def add_paths_command(commands: Commands) -> None:
    """Add ``paths``, which prints where the person's files are."""
    paths = commands.add_parser("paths", help="show where your files are, one name<TAB>path a line")
    paths.set_defaults(module="system.paths", function="show")


def add_completion_command(commands: Commands) -> None:
    """Add ``completion``, which prints the script with which a shell completes commands.

    The script is made from the parser of all commands, so the parsed arguments hold `make_parser`.
    """
    completion = commands.add_parser(
        "completion",
        help="print a script that lets your shell complete commands with the tab key",
        epilog='To use it, write this into ~/.bashrc: eval "$(tpsession completion bash)"',
    )
    completion.add_argument(
        "shell", metavar="SHELL", choices=_SHELLS, help=f"your shell: {', '.join(_SHELLS)}"
    )
    completion.set_defaults(module="system.completion", function="show", make_parser=make_parser)


_COMMANDS: Mapping[str, Callable[[Commands], None]] = {
    "play": play_commands.add_play_command,
    "where": play_commands.add_where_command,
    "routines": routine_commands.add_routines_command,
    "history": history_commands.add_history_command,
    "progress": history_commands.add_progress_command,
    "log": history_commands.add_log_command,
    "edit": history_commands.add_edit_command,
    "delete": history_commands.add_delete_command,
    "undo": history_commands.add_undo_command,
    "programme": play_commands.add_programme_command,
    "compare": play_commands.add_compare_command,
    "due": play_commands.add_due_command,
    "week": play_commands.add_week_command,
    "report": history_commands.add_report_command,
    "backup": history_commands.add_backup_command,
    "restore": history_commands.add_restore_command,
    "export": exchange_commands.add_export_command,
    "import": exchange_commands.add_import_command,
    "render": play_commands.add_render_command,
    "doctor": add_doctor_command,
    "paths": add_paths_command,
    "completion": add_completion_command,
}
"""Adds each command to the parser, in the order of the help."""
