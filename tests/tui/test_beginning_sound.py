"""The player starts beside the screen: nothing that is drawn waits for a disk or for sound."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace

from tests.fakes_player import FakePlayer
from tests.tui.house import FakeTui
from tpsession.core.ports import CuePlayer


def test_the_player_is_started_once_and_never_by_the_thread_that_draws() -> None:
    tui = FakeTui()
    began: list[threading.Thread] = []

    def begin() -> CuePlayer:
        began.append(threading.current_thread())
        return FakePlayer()

    tui.house = replace(tui.house, player=begin)

    async def run() -> list[CuePlayer]:
        app = tui.app()
        async with app.run_test() as pilot:
            app.settle()
            while app.loudness.player is None:
                await pilot.pause(0.01)
            asked = (asyncio.to_thread(app.start_player) for _ in range(4))
            return [app.player, *await asyncio.gather(*asked)]

    players = asyncio.run(run())
    assert len(set(map(id, players))) == len(began) == 1
    assert threading.main_thread() not in began
