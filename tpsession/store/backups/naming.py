"""The names of backups: each says of which history it is, why it was made, and when."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tpsession.core.clock import Clock

INCOMPLETE = "incomplete"
"""The label of a backup of a history with damaged rows. It is kept, but never instead of a good one."""
DAMAGED = "damaged"
"""The label of a damaged history that a rescue moved aside; it lies beside the history."""
UNFINISHED_SUFFIX = ".part"
"""What the name of a backup ends with until it is complete."""
_STAMP = "%Y%m%d-%H%M%S"


@dataclass(frozen=True, slots=True)
class BackupFile:
    """A backup, or a damaged history that was moved aside, as its name describes it."""

    path: Path
    label: str
    """Why it was made, such as ``daily``."""
    made_at: datetime
    """The local time at which it was made, without an offset."""

    @property
    def is_good(self) -> bool:
        """Whether its label isn't `INCOMPLETE`, the label of a backup in which damaged rows were found."""
        return self.label != INCOMPLETE


def find_unused_path(path: Path, label: str, clock: Clock, folder: Path) -> Path:
    """Return an unused path in `folder`, named after the history, the label and the local time in seconds.

    Nothing is made. If the name is taken already, ``-2``, ``-3`` and so on is added.

    path: the file of the history; its stem and ending are used.
    """
    stamp = clock.local_time().strftime(_STAMP)
    candidate = folder / f"{path.stem}-{label}-{stamp}{path.suffix}"
    number = 2
    while candidate.exists():
        candidate = folder / f"{path.stem}-{label}-{stamp}-{number}{path.suffix}"
        number += 1
    return candidate


def list_backups(path: Path, folder: Path) -> list[BackupFile]:
    """Return the backups of the history at `path` in a folder, the newest by the time in their names first.

    Damaged histories that were moved aside are named in the same way and listed, too. Files with other names
    are left out, and a folder that is missing or can't be read has none. No file is opened, so a damaged
    backup is in the list.
    """
    backups = []
    with suppress(OSError):
        for file in folder.iterdir():
            backup = parse_name(path, file)
            if backup is not None:
                backups.append(backup)
    return sorted(backups, key=lambda backup: (backup.made_at, backup.path.name), reverse=True)


def parse_name(path: Path, file: Path) -> BackupFile | None:
    """Return what a file is by its name: a backup of the history at `path`, or None for another name.

    The history itself, moved aside as damaged, is returned like a backup, with the label `DAMAGED`. The file
    need not exist and isn't opened.
    """
    pattern = rf"{re.escape(path.stem)}-(.+)-(\d{{8}}-\d{{6}})(?:-\d+)?{re.escape(path.suffix)}"
    match = re.fullmatch(pattern, file.name)
    if match is None:
        return None
    try:
        return BackupFile(file, match[1], datetime.strptime(match[2], _STAMP))  # noqa: DTZ007 - local time
    except ValueError:
        return None
