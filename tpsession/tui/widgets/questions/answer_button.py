"""A line that can be chosen: its key, its words, and a mark while it is pointed at."""

from __future__ import annotations

from typing import ClassVar

from textual.app import RenderResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Size
from textual.widgets import Button

from tpsession.tui.text.plain_text import literal
from tpsession.tui.widgets.common.hanging import hanging_indent
from tpsession.tui.widgets.lists.pointer import pointer


class AnswerButton(Button):
    """A button as wide as its room. Long words wrap under their own beginning."""

    DEFAULT_CSS = """
    AnswerButton {
        width: 100%;

        &.-style-default {
            color: $foreground;
            background: transparent;
            text-style: none;
            text-align: left;
            content-align: left middle;
            &:hover { background: $panel; }
            &:focus { background: $block-cursor-blurred-background; text-style: bold; }
        }
    }
    """

    def __init__(self, words: str, key: str = "", *, id: str, classes: str = "") -> None:
        """key: what is shown in front of the words; empty for nothing."""
        super().__init__(literal(words), id=id, classes=classes, compact=True)
        # The toolkit's own style sheets take no nought here.
        self.styles.line_pad = 0
        # Presses are judged by the screen; none is swallowed while a button still looks pressed.
        self.active_effect_duration = 0
        self._words = literal(words)
        self._key = key

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show the mark, or take it away."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the words need."""
        return len(self._lines(width))

    def render(self) -> RenderResult:
        """Mark, key and words."""
        return Content("\n").join(self._lines(self.content_size.width))

    def prefix(self) -> Content:
        """What stands between the mark and the key."""
        return Content("")

    def _lines(self, width: int) -> list[Content]:
        key = Content.styled(f"{self._key}  ", "bold $text-accent") if self._key else Content("")
        lead = Content.assemble((pointer(self, here=self.has_focus), "$text-primary"), self.prefix(), key)
        return hanging_indent(lead, self._words, width)


class CheckButton(AnswerButton, inherit_bindings=False):
    """A line that is marked as true or not, by space or a click; enter is left to the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", "Mark", show=False)]
    DEFAULT_CSS = """
    CheckButton.-style-default:focus { text-style: none; }
    """

    marked = False
    """Whether it is marked as true."""

    def mark(self, marked: bool) -> None:
        """Mark it as true, or not."""
        self.marked = marked
        self.refresh()

    def prefix(self) -> Content:
        """The box that is ticked."""
        return Content.styled("[x] ", "bold $text-warning") if self.marked else Content("[ ] ")
