"""The command ``routines`` with its actions: what lists, shows, makes, changes and shares routine files."""

from __future__ import annotations

from tpsession.arguments.options import (
    PROGRAM,
    ROUTINE_HELP,
    CommandParser,
    Commands,
    add_area_and_side_options,
    add_sentences_option,
)
from tpsession.commands import argument_types


def add_routines_command(commands: Commands) -> None:
    """Add ``routines``, which lists the routines, with actions of its own, such as ``routines show``."""
    routines = commands.add_parser("routines", help="list, show, make and change routines")
    routines.add_argument("--json", action="store_true", help="print JSON")
    add_sentences_option(routines, "routine")
    routines.set_defaults(module="routines.routines", function="list_all")
    actions = routines.add_subparsers(metavar="WHAT", parser_class=CommandParser, prog=f"{PROGRAM} routines")
    _add_show_action(actions)
    _add_new_action(actions)
    edit = actions.add_parser("edit", help="change a routine in your text editor; a built-in one as a copy")
    _add_routine_argument(edit)
    edit.set_defaults(module="routines.editing", function="edit")
    copy = actions.add_parser("copy", help="copy a routine under another name")
    _add_routine_argument(copy)
    copy.add_argument("name", metavar="NAME", help="what the copy is called")
    copy.set_defaults(module="routines.making", function="copy")
    check = actions.add_parser("check", help="check routine files for mistakes; all of them without FILE")
    check.add_argument("files", metavar="FILE", nargs="*")
    check.set_defaults(module="routines.routines", function="check")
    delete = actions.add_parser("delete", help="delete a routine, or hide a built-in one; it can come back")
    delete.add_argument("routine", metavar="R", help="the routine's id or name")
    delete.set_defaults(module="routines.deleting", function="delete")
    restore = actions.add_parser("restore", help="bring back a deleted routine")
    restore.add_argument(
        "deleted",
        metavar="R",
        nargs="?",
        help="the routine's id or name; the deleted routines are listed without it",
    )
    restore.set_defaults(module="routines.deleting", function="restore")
    _add_sharing_actions(actions)
    schema = actions.add_parser("schema", help="print the JSON Schema of routine files, for text editors")
    schema.set_defaults(module="routines.routines", function="schema")


def _add_routine_argument(command: CommandParser) -> None:
    command.add_argument("routine", metavar="R", help=ROUTINE_HELP)


def _add_show_action(actions: Commands) -> None:
    """Add ``show``, which prints a routine with its times or as a text, or saves it as a page."""
    show = actions.add_parser("show", help="show a routine step by step, with times")
    _add_routine_argument(show)
    add_area_and_side_options(show)
    forms = show.add_mutually_exclusive_group()
    forms.add_argument("--as-text", action="store_true", help="as a text to send to someone, each step once")
    forms.add_argument(
        "--as-page",
        metavar="FILE",
        dest="output",
        help="save it as a page to print, a .html file, with a picture of the body and a code to scan",
    )
    show.add_argument("--force", action="store_true", help="with --as-page, overwrite an existing file")
    show.set_defaults(module="routines.showing", function="show")


def _add_new_action(actions: Commands) -> None:
    """Add ``new``, which makes a routine of the person's own."""
    new = actions.add_parser("new", help="make a routine of your own, and print the path of its file")
    new.add_argument("name", metavar="NAME", nargs="?", help="what it is called; may be left out with --ask")
    new.add_argument(
        "--from",
        metavar="R",
        dest="base",
        help="begin with a copy of this routine, given by its id, name or file",
    )
    new.add_argument(
        "--area", metavar="A", type=argument_types.area_or_any, help="the body area; any if omitted"
    )
    new.add_argument(
        "--ask",
        action="store_true",
        help="ask for the name, the area, the sides, and the times and words of each step",
    )
    new.set_defaults(module="routines.making", function="new")


def _add_sharing_actions(actions: Commands) -> None:
    """Add ``print``, which prints a routine's file, and ``add``, which adds a file to the routines."""
    print_text = actions.add_parser("print", help="print the file of a routine")
    _add_routine_argument(print_text)
    print_text.set_defaults(module="routines.sharing", function="print_text")
    add = actions.add_parser("add", help="take a routine file into your routines, if it has no mistakes")
    add.add_argument("file", metavar="FILE", help="a routine file; - reads it from standard input")
    add.add_argument(
        "--replace", action="store_true", help="don't ask before it takes the place of another routine"
    )
    add.set_defaults(module="routines.sharing", function="add")
