"""Finds out how the running program was installed, so that advice names a command that works there."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tpsession.core.sound.packages import Installer

_PROGRAM = "tpsession"
PIPX_FILE = "pipx_metadata.json"
"""In the environments that pipx makes; its name is the name of the environment's folder."""
UV_TOOL_FILE = "uv-receipt.toml"
"""In the environments that `uv tool install` makes; it says what was installed there."""
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
    uninstall = f"uv pip uninstall --python {python} {{}}"
    if (prefix / UV_TOOL_FILE).is_file() and (requirements := _uv_requirements(prefix / UV_TOOL_FILE)):
        # uv removes the packages that were added earlier, unless the command names them again.
        tool = " --with ".join(_quoted(text).replace("{", "{{").replace("}", "}}") for text in requirements)
        return Installer(
            f"uv tool install {tool} --with {{}}",
            f"uv tool install --reinstall {tool} --with {{}}",
            uninstall,
        )
    if (prefix / UV_TOOL_FILE).is_file() or find_spec("pip") is None:
        # An environment made by uv has no pip of its own.
        pip = f"uv pip install --python {python}"
        return Installer(f"{pip} {{}}", f"{pip} --reinstall {{}}", uninstall)
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


def _uv_requirements(receipt: Path) -> list[str]:
    """Return what the receipt of `uv tool` lists, each as it is typed into a command, this program first.

    Empty if the receipt can't be read, or if it lists something that is neither from a package index nor a
    folder.
    """
    import tomllib  # noqa: PLC0415 - only in an environment of `uv tool`

    try:
        requirements = tomllib.loads(receipt.read_text(encoding="utf-8"))["tool"]["requirements"]
        return [
            _requirement_text(each)
            for each in sorted(requirements, key=lambda each: each["name"] != _PROGRAM)
        ]
    except (OSError, ValueError, LookupError, TypeError):
        return []


def _requirement_text(requirement: Mapping[str, Any]) -> str:
    """Return a requirement of the receipt as it is typed: ``tpsession[voice]>=1``, or the path of a folder.

    Raises `ValueError` if it is neither from a package index nor a folder.
    """
    if set(requirement) - {"name", "extras", "specifier", "directory"}:
        raise ValueError(requirement)
    extras = f"[{','.join(requirement['extras'])}]" if "extras" in requirement else ""
    name = requirement.get("directory", requirement["name"])
    return f"{name}{extras}{requirement.get('specifier', '')}"


def _quoted(text: str) -> str:
    """Return a word of a command as it is typed into a shell, in quotes if it may need them.

    On Windows every word with a backslash is quoted, and a word can't have a double quote.
    """
    quoted = shlex.quote(text)
    return f'"{text}"' if quoted != text and sys.platform == "win32" else quoted


def _is_managed_by_system() -> bool:
    """Return whether the packages of the base Python are the system's, so that pip refuses to change them.

    That is so in a virtual environment of this Python, too, although pip works there.
    """
    import sysconfig  # noqa: PLC0415 - half a megabyte, which most installations don't need

    return Path(sysconfig.get_path("stdlib"), MANAGED_FILE).is_file()
