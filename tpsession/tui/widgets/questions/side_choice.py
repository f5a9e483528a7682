"""The choice of the side: both, only the left or only the right."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.reactive import reactive
from textual.widgets import Static

from tpsession.core.catalog.side import Side
from tpsession.core.session.wording import list_side_choices


@dataclass(frozen=True, slots=True)
class SideLabel:
    """The key and the short label of a side."""

    key: str
    """The letter that chooses it."""
    short: str
    """The label if there is little room."""


SIDE_LABELS = {
    Side.BOTH: SideLabel("b", "both"),
    Side.LEFT: SideLabel("l", "left only"),
    Side.RIGHT: SideLabel("r", "right only"),
}


class SideOption(Static):
    """A side to choose; the chosen one has a dot as well as a colour."""

    DEFAULT_CSS = """
    SideOption {
        width: auto;
        height: 1;
        &:hover { background: $panel; }
        &.-chosen { text-style: bold; color: $text-primary; }
    }
    """

    def __init__(self, side: Side, text: str) -> None:
        """Make an option that isn't chosen. text: its label if there is room."""
        super().__init__(id=f"side-{side}")
        self.side = side
        self._text = text

    def show(self, *, chosen: bool, brief: bool) -> None:
        """Show whether the side is chosen, with its short label if `brief` is set."""
        self.set_class(chosen, "-chosen")
        label = SIDE_LABELS[self.side]
        box = "(•) " if chosen else "( ) "
        text = f" {label.short}" if brief else f"  {self._text}  "
        self.update(Content.assemble(box, (label.key, "bold $text-accent"), text))


class SideChoice(Container):
    """The sides, of which the person chooses one, by a click or by a key; the screen passes on the keys."""

    DEFAULT_CSS = """
    SideChoice {
        layout: horizontal;
        width: 1fr;
        height: auto;
        & > SideOption { margin-right: 2; }
        & > SideOption.-last { margin-right: 0; }
    }
    """

    side: reactive[Side] = reactive(Side.BOTH)
    """The chosen side."""
    brief: reactive[bool] = reactive(False)
    """Whether there is room for the short labels only."""

    class Changed(Message):
        """Posted when another side is chosen."""

        def __init__(self, side: Side) -> None:
            """Make a message with the side that is chosen now."""
            super().__init__()
            self.side = side

    def __init__(self, side: Side, first: Side, offered: Collection[Side] = tuple(SIDE_LABELS)) -> None:
        """Make a choice with this side chosen.

        Args:
            side: The chosen side.
            first: The side on which the routine is played first.
            offered: The sides that can be chosen.

        """
        super().__init__()
        self._offered = offered
        self._first = first
        self.set_reactive(SideChoice.side, side)

    def compose(self) -> ComposeResult:
        """Build an option for each side."""
        texts = list_side_choices(self._first)
        for side in SIDE_LABELS:
            yield SideOption(side, texts[side])

    def offer(self, side: Side, offered: Collection[Side]) -> None:
        """Offer only these sides, and choose one of them; post `Changed` if another one is chosen now.

        Args:
            side: The side to choose, one of `offered`.
            offered: Every side to offer, at least one, in any order.

        """
        self._offered = offered
        self.side = side
        self._show()

    def on_mount(self) -> None:
        """Show which side is chosen."""
        self._show()

    def watch_side(self, side: Side) -> None:
        """Show which side is chosen, and post `Changed`."""
        self._show()
        self.post_message(self.Changed(side))

    def watch_brief(self) -> None:
        """Show the short labels of the sides, or the long ones again."""
        self._show()

    def on_click(self, event: Click) -> None:
        """Choose the side that was clicked, if it is offered."""
        if isinstance(event.widget, SideOption) and event.widget.side in self._offered:
            self.side = event.widget.side

    def process_key(self, key: str) -> bool:
        """Choose a side by its letter, or the one to the left or right by the arrows, up to the ends.

        Return whether this is a key of the choice. A letter may be in upper or lower case; that of a side
        that isn't offered is no key of the choice.
        """
        sides = [side for side in SIDE_LABELS if side in self._offered]
        side_of_key = {SIDE_LABELS[side].key: side for side in sides}
        if key.lower() in side_of_key:
            self.side = side_of_key[key.lower()]
        elif key in {"left", "right"}:
            index = sides.index(self.side) + (1 if key == "right" else -1)
            self.side = sides[min(max(index, 0), len(sides) - 1)]
        else:
            return False
        return True

    def _show(self) -> None:
        """Show the options that are offered, and which of them is chosen."""
        last = [side for side in SIDE_LABELS if side in self._offered][-1]
        for option in self.query(SideOption):
            option.display = option.side in self._offered
            option.set_class(option.side is last, "-last")
            option.show(chosen=option.side is self.side, brief=self.brief)
