"""A warning sign that the person has reported is remembered for the day: no other way leads to a session.

The answers to the safety questions and to those of a place rule out one session. Without this, the person
would find the list of routines behind the advice, as if nothing had been said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tpsession.core.safety.screening import Tier, advice_for

TITLE = "Earlier today you said that a warning sign applies."
ADVISED_SINCE = "I have had medical advice, and massage is all right"
"""Takes back an urgent sign, but no emergency."""


@dataclass(frozen=True, slots=True)
class ReportedSign:
    """What the person reported, and when."""

    tier: Tier
    at: datetime
    """The local time."""

    @property
    def may_be_advised(self) -> bool:
        """Whether medical advice on the same day can allow a session after all."""
        return self.tier is not Tier.EMERGENCY

    def rules_out(self, now: datetime) -> bool:
        """Return whether there is no session because of it: for the rest of the day. now: the local time."""
        return self.tier.needs_immediate_action and self.at.date() == now.date()

    def describe(self, emergency_number: str) -> str:
        """Return what to do. emergency_number: the person's; empty if it isn't set."""
        return advice_for(self.tier, emergency_number)

    def to_text(self) -> str:
        """Return it as the history keeps it."""
        return f"{self.tier} {self.at.isoformat()}"


def read_reported_sign(text: str) -> ReportedSign | None:
    """Return what the history keeps; None for an empty text, or one of a later version of the program."""
    tier, _, at = text.partition(" ")
    try:
        return ReportedSign(Tier(tier), datetime.fromisoformat(at))
    except ValueError:
        return None
