"""The options that a command line gives for a session, so that the person isn't asked for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    # Named in annotations only: loading the areas takes 3 ms, which the first paint doesn't need.
    from tpsession.core.catalog.area import Area
    from tpsession.core.catalog.side import Side
    from tpsession.core.history.ratings import RatingFlag


class SessionOptions(NamedTuple):
    """Options for a session, from the command line or from earlier answers. None: the option isn't given."""

    area: Area | None = None
    side: Side | None = None
    """The side to massage."""
    place: str | None = None
    """Id of the place where it hurts, if that was said; None for the area that is massaged."""
    pain_side: Side | None = None
    """The side on which it hurts at `place`; None for the side that is massaged."""
    spot: str = ""
    """Where exactly it hurts, in a few words."""
    flags_read: bool = False
    """Whether the person has just said that none of the warning signs of `place` apply."""
    evidence_read: bool = False
    """Whether the person has just read how well founded the routines are."""
    before: int | None = None
    """The pain rating before the session, 0 to 10."""
    flags: tuple[RatingFlag, ...] = ()
    """What was used in the 6 hours before the session."""
    after: int | None = None
    """The pain rating after the session, 0 to 10, given ahead."""
    save: bool = True
    """Whether the session is saved."""
    teach: bool = False
    """Whether every instruction is spoken, whatever the settings say."""
    speed: float | None = None
    """How many times as fast the session is rehearsed. A rehearsal is never saved."""

    @property
    def is_rehearsal(self) -> bool:
        """Whether the session is a rehearsal: without safety questions and ratings, and nothing is saved."""
        return self.speed is not None
