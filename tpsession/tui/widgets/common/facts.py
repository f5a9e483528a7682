"""A widget that shows named facts, one paragraph each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from textual.reactive import reactive

from tpsession.tui.widgets.common.sections import Item, Section, Sections


@dataclass(frozen=True, slots=True)
class Fact:
    """A named paragraph."""

    name: str
    """Two words or so."""
    text: str
    """May come from a file: control characters and markup in it do nothing."""
    mark: str = ""
    """Shown before the text, such as a bar; empty for none."""
    important: bool = False
    """Whether it is the strongest of all, also without colour: its name stands out as a block."""


class Facts(Sections):
    """Shows facts, one below the other without gaps; neighbours with the same name show it once."""

    spaced: reactive[bool] = reactive(False, layout=True)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these facts instead of those before; neighbours with the same name become one section."""
        self.show([_section(name, list(group)) for name, group in groupby(facts, lambda fact: fact.name)])


def _section(name: str, facts: list[Fact]) -> Section:
    """Make one section of facts that share a name; it is a warning if any of the facts is important."""
    is_important = any(fact.important for fact in facts)
    items = tuple(Item(fact.text, fact.mark, "$text-primary") for fact in facts)
    return Section(name, items, "$text-error" if is_important else "", is_warning=is_important)
