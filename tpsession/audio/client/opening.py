"""Opens the player for the sound library in the settings, or a silent one if there is to be no sound."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from tpsession.audio.client.player import ProcessPlayer
from tpsession.audio.client.silent import SilentPlayer
from tpsession.audio.client.sound_report import silent_state
from tpsession.audio.client.speech_log import SpeechLog
from tpsession.core.clock import Clock
from tpsession.core.settings.backends import SOUND_LIBRARIES
from tpsession.core.sound.player import CuePlayer
from tpsession.core.sound.troubleshooting import SoundFailure


def open_player(
    backend: str,
    device: str,
    sound_folders: Sequence[Path],
    clock: Clock,
    voice_folder: Path | None = None,
    speech_log: SpeechLog | None = None,
) -> CuePlayer:
    """Open the player for the sound library in the settings, and return it at once. Never raises.

    It is a `SilentPlayer` if no sound is wanted, or if there is no Python to run or no thread can be started.
    Any other failure shows later, in the player's state.

    Args:
        backend: One of `core.settings.backends`, as in the settings.
        device: Name of the sound device or a part of it, empty for the system's own.
        sound_folders: The folders of sound files; the first one wins, the built-in one is the last.
        clock: The clock that `TimedCue.at` is on.
        voice_folder: The folder of the sound files that a voice makes of texts; None if there is none.
        speech_log: The log of the player which this one replaces, if there was one.

    """
    if backend == "none":
        # The person wants no sound, so nothing is wrong.
        return SilentPlayer()
    if not sys.executable:
        return SilentPlayer(silent_state(SoundFailure.NO_PLAYER))
    libraries = SOUND_LIBRARIES if backend == "auto" else (backend,)
    try:
        return ProcessPlayer(device, sound_folders, clock, libraries, voice_folder, speech_log)
    except RuntimeError:
        # No thread can be started. The session matters more than its sound.
        return SilentPlayer(silent_state(SoundFailure.NO_PLAYER))
