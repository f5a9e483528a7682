"""The player starts and changes in the background, so that the screen never waits for it."""

from __future__ import annotations

import asyncio
import threading
from unittest.mock import patch

from tests.fakes.player import FAKE_DEVICE, FakePlayer
from tests.fakes.voice import FakeVoice
from tests.tui.fake_tui import FakeTui
from tests.tui.flows.test_startup import after_crash
from tpsession.core.catalog.cues import START, CueGroup, TimedCue
from tpsession.core.settings.definitions import Preferences, default_preferences
from tpsession.core.sound.player import SOUND_STARTING, CuePlayer, SoundState, Voice
from tpsession.core.speech.announcements import SESSION_COMPLETE
from tpsession.tui.screens.session.session import SessionScreen
from tpsession.tui.services.player_proxy import PlayerProxy


class PlayerFactory:
    """Starts fake players; remembers them, the threads and the backends."""

    def __init__(self) -> None:
        self.players: list[FakePlayer] = []
        self.threads: list[threading.Thread] = []
        self.backends: list[str] = []
        self.may_start = threading.Event()
        self.may_start.set()

    def __call__(self, preferences: Preferences) -> CuePlayer:
        assert all(player.closed for player in self.players), "some devices serve only one program at a time"
        self.threads.append(threading.current_thread())
        self.may_start.wait(10.0)
        self.backends.append(preferences.text("sound.backend"))
        self.players.append(FakePlayer(self.backends[-1], playing_device=FAKE_DEVICE))
        return self.players[-1]


class Settings:
    """Settings that a test changes."""

    def __init__(self) -> None:
        self.values = dict(default_preferences().values)

    def __call__(self) -> Preferences:
        return Preferences(self.values)


def make_proxy(factory: PlayerFactory, settings: Settings, tui: FakeTui) -> PlayerProxy:
    return PlayerProxy(factory, settings, tui.clock)


def test_the_player_starts_once_and_gets_the_earlier_calls() -> None:
    factory, tui = PlayerFactory(), FakeTui()
    player = make_proxy(factory, Settings(), tui)
    assert player.state() == player.wait_ready(0.0) == SoundState("none", SOUND_STARTING)
    player.set_volume({CueGroup.CUES: 30}, 50)
    player.schedule([TimedCue(999.0, START), TimedCue(1005.0, START)], since=990.0)
    player.apply_settings()
    player.apply_settings()
    (started,) = factory.players
    assert started.volumes == [({CueGroup.CUES: 30}, 50)]
    assert [cue.at for cue in started.cues] == [1005.0]
    assert player.wait_ready(1.0).is_audible
    assert player.device() is not None


def test_a_new_library_or_device_takes_over_the_upcoming_cues() -> None:
    factory, settings, tui = PlayerFactory(), Settings(), FakeTui()
    player = make_proxy(factory, settings, tui)
    player.apply_settings()
    player.set_volume({CueGroup.CUES: 30}, 50)
    player.schedule([TimedCue(1002.0, START), TimedCue(1005.0, START)], since=1000.0)
    tui.clock.pass_time(3.0)
    for name, value in (("sound.backend", "simpleaudio"), ("sound.device", "headset")):
        settings.values[name] = value
        player.apply_settings()
    first, second, third = factory.players
    assert (first.closed, second.closed, third.closed) == (True, True, False)
    assert first.cues == second.cues == []
    assert [cue.at for cue in third.cues] == [1005.0]
    assert third.volumes == [({CueGroup.CUES: 30}, 50)]
    assert player.state().backend == "simpleaudio"
    player.cancel()
    assert third.cues == []


def test_speech_that_is_still_in_time_is_taken_over_once() -> None:
    factory, settings, tui = PlayerFactory(), Settings(), FakeTui()
    player = make_proxy(factory, settings, tui)
    player.apply_settings()
    speech = TimedCue(1001.0, SESSION_COMPLETE, 1001.0, 1009.0, "key")
    player.schedule([speech], since=1000.0)
    tui.clock.pass_time(2.0)
    player.schedule([speech], since=1002.0)
    settings.values["sound.device"] = "headset"
    player.apply_settings()
    assert factory.players[-1].cues == [speech]


def test_a_player_that_starts_while_the_program_ends_is_closed_too() -> None:
    factory, tui = PlayerFactory(), FakeTui()
    player = make_proxy(factory, Settings(), tui)
    factory.may_start.clear()
    starting = threading.Thread(target=player.apply_settings)
    starting.start()
    closing = threading.Thread(target=player.close)
    closing.start()
    factory.may_start.set()
    starting.join()
    closing.join()
    assert all(started.closed for started in factory.players)
    player.apply_settings()
    assert all(started.closed for started in factory.players)


def test_the_program_starts_players_in_a_thread_and_applies_settings_at_once() -> None:
    tui, factory = FakeTui(), PlayerFactory()
    tui.services = tui.services._replace(player=factory)

    async def run() -> None:
        app = tui.app()
        async with app.run_test() as pilot:
            factory.may_start.clear()
            app.run_deferred_startup()
            while not factory.threads:
                await pilot.pause(0.01)
            # A screen that needs the player meanwhile doesn't wait.
            app.action_sound()
            await pilot.pause()
            assert app.player.state() == SoundState("none", SOUND_STARTING)
            factory.may_start.set()
            while not factory.players:
                await pilot.pause(0.01)
            await app.settings_writer.save("sound.backend", "none")
            while len(factory.players) < 2:
                await pilot.pause(0.01)
            with patch.object(app.player, "apply_settings") as apply_settings:
                await app.settings_writer.save("sound.cues", 50)
                await pilot.pause(0.05)
            # A setting that doesn't concern the player starts no thread for it.
            apply_settings.assert_not_called()

    asyncio.run(run())
    assert factory.backends == ["auto", "none"]
    assert threading.main_thread() not in factory.threads


def test_resuming_a_session_makes_the_voice_in_a_thread() -> None:
    tui, threads = after_crash(), list[threading.Thread]()

    def voice() -> Voice:
        threads.append(threading.current_thread())
        return FakeVoice()

    tui.services = tui.services._replace(voice=voice)

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
