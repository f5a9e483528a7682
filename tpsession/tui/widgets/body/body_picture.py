"""The body's picture on the screen, to look at or to choose an area on."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body.body_map import WHOLE_BODY, View
from tpsession.tui.drawing.body.panels import Panel, compose_panels, layout_panels
from tpsession.tui.drawing.body.picture import (
    area_at,
    areas_head_to_foot,
    draw_body,
    viewport_of,
    views_of,
    views_with_marks,
)
from tpsession.tui.drawing.raster.picture import Ink, Picture, Run
from tpsession.tui.widgets.body.area_messages import AreaHighlighted, AreaSelected
from tpsession.tui.widgets.common.pictures import PictureWidget


class BodyPicture(PictureWidget):
    """Front and back of the body side by side where they fit, or else the view that tells more."""

    DEFAULT_CSS = """
    BodyPicture {
        width: 1fr;
        height: 1fr;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "point(-1)", "Area above", show=False),
        Binding("down,right", "point(1)", "Area below", show=False),
        Binding("enter", "choose", "Choose", show=False),
    ]

    def __init__(
        self,
        area: Area | None = None,
        side: Side = Side.BOTH,
        *,
        selectable: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Show an area, if any, on a side, with its marks; of a small one only its surroundings.

        With `choosing` it takes the focus and the mouse, names the area pointed at, and shows the whole body
        without marks.
        """
        super().__init__(name=name, id=id, classes=classes)
        self.can_focus = selectable
        self._choosing = selectable
        self._area = area
        self._side = side
        self._pointed: Area | None = None
        self._panels: tuple[Panel, ...] = ()

    @property
    def highlighted(self) -> Area | None:
        """The area that the keys or the mouse point at, while choosing."""
        return self._pointed

    def show(self, area: Area | None, side: Side = Side.BOTH) -> None:
        """Show another area, or none."""
        self._area = area
        self._side = side
        self.redraw()

    def highlight(self, area: Area) -> None:
        """Point at an area, and tell so if it is another one than before."""
        if area is not self._pointed:
            self._pointed = area
            self.redraw()
            self.post_message(AreaHighlighted(area))

    def draw(self, columns: int, rows: int) -> Picture:
        """The views that there is room for; while choosing, the name of the area pointed at below them."""
        named = self._choosing and rows > 1
        self._panels = self._fitting(columns, rows - named)
        shown = [(panel, self._view(panel)) for panel in self._panels]
        return compose_panels(shown, self._caption() if named else None)

    def action_point(self, step: int) -> None:
        """Point at the next area down the body (1) or up (-1); after the last comes the first."""
        order = areas_head_to_foot()
        if self._pointed is None:
            self.highlight(self._area or order[0])
        else:
            self.highlight(order[(order.index(self._pointed) + step) % len(order)])

    def action_choose(self) -> None:
        """Choose the area pointed at."""
        if self._pointed is not None:
            self.post_message(AreaSelected(self._pointed))

    def on_focus(self) -> None:
        """Point at an area from the start, so that enter has something to choose."""
        if self._pointed is None:
            self.action_point(1)
        self.redraw()

    def on_blur(self) -> None:
        """Show that the keys go elsewhere."""
        self.redraw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Point at the area under the mouse."""
        if area := self._under(event):
            self.highlight(area)

    def on_click(self, event: events.Click) -> None:
        """Choose the area under the mouse."""
        if area := self._under(event):
            event.stop()
            self.highlight(area)
            self.post_message(AreaSelected(area))

    def _under(self, event: events.MouseEvent) -> Area | None:
        offset = event.get_content_offset(self) if self._choosing else None
        place = offset and self.cell_at(offset.x, offset.y)
        if not place:
            return None
        column, row = place
        for panel in self._panels:
            if panel.contains(column, row):
                return area_at(panel.view, column - panel.left, row - panel.top, panel.columns, panel.rows)
        return None

    def _fitting(self, columns: int, rows: int) -> tuple[Panel, ...]:
        area = self._pointed or self._area
        telling = views_of(area)[0] if area else View.BACK
        if area and not self._choosing:
            return layout_panels(viewport_of(area), views_with_marks(area), telling, columns, rows)
        return layout_panels(WHOLE_BODY, tuple(View), telling, columns, rows)

    def _view(self, panel: Panel) -> Picture:
        return draw_body(
            panel.view,
            panel.columns,
            panel.rows,
            self.charset,
            area=self._area,
            side=self._side,
            marks=not self._choosing,
            highlighted=self._pointed,
            zoomed=not self._choosing,
        )

    def _caption(self) -> Run:
        return self._pointed.name if self._pointed else "", Ink.GUIDE if self.has_focus else Ink.TEXT
