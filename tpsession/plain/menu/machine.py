"""Saves a routine as a sound file, and checks this computer, in plain mode."""

from __future__ import annotations

from pathlib import PurePath

from tpsession.core.diagnostics.checks import describe_results, sort_results
from tpsession.core.errors import ExistsError, TpsessionError
from tpsession.core.plan.plan import build_plan
from tpsession.core.plan.renderer import QuarterProgress, RenderProgress
from tpsession.core.settings import plan_options
from tpsession.core.settings.actions import DOCTOR
from tpsession.core.text.formatting import describe_companion_files, format_duration
from tpsession.plain.asking.body import ask_area, ask_side
from tpsession.plain.asking.choice import confirm
from tpsession.plain.asking.question import ask_text
from tpsession.plain.history_access import HistoryAccess
from tpsession.plain.prepare.routine_list import choose_routine
from tpsession.plain.services import PlainServices

RENDER_CHOICE = "Save a routine as a sound file"
DOCTOR_CHOICE = DOCTOR.name
_PATH_HELP = "Enter saves it there. Or type where to save it: a folder and a name that ends in .wav."


def save_as_sound(services: PlainServices, history: HistoryAccess) -> None:
    """Ask for a routine and a path, and save the guided session there as a sound file.

    An area and a side that the routine leaves open are asked for. If there is a file already, the person is
    asked whether to replace it. Progress is printed in quarters. If the routine can't be played or the file
    can't be written, the reason is printed. Ctrl-C stops the work, and nothing is left behind.

    Raises `HistoryError` if the history can't be read, and `QuestionLeft` if the person leaves a question.
    """
    console = services.console
    routine = choose_routine(services, history)
    if routine is None:
        return
    area = ask_area(console) if routine.area is None else None
    side = ask_side(console, routine)
    renderer = services.renderer()
    path = renderer.suggest_path(routine.id)
    typed = ask_text(
        console,
        f"{_describe_target(path)} Press enter, or type another path:",
        _PATH_HELP,
        back_is_enter=False,
    )
    if typed is None:
        return
    preferences = services.settings.load_preferences()
    quarters = QuarterProgress()

    def report(progress: RenderProgress) -> None:
        """Print a line when another quarter of the work is done."""
        if line := quarters.describe(progress):
            console.say(line)

    try:
        options = plan_options.options_from_preferences(
            preferences, area=area, side=side, light_only=history.light_only()
        )
        plan = build_plan(routine, options)
        target = typed or path
        try:
            written = renderer.render(plan, target, report)
        except ExistsError as error:
            if not confirm(console, f"{error.message} Replace it?"):
                return
            written = renderer.render(plan, target, report, overwrite=True)
    except KeyboardInterrupt:
        console.say("Stopped. Nothing was saved.")
    except TpsessionError as error:
        console.say(str(error))
    else:
        for note in written.notes:
            console.say(note)
        companions = describe_companion_files(*written.companion_names)
        console.say(f"Saved: {written.path}, {format_duration(written.seconds)}. {companions}")


def _describe_target(path: str) -> str:
    """Return where a file will be saved, in a sentence: its name, and then its folder."""
    file = PurePath(path)
    folder = "your home folder" if str(file.parent) == "~" else str(file.parent)
    return f"It will be saved as {file.name} in {folder}."


def check_computer(services: PlainServices) -> None:
    """Run every check, and print what works, what doesn't and how to fix it."""
    console = services.console
    results = services.doctor().run_checks(services.player, console.say)
    console.say(describe_results(results))
    for result in sort_results(results):
        console.say(f"{result.part.value.capitalize()}, {result.verdict.value}: {result.text}")
        for sentence in result.fixes:
            console.say(f"  {sentence}")
