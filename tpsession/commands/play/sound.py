"""What both front ends are wired with."""

from __future__ import annotations

from pathlib import Path

from tpsession.audio.client.player import open_player
from tpsession.audio.client.speech_log import SpeechLog
from tpsession.audio.tts.voice import ProcessVoice
from tpsession.clock import SystemClock
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.player import CuePlayer, Voice
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources


def voice(paths: Paths) -> Voice:
    """The voice, which starts nothing before there is something to make; close it in the end."""
    return ProcessVoice(voiced(paths))


def voiced(paths: Paths) -> Path:
    """The folder of the texts that the voice makes."""
    return paths.cache / "speech"


def player(
    preferences: Preferences,
    paths: Paths,
    resources: Resources,
    clock: SystemClock,
    memory: SpeechLog | None = None,
) -> CuePlayer:
    """The player of the settings, as loud as they say. Returns at once; close it in the end.

    memory: of the player that it takes the place of, if there may be one.
    """
    opened = open_player(
        preferences.text("sound.backend"),
        preferences.text("sound.device"),
        [paths.sounds, resources.sounds],
        clock,
        voiced(paths),
        memory,
    )
    opened.set_volume(preferences.levels, preferences.percent("sound.volume"))
    return opened
