"""The commands that carry the history to another machine or program, and back."""

from __future__ import annotations

from tpsession.arguments.options import Commands, add_history_filters
from tpsession.commands import argument_types


def add_export_command(commands: Commands) -> None:
    """Add ``export``, which writes the history, or the sessions that filters choose, into a file."""
    export = commands.add_parser("export", help="write your history into a file")
    export.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        required=True,
        help="a .json file with everything, or a .csv table of your sessions",
    )
    add_history_filters(export)
    export.add_argument(
        "--anonymous",
        action="store_true",
        help="without notes, names and real dates, to give to others; it can't be imported",
    )
    export.add_argument("--force", action="store_true", help="overwrite an existing file")
    export.set_defaults(module="history.export", function="export")


def add_import_command(commands: Commands) -> None:
    """Add ``import``, which adds what an export or another pain diary contains to the history."""
    import_ = commands.add_parser("import", help="add what is in a file to your history")
    import_.add_argument(
        "file", metavar="FILE", help="a .json or .csv file of tpsession export, or another pain diary's .csv"
    )
    import_.add_argument(
        "--dry-run", action="store_true", help="only say what would be done, and change nothing"
    )
    import_.add_argument(
        "--map",
        metavar="FIELD=COLUMN",
        dest="columns",
        action="append",
        type=argument_types.diary_column,
        help="of another diary: the column with the date, time, score, place, side or note",
    )
    import_.add_argument(
        "--name",
        metavar="TEXT=ID",
        dest="names",
        action="append",
        type=argument_types.diary_name,
        help="what the other diary calls a place or a side, such as Knie=knee or links=left",
    )
    import_.add_argument(
        "--place", metavar="P", type=argument_types.place, help="where it hurts, if a row doesn't say"
    )
    import_.add_argument(
        "--side", metavar="S", type=argument_types.side, help="left, right or both, if a row doesn't say"
    )
    import_.add_argument(
        "--scale", choices=("10", "100"), help="the highest score of the other diary, if it isn't clear"
    )
    import_.add_argument(
        "--dates", choices=("dmy", "mdy"), help="whether the day or the month comes first, if it isn't clear"
    )
    import_.add_argument("--yes", action="store_true", help="don't ask before taking another diary's scores")
    import_.set_defaults(module="history.import_file", function="import_file")
