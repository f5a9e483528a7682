"""Which routine a person means on the command line."""

from __future__ import annotations

from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary


def resolve_routine(words: str, *, with_deleted: bool = False) -> str:
    """Return the id or the path of the routine that these words mean; if there is none, the words unchanged.

    An id, in any case of letters, and the path of an existing file are returned as they are; a name gives the
    routine's id. Raises `UsageError` if several routines have the name.

    with_deleted: whether a deleted routine is found by its name, if no other has that.
    """
    return FileLibrary(find_paths(), find_resources()).resolve(words, with_deleted=with_deleted)
