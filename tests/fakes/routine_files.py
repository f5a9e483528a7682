"""A hand-written fake for the port `RoutineWriter`: the texts of routine files in memory."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from tpsession.core.catalog.area import Area
from tpsession.core.catalog.routine import YOURS, Routine, Sides
from tpsession.core.errors import ExistsError, Problem, UsageError
from tpsession.core.routine_editing.port import (
    DeletedRoutine,
    NewStep,
    RestoredRoutine,
    RoutineChangedError,
    RoutineText,
)
from tpsession.core.routine_editing.variation import Variation
from tpsession.files.routine_editing.template import write_template
from tpsession.files.routines.routine_file import read_routine_text
from tpsession.files.routines.schema import routine_schema


class FakeRoutineFiles:
    """The port `RoutineWriter` with texts in memory, read by the real checker."""

    def __init__(self) -> None:
        self.texts: dict[str, RoutineText] = {}
        self.deleted: dict[str, RoutineText] = {}
        self.built_in: set[str] = set()

    def add(self, identifier: str, text: str, source: str = YOURS) -> None:
        """Put a routine into the folder, as another program does."""
        self.texts[identifier] = RoutineText(identifier, source, f"{identifier}.toml", text.encode())

    def read(self, name: str) -> RoutineText:
        if name not in self.texts:
            raise UsageError(f"There is no routine {name}.")
        return self.texts[name]

    def check(self, content: str | bytes, identifier: str) -> tuple[Routine | None, tuple[Problem, ...]]:
        return read_routine_text(content, identifier)

    def schema(self) -> Mapping[str, Any]:
        return routine_schema()

    def find_taken_ids(self) -> frozenset[str]:
        return frozenset(self.texts)

    def write_template(self, name: str, area: Area | None, sides: Sides, steps: Sequence[NewStep]) -> str:
        return write_template(name, area, sides, steps)

    def open_variation(self, name: str) -> tuple[RoutineText, Variation]:
        raise NotImplementedError

    def apply_variation(self, old: RoutineText, variation: Variation) -> str:
        raise NotImplementedError

    def change_name(self, old: RoutineText, name: str, area: Area | None = None) -> str:
        del area
        return re.sub('name = ".*"', f'name = "{name}"', old.content.decode(), count=1)

    def create(self, identifier: str, content: str | bytes) -> RoutineText:
        if identifier in self.texts and self.texts[identifier].source == YOURS:
            raise ExistsError(f"You already have {identifier}.", "Choose another name.")
        return self._put(identifier, content)

    def make_own(self, name: str) -> RoutineText:
        found = self.read(name)
        return found if found.source == YOURS else self._put(name, found.content)

    def discard_copy(self, copy: RoutineText) -> bool:
        return self.texts.pop(copy.id, None) is not None

    def save(self, old: RoutineText, content: str | bytes) -> RoutineText:
        if self.texts.get(old.id) != old:
            raise RoutineChangedError("It was changed by another program.", "Open it again.")
        return self._put(old.id, content)

    def replace(self, identifier: str, content: str | bytes) -> RoutineText:
        if identifier in self.texts:
            self.deleted[identifier] = self.texts[identifier]
        return self._put(identifier, content)

    def delete(self, name: str) -> DeletedRoutine:
        self.deleted[name] = self.texts.pop(name)
        return DeletedRoutine(name, name, is_built_in=False)

    def restore(self, identifier: str) -> RestoredRoutine:
        self.texts[identifier] = self.deleted.pop(identifier)
        return RestoredRoutine(identifier, identifier, is_built_in=False)

    def list_deleted(self, *, with_replaced: bool = False) -> list[DeletedRoutine]:
        return [DeletedRoutine(name, name, is_built_in=False) for name in sorted(self.deleted)]

    def _put(self, identifier: str, content: str | bytes) -> RoutineText:
        data = content.encode() if isinstance(content, str) else content
        self.texts[identifier] = RoutineText(identifier, YOURS, f"{identifier}.toml", data)
        return self.texts[identifier]
