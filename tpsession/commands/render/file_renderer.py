"""Writing a session as a sound file, wired: for the command and for the screen."""

from __future__ import annotations

import os
import threading
from array import array
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from tpsession.audio.files.render import Rendering, place_cues
from tpsession.audio.files.session_file import SessionFile, output_paths
from tpsession.audio.files.sound_file import SOUND_FILES, NoEncoderError
from tpsession.audio.files.sounds import load_sounds
from tpsession.audio.files.wav import SoundFileError
from tpsession.commands.play.sound import voice, voiced
from tpsession.core.catalog.cues import Speak
from tpsession.core.errors import ExistsError, TpsessionError, UsageError
from tpsession.core.plan import cue_sheet
from tpsession.core.plan.plan import Plan
from tpsession.core.plan.renderer import RenderedFile, RenderProgress
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.session.runner import UNATTENDED_GATE_S
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.player import Voice
from tpsession.core.sound.sound_check import describe_muted_groups
from tpsession.core.speech.announcements import texts
from tpsession.core.text.formatting import describe_render_progress, describe_voice_progress
from tpsession.core.text.sanitize import sanitize
from tpsession.files.atomic import replacing
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources
from tpsession.files.writable import is_folder

LOOK_S = 0.1
"""Between two looks at how far the voice is."""


class FileRenderer:
    """The port `Renderer` over this machine's files."""

    def __init__(self, preferences: Callable[[], Preferences], paths: Paths, resources: Resources) -> None:
        """preferences: reads the volumes, once for each file."""
        self._preferences = preferences
        self._paths = paths
        self._resources = resources

    def suggest_path(self, routine: str) -> str:
        """See `Renderer.suggested`."""
        path, home = best_folder() / f"{routine}.wav", Path.home()
        return str(Path("~") / path.relative_to(home) if path.is_relative_to(home) else path)

    def render(
        self, plan: Plan, output: str, report: Callable[[RenderProgress], None], *, overwrite: bool = False
    ) -> RenderedFile:
        """See `Renderer.render`."""
        # As a shell does it; where there is no such person the name stays as it is.
        target = Path(os.path.expanduser(output))  # noqa: PTH111 - `Path.expanduser` raises there
        with _telling_trouble(target):
            _refuse_unfit(target, overwrite=overwrite)
        remark = self._speak_ahead(plan, report)
        sounds = load_sounds(
            [self._paths.sounds, self._resources.sounds], _decode, voice_folder=voiced(self._paths)
        )
        heard = place_cues(full_timeline(plan, UNATTENDED_GATE_S), sounds.samples.seconds)
        length_s = cue_sheet.total_length_s(plan, UNATTENDED_GATE_S)
        preferences = self._preferences()
        overall = preferences.percent("sound.volume")
        rendering = Rendering(heard, length_s, sounds.samples, preferences.levels, overall)
        file = SessionFile(target, plan, heard, rendering)
        with _telling_trouble(target):
            file.write(
                partial(replacing, shared=True),
                lambda share: report(RenderProgress(describe_render_progress(share, file.seconds), share)),
            )
        _, sheet, cues = output_paths(target)
        return RenderedFile(
            path=str(target.absolute()),
            seconds=file.seconds,
            companion_names=(sheet.name, cues.name),
            notes=(
                *([remark] if remark else []),
                *map(sanitize, sounds.problems),
                *describe_muted_groups({one.cue.group for one in heard}, preferences),
            ),
        )

    def _speak_ahead(self, plan: Plan, tell: Callable[[RenderProgress], None]) -> str:
        """Have the texts spoken that aren't yet; returns why there is no voice, where one is wanted."""
        wanted = texts(plan)
        if not wanted:
            return ""
        with closing(voice(self._paths)) as speaker:
            message = speak_ahead(speaker, wanted, tell)
        return message if plan.speak is Speak.EVERYTHING else ""


def speak_ahead(speaker: Voice, wanted: tuple[str, ...], tell: Callable[[RenderProgress], None]) -> str:
    """Wait until the voice has made all that it can of these; returns what is wrong with it, else nothing.

    tell: called all the while; what it raises ends the waiting.
    """
    speaker.prepare(wanted)
    pause = threading.Event()
    while (state := speaker.state()).is_working:
        tell(RenderProgress(describe_voice_progress(state.finished, state.requested), state.finished / max(1, state.requested)))
        pause.wait(LOOK_S)
    return state.message


def best_folder() -> Path:
    """A folder that is there and in which a person looks for a sound file."""
    import platformdirs  # noqa: PLC0415 - only where a place has to be suggested

    wished = (platformdirs.user_music_path(), platformdirs.user_documents_path(), Path.home())
    return next((folder for folder in wished if folder.is_dir()), Path.cwd())


@contextmanager
def _telling_trouble(target: Path) -> Iterator[None]:
    """Tell what the disk or the encoder refuses, as trouble with this file."""
    try:
        yield
    except NoEncoderError as error:
        raise TpsessionError(
            f"Writing {target.suffix[1:].upper()} files needs the package soundfile, "
            f"which can't be used: {sanitize(str(error))}.",
            "Install it with: pip install 'tpsession[render]', or write a .wav file.",
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise TpsessionError(
            f"{_shown(target)} can't be written: {sanitize(reason)}.",
            "Nothing was left half-written. Mend that, or choose another place.",
        ) from error


def _refuse_unfit(target: Path, *, overwrite: bool) -> None:
    """Say before the work what would fail after it. Raises `OSError` where a place can't be looked at."""
    if target.suffix.lower() not in SOUND_FILES:
        known = ", ".join(SOUND_FILES)
        raise UsageError(f"{_shown(target)} is no sound file that can be written.", f"End it in {known}.")
    if not is_folder(target.parent):
        raise UsageError(f"There is no folder {_shown(target.parent)}.", "Make it, or choose another one.")
    for path in output_paths(target):
        if is_folder(path):
            raise UsageError(f"{_shown(path)} is a folder.", "Choose another name.")
    there = [path for path in output_paths(target) if os.path.lexists(path)]
    if there and not overwrite:
        raise ExistsError(_exist(there))


def _exist(there: list[Path]) -> str:
    """A sentence that names each file that would be overwritten; the folder is said once."""
    first, *others = there
    if not others:
        return f"{_shown(first)} already exists."
    *most, last = [_shown(first), *(sanitize(path.name) for path in others)]
    return f"{', '.join(most)} and {last} already exist."


def _decode(path: Path) -> array[int]:
    # A person's own FLAC, OGG and MP3 only: it loads a sound library.
    from tpsession.audio.backends.libraries import find_decoder  # noqa: PLC0415

    decoder = find_decoder()
    if decoder is None:
        raise SoundFileError("only WAV files can be read here")
    return decoder(path)


def _shown(path: Path) -> str:
    return sanitize(str(path))
