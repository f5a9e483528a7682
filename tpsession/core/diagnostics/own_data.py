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
        """Return where the person's data is; may wait for the disk. No folder or file is made."""
        ...

    def back_up(self, progress: TaskProgress) -> list[str]:
        """Make a backup of the history where the settings say; waits for the disk.

        Return in sentences where it is, and what the person should know of it. Raises `HistoryError`.

        progress: shows how far it is, and may stop it with `TaskStoppedError`; then there is no backup.
        """
        ...


def describe_missing_folder(folder: str) -> str:
    """Return that a backup isn't in the folder that the settings name, because that isn't there."""
    return f"The folder {folder} isn't there now, so the backup is beside your history."


def describe_own_data(found: DataLocations, person: str) -> list[tuple[str, str]]:
    """Return where a person's data is, when the last backup was made, and how to restore and move the data.

    Each is a name of one word and a line of text; several lines in a row may have one name.

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
