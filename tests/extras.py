"""Packages of extras: their tests are skipped where they aren't installed, unless that is forbidden."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

VARIABLE = "TPSESSION_EXTRAS"
"""Set to "required" in the environment, it makes a missing package a failure."""


MODULES = {"sdl": "sdl2dll"}
"""The modules of the sound libraries whose name is another one."""


def need_extra(name: str) -> None:
    """Skip the test where a module isn't installed; fail it where it has to be.

    name: of the module, or of a sound library.
    """
    module = MODULES.get(name, name)
    if find_spec(module) is not None:
        return
    reason = f"needs {module}, which an extra installs"
    if os.environ.get(VARIABLE) == "required":
        pytest.fail(reason)
    pytest.skip(reason)


EITHER_LIBRARY = [
    pytest.param("miniaudio", id="miniaudio"),
    pytest.param("sdl", id="sdl", marks=pytest.mark.extra),
    pytest.param("simpleaudio", id="simpleaudio", marks=pytest.mark.extra),
]
"""For tests that hold for each sound library."""
