"""Wait until a program under test is idle, as its event loop knows.

Textual's own `wait_for_idle` checks whether the process used little processor time in the last 20 ms. On a
busy machine a process that waits for its turn looks just like an idle one, and on an idle machine each key
press takes two such checks. Here a program is idle when nothing in its event loop is ready to run, no screen
waits to be laid out, no timer is nearly due, and no other thread works for it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

from textual._context import active_app
from textual.app import App, ScreenStackError
from textual.pilot import Pilot
from textual.screen import Screen

T = TypeVar("T")
P = ParamSpec("P")

UPDATE_PERIOD_S = 0.25
"""A changed screen is updated after this time at the latest; Textual does it 60 times a second."""
NEARLY_DUE_S = 0.018
"""A timer that is due within this time is waited for."""
BACKGROUND_S = 0.25
"""Work in another thread that takes longer than this is held up by the test, and isn't waited for."""
_to_thread = asyncio.to_thread
_compositor_refresh = Screen._compositor_refresh
_shut_down = App._shutdown


class BackgroundWork:
    """Knows what runs in other threads, and since when."""

    def __init__(self) -> None:
        self._starts: list[float] = []

    async def to_thread(self, work: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work with `asyncio.to_thread`."""
        start = asyncio.get_running_loop().time()
        self._starts.append(start)
        try:
            return await _to_thread(work, *args, **kwargs)
        finally:
            with suppress(ValueError):
                self._starts.remove(start)

    def is_awaited(self, now: float) -> bool:
        """Whether anything runs that has just begun."""
        return any(now - start < BACKGROUND_S for start in self._starts)

    def forget(self) -> None:
        """Forget what the last test left running."""
        self._starts = []


BACKGROUND = BackgroundWork()


async def wait_for_idle(min_sleep: float = 0.0, max_sleep: float = 1.0) -> None:
    """Wait until the program is idle; this replaces Textual's function of the same name.

    Args:
        min_sleep: Seconds to wait at least.
        max_sleep: Seconds to wait at most.
    """
    loop: Any = asyncio.get_running_loop()
    start = loop.time()
    while loop.time() - start < max_sleep:
        await asyncio.sleep(0)
        if loop._ready or _update_screens():
            continue
        now = loop.time()
        due = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=float("inf"))
        if due - now < NEARLY_DUE_S:
            await asyncio.sleep(max(due - now, 0.0))
        elif BACKGROUND.is_awaited(now) or now - start < min_sleep:
            await asyncio.sleep(0.001)
        else:
            return


def _update_screens() -> bool:
    """Lay out each screen that waits for its next update; return whether there was one."""
    try:
        screens: list[Any] = active_app.get().screen_stack
    except (LookupError, ScreenStackError):
        return False
    waiting = [screen for screen in screens if screen._update_timer._active.is_set()]
    for screen in waiting:
        screen._on_timer_update()
    return bool(waiting)


def leave_out_painting(screen: Screen[Any]) -> None:
    """Don't paint the top screen for a terminal that isn't there; this replaces `Screen._compositor_refresh`.

    Painting takes a third of a test's time, and `screen_text` paints what a test looks at by itself.
    """
    if screen is screen.app.screen:
        screen._dirty_widgets.clear()
        screen.app._update_mouse_over(screen)
    else:
        _compositor_refresh(screen)


async def shut_down(program: App[Any]) -> None:
    """End a program as it ends by itself: its workers first; this replaces `App._shutdown`.

    The original takes the widgets away while workers still show something in them.
    """
    program.workers.cancel_all()
    await _shut_down(program)


async def wait_for_screen(_pilot: Pilot[Any], timeout: float = 30.0) -> bool:
    """Wait until every message is handled; this replaces `Pilot._wait_for_screen`.

    The original sends a message to every widget and waits until all are handled, twice for each key press.
    """
    loop: Any = asyncio.get_running_loop()
    start = loop.time()
    await asyncio.sleep(0)
    while loop._ready and loop.time() - start < timeout:
        await asyncio.sleep(0)
    return True


async def pause(_pilot: Pilot[Any], delay: float | None = None) -> None:
    """Wait until the program is idle; this replaces `Pilot.pause`, which doesn't wait for the layout."""
    if delay is not None:
        await wait_for_idle()
        await asyncio.sleep(delay)
    await wait_for_idle()
