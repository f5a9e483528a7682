"""The port that writes a whole session as a sound file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from tpsession.core.plan.plan import Plan


@dataclass(frozen=True, slots=True)
class RenderProgress:
    """How far the rendering of a session is."""

    text: str
    """A few words for the person."""
    fraction: float
    """How much of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A session that was written as a sound file."""

    path: str
    """The sound file's absolute path."""
    seconds: float
    """How long it is."""
    companion_names: tuple[str, str]
    """Names of the two lists beside it: the sheet for music players, and every cue."""
    notes: tuple[str, ...]
    """What is to know about it, a sentence each: a sound that couldn't be used, a voice that isn't there."""


class Renderer(Protocol):
    """Writes whole sessions as sound files. Both methods may block on the disk.

    def suggest_path(self, routine: str) -> str:
        """Where the file of a routine, named by its id, may well be put: a path as `render` takes it."""
        ...

    def render(
        self, plan: Plan, output: str, report: Callable[[RenderProgress], None], *, overwrite: bool = False
    ) -> RenderedFile:
        """Write a session as sound, of the kind that the end of `output` names, and two lists beside it.

        """
        ...
