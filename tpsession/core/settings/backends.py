"""The names of the sound libraries that can play."""

from __future__ import annotations

MINIAUDIO = "miniaudio"
SIMPLEAUDIO = "simpleaudio"
SOUND_LIBRARIES = (MINIAUDIO, SIMPLEAUDIO)
"""The sound libraries by the names of the settings, the best one first."""
