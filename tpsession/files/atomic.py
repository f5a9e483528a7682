"""Writing a file so that a reader, or a power cut, sees the old content or the new, never a part."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def write_atomically(path: Path, content: str | bytes) -> None:
    """Put `content` (text as UTF-8, line ends as they are) into a file, for the person alone (0600).

    A symbolic link stays one: its target is written. The folder must exist. Raises `OSError`; then the file
    is as it was and nothing is left beside it.
    """
    with replacing(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


@contextlib.contextmanager
def replacing(path: Path, *, shared: bool = False) -> Iterator[BinaryIO]:
    """An open file that takes the place of `path` once it was written to its end, and vanishes if it wasn't.

    For what is too large to be in memory; else as `write_atomically`. shared: whether others may read it, as
    far as new files usually can be; else it is for the person alone (0600).
    """
    target = Path(os.path.realpath(path))
    # mkstemp makes the file 0600, and a name that begins with a dot is in no list of ours.
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:64]}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            if shared and os.name == "posix":
                os.fchmod(file.fileno(), 0o666 & ~_umask())
            os.fsync(file.fileno())
        temporary.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _umask() -> int:
    """What new files don't allow; it can only be read by setting it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Put the file's new name on the disk; Windows has no such call, some network disks refuse it."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):
            os.fsync(handle)
    finally:
        os.close(handle)
