"""Every setting can be changed by keys alone and by the mouse alone; nothing typed is lost."""

from __future__ import annotations

import asyncio
import threading
import unicodedata
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

import pytest
from textual.pilot import Pilot

from tests.tui.fake_tui import FakeTui, OneScreen, shown
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.errors import SettingsError
from tpsession.core.settings.definitions import SETTINGS, SettingKind, format_section_title
from tpsession.files.settings import FileSettings
from tpsession.tui.drawing.raster.picture import Charset
from tpsession.tui.screens.tools.settings import SettingsScreen
from tpsession.tui.theme.themes import FEW_COLOURS_NOTICE
from tpsession.tui.widgets.settings.setting_row import SettingRow
from tpsession.tui.widgets.settings.typed_setting_row import KeysRow

TALL = (100, 190)
"""A window that shows all settings at once."""
WINDOW = (100, 30)


class Desk:
    """The screen of the settings, over a real file, and a person before it."""

    def __init__(self, folder: Path, text: str = "", *, charset: Charset = Charset.UNICODE) -> None:
        self.path = folder / "settings.toml"
        if text:
            self.path.write_text(text)
        self.file = FileSettings(self.path)
        self.tui = FakeTui(charset=charset)
        self.tui.house = replace(self.tui.house, settings=self.file)
        self.app: OneScreen = self.tui.alone(SettingsScreen())
        self.pilot: Pilot[int]

    def at(self, work: Callable[[Desk], Awaitable[object]], size: tuple[int, int] = WINDOW) -> Desk:
        """Open the screen, do this, and wait until everything is written."""

        async def sit() -> None:
            async with self.app.run_test(size=size, notifications=True) as self.pilot:
                await self.settled()
                await work(self)
                await self.settled()
                self.text = shown(self.app)
                self.rows = {row.setting.name: self._shown(row) for row in self.app.screen.query(SettingRow)}
                focused = self.app.focused
                self.focused = focused.setting.name if isinstance(focused, SettingRow) else ""
                self.theme = self.app.theme

        asyncio.run(sit())
        return self

    async def settled(self) -> None:
        """Everything is read and written, and shown."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def still(self) -> None:
        """The list has come to rest: it is scrolled a moment after the focus moves."""
        rows: list[object] = []
        while rows != (now := [row.region for row in self.app.screen.query(SettingRow)]):
            rows = list(now)
            await self.pilot.pause(0.05)

    async def sees(self, words: str) -> None:
        """These words come into sight."""
        for _ in range(1000):
            if words in shown(self.app):
                return
            await self.pilot.pause(0.01)
        raise AssertionError(f"{words!r} isn't in sight:\n{shown(self.app)}")

    def row(self, name: str) -> SettingRow:
        return next(row for row in self.app.screen.query(SettingRow) if row.setting.name == name)

    async def to(self, name: str) -> None:
        """Move the focus to a setting."""
        self.row(name).focus()
        await self.pilot.pause()

    async def click(self, name: str, words: str) -> None:
        """Click on some words of a setting's row, which is scrolled to."""
        self.row(name).scroll_visible(animate=False, immediate=True)
        await self.still()
        region = self.row(name).region
        for y, line in enumerate(shown(self.app).splitlines()[region.y : region.bottom]):
            if words in line[region.x :]:
                await self.pilot.click(offset=(line.index(words, region.x), region.y + y))
                await self.pilot.pause()
                return
        raise AssertionError(f"{words!r} isn't in the row of {name}")

    def shows(self, name: str) -> str:
        """All that a row shows, or showed at the end."""
        return self._shown(self.row(name)) if self.app.is_running else self.rows[name]

    def _shown(self, row: SettingRow) -> str:
        rows = range(max(row.region.y, 0), max(row.region.bottom, 0))
        return "\n".join(shown(self.app).splitlines()[rows.start : rows.stop])

    def kept(self, name: str) -> object:
        """What the file says."""
        return self.file.load_preferences().values[name]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


async def nothing(desk: Desk) -> None:
    """Only look."""


# What is shown


