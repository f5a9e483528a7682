"""A session as a film: pictures of the real program, shown one after the other in a single SVG."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator, Sequence

from tests.pictures.scenes import FOLDER, FONT, begin_session
from tpsession.core.plan.phase import PhaseKind

PATH = FOLDER / "film.svg"
FRAME_S = 0.5
"""Seconds for which each frame is shown."""
SIZE = 80, 24
MOMENTS: Sequence[tuple[PhaseKind, str, Sequence[float]]] = (
    (PhaseKind.GET_READY, "", (5.0, 7.0, 9.0)),
    (PhaseKind.WORK, "oil", (1.0, 1.6, 2.4, 3.2)),
    (PhaseKind.WORK, "circles", (20.0, 20.5, 21.0, 21.5, 22.0)),
    (PhaseKind.WORK, "strokes", (10.0, 11.25, 12.5, 13.75)),
    (PhaseKind.GATE, "pressure", (4.0, 5.0, 6.0)),
    (PhaseKind.HOLD, "pressure", (0.5, 1.5, 3.0, 15.0, 28.0, 29.0)),
    (PhaseKind.RELEASE, "pressure", (1.0, 2.0, 4.0)),
)
"""The phases that are shown, by kind and technique, each at these seconds since its beginning."""
_LINE_CLIP = re.compile(
    r' clip-path="url\(#[\w-]*-line-\d+\)"|<clipPath id="[\w-]*-line-\d+">.*?</clipPath>\s*', re.DOTALL
)
_PREFIX = re.compile(r"terminal-\d+-")
_SVG = re.compile(r"<svg [^>]*viewBox=\"([^\"]*)\"[^>]*>(.*)</svg>", re.DOTALL)


async def draw_film() -> str:
    """Return the film as SVG: a style shows each frame in its time, and only the last where motion is off."""
    return join_frames([frame async for frame in draw_frames()])


async def draw_frames() -> AsyncGenerator[str]:
    """Yield a picture of the session screen at each of the moments, as SVG."""
    tui, runner, screen = begin_session()
    app = tui.single_screen_app(screen)
    plan = runner.session.plan
    async with app.run_test(size=SIZE) as pilot:
        for kind, technique, moments in MOMENTS:
            index = next(
                place
                for place, phase in enumerate(plan.phases)
                if phase.kind is kind and technique in {"", plan.entries[phase.entry].technique.id}
            )
            for moment_s in moments:
                while runner.session.index < index or runner.position() < moment_s:
                    if runner.session.index < index and runner.session.is_in_gate:
                        runner.continue_or_pause()
                    # Small enough steps that no moment is missed, and none looks like a sleep.
                    tui.clock.pass_time(0.05)
                    runner.tick()
                screen.tick()
                await pilot.pause()
                yield FONT.sub("", app.export_screenshot(title="tpsession"))


def join_frames(frames: Sequence[str]) -> str:
    """Return pictures as one that shows each for `FRAME_S` seconds, over and over."""
    parts, box = [], ""
    for place, frame in enumerate(frames):
        # A line of characters needs no clip, and a short prefix tells the styles of the frames apart.
        small = _PREFIX.sub(f"f{place}-", _LINE_CLIP.sub("", frame))
        found = _SVG.search(small)
        assert found is not None
        box = found[1]
        parts.append(f'<g class="frame" style="animation-delay:{place * FRAME_S:g}s">{found[2]}</g>')
    length_s = len(frames) * FRAME_S
    share = 100 / len(frames)
    style = (
        f"<style>.frame{{visibility:hidden;animation:turn {length_s:g}s steps(1) infinite}}"
        f"@keyframes turn{{0%{{visibility:visible}}{share:.3f}%{{visibility:hidden}}}}"
        "@media(prefers-reduced-motion:reduce){.frame{animation:none}.frame:last-of-type{visibility:visible}}"
        "</style>"
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{style}{"".join(parts)}</svg>\n'
