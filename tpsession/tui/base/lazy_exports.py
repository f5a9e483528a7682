"""Lets a package export classes whose modules are loaded when they are first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def lazy_exports(package: str, modules: Mapping[str, str]) -> Callable[[str], object]:
    """Return a `__getattr__` for a package (PEP 562), which loads the module of a class at its first use.

    The function also stores the class in the package, so that it runs only once for each class. For a name
    that isn't exported, it raises `AttributeError`.

    With ``__getattr__ = lazy_exports(__name__, {"HelpScreen": "help"})`` in ``dialogs/__init__.py``, the
    module ``dialogs.help`` is loaded by the first ``dialogs.HelpScreen``. So the list of routines, which
    opens all other screens, appears without loading them.

    Args:
        package: The full name of the package.
        modules: For each exported name, the module in the package that defines it.

    """

    def load(name: str) -> object:
        """Return the class of this name; raises `AttributeError` if the package doesn't export it."""
        if name not in modules:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{modules[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return load
