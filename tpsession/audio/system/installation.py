"""Finds out how the running program was installed, so that advice names a command that works there."""

from __future__ import annotations

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

from tpsession.core.sound.packages import Installer

PIPX_FILE = "pipx_metadata.json"
"""In the environments that pipx makes; its name is the name of the environment's folder."""
UV_TOOL_FILE = "uv-receipt.toml"
"""In the environments that `uv tool install` makes."""
MANAGED_FILE = "EXTERNALLY-MANAGED"
"""Beside the standard library of a Python whose packages are the system's, as on Debian (PEP 668)."""


def find_installer() -> Installer:
    """Return the commands to type to add, reinstall or remove a package where this program is installed.

    They are those of pipx, uv or pip, whichever works in this environment.
    """
    prefix = Path(sys.prefix)
    if (prefix / PIPX_FILE).is_file():
        name = prefix.name
        return Installer(
            f"pipx inject {name} {{}}",
            f"pipx inject --force {name} {{}}",
            f"pipx runpip {name} uninstall {{}}",
        )
    python = f'"{sys.executable}"' if sys.platform == "win32" else shlex.quote(sys.executable)
    if (prefix / UV_TOOL_FILE).is_file():
        return Installer(
            "uv tool install tpsession --with {}",
            "uv tool install --reinstall tpsession --with {}",
            f"uv pip uninstall --python {python} {{}}",
        )
    if find_spec("pip") is None:
        # An environment made by uv has no pip of its own.
        pip = f"uv pip install --python {python}"
        return Installer(f"{pip} {{}}", f"{pip} --reinstall {{}}", f"uv pip uninstall --python {python} {{}}")
    options = ""
    if sys.prefix == sys.base_prefix and _is_managed_by_system():
        # The program got there with this option, too: without it pip refuses.
        options = " --break-system-packages"
    pip = f"{python} -m pip"
    return Installer(
        f"{pip} install{options} {{}}",
        f"{pip} install{options} --force-reinstall {{}}",
        f"{pip} uninstall{options} {{}}",
    )


def _is_managed_by_system() -> bool:
    """Return whether the packages of the base Python are the system's, so that pip refuses to change them.

    That is so in a virtual environment of this Python, too, although pip works there.
    """
    import sysconfig  # noqa: PLC0415 - half a megabyte, which most installations don't need

    return Path(sysconfig.get_path("stdlib"), MANAGED_FILE).is_file()
