"""The commands about the history: what lists it, sums it up, adds to it and corrects it."""

from __future__ import annotations

import argparse

from tpsession.arguments.options import (
    Commands,
    add_history_filters,
    add_rating_options,
    add_sentences_option,
    add_series_filters,
    add_session_argument,
    add_text_options,
)
from tpsession.commands import argument_types


def add_history_command(commands: Commands) -> None:
    """Add ``history``, which lists the saved sessions, or those that filters choose."""
    history = commands.add_parser("history", help="list your sessions")
    history.add_argument("--json", action="store_true", help="print JSON")
    add_sentences_option(history, "session")
    add_history_filters(history)
    history.add_argument(
        "--order",
        metavar="O",
        type=argument_types.order,
        help="newest (the default) or oldest, worst or best change, most-pain or least-pain before",
    )
    history.add_argument("--ids", action="store_true", help="begin each line with the start of the id")
    history.add_argument(
        "--sentences", action="store_true", help="say each session in sentences, with later ratings and steps"
    )
    history.add_argument(
        "--summary", action="store_true", help="say in one line for each place what its sessions show"
    )
    history.set_defaults(module="history.history", function="show")


def add_progress_command(commands: Commands) -> None:
    """Add ``progress``, which says what the pain ratings show over time."""
    progress = commands.add_parser("progress", help="see what your pain ratings show over the weeks")
    progress.add_argument("--json", action="store_true", help="print JSON")
    add_series_filters(progress)
    progress.set_defaults(module="history.progress", function="show")


def add_log_command(commands: Commands) -> None:
    """Add ``log``, which saves a session that was done without the program, or a pain score."""
    log = commands.add_parser("log", help="add a session that you did without the program, or a pain score")
    log.add_argument("--area", metavar="A", type=argument_types.area, help="the body area that you worked on")
    log.add_argument(
        "--place",
        metavar="P",
        type=argument_types.place,
        help="where it hurts, if that isn't the area; without --area this logs a pain score",
    )
    log.add_argument("--side", metavar="S", type=argument_types.side, help="left, right or both")
    add_rating_options(log, before_required=True)
    log.add_argument(
        "--at",
        metavar="TIME",
        type=argument_types.past_time,
        help="when you did it: YYYY-MM-DDTHH:MM, or HH:MM for today; now if omitted",
    )
    add_text_options(log)
    log.set_defaults(module="history.log", function="log")


def add_edit_command(commands: Commands) -> None:
    """Add ``edit``, which corrects a session; without options, it shows what was corrected before."""
    edit = commands.add_parser(
        "edit", help="correct a session; without options, show what was corrected in it"
    )
    add_session_argument(edit)
    edit.add_argument("--at", metavar="TIME", type=argument_types.past_time, help="when it began, as for log")
    edit.add_argument("--place", metavar="P", type=argument_types.place, help="where it hurts")
    edit.add_argument(
        "--area", metavar="A", type=argument_types.area, help="the body area that you worked on"
    )
    edit.add_argument("--side", metavar="S", type=argument_types.side, help="left, right, both or none")
    for name, when in (("before", "before it"), ("after", "right after it")):
        edit.add_argument(
            f"--{name}", metavar="N", type=argument_types.rating, help=f"your pain {when}, 0 to 10"
        )
    edit.add_argument(
        "--later",
        metavar="TIME=N",
        action="append",
        type=argument_types.later_rating,
        help="a later rating: a new one, or another number for the one of this minute",
    )
    for flag, used in (("painkiller", "a painkiller"), ("heat", "heat")):
        edit.add_argument(
            f"--{flag}",
            action=argparse.BooleanOptionalAction,
            default=None,
            help=f"whether you used {used} in the 6 hours before",
        )
    edit.add_argument(
        "--stop-reason",
        metavar="R",
        choices=argument_types.STOP_REASONS,
        help=f"why you stopped: {', '.join(argument_types.STOP_REASONS)}",
    )
    add_text_options(edit)
    edit.add_argument(
        "--slip", action="store_true", help="the reason why you stopped today was a slip; nothing rests then"
    )
    edit.set_defaults(module="history.corrections", function="edit")


def add_delete_command(commands: Commands) -> None:
    """Add ``delete``, which deletes a session: for good, or with 30 days in which ``undo`` brings it back."""
    delete = commands.add_parser("delete", help="delete a session; undo brings it back for 30 days")
    add_session_argument(delete)
    delete.add_argument("--purge", action="store_true", help="delete it for good, at once")
    delete.add_argument("--yes", action="store_true", help="don't ask before deleting for good")
    delete.add_argument(
        "--backups",
        action="store_true",
        help="with --purge, delete the backups and damaged histories that may still hold it, too;"
        " a new backup is made first",
    )
    delete.set_defaults(module="history.corrections", function="delete")


def add_undo_command(commands: Commands) -> None:
    """Add ``undo``, which takes back the latest correction, deletion or import.

    With ``ID`` it takes back the latest correction or deletion of that session instead.
    """
    undo = commands.add_parser(
        "undo",
        help="take back your latest correction, deletion or import in the history; again for the one before",
    )
    undo.add_argument(
        "id",
        metavar="ID",
        nargs="?",
        help="take back the latest correction or deletion of this session instead, given as for edit",
    )
    undo.set_defaults(module="history.corrections", function="undo")


def add_backup_command(commands: Commands) -> None:
    """Add ``backup``, which copies the whole history into a backup file."""
    backup = commands.add_parser("backup", help="make a backup of your history, and print where it is")
    backup.add_argument(
        "folder", metavar="DIR", nargs="?", help="a folder for it; where backups usually go if omitted"
    )
    backup.set_defaults(module="history.backup", function="make")


def add_restore_command(commands: Commands) -> None:
    """Add ``restore``, which replaces the history by a backup."""
    restore = commands.add_parser("restore", help="go back to a backup; shows first what that changes")
    restore.add_argument("file", metavar="FILE", help="the backup")
    restore.add_argument("--yes", action="store_true", help="don't ask")
    restore.set_defaults(module="history.backup", function="restore")


def add_report_command(commands: Commands) -> None:
    """Add ``report``, which writes a page about the person's pain, to take to an appointment."""
    report = commands.add_parser("report", help="save a page about your pain for an appointment")
    report.add_argument(
        "-o", "--output", metavar="FILE", required=True, help="an .html file, to open or print"
    )
    add_series_filters(report)
    report.add_argument("--notes", action="store_true", help="with your notes, on a sheet of their own")
    report.add_argument("--force", action="store_true", help="overwrite an existing file")
    report.set_defaults(module="history.report", function="write")
