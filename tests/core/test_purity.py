"""The core only computes: it uses no file, clock, thread or screen."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import tpsession.core

CORE = Path(next(iter(tpsession.core.__path__)))
PURE_MODULES = {
    "__future__", "bisect", "collections", "copy", "csv", "dataclasses", "datetime", "decimal", "difflib",
    "enum", "functools", "hashlib", "itertools", "json", "math", "operator", "re", "shlex", "statistics",
    "types", "typing", "unicodedata", "zlib",
}  # fmt: skip
"""Standard modules without side effects. Of `datetime` only the types: a lint rule bans its clock."""


def imported_names(tree: ast.AST) -> Iterator[str]:
    """The full name of every module that is imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def test_a_module_of_the_core_imports_only_the_core_and_pure_modules() -> None:
    foreign = {
        (path.relative_to(CORE).as_posix(), name)
        for path in CORE.rglob("*.py")
        for name in imported_names(ast.parse(path.read_text(encoding="utf-8")))
        if not (name + ".").startswith("tpsession.core.") and name.partition(".")[0] not in PURE_MODULES
    }

    assert foreign == set()
