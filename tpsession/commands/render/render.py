"""The command ``tpsession render``: saves a guided session as a sound file, with two lists of its cues."""

from __future__ import annotations

import argparse
import os
import sys

from tpsession.commands.history.light_only import load_light_only
from tpsession.commands.render.file_renderer import FileRenderer
from tpsession.commands.render.progress_line import DelayedInterrupt, ProgressLine
from tpsession.commands.routine_naming import resolve_routine
from tpsession.core.errors import ExistsError, UsageError
from tpsession.core.plan.plan import build_plan
from tpsession.core.plan.renderer import QuarterProgress, RenderProgress
from tpsession.core.settings import plan_options
from tpsession.core.text.formatting import describe_companion_files, describe_written_file
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings


def render(arguments: argparse.Namespace) -> int:
    """Write a session as a sound file, a CUE sheet and a list of its cues; return 0.

    If the person said at the last screening that only light massage is allowed, the routine is changed to a
    light one. None of the files appears before all are complete. Problems of the settings, the progress and
    the result are printed on standard error. Ctrl-C cancels the work, and none of the files is left behind.
    Raises `UsageError` if a file exists without ``--force``, `TpsessionError` for a routine that can't be
    played or a file that can't be written, and `HistoryError` if the history can't be read.
    """
    paths, resources = find_paths(), find_resources()
    settings = FileSettings(paths.settings)
    for problem in settings.find_problems():
        sys.stderr.write(f"{problem}\n")
    preferences = settings.load_preferences()
    routine = FileLibrary(paths, resources).load_routine(resolve_routine(arguments.routine))
    choices = plan_options.options_from_preferences(
        preferences, area=arguments.area, side=arguments.side, light_only=load_light_only(paths)
    )
    session_plan = build_plan(routine, choices)
    renderer = FileRenderer(lambda: preferences, paths, resources)
    quarters = QuarterProgress()
    # A line that changes in place is read again and again by a screen reader.
    in_lines = arguments.plain or os.environ.get("TERM") == "dumb"
    with ProgressLine() as progress_line, DelayedInterrupt() as interrupt:

        def show(progress: RenderProgress) -> None:
            """Show how far the work is; raise `KeyboardInterrupt` after Ctrl-C."""
            interrupt.check()
            if not in_lines:
                progress_line.show(progress.text)
            elif line := quarters.describe(progress):
                sys.stderr.write(f"{line}\n")
                sys.stderr.flush()

        try:
            rendered = renderer.render(session_plan, arguments.output, show, overwrite=arguments.force)
        except ExistsError as error:
            raise UsageError(error.message, "Choose another name, or add --force.") from error
    for remark in rendered.notes:
        sys.stderr.write(f"{remark}\n")
    written = describe_written_file(rendered.path, rendered.seconds)
    sys.stderr.write(f"{written} {describe_companion_files(*rendered.companion_names)}\n")
    return 0
