"""Where a person's own data is on this computer, and how to back it up and get it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from tpsession.core.task_progress import TaskProgress

BACK_UP = "Back up now"
"""What the button that makes a backup says."""
MAKING = "Making a backup"
STOPPED_BACKUP = "You stopped it. No backup was made."
DAMAGED = "A part of your history is damaged, and so is that part of the backup. Nothing was deleted."
NO_HISTORY = "There is no history yet, so there is nothing to back up."


@dataclass(frozen=True, slots=True)
class DataLocations:
    """Where everything is, as paths to be shown."""

    history: str
    routines: str
    settings: str
    backups: str
    """The folder in which the next backup will be."""
    last_backup: datetime | None
    """The local time of the newest good backup; None if there is none."""
    program: str = "tpsession"
    """What starts the program in a terminal: its full path if its name alone isn't found there."""


class OwnData(Protocol):
    """Finds and backs up what a person has saved.

    Example::

        print(*describe_own_data(own_data.locate(), person=""))
        print(*own_data.back_up(TaskProgress()))
    """

    def locate(self) -> DataLocations:
        """Return where the person's data is; may wait for the disk. No folder or file is created."""
        ...

    def back_up(self, progress: TaskProgress) -> list[str]:
        """Make a backup of the history; waits for the disk.

        It is made in the folder that the settings name, or beside the history if they name none or it is
        missing. Return sentences: where the backup is and, if so, that its folder was missing or that a part
        is damaged. Raises `HistoryError` if there is no history or no backup can be made.

        progress: is told how far it is, and may stop it by raising `TaskStoppedError`; then there is no
        backup.
        """
        ...


def describe_missing_folder(folder: str) -> str:
    """Return a sentence: the folder for backups is missing, so the backup is beside the history.

    folder: the folder that the settings name.
    """
    return f"The folder {folder} isn't there now, so the backup is beside your history."


def describe_own_data(found: DataLocations, person: str) -> list[tuple[str, str]]:
    """Return where a person's data is, when the last backup was made, and how to restore and move the data.

    Each item is a heading of one word and a line of text; several items in a row may have the same heading.

    person: whose history it is; empty if only one person uses the program.
    """
    command = f'{found.program} --person "{person}"' if person else found.program
    last = (
        "There is none yet. One is made on each day that your history changes."
        if found.last_backup is None
        else f"The last one was made on {found.last_backup:%Y-%m-%d} at {found.last_backup:%H:%M}."
    )
    return [
        ("History", found.history),
        ("Routines", found.routines),
        ("Settings", found.settings),
        ("Backups", found.backups),
        ("Backups", last),
        ("Backups", "They hold your history. The settings can put them on another disk."),
        ("Restore", "To go back to a backup, leave the program and type:"),
        ("Restore", f"{command} restore FILE"),
        ("Restore", "You see what would change before it does, and what you have now is kept as a backup."),
        ("Move", "For another computer, or with FILE.csv for a spreadsheet, type:"),
        ("Move", f"{command} export -o FILE.json"),
    ]
