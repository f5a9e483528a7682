"""The doctor: what it shows while it checks this computer, and the results afterwards."""

from __future__ import annotations

import threading

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.screens.tools.test_render import SIZES, shows, until
from tests.tui.user import Does, Hands, on
from tpsession.core.diagnostics.checks import CheckedPart, CheckResult, CheckStatus
from tpsession.tui.screens.tools.doctor import DoctorScreen
from tpsession.tui.screens.tools.sound import SoundScreen


def show_doctor(does: Does, tui: FakeTui, size: tuple[int, int] = (80, 24)) -> Hands:
    return on(DoctorScreen(), does, size, tui)


@pytest.mark.parametrize("size", SIZES)
def test_each_part_shows_its_status_as_sign_and_word_and_how_to_fix_it(
    size: tuple[int, int],
) -> None:
    async def does(hands: Hands) -> None:
        await shows(hands, "1 of 8 checks failed.")
        seen = hands.shown
        await hands.press("end")
        seen = " ".join((seen + hands.shown).split())
        for text in (
            "Python ✓ ok Python 3.12.3.",
            "Terminal ! note The terminal has 60 columns. → Make it 80 columns wide.",
            # Shown literally, not as markup.
            'Routines ✗ failed mine.toml:1:1: "[b]neckk[/b]" is no area.',
            "Sound ✓ ok Sound works: fake.",
        ):
            assert text in seen
        await hands.press("escape")

    tui = FakeTui()
    assert show_doctor(does, tui, size).closed
    assert tui.doctor.runs == 1
    assert threading.main_thread().name not in tui.doctor.threads


def test_long_results_scroll_and_a_key_or_a_click_opens_the_sound_test() -> None:
    async def does(hands: Hands) -> None:
        await shows(hands, "Everything works.")
        assert "Number 39." not in hands.shown
        await hands.press("end")
        await shows(hands, "Number 39.")
        for opening in ("v", "click"):
            await (hands.click("#sound") if opening == "click" else hands.press(opening))
            assert isinstance(hands.app.screen, SoundScreen)
            await hands.press("escape")
            assert isinstance(hands.app.screen, DoctorScreen)
        # A button ignores presses for 0.2 s, while it still shows the last one.
        await hands.pilot.pause(0.4)
        await hands.press("shift+tab", "tab", "enter")
        assert isinstance(hands.app.screen, SoundScreen)

    tui = FakeTui()
    tui.doctor.results = [
        CheckResult(CheckedPart.ROUTINES, CheckStatus.FINE, f"Number {number}.") for number in range(40)
    ]
    show_doctor(does, tui)


def test_it_shows_what_is_being_checked_and_checks_again_on_request() -> None:
    async def does(hands: Hands) -> None:
        await shows(hands, "Looking for a sound device ...")
        assert "✓ ok" not in hands.shown
        tui.doctor.may_finish.set()
        await shows(hands, "1 of 8 checks failed.")
        tui.doctor.results = [CheckResult(CheckedPart.SOUND, CheckStatus.NOTE, "Quiet.")]
        await hands.click("#again")
        await shows(hands, "Everything works, with some notes.")

    tui = FakeTui()
    tui.doctor.may_finish.clear()
    show_doctor(does, tui)
    assert tui.doctor.runs == 2


def test_closing_the_screen_ends_the_checks() -> None:
    async def does(hands: Hands) -> None:
        await shows(hands, "Looking for a sound device ...")
        await hands.press("escape")
        await until(hands, tui.doctor.ended.is_set)

    tui = FakeTui()
    tui.doctor.may_finish.clear()
    assert show_doctor(does, tui).closed
