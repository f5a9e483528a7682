"""Buttons for answers: a line with a key and a label, and a mark while it has the focus."""

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
    """A button as wide as its container. A long label wraps with a hanging indent."""

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

    def __init__(self, label: str, key: str = "", *, id: str, classes: str = "") -> None:
        """Make a button. key: shown in front of the label; empty for none."""
        super().__init__(literal(label), id=id, classes=classes, compact=True)
        # Textual's style sheets don't accept 0 for this.
        self.styles.line_pad = 0
        # Textual ignores presses while a button looks pressed. The screen decides which presses count.
        self.active_effect_duration = 0
        self._answer = literal(label)
        self._key = key

    def watch_has_focus(self, has_focus: bool) -> None:
        """Draw the button again, because its mark shows whether it has the focus."""
        super().watch_has_focus(has_focus)
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return the number of rows that the button's text takes at this width."""
        return len(self._wrapped_lines(width))

    def render(self) -> RenderResult:
        """Draw the focus mark, the prefix, the key and the label."""
        return Content("\n").join(self._wrapped_lines(self.content_size.width))

    def prefix(self) -> Content:
        """Return what is shown between the focus mark and the key: nothing, unless overridden."""
        return Content("")

    def _wrapped_lines(self, width: int) -> list[Content]:
        """Return focus mark, prefix, key and label as lines of at most `width` cells; the label wraps."""
        key = Content.styled(f"{self._key}  ", "bold $text-accent") if self._key else Content("")
        lead = Content.assemble((pointer(self, here=self.has_focus), "$text-primary"), self.prefix(), key)
        return hanging_indent(lead, self._answer, width)


class CheckButton(AnswerButton, inherit_bindings=False):
    """An answer with a check box. Space or a click posts `Pressed` and changes nothing; the page does that.

    Enter is left to the screen.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "press", "Check", show=False)]
    DEFAULT_CSS = """
    CheckButton.-style-default:focus { text-style: none; }
    """

    checked = False
    """Whether it is checked."""

    def set_checked(self, checked: bool) -> None:
        """Check or uncheck the answer, and draw its box again."""
        self.checked = checked
        self.refresh()

    def prefix(self) -> Content:
        """Return the check box, which is shown between the focus mark and the key."""
        return Content.styled("[x] ", "bold $text-warning") if self.checked else Content("[ ] ")
