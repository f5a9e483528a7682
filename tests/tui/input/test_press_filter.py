"""Deliberate presses, held keys, and a palm on the keyboard."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.settings.actions import PressGuard
from tpsession.tui.input.press_filter import MOUSE, TRUSTED_PRESS, Press, PressHistory

KEYS = st.sampled_from(["enter", "space", "x", "2", "left", MOUSE])


def pressed(*presses: tuple[float, str]) -> Press:
    """Add presses at these seconds and return the last one."""
    history = PressHistory()
    for at, key in presses:
        history.add(key, at)
    return history.latest


def repeats(key: str, first: float, gaps: Iterable[float]) -> Iterable[tuple[float, str]]:
    """Return a held key's press and its repeats, with these gaps in seconds."""
    yield first, key
    for gap in gaps:
        first += gap
        yield first, key


def test_the_very_first_press_passes_every_guard() -> None:
    press = pressed((1000.0, "x"))
    assert press.is_isolated
    assert press.is_new
    assert press.is_debounced(["x", "space"])


def test_a_press_after_a_quiet_moment_is_isolated() -> None:
    assert pressed((0.0, "2"), (0.6, "enter")).is_isolated


def test_a_press_right_after_another_key_is_not_isolated() -> None:
    assert not pressed((0.0, "2"), (0.4, "enter")).is_isolated


def test_the_same_key_needs_a_longer_quiet_moment_to_be_isolated() -> None:
    assert not pressed((0.0, "enter"), (0.8, "enter")).is_isolated
    assert pressed((0.0, "enter"), (1.2, "enter")).is_isolated


def test_the_mouse_counts_like_a_key() -> None:
    assert not pressed((0.0, "x"), (0.4, MOUSE)).is_isolated
    assert not pressed((0.0, MOUSE), (0.4, "x")).is_isolated


@given(KEYS, st.floats(0.25, 0.99), st.lists(st.floats(0.02, 0.14), max_size=20))
def test_the_repeats_of_a_held_key_are_never_isolated_however_late_they_begin(
    key: str, delay: float, gaps: list[float]
) -> None:
    history = PressHistory()
    isolated = []
    for at, held in repeats(key, 1000.0, [delay, *gaps]):
        isolated.append(history.add(held, at).is_isolated)
    assert isolated == [True] + [False] * (len(gaps) + 1)


@given(st.lists(st.tuples(st.floats(0.0, 0.49), KEYS), min_size=2, max_size=30))
def test_of_many_quick_presses_only_the_first_can_be_isolated(presses: list[tuple[float, str]]) -> None:
    history, now = PressHistory(), 1000.0
    isolated = []
    for gap, key in presses:
        now += gap
        isolated.append(history.add(key, now).is_isolated)
    assert not any(isolated[1:])


def test_the_quick_repeats_of_a_held_key_are_not_new() -> None:
    assert not pressed(*repeats("left", 0.0, [0.03])).is_new
    assert not pressed(*repeats("left", 0.0, [0.5, 0.1])).is_new
    assert pressed((0.0, "left"), (0.2, "left")).is_new
    assert pressed((0.0, "left"), (0.01, "right")).is_new


def test_a_debounced_key_counts_again_only_after_a_second_without_it() -> None:
    keys = ["space", "enter"]
    assert not pressed((0.0, "space"), (0.9, "enter")).is_debounced(keys)
    assert pressed((0.0, "space"), (1.1, "enter")).is_debounced(keys)
    assert pressed((0.0, "x"), (0.1, "enter")).is_debounced(keys)


def test_another_key_in_between_does_not_hide_the_earlier_press() -> None:
    assert not pressed((0.0, "enter"), (0.3, "x"), (0.95, "enter")).is_debounced(["enter"])
    assert not pressed((0.0, "enter"), (0.3, "x"), (0.95, "enter")).is_isolated


def test_a_press_is_judged_only_by_the_presses_before_it() -> None:
    keys = ["space", "enter"]
    history = PressHistory()
    first = history.add("space", 0.0)
    second = history.add("enter", 0.001)
    assert [press.is_debounced(keys) for press in (first, second)] == [True, False]
    assert [press.is_isolated for press in (first, second)] == [True, False]
    assert history.latest is second


def test_a_double_click_counts_once_for_a_debounced_action() -> None:
    assert not pressed((0.0, MOUSE), (0.3, MOUSE)).is_debounced(["space", "enter"])


def test_a_key_counts_as_held_only_if_no_other_key_was_pressed_in_between() -> None:
    assert pressed((0.0, "0"), (0.3, "0")).is_held
    assert not pressed((0.0, "0"), (0.2, "1"), (0.4, "0")).is_held
    assert not pressed((0.0, "0"), (1.2, "0")).is_held


def test_a_press_is_deliberate_after_the_grace_period_if_no_key_is_held() -> None:
    assert pressed((3.0, "y")).is_deliberate(1.0)
    assert not pressed((1.9, "y")).is_deliberate(1.0)
    assert not pressed((1.0, "y"), (1.9, "y"), (2.7, "y")).is_deliberate(1.0)
    assert not pressed((2.0, "n"), (2.5, "y")).is_deliberate(1.0, ["n", "y"])
    assert TRUSTED_PRESS.is_deliberate(1000.0)


@pytest.mark.parametrize(
    ("guard", "passes"),
    [
        (PressGuard.NONE, "1111"),
        (PressGuard.NO_REPEAT, "1011"),
        (PressGuard.DEBOUNCED, "1001"),
        (PressGuard.ISOLATED, "1000"),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_guard_of_an_action_decides_which_presses_count(guard: PressGuard, passes: str) -> None:
    # A first press; a quick repeat; the same key after a moment; a key right after another one.
    presses = [
        pressed((0.0, "left")),
        pressed((0.0, "left"), (0.1, "left")),
        pressed((0.0, "left"), (0.6, "left")),
        pressed((0.0, "x"), (0.3, "left")),
    ]
    assert "".join(str(int(press.satisfies(guard, ["left"]))) for press in presses) == passes


def test_a_press_knows_the_key_right_before_it() -> None:
    assert pressed((0.0, "space"), (0.5, "4"), (0.8, "enter")).previous_key == "4"
    assert pressed((0.0, "enter")).previous_key == ""


def test_before_the_first_press_the_latest_press_is_trusted() -> None:
    assert PressHistory().latest is TRUSTED_PRESS
    assert TRUSTED_PRESS.is_isolated
    assert TRUSTED_PRESS.is_new
