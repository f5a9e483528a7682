"""A widget that draws the body, either to show an area or to let the person select one."""

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
    """Shows the front and back view side by side, or the more useful one if only one fits."""

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
        others: tuple[Area, ...] = (),
        selectable: bool = False,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a picture of an area, zoomed in on a small one, with its marks.

        Args:
            area: The area to show; None shows none.
            side: The side on which the area is shown.
            others: More areas to show on the same side; then the whole body is shown.
            selectable: Whether the person selects an area here. The picture then takes the focus and the
                mouse, shows the whole body without marks, and names the highlighted area.
            name: Textual's name of the widget.
            id: Textual's id of the widget.
            classes: CSS classes.

        """
        super().__init__(name=name, id=id, classes=classes)
        self.can_focus = selectable
        self._selectable = selectable
        self._area = area
        self._side = side
        self._others = others
        self._highlighted: Area | None = None
        self._panels: tuple[Panel, ...] = ()

    @property
    def highlighted(self) -> Area | None:
        """The area that the keys or the mouse highlight; None if there is none."""
        return self._highlighted

    def show(self, area: Area | None, side: Side = Side.BOTH, others: tuple[Area, ...] = ()) -> None:
        """Show another area on the body, or the body alone for None.

        Args:
            area: The area, shown with its marks unless the picture is selectable.
            side: The side on which it is shown.
            others: Further areas of the same session, shown with the area; then the whole body is shown.

        """
        self._area = area
        self._others = others
        self._side = side
        self.redraw()

    def highlight(self, area: Area) -> None:
        """Highlight an area, and post `AreaHighlighted` if it is not the one highlighted already."""
        if area is not self._highlighted:
            self._highlighted = area
            self.redraw()
            self.post_message(AreaHighlighted(area))

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture of the views that fit; a selectable one has the highlighted area's name below.

        The name needs at least two rows. The places of the views are remembered for the mouse.
        """
        has_caption = self._selectable and rows > 1
        self._panels = self._fitting_panels(columns, rows - has_caption)
        views = [(panel, self._draw_view(panel)) for panel in self._panels]
        return compose_panels(views, self._caption() if has_caption else None)

    def action_point(self, step: int) -> None:
        """Highlight the next area down the body (1) or up (-1), round the ends.

        If none is highlighted, highlight the shown area, or else the topmost one.
        """
        order = areas_head_to_foot()
        if self._highlighted is None:
            self.highlight(self._area or order[0])
        else:
            self.highlight(order[(order.index(self._highlighted) + step) % len(order)])

    def action_choose(self) -> None:
        """Select the highlighted area, if there is one."""
        if self._highlighted is not None:
            self.post_message(AreaSelected(self._highlighted))

    def on_focus(self) -> None:
        """Highlight an area if none is, so that enter has one to select, and draw the caption as focused."""
        if self._highlighted is None:
            self.action_point(1)
        self.redraw()

    def on_blur(self) -> None:
        """Draw the caption in the colour of a picture without the focus."""
        self.redraw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight the area under the mouse, if there is one."""
        if area := self._area_under(event):
            self.highlight(area)

    def on_click(self, event: events.Click) -> None:
        """Highlight and select the area under the mouse, if there is one."""
        if area := self._area_under(event):
            event.stop()
            self.highlight(area)
            self.post_message(AreaSelected(area))

    def _area_under(self, event: events.MouseEvent) -> Area | None:
        """Return the area under the mouse; None beside the body, and in a picture that isn't selectable."""
        offset = event.get_content_offset(self) if self._selectable else None
        cell = offset and self.cell_at(offset.x, offset.y)
        if not cell:
            return None
        column, row = cell
        for panel in self._panels:
            if panel.contains(column, row):
                return area_at(panel.view, column - panel.left, row - panel.top, panel.columns, panel.rows)
        return None

    def _fitting_panels(self, columns: int, rows: int) -> tuple[Panel, ...]:
        """Lay out the views that fit in so many columns and rows.

        A picture of a single area has only the views that show it or its marks, zoomed in; any other has both
        views of the whole body. If only one fits, it is the view that shows most of the area, or the back if
        there is no area.
        """
        area = self._highlighted or self._area
        preferred = views_of(area)[0] if area else View.BACK
        if area and not self._selectable and not self._others:
            return layout_panels(viewport_of(area), views_with_marks(area), preferred, columns, rows)
        return layout_panels(WHOLE_BODY, tuple(View), preferred, columns, rows)

    def _draw_view(self, panel: Panel) -> Picture:
        """Draw the front or the back of the body for its panel."""
        return draw_body(
            panel.view,
            panel.columns,
            panel.rows,
            self.charset,
            area=self._area,
            side=self._side,
            marks=not self._selectable,
            highlighted=self._highlighted,
            zoomed=not self._selectable and not self._others,
            others=self._others,
        )

    def _caption(self) -> Run:
        """Return the name of the highlighted area, empty if there is none, in an ink that shows the focus."""
        return self._highlighted.name if self._highlighted else "", Ink.GUIDE if self.has_focus else Ink.TEXT
