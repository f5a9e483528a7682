"""The session screen: keys and clicks reach the session, and what happens is seen.

What each press does is decided, and tested, in `view_models.session_controls`.
"""

from __future__ import annotations

import random

import pytest
from textual.color import Color
from textual.events import Key
from textual.widget import Widget

from tests.plain.fake_services import SHORT
from tests.tui.fake_tui import FakeTui, click, click_at
from tests.tui.screens.session.session_driver import GATE_AT_S, HOLD_AT_S, SIZE, SessionDriver, run, session
from tpsession.core.errors import HistoryError
from tpsession.core.plan.phase import PhaseKind
from tpsession.core.session.engine import Mode
from tpsession.core.settings.actions import BACK, EASE, GO, HELP, LONGER, PALETTE, SKIP, SOUND, STOP, Action
from tpsession.tui.screens.dialogs.ask import TOO_FAST
from tpsession.tui.screens.dialogs.help import ActionRow
from tpsession.tui.screens.dialogs.palette import Palette
from tpsession.tui.screens.tools.sound import SoundScreen
from tpsession.tui.widgets.common.key_footer import FooterEntry, KeyFooter
from tpsession.tui.widgets.session.large_instruction import LargeInstruction
from tpsession.tui.widgets.session.status_icon import StatusIcon

# Keys


def test_every_main_key_pauses_and_resumes() -> None:
    async def test() -> None:
        async with session() as driver:
            for key in ("space", "enter", "backspace", "tab"):
                await driver.press(key)
                assert driver.mode() is Mode.PAUSED, key
                assert "PAUSED" in driver.screen_text()
                await driver.press(key)
                assert driver.mode() is Mode.RUNNING, key
                assert "PAUSED" not in driver.screen_text()

    run(test)


def test_keys_that_a_palm_presses_together_count_once() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(2.0)
            for key in ("space", "enter", "backspace"):
                driver.app.post_message(Key(key, None))
            await driver.pilot.pause(0.1)
            assert driver.mode() is Mode.PAUSED

    run(test)


def test_the_main_key_passes_a_gate_but_not_just_as_it_begins() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(100.4)
            assert "WAITING FOR YOU" in driver.screen_text()
            await driver.pilot.press("space")
            assert driver.mode() is Mode.RUNNING
            assert driver.runner.session.is_in_gate
            await driver.press("space")
            assert driver.mode() is Mode.ENDED

    run(test)


def test_the_keys_of_the_steps_do_what_they_say_and_what_happened_is_shown() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(6.0)
            await driver.press("e")
            assert "Nothing to ease off" in driver.screen_text()
            await driver.press("right")
            assert driver.runner.session.phase.entry == 1
            assert "Skipped: Broad circles." in driver.screen_text()
            await driver.press("left")
            assert driver.runner.position() == 0.0
            lengths = []
            for key in ("up", "minus", "plus", "down"):
                await driver.press(key)
                lengths.append(driver.runner.session.length_s)
            assert lengths == [40.0, 30.0, 40.0, 30.0]
            await driver.press("e")
            assert driver.runner.session.phase.kind is PhaseKind.RELEASE
            await driver.press("right", "up")
            assert "isn't timed" in driver.screen_text()

    run(test)


def test_the_main_keys_other_name_is_shown_while_the_session_is_paused() -> None:
    async def test() -> None:
        async with session(FakeTui(settings={"keys.go": "]", "keys.louder": "pageup"})) as driver:
            await driver.press("right_square_bracket")
            await driver.pilot.resize_terminal(40, 12)
            await driver.run_for(0.5)
            assert "Press ]" in driver.screen_text()

    run(test)


def test_the_sound_is_muted_and_turned_up_and_down_at_once() -> None:
    async def test() -> None:
        async with session() as driver:

            def volume() -> int:
                return driver.tui.player.volumes[-1][1]

            await driver.press("m")
            assert volume() == 0
            assert "The sound is off." in driver.screen_text()
            await driver.app.settings_writer.save("screen.theme", "light")
            assert volume() == 0
            await driver.press("m")
            assert volume() == 80
            await driver.press("pageup", "right_square_bracket")
            assert volume() == 90
            assert "Volume 90%." in driver.screen_text()
            await driver.press("m", "pagedown")
            assert volume() == 85
            await driver.press("left_square_bracket", "m")
            await driver.pilot.pause(0.1)
            assert volume() == 0
            assert driver.tui.services.settings.load_preferences().percent("sound.volume") == 80

    run(test)


def test_a_muted_session_ends_silently_and_the_sound_is_back_afterwards() -> None:
    async def test() -> None:
        async with session(routine=SHORT._replace(steps=SHORT.steps[:1])) as driver:
            await driver.press("m")
            await driver.run_for(30.0)
            await driver.pilot.pause(0.1)
            assert driver.app.dismissed
            assert driver.tui.player.volumes[-1][1] == 80
            assert driver.tui.player.cues == []

    run(test)


# The mouse


