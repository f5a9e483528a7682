"""What can be compared, and only rest as a routine like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.core.comparison.samples import COMPARISON, FIRST_DAY
from tests.fakes.ports import FakeLibrary
from tpsession.core.catalog.area import FOOT, NECK
from tpsession.core.catalog.routine import MAX_DURATION_S, Routine, Sides, Step
from tpsession.core.catalog.side import Side
from tpsession.core.catalog.technique import CIRCLES, REST
from tpsession.core.comparison.things import REST_TEXT, load_thing, make_comparison, make_rest_routine
from tpsession.core.errors import Severity, UsageError
from tpsession.core.history.comparison import Comparison, Outcome
from tpsession.core.history.records import ONLY_REST
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import PlanOptions, build_plan
from tpsession.files.routines.routine_file import read_routine

FOOT_ROLL = Routine("foot", "Foot roll", FOOT, Sides.EACH, (Step(CIRCLES, 90.0, sided=True),))
LONGER = Routine("classic", "Classic", None, Sides.EACH, (Step(CIRCLES, 240.0, sided=True),))
NECK_ONLY = Routine("neck", "Neck", NECK, Sides.EACH, (Step(CIRCLES, 60.0, sided=True),))
BOTH_FEET = Routine("feet", "Both feet", FOOT, Sides.BOTH, (Step(CIRCLES, 60.0),))
CALM = Routine("calm", "Calm", FOOT, Sides.NONE, (Step(REST, 60.0),))


def compare(*things: str, blocks: int = 10, options: PlanOptions | None = None) -> Comparison:
    return make_comparison(
        "one",
        things,
        FakeLibrary(FOOT_ROLL, LONGER, NECK_ONLY, BOTH_FEET, CALM),
        options or PlanOptions(FOOT, Side.LEFT),
        blocks=blocks,
        outcome=Outcome.CHANGE,
        seed=7,
        today=FIRST_DAY,
    )


def test_a_rest_takes_as_long_as_the_longest_routine() -> None:
    comparison = compare("foot", "Only-Rest", "classic")
    assert comparison.things == ("foot", ONLY_REST, "classic")
    assert comparison.series == Series("foot", Side.LEFT)
    assert comparison.rest_s == build_plan(LONGER, PlanOptions(FOOT, Side.LEFT)).planned_s
    assert (comparison.blocks, comparison.seed, comparison.started_on) == (10, 7, FIRST_DAY)
    assert compare("foot", "classic").rest_s == 0


@pytest.mark.parametrize(
    ("things", "blocks", "message"),
    [
        (("foot",), 10, "two or three"),
        (("foot", "classic", "feet", ONLY_REST), 10, "two or three"),
        (("foot", "FOOT"), 10, "only once"),
        ((ONLY_REST, "Only-Rest"), 10, "only once"),
        (("foot", ONLY_REST), 5, "6 to 30"),
        (("foot", "classic", ONLY_REST), 6, "7 to 30"),
        (("foot", "neck"), 10, "different areas or sides"),
        (("foot", "calm"), 10, "different areas or sides"),
    ],
)
def test_what_cannot_be_compared_is_refused(things: tuple[str, ...], blocks: int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        compare(*things, blocks=blocks)


class LibraryWithFile(FakeLibrary):
    """A library that also finds one routine by the path of its file."""

    def __init__(self, file: Routine) -> None:
        super().__init__(FOOT_ROLL, LONGER)
        self._file = file

    def load_routine(self, name: str) -> Routine:
        return self._file if name == "./file.toml" else super().load_routine(name)


@pytest.mark.parametrize(
    ("file", "is_listed"),
    [(LONGER, True), (LONGER._replace(name="Another"), False), (LONGER._replace(id="elsewhere"), False)],
)
def test_a_file_can_only_be_compared_if_it_is_the_one_that_the_library_has(
    file: Routine, is_listed: bool
) -> None:
    def start() -> Comparison:
        return make_comparison(
            "one",
            ("foot", "./file.toml"),
            LibraryWithFile(file),
            PlanOptions(FOOT, Side.LEFT),
            blocks=10,
            outcome=Outcome.CHANGE,
            seed=7,
            today=FIRST_DAY,
        )

    if is_listed:
        assert start().things == ("foot", "classic")
    else:
        with pytest.raises(UsageError, match="isn't among your routines"):
            start()


def test_a_rest_is_played_once_and_recorded_under_the_side_that_hurts() -> None:
    for side in Side:
        plan = build_plan(make_rest_routine(612.4, FOOT, side), PlanOptions(side=side))
        assert (plan.routine, plan.area, plan.side) == (ONLY_REST, FOOT, side)
    assert [(entry.technique, entry.planned_s, entry.text) for entry in plan.entries] == [
        (REST, 612.0, REST_TEXT)
    ]
    assert plan.notes == ()
    assert make_rest_routine(9000.0, FOOT, Side.LEFT).steps[0].duration_s == MAX_DURATION_S


def test_a_rest_passes_the_checks_of_routine_files(tmp_path: Path) -> None:
    rest = make_rest_routine(600.0, FOOT, Side.LEFT)
    path = tmp_path / f"{ONLY_REST}.toml"
    path.write_text(
        f'format = 1\nname = "{rest.name}"\narea = "foot"\nsides = "left"\nsummary = "{rest.summary}"\n'
        f'position = "{rest.position}"\n[[steps]]\ntechnique = "rest"\nduration = "10m"\nhalfway = true\n'
        f'text = "{REST_TEXT}"\n',
        encoding="utf-8",
    )
    read, problems = read_routine(path)
    assert [problem for problem in problems if problem.severity is Severity.ERROR] == []
    assert problems == ()
    assert read is not None
    assert read._replace(steps=(read.steps[0]._replace(say=""),)) == rest


def test_a_thing_is_loaded_from_the_library_or_made_as_long_as_it_was_at_the_start() -> None:
    library = FakeLibrary(FOOT_ROLL)
    assert load_thing(COMPARISON, "foot", library, FOOT) is FOOT_ROLL
    assert load_thing(COMPARISON, ONLY_REST, library, FOOT) == make_rest_routine(600.0, FOOT, Side.LEFT)
