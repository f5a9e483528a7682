"""The base class of the screens on which something is chosen on the body or in a list beside it."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.events import Key, Resize
from textual.geometry import Region
from textual.types import CSSPathType
from textual.widgets import Static

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.side import Side
from tpsession.core.safety.screening import EVIDENCE
from tpsession.tui.base.page import Page
from tpsession.tui.drawing.body.targets import BodyTargets
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.body.target_list import TargetList
from tpsession.tui.widgets.body.target_messages import TargetHighlighted, TargetSelected
from tpsession.tui.widgets.common.hanging import BulletList

T = TypeVar("T")

_BODY_WIDTH = 40
"""From so many columns on, the body is shown beside the list."""
_SPACED = 24
"""From so many rows on, there are empty lines around the list."""
_SURE = 18
"""From so many rows on, there is room to say how sure all this is; a later screen says it anyway."""
_ROOMY = (110, 30)
"""From so many columns and rows on, there is room for every detail."""


class BodyChoiceScreen(Page[T]):
    """Shows what can be chosen in a list and on a picture of the body; both highlight the same.

    A subclass says what can be chosen, what is shown about it, and what the result is.
    """

    CSS_PATH: ClassVar[CSSPathType | None] = "body_choice.tcss"
    TARGETS: ClassVar[BodyTargets]
    """What can be chosen."""
    INSTRUCTIONS: ClassVar[str]
    """How to choose, shown until something is highlighted."""
    SHOWS_EVIDENCE: ClassVar[bool] = True
    """Whether to say how sure all this is; False if the next screen says it."""

    def __init__(self, resting: Mapping[Area, Side] | None = None) -> None:
        """Make the screen with nothing highlighted. resting: the areas that rest today, with the side."""
        super().__init__()
        self._resting = resting
        self._highlighted: str | None = None
        self._roomy = False

    # For subclasses

    @abstractmethod
    def describe(self, target: str, *, roomy: bool) -> tuple[str, list[str]]:
        """Return the text about a target: a heading, empty for none, and lines.

        The lines are shown as a list if there is a heading. target: its id. roomy: whether the screen has
        room for a longer text.
        """

    @abstractmethod
    def choose(self, target: str) -> None:
        """Do what follows once the person has chosen a target, such as closing with it. target: its id."""

    def compose_content(self) -> ComposeResult:
        """Build the list, the text about the highlighted target, and the body.

        With `SHOWS_EVIDENCE`, a note about the evidence comes below.
        """
        with Horizontal(id="choice"):
            with Vertical(id="text"):
                with VerticalScroll(id="targets", can_focus=False):
                    yield TargetList(self.TARGETS, self._resting)
                with VerticalScroll(id="about", can_focus=False):
                    yield Static(self.INSTRUCTIONS, id="instructions", classes="quiet")
                    yield BulletList()
            yield BodyPicture(targets=self.TARGETS, resting=self._resting)
        if self.SHOWS_EVIDENCE:
            yield Static(EVIDENCE, id="evidence", classes="quiet")

    def on_mount(self) -> None:
        """Focus the list."""
        self.query_one(TargetList).focus()

    def on_key(self, event: Key) -> None:
        """Show the instructions as a warning if enter or space is pressed while no target is highlighted."""
        if self._highlighted is None and event.key in {"enter", "space"}:
            self.query_one("#instructions", Static).set_classes("warning")

    def on_resize(self, event: Resize) -> None:
        """Adapt the layout, and the text about the highlighted target, to the size."""
        self._roomy = event.size.width >= _ROOMY[0] and event.size.height >= _ROOMY[1]
        self.set_class(self._roomy, "-roomy")
        self.set_class(event.size.width < _BODY_WIDTH, "-narrow")
        self.set_class(event.size.height < _SPACED, "-low")
        self.set_class(event.size.height < _SURE, "-least-rows")
        self._show_about()

    def on_target_highlighted(self, event: TargetHighlighted) -> None:
        """Highlight the target in the list and on the body, and show the text about it."""
        self._highlight(event.target)

    def on_target_selected(self, event: TargetSelected) -> None:
        """Choose the target that was selected in the list or on the body."""
        self.choose(event.target)

    def _highlight(self, target: str) -> None:
        """Highlight a target in the list and on the body, scroll to it, and show the text about it."""
        self._highlighted = target
        target_list = self.query_one(TargetList)
        # List and body would each post a message that moves the other, which could go on for ever.
        with self.prevent(TargetHighlighted):
            target_list.highlight(target)
            self.query_one(BodyPicture).highlight(target)
        row = target_list.highlighted_row
        self.query_one("#targets").scroll_to_region(Region(0, row, 1, 1), animate=False)
        self._show_about()

    def _show_about(self) -> None:
        """Show what there is to say about the highlighted target; without one, show how to choose."""
        self.query_one("#instructions").display = self._highlighted is None
        if self._highlighted is not None:
            heading, lines = self.describe(self._highlighted, roomy=self._roomy)
            bullets = {} if heading else {"bullet": ""}
            self.query_one(BulletList).show(lines, heading, **bullets)