@pytest.mark.parametrize("few", [True, False])
def test_a_terminal_that_overrides_the_look_is_told_of(desk: Desk, few: bool) -> None:
    with patch.object(type(desk.app), "few_colours", few):
        told = " ".join(desk.at(nothing, TALL).text.split())
    assert (FEW_COLOURS_NOTICE in told) is few


def test_every_setting_is_shown_under_its_section_with_its_sentence(desk: Desk) -> None:
    words = " ".join(desk.at(nothing, TALL).text.split())
    for setting in SETTINGS:
        assert f" {format_section_title(setting.section)} " in words
        assert setting.title in words
        assert setting.help in words


def test_every_setting_is_reached_and_seen_on_the_way_down(desk: Desk) -> None:
    reached: list[str] = []

    async def go_down(desk: Desk) -> None:
        for _ in SETTINGS:
            row = desk.app.focused
            assert isinstance(row, SettingRow)
            reached.append(row.setting.name)
            await desk.sees(f"▸ {row.setting.title}")
            await desk.press("down")

    desk.at(go_down, (60, 20))
    assert reached == [setting.name for setting in SETTINGS]


@pytest.mark.parametrize("size", [(20, 6), (40, 10), (120, 40), (200, 60)])
def test_the_settings_are_seen_in_every_window(desk: Desk, size: tuple[int, int]) -> None:
    async def go(desk: Desk) -> None:
        for key in ("pagedown", "pagedown", "right", "end", "k", "escape", "enter"):
            await desk.press(key)
        await desk.pilot.pause()
        assert "Settings" in desk.shows("keys.settings") or size[1] < 10

    desk.at(go, size)


def test_tab_and_the_arrows_lead_through_the_settings_and_round(desk: Desk) -> None:
    async def go(desk: Desk) -> None:
        places = []
        for key in ("down", "tab", "up", "up", "shift+tab", "down"):
            await desk.press(key)
            row = desk.app.focused
            assert isinstance(row, SettingRow)
            places.append(SETTINGS.index(row.setting))
        assert places == [1, 2, 1, 0, len(SETTINGS) - 1, 0]

    desk.at(go)


def test_page_keys_lead_from_section_to_section_and_show_the_title(desk: Desk) -> None:
    async def go(desk: Desk) -> None:
        seen = []
        for key in ("pagedown", "pagedown", "down", "pageup", "pageup", "end", "pagedown", "home", "pageup"):
            await desk.press(key)
            await desk.pilot.pause()
            row = desk.app.focused
            assert isinstance(row, SettingRow)
            seen.append(row.setting.name)
            if key.startswith("page"):
                await desk.sees(f"  {format_section_title(row.setting.section)} ")
        last = SETTINGS[-1].name
        assert seen == [
            "session.get_ready", "screen.theme", "screen.motion", "screen.theme", "session.get_ready", last,
            "keys.go", "sound.backend", "sound.backend",
        ]  # fmt: skip

    desk.at(go, (80, 24))


def test_the_keys_that_change_a_setting_are_told_for_each(desk: Desk) -> None:
    async def go(desk: Desk) -> None:
        for name, told in (
            ("sound.volume", "0-9: type a number"),
            ("screen.motion", "space: on or off"),
            ("safety.emergency_number", "enter: edit"),
            ("keys.mute", "k: press the new key"),
            ("screen.theme", "left, right: change"),
        ):
            await desk.to(name)
            assert told in shown(desk.app)
        assert "d: default" not in shown(desk.app)
        await desk.press("right")
        assert "d: default" in shown(desk.app)

    desk.at(go, (80, 24))


@pytest.mark.parametrize(("ends", "told"), [("enter", "d: default"), ("escape", "enter: edit")])
def test_after_a_line_is_written_the_keys_are_those_of_the_row_again(
    desk: Desk, ends: str, told: str
) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("sound.device")
        await desk.press("enter", "a", "b", "c")
        assert "enter: save" in shown(desk.app)
        await desk.press(ends)
        await desk.settled()

    desk.at(write, (80, 24))
    assert desk.focused == "sound.device"
    assert "enter: save" not in desk.text
    assert told in desk.text
    assert ("d: default" in desk.text) is (ends == "enter")


