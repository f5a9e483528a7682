"""Remembers warning signs that the person reported, so that they rule out sessions for the rest of the day.

The answers to the safety questions and to those of a place rule out one session. Without this, the person
would find the list of routines behind the advice, as if nothing had been said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

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

    def describe(self, emergency_number: str) -> str:
        """Return the advice what to do about the sign.

        emergency_number: the person's emergency number; empty if it isn't set.
        """
        return advice_for(self.tier, emergency_number)


@dataclass(frozen=True, slots=True)
class ReportedSigns:
    """The warning signs that the person reported on one day and didn't take back, at most one per tier."""

    signs: tuple[ReportedSign, ...] = ()

    def find_ruling_out(self, now: datetime, areas: Collection[str]) -> ReportedSign | None:
        """Return the most serious sign that rules out a session on some areas; None if none does.

        Args:
            now: The local time.
            areas: The ids of the areas of the session.

        """
        ruling_out = {sign.tier: sign for sign in self.signs if sign.rules_out(now, areas)}
        return next((ruling_out[tier] for tier in Tier if tier in ruling_out), None)

    def with_sign(self, new: ReportedSign) -> Self:
        """Return these signs with a new one. Signs of another day than the new one's are left out.

        If there is a sign of the same tier already, the new one takes its place, and the areas of both are
        its areas.
        """
        today = [sign for sign in self.signs if sign.at.date() == new.at.date()]
        same = [sign.areas for sign in today if sign.tier is new.tier]
        others = (sign for sign in today if sign.tier is not new.tier)
        return replace(self, signs=(*others, replace(new, areas=new.areas.union(*same))))

    def without(self, sign: ReportedSign) -> Self:
        """Return these signs without one of them, which the person takes back."""
        return replace(self, signs=tuple(each for each in self.signs if each != sign))

    def to_text(self) -> str:
        """Return the signs as the text that the history stores; `read_reported_signs` reads it back."""
        return "\n".join(
            " ".join((sign.tier, sign.at.isoformat(), *sorted(sign.areas))) for sign in self.signs
        )


def read_reported_signs(text: str) -> ReportedSigns:
    """Return the signs in a text that `ReportedSigns.to_text` made, as the history stores it.

    A line that can't be read, such as one of a later version of the program, is left out.
    """
    return ReportedSigns(tuple(sign for line in text.splitlines() if (sign := _read_sign(line)) is not None))


def _read_sign(text: str) -> ReportedSign | None:
    """Return the sign in a line; None if the line can't be read."""
    tier, _, rest = text.partition(" ")
    at, *areas = rest.split(" ")
    try:
        return ReportedSign(Tier(tier), datetime.fromisoformat(at), frozenset(areas))
    except ValueError:
        return None
