"""How a field of the comparison's set-up is chosen by keys."""

from __future__ import annotations

from tests.core.comparison.test_setup import proposed
from tests.tui.every_screen import SCREENS
from tests.tui.fake_tui import FakeTui
from tests.tui.user import User, open_screen
from tpsession.core.catalog.side import Side
from tpsession.core.comparison.setup import ComparisonSetup, SetupField
from tpsession.core.history.series import Series
from tpsession.tui.screens.comparison.set_up import FieldEditor


def test_a_place_is_chosen_in_both_directions_round_the_ends_or_by_its_letter() -> None:
    def press(setup: ComparisonSetup, key: str) -> ComparisonSetup:
        (choice,) = (each for each in setup.choices if each.field is SetupField.PLACE)
        reaction = FieldEditor(choice).press(key, key if len(key) == 1 else None)
        assert reaction is not None
        return setup if reaction.value is None else setup.choose(SetupField.PLACE, str(reaction.value))

    setup = proposed(Series("low-back", Side.LEFT))
    places = []
    for key in ("left", "left", "right", "right", "right", "left", "h", "H", "h", "h", "n", "space"):
        setup = press(setup, key)
        places.append(setup.series.place)
    assert places == [
        *("upper-back", "neck", "upper-back", "low-back", "shoulder", "low-back"),
        *("hand", "hip", "hand", "hip", "neck", "upper-back"),
    ]
    (choice,) = (each for each in setup.choices if each.field is SetupField.PLACE)
    assert FieldEditor(choice).press("x", "x") is None


def test_on_a_small_screen_the_explanation_is_one_paragraph_above_all_fields() -> None:
    async def act(user: User) -> None:
        assert "and bad. A missed day" in " ".join(user.screen_text.split())
        assert "With more blocks it does so more often." in " ".join(user.screen_text.split())
        async for _ in user.resize_to([(120, 40)]):
            assert "•  A missed day" in user.screen_text

    tui = FakeTui()
    open_screen(SCREENS["comparison set-up"](tui), act, (80, 24), tui)
