"""Writes a whole session as a sound file, with two lists that say when each step and cue begins."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tpsession.audio.engine.mixer import RATE
from tpsession.audio.files.render import PlacedCue, Rendering
from tpsession.audio.files.sound_file import SOUND_FILES
from tpsession.core.plan import cue_sheet
from tpsession.core.plan.plan import Plan
from tpsession.core.session.runner import UNATTENDED_GATE_S
from tpsession.core.text.sanitize import sanitize

SHEET_SUFFIX = ".cue"
LIST_SUFFIX = ".cues.json"

Replacing = Callable[[Path], AbstractContextManager[BinaryIO]]
"""Opens a temporary file that replaces a path when it is complete, and is removed if that fails."""


def output_paths(target: Path) -> list[Path]:
    """Return the paths of the sound file, which is `target`, of the CUE sheet and of the list of cues."""
    return [target, target.with_suffix(SHEET_SUFFIX), target.with_suffix(LIST_SUFFIX)]


@dataclass(frozen=True, slots=True)
class SessionFile:
    """A rendered session with all that is needed to write its files."""

    target: Path
    """The path of the sound file; its ending is one of `SOUND_FILES`."""
    plan: Plan
    cues: list[PlacedCue]
    rendering: Rendering

    @property
    def seconds(self) -> float:
        """The length of the sound in seconds."""
        return self.rendering.frames / RATE

    def write(self, replacing: Replacing, report: Callable[[float], None]) -> None:
        """Write the sound, its CUE sheet and its list of cues, and put them in place when all are complete.

        Raises `NoEncoderError` if the package that encodes the sound can't be used, and `OSError` if encoding
        fails or a file can't be written. An error before all are complete leaves no new file behind.

        Args:
            replacing: Opens each file.
            report: Called again and again with the fraction that is done, 0 to 1. An exception that it raises
                ends the work.

        """
        file_type = SOUND_FILES[self.target.suffix.lower()]
        target, sheet_path, list_path = output_paths(self.target)
        steps = cue_sheet.step_marks(self.plan, UNATTENDED_GATE_S)
        sheet = cue_sheet.format_cue_sheet(self.plan.name, target.name, file_type.sheet_kind, steps)
        with ExitStack() as files:
            # Files are closed in the opposite order, so the sound is the first to take its place.
            for path, text in ((list_path, self._format_list(steps)), (sheet_path, sheet)):
                files.enter_context(replacing(path)).write(text.encode())
            file = files.enter_context(replacing(target))
            with file_type.open(file) as write:
                done = 0
                for block in self.rendering.blocks():
                    write(block)
                    done += len(block) // 2
                    report(done / self.rendering.frames)

    def _format_list(self, steps: list[cue_sheet.StepMark]) -> str:
        """Return every step, and every cue that is heard, with its time, as JSON.

        A CUE sheet can't have this: it lists only the steps, and nothing finer than 1/75 s.
        """
        shape = {
            "file": self.target.name,
            "rate": RATE,
            "frames": self.rendering.frames,
            "steps": [{"at": step.at, "title": sanitize(step.title)} for step in steps],
            "cues": [
                {"at": one.frame / RATE, "frame": one.frame, "cue": one.cue.id, "text": one.cue.text}
                for one in self.cues
            ],
        }
        return json.dumps(shape, indent=1) + "\n"
