"""The body on the screen: what is shown in the room there is, and how an area is chosen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.widgets import Button

from tpsession.core.catalog.area import AREAS, CALF, FOREARM, JAW, LOW_BACK, NECK, Area
from tpsession.core.catalog.side import Side
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.widgets.body.area_messages import AreaHighlighted, AreaSelected
from tpsession.tui.widgets.body.body_picture import BodyPicture

Play = Callable[["Stage", "Pilot[None]"], Awaitable[None]]


class Stage(App[None]):
    """A screen with nothing but the body, that writes down what it hears."""

    def __init__(self, picture: BodyPicture, charset: Charset = Charset.UNICODE) -> None:
        super().__init__()
        self.picture = picture
        self.charset = charset
        self.pointed: list[Area] = []
        self.chosen: list[Area] = []

    def compose(self) -> ComposeResult:
        yield self.picture

    def on_area_highlighted(self, message: AreaHighlighted) -> None:
        self.pointed.append(message.area)

    def on_area_selected(self, message: AreaSelected) -> None:
        self.chosen.append(message.area)

    @property
    def lines(self) -> list[str]:
        """What is on the screen."""
        return [
            "".join(segment.text for segment in self.picture.render_line(y))
            for y in range(self.picture.size.height)
        ]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def play(stage: Stage, size: tuple[int, int], what: Play) -> None:
    async def run() -> None:
        async with stage.run_test(size=size) as pilot:
            await pilot.pause()
            await what(stage, pilot)

    asyncio.run(run())


def shown(picture: BodyPicture, size: tuple[int, int], charset: Charset = Charset.UNICODE) -> str:
    """The text of the screen in a terminal of a size."""
    texts: list[str] = []

    async def look(stage: Stage, pilot: Pilot[None]) -> None:
        texts.append(stage.text)

    play(Stage(picture, charset), size, look)
    return texts[0]


@pytest.mark.parametrize("size", [(60, 24), (80, 24), (100, 40), (40, 20)])
def test_both_views_stand_side_by_side_with_their_titles_where_they_fit(size: tuple[int, int]) -> None:
    title = shown(BodyPicture(LOW_BACK), size).strip().splitlines()[0].split()
    assert title == ["Front", "Back"]


@pytest.mark.parametrize(("area", "title"), [(LOW_BACK, "Back"), (FOREARM, "Front"), (CALF, "Back")])
def test_a_narrow_screen_shows_the_view_that_tells_more(area: Area, title: str) -> None:
    assert shown(BodyPicture(area), (20, 24)).split()[0] == title


@pytest.mark.parametrize("size", [(1, 1), (3, 2), (10, 3), (200, 5), (7, 50)])
def test_no_room_is_too_small_or_too_odd(size: tuple[int, int]) -> None:
    for picture in (BodyPicture(NECK), BodyPicture(selectable=True)):
        assert {len(line) for line in shown(picture, size).splitlines()} == {size[0]}


def test_in_an_ascii_terminal_all_of_it_is_ascii() -> None:
    assert shown(BodyPicture(NECK), (60, 24), Charset.ASCII).isascii()


def test_of_a_small_area_its_surroundings_are_shown_unless_areas_are_chosen_from() -> None:
    near, whole = (
        shown(BodyPicture(JAW, selectable=choosing), (60, 24), Charset.ASCII).count("#")
        for choosing in (False, True)
    )
    assert near > 4 * whole


def test_another_area_and_side_are_shown_at_once() -> None:
    async def change(stage: Stage, pilot: Pilot[None]) -> None:
        before = stage.text
        stage.picture.show(CALF, Side.LEFT)
        left = stage.text
        stage.picture.show(CALF, Side.RIGHT)
        assert len({before, left, stage.text}) == 3

    play(Stage(BodyPicture(LOW_BACK)), (60, 24), change)


def test_a_picture_to_look_at_takes_neither_the_focus_nor_the_mouse() -> None:
    async def poke(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("down", "enter")
        await pilot.click(BodyPicture, offset=(40, 10))
        assert not stage.picture.can_focus
        assert not stage.pointed
        assert not stage.chosen

    play(Stage(BodyPicture(LOW_BACK)), (60, 24), poke)


def test_the_arrow_keys_reach_every_area_in_both_directions() -> None:
    for key in ("down", "up", "left", "right"):

        async def walk(stage: Stage, pilot: Pilot[None], key: str = key) -> None:
            for _ in AREAS:
                await pilot.press(key)
            assert {area.id for area in stage.pointed} == AREAS.keys()

        play(Stage(BodyPicture(selectable=True)), (60, 24), walk)


def test_the_area_pointed_at_is_named_below_and_enter_chooses_it() -> None:
    async def choose(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("down")
        assert stage.pointed
        assert stage.lines[-1].strip() == stage.pointed[-1].name
        await pilot.press("enter")
        assert stage.chosen == [stage.pointed[-1]]

    play(Stage(BodyPicture(selectable=True)), (60, 24), choose)


def test_choosing_begins_at_the_area_that_was_chosen_before() -> None:
    async def choose(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("enter")
        assert stage.chosen == [CALF]

    play(Stage(BodyPicture(CALF, selectable=True)), (60, 24), choose)


def middle(stage: Stage, title: str) -> int:
    """The column in the middle of a view: its title stands there."""
    row = next(line for line in stage.lines if title in line)
    return row.index(title) + len(title) // 2


def test_a_press_chooses_the_area_under_it() -> None:
    async def press(stage: Stage, pilot: Pilot[None]) -> None:
        back, front = middle(stage, "Back"), middle(stage, "Front")
        # the low back is at two fifths of the height, the forearm a little lower and far out
        await pilot.click(BodyPicture, offset=(back - 2, 9))
        await pilot.click(BodyPicture, offset=(front + 8, 10))
        assert stage.chosen == [LOW_BACK, FOREARM]
        assert stage.pointed[-2:] == [LOW_BACK, FOREARM]

    play(Stage(BodyPicture(selectable=True)), (60, 24), press)


def test_the_mouse_points_without_choosing_and_a_press_beside_the_body_does_nothing() -> None:
    async def move(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.hover(BodyPicture, offset=(middle(stage, "Back") - 2, 9))
        assert stage.picture.highlighted is LOW_BACK
        await pilot.click(BodyPicture, offset=(0, 0))
        await pilot.click(BodyPicture, offset=(59, 12))
        assert stage.picture.highlighted is LOW_BACK
        assert not stage.chosen

    play(Stage(BodyPicture(selectable=True)), (60, 24), move)


def test_pointing_at_the_same_area_again_tells_nothing_new() -> None:
    async def move(stage: Stage, pilot: Pilot[None]) -> None:
        column = middle(stage, "Back") - 2
        heard = len(stage.pointed)
        await pilot.hover(BodyPicture, offset=(column, 9))
        await pilot.hover(BodyPicture, offset=(column - 1, 9))
        assert stage.pointed[heard:] == [LOW_BACK]

    play(Stage(BodyPicture(selectable=True)), (60, 24), move)


def test_without_colours_area_spots_and_what_never_to_press_stay_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    text = shown(BodyPicture(LOW_BACK), (60, 24))
    assert {"●", "≈", "✕", "⣿"} <= set(text)


def test_the_keys_leave_the_picture_as_any_other_part_of_a_screen() -> None:
    class WithButton(Stage):
        def compose(self) -> ComposeResult:
            yield self.picture
            yield Button("Next")

    async def leave(stage: Stage, pilot: Pilot[None]) -> None:
        await pilot.press("tab")
        assert not stage.picture.has_focus
        pointed = len(stage.pointed)
        await pilot.press("down")
        assert len(stage.pointed) == pointed

    play(WithButton(BodyPicture(selectable=True)), (60, 24), leave)
