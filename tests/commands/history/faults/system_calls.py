"""Makes calls to the system fail: those of SQLite through its own means for that, and those of Python."""

from __future__ import annotations

import ctypes
import errno
import io
import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

_POINTER, _INT, _LONG = ctypes.c_void_p, ctypes.c_int, ctypes.c_long
_OF_SQLITE: dict[str, tuple[type, ...]] = {
    "open": (_POINTER, _INT, _INT),
    "read": (_INT, _POINTER, _LONG),
    "pread": (_INT, _POINTER, _LONG, _LONG),
    "pread64": (_INT, _POINTER, _LONG, _LONG),
    "write": (_INT, _POINTER, _LONG),
    "pwrite": (_INT, _POINTER, _LONG, _LONG),
    "pwrite64": (_INT, _POINTER, _LONG, _LONG),
    "ftruncate": (_INT, _LONG),
    "unlink": (_POINTER,),
}
"""The calls of SQLite that can fail here, with the types of their arguments."""
_OF_PYTHON = (
    *((os, name) for name in ("open", "fsync", "replace", "rename", "link", "unlink", "mkdir", "fchmod")),
    # For `Path.open`.
    (io, "open"),
)
"""The same of Python, each with its module."""


class _Vfs(ctypes.Structure):
    """The beginning of SQLite's ``sqlite3_vfs``, of version 3."""

    _fields_ = (
        ("version", _INT),
        ("file_size", _INT),
        ("path_length", _INT),
        ("next", _POINTER),
        ("name", ctypes.c_char_p),
        ("data", _POINTER),
        *((f"unused{number}", _POINTER) for number in range(13)),
        ("set_system_call", ctypes.CFUNCTYPE(_INT, _POINTER, ctypes.c_char_p, _POINTER)),
        ("get_system_call", ctypes.CFUNCTYPE(_POINTER, _POINTER, ctypes.c_char_p)),
    )


def _find_library() -> str | None:
    """Return the path of the SQLite library that this process uses; None if it is a part of Python."""
    sqlite3.connect(":memory:").close()
    with open("/proc/self/maps", encoding="utf-8") as maps:  # noqa: PTH123 - no file on a disk
        return next((line.split()[-1] for line in maps if "libsqlite3" in line), None)


class FailingCalls:
    """Lets calls pass and counts them, until it is told to let them fail."""

    def __init__(self) -> None:
        """Put this in the place of the calls. Raises `OSError` where that isn't possible."""
        self._fail: Callable[[int], bool] | None = None
        self._errno = 0
        self.count = 0
        """How many calls were made."""
        self.has_kept_file = False
        """Whether a file couldn't be removed."""
        try:
            path = _find_library()
        except OSError:
            path = None
        if path is None:
            raise OSError(errno.ENOSYS, "SQLite is no library of its own here")
        library = ctypes.CDLL(path)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        self._vfs = library.sqlite3_vfs_find(None)
        self._kept = [self._replace_in_sqlite(name, types) for name, types in _OF_SQLITE.items()]
        for module, name in _OF_PYTHON:
            self._replace_in_python(module, name)

    @contextmanager
    def failing(self, fail: Callable[[int], bool], number: int) -> Iterator[None]:
        """Have the calls fail in the block for which a function returns true, given their number from 0.

        number: the error, such as `errno.EIO`.
        """
        self._fail, self._errno, self.count, self.has_kept_file = fail, number, 0, False
        try:
            yield
        finally:
            self._fail = None

    def _is_failing(self, name: str) -> bool:
        if self._fail is None:
            return False
        self.count += 1
        failed = self._fail(self.count - 1)
        self.has_kept_file |= failed and name == "unlink"
        return failed

    def _replace_in_sqlite(self, name: str, types: tuple[type, ...]) -> object:
        """Replace one of SQLite's calls, and return what must stay in memory."""
        vfs = self._vfs.contents
        kind = ctypes.CFUNCTYPE(_LONG if "read" in name or "write" in name else _INT, *types, use_errno=True)
        address = vfs.get_system_call(self._vfs, name.encode())
        if not address:
            return None
        original = kind(address)

        def call(*arguments: Any) -> int:  # noqa: ANN401 - whatever the call takes
            if self._is_failing(name):
                ctypes.set_errno(self._errno)
                return -1
            result: int = original(*arguments)
            return result

        replacement = kind(call)
        vfs.set_system_call(self._vfs, name.encode(), ctypes.cast(replacement, _POINTER))
        return replacement

    def _replace_in_python(self, module: ModuleType, name: str) -> None:
        original = getattr(module, name)

        def call(*arguments: Any, **named: Any) -> object:  # noqa: ANN401 - whatever the call takes
            if self._is_failing(name):
                raise OSError(self._errno, os.strerror(self._errno), str(arguments[0]))
            return original(*arguments, **named)

        setattr(module, name, call)
