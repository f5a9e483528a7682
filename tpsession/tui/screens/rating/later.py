"""Asks for the later rating, some hours after a session."""

from __future__ import annotations

from dataclasses import dataclass

from textual.containers import Horizontal
from textual.events import Key
from textual.widgets import Button

from tpsession.core.history.follow_up import PendingFollowUp
from tpsession.core.history.rating_flags import SINCE_SESSION
from tpsession.core.history.wording import describe_follow_up, question_now
from tpsession.core.safety.soreness import asks_soreness
from tpsession.tui.screens.rating.rate import RateScreen, RatingSkipped, label_with_key


@dataclass(frozen=True, slots=True)
class FollowUpOptOut(RatingSkipped):
    """Result if the person doesn't want to be asked for later ratings any more."""


OPT_OUT = FollowUpOptOut()
OPT_OUT_KEY = "d"
"""The letter that never asks again; it stands in front of the button's label."""


class LaterScreen(RateScreen):
    """Asks for a later rating; its result is the number, `SKIPPED` or None for "not now", or `OPT_OUT`."""

    # Three buttons must fit side by side on 60 columns.
    CSS = "LaterScreen #buttons Button { min-width: 8; }"
    ABOUT = (
        "Type a number from 0 to 10 or use the arrows, then press enter. This shows how long the change "
        'lasted. Say with s if the area that you massaged is still sore. "Not now" asks again another time.'
    )

    def __init__(self, follow_up: PendingFollowUp) -> None:
        """Make the screen. follow_up: the session to rate."""
        super().__init__(
            (describe_follow_up(follow_up),),
            question=question_now(follow_up.record.place),
            optional=True,
            flag_period=SINCE_SESSION,
            asks_soreness=asks_soreness(follow_up.record),
            skip_text="Not now",
        )

    def on_mount(self) -> None:
        """Add a button for never being asked again."""
        never = Button(label_with_key(OPT_OUT_KEY, "Don't ask again"), id="never", compact=True)
        self.query_one("#buttons", Horizontal).mount(never)

    def on_key(self, event: Key) -> None:
        """Close with `OPT_OUT` by its key; if the press came too early, only show a hint.

        The other keys work as for any rating.
        """
        if (event.character or "").lower() == OPT_OUT_KEY:
            event.stop()
            with self.context.handling_press(self.context.press_of(event)):
                self._opt_out_if_deliberate()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Close with `OPT_OUT` by the button that never asks again, unless the press came too early.

        The other buttons work as for any rating.
        """
        if event.button.id == "never":
            event.prevent_default()
            self._opt_out_if_deliberate()

    def _opt_out_if_deliberate(self) -> None:
        """Close with `OPT_OUT`; if the press may have been meant for the screen before, only show a hint."""
        if self.is_leaving_deliberate():
            self.dismiss(OPT_OUT)
