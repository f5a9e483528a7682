"""Presses told apart: meant ones, held keys, a palm on the keyboard."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.settings.actions import PressGuard
from tpsession.tui.input.press_filter import MOUSE, TRUSTED_PRESS, Press, PressHistory

KEYS = st.sampled_from(["enter", "space", "x", "2", "left", MOUSE])


def pressed(*presses: tuple[float, str]) -> Press:
    """The last of the presses at these seconds."""
    noted = PressHistory()
    for at, key in presses:
        noted.add(key, at)
    return noted.latest


def repeats(key: str, first: float, gaps: Iterable[float]) -> Iterable[tuple[float, str]]:
    """A held key: its press and its repeats."""
    yield first, key
    for gap in gaps:
        first += gap
        yield first, key


def test_the_very_first_press_is_meant() -> None:
    noted = pressed((1000.0, "x"))
    assert noted.is_isolated
    assert noted.is_new
    assert noted.is_debounced(["x", "space"])


def test_one_press_after_a_quiet_moment_is_calm() -> None:
    assert pressed((0.0, "2"), (0.6, "enter")).is_isolated


def test_a_press_close_behind_another_key_is_not_calm() -> None:
    assert not pressed((0.0, "2"), (0.4, "enter")).is_isolated


def test_the_same_key_again_needs_a_longer_quiet_to_be_calm() -> None:
    assert not pressed((0.0, "enter"), (0.8, "enter")).is_isolated
    assert pressed((0.0, "enter"), (1.2, "enter")).is_isolated


def test_the_mouse_counts_like_a_key() -> None:
    assert not pressed((0.0, "x"), (0.4, MOUSE)).is_isolated
    assert not pressed((0.0, MOUSE), (0.4, "x")).is_isolated


@given(KEYS, st.floats(0.25, 0.99), st.lists(st.floats(0.02, 0.14), max_size=20))
def test_a_held_key_is_never_calm_again_however_late_its_repeats_begin(
    key: str, delay: float, gaps: list[float]
) -> None:
    noted = PressHistory()
    calm = []
    for at, held in repeats(key, 1000.0, [delay, *gaps]):
        calm.append(noted.add(held, at).is_isolated)
    assert calm == [True] + [False] * (len(gaps) + 1)


@given(st.lists(st.tuples(st.floats(0.0, 0.49), KEYS), min_size=2, max_size=30))
def test_of_many_quick_presses_only_the_first_can_be_calm(presses: list[tuple[float, str]]) -> None:
    noted, now = PressHistory(), 1000.0
    calm = []
    for gap, key in presses:
        now += gap
        calm.append(noted.add(key, now).is_isolated)
    assert not any(calm[1:])


def test_the_quick_repeats_of_a_held_key_are_not_new() -> None:
    assert not pressed(*repeats("left", 0.0, [0.03])).is_new
    assert not pressed(*repeats("left", 0.0, [0.5, 0.1])).is_new
    assert pressed((0.0, "left"), (0.2, "left")).is_new
    assert pressed((0.0, "left"), (0.01, "right")).is_new


def test_a_big_key_counts_again_only_after_a_second_without_it() -> None:
    big = ["space", "enter"]
    assert not pressed((0.0, "space"), (0.9, "enter")).is_debounced(big)
    assert pressed((0.0, "space"), (1.1, "enter")).is_debounced(big)
    assert pressed((0.0, "x"), (0.1, "enter")).is_debounced(big)


def test_a_key_between_does_not_hide_the_one_before() -> None:
    assert not pressed((0.0, "enter"), (0.3, "x"), (0.95, "enter")).is_debounced(["enter"])
    assert not pressed((0.0, "enter"), (0.3, "x"), (0.95, "enter")).is_isolated


def test_a_press_is_judged_by_what_came_before_it_whatever_comes_after() -> None:
    big = ["space", "enter"]
    noted = PressHistory()
    first = noted.add("space", 0.0)
    second = noted.add("enter", 0.001)
    assert [press.is_debounced(big) for press in (first, second)] == [True, False]
    assert [press.is_isolated for press in (first, second)] == [True, False]
    assert noted.latest is second


def test_a_double_press_of_what_is_no_key_of_it_counts_once_as_well() -> None:
    assert not pressed((0.0, MOUSE), (0.3, MOUSE)).is_debounced(["space", "enter"])


def test_a_repeat_of_a_key_is_told_from_the_same_key_with_another_between() -> None:
    assert pressed((0.0, "0"), (0.3, "0")).is_held
    assert not pressed((0.0, "0"), (0.2, "1"), (0.4, "0")).is_held
    assert not pressed((0.0, "0"), (1.2, "0")).is_held


def test_a_press_is_meant_for_a_screen_that_was_there_before_it_and_is_no_key_still_held() -> None:
    assert pressed((3.0, "y")).is_deliberate(1.0)
    assert not pressed((1.9, "y")).is_deliberate(1.0)
    assert not pressed((1.0, "y"), (1.9, "y"), (2.7, "y")).is_deliberate(1.0)
    assert not pressed((2.0, "n"), (2.5, "y")).is_deliberate(1.0, ["n", "y"])
    assert TRUSTED_PRESS.is_deliberate(1000.0)


@pytest.mark.parametrize(
    ("care", "suits"),
    [
        (PressGuard.NONE, "1111"),
        (PressGuard.NO_REPEAT, "1011"),
        (PressGuard.DEBOUNCED, "1001"),
        (PressGuard.ISOLATED, "1000"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_what_a_press_has_to_be_is_up_to_its_action(care: PressGuard, suits: str) -> None:
    # The first; a quick repeat; the same after a moment; the first right behind another key.
    presses = [
        pressed((0.0, "left")),
        pressed((0.0, "left"), (0.1, "left")),
        pressed((0.0, "left"), (0.6, "left")),
        pressed((0.0, "x"), (0.3, "left")),
    ]
    assert "".join(str(int(press.satisfies(care, ["left"]))) for press in presses) == suits


def test_it_is_known_which_key_came_right_before() -> None:
    assert pressed((0.0, "space"), (0.5, "4"), (0.8, "enter")).previous_key == "4"
    assert pressed((0.0, "enter")).previous_key == ""


def test_before_the_first_press_nothing_speaks_against_one() -> None:
    assert PressHistory().latest is TRUSTED_PRESS
    assert TRUSTED_PRESS.is_isolated
    assert TRUSTED_PRESS.is_new
