"""The core does nothing but reckon: no file, no clock, no thread, no screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tpsession.core

CORE = Path(next(iter(tpsession.core.__path__)))
REASONS = {
    "__future__", "collections", "copy", "dataclasses", "datetime", "enum", "functools", "hashlib",
    "itertools", "json", "math", "re", "statistics", "types", "typing", "unicodedata",
}  # fmt: skip
"""What only reckons; `datetime` for its types: the checks ban its clock."""


def imported(tree: ast.AST) -> Iterator[str]:
    """The top-level name, or the whole name inside this project, of everything that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


@pytest.mark.parametrize("path", sorted(CORE.glob("*.py")), ids=lambda path: path.stem)
def test_a_module_of_the_core_imports_only_the_core_and_what_reckons(path: Path) -> None:
    names = set(imported(ast.parse(path.read_text(encoding="utf-8"))))

    foreign = {
        name
        for name in names
        if not (name + ".").startswith("tpsession.core.") and name.partition(".")[0] not in REASONS
    }

    assert foreign == set()
