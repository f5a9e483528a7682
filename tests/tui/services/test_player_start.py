"""The player starts beside the screen: nothing that is drawn waits for a disk or for sound."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from unittest.mock import patch

from tests.fakes.player import FakePlayer
from tests.fakes.voice import FakeVoice
from tests.tui.fake_tui import FakeTui
from tests.tui.flows.test_startup import after_crash
from tpsession.core.catalog.cues import START, CueGroup, TimedCue
from tpsession.core.settings.definitions import Preferences, default_preferences
from tpsession.core.sound.player import CuePlayer, SoundState, Voice
from tpsession.core.speech.announcements import SESSION_COMPLETE
from tpsession.tui.screens.session.session import SessionScreen
from tpsession.tui.services.player_proxy import GETTING_READY, PlayerProxy


class Making:
    """Makes players, and remembers them, by which thread, and what for."""

    def __init__(self) -> None:
        self.made: list[FakePlayer] = []
        self.threads: list[threading.Thread] = []
        self.backends: list[str] = []
        self.may = threading.Event()
        self.may.set()

    def __call__(self, preferences: Preferences) -> CuePlayer:
        assert all(one.closed for one in self.made), "a device may be given to one program alone"
        self.threads.append(threading.current_thread())
        self.may.wait(10.0)
        self.backends.append(preferences.text("sound.backend"))
        self.made.append(FakePlayer(self.backends[-1]))
        return self.made[-1]


class Settings:
    """Settings that a test changes."""

    def __init__(self) -> None:
        self.values = dict(default_preferences().values)

    def __call__(self) -> Preferences:
        return Preferences(self.values)


def one_player(making: Making, settings: Settings, tui: FakeTui) -> PlayerProxy:
    return PlayerProxy(making, settings, tui.clock)


def test_what_plays_is_started_once_and_hears_what_was_said_before_it_was_there() -> None:
    making, tui = Making(), FakeTui()
    player = one_player(making, Settings(), tui)
    assert player.state() == player.wait_ready(0.0) == SoundState("none", GETTING_READY)
    player.set_volume({CueGroup.CUES: 30}, 50)
    player.schedule([TimedCue(999.0, START), TimedCue(1005.0, START)], since=990.0)
    player.apply_settings()
    player.apply_settings()
    (played,) = making.made
    assert played.volumes == [({CueGroup.CUES: 30}, 50)]
    assert [cue.at for cue in played.cues] == [1005.0]
    assert player.wait_ready(1.0).is_audible
    assert player.device() is not None


def test_another_library_or_device_takes_over_what_is_to_be_heard() -> None:
    making, settings, tui = Making(), Settings(), FakeTui()
    player = one_player(making, settings, tui)
    player.apply_settings()
    player.set_volume({CueGroup.CUES: 30}, 50)
    player.schedule([TimedCue(1002.0, START), TimedCue(1005.0, START)], since=1000.0)
    tui.clock.pass_time(3.0)
    for name, value in (("sound.backend", "simpleaudio"), ("sound.device", "headset")):
        settings.values[name] = value
        player.apply_settings()
    first, second, third = making.made
    assert (first.closed, second.closed, third.closed) == (True, True, False)
    assert first.cues == second.cues == []
    assert [cue.at for cue in third.cues] == [1005.0]
    assert third.volumes == [({CueGroup.CUES: 30}, 50)]
    assert player.state().backend == "simpleaudio"
    player.cancel()
    assert third.cues == []


def test_speech_that_can_still_be_said_is_taken_over_and_once() -> None:
    making, settings, tui = Making(), Settings(), FakeTui()
    player = one_player(making, settings, tui)
    player.apply_settings()
    speech = TimedCue(1001.0, SESSION_COMPLETE, 1001.0, 1009.0, "key")
    player.schedule([speech], since=1000.0)
    tui.clock.pass_time(2.0)
    player.schedule([speech], since=1002.0)
    settings.values["sound.device"] = "headset"
    player.apply_settings()
    assert making.made[-1].cues == [speech]


def test_a_player_that_starts_while_the_program_ends_is_closed_as_well() -> None:
    making, tui = Making(), FakeTui()
    player = one_player(making, Settings(), tui)
    making.may.clear()
    starting = threading.Thread(target=player.apply_settings)
    starting.start()
    closing = threading.Thread(target=player.close)
    closing.start()
    making.may.set()
    starting.join()
    closing.join()
    assert all(one.closed for one in making.made)
    player.apply_settings()
    assert all(one.closed for one in making.made)


def test_in_the_program_nothing_is_started_by_the_thread_that_draws_and_settings_apply_at_once() -> None:
    tui, making = FakeTui(), Making()
    tui.house = replace(tui.house, player=making)

    async def run() -> None:
        app = tui.app()
        async with app.run_test() as pilot:
            making.may.clear()
            app.run_deferred_startup()
            while not making.threads:
                await pilot.pause(0.01)
            # Whatever asks for it meanwhile doesn't wait.
            app.action_sound()
            await pilot.pause()
            assert app.player.state() == SoundState("none", GETTING_READY)
            making.may.set()
            while not making.made:
                await pilot.pause(0.01)
            await app.settings_writer.save("sound.backend", "none")
            while len(making.made) < 2:
                await pilot.pause(0.01)
            with patch.object(app.player, "apply_settings") as follow:
                await app.settings_writer.save("sound.cues", 50)
                await pilot.pause(0.05)
            # What doesn't concern it starts no thread that would wait for it.
            follow.assert_not_called()

    asyncio.run(run())
    assert making.backends == ["auto", "none"]
    assert threading.main_thread() not in making.threads


def test_what_was_left_is_resumed_without_the_voice_being_made_by_the_thread_that_draws() -> None:
    tui, threads = after_crash(), list[threading.Thread]()

    def voice() -> Voice:
        threads.append(threading.current_thread())
        return FakeVoice()

    tui.house = replace(tui.house, voice=voice)

    async def run() -> None:
        app = tui.app()
        async with app.run_test() as pilot:
            app.run_deferred_startup()
            while not app.screen.query("#answer-resume"):
                await pilot.pause(0.01)
            tui.clock.pass_time(2.0)
            await pilot.press("r")
            while not isinstance(app.screen, SessionScreen):
                await pilot.pause(0.01)

    asyncio.run(run())
    assert threads
    assert threading.main_thread() not in threads
