"""When a program under test has nothing left to do, told by its event loop, not by how busy the processor is.

The toolkit's own way, which `Pilot` takes, looks whether the process used little time in the last 20 ms. On a
loaded machine a process that is merely kept waiting looks just like that, and on an idle one each press of a
key costs two such looks. Here nothing is ready to run, no repaint is near, and nothing is being done apart.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

from textual.app import ScreenStackError
from textual.pilot import Pilot

T = TypeVar("T")
P = ParamSpec("P")

NEAR_S = 0.018
"""What is due within this time is waited for: the toolkit repaints 60 times a second."""
APART_S = 0.25
"""Work apart that takes longer than this is held up on purpose, and isn't waited for."""
_to_thread = asyncio.to_thread
_pause = Pilot.pause


class Apart:
    """How much is being done in other threads."""

    def __init__(self) -> None:
        self.running = 0

    async def to_thread(self, work: Callable[P, T], /, *args: P.args, **named: P.kwargs) -> T:
        """`asyncio.to_thread`, counted."""
        self.running += 1
        try:
            return await _to_thread(work, *args, **named)
        finally:
            self.running -= 1


APART = Apart()


async def wait_for_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """In the place of the toolkit's function of this name; both in seconds."""
    loop: Any = asyncio.get_running_loop()
    began = loop.time()
    while loop.time() - began < max_sleep:
        await asyncio.sleep(0)
        if loop._ready:
            continue
        moment = loop.time()
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=float("inf"))
        if due - moment < NEAR_S:
            await asyncio.sleep(max(due - moment, 0.0))
        elif (APART.running and moment - began < APART_S) or moment - began < min_sleep:
            await asyncio.sleep(0.001)
        else:
            return


async def pause(pilot: Pilot[Any], delay: float | None = None) -> None:
    """In the place of `Pilot.pause`, which draws last of all: that lets more be done, such as scrolling."""
    await _pause(pilot, delay)
    await wait_for_idle()
    # The program may have ended meanwhile.
    with suppress(ScreenStackError):
        pilot.app.screen._on_timer_update()
