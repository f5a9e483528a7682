"""Writes a file that the person named: checks the name first, and says what to do if it can't be written."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import BinaryIO

from tpsession.core.errors import ExistsError, TpsessionError, UsageError
from tpsession.core.text.sanitize import sanitize
from tpsession.files.atomic import put_if_free, replacing, require_regular
from tpsession.files.writable import is_folder


def expand(output: str) -> Path:
    """Return the path that a person typed; ``~`` or ``~name`` at its beginning becomes that home folder.

    ``~name`` stays if there is no such user.
    """
    return Path(os.path.expanduser(output))  # noqa: PTH111 - `Path.expanduser` raises then


def suggest_path(name: str, folders: Iterable[Path]) -> str:
    """Return a path for a file with this name as the person reads it, with ``~`` for the home folder.

    Nothing is made, and a file may be there already.

    folders: where it fits best, the best first. The first that exists is taken, or else the home folder if it
    exists, or else the current one.
    """
    home = Path.home()
    # Other than `Path.is_dir`, this is false if a folder may not be looked into.
    exists = os.path.isdir
    found = next((folder for folder in (*folders, home) if exists(folder)), None)
    # Asked for only here: there is no current folder if it was deleted meanwhile.
    path = (Path.cwd() if found is None else found) / name
    return str(Path("~") / path.relative_to(home) if path.is_relative_to(home) else path)


def check_targets(targets: Sequence[Path], *, overwrite: bool) -> None:
    """Raise an error if these files can't be written to their one folder; permission isn't checked.

    Nothing is written.

    Args:
        targets: The files; at least one.
        overwrite: Whether existing files may be replaced.

    Raises:
        UsageError: The folder is missing, or a folder has one of the names.
        ExistsError: One of the files exists and `overwrite` is false.
        OSError: One is a pipe, a socket or a device, or the disk doesn't say.

    """
    folder = targets[0].parent
    if not is_folder(folder):
        raise UsageError(f"There is no folder {shown(folder)}.", "Create it, or choose another one.")
    for path in targets:
        if is_folder(path):
            raise UsageError(f"{shown(path)} is a folder.", "Choose another name.")
        require_regular(path)
    existing = [path for path in targets if os.path.lexists(path)]
    if existing and not overwrite:
        raise ExistsError(_describe_existing(existing))


def check_target(output: str, suffixes: Sequence[str], *, overwrite: bool) -> Path:
    """Return the path that a person typed, expanded, if a file of these endings may be written there.

    Nothing is written, and permission isn't checked.

    Args:
        output: The path that the person typed.
        suffixes: The endings that its name may have, in small letters, such as ``.html``.
        overwrite: Whether an existing file may be replaced.

    Raises:
        UsageError: The name has another ending, it is the name of a folder, or its own folder is missing.
        ExistsError: The file exists and must not be replaced.
        TpsessionError: It is a pipe, a socket or a device, or the disk doesn't say what is there.

    """
    target = expand(output)
    if target.suffix.lower() not in suffixes:
        raise UsageError(
            f"{shown(target)} has the wrong ending.", f"Use a name that ends in {' or '.join(suffixes)}."
        )
    with explaining_errors(target):
        check_targets([target], overwrite=overwrite)
    return target


@contextmanager
def explaining_errors(target: Path) -> Iterator[None]:
    """Turn an `OSError` in the block into a `TpsessionError` that says what to do.

    The block must leave no unfinished file: the text says that none was left.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise TpsessionError(
            f"{shown(target)} can't be written: {sanitize(reason)}.",
            "No unfinished file was left behind. Fix the cause, or choose another place.",
        ) from error


@contextmanager
def writing_together(
    targets: Sequence[Path], *, overwrite: bool
) -> Iterator[Callable[[Path], AbstractContextManager[BinaryIO]]]:
    """Yield a function that opens one of these files to write it, as `replacing` does; others may read it.

    If the block fails, and `overwrite` is false, none of the files that it has put in place is left.

    Args:
        targets: The files, which `check_targets` found free unless `overwrite` is true.
        overwrite: Whether existing files may be replaced.

    Raises:
        ExistsError: `overwrite` is false, and something has appeared in the place of a file since; it stays.
        OSError: A file can't be written.

    """
    if overwrite:
        yield partial(replacing, shared=True)
        return
    made: list[Path] = []

    def put_new(temporary: Path, target: Path) -> None:
        """Give a complete new file its name, and note that; raise `FileExistsError` if the name is taken."""
        put_if_free(temporary, target)
        made.append(target)

    try:
        yield partial(replacing, shared=True, put=put_new)
    except BaseException as error:
        for path in made:
            with suppress(OSError):
                path.unlink()
        existing = [path for path in targets if os.path.lexists(path)]
        if isinstance(error, FileExistsError) and existing:
            raise ExistsError(_describe_existing(existing)) from error
        raise


def write_text_file(output: str, suffixes: Sequence[str], text: str, *, overwrite: bool) -> str:
    """Write a text file, which others may read, as a whole or not at all, and return its absolute path.

    Args:
        output: The path that the person typed.
        suffixes: The endings that its name may have, such as ``.html``.
        text: The content, saved as UTF-8.
        overwrite: Whether an existing file may be replaced.

    Raises:
        UsageError: The name has another ending, it is the name of a folder, or its own folder is missing.
        ExistsError: The file exists and must not be replaced.
        TpsessionError: The file can't be written.

    """
    target = check_target(output, suffixes, overwrite=overwrite)
    with explaining_errors(target), replacing(target, shared=True) as file:
        file.write(text.encode())
    return str(target.absolute())


def shown(path: Path) -> str:
    """Return a path as text that is safe to show: on one line, with unsafe characters replaced."""
    return sanitize(str(path))


def _describe_existing(existing: Sequence[Path]) -> str:
    """Return a sentence that names each file that would be overwritten; only the first with its folder."""
    first, *others = existing
    if not others:
        return f"{shown(first)} already exists."
    *most, last = [shown(first), *(sanitize(path.name) for path in others)]
    return f"{', '.join(most)} and {last} already exist."
