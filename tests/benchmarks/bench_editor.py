"""From a key in the routine editor to a checked plan: ``python -m tests.benchmarks.bench_editor``.

The target is 100 ms for a routine of 200 steps. It is the time that passes until the plan is shown, and, as
that wavers with what else runs on the machine, beside it the time of the processor.
"""

from __future__ import annotations

import asyncio
import inspect
import sys
import time
from statistics import median

from tests.fakes.routine_files import FakeRoutineFiles
from tests.tui.fake_tui import FakeTui
from tpsession.clock import SystemClock
from tpsession.tui.screens.routines.editor import EditorScreen
from tpsession.tui.view_models.routines.routine_editor import CheckedText, open_routine
from tpsession.tui.widgets.editor.toml_area import TomlArea

STEPS = 200
KEYS = 40
REACH_MS = 100.0
HEAD = 'format = 1\nname = "Long"\narea = "neck"\nsides = "none"\n'
STEP = '[[steps]]\ntechnique = "circles"\nduration = "20s"  # short\ntext = "Over the whole area."\n'


class TimedEditor(EditorScreen):
    """Tells when a text has been checked and shown."""

    CSS_PATH = inspect.getfile(EditorScreen).replace(".py", ".tcss")
    shown: asyncio.Event | None = None

    def _show_checked(self, checked: CheckedText) -> None:
        super()._show_checked(checked)
        if self.shown is not None:
            self.shown.set()


async def measure() -> tuple[list[float], list[float]]:
    """Milliseconds that pass, and those of the processor, from each key to its checked plan."""
    clock = SystemClock()
    writer = FakeRoutineFiles()
    writer.add("long", HEAD + STEP * STEPS)
    screen = TimedEditor(open_routine(writer.read("long")), writer)
    passed, taken = [], []
    async with FakeTui().single_screen_app(screen).run_test(size=(120, 40)) as pilot:
        await pilot.pause(1)
        area = screen.query_one(TomlArea)
        area.move_cursor((1, 12))
        for number in range(KEYS):
            screen.shown = asyncio.Event()
            began, worked = clock.now(), time.process_time()
            area.insert("a") if number % 2 == 0 else area.action_delete_left()
            async with asyncio.timeout(5):
                await screen.shown.wait()
            passed.append(1000 * (clock.now() - began))
            taken.append(1000 * (time.process_time() - worked))
            await pilot.pause(0.05)
    return passed, taken


def main() -> None:
    """Print the medians and the longest."""
    passed, taken = asyncio.run(measure())
    sys.stdout.write(
        f"editor, {STEPS} steps: from a key to a checked plan {median(passed):.0f} ms, "
        f"{max(passed):.0f} ms at most (reach {REACH_MS:g} ms); processor {median(taken):.0f} ms\n"
    )


if __name__ == "__main__":
    main()
