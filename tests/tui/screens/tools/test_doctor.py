"""The doctor: what it shows while it checks this computer, and the results afterwards."""

from __future__ import annotations

import threading

import pytest

from tests.tui.fake_tui import FakeTui
from tests.tui.screens.tools.test_render import SIZES, shows
from tests.tui.user import User, UserActions, open_screen, wait_until
from tpsession.core.diagnostics.checks import CheckedPart, CheckResult, CheckStatus
from tpsession.tui.screens.tools.doctor import DoctorScreen, build_result_sections
from tpsession.tui.screens.tools.sound import SoundScreen


def show_doctor(act: UserActions, tui: FakeTui, size: tuple[int, int] = (80, 24)) -> User:
    return open_screen(DoctorScreen(), act, size, tui)


@pytest.mark.parametrize("size", SIZES)
def test_each_part_shows_its_status_as_sign_and_word_and_how_to_fix_it(
    size: tuple[int, int],
) -> None:
    async def act(user: User) -> None:
        await shows(user, "1 of 9 checks failed.")
        seen = user.screen_text
        await user.press("end")
        seen = " ".join((seen + user.screen_text).split())
        for text in (
            "Python ✓ ok Python 3.12.3.",
            "Terminal ! note The terminal has 60 columns. → Make it 80 columns wide.",
            # Shown literally, not as markup.
            'Routines ✗ failed mine.toml:1:1: "[b]neckk[/b]" is no area.',
            "Sound ✓ ok Sound works: fake.",
        ):
            assert text in seen
        await user.press("escape")

    tui = FakeTui()
    assert show_doctor(act, tui, size).is_closed
    assert tui.doctor.runs == 1
    assert threading.main_thread().name not in tui.doctor.threads


def test_a_part_with_a_failed_check_comes_first() -> None:
    results = [
        CheckResult(CheckedPart.PYTHON, CheckStatus.OK, "Fine."),
        CheckResult(CheckedPart.ROUTINES, CheckStatus.OK, "Fine."),
        CheckResult(CheckedPart.ROUTINES, CheckStatus.FAILED, "Broken."),
        CheckResult(CheckedPart.SOUND, CheckStatus.NOTE, "Quiet."),
    ]
    assert [section.name for section in build_result_sections(results)] == ["Routines", "Python", "Sound"]


def test_long_results_scroll_and_a_key_or_a_click_opens_the_sound_test() -> None:
    async def act(user: User) -> None:
        await shows(user, "Everything works.")
        assert "Number 39." not in user.screen_text
        await user.press("end")
        await shows(user, "Number 39.")
        for opening in ("v", "click"):
            await (user.click("#sound") if opening == "click" else user.press(opening))
            assert isinstance(user.app.screen, SoundScreen)
            await user.press("escape")
            assert isinstance(user.app.screen, DoctorScreen)
        # A button ignores presses for 0.2 s, while it still shows the last one.
        await user.pilot.pause(0.4)
        await user.press("shift+tab", "tab", "enter")
        assert isinstance(user.app.screen, SoundScreen)

    tui = FakeTui()
    tui.doctor.results = [
        CheckResult(CheckedPart.ROUTINES, CheckStatus.OK, f"Number {number}.") for number in range(40)
    ]
    show_doctor(act, tui)


def test_it_shows_what_is_being_checked_and_checks_again_on_request() -> None:
    async def act(user: User) -> None:
        await shows(user, "Looking for a sound device…")
        assert "✓ ok" not in user.screen_text
        tui.doctor.may_finish.set()
        await shows(user, "1 of 9 checks failed.")
        tui.doctor.results = [CheckResult(CheckedPart.SOUND, CheckStatus.NOTE, "Quiet.")]
        await user.click("#again")
        await shows(user, "Everything works, with some notes.")

    tui = FakeTui()
    tui.doctor.may_finish.clear()
    show_doctor(act, tui)
    assert tui.doctor.runs == 2


def test_closing_the_screen_ends_the_checks() -> None:
    async def act(user: User) -> None:
        await shows(user, "Looking for a sound device…")
        await user.press("escape")
        await wait_until(user.pilot, tui.doctor.ended.is_set)

    tui = FakeTui()
    tui.doctor.may_finish.clear()
    assert show_doctor(act, tui).is_closed
