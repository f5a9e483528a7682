"""Routines that are made by questions, deleted and brought back in plain mode."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.plain.fake_services import PlainRun
from tpsession.core.catalog.area import FOOT
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.files.paths import find_paths
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.writer import FileRoutineWriter
from tpsession.files.routines.library import FileLibrary
from tpsession.plain.menu.routines import delete_routine, make_routine, restore_routine
from tpsession.plain.services import PlainServices


def services_of(*answers: str) -> tuple[PlainRun, PlainServices]:
    """Return a run with these answers, whose routines are files in the person's folder."""
    run = PlainRun([*answers])
    paths, resources = find_paths(), find_resources()
    writer = FileRoutineWriter(paths, resources)
    library = FileLibrary(paths, resources)
    return run, replace(run.services, library=library, routine_writer=lambda: writer)


def test_a_routine_is_made_of_steps_and_can_be_changed_at_once(home: Path) -> None:
    steps = (
        "broad circles",
        "sustained pressure",
        "anything else",
        "Shake the foot.",
        "wipe your hands",
        "no more",
    )
    change = "name", "Evening, feet", "save"
    run, services = services_of("Evening", "foot", "both sides", *steps, *change)
    make_routine(services)
    routine = services.library.load_routine("evening")
    assert routine.area is FOOT
    assert [step.technique.id for step in routine.steps] == ["circles", "pressure", "custom", "wipe"]
    assert (routine.steps[1].repeat, routine.steps[2].text) == (3, "Shake the foot.")
    assert routine.name == "Evening, feet"
    usual = "1. The usual steps: oil, firm strokes, sustained pressure and wipe your hands"
    assert usual in run.console.lines
    assert 'Saved as your own routine "Evening".' in run.console.lines


def test_without_massage_no_side_is_asked_and_without_a_name_nothing_is_made(home: Path) -> None:
    _, services = services_of("Calm", "breathing and", "usual", "breathe", "no more", "back")
    make_routine(services)
    assert services.library.load_routine("calm").area is NO_AREA
    _, services = services_of("")
    make_routine(services)
    assert [entry.id for entry in services.library.list_entries() if entry.source == "yours"] == ["calm"]


def test_a_routine_is_deleted_after_asking_and_brought_back(home: Path) -> None:
    run, services = services_of("neck and shoulder top", "no", "neck and shoulder top", "yes", "neck", "back")
    delete_routine(services)
    assert "neck" in {entry.id for entry in services.library.list_entries()}
    delete_routine(services)
    assert "neck" not in {entry.id for entry in services.library.list_entries()}
    restore_routine(services)
    assert "neck" in {entry.id for entry in services.library.list_entries()}
    restore_routine(services)
    assert run.console.lines[-1] == "No routine was deleted or changed."


def test_a_name_that_a_routine_has_is_asked_again(home: Path) -> None:
    make = "foot", "both sides", "usual"
    first, renamed = ("Evening", *make, "back"), ("name", "Evening", "", "back")
    run, services = services_of(*first, "evening", "Night", *make, *renamed)
    make_routine(services)
    make_routine(services)
    taken = 'There is a routine called "Evening" already. Type another name.'
    assert run.shown.count(taken) == 2
    names = [entry.routine.name for entry in services.library.list_entries() if entry.routine is not None]
    assert names.count("Evening") == names.count("Night") == 1
    # Nothing came before a routine that was made just now.
    assert "can be brought back" not in run.shown


def test_a_routine_that_was_changed_comes_back_as_it_was(home: Path) -> None:
    make = "Evening", "foot", "both sides", "usual", "get ready", "20", "save"
    run, services = services_of(*make, "evening", "back")
    make_routine(services)
    assert services.library.load_routine("evening").get_ready_s == 20.0
    restore_routine(services)
    assert "1. Evening, as it was before" in run.console.lines
    assert services.library.load_routine("evening").get_ready_s != 20.0
