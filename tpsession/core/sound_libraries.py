"""The sound libraries there are; what to do where none is installed stands in `tpsession.core.sound_help`."""

from __future__ import annotations

MINIAUDIO = "miniaudio"
SIMPLEAUDIO = "simpleaudio"
LIBRARIES = (MINIAUDIO, SIMPLEAUDIO)
"""The sound libraries by the names of the settings, the best one first."""
