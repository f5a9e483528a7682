"""Value classes: the core's are frozen and slotted, so that nothing changes under a reader's hands."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from dataclasses import is_dataclass
from importlib import import_module

import tpsession.core
from tests.test_structure import modules

STATES = {"EntryState", "SessionState"}
"""The state of a running session, which the engine changes in place."""
NAMED_TUPLES = {
    "Action",
    "ActionGroup",
    "Area",
    "AreaLimit",
    "AvailableAction",
    "Cue",
    "DeletedFile",
    "Document",
    "FileEntry",
    "HistoryQuery",
    "HomeList",
    "HomeReading",
    "LaunchOptions",
    "ListedRoutine",
    "LocatedStep",
    "Migration",
    "OpeningChoice",
    "Paths",
    "Phase",
    "PhaseCue",
    "Plan",
    "PlanEntry",
    "PlanOptions",
    "PlayedStep",
    "Preferences",
    "Press",
    "Problem",
    "ProgressPart",
    "ProposedProgramme",
    "Resources",
    "Rounds",
    "Routine",
    "RoutineColumns",
    "RoutineEntry",
    "RoutinePath",
    "RoutineRow",
    "SafeStep",
    "SearchableSession",
    "Services",
    "SessionOptions",
    "SessionRecord",
    "Setting",
    "SqlTable",
    "Step",
    "StepRecord",
    "TableProblem",
    "Technique",
    "TechniqueSubstitution",
    "TechniqueWording",
    "TenderSpot",
    "TimeWarning",
    "TimedCue",
}
"""The values that aren't dataclasses.

A search makes 100,000 of `SearchableSession`, an import of `FileEntry`, and a dataclass takes
five times as long to make.

All others are loaded before the first paint. On Python 3.11 it takes 0.8 ms to make the class of a frozen,
slotted dataclass, and 0.15 ms to make a NamedTuple. As dataclasses, these bring the first paint from 1.25 to
1.30 times a bare program's (`tests/benchmarks/bench_screen.py`; reach: 1.25).
"""


def test_every_value_of_the_core_is_frozen_and_slotted() -> None:
    core = [
        import_module(module.name)
        for module in pkgutil.walk_packages(tpsession.core.__path__, f"{tpsession.core.__name__}.")
    ]
    classes = {
        value
        for module in core
        for _, value in inspect.getmembers(module, inspect.isclass)
        if is_dataclass(value) and value.__module__ == module.__name__
    }
    assert len(classes) > 50
    assert {value.__name__ for value in classes if "__slots__" not in vars(value)} == set()
    mutable = {value.__name__ for value in classes if not value.__dataclass_params__.frozen}  # type: ignore[attr-defined]
    assert mutable == STATES


def test_the_named_tuples_are_those_that_are_listed_with_their_reason() -> None:
    nodes = [node for tree in modules().values() for node in ast.walk(tree)]
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    assert {node.name for node in classes if "NamedTuple" in map(ast.unparse, node.bases)} == NAMED_TUPLES
