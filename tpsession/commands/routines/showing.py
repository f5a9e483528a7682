"""The command ``tpsession routines show``: a routine's plan, or its card as a text or a page."""

from __future__ import annotations

import argparse
import sys

from tpsession.commands.history.light_only import load_light_only
from tpsession.commands.routine_naming import resolve_routine
from tpsession.core.catalog.routine import Routine
from tpsession.core.errors import ExistsError, UsageError
from tpsession.core.plan.light_only import make_light
from tpsession.core.plan.plan import Plan, build_plan
from tpsession.core.plan.wording import describe_areas, describe_phase_start
from tpsession.core.routine_editing.card import format_card, make_card
from tpsession.core.session.wording import describe_preparation
from tpsession.core.settings.plan_options import options_from_preferences
from tpsession.core.text.formatting import format_duration, format_timer
from tpsession.core.text.sanitize import sanitize
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.writer import FileRoutineWriter
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings


def show(arguments: argparse.Namespace) -> int:
    """Print a routine's plan, or with ``--as-text`` its card; with ``--as-page`` save the card. Returns 0.

    If a clinician said that only light massage is all right, the routine is shown with light steps only.
    Raises `TpsessionError` if there is no such routine, if it can't be played, or not on this area or side,
    or if the page can't be saved; and `HistoryError` if the history can't be read.
    """
    paths, resources = find_paths(), find_resources()
    preferences = FileSettings(paths.settings).load_preferences()
    name = resolve_routine(arguments.routine)
    routine = FileLibrary(paths, resources).load_routine(name)
    light_only = load_light_only(paths)
    choices = options_from_preferences(
        preferences, area=arguments.area, side=arguments.side, light_only=light_only
    )
    if light_only:
        routine = make_light(routine)
    plan = build_plan(routine, choices)
    if arguments.output is not None:
        content = FileRoutineWriter(paths, resources).read(name).content
        return _save_page(routine, plan, content, arguments)
    lines = format_card(make_card(routine, plan)) if arguments.as_text else _describe_plan(routine, plan)
    for line in lines:
        if line:
            sys.stdout.write(f"{sanitize(line)}\n")
    return 0


def _describe_plan(routine: Routine, plan: Plan) -> list[str]:
    """Return a plan and its routine as lines; a line is an empty text where there is nothing to say.

    They say the plan's name, areas, length and summary, what to prepare, when each phase starts, the address
    of the routine's web page, and its sources.
    """
    return [
        f"{plan.name}: {describe_areas(plan)}, {format_duration(plan.planned_s)}",
        routine.summary,
        *describe_preparation(plan),
        *(
            f"{format_timer(phase.starts_s):>7}  {describe_phase_start(plan, index)}"
            for index, phase in enumerate(plan.phases)
        ),
        f"Page: {routine.link}" if routine.link else "",
        "Sources:" if routine.sources else "",
        *(f"  {source}" for source in routine.sources),
    ]


def _save_page(routine: Routine, plan: Plan, content: bytes, arguments: argparse.Namespace) -> int:
    """Save a routine's card as a page, and say where it is; return 0.

    Raises `UsageError` if the file exists and ``--force`` isn't given, or if its path can't be that of a
    page; and `TpsessionError` if it can't be saved.

    content: of the routine's file.
    """
    from tpsession.commands.routines import card_page  # noqa: PLC0415 - 60 ms, with Jinja and the body

    try:
        saved = card_page.save_card_page(routine, plan, content, arguments.output, overwrite=arguments.force)
    except ExistsError as error:
        raise UsageError(error.message, "Choose another name, or add --force.") from error
    sys.stderr.write("".join(f"{line}\n" for line in card_page.describe_saved_card(saved)))
    return 0