def test_a_change_that_cannot_be_kept_offers_no_default_and_says_why_in_words(tmp_path: Path) -> None:
    async def change(desk: Desk) -> None:
        await desk.to("screen.motion")
        await desk.press("space")
        await desk.settled()

    desk = Desk(tmp_path)
    desk.path.mkdir()
    desk.at(change, (120, 40))
    assert "d: default" not in desk.text
    said = " ".join(desk.text.split())
    assert "is a folder. Move it away" in said
    assert "Errno" not in said


def test_what_is_wrong_in_the_file_is_told_at_the_top_with_its_place(tmp_path: Path) -> None:
    desk = Desk(tmp_path, '[sound]\nvolume = "loud"\n[screen]\ntheme = "drak"\n').at(nothing, (200, 60))
    assert "The settings file has problems" in desk.text
    told = "".join(desk.text.split())
    assert f'{desk.path}:2:10:volumecan\'tbe"loud";itmustbeawholenumberfrom0to100' in told
    assert 'didyoumean"dark"?' in told


def test_a_problem_is_no_longer_told_once_it_is_mended(tmp_path: Path) -> None:
    async def mend(desk: Desk) -> None:
        await desk.to("sound.volume")
        await desk.press("right")

    desk = Desk(tmp_path, '[sound]\nvolume = "loud"\n').at(mend)
    assert "problems" not in desk.text
    assert desk.kept("sound.volume") == 85


def test_a_file_that_was_edited_by_hand_meanwhile_is_shown_as_it_is(desk: Desk) -> None:
    desk.path.write_text("[sound]\nvolume = 35\n")
    desk.at(nothing)
    assert "35 %" in desk.shows("sound.volume")


def test_text_of_the_file_is_shown_as_nothing_but_text(tmp_path: Path) -> None:
    desk = Desk(tmp_path, '[sound]\ndevice = "[red]USB\\u001b[2J\\u202e[/]"\n').at(nothing)
    assert "[red]USB\N{REPLACEMENT CHARACTER}[2J\N{REPLACEMENT CHARACTER}[/]" in desk.text


def test_without_unicode_everything_is_ascii(tmp_path: Path) -> None:
    desk = Desk(tmp_path, charset=Charset.ASCII).at(nothing, TALL)
    assert desk.text.isascii()
    assert "=" * 16 + "-" * 4 in desk.shows("sound.volume")
    assert "up  +" in desk.shows("keys.longer")


# Choices and switches


@pytest.mark.parametrize(
    ("keys", "theme"),
    [
        (["enter", "right"], "light"),
        (["right", "left", "left"], "auto"),
    ],
)
def test_a_choice_is_changed_by_the_arrows_and_applies_at_once(
    desk: Desk, keys: list[str], theme: str
) -> None:
    async def choose(desk: Desk) -> None:
        await desk.to("screen.theme")
        await desk.press(*keys)

    desk.at(choose)
    assert desk.kept("screen.theme") == theme
    assert desk.theme == ("dark" if theme == "auto" else theme)
    assert f"[{theme}]" in desk.shows("screen.theme")


def test_the_last_choice_is_followed_by_none_but_enter_goes_round(desk: Desk) -> None:
    async def choose(desk: Desk) -> None:
        await desk.to("sound.speak")
        await desk.press("right", "right", "right")
        await desk.settled()
        assert desk.kept("sound.speak") == "none"
        await desk.press("enter")

    desk.at(choose)
    assert desk.kept("sound.speak") == "phrases"


@pytest.mark.parametrize("size", [(100, 30), (40, 30)])
def test_a_choice_is_changed_by_a_click(desk: Desk, size: tuple[int, int]) -> None:
    async def choose(desk: Desk) -> None:
        await desk.click("screen.theme", "light" if size[0] == 100 else "▶")

    desk.at(choose, size)
    assert desk.kept("screen.theme") == ("light" if size[0] == 100 else "dark")


