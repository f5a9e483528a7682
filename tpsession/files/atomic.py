"""Writes a file so that a reader, or a power cut, finds the old content or the new, never a part of it."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from tpsession.private_files import sync_folder


class FileChangedError(OSError):
    """Raised for a file that another program has changed, so that it wasn't overwritten."""


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write a file as a whole or not at all, in place of any earlier one; only the person may read it.

    It has mode 0600. Text is written as UTF-8, and its line endings are not changed. If `path` is a symbolic
    link, the file that it points to is replaced. The folder must exist. Raises `OSError` if the file can't be
    written; the old content then stays, and no temporary file is left behind.
    """
    with replacing(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def create_atomically(path: Path, content: bytes) -> None:
    """Write a new file with this content, for the person alone (mode 0600), as a whole or not at all.

    The folder must exist. Raises `FileExistsError` if there is anything at the path by then, and `OSError` if
    the file can't be written.
    """
    if os.path.lexists(path):
        raise _exists_error(path)
    with replacing(path, put=put_if_free) as file:
        file.write(content)


def replace_unchanged(path: Path, content: bytes, old: bytes) -> None:
    """Replace a file's content as `write_atomically` does, if it still has its old content.

    Raises `FileChangedError`, an `OSError`, if it has another one or is gone, and any `OSError` if it can't
    be written.
    """

    def put(temporary: Path, target: Path) -> None:
        """Replace `target` by the complete new file, or raise `FileChangedError` if it isn't `old` now."""
        # After the new content has reached the disk, which takes long.
        try:
            unchanged = target.read_bytes() == old
        except FileNotFoundError:
            unchanged = False
        if not unchanged:
            raise FileChangedError(errno.EBUSY, "another program has changed it", str(path))
        temporary.replace(target)

    with replacing(path, put=put) as file:
        file.write(content)


def put_if_free(temporary: Path, target: Path) -> None:
    """Give a new file its name; for `replacing`, to replace nothing.

    Raises `FileExistsError` if something has that name by now, and `OSError` if it can't be given.
    """
    try:
        os.link(temporary, target)
    except FileExistsError:
        raise
    except OSError:
        # A file system without hard links, such as exFAT. Nothing had the name a moment ago.
        if os.path.lexists(target):
            raise _exists_error(target) from None
        temporary.replace(target)
    else:
        temporary.unlink()


def _exists_error(path: Path) -> FileExistsError:
    return FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path))


def _put_in_place(temporary: Path, target: Path) -> None:
    """Give a new file the name that it is to have; a file of that name is replaced."""
    temporary.replace(target)


def require_regular(path: Path) -> None:
    """Raise `OSError` if there is a pipe, a socket or a device at `path`, or if that can't be found out.

    Those must be neither read nor replaced. A folder, or nothing at all, is left to whoever opens the path.
    """
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it isn't a regular file", str(path))


@contextlib.contextmanager
def replacing(
    path: Path, *, shared: bool = False, put: Callable[[Path, Path], None] = _put_in_place
) -> Iterator[BinaryIO]:
    """Yield a new, empty file, open to write bytes; it is put at `path` when the block ends without an error.

    If the block or `put` fails, the new file is removed and `path` stays as it is. Otherwise it works as
    `write_atomically`, for content that is too large for memory.

    Args:
        path: The file to replace; it may be missing.
        shared: Whether others may read it, as far as the system's umask allows; else it has mode 0600.
        put: Called at the end with the complete new file and the path to replace; gives the new file that
            name.

    """
    import tempfile  # noqa: PLC0415 - 5 ms, and most commands write nothing

    target = Path(os.path.realpath(path))
    require_regular(target)
    # mkstemp creates it with mode 0600. The program ignores files whose names begin with a dot.
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:64]}.", suffix=".tmp", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            yield file
            file.flush()
            if shared and os.name == "posix":
                os.fchmod(file.fileno(), 0o666 & ~_umask())
            os.fsync(file.fileno())
        put(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    sync_folder(target.parent)


def _umask() -> int:
    """Return the permissions that new files don't get.

    A program can read them only by setting them, so for a moment new files get none for others.
    """
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
