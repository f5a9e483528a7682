"""A routine in as few bytes as possible says the same."""

from __future__ import annotations

import tomllib
from typing import Any

from hypothesis import given

from tests.files.routines.test_any_content import routines
from tests.files.routines.toml_dump import dump
from tpsession.files.resources import find_resources
from tpsession.files.routine_editing.compact import compact_toml


@given(routines())
def test_any_routine_says_the_same_in_no_more_bytes(content: dict[str, Any]) -> None:
    text = dump(content)
    compact = compact_toml(text.encode())
    assert tomllib.loads(compact) == tomllib.loads(text)
    assert len(compact.encode()) <= len(text.encode())


def test_the_built_in_routines_lose_their_comments_and_keep_a_line_for_each_step() -> None:
    for path in find_resources().routines.glob("*.toml"):
        content = path.read_bytes()
        compact = compact_toml(b"\xef\xbb\xbf" + content)
        assert tomllib.loads(compact) == tomllib.loads(content.decode())
        assert "#" not in compact
        assert compact.count("\n{technique=") == content.count(b"\n[[steps]]")


def test_every_kind_of_value_is_written() -> None:
    text = '"a b" = [1, 2.5, true, "x", [], { "c.d" = false }]\n'
    assert tomllib.loads(compact_toml(text.encode())) == tomllib.loads(text)
