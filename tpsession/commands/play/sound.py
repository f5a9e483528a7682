"""Starts the player and the voice for both front ends, and for the commands that need them."""

from __future__ import annotations

from importlib.util import find_spec

from tpsession.audio.client.player import open_player
from tpsession.audio.client.speech_log import SpeechLog
from tpsession.audio.tts.voice import ProcessVoice
from tpsession.clock import SystemClock
from tpsession.core.settings.backends import MINIAUDIO
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.player import CuePlayer
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources


def start_player(
    preferences: Preferences,
    paths: Paths,
    resources: Resources,
    clock: SystemClock,
    speech_log: SpeechLog | None = None,
) -> CuePlayer:
    """Start the player with the sound library, device and volumes of the settings.

    Returns at once, while the player is still opening its device. The caller closes it.

    Args:
        preferences: The person's settings.
        paths: Where the person's own sounds and the spoken texts are.
        resources: Where the built-in sounds are.
        clock: The clock of the session.
        speech_log: What an earlier player has said; pass it if this player may take over from that one.

    """
    player = open_player(
        preferences.text("sound.backend"),
        preferences.text("sound.device"),
        [paths.sounds, resources.sounds],
        clock,
        paths.speech,
        speech_log,
    )
    player.set_volume(preferences.levels, preferences.percent("sound.volume"))
    return player


def make_voice(paths: Paths, resources: Resources) -> ProcessVoice:
    """Return the voice, whose process starts with the first text that isn't recorded. The caller closes it.

    Where miniaudio isn't installed, nothing reads the recordings, so the voice makes these texts too.
    """
    can_decode = find_spec(MINIAUDIO) is not None
    return ProcessVoice(paths.speech, built_in_sounds=resources.sounds if can_decode else None)
