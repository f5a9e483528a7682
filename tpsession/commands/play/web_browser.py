"""Shows a page in the browser of the person's desktop."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress

from tpsession.core.errors import TpsessionError
from tpsession.core.text.sanitize import sanitize

_OPENING_S = 10.0
"""Seconds after which the browser is asked no longer."""


class SystemBrowser:
    """Implements the port `tpsession.core.web_browser.WebBrowser` with Python's `webbrowser`."""

    def can_open(self) -> bool:
        """Return whether this computer has a desktop, and the person isn't connected to it by SSH.

        Windows and macOS count as having one, other systems if they name a display of X11 or Wayland.
        """
        if "SSH_CONNECTION" in os.environ:
            return False
        return sys.platform in {"win32", "darwin"} or bool(
            os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
        )

    def open(self, address: str) -> None:
        """Have Python's `webbrowser` open the page, in a process that can't write to this terminal.

        Some browsers print warnings, and a browser for terminals would draw over the screen. Waits until the
        process ends, and ends it after `_OPENING_S`; doesn't say whether it worked. Raises `TpsessionError`
        if the process can't be started.
        """
        command = [sys.executable, "-P", "-m", "webbrowser", address]
        quiet = subprocess.DEVNULL
        try:
            # A browser that isn't in the background after the timeout is ended with its process.
            with suppress(subprocess.TimeoutExpired):
                subprocess.run(  # noqa: S603 - only the address changes, and begins with its scheme
                    command,
                    check=False,
                    stdin=quiet,
                    stdout=quiet,
                    stderr=quiet,
                    start_new_session=True,
                    timeout=_OPENING_S,
                )
        except OSError as error:
            raise TpsessionError(
                f"The browser can't be started: {sanitize(error.strerror or str(error))}.",
                "Open the page yourself.",
            ) from error
