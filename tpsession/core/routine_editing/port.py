"""The port through which routine files are made, changed, deleted and brought back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.technique import Technique
from tpsession.core.errors import Problem, TpsessionError

if TYPE_CHECKING:
    # Named in annotations only: loading it takes 8 ms, which most commands don't need.
    from tpsession.core.routine_editing.variation import Variation


@dataclass(frozen=True, slots=True)
class RoutineText:
    """The text of a routine file, as it was read."""

    id: str
    source: str
    """`BUILT_IN` or `YOURS`; the latter also for a file outside the folders."""
    path: str
    content: bytes
    """The whole file. It should be UTF-8, but a file with mistakes may not be."""


@dataclass(frozen=True, slots=True)
class NewStep:
    """A step of a routine that is made from answers."""

    technique: Technique
    duration: str = ""
    """As in a routine file, such as ``1m30s``; empty if it waits for the person, or has holds."""
    hold: str = ""
    """How long each hold takes; empty if it has none."""
    repeat: int = 1
    """The number of holds."""
    release: str = ""
    """How long to let go between two holds; empty for the technique's own."""
    text: str = ""
    """The instruction; empty for the technique's own."""


@dataclass(frozen=True, slots=True)
class DeletedRoutine:
    """A routine that was deleted and can be brought back."""

    id: str
    name: str
    """Its id, if its file has no name that can be read."""
    is_built_in: bool
    uncovers_built_in: bool = False
    """Whether the built-in routine of the same id is used again."""
    is_replaced: bool = False
    """Whether the person has a file of this id, such as this routine as it was changed later."""


@dataclass(frozen=True, slots=True)
class RestoredRoutine:
    """A routine that was brought back."""

    id: str
    name: str
    """Its id, if its file has no name that can be read."""
    is_built_in: bool
    took_place: bool = False
    """Whether the person had another one of this id, which is among the deleted ones now."""


class RoutineChangedError(TpsessionError):
    """A routine file was changed by another program since it was read, so it wasn't overwritten."""


class RoutineWriter(Protocol):
    """Makes and changes the person's routine files. Every method may block.

    Read a routine, change its text, and save that, unless the file was changed meanwhile::

        old = writer.make_own("neck")
        routine, problems = writer.check(text, old.id)
        new = writer.save(old, text)

    Each method that reads or writes files raises `TpsessionError` if that isn't possible.
    """

    def read(self, name: str) -> RoutineText:
        """Return the file of a routine. Its text may have mistakes.

        Raises `UsageError` if there is none, and `TpsessionError` if it can't be read.

        name: the id of the routine, or the path of its file.
        """
        ...

    def check(self, content: str | bytes, identifier: str) -> tuple[Routine | None, tuple[Problem, ...]]:
        """Return the routine that a text is, or None if the text has errors, and all problems in the text.

        Reads no routine file; for a step with a sound of the person's own, it looks into the folder of their
        sounds. content: of a routine file. identifier: the id of the routine.
        """
        ...

    def schema(self) -> Mapping[str, Any]:
        """Return the JSON Schema of routine files."""
        ...

    def find_taken_ids(self) -> frozenset[str]:
        """Return the ids that a new routine shouldn't have: those of all routines, and `ONLY_REST`.

        A built-in routine that the person deleted still has its id.
        """
        ...

    def write_template(self, name: str, area: Area | None, sides: Sides, steps: Sequence[NewStep]) -> str:
        """Return the text of a new routine, with comments and without mistakes. It isn't saved.

        Args:
            name: What the routine is called.
            area: Its area; None for any area.
            sides: How it treats left and right.
            steps: Its steps; if empty, the text has some usual ones.

        """
        ...

    def change_name(self, old: RoutineText, name: str, area: Area | None = None) -> str:
        """Return the text of a routine file with another name, and another area if given. Nothing is saved.

        All else stays, comments too; but the text of a built-in routine loses the paragraph that tells how to
        make it one's own. Raises `RoutineFileError` if the file has errors, before or after the change, and
        `TpsessionError` if it can only be changed by hand.

        Args:
            old: The file.
            name: The new name of the routine.
            area: The new area; None leaves the area as it is in the file.

        """
        ...

    def open_variation(self, name: str) -> tuple[RoutineText, Variation]:
        """Return the file of a routine, and a variation of it in which nothing is changed yet.

        The variation of a built-in routine proposes a new name for it. Raises `UsageError` if there is no
        such routine, `RoutineFileError` if it has errors, and `TpsessionError` if it can't be read.

        name: the id of the routine, or the path of its file.
        """
        ...

    def apply_variation(self, old: RoutineText, variation: Variation) -> str:
        """Return the text of a routine file with the changes of a variation; nothing is saved.

        All else in it stays, but for a built-in routine it is the text for a copy of the person's own:
        without the paragraph that tells how to make it one's own, and with a line that points editors to the
        schema. Raises `TpsessionError` if the file is so unusual that it can only be changed by hand.
        """
        ...

    def create(self, identifier: str, content: str | bytes) -> RoutineText:
        """Save a new routine of the person's own, and return its file.

        It is used instead of a built-in routine with the same id. Raises `ExistsError` if the person has a
        routine with this id already, and `TpsessionError` if it can't be saved.

        identifier: the id of the new routine. content: the text of its file.
        """
        ...

    def make_own(self, name: str) -> RoutineText:
        """Return the file of the person's own routine; for a built-in routine, save a copy with its id first.

        Raises as `read` and `create` do. name: the id of the routine, or the path of its file.
        """
        ...

    def discard_copy(self, copy: RoutineText) -> bool:
        """Remove the file that `make_own` has saved, unless it was changed since.

        Returns whether the file is gone. Raises `TpsessionError` if it can't be removed.
        """
        ...

    def save(self, old: RoutineText, content: str | bytes) -> RoutineText:
        """Save a new text in the file of a routine, and return the file; the text may have mistakes.

        Raises `RoutineChangedError` if the file was changed or removed since it was read, and
        `TpsessionError` if it can't be saved.

        old: the file as it was read.
        """
        ...

    def replace(self, identifier: str, content: str | bytes) -> RoutineText:
        """Save a routine of the person's own, delete their earlier one with this id, and return the new file.

        `restore` brings the earlier one back. If there is none, this does the same as `create`. Raises
        `TpsessionError` if it can't be saved, or if another program changes the earlier one meanwhile.
        """
        ...

    def delete(self, name: str) -> DeletedRoutine:
        """Delete a routine of the person's own, or hide a built-in one; `restore` brings it back.

        Raises `UsageError` if there is none, if it is hidden already, or if `name` is a path.

        name: the id of the routine.
        """
        ...

    def restore(self, identifier: str) -> RestoredRoutine:
        """Bring back the routine that was deleted last under this id; if it is a built-in one, show it again.

        A deleted file of the person takes the place of one that they have under this id by now, which is
        deleted in exchange. Raises `UsageError` if no routine with this id was deleted.
        """
        ...

    def list_deleted(self, *, with_replaced: bool = False) -> list[DeletedRoutine]:
        """Return the routine that was deleted last under each id, which `restore` brings back, sorted by id.

        A hidden built-in routine counts as deleted. An id under which the person has a file by now is left
        out.

        with_replaced: whether to return the routines of these ids too.
        """
        ...
