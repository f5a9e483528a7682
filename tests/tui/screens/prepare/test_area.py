"""Choosing the area, with a list and a picture of the body that follow each other."""

from __future__ import annotations

import pytest

from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, UserActions, open_screen, press_keys
from tpsession.core.catalog.area import AREAS, HIP, JAW, THIGH, Area
from tpsession.core.catalog.side import Side
from tpsession.core.safety.screening import EVIDENCE
from tpsession.tui.drawing.body.targets import AREA_TARGETS
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink
from tpsession.tui.screens.prepare.area import AreaScreen
from tpsession.tui.widgets.body.body_picture import BodyPicture
from tpsession.tui.widgets.body.target_list import TargetList

SIZES = [(60, 20), (80, 24), (120, 40), (200, 60)]
HEAD_TO_FOOT = [AREAS[area] for area in AREA_TARGETS.ids]
ANYWHERE = SHORT._replace(name="Classic", area=None)


def choose(act: UserActions, size: tuple[int, int] = (80, 24)) -> User:
    return open_screen(AreaScreen(ANYWHERE), act, size)


def row_of(user: User, area: Area) -> int:
    """Return the row of the screen that shows an area's name in the list."""
    region = user.app.screen.query_one(TargetList).region
    lines = [line[region.x : region.right].strip() for line in user.screen_text.splitlines()]
    return lines.index(area.name)


def test_every_area_is_listed_at_every_size() -> None:
    async def act(user: User) -> None:
        async for size in user.resize_to(SIZES):
            assert [area.name for area in AREAS.values() if area.name not in user.screen_text] == [], size
            assert "Classic: which area?" in user.screen_text

    choose(act)


@pytest.mark.parametrize("area", [HEAD_TO_FOOT[0], HIP, HEAD_TO_FOOT[-1]])
def test_arrows_and_enter_choose(area: Area) -> None:
    steps = HEAD_TO_FOOT.index(area) + 1
    assert choose(press_keys(*["down"] * steps, "enter")).result is area


def test_the_list_wraps_around_and_home_and_end_work() -> None:
    first, last = HEAD_TO_FOOT[0].name, HEAD_TO_FOOT[-1].name

    async def act(user: User) -> None:
        for key, name in (("up", last), ("down", first), ("end", last), ("home", first)):
            await user.press(key)
            assert user.highlighted_line.startswith(name)

    choose(act)


@pytest.mark.parametrize(("area", "size"), [(HIP, SIZES[0]), (JAW, SIZES[1]), (HIP, SIZES[3])])
def test_a_click_in_the_list_chooses(area: Area, size: tuple[int, int]) -> None:
    async def act(user: User) -> None:
        region = user.app.screen.query_one(TargetList).region
        await user.click("TargetList", at=(4, row_of(user, area) - region.y))

    assert choose(act, size).result is area


def test_a_click_on_the_body_chooses_the_area_there() -> None:
    async def act(user: User) -> None:
        # The hip is where the picture changes when the hip is highlighted.
        body = user.app.screen.query_one(BodyPicture)
        before = body.draw(*body.size).lines
        body.highlight(HIP.id)
        after = body.draw(*body.size).lines
        changed = [
            (x, y)
            for y, (one, other) in enumerate(zip(before[:-1], after[:-1], strict=True))
            for x, (was, now) in enumerate(zip(one, other, strict=True))
            if was != now
        ]
        x, y = changed[len(changed) // 2]
        spare = body.size.width - len(before[0]), body.size.height - len(before)
        await user.press("home")
        await user.click("BodyPicture", at=(x + spare[0] // 2, y + spare[1] // 2))

    assert choose(act, (120, 40)).result is HIP


def test_a_stray_enter_chooses_nothing_and_shows_what_to_do_first() -> None:
    async def act(user: User) -> None:
        instructions = user.app.screen.query_one("#instructions")
        await user.press("enter", "space", "enter")
        assert not user.is_closed
        assert instructions.has_class("warning")
        assert "Point at one with" in words(user)
        await user.press("down", "space")

    assert choose(act).result is HEAD_TO_FOOT[0]


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]])
def test_highlighting_in_the_list_highlights_on_the_body_and_shows_where_pain_refers(
    size: tuple[int, int],
) -> None:
    async def act(user: User) -> None:
        for area in HEAD_TO_FOOT:
            await user.press("down")
            assert user.highlighted_line.startswith(area.name)
            assert user.app.screen.query_one(BodyPicture).highlighted == area.id
            text = words(user)
            for spot in area.spots:
                assert spot.refers_to in text
            assert EVIDENCE in " ".join(user.screen_text.split())

    choose(act, size)


