"""How it is now, hours after a session."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import Horizontal
from textual.widgets import Button

from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.ratings import SKIP_RATING_KEY
from tpsession.core.history.wording import describe_follow_up
from tpsession.tui.screens.rating.rate import RateScreen, RatingSkipped


@dataclass(frozen=True, slots=True)
class FollowUpOptOut(RatingSkipped):
    """The person doesn't want to be asked any more."""


OPT_OUT = FollowUpOptOut()


class LaterScreen(RateScreen):
    """Asks for a later rating: the number, `LEFT_OUT` or None for "not now", or `NEVER`."""

    # All else is laid out as for any rating; here three buttons stand side by side on 60 columns.
    CSS = "LaterScreen #doing Button { min-width: 8; }"
    ABOUT = (
        "Type a number from 0 to 10 or use the arrows, then press enter: it says how long the change lasted. "
        "Not now asks again at another start."
    )

    def __init__(self, follow_up: PendingFollowUp) -> None:
        """late: the session that waits."""
        super().__init__((describe_follow_up(follow_up),), optional=True)

    def on_mount(self) -> None:
        """Two other ways on than with a rating that is missing."""
        self.query_one("#leave-out", Button).label = f"{SKIP_RATING_KEY}  Not now"
        self.query_one("#doing", Horizontal).mount(Button("Never ask", id="never"))

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Never ask; the others are those of any rating."""
        if event.button.id == "never":
            event.prevent_default()
            if self.is_leaving_deliberate():
                self.dismiss(OPT_OUT)
