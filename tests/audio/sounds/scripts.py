"""Loads the scripts that make the built-in sounds, which lie beside these and are no package."""

from __future__ import annotations

import importlib.util
import sys
from types import ModuleType

import pytest

from tests.audio.client.programs import SOUNDS


def load_script(name: str) -> ModuleType:
    """Return a script in the folder of the built-in sounds as a module; its `main` isn't run."""
    spec = importlib.util.spec_from_file_location(name, SOUNDS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look up their module.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, name, module)
        spec.loader.exec_module(module)
    return module
