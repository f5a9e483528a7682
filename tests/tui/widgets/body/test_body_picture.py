"""The widget with the picture of the body: what it shows at each size, and how an area is selected."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Button

from tpsession.core.catalog.area import AREAS, CALF, FOREARM, JAW, LOW_BACK, NECK, Area
from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.body.targets import AREA_TARGETS
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.body.target_messages import TargetHighlighted, TargetSelected

Work = Callable[["PictureApp", "Pilot[None]"], Awaitable[None]]


class PictureApp(App[None]):
    """Shows nothing but the picture, and records the messages that it posts."""

    def __init__(self, picture: BodyPicture, charset: Charset = Charset.UNICODE) -> None:
        super().__init__()
        self.picture = picture
        self.charset = charset
        self.highlighted_ids: list[str] = []
        self.selected_ids: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.picture

    def on_target_highlighted(self, message: TargetHighlighted) -> None:
        self.highlighted_ids.append(message.target)

    def on_target_selected(self, message: TargetSelected) -> None:
        self.selected_ids.append(message.target)

    @property
    def lines(self) -> list[str]:
        """The lines of the picture."""
        return [
            "".join(segment.text for segment in self.picture.render_line(y))
            for y in range(self.picture.size.height)
        ]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def run_app(app: PictureApp, size: tuple[int, int], work: Work) -> None:
    async def run() -> None:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await work(app, pilot)

    asyncio.run(run())


def screen_text(picture: BodyPicture, size: tuple[int, int], charset: Charset = Charset.UNICODE) -> str:
    """The text of the screen in a terminal of a size."""
    texts: list[str] = []

    async def look(app: PictureApp, pilot: Pilot[None]) -> None:
        texts.append(app.text)

    run_app(PictureApp(picture, charset), size, look)
    return texts[0]


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (100, 40), (40, 20)])
def test_both_views_are_side_by_side_with_their_titles_where_they_fit(size: tuple[int, int]) -> None:
    title = screen_text(BodyPicture(LOW_BACK), size).strip().splitlines()[0].split()
    assert title == ["Front", "Back"]


@pytest.mark.parametrize(("area", "title"), [(LOW_BACK, "Back"), (FOREARM, "Front"), (CALF, "Back")])
def test_a_narrow_screen_shows_the_more_useful_view(area: Area, title: str) -> None:
    assert screen_text(BodyPicture(area), (20, 24)).split()[0] == title


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (10, 3), (200, 5), (7, 50)])
def test_any_size_can_be_drawn(size: tuple[int, int]) -> None:
    for picture in (BodyPicture(NECK), BodyPicture(targets=AREA_TARGETS)):
        assert {len(line) for line in screen_text(picture, size).splitlines()} == {size[0]}


def test_in_an_ascii_terminal_all_of_it_is_ascii() -> None:
    assert screen_text(BodyPicture(NECK), (60, 24), Charset.ASCII).isascii()


def test_a_small_area_is_zoomed_in_on_unless_areas_can_be_selected() -> None:
    near, whole = (
        screen_text(BodyPicture(JAW, targets=targets), (60, 24), Charset.ASCII).count("#")
        for targets in (None, AREA_TARGETS)
    )
    assert near > 4 * whole


def test_another_area_and_side_are_shown_at_once() -> None:
    async def change(app: PictureApp, pilot: Pilot[None]) -> None:
        before = app.text
        app.picture.show(CALF, Side.LEFT)
        left = app.text
        app.picture.show(CALF, Side.RIGHT)
        assert len({before, left, app.text}) == 3

    run_app(PictureApp(BodyPicture(LOW_BACK)), (60, 24), change)


def test_a_picture_that_is_not_selectable_ignores_keys_and_mouse() -> None:
    async def poke(app: PictureApp, pilot: Pilot[None]) -> None:
        await pilot.press("down", "enter")
        await pilot.click(BodyPicture, offset=(40, 10))
        assert not app.picture.can_focus
        assert not app.highlighted_ids
        assert not app.selected_ids

    run_app(PictureApp(BodyPicture(LOW_BACK)), (60, 24), poke)


def test_the_arrow_keys_reach_every_area_in_both_directions() -> None:
    for key in ("down", "up", "left", "right"):

        async def walk(app: PictureApp, pilot: Pilot[None], key: str = key) -> None:
            for _ in AREAS:
                await pilot.press(key)
            assert set(app.highlighted_ids) == AREAS.keys()

        run_app(PictureApp(BodyPicture(targets=AREA_TARGETS)), (60, 24), walk)


def test_the_highlighted_area_is_named_below_and_enter_selects_it() -> None:
    async def choose(app: PictureApp, pilot: Pilot[None]) -> None:
        await pilot.press("down")
        assert app.highlighted_ids
        assert app.lines[-1].strip() == AREAS[app.highlighted_ids[-1]].name
        await pilot.press("enter")
        assert app.selected_ids == [app.highlighted_ids[-1]]

    run_app(PictureApp(BodyPicture(targets=AREA_TARGETS)), (60, 24), choose)


def middle(app: PictureApp, title: str) -> int:
    """The column in the middle of a view: its title is there."""
    row = next(line for line in app.lines if title in line)
    return row.index(title) + len(title) // 2


def test_a_click_selects_the_area_under_the_mouse() -> None:
    async def press(app: PictureApp, pilot: Pilot[None]) -> None:
        back, front = middle(app, "Back"), middle(app, "Front")
        # the low back is at two fifths of the height, the forearm a little lower and far out
        await pilot.click(BodyPicture, offset=(back - 2, 9))
        await pilot.click(BodyPicture, offset=(front + 8, 10))
        assert app.selected_ids == [LOW_BACK.id, FOREARM.id]
        assert app.highlighted_ids[-2:] == [LOW_BACK.id, FOREARM.id]

    run_app(PictureApp(BodyPicture(targets=AREA_TARGETS)), (60, 24), press)


def test_moving_the_mouse_highlights_and_a_click_beside_the_body_does_nothing() -> None:
    async def move(app: PictureApp, pilot: Pilot[None]) -> None:
        await pilot.hover(BodyPicture, offset=(middle(app, "Back") - 2, 9))
        assert app.picture.highlighted == LOW_BACK.id
        await pilot.click(BodyPicture, offset=(0, 0))
        await pilot.click(BodyPicture, offset=(59, 12))
        assert app.picture.highlighted == LOW_BACK.id
        assert not app.selected_ids

    run_app(PictureApp(BodyPicture(targets=AREA_TARGETS)), (60, 24), move)


def test_moving_within_an_area_posts_it_once() -> None:
    async def move(app: PictureApp, pilot: Pilot[None]) -> None:
        column = middle(app, "Back") - 2
        count = len(app.highlighted_ids)
        await pilot.hover(BodyPicture, offset=(column, 9))
        await pilot.hover(BodyPicture, offset=(column - 1, 9))
        assert app.highlighted_ids[count:] == [LOW_BACK.id]

    run_app(PictureApp(BodyPicture(targets=AREA_TARGETS)), (60, 24), move)


def test_without_colours_area_spots_and_places_never_to_press_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = screen_text(BodyPicture(LOW_BACK), (60, 24))
    assert {"●", "≈", "✕", "⣿"} <= set(text)


def test_tab_moves_the_focus_away_from_the_picture() -> None:
    class WithButton(PictureApp):
        def compose(self) -> ComposeResult:
            yield self.picture
            yield Button("Next")

    async def leave(app: PictureApp, pilot: Pilot[None]) -> None:
        await pilot.press("tab")
        assert not app.picture.has_focus
        count = len(app.highlighted_ids)
        await pilot.press("down")
        assert len(app.highlighted_ids) == count

    run_app(WithButton(BodyPicture(targets=AREA_TARGETS)), (60, 24), leave)
