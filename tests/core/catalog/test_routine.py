"""A routine, and the rest of it from a step on."""

from __future__ import annotations

from tests.plain.fake_services import SHORT


def test_the_rest_of_a_routine_has_its_later_steps_and_all_else_of_it() -> None:
    rest = SHORT.from_step(1)
    assert rest.steps == SHORT.steps[1:]
    assert rest.name == SHORT.name
    assert SHORT.from_step(0) == SHORT
