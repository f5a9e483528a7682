"""Starts the player for both front ends, and for the commands that need it."""

from __future__ import annotations

from tpsession.audio.client.opening import open_player
from tpsession.audio.client.speech_log import SpeechLog
from tpsession.clock import SystemClock
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

    Returns at once, while the player is still opening its device; it is a silent player if there can be no
    sound. The caller closes it.

    Args:
        preferences: The person's settings.
        paths: Where the person's own sounds and the sounds of spoken texts are.
        resources: Where the built-in sounds are.
        clock: The clock of the session.
        speech_log: What all players of a run share: this one reads what earlier ones have said, and adds what
            it says. None if no other player follows.

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
