"""Writes a session as a sound file, for the command ``render`` and for both front ends."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tpsession.audio.files.render import Rendering, place_cues
from tpsession.audio.files.session_file import SessionFile, output_paths
from tpsession.audio.files.sound_file import SOUND_FILES, NoEncoderError
from tpsession.audio.files.sounds import load_sounds
from tpsession.audio.system.installation import find_installer
from tpsession.commands.play.voice import make_voice
from tpsession.core.catalog.cues import Speak
from tpsession.core.errors import TpsessionError, UsageError
from tpsession.core.plan import cue_sheet
from tpsession.core.plan.plan import GateKey, Plan
from tpsession.core.plan.renderer import RenderedFile, RenderProgress
from tpsession.core.session.cue_timeline import full_timeline
from tpsession.core.session.runner import UNATTENDED_GATE_S
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.packages import ENCODER_PACKAGE
from tpsession.core.sound.player import Voice
from tpsession.core.sound.sound_check import describe_muted_groups
from tpsession.core.speech.announcements import list_voiced_texts
from tpsession.core.text.formatting import describe_render_progress, describe_voice_progress
from tpsession.core.text.sanitize import sanitize
from tpsession.files.output_file import (
    check_targets,
    expand,
    explaining_errors,
    shown,
    suggest_path,
    writing_together,
)
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources

VOICE_POLL_S = 0.1
"""Seconds between two looks at the voice's progress."""


class FileRenderer:
    """Implements the port `tpsession.core.plan.renderer.Renderer` with the files of this machine."""

    def __init__(self, preferences: Callable[[], Preferences], paths: Paths, resources: Resources) -> None:
        """Write nothing yet.

        Args:
            preferences: Returns the settings, whose volumes are read again for each file.
            paths: Where the person's own sounds and the spoken texts are.
            resources: Where the built-in sounds are.

        """
        self._preferences = preferences
        self._paths = paths
        self._resources = resources

    def suggest_path(self, routine: str) -> str:
        """Return a path in the person's music folder, such as ``~/Music/neck.wav``.

        Without such a folder, it is in their documents folder, or else in the home folder. A file may be
        there already. routine: the routine's id, which becomes the file's name.
        """
        import platformdirs  # noqa: PLC0415 - only needed for a suggestion

        folders = [platformdirs.user_music_path(), platformdirs.user_documents_path()]
        return suggest_path(f"{routine}.wav", folders)

    def render(
        self, plan: Plan, output: str, report: Callable[[RenderProgress], None], *, overwrite: bool = False
    ) -> RenderedFile:
        """Write a session as a sound file, a CUE sheet and a list of its cues; return what was made.

        The three files appear, or replace older ones, only when all are complete. If sounds of texts have to
        be made for them, this waits for the voice. Each wait for the person at a gate takes
        `UNATTENDED_GATE_S`.

        Args:
            plan: The session.
            output: The path of the sound file as a person types it; its ending says the format.
            report: Called again and again with the progress. If it raises, none of the three is left behind.
            overwrite: Whether existing files may be replaced.

        Raises:
            ExistsError: A file exists and must not be replaced, also one that appears during the work.
            UsageError: `output` can't be the path of a sound file.
            TpsessionError: The files can't be written, or the package for this format is missing.

        """
        target = expand(output)
        with _explaining_encoder(target):
            _check_target(target, overwrite=overwrite)
        # Nobody presses a key while a file plays.
        plan = plan._replace(gate_key=GateKey.NONE)
        remark = self._prepare_speech(plan, report)
        from tpsession.audio.backends.libraries import find_decoder  # noqa: PLC0415 - loads a sound library

        folders = [self._paths.sounds, self._resources.sounds]
        sounds = load_sounds(folders, find_decoder(), voice_folder=self._paths.speech)
        timeline = place_cues(full_timeline(plan, UNATTENDED_GATE_S), sounds.samples.seconds)
        length_s = cue_sheet.total_length_s(plan, UNATTENDED_GATE_S)
        preferences = self._preferences()
        overall = preferences.percent("sound.volume")
        rendering = Rendering(timeline, length_s, sounds.samples, preferences.levels, overall)
        file = SessionFile(target, plan, timeline, rendering)
        targets = output_paths(target)
        with _explaining_encoder(target), writing_together(targets, overwrite=overwrite) as open_file:
            file.write(
                open_file,
                lambda share: report(RenderProgress(describe_render_progress(share, file.seconds), share)),
            )
        _, sheet, cues = targets
        return RenderedFile(
            path=str(target.absolute()),
            seconds=file.seconds,
            companion_names=(sheet.name, cues.name),
            notes=(
                *([remark] if remark else []),
                *map(sanitize, sounds.problems),
                *describe_muted_groups({timed.cue.group for timed in timeline}, preferences),
            ),
        )

    def _prepare_speech(self, plan: Plan, report: Callable[[RenderProgress], None]) -> str:
        """Have the voice make the sounds of the plan's texts, wait for that, and return what went wrong.

        The result is empty if all is well. It is empty, too, unless the plan speaks everything: other plans
        do without the sounds that are missing. report: called again and again with the progress.
        """
        spoken = list_voiced_texts(plan)
        if not spoken:
            return ""
        with closing(make_voice(self._paths, self._resources)) as voice:
            message = wait_for_speech(voice, spoken, report)
        return message if plan.speak is Speak.EVERYTHING else ""


def wait_for_speech(voice: Voice, spoken: tuple[str, ...], report: Callable[[RenderProgress], None]) -> str:
    """Have the voice make the sounds of these texts, and wait for that; return what is wrong with it, or "".

    Waits, without a limit, until the voice has made every sound that it can.

    Args:
        voice: Makes the sounds.
        spoken: The texts.
        report: Called with the progress again and again; an exception from it ends the wait.

    """
    voice.prepare(spoken)
    pause = threading.Event()
    while (state := voice.state()).is_working:
        report(
            RenderProgress(
                describe_voice_progress(state.finished, state.requested),
                state.finished / max(1, state.requested),
            )
        )
        pause.wait(VOICE_POLL_S)
    return state.message


@contextmanager
def _explaining_encoder(target: Path) -> Iterator[None]:
    """Turn an error of the disk, or a missing encoder, in the block into a `TpsessionError`.

    For the encoder, its advice says how to install it; for the disk, to choose another place.
    """
    try:
        with explaining_errors(target):
            yield
    except NoEncoderError as error:
        raise TpsessionError(
            f"Writing {target.suffix[1:].upper()} files needs the package soundfile, "
            f"which can't be used: {sanitize(str(error))}.",
            f"Install it with: {find_installer().install_command(ENCODER_PACKAGE)}; or write a .wav file.",
        ) from error


def _check_target(target: Path, *, overwrite: bool) -> None:
    """Check the names of the sound file, its CUE sheet and the list of its cues, before the long work.

    Whether they can be written isn't checked. Raises `UsageError` if the ending of the sound file is unknown,
    and what `check_targets` raises.
    """
    if target.suffix.lower() not in SOUND_FILES:
        raise UsageError(
            f"{shown(target)} is not a kind of sound file that can be written.",
            f"Use a name that ends in {', '.join(SOUND_FILES)}.",
        )
    check_targets(output_paths(target), overwrite=overwrite)
