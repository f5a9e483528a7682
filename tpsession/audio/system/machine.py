"""Finds out what advice about sound depends on: the system, its Python, and how packages are installed."""

from __future__ import annotations

import sys

from tpsession.audio.system.installation import find_installer
from tpsession.core.sound.troubleshooting import Machine


def this_machine() -> Machine:
    """Return this machine's system, processor, Python and installer, on which advice about sound depends.

    On Linux this reads a small file, which names the distribution; none is named if that fails. Never raises.
    """
    import platform  # noqa: PLC0415 - 5 ms, needed only when there is no sound

    try:
        release = platform.freedesktop_os_release() if sys.platform.startswith("linux") else {}
    except (OSError, UnicodeDecodeError):
        release = {}
    ids = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return Machine(
        platform="linux" if sys.platform.startswith("linux") else sys.platform,
        architecture=platform.machine(),
        distributions=tuple(name for name in ids if name),
        python=sys.version_info[:2],
        installer=find_installer(),
    )
