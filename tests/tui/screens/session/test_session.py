"""The session screen: every key, every click, and no single slip that ends anything."""

from __future__ import annotations

import asyncio
import random
import threading
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import pairwise
from unittest.mock import patch

import pytest
from textual.color import Color
from textual.events import Key
from textual.pilot import Pilot
from textual.widget import Widget

from tests.plain.fake_services import SHORT, with_sides
from tests.tui.fake_tui import FakeTui, OneScreen, click, click_at, shown
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.errors import HistoryError, SettingsError
from tpsession.core.history.records import HistoryQuery, Status, StopReason
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.core.session.engine import Mode
from tpsession.core.session.runner import RunnerPorts, SessionRunner
from tpsession.core.session.wording import PAUSED_BY_SLEEP
from tpsession.core.settings.actions import HELP, LONGER, PALETTE, SKIP, SOUND, STOP, Action
from tpsession.tui.screens.dialogs.ask import ENTER_CONFIRMS, TOO_FAST
from tpsession.tui.screens.dialogs.help import ActionRow
from tpsession.tui.screens.dialogs.palette import Palette
from tpsession.tui.screens.session.session import SessionScreen
from tpsession.tui.screens.tools.sound import SoundScreen
from tpsession.tui.widgets.common.key_footer import FooterEntry, KeyFooter
from tpsession.tui.widgets.session.status_icon import StatusIcon

SIZE = (80, 24)


class Room:
    """A session on its screen; time passes only where a test lets it."""

    def __init__(self, tui: FakeTui, app: OneScreen, sitting: SessionRunner, pilot: Pilot[int]) -> None:
        self.tui = tui
        self.app = app
        self.sitting = sitting
        self.pilot = pilot

    @property
    def screen(self) -> SessionScreen:
        (screen,) = [one for one in self.app.screen_stack if isinstance(one, SessionScreen)]
        return screen

    def mode(self) -> Mode:
        return self.sitting.session.mode

    async def live(self, seconds: float) -> None:
        """Let time pass, in steps that are no standstill."""
        end = self.tui.clock.moment + seconds
        while self.tui.clock.moment < end and self.mode() is not Mode.ENDED:
            self.tui.clock.moment = min(self.tui.clock.moment + 1.0, end)
            self.screen.tick()
        await self.pilot.pause()

    async def press(self, *keys: str, apart_s: float = 2.0) -> None:
        """Press keys, calmly."""
        for key in keys:
            await self.live(apart_s)
            await self.pilot.press(key)
            await self.pilot.pause()

    def shown(self) -> str:
        return shown(self.app)


@asynccontextmanager
async def session(
    tui: FakeTui | None = None,
    routine: Routine = SHORT,
    side: Side | None = None,
    size: tuple[int, int] = SIZE,
    *,
    keeps: bool = True,
) -> AsyncIterator[Room]:
    """A session that has just begun."""
    house = tui or FakeTui()
    ways = RunnerPorts(house.clock, house.player, house.history if keeps else None, caller_saves_end=True)
    sitting, first = SessionRunner.begin(build_plan(routine, PlanOptions(side=side)), "one", 6, ways)
    app = house.alone(SessionScreen(sitting, first))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Room(house, app, sitting, pilot)


