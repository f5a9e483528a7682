"""The port that shows a page in the person's browser, only when they say so."""

from __future__ import annotations

from typing import Protocol


class WebBrowser(Protocol):
    """Opens pages in a browser that isn't in this terminal."""

    def can_open(self) -> bool:
        """Return whether a page can be shown to the person: if there is a desktop, and they sit at it."""
        ...

    def open(self, address: str) -> None:
        """Have a browser show a page; this may take some seconds, and doesn't tell whether it worked.

        Raises `TpsessionError` if it can't even be tried.

        address: with ``https://``, or with ``file://`` for a page that the program has saved.
        """
        ...