def test_a_switch_is_turned(desk: Desk) -> None:
    async def turn(desk: Desk) -> None:
        await desk.to("screen.motion")
        for way in ("right", "left", "space", "space", "enter", "enter", "click"):
            before = desk.kept("screen.motion")
            if way == "click":
                await desk.click("screen.motion", "off")
            else:
                await desk.press(way)
            await desk.settled()
            assert desk.kept("screen.motion") is not before, way
            assert desk.app.animation_level == ("none" if before else "full"), way

    desk.at(turn)
    assert desk.kept("screen.motion") is False


# Volumes


def test_a_volume_is_turned_by_the_arrows_or_typed(desk: Desk) -> None:
    async def turn(desk: Desk) -> None:
        for keys, volume in (
            (["right"], 85),
            (["left", "left"], 70),
            (["4", "2", "right"], 45),
            (["4", "2", "left"], 40),
            (["1", "0", "1"], 1),
            (["0", "left"], 0),
            (["1", "0", "0", "right"], 100),
            (["3", "right", "6"], 6),
            (["3", "d", "4"], 4),
        ):
            await desk.to("sound.volume")
            # As it is at first, and nothing of a number is typed.
            await desk.press("right", "d")
            await desk.to("sound.cues")
            await desk.to("sound.volume")
            await desk.press(*keys)
            await desk.settled()
            assert desk.kept("sound.volume") == volume, keys
            assert desk.tui.player.volumes[-1][1] == volume, keys
            assert f"{volume} %" in desk.shows("sound.volume"), keys

    desk.at(turn)


def test_a_number_typed_later_begins_anew(desk: Desk) -> None:
    async def turn(desk: Desk) -> None:
        await desk.to("sound.volume")
        await desk.press("4", "down", "up", "2")

    assert desk.at(turn).kept("sound.volume") == 2


@pytest.mark.parametrize(("words", "volume"), [("+", 85), ("- ", 75), ("━", 5), ("─", 85)])
def test_a_volume_is_changed_by_a_click(desk: Desk, words: str, volume: int) -> None:
    async def turn(desk: Desk) -> None:
        await desk.click("sound.volume", words)

    assert desk.at(turn).kept("sound.volume") == volume


def test_the_bar_is_as_full_as_the_volume(desk: Desk) -> None:
    desk.at(nothing)
    assert "━" * 16 + "─" * 4 + " +" in desk.shows("sound.volume")


# What is typed


def test_a_text_is_written_in_its_row(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("safety.emergency_number")
        await desk.press("enter", *"112", "enter")

    desk.at(write)
    assert desk.kept("safety.emergency_number") == "112"
    assert "112" in desk.shows("safety.emergency_number")
    assert desk.focused == "safety.emergency_number"


STEERS = 'device = "\\u001b]0;stolen\\u0007\\u001b[2Jloud\\u202e"\n'


def test_a_text_that_would_steer_the_terminal_is_written_in_harmless_characters(tmp_path: Path) -> None:
    desk = Desk(tmp_path, f"[sound]\n{STEERS}")

    async def write(desk: Desk) -> None:
        await desk.to("sound.device")
        await desk.press("enter")
        await desk.sees("[2Jloud")
        assert {char for char in shown(desk.app) if unicodedata.category(char) in {"Cc", "Cf"}} == {"\n"}
        await desk.press("end", "x", "enter")

    assert str(desk.at(write).kept("sound.device")).endswith("[2Jloud\N{REPLACEMENT CHARACTER}x")


def test_a_text_that_was_only_looked_at_stays_as_the_file_has_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path, f"[sound]\n{STEERS}")

    async def look(desk: Desk) -> None:
        await desk.to("sound.device")
        await desk.press("enter")
        await desk.sees("[2Jloud")
        await desk.press("enter")

    desk.at(look)
    assert desk.path.read_text() == f"[sound]\n{STEERS}"


