"""Starts the voice for both front ends, and for the commands that need it."""

from __future__ import annotations

from importlib.util import find_spec

from tpsession.audio.tts.voice import ProcessVoice
from tpsession.core.settings.backends import MINIAUDIO
from tpsession.files.paths import Paths
from tpsession.files.resources import Resources


def make_voice(paths: Paths, resources: Resources) -> ProcessVoice:
    """Return the voice, which starts no process before a sound has to be made. The caller closes it.

    The program comes with recordings of some texts. Only miniaudio can read them: if it isn't installed, the
    voice makes the sounds of these texts, too.
    """
    can_decode = find_spec(MINIAUDIO) is not None
    return ProcessVoice(paths.speech, built_in_sounds=resources.sounds if can_decode else None)
