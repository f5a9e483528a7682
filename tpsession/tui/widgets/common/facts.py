"""Facts with their names in front, a paragraph each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from textual.reactive import reactive

from tpsession.tui.widgets.common.sections import Item, Section, Sections


@dataclass(frozen=True, slots=True)
class Fact:
    """One paragraph."""

    name: str
    """Two words or so."""
    text: str
    """From anywhere: it is made harmless."""
    important: bool = False
    """Whether it is to be seen before the others."""


class Facts(Sections):
    """Shows facts close together; one with the name of the one before goes on without it."""

    spaced: reactive[bool] = reactive(False, layout=True)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        self.show([_section(name, list(group)) for name, group in groupby(facts, lambda fact: fact.name)])


def _section(name: str, facts: list[Fact]) -> Section:
    colour = "$text-error" if any(fact.important for fact in facts) else ""
    return Section(name, tuple(Item(fact.text) for fact in facts), colour)
