"""What the person chooses on the screen before a session, and the plan and the lines that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Routine, Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.place_guide import choose_rated, describe_exact_spot, list_massage_sides
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import TAUGHT
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import Plan, PlanOptions, build_plan
from tpsession.core.safety.dose import DoseHistory
from tpsession.core.session.wording import REHEARSAL, describe_length
from tpsession.tui.view_models.preparation.preparation_texts import (
    confirm_short_first,
    describe_pain,
    name_rating_switch,
    offer_short_first,
)


@dataclass(frozen=True)
class PreparationChoices:
    """The choices before one session. Each method that changes one returns new choices."""

    routine: Routine
    """What to play."""
    plan_options: PlanOptions
    """How to play it, as far as nothing else is chosen here."""
    options: SessionOptions
    """Where it hurts, and whether this is a rehearsal."""
    other_options: SessionOptions
    """The same for pain at the other place, which `switch_rated` chooses."""
    last_spots: Mapping[Series, str]
    """Where exactly it hurt last time, by place and side."""
    dose: DoseHistory | None
    """What the area has had lately; None if that doesn't matter."""
    side: Side
    """The side to massage, used only if it `asks_side`."""
    is_taught: bool = False
    """Whether every instruction is spoken, rather than what the plan options say."""
    is_short: bool = False
    """Whether the short first session is played, rather than the whole routine."""

    # Changes

    def switch_short(self) -> PreparationChoices:
        """Choose the short first session; if that is chosen already, choose the whole routine."""
        return replace(self, is_short=not self.is_short)

    def switch_taught(self) -> PreparationChoices:
        """Have every instruction spoken; if that is chosen already, speak what the plan options say."""
        return replace(self, is_taught=not self.is_taught)

    def switch_rated(self) -> PreparationChoices:
        """Have the pain at the other place rated; change the massaged side if that needs it."""
        sides = list_massage_sides(self.routine, self.other_options.pain_side)
        side = self.side if self.side in sides else sides[0]
        return replace(self, options=self.other_options, other_options=self.options, side=side)

    def with_side(self, side: Side) -> PreparationChoices:
        """Massage this side. side: one of `sides`."""
        return replace(self, side=side)

    def with_spot(self, spot: str) -> PreparationChoices:
        """Note where exactly it hurts, in a few words; an empty text removes the note."""
        return replace(self, options=self.options._replace(spot=spot))

    # What follows

    @cached_property
    def plan(self) -> Plan:
        """The plan of the session."""
        return self._build_plan(is_short=self.is_short)

    def _build_plan(self, *, is_short: bool) -> Plan:
        """Return the plan of the short first session, or of the whole routine, with all other choices."""
        options = self.plan_options._replace(short_first=is_short)
        if self.asks_side:
            options = options._replace(side=self.side)
        if self.is_taught:
            options = options._replace(speak=Speak.EVERYTHING)
        return build_plan(self.routine, options)

    @property
    def asks_side(self) -> bool:
        """Whether the side is chosen here: neither the routine nor the plan options set it."""
        return self.routine.sides is Sides.EACH and self.plan_options.side is None

    @property
    def sides(self) -> tuple[Side, ...]:
        """The sides that may be massaged for the pain, the default first, as `list_massage_sides` says.

        They are a choice only if `asks_side`.
        """
        return list_massage_sides(self.routine, self.options.pain_side)

    @property
    def rated(self) -> Series:
        """The place and side whose pain is rated."""
        return choose_rated(self.options, self.plan)

    @property
    def is_rehearsal(self) -> bool:
        """Whether the session is played faster, and nothing is saved."""
        return self.options.is_rehearsal

    @property
    def offers_short(self) -> bool:
        """Whether the short first session is chosen, or offered because this is a long first session here.

        It counts as the first if none of the loaded sessions worked on the area.
        """
        return self.is_short or (self.dose is not None and self.dose.offers_short_first(self.plan))

    @property
    def is_pain_switchable(self) -> bool:
        """Whether the person can choose between pain in the massaged area and at another place.

        Never in a rehearsal, and not if both are the massaged area.
        """
        places = {self.options.place, self.other_options.place}
        return not self.is_rehearsal and places not in ({None}, {None, self.plan.area.id})

    # Texts

    @property
    def rating_switch_name(self) -> str:
        """What the action is called that has the other place rated."""
        return name_rating_switch(self.options, self.plan, self.other_options)

    def list_dose_advice(self) -> tuple[str, ...]:
        """Return advice because of massage today or yesterday, see `DoseHistory`; mostly there is none."""
        return () if self.dose is None else self.dose.list_advice(self.plan)

    def describe(self, short_key: str) -> list[str]:
        """Return lines on the session: the routine's summary, if it has one, the length, and what applies.

        That may be: that it is a rehearsal; that a short first session is chosen, or the offer of one; that
        every instruction is spoken; for which pain it is, and the exact spot. A rehearsal has no lines on
        pain.

        short_key: the key that chooses the short first session, or the whole one again, as it is shown.
        """
        return [
            *([self.routine.summary] if self.routine.summary else []),
            describe_length(self.plan),
            *([REHEARSAL] if self.is_rehearsal else []),
            *self._describe_short(short_key),
            *([TAUGHT] if self.is_taught else []),
            *([] if self.is_rehearsal else self._describe_pain()),
        ]

    def _describe_short(self, key: str) -> list[str]:
        """Return that a short first session is chosen, or the offer of one; nothing where none is offered."""
        if self.is_short:
            return [confirm_short_first(key)]
        if not self.offers_short:
            return []
        return [offer_short_first(self._build_plan(is_short=True), key)]

    def _describe_pain(self) -> list[str]:
        """Return for which pain the session is, if that needs saying, and the exact spot, a line each.

        The first line is that of `describe_pain`. The spot is the one noted now, or else the one noted last
        time for the place and side that are rated. If there is neither, there is no line for it.
        """
        reason = describe_pain(self.options, self.plan, is_switchable=self.is_pain_switchable)
        spot = describe_exact_spot(self.options.spot, self.last_spots.get(self.rated, ""))
        return [line for line in (reason, spot) if line]
