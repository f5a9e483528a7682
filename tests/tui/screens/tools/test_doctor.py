"""What works on this machine, shown while it is looked at and afterwards."""

from __future__ import annotations

import threading

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.screens.tools.test_render import SIZES, shows, until
from tests.tui.user import Does, Hands, on
from tpsession.core.diagnostics.checks import CheckedPart, CheckResult, CheckStatus
from tpsession.tui.screens.tools.doctor import DoctorScreen
from tpsession.tui.screens.tools.sound import SoundScreen


def looking(does: Does, tui: FakeTui, size: tuple[int, int] = (80, 24)) -> Hands:
    return on(DoctorScreen(), does, size, tui)


@pytest.mark.parametrize("size", SIZES)
def test_each_part_has_its_verdict_as_sign_and_word_and_below_it_how_to_mend_it(
    size: tuple[int, int],
) -> None:
    async def does(hands: Hands) -> None:
        await shows(hands, "1 of 8 parts does not work.")
        seen = hands.shown
        await hands.press("end")
        seen = " ".join((seen + hands.shown).split())
        for words in (
            "Python ✓ fine Python 3.12.3.",
            "Terminal ! note The terminal has 60 columns. → Make it 80 columns wide.",
            # As it is, not as markup.
            'Routines ✗ broken mine.toml:1:1: "[b]neckk[/b]" is no area.',
            "Sound ✓ fine Sound works: fake.",
        ):
            assert words in seen
        await hands.press("escape")

    tui = FakeTui()
    assert looking(does, tui, size).closed
    assert tui.doctor.runs == 1
    assert threading.main_thread().name not in tui.doctor.threads


def test_long_findings_are_read_on_by_keys_and_the_sound_is_a_key_or_a_click_away() -> None:
    async def does(hands: Hands) -> None:
        await shows(hands, "Everything works.")
        assert "Number 39." not in hands.shown
        await hands.press("end")
        await shows(hands, "Number 39.")
        for way in ("v", "click"):
            await (hands.click("#sound") if way == "click" else hands.press(way))
            assert isinstance(hands.app.screen, SoundScreen)
            await hands.press("escape")
            assert isinstance(hands.app.screen, DoctorScreen)
        # The toolkit's buttons take no second press while the first is shown, for 0.2 s.
        await hands.pilot.pause(0.4)
        await hands.press("shift+tab", "tab", "enter")
        assert isinstance(hands.app.screen, SoundScreen)

    tui = FakeTui()
    tui.doctor.results = [
        CheckResult(CheckedPart.ROUTINES, CheckStatus.FINE, f"Number {number}.") for number in range(40)
    ]
    looking(does, tui)


def test_it_says_what_it_looks_at_meanwhile_and_looks_again_when_asked() -> None:
    async def does(hands: Hands) -> None:
        await shows(hands, "Looking for a sound device ...")
        assert "fine" not in hands.shown
        tui.doctor.may_finish.set()
        await shows(hands, "1 of 8 parts does not work.")
        tui.doctor.results = [CheckResult(CheckedPart.SOUND, CheckStatus.NOTE, "Quiet.")]
        await hands.click("#again")
        await shows(hands, "Everything works; something is worth knowing.")

    tui = FakeTui()
    tui.doctor.may_finish.clear()
    looking(does, tui)
    assert tui.doctor.runs == 2


def test_who_leaves_meanwhile_ends_the_look() -> None:
    async def does(hands: Hands) -> None:
        await shows(hands, "Looking for a sound device ...")
        await hands.press("escape")
        await until(hands, tui.doctor.ended.is_set)

    tui = FakeTui()
    tui.doctor.may_finish.clear()
    assert looking(does, tui).closed
