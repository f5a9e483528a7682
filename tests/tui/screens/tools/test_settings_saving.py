"""Settings are saved in the background, return to their defaults, and are explained where that fails."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tests.tui.fake_tui import screen_text
from tests.tui.screens.tools.settings_driver import SettingsDriver
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.errors import SettingsError
from tpsession.core.settings.definitions import SETTINGS, SettingKind
from tpsession.files.settings import FileSettings

TYPED = {SettingKind.TEXT, SettingKind.FOLDER, SettingKind.DURATION, SettingKind.KEYS}
"""A key offers the default of these in an input, and enter saves it."""
OF_EACH_KIND = {
    SettingKind.CHOICE: "sound.speak",
    SettingKind.PERCENT: "sound.cues",
    SettingKind.SWITCH: "sound.bell",
    SettingKind.TEXT: "safety.emergency_number",
    SettingKind.FOLDER: "history.backups",
    SettingKind.DURATION: "session.get_ready",
    SettingKind.KEYS: "keys.mute",
}
CHANGED = """\
[sound]
speak = "none"
cues = 5
bell = true
[safety]
emergency_number = "112"
[session]
get_ready = "9s"
[history]
backups = "/media/disk"
[keys]
mute = "f2"
"""


@pytest.mark.parametrize("by", ["key", "click"])
def test_a_setting_of_each_kind_returns_to_its_default(tmp_path: Path, by: str) -> None:
    assert {*OF_EACH_KIND} == {*SettingKind}
    defaults = {setting.name: setting.default for setting in SETTINGS}

    async def reset(driver: SettingsDriver) -> None:
        for kind, name in OF_EACH_KIND.items():
            assert driver.saved(name) != defaults[name], name
            await driver.focus(name)
            if by == "click":
                await driver.click_hint("d: default")
            else:
                await driver.press("d", *(["enter"] if kind in TYPED else []))
            await driver.wait_until_saved()
            assert driver.saved(name) == defaults[name], name
            assert "d: default" not in screen_text(driver.app), name

    SettingsDriver(tmp_path, CHANGED).run(reset)


def test_what_was_typed_once_is_not_lost_by_one_key(tmp_path: Path) -> None:
    async def press_d(driver: SettingsDriver) -> None:
        for leave in (driver.press("escape"), driver.press("tab"), driver.click("screen.motion", "Motion")):
            await driver.focus("safety.emergency_number")
            await driver.press("d")
            await leave
            await driver.wait_until_saved()
            assert driver.saved("safety.emergency_number") == "112"
            assert "112" in driver.row_text("safety.emergency_number")

    SettingsDriver(tmp_path, '[safety]\nemergency_number = "112"').run(press_d)


class SlowSettings(FileSettings):
    """Settings on a disk that is slow or full."""

    def __init__(self, path: Path, *, is_full: bool = False) -> None:
        super().__init__(path)
        self.is_full = is_full
        self.may_finish = threading.Event()
        self.may_finish.set()
        self.saves: list[tuple[str, object]] = []

    def save_setting(self, name: str, value: str | int | bool) -> None:
        assert self.may_finish.wait(10)
        self.saves.append((name, value))
        if self.is_full:
            raise SettingsError("The disk is full.", "Make room.")
        super().save_setting(name, value)


def use_disk(driver: SettingsDriver, *, is_full: bool = False) -> SlowSettings:
    disk = SlowSettings(driver.path, is_full=is_full)
    driver.use(disk)
    return disk


def test_on_a_full_disk_each_row_says_so_and_shows_what_is_true(driver: SettingsDriver) -> None:
    use_disk(driver, is_full=True)

    async def change(driver: SettingsDriver) -> None:
        await driver.focus("screen.motion")
        await driver.press("space")
        await driver.wait_for_text("The disk is full. Make room.")
        await driver.wait_until_saved()
        assert driver.app.preferences.switch("screen.motion")
        assert "[on]" in driver.row_text("screen.motion")
        # A volume is shown as it is heard.
        await driver.focus("sound.volume")
        await driver.press_and_save("right")
        assert "The disk is full. Make room." in driver.row_text("sound.volume")
        assert "85%" in driver.row_text("sound.volume")
        assert driver.tui.player.volumes[-1][1] == 85
        # What was typed stays in its input.
        await driver.focus("safety.emergency_number")
        await driver.press("enter", *"112", "enter")

    driver.run(change)
    assert "112" in driver.row_text("safety.emergency_number")
    assert "The disk is full." in driver.row_text("safety.emergency_number")


def test_a_change_that_cannot_be_saved_offers_no_default_and_is_explained(tmp_path: Path) -> None:
    async def change(driver: SettingsDriver) -> None:
        await driver.focus("screen.motion")
        await driver.press_and_save("space")

    driver = SettingsDriver(tmp_path)
    driver.path.mkdir()
    driver.run(change, (120, 40))
    assert "d: default" not in driver.text
    text = " ".join(driver.text.split())
    assert "is a folder. Move it away" in text
    assert "Errno" not in text


def test_the_screen_works_while_the_disk_is_slow_and_only_the_last_value_is_saved(
    driver: SettingsDriver,
) -> None:
    disk = use_disk(driver)

    async def turn(driver: SettingsDriver) -> None:
        disk.may_finish.clear()
        await driver.focus("sound.volume")
        await driver.press("left", "left", "left", "left")
        assert "60%" in driver.row_text("sound.volume")
        await driver.press("down", "left")
        assert "95%" in driver.row_text("sound.voice")
        levels, overall = driver.tui.player.volumes[-1]
        assert (overall, levels[CueGroup.VOICE]) == (60, 95)
        disk.may_finish.set()

    driver.run(turn)
    assert disk.saves == [("sound.volume", 75), ("sound.volume", 60), ("sound.voice", 95)]
    assert (driver.saved("sound.volume"), driver.saved("sound.voice")) == (60, 95)


@pytest.mark.parametrize("is_full", [False, True])
def test_a_change_is_saved_or_its_error_shown_after_the_screen_was_left(
    driver: SettingsDriver, is_full: bool
) -> None:
    disk = use_disk(driver, is_full=is_full)

    async def turn_and_leave(driver: SettingsDriver) -> None:
        disk.may_finish.clear()
        await driver.focus("sound.volume")
        await driver.press("left", "left", "escape")
        assert (driver.app.dismissed, driver.app.result) == (True, None)
        disk.may_finish.set()
        await driver.wait_until_saved()
        assert ("The disk is full. Make room." in " ".join(screen_text(driver.app).split())) is is_full

    assert driver.run(turn_and_leave).saved("sound.volume") == (80 if is_full else 70)


def test_the_screen_is_left_by_the_mouse(driver: SettingsDriver) -> None:
    async def leave(driver: SettingsDriver) -> None:
        await driver.pilot.click(offset=(2, 23))

    driver.run(leave, (80, 24))
    assert driver.app.dismissed
    assert driver.app.result is None
