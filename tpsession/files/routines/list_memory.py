"""Keeps what the list of routines showed in a file, so that the next start shows it at once."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tpsession import __version__
from tpsession.core.catalog.list_memory import ListedRoutine
from tpsession.files.atomic import require_regular, write_atomically
from tpsession.private_files import make_private_folder

NAME = "routines.json"
_MAX_CHARACTERS = 4 * 1024 * 1024
"""A longer file isn't ours: 10,000 routines take less than half of this."""


class FileListMemory:
    """Implements the port `tpsession.core.catalog.list_memory.ListMemory` with a JSON file."""

    def __init__(self, folder: Path) -> None:
        """Make a memory; nothing is read yet. folder: of files that can be made again."""
        self._folder = folder
        self._kept = ""
        """What the file holds, as far as it is known."""

    def recall(self, made_from: str) -> tuple[ListedRoutine, ...] | None:
        """Return the remembered list; None if there is none that can be read, or if it isn't up to date.

        made_from: what the list depends on, as a text. If it differs from that of `remember`, or if another
        version of the program wrote the file, the list isn't up to date.
        """
        # The person, or a program that cleans up, may have put anything there: then nothing is remembered.
        with suppress(OSError, ValueError, TypeError, RecursionError):
            path = self._folder / NAME
            require_regular(path)
            with path.open(encoding="utf-8") as file:
                self._kept = file.read(_MAX_CHARACTERS)
            version, remembered, rows = json.loads(self._kept)
            if version == __version__ and remembered == made_from:
                listed = tuple(ListedRoutine(*row) for row in rows)
                return listed if all(map(_is_valid, listed)) else None
        return None

    def remember(self, made_from: str, listed: Sequence[ListedRoutine]) -> None:
        """Write the list into the file, unless this object knows that it is there already. Never raises.

        If that fails, the next start only takes longer. made_from: as for `recall`.
        """
        text = json.dumps([__version__, made_from, listed])
        if text == self._kept:
            return
        with suppress(OSError):
            make_private_folder(self._folder)
            write_atomically(self._folder / NAME, text)
            self._kept = text


def _is_valid(row: ListedRoutine) -> bool:
    """Return whether all values of a row are of the right kinds; anyone may have written the file."""
    *texts, length_s, problem_text = row
    return all(isinstance(text, str) for text in (*texts, problem_text)) and isinstance(length_s, float)