def test_a_press_of_the_mouse_pauses_but_on_the_footer_it_does_what_is_said_there() -> None:
    async def test() -> None:
        async with session() as driver:
            await driver.run_for(HOLD_AT_S)
            await click(driver.pilot, "#guide")
            assert driver.mode() is Mode.PAUSED
            playing = driver.runner.session
            for action, kind, mode in (
                (GO, PhaseKind.HOLD, Mode.RUNNING),
                (EASE, PhaseKind.RELEASE, Mode.RUNNING),
                (BACK, PhaseKind.HOLD, Mode.RUNNING),
                (SKIP, PhaseKind.GATE, Mode.RUNNING),
                (STOP, PhaseKind.GATE, Mode.HALTED),
            ):
                await driver.run_for(2.0)
                entries = {each.available_action.action.id: each for each in driver.screen.query(FooterEntry)}
                await click(driver.pilot, entries[action.id])
                await driver.pilot.pause()
                assert (playing.phase.kind, playing.mode) == (kind, mode), action.name

    run(test)


def test_every_action_of_the_footer_can_be_clicked_and_a_double_click_counts_once() -> None:
    async def test() -> None:
        async with session(size=(120, 40)) as driver:
            await driver.run_for(HOLD_AT_S)
            found = driver.screen.query_one(KeyFooter).query(FooterEntry)
            entries = {entry.available_action.action.id: entry for entry in found}
            assert set(entries) >= {"go", "stop", "ease", "back", "skip", "longer", "shorter", "mute"}
            await click(driver.pilot, entries["longer"])
            assert driver.runner.session.length_s == 40.0
            for after_s in (2.0, 0.2):
                await driver.run_for(after_s)
                found = driver.screen.query_one(KeyFooter).query(FooterEntry)
                entries = {entry.available_action.action.id: entry for entry in found}
                await click(driver.pilot, entries["go"])
            assert driver.mode() is Mode.PAUSED
            assert TOO_FAST in driver.screen_text()
            await driver.run_for(2.0)
            await click(driver.pilot, entries["skip"])
            assert driver.runner.session.is_in_gate

    run(test)


def test_the_mouse_alone_does_every_action_by_way_of_help_at_every_size() -> None:
    async def choose(driver: SessionDriver, action: Action) -> None:
        await driver.run_for(2.0)
        (help_entry,) = [
            entry for entry in driver.screen.query(FooterEntry) if entry.available_action.action is HELP
        ]
        await click(driver.pilot, help_entry)
        rows = [row for row in driver.app.screen.query(ActionRow) if row.action is action]
        rows[0].scroll_visible(animate=False, immediate=True)
        await driver.pilot.pause()
        await driver.pilot.click(rows[0], offset=(1, 0))
        await driver.pilot.pause(0.1)

    async def test() -> None:
        async with session() as driver:
            await driver.run_for(HOLD_AT_S)
            for length_s, size in enumerate([(60, 20), (80, 24), (30, 9)], start=4):
                await driver.pilot.resize_terminal(*size)
                await choose(driver, LONGER)
                assert driver.runner.session.length_s == 10.0 * length_s
            for action, screen in ((SOUND, SoundScreen), (PALETTE, Palette)):
                await choose(driver, action)
                assert type(driver.app.screen) is screen
                await driver.press("escape")
            await choose(driver, SKIP)
            assert driver.runner.session.is_in_gate
            await choose(driver, STOP)
            assert driver.mode() is Mode.HALTED

    run(test)


# What is seen


def test_time_step_and_what_comes_next_are_seen_at_every_size() -> None:
    async def test() -> None:
        async with session() as driver:
            assert "Get ready" in driver.screen_text()
            assert "Next: Broad circles, 20 seconds." in driver.screen_text()
            await driver.run_for(10.0)
            for size in [(20, 6), (40, 12), (1, 1), (60, 20), (33, 9), (120, 40), (200, 60), (80, 24)]:
                await driver.pilot.resize_terminal(*size)
                await driver.run_for(0.5)
                is_large = driver.screen.query_one(LargeInstruction).display
                assert is_large == (size[0] >= 120), size
                assert "\N{BLACK UP-POINTING TRIANGLE}" in driver.screen_text() or size[1] < 18, size
                assert size == (1, 1) or is_large or "Broad circles" in driver.screen_text(), size
                if size[1] >= 20:
                    assert "Next: Sustained pressure" in driver.screen_text(), size
            await driver.pilot.resize_terminal(26, 12)
            await driver.pilot.pause()
            assert "left" in driver.screen_text().splitlines()[0]
            assert "in total" not in driver.screen_text().splitlines()[0]

    run(test)


def test_a_gate_and_a_pause_have_large_icons_that_need_no_colour() -> None:
    async def test() -> None:
        async def icons() -> list[list[str]]:
            found = []
            for size in [(40, 14), (60, 20), (80, 24), (200, 60)]:
                await driver.pilot.resize_terminal(*size)
                await driver.run_for(1.0)
                found.append([icon.render_line(row).text for row in range(icon.size.height)])
            return found

        async with session() as driver:
            icon = driver.screen.query_one(StatusIcon)
            assert icon.size.height == 0
            await driver.run_for(GATE_AT_S)
            waiting = await icons()
            driver.runner.pause()
            for pair in zip(waiting, await icons(), strict=True):
                assert pair[0] != pair[1]
                assert min(sum("█" in line for line in lines) for lines in pair) >= 2

    run(test)


