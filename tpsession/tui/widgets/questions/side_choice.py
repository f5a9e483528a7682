"""Which side: both, one after the other, or only one of them."""

from __future__ import annotations

from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tpsession.core.catalog.side import Side
from tpsession.core.session.wording import SIDE_CHOICES


@dataclass(frozen=True, slots=True)
class SideLabel:
    """How a side is offered."""

    key: str
    """The letter that chooses it."""
    short: str
    """For screens with little room."""


SIDE_LABELS = {
    Side.BOTH: SideLabel("b", "both"),
    Side.LEFT: SideLabel("l", "left only"),
    Side.RIGHT: SideLabel("r", "right only"),
}


class SideOption(Static):
    """One of the sides; the chosen one has a dot and not only another colour."""

    DEFAULT_CSS = """
    SideOption {
        width: auto;
        height: 1;
        &:hover { background: $panel; }
        &.-chosen { text-style: bold; color: $text-primary; }
    }
    """

    def __init__(self, side: Side) -> None:
        """An option that isn't chosen yet."""
        super().__init__(id=f"side-{side}")
        self.side = side

    def mark(self, *, chosen: bool, brief: bool) -> None:
        """Show whether it is chosen, in more words or in fewer."""
        self.set_class(chosen, "-chosen")
        words = SIDE_LABELS[self.side]
        box = "(•) " if chosen else "( ) "
        said = f" {words.short}" if brief else f"  {SIDE_CHOICES[self.side]}  "
        self.update(Content.assemble(box, (words.key, "bold $text-accent"), said))


class SideChoice(Container):
    """The sides to choose from. A click chooses; keys are the screen's."""

    DEFAULT_CSS = """
    SideChoice {
        layout: horizontal;
        width: 1fr;
        height: auto;
        & > SideOption { margin-right: 2; }
        & > SideOption:last-of-type { margin-right: 0; }
    }
    """

    side: reactive[Side] = reactive(Side.BOTH)
    """The chosen one."""
    brief: reactive[bool] = reactive(False)
    """Whether there is room for few words only."""

    class Changed(Message):
        """Another side was chosen."""

        def __init__(self, side: Side) -> None:
            super().__init__()
            self.side = side

    def __init__(self, side: Side) -> None:
        """side: the one that is chosen at first."""
        super().__init__()
        self.set_reactive(SideChoice.side, side)

    def compose(self) -> ComposeResult:
        """One option a side."""
        for side in SIDE_LABELS:
            yield SideOption(side)

    def on_mount(self) -> None:
        """Show the chosen one."""
        self._mark()

    def watch_side(self, side: Side) -> None:
        """Show and tell the chosen one."""
        self._mark()
        self.post_message(self.Changed(side))

    def watch_brief(self) -> None:
        """Say it in more words or in fewer."""
        self._mark()

    def on_click(self, event: Click) -> None:
        """Choose what was clicked."""
        if isinstance(event.widget, SideOption):
            self.side = event.widget.side

    def process_key(self, key: str) -> bool:
        """Let a key choose a side; whether it is one that does."""
        sides = list(SIDE_LABELS)
        named = {words.key: side for side, words in SIDE_LABELS.items()}
        if key.lower() in named:
            self.side = named[key.lower()]
        elif key in {"left", "right"}:
            place = sides.index(self.side) + (1 if key == "right" else -1)
            self.side = sides[min(max(place, 0), len(sides) - 1)]
        else:
            return False
        return True

    def _mark(self) -> None:
        for option in self.query(SideOption):
            option.mark(chosen=option.side is self.side, brief=self.brief)
