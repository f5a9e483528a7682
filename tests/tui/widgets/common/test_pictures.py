"""What all widgets with a picture have in common."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Self

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot

from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink, Picture, Run
from tpsession.tui.widgets.common.pictures import PictureWidget

ROWS_OF_RUNS = st.lists(
    st.tuples(st.text("ab", min_size=1, max_size=4), st.sampled_from([Ink.AREA, Ink.SPOT])), max_size=4
).map(tuple)


class Square(PictureWidget):
    """A picture of three by two cells, and how often it was drawn."""

    drawn = 0

    def draw(self, columns: int, rows: int) -> Picture:
        self.drawn += 1
        return Picture(((("ab", Ink.AREA), ("c", Ink.SPOT)), (("def", Ink.OUTLINE),)))


class PictureApp(App[None]):
    charset = Charset.UNICODE

    def __init__(self, picture: PictureWidget) -> None:
        super().__init__()
        self.picture = picture

    def compose(self) -> ComposeResult:
        yield self.picture


def run_app(picture: PictureWidget, work: Callable[[PictureApp, Pilot[None]], Awaitable[None]]) -> None:
    async def run() -> None:
        app = PictureApp(picture)
        async with app.run_test(size=(9, 6)) as pilot:
            await pilot.pause()
            await work(app, pilot)

    asyncio.run(run())


def lines(picture: PictureWidget) -> list[str]:
    return ["".join(segment.text for segment in picture.render_line(y)) for y in range(picture.size.height)]


def test_a_smaller_picture_is_in_the_middle() -> None:
    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        blank = " " * 9
        assert lines(app.picture) == [blank, blank, "   abc   ", "   def   ", blank, blank]

    run_app(Square(), check)


def test_a_picture_can_be_in_a_corner() -> None:
    class Corner(Square):
        ALIGNMENT = ("right", "bottom")

    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        assert lines(app.picture)[-2:] == ["      abc", "      def"]

    run_app(Corner(), check)


def test_a_larger_picture_is_cut_off() -> None:
    class Large(PictureWidget):
        def draw(self, columns: int, rows: int) -> Picture:
            return Picture(((("0123456789abc", Ink.TEXT),),) * 9)

    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        assert lines(app.picture) == ["012345678"] * 6

    run_app(Large(), check)


def test_a_picture_is_drawn_once_until_redraw_is_called() -> None:
    square = Square()

    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        lines(square)
        assert square.drawn == 1
        square.redraw()
        lines(square)
        assert square.drawn == 2

    run_app(square, check)


@given(st.lists(st.tuples(ROWS_OF_RUNS, ROWS_OF_RUNS), min_size=1, max_size=6))
@settings(max_examples=20)
def test_what_changed_is_repainted(rows: list[tuple[tuple[Run, ...], tuple[Run, ...]]]) -> None:
    class Changing(PictureWidget):
        picture = Picture(tuple(old for old, _ in rows))

        def draw(self, columns: int, rows: int) -> Picture:
            return self.picture

        def refresh(self, *regions: Region, **options: bool) -> Self:
            repainted.extend(regions or [self.size.region])
            return super().refresh(*regions, **options)

    repainted: list[Region] = []
    widget = Changing()

    def cells() -> dict[tuple[int, int], object]:
        strips = [list(widget.render_line(y)) for y in range(6)]
        return {
            (x, y): cell
            for y, strip in enumerate(strips)
            for x, cell in enumerate((char, segment.style) for segment in strip for char in segment.text)
        }

    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        before = cells()
        repainted.clear()
        widget.picture = Picture(tuple(new for _, new in rows))
        widget.redraw()
        after = cells()
        changed = {place for place, cell in after.items() if before[place] != cell}
        assert all(any(region.contains(*place) for region in repainted) for place in changed)

    run_app(widget, check)


def test_a_change_of_one_cell_repaints_one_cell() -> None:
    class Growing(Square):
        spot = "c"

        def draw(self, columns: int, rows: int) -> Picture:
            return Picture(((("ab", Ink.AREA), (self.spot, Ink.SPOT)), (("def", Ink.OUTLINE),)))

        def refresh(self, *regions: Region, **options: bool) -> Self:
            repainted.extend(regions)
            return super().refresh(*regions, **options)

    repainted: list[Region] = []
    picture = Growing()

    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        lines(picture)
        picture.spot = "d"
        picture.redraw()
        assert repainted == [Region(5, 2, 1, 1)]

    run_app(picture, check)


def test_a_position_in_the_widget_is_found_in_the_picture() -> None:
    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        assert app.picture.cell_at(3, 2) == (0, 0)
        assert app.picture.cell_at(5, 3) == (2, 1)
        for beside in ((2, 2), (6, 2), (4, 1), (4, 4)):
            assert app.picture.cell_at(*beside) is None

    run_app(Square(), check)


def test_each_ink_has_a_colour_that_follows_the_theme() -> None:
    def colours(picture: PictureWidget) -> list[object]:
        return [segment.style and segment.style.color for segment in picture.render_line(2)]

    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        dark = colours(app.picture)
        assert len(set(map(str, dark))) >= 3
        app.theme = "textual-light"
        await pilot.pause()
        assert colours(app.picture) != dark

    run_app(Square(), check)


def test_braille_is_drawn_unless_the_terminal_shows_only_ascii() -> None:
    async def check(app: PictureApp, pilot: Pilot[None]) -> None:
        assert app.picture.charset is Charset.UNICODE
        app.charset = Charset.ASCII
        assert {app.picture.charset} == {Charset.ASCII}

    run_app(Square(), check)
