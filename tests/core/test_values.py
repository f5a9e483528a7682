"""The core's values: each is frozen and slotted, so that nothing changes under a reader's hands."""

from __future__ import annotations

import inspect
import pkgutil
from dataclasses import is_dataclass
from importlib import import_module

import tpsession.core

STATES = {"EntryState", "SessionState"}
"""The state of a running session, which the engine changes in place."""


def test_every_value_of_the_core_is_frozen_and_slotted() -> None:
    modules = [
        import_module(module.name)
        for module in pkgutil.walk_packages(tpsession.core.__path__, f"{tpsession.core.__name__}.")
    ]
    classes = {
        value
        for module in modules
        for _, value in inspect.getmembers(module, inspect.isclass)
        if is_dataclass(value) and value.__module__ == module.__name__
    }
    assert len(classes) > 50
    assert {value.__name__ for value in classes if "__slots__" not in vars(value)} == set()
    mutable = {value.__name__ for value in classes if not value.__dataclass_params__.frozen}  # type: ignore[attr-defined]
    assert mutable == STATES
