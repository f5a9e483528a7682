"""The pain rating scale: typing, moving, clicking, and how it is drawn."""

from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen

from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, open_screen
from tpsession.core.history.ratings import HIGHEST_ANCHOR, LOWEST_ANCHOR
from tpsession.tui.app import TpsessionApp
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.widgets.questions.rating_scale import RatingScale, anchor_lines


class Rated(Screen[int]):
    """A screen with nothing but the scale, which returns the number."""

    HIGH: ClassVar[int | None] = 3

    def compose(self) -> ComposeResult:
        yield RatingScale()

    def on_mount(self) -> None:
        if self.HIGH is not None:
            self.query_one(RatingScale).styles.height = self.HIGH

    def on_key(self, event: Key) -> None:
        scale = self.query_one(RatingScale)
        app = self.app
        assert isinstance(app, TpsessionApp)
        if event.key == "enter" and scale.value is not None:
            self.dismiss(scale.value)
        else:
            scale.process_key(event, held=app.press_of(event).is_held)


class RatedAsNeeded(Rated):
    """The scale is as high as it needs to be, not higher."""

    HIGH = None


class RatedLarge(Rated):
    """The scale is high enough for large digits."""

    HIGH = 9


def chosen(*cases: list[str], after: float = 5.0) -> list[int | None]:
    """The number that each sequence of keys chooses, beginning with no number."""
    found: list[int | None] = []

    async def act(user: User) -> None:
        scale = user.app.screen.query_one(RatingScale)
        for keys in cases:
            scale.value = None
            user.tui.clock.pass_time(5.0)
            await user.press(*keys, after=after)
            found.append(scale.value)

    open_screen(Rated(), act)
    return found


def test_nothing_is_filled_in_before() -> None:
    async def act(user: User) -> None:
        assert user.app.screen.query_one(RatingScale).value is None

    open_screen(Rated(), act)


def test_a_digit_types_its_number() -> None:
    assert chosen(*([digit] for digit in "0123456789")) == list(range(10))


def test_one_and_nought_make_ten_and_any_other_digit_replaces_the_first() -> None:
    cases = {"10": 10, "15": 5, "70": 0, "01": 1, "11": 1, "104": 4, "1010": 10, "410": 10}
    assert chosen(*map(list, cases)) == list(cases.values())


def test_the_first_arrow_shows_nought() -> None:
    assert chosen(["left"], ["right"], ["up"], ["down"]) == [0, 0, 0, 0]


def test_arrows_move_one_by_one_and_stop_at_both_ends() -> None:
    assert chosen(["right", "right"], ["up", "up", "up", "down"], ["5", "left"], ["5", "right"]) == [
        1,
        1,
        4,
        6,
    ]
    assert chosen(["0", "left"], ["1", "0", "right"]) == [0, 10]


def test_a_number_can_be_taken_away_again() -> None:
    assert chosen(["7", "backspace"], ["7", "delete"]) == [None, None]


def test_a_held_nought_after_one_stays_ten() -> None:
    assert chosen(["1", *["0"] * 8], after=0.05) == [10]


@pytest.mark.parametrize(("keys", "number"), [(["3", "enter"], 3), (["1", "0", "enter"], 10)])
def test_enter_gives_the_number(keys: list[str], number: int) -> None:
    assert open_screen(Rated(), lambda user: user.press(*keys)).result == number


def test_without_a_number_nothing_is_given() -> None:
    keys = ["enter", "enter", "space", "5", "backspace", "enter"]
    assert not open_screen(Rated(), lambda user: user.press(*keys)).is_closed


KEYS = st.lists(st.sampled_from([*"0123456789", "left", "right", "up", "down"]), min_size=1, max_size=8)


@settings(max_examples=2, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(KEYS, min_size=6, max_size=6))
def test_whatever_is_pressed_the_number_is_on_the_scale(cases: list[list[str]]) -> None:
    assert set(chosen(*cases)) <= set(range(11))


@pytest.mark.parametrize(("screen", "widths"), [(Rated, (44, 80)), (RatedLarge, (200,))], ids=["low", "high"])
def test_a_click_anywhere_on_a_number_chooses_it(screen: type[Rated], widths: tuple[int, ...]) -> None:
    async def act(user: User) -> None:
        scale = user.app.screen.query_one(RatingScale)
        async for width, _ in user.resize_to((width, 20) for width in widths):
            row = next(line for line in user.screen_text.splitlines() if LOWEST_ANCHOR in line)
            left = row.index(LOWEST_ANCHOR)
            cell = min(width // 11, 15)
            for number in range(11):
                for column in (0, cell - 2):
                    await user.click("RatingScale", at=(left + number * cell + column, 0), after=0.0)
                    assert scale.value == number

    open_screen(screen(), act)


def test_a_click_beside_the_numbers_changes_nothing() -> None:
    async def act(user: User) -> None:
        await user.press("4")
        await user.click("RatingScale", at=(0, 0))
        assert user.app.screen.query_one(RatingScale).value == 4

    open_screen(Rated(), act, size=(200, 20))


def test_both_anchors_are_shown_in_full_at_both_ends() -> None:
    async def act(user: User) -> None:
        for width in (44, 60, 80, 120, 200):
            await user.pilot.resize_terminal(width, 20)
            await user.pilot.pause()
            line = next(line for line in user.screen_text.splitlines() if LOWEST_ANCHOR in line)
            assert line.strip().startswith(LOWEST_ANCHOR)
            assert line.strip().endswith(HIGHEST_ANCHOR)

    open_screen(Rated(), act)


def test_the_anchors_are_never_shortened() -> None:
    for width in range(8, 250):
        lines = anchor_lines(width)
        words = " ".join(lines).split()
        assert words == [*LOWEST_ANCHOR.split(), *HIGHEST_ANCHOR.split()], width
        assert max(map(len, lines)) <= width


def test_a_narrow_scale_has_all_its_numbers_and_both_anchors() -> None:
    async def act(user: User) -> None:
        async for width, _ in user.resize_to((width, 20) for width in (22, 30, 37, 40, 43)):
            numbers, _, *below = user.screen_text.splitlines()[: 2 + len(anchor_lines(width))]
            assert numbers.split() == [str(number) for number in range(11)], width
            assert " ".join(below).split() == [*LOWEST_ANCHOR.split(), *HIGHEST_ANCHOR.split()], width

    open_screen(RatedAsNeeded(), act)


def test_the_chosen_number_has_a_mark_right_below_it() -> None:
    async def act(user: User) -> None:
        async for width, _ in user.resize_to((width, 20) for width in (44, 80, 200)):
            for number in range(10):
                await user.press(str(number))
                numbers, marks = user.screen_text.splitlines()[:2]
                assert marks.index("▲") == numbers.index(str(number)), width

    open_screen(Rated(), act)


def test_there_is_no_mark_as_long_as_nothing_is_chosen() -> None:
    async def act(user: User) -> None:
        assert "▲" not in user.screen_text

    open_screen(Rated(), act)


@pytest.mark.parametrize("screen", [Rated, RatedLarge], ids=["low", "high"])
def test_a_terminal_without_unicode_gets_a_plain_mark_and_plain_numbers(screen: type[Rated]) -> None:
    async def act(user: User) -> None:
        await user.press("7")
        assert "^" in user.screen_text
        assert user.screen_text.isascii()

    open_screen(screen(), act, size=(200, 60), tui=FakeTui(charset=Charset.ASCII))
