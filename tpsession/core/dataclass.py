"""The standard decorator for frozen values, for a program whose start is waited for.

The standard library compiles six functions for every such class, which takes 0.6 ms. The list of routines
needs fifty classes: that was a tenth of the time to its first paint. Here a class compiles its `__init__`
alone, and the others are the same for all. Everything else, and what type checkers see, is the standard
library's.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

_T = TypeVar("_T")
_MADE_ANEW = object()
"""Stands for a default that every value gets its own of."""


def _frozen(cls: type[_T]) -> type[_T]:
    """A class as ``@dataclass(frozen=True, slots=True)`` makes it."""
    made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    fields = dataclasses.fields(made)  # type: ignore[arg-type]  # it has just become one
    for field in fields:
        if not (field.init and field.repr and field.compare and field.hash is None and not field.kw_only):
            raise TypeError(f"{cls.__qualname__}.{field.name}: every field is given, shown and compared.")
    own = vars(made)
    for name, method in _methods(tuple(field.name for field in fields)).items():
        if name not in own:
            setattr(made, name, method)
    setattr(made, "__init__", _initializer(made, fields))  # noqa: B010 - checkers take it for a method
    return made


def _initializer(made: type, fields: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """The `__init__`. It fills the slots themselves: assignment is what a frozen value refuses."""
    known: dict[str, object] = {"_made_anew": _MADE_ANEW}
    taken, lines = ["self"], []
    for field in fields:
        name = given = field.name
        known[f"_set_{name}"] = getattr(made, name).__set__
        if field.default_factory is not dataclasses.MISSING:
            known[f"_new_{name}"] = field.default_factory
            taken.append(f"{name}=_made_anew")
            given = f"_new_{name}() if {name} is _made_anew else {name}"
        elif field.default is not dataclasses.MISSING:
            known[f"_default_{name}"] = field.default
            taken.append(f"{name}=_default_{name}")
        else:
            taken.append(name)
        lines.append(f" _set_{name}(self, {given})")
    if hasattr(made, "__post_init__"):
        lines.append(" self.__post_init__()")
    text = f"def __init__({', '.join(taken)}):\n" + "\n".join(lines or [" pass"])
    # As the standard library does it: no other function takes these parameters as quickly.
    exec(text, known)  # noqa: S102 - made of the names of the class's own fields
    initializer: Any = known["__init__"]
    initializer.__module__, initializer.__qualname__ = made.__module__, f"{made.__qualname__}.__init__"
    return initializer  # type: ignore[no-any-return]


def _methods(names: tuple[str, ...]) -> dict[str, object]:
    """What compares, hashes, shows and copies values by what they hold, and refuses to change them.

    names: of their fields, in order.
    """
    held = _held(names)

    def equal(self: object, other: object) -> bool:
        return held(self) == held(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: object) -> int:
        return hash(held(self))

    def shown(self: object) -> str:
        pairs = (f"{name}={one!r}" for name, one in zip(names, held(self), strict=True))
        return f"{self.__class__.__qualname__}({', '.join(pairs)})"

    def hand_over(self: object) -> tuple[object, ...]:
        return held(self)

    def take_over(self: object, state: tuple[object, ...]) -> None:
        for name, one in zip(names, state, strict=True):
            object.__setattr__(self, name, one)

    return {
        "__eq__": equal,
        "__hash__": hashed,
        "__repr__": shown,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        # A copy's fields would be set one by one, which is refused.
        "__getstate__": hand_over,
        "__setstate__": take_over,
    }


def _held(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """What gives all that a value holds."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _refuse_to_set(_: object, name: str, __: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


if TYPE_CHECKING:
    # So that checkers know the classes as what they are.
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - all values take it from here
else:

    def dataclass(*, frozen: bool, slots: bool) -> Callable[[type[_T]], type[_T]]:
        """Make a class of frozen values with slots; no other kind is made here."""
        if not (frozen and slots):
            raise TypeError("What isn't frozen, or has no slots, the standard library makes.")
        return _frozen
