"""Finds the line and column of each key and value in a TOML text, with the syntax tree of tree-sitter.

This module is imported only when there is a problem to locate: tree-sitter costs more than two starts of a
bare interpreter, and a file without problems needs only tomllib.
"""

from __future__ import annotations

import tomllib
from enum import Enum, auto
from typing import TYPE_CHECKING

import tree_sitter_toml
from tree_sitter import Language, Parser

if TYPE_CHECKING:
    from tree_sitter import Node

TomlPath = tuple[str | int, ...]
"""Keys and, in lists, indices from 0: ``("steps", 2, "hold")``."""


class KeyPart(Enum):
    """The part of a key-value pair that a problem is about."""

    KEY = auto()
    """The key, or the table's heading."""
    VALUE = auto()


class SourceMap:
    """The place of each key and each value in a valid TOML text."""

    def __init__(self, text: str) -> None:
        """Parse a text, whose lines end in a line feed, and record all places in it."""
        data = text.encode()
        self._lines = data.split(b"\n")
        self._keys: dict[TomlPath, tuple[int, int]] = {}
        self._values: dict[TomlPath, tuple[int, int]] = {}
        self._elements: dict[TomlPath, int] = {}
        self._record_tree(Parser(Language(tree_sitter_toml.language())).parse(data).root_node)

    def find(self, path: TomlPath, part: KeyPart = KeyPart.VALUE) -> tuple[int, int]:
        """Return the line and column of a key or value, in characters counted from 1.

        If the text doesn't have the path, the place of the nearest table or list around it is returned, or of
        the start of the text.
        """
        for length in range(len(path), 0, -1):
            known = path[:length]
            places = (self._keys, self._values)
            first, second = places if part is KeyPart.KEY or length < len(path) else reversed(places)
            place = first.get(known) or second.get(known)
            if place is not None:
                return self._to_characters(*place)
        return 1, 1

    def _to_characters(self, row: int, column: int) -> tuple[int, int]:
        """Return a place of tree-sitter, which counts bytes from 0, in characters counted from 1."""
        return row + 1, len(self._lines[row][:column].decode(errors="replace")) + 1

    def _record_tree(self, root: Node) -> None:
        """Record the place of every key and value in the tree."""
        for node in root.children:
            if node.type == "pair":
                self._record_pair(node, ())
            elif node.type in {"table", "table_array_element"}:
                self._record_table(node)

    def _record_table(self, node: Node) -> None:
        """Record the places of a table under its own heading: the heading, its keys and its values.

        A heading in double brackets counts as the next element of its list.
        """
        *parents, last = _key_parts(node.children[1])
        path: TomlPath = ()
        for key in parents:
            path = self._newest_element((*path, key))
        path = (*path, last)
        if node.type == "table_array_element":
            self._keys.setdefault(path, _start(node))
            index = self._elements.get(path, 0)
            self._elements[path] = index + 1
            path = (*path, index)
        self._keys.setdefault(path, _start(node))
        for child in node.children:
            if child.type == "pair":
                self._record_pair(child, path)

    def _newest_element(self, path: TomlPath) -> TomlPath:
        """Return the path of the last element so far if it is a list of tables, else the path itself."""
        elements = self._elements.get(path)
        return path if elements is None else (*path, elements - 1)

    def _record_pair(self, node: Node, base: TomlPath) -> None:
        """Record the places of a key, each of its parts, and its value.

        base: the path of the table around it.
        """
        key, value = node.children[0], node.children[-1]
        path = base
        for part in _key_parts(key):
            path = (*path, part)
            self._keys.setdefault(path, _start(key))
        self._record_value(value, path)

    def _record_value(self, node: Node, path: TomlPath) -> None:
        """Record the place of a value, and of everything inside an inline table or a list."""
        self._values.setdefault(path, _start(node))
        if node.type == "inline_table":
            for child in node.children:
                if child.type == "pair":
                    self._record_pair(child, path)
        elif node.type == "array":
            items = (child for child in node.named_children if child.type != "comment")
            for index, item in enumerate(items):
                self._record_value(item, (*path, index))


def _start(node: Node) -> tuple[int, int]:
    return node.start_point.row, node.start_point.column


def _key_parts(node: Node) -> list[str]:
    """Return the parts of a key; in the tree, a dotted key is nested to the left."""
    parts: list[str] = []
    while node.type == "dotted_key":
        parts.append(_key_text(node.children[-1]))
        node = node.children[0]
    parts.append(_key_text(node))
    return parts[::-1]


def _key_text(node: Node) -> str:
    """Return the name that a part of a key stands for, without its quotes and escapes."""
    raw = (node.text or b"").decode(errors="replace")
    if node.type != "quoted_key":
        return raw
    try:
        return next(iter(tomllib.loads(f"{raw} = 0")))
    except tomllib.TOMLDecodeError:
        return raw
