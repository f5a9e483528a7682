"""The volumes and the sound test, over the list and over a session."""

from __future__ import annotations

import asyncio
import threading
from unittest.mock import patch

import pytest

from tests.fakes.player import FAKE_DEVICE, FakePlayer
from tests.tui.fake_tui import FakeTui
from tests.tui.screens.session.session_driver import run, session
from tests.tui.user import User, open_screen
from tpsession.core.catalog.cues import CueGroup
from tpsession.core.session.engine import Mode
from tpsession.core.settings.definitions import Preferences
from tpsession.core.sound.sound_check import SAMPLE_CUES
from tpsession.tui.screens.tools.sound import SoundScreen


def played(tui: FakeTui) -> list[str]:
    """Return the ids of the cues that the player got."""
    return [cue.cue.id for _, cues in tui.player.scheduled for cue in cues]


async def wait_until_written(user: User) -> None:
    for _ in range(10):
        await user.pilot.pause(0.01)


def test_arrows_change_each_volume_at_once_and_it_is_saved() -> None:
    async def act(user: User) -> None:
        await user.press("left")
        await user.press("down", "down", "down", "right")
        await wait_until_written(user)

    user = open_screen(SoundScreen(), act)
    levels, overall = user.tui.player.volumes[-1]
    assert (overall, levels[CueGroup.PACING]) == (75, 65)
    preferences = user.tui.services.settings.load_preferences()
    assert (preferences.percent("sound.volume"), preferences.percent("sound.pacing")) == (75, 65)


@pytest.mark.parametrize(
    ("downs", "group"),
    [
        (0, CueGroup.CUES), (1, CueGroup.VOICE), (2, CueGroup.CUES), (3, CueGroup.PACING),
        (4, CueGroup.COUNTDOWN),
    ],
)  # fmt: skip
def test_enter_plays_a_sample_of_the_focused_volume(downs: int, group: CueGroup) -> None:
    async def act(user: User) -> None:
        await user.press(*["down"] * downs, "enter")

    assert played(open_screen(SoundScreen(), act).tui) == [SAMPLE_CUES[group].id]


def test_the_button_plays_a_sample_of_the_volume_that_had_the_focus() -> None:
    async def act(user: User) -> None:
        await user.press("down")
        await user.click("#play")

    assert played(open_screen(SoundScreen(), act).tui) == [SAMPLE_CUES[CueGroup.VOICE].id]


def test_tab_moves_to_the_buttons_although_it_is_a_knuckle_key_in_a_session() -> None:
    async def act(user: User) -> None:
        await user.press(*["tab"] * 6)
        assert user.app.focused is user.app.screen.query_one("#all")

    open_screen(SoundScreen(), act)


def test_all_samples_play_one_after_the_other_until_the_screen_closes() -> None:
    async def act(user: User) -> None:
        await user.click("#all")
        await user.pilot.pause(1.6)
        await user.press("escape")

    user = open_screen(SoundScreen(), act)
    assert user.is_closed
    assert played(user.tui) == [SAMPLE_CUES[CueGroup.CUES].id, SAMPLE_CUES[CueGroup.COUNTDOWN].id]
    assert user.tui.player.cancellations


def test_the_sound_device_is_shown_or_why_there_is_none() -> None:
    texts: list[str] = []

    async def look(user: User) -> None:
        texts.append(user.screen_text)

    open_screen(SoundScreen(), look, tui=FakeTui(player=FakePlayer(playing_device=FAKE_DEVICE)))
    open_screen(SoundScreen(), look, tui=FakeTui(player=FakePlayer("none", "No sound: no device was found.")))
    assert "through Fake" in texts[0]
    assert "no device was found" in texts[1]


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
def test_all_five_volumes_are_visible_and_explained_at_any_size(size: tuple[int, int]) -> None:
    async def look(user: User) -> None:
        for name in ("Volume", "Voice", "Signals", "Pacing sounds", "Countdown volume", "Play all"):
            assert name in user.screen_text
        await user.press("down", "down", "left")
        for text in ("such as the start of a", "enter: play", "d: default (100%)"):
            assert text in user.screen_text
        await user.press("d")
        assert "d: default" not in user.screen_text

    open_screen(SoundScreen(), look, size=size)


def test_over_a_session_volumes_change_while_it_continues_and_no_sample_is_played() -> None:
    async def test() -> None:
        async with session() as room:
            await room.press("v", "down", "down", "left", "left")
            await room.pilot.pause(0.1)
            assert room.mode() is Mode.RUNNING
            assert room.tui.player.volumes[-1][0][CueGroup.CUES] == 90
            assert "Play all" not in room.screen_text()
            count = len(room.tui.player.scheduled)
            await room.press("enter")
            assert room.mode() is Mode.PAUSED
            assert room.app.screen is room.screen
            assert SAMPLE_CUES[CueGroup.CUES].id not in [
                cue.cue.id for _, cues in room.tui.player.scheduled[count:] for cue in cues
            ]

    run(test)


def test_a_volume_changes_at_once_and_of_many_steps_only_the_last_is_written() -> None:
    tui = FakeTui()
    save_setting, may_write = tui.services.settings.save_setting, threading.Event()
    written: list[tuple[str, object]] = []

    def slow(name: str, value: str | int | bool) -> None:
        may_write.wait(10.0)
        written.append((name, value))
        save_setting(name, value)

    async def act(user: User) -> None:
        await user.press("down", "left", "left", "left", "down", "left")
        levels = tui.player.volumes[-1][0]
        assert (levels[CueGroup.VOICE], levels[CueGroup.CUES]) == (85, 95)
        may_write.set()
        while tui.services.settings.load_preferences().percent("sound.cues") != 95:
            await user.pilot.pause(0.01)

    with patch.object(tui.services.settings, "save_setting", slow):
        open_screen(SoundScreen(), act, tui=tui)
    assert written == [("sound.voice", 95), ("sound.voice", 85), ("sound.cues", 95)]


def test_a_volume_never_falls_back_while_it_is_saved_and_is_saved_when_the_program_ends_at_once() -> None:
    tui = FakeTui()
    settings = tui.services.settings
    load, is_reading, may_read = settings.load_preferences, threading.Event(), threading.Event()

    def slow() -> Preferences:
        if threading.current_thread() is not threading.main_thread():
            is_reading.set()
            may_read.wait(10.0)
        return load()

    async def act(user: User) -> None:
        volumes = []
        user.app.settings_writer.adjust_volume(5)
        while not is_reading.is_set():
            await user.pilot.pause(0.01)
        volumes.append(user.app.volume_control.volume)
        user.app.settings_writer.adjust_volume(5)
        volumes.append(user.app.volume_control.volume)
        assert (volumes, load().percent("sound.volume")) == ([85, 90], 85)
        user.app.leave(0)
        assert load().percent("sound.volume") == 90
        may_read.set()

    with patch.object(settings, "load_preferences", slow):
        open_screen(SoundScreen(), act, tui=tui)
    assert load().percent("sound.volume") == 90


def test_v_opens_the_volumes_from_the_list_and_closes_them() -> None:
    async def test() -> None:
        tui = FakeTui()
        app = tui.app()
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause(0.2)
            app.run_deferred_startup()
            await pilot.pause(0.2)
            tui.clock.pass_time(2.0)
            await pilot.press("s" if "Welcome" in str(app.screen) else "escape")
            await pilot.pause(0.2)
            await pilot.press("v")
            await pilot.pause(0.1)
            assert isinstance(app.screen, SoundScreen)
            await pilot.press("v")
            await pilot.pause(0.1)
            assert not isinstance(app.screen, SoundScreen)

    asyncio.run(test())
