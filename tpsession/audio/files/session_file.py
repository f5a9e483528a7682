"""A whole session as a sound file, and beside it two lists of what is when."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from tpsession.audio.engine.mixer import RATE
from tpsession.audio.files.render import Heard, Rendering
from tpsession.audio.files.sound_file import SOUND_FILES
from tpsession.core.plan import cue_sheet
from tpsession.core.plan.plan import Plan
from tpsession.core.session.runner import UNATTENDED_GATE_S
from tpsession.core.text.sanitize import sanitize

SHEET_SUFFIX = ".cue"
LIST_SUFFIX = ".cues.json"

Replacing = Callable[[Path], AbstractContextManager[BinaryIO]]
"""Opens a file that takes the place of a path once it was written to its end, and vanishes if it wasn't."""


def outputs(target: Path) -> list[Path]:
    """The sound file, and what is written beside it."""
    return [target, target.with_suffix(SHEET_SUFFIX), target.with_suffix(LIST_SUFFIX)]


@dataclass(frozen=True, slots=True)
class SessionFile:
    """What is to be written."""

    target: Path
    """The sound file; its suffix is one of `SOUND_FILES`."""
    plan: Plan
    heard: list[Heard]
    rendering: Rendering

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.rendering.frames / RATE

    def write(self, replacing: Replacing, tell: Callable[[float], None]) -> None:
        """Write all three files; they take their places one after the other when all are whole.

        tell: called all the while with the share that is done, 0 to 1; what it raises ends the work, and
        nothing is left of it. Raises `OSError`, and `NoEncoderError`.
        """
        kind = SOUND_FILES[self.target.suffix.lower()]
        target, sheet_path, list_path = outputs(self.target)
        steps = cue_sheet.step_marks(self.plan, UNATTENDED_GATE_S)
        sheet = cue_sheet.format_cue_sheet(self.plan.name, target.name, kind.sheet_kind, steps)
        with ExitStack() as written:
            # Left in the opposite order: the sound itself takes its place first.
            for path, text in ((list_path, self._list(steps)), (sheet_path, sheet)):
                written.enter_context(replacing(path)).write(text.encode())
            file = written.enter_context(replacing(target))
            with kind.open(file) as write:
                done = 0
                for block in self.rendering.blocks():
                    write(block)
                    done += len(block) // 2
                    tell(done / self.rendering.frames)

    def _list(self, steps: list[cue_sheet.StepMark]) -> str:
        """Every step and cue with its frame: a sheet knows neither cues nor anything finer than 1/75 s."""
        shape = {
            "file": self.target.name,
            "rate": RATE,
            "frames": self.rendering.frames,
            "steps": [{"at": step.at, "title": sanitize(step.title)} for step in steps],
            "cues": [
                {"at": one.frame / RATE, "frame": one.frame, "cue": one.cue.id, "text": one.cue.text}
                for one in self.heard
            ],
        }
        return json.dumps(shape, indent=1) + "\n"
