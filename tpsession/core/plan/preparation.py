"""What the person prepares for a session: how to sit or stand, and which tools to have within reach."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import Routine
from tpsession.core.plan.playing_order import PlayedStep

_ARTICLE = re.compile(r"^(an?|the|some)\s+")


def describe_positions(areas: tuple[Area, ...]) -> str:
    """Return how to sit or stand for some areas; with several, the text of each follows its name."""
    if len(areas) == 1:
        return areas[0].position
    return " ".join(f"{area.name}: {area.position}" for area in areas)


def list_tools(
    routine: Routine, areas: tuple[Area, ...], played: Sequence[PlayedStep], left_out: frozenset[str]
) -> tuple[str, ...]:
    """Return what a session needs within reach, each tool once; "ball" and "a ball" are the same.

    First come the tools for the positions of the areas, as the techniques played there need them; none of
    these if the routine has a position of its own. Then come the routine's tools, but for those left out. A
    tool that is named twice keeps its first name.

    Args:
        routine: The routine.
        areas: Those of the plan, its own first.
        played: The steps as they are played; a step without an area works on the plan's own.
        left_out: Which of the routine's tools aren't needed, as `list_left_out_tools` names them.

    """
    for_positions: list[str] = []
    if not routine.position:
        for area in areas:
            here = {each.step.technique for each in played if (each.step.area or areas[0]).id == area.id}
            for_positions += area.tools_for(here)
    named: dict[str, str] = {}
    needed = (tool for tool in routine.have if _bare_name(tool) not in left_out)
    for tool in (*for_positions, *needed):
        named.setdefault(_bare_name(tool), tool)
    return tuple(named.values())


def list_left_out_tools(played: Sequence[PlayedStep], fitted: Sequence[PlayedStep]) -> frozenset[str]:
    """Return the tools that techniques in `played` need, but none in `fitted` does.

    Their names have no article, as in `Technique.tools`. fitted: the steps of `played` that are left.
    """
    return _tools_of(played) - _tools_of(fitted)


def _tools_of(played: Sequence[PlayedStep]) -> frozenset[str]:
    return frozenset(tool for each in played for tool in each.step.technique.tools)


def _bare_name(tool: str) -> str:
    """Return the name of a tool in lower case, without an article at its beginning."""
    return _ARTICLE.sub("", tool.strip().casefold())
