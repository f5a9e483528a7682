"""A value of ours is as one of the standard library; only its class is made sooner."""

from __future__ import annotations

import dataclasses
import pickle
from copy import copy, deepcopy
from importlib import import_module
from pkgutil import walk_packages
from typing import TypeAlias

import pytest

import tpsession.core
from tpsession.core.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Ours:
    """A value."""

    name: str
    size: float = 1.5
    parts: list[str] = dataclasses.field(default_factory=list)

    @property
    def double(self) -> float:
        """Twice its size."""
        return self.size * 2


@dataclasses.dataclass(frozen=True, slots=True)
class Theirs:
    """The same, made by the standard library."""

    name: str
    size: float = 1.5
    parts: list[str] = dataclasses.field(default_factory=list)

    @property
    def double(self) -> float:
        """Twice its size."""
        return self.size * 2


@dataclass(frozen=True, slots=True)
class Small:
    """Holds a single thing."""

    value: float

    def __post_init__(self) -> None:
        if self.value < 0:
            raise ValueError("too small")


@dataclass(frozen=True, slots=True)
class Empty:
    """Holds nothing."""


@dataclass(frozen=True, slots=True)
class Named:
    """Shows itself as it likes."""

    name: str

    def __repr__(self) -> str:
        return f"<{self.name}>"


Kind: TypeAlias = type[Ours] | type[Theirs]
REFUSALS = (dataclasses.FrozenInstanceError, TypeError)
"""The standard library's own classes refuse a new name with the second on some Pythons."""
BOTH = pytest.mark.parametrize("kind", [Ours, Theirs])


@BOTH
def test_a_value_is_made_by_place_by_name_and_with_its_defaults(kind: Kind) -> None:
    by_place, by_name = kind("a", 2.0, ["b"]), kind(parts=["b"], size=2.0, name="a")
    assert by_place == by_name
    least = kind("a")
    assert (least.name, least.size, least.parts, least.double) == ("a", 1.5, [], 3.0)


@BOTH
def test_each_value_gets_a_default_of_its_own(kind: Kind) -> None:
    assert kind("a").parts is not kind("a").parts


@BOTH
@pytest.mark.parametrize(
    ("arguments", "named"),
    [((), {}), (("a", 1.0, [], 2), {}), (("a",), {"unknown": 1}), (("a",), {"name": "b"})],
)
def test_what_is_missing_too_much_or_unknown_is_refused(
    kind: Kind, arguments: tuple[object, ...], named: dict[str, object]
) -> None:
    with pytest.raises(TypeError, match="__init__"):
        kind(*arguments, **named)  # type: ignore[arg-type]


@BOTH
@pytest.mark.parametrize("name", ["name", "parts", "new"])
def test_a_value_never_changes(kind: Kind, name: str) -> None:
    value = kind("a")
    with pytest.raises(REFUSALS):
        setattr(value, name, "b")
    with pytest.raises(REFUSALS):
        delattr(value, name)
    assert value == kind("a")
    assert not hasattr(value, "__dict__")


@BOTH
def test_values_are_equal_where_all_that_they_hold_is(kind: Kind) -> None:
    assert kind("a", 1.0) == kind("a", 1)
    assert kind("a", 1.0) != kind("a", 2.0)
    assert kind("a") != "a"  # type: ignore[comparison-overlap]
    assert Ours("a") != Theirs("a")  # type: ignore[comparison-overlap]


def test_equal_values_have_the_same_hash() -> None:
    assert hash(Small(1.0)) == hash(Small(1))
    assert {Small(1.0), Small(1), Small(2)} == {Small(2), Small(1)}
    assert hash(Empty()) == hash(Empty())
    assert Empty() == Empty()
    with pytest.raises(TypeError, match="list"):
        hash(Ours("a"))


@BOTH
def test_a_value_shows_what_it_holds(kind: Kind) -> None:
    assert repr(kind("a", 2.0, ["b"])) == f"{kind.__name__}(name='a', size=2.0, parts=['b'])"


def test_what_a_class_defines_itself_stays() -> None:
    assert repr(Named("a")) == "<a>"


def test_a_value_is_looked_over_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="too small"):
        Small(-1)
    with pytest.raises(ValueError, match="too small"):
        dataclasses.replace(Small(1), value=-1)


@BOTH
def test_a_value_is_copied_and_taken_to_pieces(kind: Kind) -> None:
    value = kind("a", 2.0, ["b"])
    assert dataclasses.replace(value, size=3.0) == kind("a", 3.0, ["b"])
    assert dataclasses.asdict(value) == {"name": "a", "size": 2.0, "parts": ["b"]}
    assert copy(value) == deepcopy(value) == pickle.loads(pickle.dumps(value)) == value  # noqa: S301
    assert deepcopy(value).parts is not value.parts
    match value:
        case Ours(name, size) | Theirs(name, size):
            assert (name, size) == ("a", 2.0)
        case _:
            pytest.fail("not taken to pieces")


def test_what_it_does_not_make_is_refused() -> None:
    with pytest.raises(TypeError, match="standard library"):
        dataclass(frozen=True, slots=False)

    class Hidden:
        name: str = dataclasses.field(repr=False)

    with pytest.raises(TypeError, match=r"Hidden\.name"):
        dataclass(frozen=True, slots=True)(Hidden)


def test_every_value_of_the_core_is_one_that_nothing_changes() -> None:
    made = 0
    for module in walk_packages(tpsession.core.__path__, "tpsession.core."):
        for kind in vars(import_module(module.name)).values():
            if isinstance(kind, type) and dataclasses.is_dataclass(kind) and kind.__hash__ is not None:
                made += 1
                value = object.__new__(kind)
                with pytest.raises(REFUSALS):
                    value.anything = 1  # type: ignore[attr-defined]
    assert made > 30
