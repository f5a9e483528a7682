"""The commands that play and plan sessions: ``play``, ``programme``, ``compare`` and the like."""

from __future__ import annotations

import argparse

from tpsession.arguments.options import (
    ROUTINE_HELP,
    Commands,
    add_area_and_side_options,
    add_plain_option,
    add_rating_options,
)
from tpsession.commands import argument_types


def add_play_command(commands: Commands) -> None:
    """Add ``play``, which plays a session."""
    play = commands.add_parser("play", help="play a session")
    play.add_argument("routine", metavar="ROUTINE", help=ROUTINE_HELP)
    add_area_and_side_options(play)
    play.add_argument(
        "--place",
        metavar="P",
        type=argument_types.place,
        help="where it hurts, if that isn't the area; --side is then the side that hurts",
    )
    play.add_argument(
        "--spot", metavar="T", type=argument_types.spot, help="where exactly it hurts, in a few words"
    )
    add_rating_options(play)
    # No default: it would undo a --plain before the command.
    add_plain_option(play, default=argparse.SUPPRESS)
    play.add_argument(
        "--speed",
        metavar="X",
        type=argument_types.speed,
        help="rehearse at X times normal speed (0.5 to 60); nothing is saved",
    )
    play.add_argument("--teach", action="store_true", help="hear every instruction, as in the first sessions")
    play.add_argument("--no-save", action="store_true", help="don't save this session")
    play.set_defaults(module="play.play", function="play")


def add_where_command(commands: Commands) -> None:
    """Add ``where``, which prints the spots that may be behind pain at a place, and the routines for them."""
    where = commands.add_parser("where", help="show which spots may be behind pain at a place, and routines")
    where.add_argument(
        "place", metavar="PLACE", type=argument_types.place, help="where it hurts, such as knee or low-back"
    )
    where.set_defaults(module="play.where", function="show")


def add_due_command(commands: Commands) -> None:
    """Add ``due``, which prints what is planned: programmes, and the later ratings that are due."""
    due = commands.add_parser("due", help="show what is planned: programmes and later ratings")
    due.add_argument("--json", action="store_true", help="print JSON")
    due.set_defaults(module="programme.due", function="show")


def add_week_command(commands: Commands) -> None:
    """Add ``week``, which sums up this week; on a Monday, last week."""
    week = commands.add_parser("week", help="sum up this week in five lines; on a Monday, last week")
    week.set_defaults(module="programme.week", function="show")


def add_programme_command(commands: Commands) -> None:
    """Add ``programme``, which starts, shows, changes, pauses or ends a programme, or saves its calendar."""
    programme = commands.add_parser(
        "programme", help="plan a number of sessions of a routine, and save a calendar of them"
    )
    programme.add_argument("routine", metavar="R", help=ROUTINE_HELP)
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
    add_area_and_side_options(programme)
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


def add_compare_command(commands: Commands) -> None:
    """Add ``compare``, which starts, shows or ends a fair comparison, or plays what it has for today."""
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
    add_area_and_side_options(compare)
    compare.add_argument("--json", action="store_true", help="print all comparisons as JSON")
    # No default: it would undo a --plain before the command.
    add_plain_option(compare, default=argparse.SUPPRESS)
    compare.set_defaults(module="comparison.compare", function="run")


def add_render_command(commands: Commands) -> None:
    """Add ``render``, which saves a whole session as a sound file."""
    render = commands.add_parser("render", help="save a whole guided session as a sound file")
    render.add_argument("routine", metavar="ROUTINE", help=ROUTINE_HELP)
    render.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="a .wav file; .flac and .mp3 need the extra 'render'",
    )
    add_area_and_side_options(render)
    render.add_argument("--force", action="store_true", help="overwrite existing files")
    render.set_defaults(module="render.render", function="render")
