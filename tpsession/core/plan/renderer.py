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
    """What is being done, in a few words."""
    fraction: float
    """The part that is done, 0 to 1."""


class QuarterProgress:
    """Describes the progress of a long task in steps of a quarter, for people who listen to it."""

    def __init__(self) -> None:
        self._said = ("", 0)

    def describe(self, progress: RenderProgress) -> str:
        """Return the work and how much of it is done, rounded down to 25 percent: ``Saving: 50 percent.``.

        Empty before the first quarter is done, and if the text would be the one that was returned last, apart
        from empty ones.
        """
        work = progress.text.split(":")[0]
        newest = (work, int(4 * progress.fraction))
        if not newest[1] or newest == self._said:
            return ""
        self._said = newest
        return f"{work}: {25 * newest[1]} percent."


@dataclass(frozen=True, slots=True)
class RenderedFile:
    """A sound file that was written, and the two lists beside it."""

    path: str
    """The sound file's absolute path."""
    seconds: float
    """Its length in seconds."""
    companion_names: tuple[str, str]
    """File names of the CUE sheet for music players and of the list of all cues."""
    notes: tuple[str, ...]
    """What the person should know about it, a sentence each, such as a sound that couldn't be used."""


class Renderer(Protocol):
    """Writes whole sessions as sound files. Both methods may block: `render` until the file is complete.

    Suggest a path, let the person change it, then write the file and report how far it is::

        path = renderer.suggest_path("neck")
        file = renderer.render(plan, path, lambda progress: print(progress.text))
        print(file.path, file.seconds)
    """

    def suggest_path(self, routine: str) -> str:
        """Return a path for the sound file of a routine, as a person types it: it may begin with ``~``.

        `render` takes it in this form. A file may be there already. routine: the routine's id.
        """
        ...

    def render(
        self, plan: Plan, output: str, report: Callable[[RenderProgress], None], *, overwrite: bool = False
    ) -> RenderedFile:
        """Write a session as a sound file, with a CUE sheet and a list of its cues beside it.

        The voice first makes the sounds of texts that it hasn't made yet. A gate takes a fixed time. The
        three files appear, or replace older ones, only when all are complete.

        Args:
            plan: The session.
            output: Path of the sound file; its suffix names the format, and it may begin with ``~``.
            report: Called again and again with the progress. If it raises, rendering is cancelled, the three
                files stay as they were, and its exception is passed on.
            overwrite: Whether existing files may be replaced.

        Raises:
            ExistsError: A file exists and must not be replaced, also one that appears during the work.
            UsageError: `output` can't be the path of a sound file.
            TpsessionError: The files can't be written, or a package for the format is missing.

        """
        ...