def run(test: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(test())


def test_every_big_key_pauses_and_goes_on() -> None:
    async def test() -> None:
        async with session() as room:
            for key in ("space", "enter", "backspace", "tab"):
                await room.press(key)
                assert room.mode() is Mode.PAUSED, key
                assert "PAUSED" in room.shown()
                await room.press(key)
                assert room.mode() is Mode.RUNNING, key
                assert "PAUSED" not in room.shown()

    run(test)


def test_without_the_knuckle_only_the_two_keys_pause() -> None:
    async def test() -> None:
        async with session(FakeTui(settings={"session.knuckle": False})) as room:
            await room.press("backspace", "tab")
            assert room.mode() is Mode.RUNNING
            await room.press("space")
            assert room.mode() is Mode.PAUSED

    run(test)


def test_a_held_key_or_a_palm_on_several_counts_once() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(2.0)
            for key in ("space", "enter", "space", "backspace", "space"):
                await room.pilot.press(key)
                room.tui.clock.pass_time(0.9)
            assert room.mode() is Mode.PAUSED
            await room.press("space")
            assert room.mode() is Mode.RUNNING

    run(test)


def test_a_gate_and_a_pause_have_large_signs_that_need_no_colour() -> None:
    async def test() -> None:
        async def signs() -> list[list[str]]:
            found = []
            for size in [(40, 14), (60, 20), (80, 24), (200, 60)]:
                await room.pilot.resize_terminal(*size)
                await room.live(1.0)
                found.append([sign.render_line(row).text for row in range(sign.size.height)])
            return found

        async with session() as room:
            sign = room.screen.query_one(StatusIcon)
            assert sign.size.height == 0
            await room.live(103.0)
            waits = await signs()
            room.sitting.pause()
            for lines in zip(waits, await signs(), strict=True):
                assert lines[0] != lines[1]
                assert min(sum("█" in line for line in each) for each in lines) >= 2

    run(test)


def test_a_big_key_says_that_the_spot_is_found() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(103.0)
            assert room.sitting.session.is_in_gate
            assert "WAITING FOR YOU" in room.shown()
            await room.live(2.0)
            await room.pilot.press("space")
            assert room.mode() is Mode.ENDED

    run(test)


def test_what_was_to_pause_just_as_a_gate_began_does_not_say_that_the_spot_is_found() -> None:
    async def test() -> None:
        async with session() as room:
            while not room.sitting.session.is_in_gate:
                await room.live(0.25)
            await room.live(0.5)
            await room.pilot.press("space")
            assert room.sitting.session.is_in_gate
            assert room.mode() is Mode.RUNNING
            await room.press("space")
            assert room.mode() is Mode.ENDED

    run(test)


def test_a_held_back_key_starts_the_step_again_and_goes_no_further() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(26.0)
            entry = room.sitting.session.phase.entry
            for after in (0.0, 0.5, 0.03, 0.03):
                await room.live(after)
                await room.pilot.press("left")
            assert room.sitting.session.phase.entry == entry
            await room.live(0.5)
            await room.press("left", "left")
            assert room.sitting.session.phase.entry == entry - 1

    run(test)


def test_right_skips_the_step_and_left_starts_it_again() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(6.0)
            await room.press("right")
            assert room.sitting.session.phase.entry == 1
            assert "Skipped: Broad circles." in room.shown()
            await room.press("left")
            assert room.sitting.session.position(room.tui.clock.moment) == 0.0

    run(test)


def test_two_skips_in_a_row_need_a_moment_between_them() -> None:
    async def test() -> None:
        async with session(routine=with_sides(SHORT, Sides.EACH)) as room:
            await room.live(6.0)
            for _ in range(5):
                await room.pilot.press("right")
                room.tui.clock.pass_time(0.3)
            assert room.sitting.session.phase.entry == 1

    run(test)


def test_up_and_down_change_the_hold_by_ten_seconds() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(26.0)
            lengths = []
            for key in ("up", "minus", "plus", "down", "down"):
                await room.press(key)
                lengths.append(room.sitting.session.length_s)
            assert lengths == [40.0, 30.0, 40.0, 30.0, 20.0]

    run(test)


def test_a_limit_and_a_gate_say_why_nothing_changes() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(26.0)
            for _ in range(7):
                await room.press("up")
            assert "the limit for this step is reached" in room.shown()
            await room.press("right")
            await room.press("up")
            assert "isn't timed" in room.shown()

    run(test)


def test_e_ends_the_hold_and_says_so_where_none_runs() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(6.0)
            await room.press("e")
            assert "Nothing to ease off" in room.shown()
            await room.live(20.0)
            await room.press("e")
            assert room.sitting.session.phase.kind is PhaseKind.RELEASE

    run(test)


def test_the_sound_is_muted_and_turned_up_and_down_at_once() -> None:
    async def test() -> None:
        async with session() as room:
            await room.press("m")
            assert room.tui.player.volumes[-1][1] == 0
            assert "The sound is off." in room.shown()
            await room.press("m")
            assert room.tui.player.volumes[-1][1] == 80
            await room.press("pageup", "right_square_bracket")
            assert room.tui.player.volumes[-1][1] == 90
            await room.press("pagedown", "left_square_bracket")
            assert room.tui.player.volumes[-1][1] == 80
            assert room.tui.house.settings.load_preferences().percent("sound.volume") == 80

    run(test)


@pytest.mark.parametrize("key", ["x", "ctrl+c", "escape"])
def test_stop_halts_at_once_and_goes_on_where_it_was_a_slip(key: str) -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(10.0)
            await room.pilot.press(key)
            await room.pilot.pause()
            assert room.mode() is Mode.HALTED
            assert "Why are you" in room.shown()
            await room.live(60.0)
            await room.pilot.press("g")
            await room.pilot.pause()
            assert room.mode() is Mode.RUNNING
            assert room.sitting.session.position(room.tui.clock.moment) == pytest.approx(5.0)

    run(test)


def test_a_reason_ends_the_session_after_a_quiet_moment() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(10.0)
            await room.press("x", "3")
            assert room.mode() is Mode.HALTED
            await room.press("enter")
            assert (room.mode(), room.sitting.session.reason) == (Mode.ENDED, StopReason.NUMB)
            assert room.app.result is True

    run(test)


def test_quitting_asks_and_leaves_the_session_to_be_resumed() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(12.0)
            await room.press("q")
            assert "Leave in the middle" in room.shown()
            await room.press("l")
            assert ENTER_CONFIRMS in room.shown()
            await room.press("enter")
            assert room.app.return_value == 0
        (kept,) = room.tui.history.find_sessions(HistoryQuery())
        assert kept.status is Status.RUNNING
        assert kept.active_s > 6.0

    run(test)


def test_where_nothing_is_kept_leaving_promises_nothing() -> None:
    async def test() -> None:
        async with session(keeps=False) as room:
            await room.press("q")
            assert "nothing is kept" in room.shown()
            assert "resumed" not in room.shown()

    run(test)


def test_muted_it_stays_silent_whatever_is_set_until_it_is_turned_up() -> None:
    async def test() -> None:
        async with session() as room:
            await room.press("m")
            await room.app.settings_writer.save("screen.theme", "light")
            assert room.tui.player.volumes[-1][1] == 0
            await room.press("pagedown")
            assert room.tui.player.volumes[-1][1] == 75
            await room.press("m")
            await room.pilot.pause(0.1)
            assert room.tui.player.volumes[-1][1] == 0

    run(test)


def test_a_held_volume_key_loses_no_step_while_the_disk_is_slow() -> None:
    async def test() -> None:
        tui = FakeTui()
        may_write = threading.Event()
        written: list[object] = []
        put = tui.house.settings.save_setting

        def slow(name: str, value: str | int | bool) -> None:
            may_write.wait(10.0)
            written.append(value)
            put(name, value)

        with patch.object(tui.house.settings, "save_setting", slow):
            async with session(tui) as room:
                await room.press(*["pagedown"] * 6)
                assert room.tui.player.volumes[-1][1] == 50
                may_write.set()
                await room.pilot.pause(0.3)
                assert room.tui.player.volumes[-1][1] == 50
        assert written == [75, 50]

    run(test)


def test_a_volume_that_cannot_be_written_is_heard_all_the_same() -> None:
    async def test() -> None:
        tui = FakeTui()
        refusal = SettingsError("The settings can't be written.")
        with patch.object(tui.house.settings, "save_setting", side_effect=refusal):
            async with session(tui) as room:
                await room.press("pagedown")
                await room.pilot.pause(0.1)
                assert room.tui.player.volumes[-1][1] == 75
                await room.press("pagedown")
                await room.pilot.pause(0.1)
                assert room.tui.player.volumes[-1][1] == 70

    run(test)


def test_quitting_can_end_the_session_for_a_reason_or_go_on() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(12.0)
            await room.press("q", "s")
            assert room.mode() is Mode.RUNNING
            await room.press("q", "e", "5", "enter")
            assert room.sitting.session.reason is StopReason.INTERRUPTED

    run(test)


@pytest.mark.parametrize("after", [0.1, 0.4, 0.8])
def test_whoever_presses_escape_in_a_hurry_stays_stopped(after: float) -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(10.0)
            for _ in range(8):
                await room.pilot.press("escape")
                await room.pilot.pause()
                assert room.mode() is Mode.HALTED
                await room.live(after)
            await room.press("escape")
            assert room.mode() is Mode.RUNNING

    run(test)


@pytest.mark.parametrize(
    ("settings", "words"), [({"keys.stop": "x"}, "Leave in the middle"), ({"keys.quit": "q"}, "Why are you")]
)
def test_whatever_keys_are_set_ctrl_c_stops_or_asks_and_never_leaves_the_session(
    settings: dict[str, str | int | bool], words: str
) -> None:
    async def test() -> None:
        async with session(FakeTui(settings=settings)) as room:
            await room.live(10.0)
            await room.press("ctrl+c")
            assert room.mode() is Mode.HALTED
            assert words in room.shown()
            assert room.app.return_value is None

    run(test)


def test_leaving_is_asked_about_over_another_question_and_over_help() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(10.0)
            await room.press("question_mark", "q")
            assert "Leave in the middle" in room.shown()
            await room.press("q")
            assert "Leave now?" not in room.shown()
            await room.press("s", "x", "q", "q")
            assert "It can be resumed for an hour." in room.shown()
            await room.press("s")
            assert "Why are you" in room.shown()
            await room.press("q", "l", "enter")
            assert room.app.return_value == 0
        (kept,) = room.tui.history.find_sessions(HistoryQuery())
        assert kept.status is Status.RUNNING

    run(test)


def test_what_would_end_the_session_is_asked_about() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(103.0)
            await room.press("right")
            assert "That was the last step" in room.shown()
            await room.press("g")
            assert room.mode() is Mode.RUNNING
            await room.press("right", "f", "enter")
            assert room.sitting.session.status is Status.COMPLETED

    run(test)


def test_a_standstill_asks_how_to_go_on() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(10.0)
            room.tui.clock.pass_time(30.0)
            room.screen.tick()
            await room.pilot.pause()
            assert "slept or froze" in room.shown()
            await room.press("r")
            assert room.mode() is Mode.RUNNING
            assert room.sitting.session.position(room.tui.clock.moment) == pytest.approx(0.0)

    run(test)


def test_a_press_of_the_mouse_pauses_but_on_a_button_it_does_what_the_button_says() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(26.0)
            await click(room.pilot, "#guide")
            assert room.mode() is Mode.PAUSED
            await room.live(2.0)
            await click(room.pilot, "#do-go")
            assert room.mode() is Mode.RUNNING
            await room.live(2.0)
            await click(room.pilot, "#do-ease")
            assert room.sitting.session.phase.kind is PhaseKind.RELEASE
            await room.live(2.0)
            await click(room.pilot, "#do-back")
            await room.live(2.0)
            await click(room.pilot, "#do-skip")
            assert room.sitting.session.is_in_gate
            await room.live(2.0)
            await click(room.pilot, "#do-stop")
            await room.pilot.pause()
            assert room.mode() is Mode.HALTED

    run(test)


def test_every_action_of_the_footer_can_be_clicked() -> None:
    async def test() -> None:
        async with session(size=(120, 40)) as room:
            await room.live(26.0)
            entries = room.screen.query_one(KeyFooter).query(FooterEntry)
            keys = {entry.available_action.action.id: entry for entry in entries}
            assert set(keys) >= {"go", "stop", "ease", "back", "skip", "longer", "shorter", "mute"}
            await room.live(2.0)
            await click(room.pilot, keys["longer"])
            await room.pilot.pause()
            assert room.sitting.session.length_s == 40.0
            await room.live(2.0)
            await click(room.pilot, keys["skip"])
            await room.pilot.pause()
            assert room.sitting.session.is_in_gate

    run(test)


def test_a_cue_flashes_where_there_is_no_sound_and_never_more_than_three_times_a_second(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tpsession.tui.screens.session.session.FLASH_S", 60.0)

    async def test() -> None:
        tui = FakeTui()
        tui.player.backend = "none"
        tui.player.message = "No sound: no sound device was found."
        async with session(tui) as room:
            assert room.screen.has_class("flash")
            assert "Get ready" in room.shown()
            await room.live(4.9)
            assert "No sound" in room.shown()
            flashes = []
            for _ in range(40):
                before = room.screen._flashed_at
                room.tui.clock.pass_time(0.1)
                room.screen.tick()
                if room.screen._flashed_at != before:
                    flashes.append(room.screen._flashed_at)
            assert all(later - earlier >= 1 / 3 for earlier, later in pairwise(flashes))

    run(test)


@pytest.mark.parametrize("silent", ["mute", "sound.volume", "sound.cues"])
def test_what_is_turned_off_flashes_too_on_the_ground_of_the_numerals(
    silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tpsession.tui.screens.session.session.FLASH_S", 60.0)

    async def test() -> None:
        tui = FakeTui(settings={} if silent == "mute" else {silent: 0})
        async with session(tui) as room:
            if silent == "mute":
                room.app.volume_control.set_muted(True)
            await room.live(6.0)
            assert room.screen.has_class("flash")
            accent = Color.parse(room.app.theme_variables["accent"])
            assert room.screen.query_one("#time").styles.background == accent

    run(test)


def test_with_sound_nothing_flashes() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(30.0)
            assert not room.screen.has_class("flash")

    run(test)


def test_the_bell_rings_only_where_it_is_wanted_and_nothing_is_heard(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def rings(settings: dict[str, str | int | bool], backend: str) -> int:
        tui = FakeTui(settings=settings)
        tui.player.backend = backend
        heard: list[None] = []
        async with session(tui) as room:
            monkeypatch.setattr(room.app, "bell", lambda: heard.append(None))
            await room.live(6.0)
        return len(heard)

    assert asyncio.run(rings({"sound.bell": True}, "none")) > 0
    assert asyncio.run(rings({"sound.bell": True}, "fake")) == 0
    assert asyncio.run(rings({}, "none")) == 0


def test_what_cannot_be_kept_is_told_and_the_session_goes_on() -> None:
    async def test() -> None:
        async with session() as room:
            room.tui.history.write_error = HistoryError("The disk is full.")
            await room.live(8.0)
            assert "The disk is full." in room.shown()
            assert room.mode() is Mode.RUNNING

    run(test)


def test_without_motion_the_guide_stands_still() -> None:
    async def test() -> None:
        async def pictures(settings: dict[str, str | int | bool]) -> set[str]:
            seen = set()
            async with session(FakeTui(settings=settings)) as room:
                await room.live(6.0)
                for _ in range(8):
                    await room.live(0.4)
                    guide = room.screen.query_one("#guide")
                    seen.add("\n".join(guide.render_line(y).text for y in range(guide.size.height)))
            return seen

        assert len(await pictures({"screen.motion": False})) == 1
        assert len(await pictures({"screen.motion": True})) > 3

    run(test)


def test_time_step_and_what_comes_are_seen_at_every_size() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(10.0)
            for size in [(20, 6), (40, 12), (60, 20), (80, 24), (120, 40), (200, 60)]:
                await room.pilot.resize_terminal(*size)
                await room.live(0.5)
                assert "Broad circles" in room.shown(), size
                if size[1] >= 20:
                    assert "Next: Sustained pressure" in room.shown(), size

    run(test)


def test_the_screen_is_resized_at_any_moment() -> None:
    async def test() -> None:
        async with session() as room:
            for size in [(20, 6), (200, 60), (1, 1), (60, 20), (33, 9), (80, 24)]:
                await room.pilot.resize_terminal(*size)
                await room.live(1.0)
            assert "Broad circles" in room.shown()

    run(test)


async def slip(room: Room, chance: random.Random) -> None:
    """A key, once or held, or a click: anywhere, or on something that can be clicked."""
    keys = [
        "space", "enter", "x", "q", "e", "m", "right", "left", "up", "down", "escape", "tab", "backspace",
        "pageup", "pagedown", "1", "2", "3", "4", "5", "g", "c", "f", "r", "ctrl+c", "ctrl+q", "y", "n", "s",
        "l", "v", "question_mark", "ctrl+p",
    ]  # fmt: skip
    match chance.choice(["key", "key", "held", "click", "button"]):
        case "click":
            await click_at(room.pilot, chance.randrange(SIZE[0]), chance.randrange(SIZE[1]))
        case "button" if buttons := [
            *room.app.screen.query("Button, FooterEntry, ActionRow").results(Widget)
        ]:
            await click(room.pilot, chance.choice(buttons))
        case kind:
            key = chance.choice(keys)
            for _ in range(10 if kind == "held" else 1):
                await room.pilot.press(key)
                room.tui.clock.pass_time(0.1)


@pytest.mark.parametrize("seed", [2, 12, 29])
def test_forty_seconds_of_held_keys_and_random_presses_end_nothing(seed: int) -> None:
    async def test() -> None:
        chance = random.Random(seed)  # noqa: S311 - nothing secret
        # After one skip the last step is there: another would end the session, but time alone doesn't.
        circles, holds, _ = SHORT.steps
        async with session(routine=replace(SHORT, steps=(circles, replace(holds, repeat=20)))) as room:
            await room.live(7.0)
            end = room.tui.clock.moment + 40.0
            while room.tui.clock.moment < end:
                await slip(room, chance)
                room.tui.clock.pass_time(chance.choice([0.03, 0.05, 0.2, 0.4]))
                room.screen.tick()
            await room.pilot.pause()
            assert room.mode() is not Mode.ENDED
            assert room.app.return_value is None
            assert not room.app.dismissed

    run(test)


def test_events_of_the_start_are_shown_at_once() -> None:
    async def test() -> None:
        async with session() as room:
            await room.pilot.pause()
            assert "Get ready" in room.shown()
            assert "Next: Broad circles, 20 seconds." in room.shown()

    run(test)


@pytest.mark.parametrize("over", ["question_mark", "ctrl+p"])
def test_a_session_that_ends_under_help_or_palette_puts_them_away(over: str) -> None:
    async def test() -> None:
        routine = replace(SHORT, steps=SHORT.steps[:1])
        async with session(routine=routine) as room:
            await room.live(20.0)
            await room.pilot.press(over)
            await room.pilot.pause(0.1)
            assert room.app.screen is not room.screen
            await room.live(10.0)
            assert room.mode() is Mode.ENDED
            await room.pilot.pause(0.4)
            assert room.app.result is True

    run(test)


@pytest.mark.parametrize("over", [["question_mark"], ["v"], ["v", "question_mark"]], ids="-".join)
def test_under_what_lies_over_it_a_big_key_still_pauses_and_puts_it_away(over: list[str]) -> None:
    async def test() -> None:
        async with session() as room:
            for key in ("space", "enter", "tab"):
                await room.press(*over, key)
                assert room.mode() is Mode.PAUSED, key
                assert room.app.screen is room.screen, key
                await room.press(key)
                assert room.mode() is Mode.RUNNING, key

    run(test)


@pytest.mark.parametrize(
    ("over", "key"),
    [
        (["question_mark"], "x"),
        (["question_mark"], "ctrl+c"),
        (["ctrl+p"], "ctrl+c"),
        (["ctrl+p"], "f2"),
        (["v", "question_mark"], "x"),
        (["v", "question_mark", "ctrl+p"], "ctrl+c"),
    ],
)
def test_under_all_that_lies_over_it_stop_still_halts_at_once(over: list[str], key: str) -> None:
    async def test() -> None:
        async with session(FakeTui(settings={"keys.stop": "x, ctrl+c, f2"})) as room:
            await room.press(*over, key)
            await room.pilot.pause(0.1)
            assert room.mode() is Mode.HALTED
            assert "Why are you" in room.shown()
            assert room.app.screen_stack[-2] is room.screen

    run(test)


@pytest.mark.parametrize("over", ["question_mark", "v", "ctrl+p"])
def test_a_click_beside_what_lies_over_it_pauses_and_leaves_the_session_on_the_screen(over: str) -> None:
    async def test() -> None:
        async with session() as room:
            await room.press(over)
            await room.live(2.0)
            await click_at(room.pilot, SIZE[0] - 1, 0)
            await room.pilot.pause()
            assert room.app.screen is room.screen
            assert room.mode() is Mode.PAUSED

    run(test)


@pytest.mark.parametrize("over", ["question_mark", "ctrl+p"])
def test_a_press_of_the_mouse_beside_help_or_palette_pauses_even_where_it_slides(over: str) -> None:
    async def test() -> None:
        async with session() as room:
            await room.press("v", over)
            await room.pilot.pause(0.1)
            await room.pilot.mouse_down(offset=(0, 3))
            await room.pilot.mouse_up(offset=(40, 20))
            await room.pilot.pause(0.1)
            assert room.mode() is Mode.PAUSED
            assert room.app.screen is room.screen

    run(test)


def test_a_palm_whose_keys_arrive_at_once_counts_once() -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(2.0)
            for key in ("space", "enter", "backspace"):
                room.app.post_message(Key(key, None))
            await room.pilot.pause(0.1)
            assert room.mode() is Mode.PAUSED

    run(test)


def test_a_knuckles_key_that_was_set_for_something_else_does_that() -> None:
    async def test() -> None:
        async with session(FakeTui(settings={"keys.stop": "tab"})) as room:
            await room.press("tab")
            assert room.mode() is Mode.HALTED

    run(test)


def test_a_double_click_counts_once_and_says_so() -> None:
    async def test() -> None:
        async with session(size=(120, 40)) as room:
            await room.live(26.0)
            for _ in range(2):
                await room.live(0.2)
                await click(room.pilot, room.screen.query(FooterEntry).first())
            assert room.mode() is Mode.PAUSED
            assert TOO_FAST in room.shown()

    run(test)


def test_the_banner_names_the_key_that_is_set_as_it_is_found_on_a_keyboard() -> None:
    async def test() -> None:
        async with session(FakeTui(settings={"keys.go": "]", "keys.louder": "pageup"})) as room:
            await room.press("right_square_bracket")
            assert "(]: go on)" in room.shown()

    run(test)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (30, 9)])
def test_the_mouse_alone_does_every_action_by_way_of_help_at_every_size(size: tuple[int, int]) -> None:
    async def choose(room: Room, action: Action) -> None:
        await room.live(2.0)
        (help_entry,) = [
            each for each in room.screen.query(FooterEntry) if each.available_action.action is HELP
        ]
        await click(room.pilot, help_entry)
        rows = [each for each in room.app.screen.query(ActionRow) if each.action is action]
        rows[0].scroll_visible(animate=False, immediate=True)
        await room.pilot.pause()
        await room.pilot.click(rows[0], offset=(1, 0))
        await room.pilot.pause(0.1)

    async def test() -> None:
        async with session(size=size) as room:
            await room.live(26.0)
            await choose(room, LONGER)
            assert room.sitting.session.length_s == 40.0
            for action, screen in ((SOUND, SoundScreen), (PALETTE, Palette)):
                await choose(room, action)
                assert type(room.app.screen) is screen
                await room.press("escape")
            await choose(room, SKIP)
            assert room.sitting.session.is_in_gate
            await choose(room, STOP)
            assert room.mode() is Mode.HALTED

    run(test)


def test_an_answer_that_comes_twice_at_once_is_given_once() -> None:
    async def test() -> None:
        async with session() as room:
            await room.press("x")
            await room.live(2.0)
            # As over a slow line: both are there before the first is dealt with.
            for _ in range(2):
                room.app.post_message(Key("g", "g"))
            await room.pilot.pause(0.1)
            assert room.mode() is Mode.RUNNING
            assert room.app.screen is room.screen
            assert not room.app.dismissed

    run(test)


@pytest.mark.parametrize("asks", ["x", "escape", "q"])
@pytest.mark.parametrize(("answer", "mode"), [("escape", Mode.PAUSED), ("go on", Mode.RUNNING)])
@pytest.mark.parametrize("in_gate", [False, True])
def test_a_paused_session_goes_on_after_a_question_only_where_that_is_answered(
    asks: str, answer: str, mode: Mode, in_gate: bool
) -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(103.0 if in_gate else 10.0)
            assert room.sitting.session.is_in_gate is in_gate
            room.sitting.pause()
            await room.press(asks)
            assert room.mode() is Mode.HALTED
            told = len(room.tui.player.cues)
            await room.press({"q": "s"}.get(asks, "g") if answer == "go on" else answer)
            assert room.mode() is mode
            assert room.sitting.session.is_in_gate is in_gate
            assert mode is Mode.RUNNING or len(room.tui.player.cues) <= told

    run(test)


@pytest.mark.parametrize("asks", ["x", "q"])
def test_a_gate_still_waits_after_a_question_that_is_left(asks: str) -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(103.0)
            await room.press(asks, "escape")
            assert room.mode() is Mode.RUNNING
            assert room.sitting.session.is_in_gate

    run(test)


@pytest.mark.parametrize(
    ("answer", "mode"), [("f", Mode.ENDED), ("g", Mode.RUNNING), ("escape", Mode.PAUSED)]
)
def test_what_would_end_a_paused_session_ends_it_or_leaves_it_paused(answer: str, mode: Mode) -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(103.0)
            room.sitting.pause()
            await room.press("right", answer)
            if answer == "f":
                await room.press("enter")
            assert room.mode() is mode

    run(test)


def test_a_session_that_was_muted_ends_silently_and_the_sound_is_back_afterwards() -> None:
    async def test() -> None:
        async with session(routine=replace(SHORT, steps=SHORT.steps[:1])) as room:
            await room.press("m")
            assert room.tui.player.volumes[-1][1] == 0
            await room.live(30.0)
            await room.pilot.pause(0.1)
            assert room.app.dismissed
            assert room.tui.player.volumes[-1][1] == 80
            assert room.tui.player.cues == []

    run(test)


def test_the_title_line_keeps_the_time_left_on_a_narrow_screen() -> None:
    async def test() -> None:
        async with session() as room:
            await room.pilot.resize_terminal(26, 12)
            await room.pilot.pause()
            assert "left" in room.shown().splitlines()[0]
            assert "in all" not in room.shown().splitlines()[0]

    run(test)


@pytest.mark.parametrize("answer", ["continue", "restart", "finish"])
def test_after_a_sleep_of_the_machine_it_asks_how_to_go_on_from_where_it_was(answer: str) -> None:
    async def test() -> None:
        async with session() as room:
            await room.live(12.0)
            stood_at = room.sitting.session.index
            left_s = room.sitting.remaining_s()
            room.tui.clock.sleep(600.0)
            room.screen.tick()
            await room.pilot.pause()
            assert room.mode() is Mode.PAUSED
            assert PAUSED_BY_SLEEP in room.shown()
            await room.press(answer[0])
            if answer == "finish":
                # It ends something: the letter alone only points at it.
                assert room.mode() is Mode.PAUSED
                await room.press("enter")
                ended = room.sitting.session
                assert (ended.status, ended.reason) == (Status.STOPPED, StopReason.INTERRUPTED)
                return
            assert room.mode() is Mode.RUNNING
            assert room.sitting.session.index == stood_at
            if answer == "continue":
                assert room.sitting.remaining_s() == pytest.approx(left_s, abs=4.0)
            else:
                assert room.sitting.remaining_s() > left_s + 4.0

    run(test)
