"""Remembers a warning sign that the person reported, so that it rules out sessions for the rest of the day.

The answers to the safety questions and to those of a place rule out one session. Without this, the person
would find the list of routines behind the advice, as if nothing had been said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from tpsession.core.safety.screening import Tier, advice_for

TITLE = "Earlier today you said that a warning sign applies."
ADVISED_SINCE = "I have had medical advice, and massage is all right"
"""Takes back an urgent sign, but no emergency."""


@dataclass(frozen=True, slots=True)
class ReportedSign:
    """A warning sign that the person reported, and when."""

    tier: Tier
    at: datetime
    """The local time."""
    areas: frozenset[str] = frozenset()
    """The ids of the areas that were asked about."""

    @property
    def may_be_advised(self) -> bool:
        """Whether medical advice on the same day can allow a session after all: not in an emergency."""
        return self.tier is not Tier.EMERGENCY

    def rules_out(self, now: datetime, areas: Collection[str]) -> bool:
        """Return whether a session on some areas is ruled out because of this sign.

        A sign counts only on the day on which it was reported. A sign that needs immediate action rules out
        every session. A sign of `Tier.BLOCK_AREA` rules out sessions on an area that was asked about. Other
        signs rule out none.

        Args:
            now: The local time.
            areas: The ids of the areas of the session.

        """
        is_about_them = self.tier is Tier.BLOCK_AREA and not self.areas.isdisjoint(areas)
        return (self.tier.needs_immediate_action or is_about_them) and self.at.date() == now.date()

    def joined_with(self, earlier: ReportedSign | None) -> ReportedSign:
        """Return the sign to save now that this one is reported and an earlier one is saved.

        It is this sign, unless the earlier one is of the same day. Then it is the more serious of the two; if
        their tiers are the same, it is this sign with the areas of both.
        """
        if earlier is None or earlier.at.date() != self.at.date():
            return self
        if earlier.tier is self.tier:
            return replace(self, areas=self.areas | earlier.areas)
        # Medical advice may lift an urgent sign: it must not take the place of an emergency.
        return next(sign for tier in Tier for sign in (self, earlier) if sign.tier is tier)

    def describe(self, emergency_number: str) -> str:
        """Return the advice what to do about the sign.

        emergency_number: the person's emergency number; empty if it isn't set.
        """
        return advice_for(self.tier, emergency_number)

    def to_text(self) -> str:
        """Return the sign as the text that the history stores; `read_reported_sign` reads it back."""
        return " ".join((self.tier, self.at.isoformat(), *sorted(self.areas)))


def read_reported_sign(text: str) -> ReportedSign | None:
    """Return the sign in a text that `to_text` made, as the history stores it.

    None if the text is empty or can't be read, such as one of a later version of the program.
    """
    tier, _, rest = text.partition(" ")
    at, *areas = rest.split(" ")
    try:
        return ReportedSign(Tier(tier), datetime.fromisoformat(at), frozenset(areas))
    except ValueError:
        return None
