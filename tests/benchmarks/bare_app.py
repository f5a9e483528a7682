"""The least that a full-screen program of the same toolkit is: a header, digits and a footer."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Digits, Footer, Header


class Bare(App[None]):
    """What the full-screen program is measured against."""

    def compose(self) -> ComposeResult:
        yield Header()
        yield Digits("12:34")
        yield Footer()


if __name__ == "__main__":
    Bare().run()
