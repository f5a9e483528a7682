"""Knows which of the person's own sound files a player process may read, after some have ended processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

MAX_EARLY_FAILURES = 2
"""After this many failures in a row before a device was opened, all own sounds are left out."""
MAX_LEFT_OUT_FILES = 3
"""If more files than this ended a process, all own sounds are left out, as each costs some seconds."""

OWN_SOUNDS_LEFT_OUT = "Your own sound files couldn't be read and are ignored."


class OwnSounds:
    """Which folders and files of sounds the next player process may read. What was left out once stays so."""

    def __init__(self, folders: Sequence[Path]) -> None:
        """Begin with all files. folders: the person's own folders, and the built-in one as the last."""
        self._folders = tuple(folders)
        self._file_being_read = ""
        self._early_failures = 0
        self._are_left_out = False
        self._left_out_files: list[str] = []

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that the next process may read.

        If all own files are left out, see `note_failure`, that is only the built-in folder.
        """
        return self._folders[-1:] if self._are_left_out else self._folders

    @property
    def left_out_files(self) -> tuple[str, ...]:
        """The paths of single files in `folders` that the next process may not read."""
        return () if self._are_left_out else tuple(self._left_out_files)

    @property
    def problems(self) -> tuple[str, ...]:
        """Sentences for the person about the sounds that are left out; empty if none are."""
        if self._are_left_out:
            return (OWN_SOUNDS_LEFT_OUT,) if len(self._folders) > 1 else ()
        return tuple(f"The sound file {path} can't be read and is ignored." for path in self._left_out_files)

    def note_reading(self, path: str) -> None:
        """Remember which of the person's own files a process is about to read, for `note_failure`."""
        self._file_being_read = path

    def note_opening(self) -> None:
        """Note that a process has read all sounds and opens its device: it hasn't failed early.

        The count of early failures begins again. What is left out already stays so.
        """
        self._early_failures = 0

    def note_failure(self, *, is_reading: bool) -> None:
        """Note that a process failed before it opened a device, and leave out files that may be the cause.

        If it had begun to read the person's own files, the one that it began last is left out. If that file
        isn't known, or if `MAX_LEFT_OUT_FILES` files are left out already, all own files are left out. If it
        hadn't begun to read any, all own files are left out once `MAX_EARLY_FAILURES` processes in a row,
        this one included, have failed before they opened a device.

        is_reading: whether the process had begun to read the person's own files.
        """
        self._early_failures += 1
        if is_reading and self._file_being_read and len(self._left_out_files) < MAX_LEFT_OUT_FILES:
            self._left_out_files.append(self._file_being_read)
        elif is_reading or self._early_failures >= MAX_EARLY_FAILURES:
            self._are_left_out = True
