"""The names of the sound libraries that the program can play with."""

from __future__ import annotations

MINIAUDIO = "miniaudio"
SDL = "sdl"
SIMPLEAUDIO = "simpleaudio"
SOUND_LIBRARIES = (MINIAUDIO, SDL, SIMPLEAUDIO)
"""The sound libraries, named as in the setting ``sound.backend``, in the order of preference."""
