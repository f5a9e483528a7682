"""What the screen before a session says about its choices: a short first session, and which pain is rated."""

from __future__ import annotations

from tpsession.core.catalog.place import place_name
from tpsession.core.dialogue.place_guide import choose_rated, describe_reason
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.plan.plan import Plan
from tpsession.core.safety.dose import OFFER_SHORT_FIRST
from tpsession.core.session.wording import describe_length
from tpsession.core.settings.actions import SHORT_FIRST
from tpsession.core.text.formatting import describe_place

MORE = "More"
"""What a press does while there is more to read."""


def offer_short_first(short: Plan, key: str) -> str:
    """Return the offer of a short first session, with the key for it and how long it then takes.

    short: its plan. key: what chooses it, as it is shown.
    """
    return f"{OFFER_SHORT_FIRST} Press {key} for that; the whole session then takes {describe_length(short)}."


def confirm_short_first(key: str) -> str:
    """Return that the short first session is chosen. key: what chooses the whole routine, as it is shown."""
    return f"Short first session: on. Press {key} for the whole routine."


def name_short_switch(*, is_short: bool) -> str:
    """Return the name of the action that chooses a short first session, or the whole routine again."""
    return "Whole routine" if is_short else SHORT_FIRST.name


def name_proceed(name: str, page: tuple[int, int] | None) -> str:
    """Return what the button that continues says.

    Args:
        name: What it says once everything was read.
        page: Which page is visible, and of how many; None once everything was read.

    """
    return name if page is None else f"{MORE} {page[0]}/{page[1]}"


def name_rating_switch(options: SessionOptions, plan: Plan, other_options: SessionOptions) -> str:
    """Return the name of the action that has the pain rated at the other place: ``Rate the head``.

    It ends in ``instead`` if a place outside the massaged area is rated until then.

    Args:
        options: Where it hurts, as it is chosen now.
        plan: What is played.
        other_options: Where it hurts after the action.

    """
    there = place_name(choose_rated(other_options, plan).place).lower()
    return f"Rate the {there}" if options.place in {None, plan.area.id} else f"Rate the {there} instead"


def describe_pain(options: SessionOptions, plan: Plan, *, is_switchable: bool) -> str:
    """Return for which pain a session is, in a line; empty if what is rated is just what is massaged.

    It isn't empty if the pain is in the massaged area, but not on the same side or sides.

    is_switchable: whether the person can choose to have the pain rated in the area or elsewhere. Then it is
    always said.
    """
    reason = describe_reason(options, plan)
    if reason or not is_switchable:
        return reason
    rated = choose_rated(options, plan)
    return f"For pain in: {describe_place(place_name(rated.place), rated.side)}"