def test_highlighting_on_the_body_with_keys_highlights_in_the_list() -> None:
    async def act(user: User) -> None:
        await user.press("down", "tab", "down", "down")
        assert user.highlighted_line.startswith(HEAD_TO_FOOT[2].name)
        await user.press("enter")

    assert choose(act).result is HEAD_TO_FOOT[2]


def test_highlighting_on_the_body_highlights_in_the_list() -> None:
    async def act(user: User) -> None:
        body = user.app.screen.query_one(BodyPicture)
        body.highlight(JAW.id)
        await user.pilot.pause()
        assert user.highlighted_line.startswith(JAW.name)

    choose(act)


def test_the_mouse_over_the_list_highlights_without_choosing() -> None:
    async def act(user: User) -> None:
        await user.pilot.hover("TargetList", offset=(4, 3))
        await user.pilot.pause()
        assert user.highlighted_line.startswith(HEAD_TO_FOOT[3].name)

    assert not choose(act).is_closed


def test_instructions_are_shown_until_an_area_is_highlighted() -> None:
    async def act(user: User) -> None:
        assert AreaScreen.INSTRUCTIONS in words(user)
        await user.press("down")
        assert AreaScreen.INSTRUCTIONS not in words(user)

    choose(act)


def test_escape_goes_back_without_an_area() -> None:
    left = choose(press_keys("down", "escape"))
    assert left.is_closed
    assert left.result is None


def test_a_tiny_screen_still_shows_the_highlighted_area() -> None:
    async def act(user: User) -> None:
        await user.press("end")
        assert user.highlighted_line.startswith(HEAD_TO_FOOT[-1].name)
        await user.press("up")
        assert user.highlighted_line.startswith(HEAD_TO_FOOT[-2].name)

    choose(act, (24, 8))


def test_without_unicode_the_mark_is_ascii() -> None:
    async def act(user: User) -> None:
        await user.press("down")
        assert f"> {HEAD_TO_FOOT[0].name}" in user.screen_text
        assert user.screen_text.isascii()

    open_screen(AreaScreen(ANYWHERE), act, tui=FakeTui(charset=Charset.ASCII))


def test_the_screen_can_be_resized_at_any_moment() -> None:
    async def act(user: User) -> None:
        await user.press("down")
        for width, height in (*SIZES, (20, 6), (80, 24)):
            await user.pilot.resize_terminal(width, height)
            await user.pilot.pause()
        await user.press("enter")

    assert choose(act).result is HEAD_TO_FOOT[0]


def words(user: User) -> str:
    """Return the text in the column of the list, as running text."""
    right = user.app.screen.query_one("#text").region.right
    return " ".join(" ".join(line[:right] for line in user.screen_text.splitlines()).split())


@pytest.mark.parametrize("charset", Charset)
def test_areas_that_rest_today_say_so_in_the_list_and_are_crossed_out_on_the_body(charset: Charset) -> None:
    async def act(user: User) -> None:
        assert f"{JAW.name}, rests today" in user.screen_text
        assert f"{HIP.name}, rests today" not in user.screen_text
        body = user.app.screen.query_one(BodyPicture)
        assert Ink.NEVER in {ink for row in body.draw(40, 20).rows for _, ink in row}
        body.highlight(JAW.id)
        await user.pilot.pause()
        assert user.screen_text.count(f"{JAW.name}, rests today") == 2

    open_screen(
        AreaScreen(ANYWHERE, {JAW: Side.BOTH, THIGH: Side.LEFT}), act, (80, 24), FakeTui(charset=charset)
    )
