"""``tpsession render``: a whole guided session as a sound file, and beside it two lists of what is when."""

from __future__ import annotations

import argparse
import json
import os
import sys
import threading
from array import array
from contextlib import ExitStack, closing
from pathlib import Path

from tpsession.audio.mixer import RATE
from tpsession.audio.render import Heard, Rendering, arrange
from tpsession.audio.sound_file import SOUND_FILES, NoEncoderError, SoundFile
from tpsession.audio.sounds import SoundFileError, load_sounds
from tpsession.commands.progress import Interruptible, Progress
from tpsession.commands.routines import choices
from tpsession.commands.wiring import voice, voiced
from tpsession.core import cue_sheet
from tpsession.core.cue import Speak
from tpsession.core.cueing import whole
from tpsession.core.errors import TpsessionError, UsageError
from tpsession.core.plan import Plan, plan
from tpsession.core.sitting import UNATTENDED_GATE_S
from tpsession.core.speech import texts
from tpsession.core.text import harmless
from tpsession.core.wording import clock_time, voice_progress
from tpsession.files.atomic import replacing
from tpsession.files.library import FileLibrary
from tpsession.files.paths import Paths, find_paths
from tpsession.files.resources import find_resources
from tpsession.files.settings import FileSettings

LOOK_S = 0.1
"""Between two looks at how far the voice is."""
SHEET_SUFFIX = ".cue"
LIST_SUFFIX = ".cues.json"


def render(arguments: argparse.Namespace) -> int:
    """Write the sound file and its lists; all three appear when all are whole."""
    target = Path(arguments.output)
    kind = _kind(target)
    outputs = [target, target.with_suffix(SHEET_SUFFIX), target.with_suffix(LIST_SUFFIX)]
    _refuse_unfit(outputs, overwrite=arguments.force)
    paths, resources = find_paths(), find_resources()
    settings = FileSettings(paths.settings)
    for problem in settings.problems():
        sys.stderr.write(f"{problem}\n")
    preferences = settings.preferences()
    routine = FileLibrary(paths, resources).routine(arguments.routine)
    laid_out = plan(routine, choices(preferences, arguments.area, arguments.side))
    speak_ahead(texts(laid_out), paths, told=laid_out.speak is Speak.EVERYTHING)
    sounds = load_sounds([paths.sounds, resources.sounds], _decode, voiced=voiced(paths))
    for problem in sounds.problems:
        sys.stderr.write(f"{harmless(problem)}\n")
    heard = arrange(whole(laid_out, UNATTENDED_GATE_S), sounds.samples.seconds)
    length_s = cue_sheet.length_s(laid_out, UNATTENDED_GATE_S)
    overall = preferences.percent("sound.volume")
    rendering = Rendering(heard, length_s, sounds.samples, preferences.levels, overall)
    try:
        _write(outputs, kind, rendering, laid_out, heard)
    except NoEncoderError as error:
        raise TpsessionError(
            f"Writing {kind.suffix[1:].upper()} files needs the package soundfile, which can't be used: "
            f"{harmless(str(error))}.",
            "Install it with: pip install 'tpsession[render]', or write a .wav file.",
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise TpsessionError(f"{_shown(target)} can't be written: {harmless(reason)}.") from error
    seconds = clock_time(rendering.frames / RATE)
    sys.stderr.write(f"Written: {_shown(target)}, {seconds}, and beside it {SHEET_SUFFIX}, {LIST_SUFFIX}.\n")
    return 0


def speak_ahead(wanted: tuple[str, ...], paths: Paths, *, told: bool) -> None:
    """Have the texts spoken that aren't yet, if there is a voice. told: whether to say that there is none."""
    if not wanted:
        return
    with closing(voice(paths)) as speaker, Progress() as progress, Interruptible() as interruptible:
        speaker.prepare(wanted)
        pause = threading.Event()
        while (state := speaker.state()).working:
            interruptible.check()
            progress.tell(voice_progress(state.made, state.wanted))
            pause.wait(LOOK_S)
    if told and state.message:
        sys.stderr.write(f"{state.message}\n")


def _kind(target: Path) -> SoundFile:
    kind = SOUND_FILES.get(target.suffix.lower())
    if kind is None:
        known = ", ".join(SOUND_FILES)
        raise UsageError(f"{_shown(target)} is no sound file that can be written.", f"End it in {known}.")
    return kind


def _refuse_unfit(outputs: list[Path], *, overwrite: bool) -> None:
    """Say before the work what would fail after it."""
    folder = outputs[0].parent
    if not folder.is_dir():
        raise UsageError(f"There is no folder {_shown(folder)}.", "Make it, or choose another one.")
    for path in outputs:
        if path.is_dir():
            raise UsageError(f"{_shown(path)} is a folder.", "Choose another name.")
        if os.path.lexists(path) and not overwrite:
            raise UsageError(f"{_shown(path)} already exists.", "Choose another name, or add --force.")


def _write(
    outputs: list[Path], kind: SoundFile, rendering: Rendering, laid_out: Plan, heard: list[Heard]
) -> None:
    target, sheet_path, list_path = outputs
    steps = cue_sheet.marks(laid_out, UNATTENDED_GATE_S)
    sheet = cue_sheet.sheet(laid_out.name, target.name, kind.sheet_kind, steps)
    length = clock_time(rendering.frames / RATE)
    with Progress() as progress, Interruptible() as interruptible, ExitStack() as written:
        # Left in the opposite order: the sound itself takes its place first.
        for path, text in ((list_path, _list(target, rendering, steps, heard)), (sheet_path, sheet)):
            written.enter_context(replacing(path, shared=True)).write(text.encode())
        file = written.enter_context(replacing(target, shared=True))
        with kind.open(file) as write:
            done = 0
            for block in rendering.blocks():
                write(block)
                interruptible.check()
                done += len(block) // 2
                progress.tell(f"Rendering: {100 * done // rendering.frames} % of {length}")


def _list(target: Path, rendering: Rendering, steps: list[cue_sheet.Mark], heard: list[Heard]) -> str:
    """Every step and every cue with its frame: a sheet knows neither cues nor anything finer than 1/75 s."""
    shape = {
        "file": target.name,
        "rate": RATE,
        "frames": rendering.frames,
        "steps": [{"at": step.at, "title": harmless(step.title)} for step in steps],
        "cues": [
            {"at": one.frame / RATE, "frame": one.frame, "cue": one.cue.id, "text": one.cue.text}
            for one in heard
        ],
    }
    return json.dumps(shape, indent=1) + "\n"


def _decode(path: Path) -> array[int]:
    # A person's own FLAC, OGG and MP3 only: it loads a sound library.
    from tpsession.audio.libraries import find_decoder  # noqa: PLC0415

    decoder = find_decoder()
    if decoder is None:
        raise SoundFileError("only WAV files can be read here")
    return decoder(path)


def _shown(path: Path) -> str:
    return harmless(str(path))
