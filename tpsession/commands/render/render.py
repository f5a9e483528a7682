"""``tpsession render``: a whole guided session as a sound file, and beside it two lists of what is when."""

from __future__ import annotations

import argparse
import sys

from tpsession.commands.render.file_renderer import FileRenderer
from tpsession.commands.render.progress_line import Interruptible, ProgressLine
from tpsession.commands.routines.routines import choices
from tpsession.core.errors import ExistsError, UsageError
from tpsession.core.plan.plan import build_plan
from tpsession.core.plan.renderer import RenderProgress
from tpsession.core.text.formatting import describe_companion_files, describe_written_file
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routines.library import FileLibrary
from tpsession.files.settings import FileSettings


def render(arguments: argparse.Namespace) -> int:
    """Write the sound file and its lists; they take their places when all are whole."""
    paths, resources = find_paths(), find_resources()
    settings = FileSettings(paths.settings)
    for problem in settings.find_problems():
        sys.stderr.write(f"{problem}\n")
    preferences = settings.load_preferences()
    routine = FileLibrary(paths, resources).load_routine(arguments.routine)
    laid_out = build_plan(routine, choices(preferences, arguments.area, arguments.side))
    renderer = FileRenderer(lambda: preferences, paths, resources)
    with ProgressLine() as progress, Interruptible() as interruptible:

        def tell(far: RenderProgress) -> None:
            interruptible.check()
            progress.tell(far.text)

        try:
            rendered = renderer.render(laid_out, arguments.output, tell, overwrite=arguments.force)
        except ExistsError as error:
            raise UsageError(error.message, "Choose another name, or add --force.") from error
    for remark in rendered.notes:
        sys.stderr.write(f"{remark}\n")
    sys.stderr.write(f"{describe_written_file(rendered.path, rendered.seconds)} {describe_companion_files(*rendered.companion_names)}\n")
    return 0