@pytest.mark.parametrize("motion", [False, True])
def test_the_guide_moves_unless_motion_is_off(motion: bool) -> None:
    async def test() -> None:
        pictures = set()
        async with session(FakeTui(settings={"screen.motion": motion})) as driver:
            await driver.run_for(6.0)
            for _ in range(8):
                await driver.run_for(0.4)
                guide = driver.screen.query_one("#guide")
                pictures.add("\n".join(guide.render_line(y).text for y in range(guide.size.height)))
        assert len(pictures) > 3 if motion else len(pictures) == 1

    run(test)


def sign_text(driver: SessionDriver) -> str:
    """Return what stands in the row of the status."""
    return driver.screen.query_one("#sign").render_line(0).text


def test_a_cue_that_is_not_heard_flashes_and_rings_and_lasting_messages_are_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tpsession.tui.screens.session.session.FLASH_S", 60.0)

    async def test() -> None:
        tui = FakeTui(settings={"sound.bell": True})
        tui.player.backend = "none"
        tui.player.message = "No sound: no sound device was found. Turn on a speaker. Then look again."
        async with session(tui) as driver:
            rings: list[None] = []
            monkeypatch.setattr(driver.app, "bell", lambda: rings.append(None))
            assert driver.screen.has_class("flash")
            assert driver.screen_text().splitlines()[0].rstrip().endswith("left in total")
            assert "Get ready" in sign_text(driver)
            accent = Color.parse(driver.app.theme_variables["accent"])
            assert driver.screen.query_one("#time").styles.background == accent
            await driver.run_for(3.0)
            await driver.run_for(3.0)
            assert rings
            assert "No sound: no sound device was found. (m hides this)" in driver.screen_text()
            assert "Turn on a speaker" not in driver.screen_text()
            await driver.press("m")
            assert "No sound" not in driver.screen_text()
            assert not driver.app.volume_control.muted
            await driver.press("m")
            assert "The sound is off." in driver.screen_text()
            await driver.press("m")
            driver.tui.history.write_error = HistoryError("The disk is full.")
            await driver.run_for(2.0)
            assert "The disk is full." in driver.screen_text()
            assert driver.mode() is Mode.RUNNING

    run(test)


def test_a_cue_that_is_heard_neither_flashes_nor_rings_until_the_sound_is_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("tpsession.tui.screens.session.session.FLASH_S", 60.0)

    async def test() -> None:
        async with session(FakeTui(settings={"sound.bell": True})) as driver:
            monkeypatch.setattr(driver.app, "bell", lambda: pytest.fail("the bell rang"))
            await driver.run_for(3.0)
            await driver.run_for(3.0)
            assert not driver.screen.has_class("flash")
            await driver.press("m", "right")
            assert driver.screen.has_class("flash")

    run(test)


# Slips


async def slip(driver: SessionDriver, choices: random.Random) -> None:
    """Press a key, once or held, or click: anywhere, or on something that can be clicked."""
    keys = [
        "space", "enter", "x", "q", "e", "m", "right", "left", "up", "down", "escape", "tab", "backspace",
        "pageup", "pagedown", "1", "2", "3", "4", "5", "g", "c", "f", "r", "ctrl+c", "ctrl+q", "y", "n", "s",
        "l", "v", "question_mark", "ctrl+p",
    ]  # fmt: skip
    match choices.choice(["key", "key", "held", "click", "button"]):
        case "click":
            await click_at(driver.pilot, choices.randrange(SIZE[0]), choices.randrange(SIZE[1]))
        case "button" if buttons := [
            *driver.app.screen.query("Button, FooterEntry, ActionRow").results(Widget)
        ]:
            await click(driver.pilot, choices.choice(buttons))
        case kind:
            key = choices.choice(keys)
            for _ in range(10 if kind == "held" else 1):
                await driver.pilot.press(key)
                driver.tui.clock.pass_time(0.1)


@pytest.mark.parametrize(
    ("seed", "seconds"),
    [(2, 10.0), (12, 10.0), *(pytest.param(seed, 40.0, marks=pytest.mark.long) for seed in range(2, 30, 3))],
)
def test_held_keys_and_random_presses_end_nothing(seed: int, seconds: float) -> None:
    async def test() -> None:
        choices = random.Random(seed)  # noqa: S311 - nothing secret
        # After one skip the last step is there: another would end the session, but time alone doesn't.
        circles, holds, _ = SHORT.steps
        async with session(routine=SHORT._replace(steps=(circles, holds._replace(repeat=20)))) as driver:
            await driver.run_for(7.0)
            end = driver.tui.clock.moment + seconds
            while driver.tui.clock.moment < end:
                await slip(driver, choices)
                driver.tui.clock.pass_time(choices.choice([0.03, 0.05, 0.2, 0.4]))
                driver.screen.tick()
            await driver.pilot.pause()
            assert driver.mode() is not Mode.ENDED
            assert driver.app.return_value is None
            assert not driver.app.dismissed

    run(test)
