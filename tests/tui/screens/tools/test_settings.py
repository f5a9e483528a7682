"""Every setting can be changed by keys alone and by the mouse alone; nothing typed is lost.

What each key does to each kind of setting is tested without a screen, in `test_setting_editor`.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.scale import short_and_long
from tests.tui.fake_tui import screen_text
from tests.tui.screens.tools.settings_driver import TALL, SettingsDriver, cut_row, nothing
from tpsession.core.settings.definitions import LISTED_SETTINGS, format_section_title
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.theme.themes import FEW_COLOURS_NOTICE
from tpsession.tui.widgets.settings.group_bar import GroupBar
from tpsession.tui.widgets.settings.setting_explanation import SettingExplanation
from tpsession.tui.widgets.settings.typed_setting_row import KeysRow

# What is shown


def test_every_setting_is_shown_in_its_section(driver: SettingsDriver) -> None:
    text = " ".join(driver.run(nothing, TALL).text.split())
    for setting in LISTED_SETTINGS:
        assert f" {format_section_title(setting.section)} " in text
        assert setting.title in text
    assert FEW_COLOURS_NOTICE not in text
    # These are chosen in the list of routines.
    assert "Favourites" not in text
    assert "━" * 16 + "─" * 4 + " +" in driver.row_text("sound.volume")


def test_a_terminal_with_few_colours_is_explained(driver: SettingsDriver) -> None:
    with patch.object(type(driver.app), "few_colours", True):
        text = " ".join(driver.run(nothing, TALL).text.split())
    assert FEW_COLOURS_NOTICE in text


@pytest.mark.parametrize("size", short_and_long((60, 20), (120, 40)))
def test_every_setting_is_reached_visible_and_explained_on_the_way_down(
    driver: SettingsDriver, size: tuple[int, int]
) -> None:
    reached: list[str] = []

    async def go_down(driver: SettingsDriver) -> None:
        for _ in LISTED_SETTINGS:
            row = driver.focused_row()
            reached.append(row.setting.name)
            await driver.wait_for_text(f"▸ {row.setting.title}")
            explanation = driver.app.screen.query_one(SettingExplanation)
            text = "\n".join(strip.text for strip in explanation.render_lines(explanation.outer_size.region))
            shown = " ".join(text.split())
            assert row.setting.help in shown
            for hint in row.editor.key_hints:
                assert str(hint) in shown
            await driver.press("down")

    driver.run(go_down, size)
    assert reached == [setting.name for setting in LISTED_SETTINGS]


def test_a_group_is_a_press_or_a_click_away(driver: SettingsDriver) -> None:
    async def jump(driver: SettingsDriver) -> None:
        bar = driver.app.screen.query_one(GroupBar)
        for act, name, group in (
            (driver.press("shift+tab"), "keys.go", "Keys"),
            (driver.press("tab"), "sound.volume", "Sound"),
            (driver.press("down", "tab"), "screen.theme", "Screen"),
            (driver.click_in(bar, "History"), "history.backups", "History"),
            (driver.click_in(bar, "Keys"), "keys.go", "Keys"),
        ):
            await act
            await driver.wait_for_scrolling()
            assert driver.focused_row().setting.name == name
            assert f"[{group}]" in screen_text(driver.app)
        # All keys of a session are to be seen, not only the first.
        assert "Louder" in screen_text(driver.app)
        await driver.pilot.resize_terminal(30, 20)
        await driver.click_in(bar, "◀")
        assert driver.focused_row().setting.name == "history.backups"

    driver.run(jump, (80, 24))


def test_the_settings_are_shown_in_every_window(driver: SettingsDriver) -> None:
    async def walk(driver: SettingsDriver) -> None:
        for size in ((20, 6), (40, 10), (120, 40), (200, 60)):
            await driver.pilot.resize_terminal(*size)
            for key in ("pagedown", "pagedown", "right", "end", "k", "escape", "enter"):
                await driver.press(key)
            await driver.pilot.pause()
            assert "Settings" in driver.row_text("keys.settings") or size[1] < 10
            await driver.press("escape", "home")

    driver.run(walk, (20, 6))


def test_a_window_that_changes_its_size_keeps_what_is_being_typed(driver: SettingsDriver) -> None:
    async def write(driver: SettingsDriver) -> None:
        await driver.focus("safety.emergency_number")
        await driver.press("enter", *"11")
        for size in ((20, 6), (200, 60), (60, 20)):
            await driver.pilot.resize_terminal(*size)
            await driver.pilot.pause()
        await driver.press("2", "enter")

    assert driver.run(write, (80, 24)).saved("safety.emergency_number") == "112"


def test_arrows_and_page_keys_move_through_the_settings(driver: SettingsDriver) -> None:
    async def walk(driver: SettingsDriver) -> None:
        places = []
        for key in ("down", "down", "up", "up", "up", "down"):
            await driver.press(key)
            places.append(LISTED_SETTINGS.index(driver.focused_row().setting))
        assert places == [1, 2, 1, 0, len(LISTED_SETTINGS) - 1, 0]
        names = []
        for key in (
            *("pagedown", "pagedown", "pagedown", "down", "pageup", "pageup"),
            *("end", "pagedown", "home", "pageup"),
        ):
            await driver.press(key)
            await driver.pilot.pause()
            setting = driver.focused_row().setting
            names.append(setting.name)
            if key.startswith("page"):
                await driver.wait_for_text(f"  {format_section_title(setting.section)} ")
        assert names == [
            "screen.theme", "session.get_ready", "follow_up.ask", "safety.emergency_number", "follow_up.ask",
            "session.get_ready",
            LISTED_SETTINGS[-1].name, "keys.go", "sound.volume", "sound.volume",
        ]  # fmt: skip

    driver.run(walk, (80, 24))


def test_the_explanation_names_the_keys_that_change_the_focused_setting(driver: SettingsDriver) -> None:
    async def look(driver: SettingsDriver) -> None:
        for name, hint in (
            ("sound.volume", "0-9: type a number"),
            ("screen.motion", "space: on or off"),
            ("safety.emergency_number", "enter: edit"),
            ("keys.mute", "k: choose by pressing it"),
            ("screen.theme", "left, right: change"),
        ):
            await driver.focus(name)
            assert hint in screen_text(driver.app)
        assert "d: default" not in screen_text(driver.app)
        await driver.press("right")
        assert "d: default" in screen_text(driver.app)
        for ends, hint in (("escape", "enter: edit"), ("enter", "d: default")):
            await driver.focus("sound.device")
            await driver.press("enter", "a", "b", "c")
            assert "enter: save" in screen_text(driver.app)
            await driver.press_and_save(ends)
            assert driver.focused_row().setting.name == "sound.device"
            assert "enter: save" not in screen_text(driver.app)
            assert hint in screen_text(driver.app)
            assert ("d: default" in screen_text(driver.app)) is (ends == "enter")

    driver.run(look, (80, 24))


def test_problems_of_the_file_are_shown_at_the_top_until_they_are_fixed(tmp_path: Path) -> None:
    driver = SettingsDriver(tmp_path, '[sound]\nvolume = "loud"\n[screen]\ntheme = "drak"\n')

    async def fix(driver: SettingsDriver) -> None:
        assert "The settings file has problems" in screen_text(driver.app)
        problems = driver.app.screen.query_one("#problems")
        text = "".join(cut_row(screen_text(driver.app).splitlines(), problems).split())
        assert f'{driver.path}:2:10:volumecan\'tbe"loud";itmustbeawholenumberfrom0to100' in text
        assert 'didyoumean"dark"?' in text
        for name in ("sound.volume", "screen.theme"):
            assert "problems" in screen_text(driver.app)
            await driver.focus(name)
            await driver.press_and_save("right")

    driver.run(fix, (200, 60))
    assert "problems" not in driver.text
    assert driver.saved("sound.volume") == 85


def test_a_file_that_was_edited_meanwhile_is_shown_as_plain_text(driver: SettingsDriver) -> None:
    driver.path.write_text('[sound]\nvolume = 35\ndevice = "[red]USB\\u001b[2J\\u202e[/]"\n')
    driver.run(nothing)
    assert "35%" in driver.row_text("sound.volume")
    assert "[red]USB\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}[/]" in driver.text


def test_without_unicode_everything_is_ascii(tmp_path: Path) -> None:
    driver = SettingsDriver(tmp_path, charset=Charset.ASCII).run(nothing, TALL)
    assert driver.text.isascii()
    assert "=" * 16 + "-" * 4 in driver.row_text("sound.volume")
    assert "up  +" in driver.row_text("keys.longer")


# Choices, switches and volumes


def test_the_input_covers_the_value_in_a_row_of_any_width(driver: SettingsDriver) -> None:
    async def edit(driver: SettingsDriver) -> None:
        await driver.focus("session.get_ready")
        await driver.press("enter")
        for columns in (60, 50, 49, 47, 44, 43, 60):
            await driver.pilot.resize_terminal(columns, 400)
            await driver.pilot.pause()
            shown = driver.row_text("session.get_ready")
            assert "Time to get ready" in shown, columns
            assert "as the routine says" not in shown, columns
            assert "routine" in shown, columns

    driver.run(edit, TALL)


def test_a_choice_applies_at_once_by_a_key_or_a_click(driver: SettingsDriver) -> None:
    async def choose(driver: SettingsDriver) -> None:
        await driver.focus("screen.theme")
        for act, theme in (
            (driver.press("enter", "right"), "light"),
            (driver.press("left", "left", "left"), "auto"),
            (driver.click("screen.theme", "light"), "light"),
        ):
            await act
            await driver.wait_until_saved()
            assert driver.saved("screen.theme") == theme
            assert driver.app.theme == ("dark" if theme == "auto" else theme)
            assert f"[{theme}]" in driver.row_text("screen.theme")
        await driver.pilot.resize_terminal(40, 30)
        await driver.click("screen.theme", "◀")
        await driver.click("screen.theme", "◀")
        await driver.click("screen.theme", "▶")

    assert driver.run(choose).saved("screen.theme") == "dark"


def test_a_switch_applies_at_once_by_a_key_or_a_click(driver: SettingsDriver) -> None:
    async def turn(driver: SettingsDriver) -> None:
        await driver.focus("screen.motion")
        for key in ("right", "left", "space", "space", "enter", "enter", "click"):
            was_on = driver.saved("screen.motion")
            await (driver.click("screen.motion", "off") if key == "click" else driver.press(key))
            await driver.wait_until_saved()
            assert driver.saved("screen.motion") is not was_on, key
            assert driver.app.animation_level == ("none" if was_on else "full"), key

    assert driver.run(turn).saved("screen.motion") is False


def test_a_volume_is_heard_at_once_by_a_key_or_a_click(driver: SettingsDriver) -> None:
    async def turn(driver: SettingsDriver) -> None:
        await driver.focus("sound.volume")
        for act, volume in (
            (driver.press("right"), 85),
            (driver.press("4", "2", "left"), 40),
            (driver.press("4", "down", "up", "8", "0"), 80),
            (driver.click("sound.volume", "+"), 85),
            (driver.click("sound.volume", "- "), 80),
            (driver.click("sound.volume", "─"), 85),
            (driver.click("sound.volume", "━"), 5),
        ):
            await act
            await driver.wait_until_saved()
            assert driver.saved("sound.volume") == volume
            assert driver.tui.player.volumes[-1][1] == volume
            assert f"{volume}%" in driver.row_text("sound.volume")
        await driver.press("4", "down", "up", "2")

    assert driver.run(turn).saved("sound.volume") == 2


# What is typed


def test_a_text_is_typed_in_its_row(tmp_path: Path) -> None:
    async def write(driver: SettingsDriver) -> None:
        await driver.focus("sound.device")
        await driver.press_and_save("enter", *"Headset", "enter")
        await driver.focus("safety.emergency_number")
        await driver.press("enter", *"12", "home", *"9d", "delete", "end", "8", "enter")

    driver = SettingsDriver(tmp_path, '[sound]\ndevice = "USB"\n').run(write)
    assert driver.saved("sound.device") == "Headset"
    assert driver.saved("safety.emergency_number") == "9d28"
    assert "9d28" in driver.row_text("safety.emergency_number")
    assert driver.focused == "safety.emergency_number"


CONTROL_CHARACTERS = '[sound]\ndevice = "\\u001b]0;stolen\\u0007\\u001b[2Jloud\\u202e"\n'


def test_a_text_with_control_characters_is_edited_safely_and_kept_if_it_is_only_looked_at(
    tmp_path: Path,
) -> None:
    driver = SettingsDriver(tmp_path, CONTROL_CHARACTERS)

    async def write(driver: SettingsDriver) -> None:
        await driver.focus("sound.device")
        await driver.press("enter")
        await driver.wait_for_text("[2Jloud")
        assert {char for char in screen_text(driver.app) if unicodedata.category(char) in {"Cc", "Cf"}} == {
            "\n"
        }
        await driver.press_and_save("enter")
        assert driver.path.read_text() == CONTROL_CHARACTERS
        await driver.press("enter", "end", "x", "enter")

    assert str(driver.run(write).saved("sound.device")).endswith("[2Jloud\N{REPLACEMENT CHARACTER}x")


def test_escape_cancels_what_is_typed_and_a_click_elsewhere_saves_it(driver: SettingsDriver) -> None:
    async def write(driver: SettingsDriver) -> None:
        await driver.focus("safety.emergency_number")
        await driver.press_and_save("enter", *"112", "escape")
        assert driver.saved("safety.emergency_number") == ""
        assert not driver.app.dismissed
        assert driver.focused_row().setting.name == "safety.emergency_number"
        assert not driver.path.exists()
        await driver.click("safety.emergency_number", "not set")
        await driver.press(*"911")
        await driver.click("screen.motion", "Motion")

    driver.run(write)
    assert driver.saved("safety.emergency_number") == "911"
    assert driver.focused == "screen.motion"


def test_a_wrong_duration_is_explained_in_its_row_and_stays_to_be_corrected(driver: SettingsDriver) -> None:
    async def write(driver: SettingsDriver) -> None:
        await driver.focus("session.get_ready")
        await driver.press_and_save("enter", *"10x", "enter")
        error = " ".join(driver.row_text("session.get_ready").split())
        assert 'it must be "routine" or a duration from 1 s to 60 min' in error
        assert driver.saved("session.get_ready") == "routine"
        await driver.press_and_save("backspace", "s", "enter")
        assert driver.saved("session.get_ready") == 10
        assert "must be" not in driver.row_text("session.get_ready")
        await driver.press_and_save("enter", *"1m30s", "enter")
        assert driver.saved("session.get_ready") == 90
        assert "1 minute 30 seconds" in driver.row_text("session.get_ready")
        assert "d: default (as the routine says)" in screen_text(driver.app)
        assert driver.app.preferences.get_ready_s == 90
        await driver.press("enter", *"soon")
        await driver.focus("screen.motion")

    driver.run(write)
    assert "soon" in driver.row_text("session.get_ready")
    assert "must be" in driver.row_text("session.get_ready")


# Keys


def test_typed_keys_work_at_once_and_wrong_ones_are_explained(driver: SettingsDriver) -> None:
    async def write(driver: SettingsDriver) -> None:
        await driver.focus("keys.close")
        await driver.press_and_save("enter", *"hyper+x", "enter")
        assert "it must be keys separated by commas" in " ".join(driver.row_text("keys.close").split())
        assert driver.saved("keys.close") == "escape"
        await driver.press("escape")
        await driver.press("enter", *"f4, ctrl+b", "enter")

    driver.run(write)
    assert driver.saved("keys.close") == "f4, ctrl+b"
    assert "f4  ctrl+b" in driver.row_text("keys.close")
    assert "f4 Back" in driver.text.splitlines()[-1]


def test_the_next_key_that_is_pressed_becomes_the_key(driver: SettingsDriver) -> None:
    async def press_each(driver: SettingsDriver) -> None:
        await driver.focus("keys.mute")
        for key in ("f6", "tab", "enter", "down", "ctrl+c", "d", "question_mark", "V"):
            await (driver.click_hint("k: choose") if key == "f6" else driver.press("k"))
            assert "Press the new key" in driver.row_text("keys.mute"), key
            await driver.press_and_save(key)
            assert driver.saved("keys.mute") == key
            assert driver.focused_row().setting.name == "keys.mute", key
            assert not driver.app.dismissed, key

    driver.run(press_each)


def test_a_key_stays_if_none_or_an_unknown_one_is_pressed_for_it(driver: SettingsDriver) -> None:
    async def give_up(driver: SettingsDriver) -> None:
        for cancel in (driver.press("escape"), driver.click("screen.motion", "Motion")):
            await driver.focus("keys.mute")
            await driver.press("k")
            await cancel
            await driver.focus("keys.mute")
            assert "Press the new key" not in driver.row_text("keys.mute")
        await driver.press("k", "ctrl+at_sign_of_nowhere")

    driver.run(give_up)
    assert "This key can't be used" in driver.row_text("keys.mute")
    assert driver.saved("keys.mute") == "m"
    assert not driver.app.dismissed


def test_keys_that_conflict_are_shown_until_they_are_fixed(driver: SettingsDriver) -> None:
    conflict = 'The key x is set for both "Mute" and "Stop".'

    async def set_keys(driver: SettingsDriver) -> None:
        await driver.focus("keys.mute")
        await driver.press("k", "x")
        await driver.wait_for_text(conflict)
        await driver.wait_until_saved()
        # In the row itself, and in the other one that has the key.
        warned = [row.setting.name for row in driver.app.screen.query(KeysRow) if row.warnings]
        assert sorted(warned) == ["keys.mute", "keys.stop"]
        await driver.press("d", "enter")

    driver.run(set_keys)
    assert conflict not in driver.text
