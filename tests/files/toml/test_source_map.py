"""The places of keys and values in a TOML text: in any text, whatever comments, quotes and lists it has."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.files.toml.source_map import KeyPart, SourceMap, TomlPath

SIMPLE = [
    "1", "-2.5e3", "true", "1979-05-27 07:32:00", '"a # b ] } = ü"', r'"a \" \\"', "'it says \"]\"'", "''",
    '"""\nlong, ""with"" quotes = ] """', "'''\n[no.heading]\n'''", '"""ends in two quotes"""""',
]  # fmt: skip
SPACES = ["", " ", "\t "]
BREAKS = ["", " ", "\n", " # it's = [a \"comment\n  "]


@dataclass
class Writer:
    """Writes random TOML, and notes where each key and value begins."""

    choose: st.DataObject
    text: str = ""
    keys: dict[TomlPath, tuple[int, int]] = field(default_factory=dict)
    values: dict[TomlPath, tuple[int, int]] = field(default_factory=dict)

    def pick(self, options: list[str]) -> str:
        return self.choose.draw(st.sampled_from(options))

    def here(self) -> tuple[int, int]:
        return self.text.count("\n") + 1, len(self.text) - self.text.rfind("\n")

    def write_pairs(self, path: TomlPath) -> None:
        for number in range(self.choose.draw(st.integers(0, 3))):
            self.text += self.pick(SPACES)
            self.write_pair((*path, f"k{number}"))
            self.text += self.pick(SPACES) + self.pick(["\n", "\n\n", '# "', "# x = 1"]).rstrip("\n") + "\n"

    def write_pair(self, path: TomlPath) -> None:
        self.keys[path] = self.here()
        name = self.pick(["{}", '"{}"', "'{}'"]).format(path[-1])
        self.text += name + self.pick(SPACES) + "=" + self.pick(SPACES)
        self.write_value(path, depth=0)

    def write_value(self, path: TomlPath, depth: int) -> None:
        self.values[path] = self.here()
        kind = self.choose.draw(st.integers(0, 3 if depth < 2 else 1))
        count = self.choose.draw(st.integers(0, 3))
        if kind < 2:
            self.text += self.pick(SIMPLE)
        elif kind == 2:
            self.text += "["
            for index in range(count):
                self.text += self.pick(BREAKS)
                self.write_value((*path, index), depth + 1)
                self.text += self.pick(BREAKS) + ("," if index < count - 1 else self.pick(["", ","]))
            self.text += self.pick(BREAKS) + "]"
        else:
            self.text += "{"
            for index in range(count):
                self.text += self.pick(SPACES)
                inner = (*path, f"i{index}")
                self.keys[inner] = self.here()
                self.text += f"i{index} = "
                self.write_value(inner, depth + 1)
                self.text += self.pick(SPACES) + ("," if index < count - 1 else "")
            self.text += "}"


@given(st.data())
def test_every_key_and_value_of_any_text_is_found(data: st.DataObject) -> None:
    writer = Writer(data)
    writer.write_pairs(())
    for number in range(data.draw(st.integers(0, 3))):
        writer.keys[("t", number)] = writer.here()
        writer.text += data.draw(st.sampled_from(["[[t]]", '[[ "t" ]] # [x]'])) + "\n"
        writer.write_pairs(("t", number))
        writer.keys[("t", number, "in")] = writer.here()
        writer.text += "[t . in]\n"
        writer.write_pairs(("t", number, "in"))
    tomllib.loads(writer.text)
    source_map = SourceMap(writer.text)
    assert {path: source_map.find(path, KeyPart.KEY) for path in writer.keys} == writer.keys
    assert {path: source_map.find(path) for path in writer.values} == writer.values


@pytest.mark.parametrize(
    "text", ["a = 1\nb = [1, {", "a = 1\n[[b\n", 'a = 1\n"b', "a = 1\nb c", "a = 1\n= 2"]
)
def test_in_a_text_that_is_no_toml_what_comes_before_is_found(text: str) -> None:
    source_map = SourceMap(text)
    assert source_map.find(("a",)) == (1, 5)
    assert source_map.find(("nothing", "here")) == (1, 1)


def test_a_dotted_key_is_found_by_each_of_its_parts() -> None:
    source_map = SourceMap('x = 1\n  a . "b.c" = [1]\n')
    assert source_map.find(("a", "b.c"), KeyPart.KEY) == (2, 3)
    assert source_map.find(("a",), KeyPart.KEY) == (2, 3)
    assert source_map.find(("a", "b.c", 0)) == (2, 16)
    assert source_map.find(("a", "b.c", 7)) == (2, 3)
