"""The base class of widgets that show a chart."""

from __future__ import annotations

from typing import ClassVar

from textual.css.types import AlignHorizontal, AlignVertical

from tpsession.tui.widgets.common.pictures import PictureWidget


class ChartWidget(PictureWidget):
    """A picture that begins in the upper left corner, with the colours of charts."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "picture--relief",
        "picture--worsening",
        "picture--later",
        "picture--trend",
        "picture--bar",
    }
    DEFAULT_CSS = """
    ChartWidget {
        width: 1fr;
        height: 1fr;
        & > .picture--relief { color: $text-success; text-style: bold; }
        & > .picture--worsening { color: $text-error; text-style: bold; }
        & > .picture--later { color: $text-accent; }
        & > .picture--trend { color: $text-warning; }
        & > .picture--bar { color: $text-primary; }
    }
    """
    ALIGNMENT: ClassVar[tuple[AlignHorizontal, AlignVertical]] = ("left", "top")