def test_escape_gives_a_text_up_and_stays_on_the_screen(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("safety.emergency_number")
        await desk.press("enter", *"112", "escape")

    desk.at(write)
    assert desk.kept("safety.emergency_number") == ""
    assert not desk.app.dismissed
    assert desk.focused == "safety.emergency_number"
    assert not desk.path.exists()


def test_a_text_is_begun_by_a_click_and_kept_when_the_person_clicks_elsewhere(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.click("safety.emergency_number", "empty")
        await desk.press(*"911")
        await desk.click("screen.motion", "Motion")

    desk.at(write)
    assert desk.kept("safety.emergency_number") == "911"
    assert desk.focused == "screen.motion"


def test_a_new_text_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("sound.device")
        await desk.press("enter", *"Headset", "enter")

    assert Desk(tmp_path, '[sound]\ndevice = "USB"\n').at(write).kept("sound.device") == "Headset"


def test_the_keys_of_an_input_line_work_in_it(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("safety.emergency_number")
        await desk.press("enter", *"12", "home", *"9d", "delete", "end", "8", "enter")

    assert desk.at(write).kept("safety.emergency_number") == "9d28"


def test_a_duration_is_written_as_in_a_routine_file(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("session.get_ready")
        await desk.press("enter", *"1m30s", "enter")

    desk.at(write)
    assert desk.kept("session.get_ready") == 90
    assert "1 minute 30 seconds" in desk.shows("session.get_ready")
    assert "Default: as the routine says" in desk.shows("session.get_ready")
    assert desk.app.preferences.get_ready_s == 90


def test_a_wrong_duration_is_told_in_its_row_and_can_be_mended_as_it_stands(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("session.get_ready")
        await desk.press("enter", *"10x", "enter")
        await desk.settled()
        assert 'it must be "routine" or a duration from 1 s to 60 min' in desk.shows("session.get_ready")
        assert desk.kept("session.get_ready") == "routine"
        await desk.press("backspace", "s", "enter")

    desk.at(write)
    assert desk.kept("session.get_ready") == 10
    assert "must be" not in desk.shows("session.get_ready")


def test_a_wrong_text_that_is_left_behind_stays_to_be_mended(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("session.get_ready")
        await desk.press("enter", *"soon")
        await desk.to("screen.motion")
        await desk.settled()

    desk.at(write)
    assert "soon" in desk.shows("session.get_ready")
    assert "must be" in desk.shows("session.get_ready")


# Keys


def test_keys_are_written_and_work_at_once(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("keys.close")
        await desk.press("enter", *"f4, ctrl+b", "enter")

    desk.at(write)
    assert desk.kept("keys.close") == "f4, ctrl+b"
    assert "f4  ctrl+b" in desk.shows("keys.close")
    assert "f4 Back" in desk.text.splitlines()[-1]


def test_a_wrong_key_is_told_in_its_row(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("keys.close")
        await desk.press("enter", *"hyper+x", "enter")

    desk.at(write)
    assert "it must be keys separated by commas" in " ".join(desk.shows("keys.close").split())
    assert desk.kept("keys.close") == "escape"


def test_the_next_key_that_is_pressed_becomes_the_key(desk: Desk) -> None:
    async def set_them(desk: Desk) -> None:
        await desk.to("keys.mute")
        for key in ("f6", "tab", "enter", "down", "ctrl+c", "d", "question_mark"):
            if key == "f6":
                await desk.click("keys.mute", "press the new key")
            else:
                await desk.press("k")
            assert "Press the new key" in desk.shows("keys.mute"), key
            await desk.press(key)
            await desk.settled()
            assert desk.kept("keys.mute") == key
            focused = desk.app.focused
            assert isinstance(focused, SettingRow), key
            assert focused.setting.name == "keys.mute", key
            assert not desk.app.dismissed, key

    desk.at(set_them)


@pytest.mark.parametrize("other", ["escape", "elsewhere"])
def test_a_key_stays_when_none_is_pressed_for_it(desk: Desk, other: str) -> None:
    async def give_up(desk: Desk) -> None:
        await desk.to("keys.mute")
        await desk.press("k")
        if other == "elsewhere":
            await desk.click("screen.motion", "Motion")
        else:
            await desk.press("escape")
        await desk.to("keys.mute")
        assert "Press the new key" not in desk.shows("keys.mute")

    desk.at(give_up)
    assert desk.kept("keys.mute") == "m"
    assert not desk.app.dismissed


def test_a_key_that_the_settings_have_no_name_for_is_refused(desk: Desk) -> None:
    async def set_it(desk: Desk) -> None:
        await desk.to("keys.mute")
        await desk.press("k", "ctrl+at_sign_of_nowhere")

    desk.at(set_it)
    assert "This key can't be used" in desk.shows("keys.mute")
    assert desk.kept("keys.mute") == "m"


def test_keys_that_clash_are_told_at_once_and_no_longer_when_mended(desk: Desk) -> None:
    clash = 'The key e is set for both "Ease off" and "Mute".'

    async def set_them(desk: Desk) -> None:
        await desk.to("keys.mute")
        await desk.press("k", "e")
        await desk.sees(clash)
        await desk.settled()
        # In the row itself, and in the one that has the key as well; both are in sight.
        told = [row.setting.name for row in desk.app.screen.query(KeysRow) if row.warnings]
        assert sorted(told) == ["keys.ease", "keys.mute"]
        await desk.press("d", "enter")

    desk.at(set_them)
    assert clash not in desk.text


# Defaults, writing, leaving


TYPED = {SettingKind.TEXT, SettingKind.DURATION, SettingKind.KEYS}
"""Their default is offered by a key, and kept by enter."""


OF_EACH_KIND = {
    SettingKind.CHOICE: "sound.speak",
    SettingKind.PERCENT: "sound.cues",
    SettingKind.SWITCH: "sound.bell",
    SettingKind.TEXT: "safety.emergency_number",
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
[keys]
mute = "f2"
"""


@pytest.mark.parametrize("way", ["d", "click"])
def test_a_setting_of_each_kind_returns_to_its_default(tmp_path: Path, way: str) -> None:
    assert {*OF_EACH_KIND} == {*SettingKind}
    defaults = {setting.name: setting.default for setting in SETTINGS}

    async def reset(desk: Desk) -> None:
        for kind, name in OF_EACH_KIND.items():
            assert desk.kept(name) != defaults[name], name
            await desk.to(name)
            if way == "click":
                await desk.click(name, "Default")
            else:
                await desk.press(way)
                if kind in TYPED:
                    await desk.press("enter")
            await desk.settled()
            assert desk.kept(name) == defaults[name], name
            assert "Default" not in desk.shows(name), name

    Desk(tmp_path, CHANGED).at(reset)


@pytest.mark.parametrize("then", ["escape", "tab", "click"])
def test_what_was_typed_once_is_not_lost_by_one_key(tmp_path: Path, then: str) -> None:
    async def slip(desk: Desk) -> None:
        await desk.to("safety.emergency_number")
        await desk.press("d")
        if then == "click":
            await desk.click("screen.motion", "Motion")
        else:
            await desk.press(then)

    desk = Desk(tmp_path, '[safety]\nemergency_number = "112"').at(slip)
    assert desk.kept("safety.emergency_number") == "112"
    assert "112" in desk.shows("safety.emergency_number")


class StuckSettings(FileSettings):
    """Settings whose disk refuses, or keeps one waiting."""

    def __init__(self, path: Path, *, refuses: bool = False) -> None:
        super().__init__(path)
        self.refuses = refuses
        self.free = threading.Event()
        self.free.set()
        self.puts: list[tuple[str, object]] = []

    def save_setting(self, name: str, value: str | int | bool) -> None:
        assert self.free.wait(10)
        self.puts.append((name, value))
        if self.refuses:
            raise SettingsError("The disk is full.", "Make room.")
        super().save_setting(name, value)


def with_disk(desk: Desk, *, refuses: bool = False) -> StuckSettings:
    """Put another disk under the settings."""
    stuck = StuckSettings(desk.path, refuses=refuses)
    desk.tui.house = replace(desk.tui.house, settings=stuck)
    desk.app = desk.tui.alone(SettingsScreen())
    return stuck


def test_what_cannot_be_written_is_told_in_its_row_and_the_true_value_shown(desk: Desk) -> None:
    with_disk(desk, refuses=True)

    async def turn(desk: Desk) -> None:
        await desk.to("screen.motion")
        await desk.press("space")
        await desk.sees("The disk is full. Make room.")

    desk.at(turn)
    assert desk.app.preferences.switch("screen.motion")
    assert "on" in desk.shows("screen.motion")


def test_a_volume_that_cannot_be_written_is_told_and_shown_as_it_is_heard(desk: Desk) -> None:
    with_disk(desk, refuses=True)

    async def turn(desk: Desk) -> None:
        await desk.to("sound.volume")
        await desk.press("right")
        await desk.settled()
        assert "The disk is full. Make room." in desk.shows("sound.volume")

    desk.at(turn)
    assert "85 %" in desk.shows("sound.volume")
    assert desk.tui.player.volumes[-1][1] == 85


def test_what_was_typed_stays_when_it_cannot_be_written(desk: Desk) -> None:
    with_disk(desk, refuses=True)

    async def write(desk: Desk) -> None:
        await desk.to("safety.emergency_number")
        await desk.press("enter", *"112", "enter")

    desk.at(write)
    assert "112" in desk.shows("safety.emergency_number")
    assert "The disk is full." in desk.shows("safety.emergency_number")


def test_the_screen_goes_on_while_the_disk_is_slow_and_only_the_last_value_is_written(desk: Desk) -> None:
    disk = with_disk(desk)

    async def turn(desk: Desk) -> None:
        disk.free.clear()
        await desk.to("sound.volume")
        await desk.press("left", "left", "left", "left")
        assert "60 %" in desk.shows("sound.volume")
        await desk.press("down", "left")
        assert "95 %" in desk.shows("sound.cues")
        levels, overall = desk.tui.player.volumes[-1]
        assert (overall, levels[CueGroup.CUES]) == (60, 95)
        disk.free.set()

    desk.at(turn)
    assert disk.puts == [("sound.volume", 75), ("sound.volume", 60), ("sound.cues", 95)]
    assert (desk.kept("sound.volume"), desk.kept("sound.cues")) == (60, 95)


def test_a_change_is_written_though_the_screen_is_left_right_after(desk: Desk) -> None:
    disk = with_disk(desk)

    async def turn_and_leave(desk: Desk) -> None:
        disk.free.clear()
        await desk.to("sound.volume")
        await desk.press("left", "left", "escape")
        assert desk.app.dismissed
        disk.free.set()

    assert desk.at(turn_and_leave).kept("sound.volume") == 70


def test_what_cannot_be_written_is_told_though_the_screen_was_left(desk: Desk) -> None:
    disk = with_disk(desk, refuses=True)

    async def turn_and_leave(desk: Desk) -> None:
        disk.free.clear()
        await desk.to("sound.volume")
        await desk.press("left", "escape")
        disk.free.set()
        await desk.settled()
        assert "The disk is full. Make room." in " ".join(shown(desk.app).split())

    desk.at(turn_and_leave)


@pytest.mark.parametrize("way", ["escape", "click"])
def test_the_screen_is_left_by_key_and_by_mouse(desk: Desk, way: str) -> None:
    async def leave(desk: Desk) -> None:
        if way == "click":
            await desk.pilot.click(offset=(2, 23))
        else:
            await desk.press("escape")

    desk.at(leave, (80, 24))
    assert desk.app.dismissed
    assert desk.app.result is None


def test_a_changed_window_keeps_what_is_being_written(desk: Desk) -> None:
    async def write(desk: Desk) -> None:
        await desk.to("safety.emergency_number")
        await desk.press("enter", *"11")
        for size in ((20, 6), (200, 60), (60, 20)):
            await desk.pilot.resize_terminal(*size)
            await desk.pilot.pause()
        await desk.press("2", "enter")

    assert desk.at(write, (80, 24)).kept("safety.emergency_number") == "112"
