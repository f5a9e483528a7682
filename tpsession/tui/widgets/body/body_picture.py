"""A widget that draws the body, either to show an area or to let the person select one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.side import Side
from tpsession.core.safety.eligibility import format_rest_mark
from tpsession.tui.drawing.body.body_map import WHOLE_BODY, View
from tpsession.tui.drawing.body.panels import Panel, compose_panels, layout_panels
from tpsession.tui.drawing.body.picture import (
    draw_body,
    target_at,
    viewport_of,
    views_of,
    views_with_marks,
)
from tpsession.tui.drawing.body.targets import BodyTargets, Regions
from tpsession.tui.drawing.raster.picture import Ink, Picture, Run
from tpsession.tui.widgets.body.target_messages import TargetHighlighted, TargetSelected
from tpsession.tui.widgets.common.pictures import PictureWidget


class BodyPicture(PictureWidget):
    """Shows an area, or what can be selected, on the front and the back of the body, or on one of them."""

    DEFAULT_CSS = """
    BodyPicture {
        width: 1fr;
        height: 1fr;
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,left", "point(-1)", "Above", show=False),
        Binding("down,right", "point(1)", "Below", show=False),
        Binding("enter,space", "choose", "Choose", show=False),
    ]

    def __init__(
        self,
        area: Area | None = None,
        side: Side = Side.BOTH,
        *,
        others: tuple[Area, ...] = (),
        targets: BodyTargets | None = None,
        resting: Mapping[Area, Side] | None = None,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a picture of an area, zoomed in on a small one, with its marks.

        Args:
            area: The area to show; None shows none.
            side: The side on which the area is shown.
            others: More areas to show on the same side; then the whole body is shown.
            targets: What the person selects here; None for nothing. The picture then takes the focus and the
                mouse, shows the whole body without marks, and names the highlighted target.
            resting: Areas that have to rest today, on a side each, which are crossed out.
            name: Textual's name of the widget.
            id: Textual's id of the widget.
            classes: CSS classes.

        """
        super().__init__(name=name, id=id, classes=classes)
        self.can_focus = targets is not None
        self._targets = targets
        self._area = area
        self._side = side
        self._others = others
        self._resting = resting or {}
        self._highlighted: str | None = None
        self._panels: tuple[Panel, ...] = ()

    @property
    def highlighted(self) -> str | None:
        """The id of the highlighted target; None if none is highlighted."""
        return self._highlighted

    @property
    def inks(self) -> frozenset[Ink]:
        """What the picture's characters stand for at the present size, such as an area or a spot."""
        return frozenset(ink for row in self._picture_for(*self.size).rows for _, ink in row)

    def show(self, area: Area | None, side: Side = Side.BOTH, others: tuple[Area, ...] = ()) -> None:
        """Show another area on the body, or the body alone for None.

        Args:
            area: The area, shown with its marks unless the picture has targets to choose.
            side: The side on which it is shown.
            others: Further areas of the same session, shown with the area. If there are any, the picture
                isn't zoomed in: it has the whole body.

        """
        self._area = area
        self._others = others
        self._side = side
        self.redraw()

    def highlight(self, target: str) -> None:
        """Highlight a target by its id, and post `TargetHighlighted`, unless it is highlighted already."""
        if target != self._highlighted:
            self._highlighted = target
            self.redraw()
            self.post_message(TargetHighlighted(target))

    def draw(self, columns: int, rows: int) -> Picture:
        """Return the picture of the front and back view, or of one of them, in so many cells.

        If the picture has targets and at least two rows, the name of the highlighted target is below the
        views. The positions of the views are remembered for the mouse.
        """
        has_caption = self._targets is not None and rows > 1
        self._panels = self._fitting_panels(columns, rows - has_caption)
        views = [(panel, self._draw_view(panel)) for panel in self._panels]
        return compose_panels(views, self._caption() if has_caption else None)

    def action_point(self, step: int) -> None:
        """Highlight the next target (1) or the previous one (-1) in the order of the targets, round the ends.

        If no target is highlighted, highlight the first one in either case. Do nothing in a picture without
        targets.
        """
        order = () if self._targets is None else self._targets.ids
        if not order:
            return
        if self._highlighted is None:
            self.highlight(order[0])
        else:
            self.highlight(order[(order.index(self._highlighted) + step) % len(order)])

    def action_choose(self) -> None:
        """Post `TargetSelected` for the highlighted target, if there is one."""
        if self._highlighted is not None:
            self.post_message(TargetSelected(self._highlighted))

    def on_focus(self) -> None:
        """Highlight the first target if none is, so that enter has one to select.

        Draw the caption in the colour of a picture with the focus.
        """
        if self._highlighted is None:
            self.action_point(1)
        self.redraw()

    def on_blur(self) -> None:
        """Draw the caption in the colour of a picture without the focus."""
        self.redraw()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight the target under the mouse, if there is one."""
        if target := self._target_under(event):
            self.highlight(target)

    def on_click(self, event: events.Click) -> None:
        """Highlight the target under the mouse, and post `TargetSelected` for it, if there is one."""
        if target := self._target_under(event):
            event.stop()
            self.highlight(target)
            self.post_message(TargetSelected(target))

    def _target_under(self, event: events.MouseEvent) -> str | None:
        """Return the id of the target under the mouse, or of the nearest one right beside it, or None.

        How far beside the mouse it may be is up to `target_at`.
        """
        targets, offset = self._targets, event.get_content_offset(self)
        cell = None if offset is None else self.cell_at(offset.x, offset.y)
        if cell is None or targets is None:
            return None
        column, row = cell
        for panel in self._panels:
            if panel.contains(column, row):
                at = column - panel.left, row - panel.top
                return target_at(targets, panel.view, *at, panel.columns, panel.rows)
        return None

    def _fitting_panels(self, columns: int, rows: int) -> tuple[Panel, ...]:
        """Lay out the views that fit in so many columns and rows.

        A picture of a single area, without targets, is zoomed in and has only the views that show the area or
        its marks. Any other picture has both views of the whole body. If only one view fits, it is the first
        one of the highlighted target, else of the area; without either, it is the back.
        """
        area, targets = self._area, self._targets
        if regions := self._highlighted_regions():
            preferred = next(iter(regions))
        else:
            preferred = views_of(area)[0] if area else View.BACK
        if area and targets is None and not self._others:
            return layout_panels(viewport_of(area), views_with_marks(area), preferred, columns, rows)
        return layout_panels(WHOLE_BODY, tuple(View), preferred, columns, rows)

    def _draw_view(self, panel: Panel) -> Picture:
        """Draw the panel's view, the front or the back of the body, in the panel's size."""
        return draw_body(
            panel.view,
            panel.columns,
            panel.rows,
            self.charset,
            area=self._area,
            side=self._side,
            marks=self._targets is None,
            highlighted=self._highlighted_regions(),
            zoomed=self._targets is None and not self._others,
            others=self._others,
            resting=self._resting,
        )

    def _highlighted_regions(self) -> Regions | None:
        """Return the outlines of the highlighted target on each view; None if no target is highlighted."""
        if self._targets is None or self._highlighted is None:
            return None
        return self._targets.regions[self._highlighted]

    def _caption(self) -> Run:
        """Return the name of the highlighted target, empty for none, in an ink that shows the focus.

        If the target is an area that has to rest today, the words say so after its name.
        """
        targets, highlighted = self._targets, self._highlighted
        name = "" if targets is None or highlighted is None else targets.names[highlighted]
        sides = {area.id: side for area, side in self._resting.items()}
        rests = format_rest_mark(sides.get(highlighted or "", Side.NONE))
        return f"{name}{rests}", Ink.GUIDE if self.has_focus else Ink.TEXT
