"""The port that writes a whole session as a sound file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tpsession.core.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class RenderProgress:
    """How far something is that takes a while."""

    text: str
    """A few words for the person."""
    fraction: float
    """How much of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A session that was written as a sound file."""

    path: str
    """The sound file, absolute."""
    seconds: float
    """How long it is."""
    companion_names: tuple[str, str]
    """Names of the two lists beside it: the sheet for music players, and every cue."""
    notes: tuple[str, ...]
    """What is to know about it, a sentence each: a sound that couldn't be used, a voice that isn't there."""


class Renderer(Protocol):
    """Writes whole sessions as sound files. Both calls may wait for the disk."""

    def suggest_path(self, routine: str) -> str:
        """Where the file of a routine, named by its id, may well be put: a path as `render` takes it."""
        ...

    def render(
        self, plan: Plan, output: str, report: Callable[[RenderProgress], None], *, overwrite: bool = False
    ) -> RenderedFile:
        """Write a session as sound, of the kind that the end of `output` names, and two lists beside it.

        output: a path, which may begin with ``~`` for the person's own folder.
        tell: called all the while; what it raises ends the work, and nothing is left of it. Raises
        `ExistsError` where a file is in the way that isn't to be overwritten, `UsageError` where `output`
        can't be one, and `TpsessionError` where it can't be written. Each file is whole afterwards, or as it
        was before; they take their places one after the other when all are whole.
        """
        ...
