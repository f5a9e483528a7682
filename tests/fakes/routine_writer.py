"""A hand-written fake for the port `RoutineWriter`: the person's routines in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import BUILT_IN, YOURS, Routine, Sides
from tpsession.core.errors import ExistsError, Problem, TpsessionError, UsageError
from tpsession.core.routine_editing.port import (
    DeletedRoutine,
    NewStep,
    RestoredRoutine,
    RoutineText,
)
from tpsession.core.routine_editing.saving import propose_name
from tpsession.core.routine_editing.variation import Variation, make_variation


@dataclass
class FakeRoutineWriter:
    """Saves routines without their files: the content of each is its name and how often it was saved."""

    routines: dict[str, tuple[str, Routine]] = field(default_factory=dict)
    """The source and the routine by id."""
    earlier: list[Routine] = field(default_factory=list)
    """What was replaced, the oldest first."""
    error: TpsessionError | None = None
    """What is wrong with the disk, if it can't be written."""
    changed_by_others: int = 0
    """How often another program changed the files."""
    _applied: Routine | None = None

    def read(self, name: str) -> RoutineText:
        found = self.routines.get(name)
        if found is None:
            raise UsageError(f"There is no routine {name}.")
        source, routine = found
        return RoutineText(name, source, f"{name}.toml", self._content(routine))

    def open_variation(self, name: str) -> tuple[RoutineText, Variation]:
        old = self.read(name)
        variation = make_variation(self.routines[name][1])
        if old.source == BUILT_IN:
            proposed = propose_name(variation.name, self.find_taken_ids())
            variation = replace(variation, first_name=proposed, name=proposed)
        return old, variation

    def apply_variation(self, old: RoutineText, variation: Variation) -> str:
        if self.error is not None:
            raise self.error
        self._applied = variation.routine
        return f"{old.id}, different"

    def find_taken_ids(self) -> frozenset[str]:
        return frozenset(self.routines)

    def create(self, identifier: str, content: str | bytes) -> RoutineText:
        assert self._applied is not None
        if identifier in self.routines:
            raise ExistsError(f"There is a routine {identifier}.")
        self.routines[identifier] = (YOURS, self._applied._replace(id=identifier))
        return RoutineText(identifier, YOURS, f"{identifier}.toml", str(content).encode())

    def replace(self, identifier: str, content: str | bytes) -> RoutineText:
        self.earlier.append(self.routines.pop(identifier)[1])
        return self.create(identifier, content)

    def _content(self, routine: Routine) -> bytes:
        return f"{routine!r} {self.changed_by_others}".encode()

    # What no test has needed so far

    def schema(self) -> Mapping[str, Any]:
        raise NotImplementedError

    def check(self, content: str | bytes, identifier: str) -> tuple[Routine | None, tuple[Problem, ...]]:
        raise NotImplementedError

    def write_template(self, name: str, area: Area | None, sides: Sides, steps: Sequence[NewStep]) -> str:
        raise NotImplementedError

    def change_name(self, old: RoutineText, name: str, area: Area | None = None) -> str:
        raise NotImplementedError

    def make_own(self, name: str) -> RoutineText:
        raise NotImplementedError

    def discard_copy(self, copy: RoutineText) -> bool:
        raise NotImplementedError

    def save(self, old: RoutineText, content: str | bytes) -> RoutineText:
        raise NotImplementedError

    def delete(self, name: str) -> DeletedRoutine:
        raise NotImplementedError

    def restore(self, identifier: str) -> RestoredRoutine:
        raise NotImplementedError

    def list_deleted(self, *, with_replaced: bool = False) -> list[DeletedRoutine]:
        raise NotImplementedError
