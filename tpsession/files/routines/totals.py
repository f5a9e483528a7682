"""Reports in a routine file what takes too long: the whole routine, its holds, and its massage."""

from __future__ import annotations

from collections.abc import Sequence

from tpsession.core.catalog.routine import Sides, Switch
from tpsession.core.plan.totals import describe_too_long, list_time_warnings, played_s
from tpsession.files.routines.keys import FileKey
from tpsession.files.routines.step_checks import LocatedStep
from tpsession.files.toml.table import ProblemCollector

_STEPS = FileKey.STEPS.value


def check_totals(
    located: Sequence[LocatedStep],
    sides: Sides | None,
    get_ready_s: float,
    switch: Switch,
    problems: ProblemCollector,
) -> None:
    """Add an error for a routine that is too long, and warnings for long holds and for much massage.

    If `sides` is `EACH`, also warn if no step is sided, unless there are no steps or one has errors.

    Args:
        located: The steps; one with errors takes no time here.
        sides: How the routine treats left and right; None if the file doesn't say.
        get_ready_s: Seconds to get ready.
        switch: When the sides are switched.
        problems: Collects the problems.

    """
    steps = [each.step for each in located]
    too_long = describe_too_long(played_s(steps, sides, get_ready_s, switch))
    if too_long:
        problems.add_error((_STEPS, 0), too_long, at_key=True)
    if sides is Sides.EACH and steps and all(step is not None and not step.sided for step in steps):
        problems.add_warning(
            (FileKey.SIDES.value,),
            'sides is "each", but no step is played on each side; '
            'write sides = "none", or sided = true in a step',
        )
    for warning in list_time_warnings(steps, sides):
        if warning.key is None:
            problems.add_warning(located[warning.step].path, warning.message, at_key=True)
        else:
            problems.add_warning((*located[warning.step].path, warning.key.value), warning.message)
