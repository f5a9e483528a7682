"""What the advice about sound depends on, read from the system."""

from __future__ import annotations

import sys
from importlib.machinery import EXTENSION_SUFFIXES

from tpsession.core.sound.troubleshooting import Machine


def this_machine() -> Machine:
    """The machine that this runs on. Reads a small file; never raises."""
    import platform  # noqa: PLC0415 - 5 ms, and only where there is no sound

    try:
        release = platform.freedesktop_os_release() if sys.platform.startswith("linux") else {}
    except OSError:
        release = {}
    ids = [release.get("ID", ""), *release.get("ID_LIKE", "").split()]
    return Machine(
        platform="linux" if sys.platform.startswith("linux") else sys.platform,
        architecture=platform.machine(),
        distributions=tuple(name for name in ids if name),
        # What extension modules are called names the C library: ".cpython-312-x86_64-linux-musl.so".
        musl=any("musl" in suffix for suffix in EXTENSION_SUFFIXES),
        python=sys.version_info[:2],
    )
