"""The messages and signals of the session screen: what was just done, what lasts, and cues without sound."""

from __future__ import annotations

import math
from dataclasses import dataclass

from tpsession.core.plan.plan import Plan
from tpsession.core.session.events import Eased, Event, Extended, Skipped, WentBack
from tpsession.core.session.wording import (
    EASED,
    describe_back,
    describe_extension,
    describe_save_error,
    describe_skip,
)
from tpsession.core.speech.instructions import PRESSURE_SCALE, explains_pressure

MESSAGE_S = 4.0
"""Seconds for which a message about something that was just done stays on the screen."""
FLASH_INTERVAL_S = 0.4
"""Shortest time in seconds between the starts of two flashes: 3 flashes a second at most (WCAG 2.2)."""
SOUND_OFF = "The sound is off."


def describe_event(event: Event, plan: Plan) -> str:
    """Return a message about what the person did: skipped, went back, eased off, or changed the time.

    For any other event it is empty, because the rest of the screen shows that anyway.
    """
    match event:
        case Skipped():
            return describe_skip(plan, event)
        case WentBack():
            return describe_back(event)
        case Eased():
            return EASED
        case Extended():
            return describe_extension(event)
        case _:
            return ""


def describe_volume(percent: int) -> str:
    """Return a message with the overall volume. percent: 0 to 100."""
    return f"Volume {percent}%."


def describe_sound_problem(player_text: str, hide_key: str) -> str:
    """Return in one line what is wrong with the sound, and which key hides that; empty if nothing is.

    Args:
        player_text: What the player reports about its sound, in several sentences, of which only the first is
            used; empty if all is well.
        hide_key: The key, as people read it.

    """
    first_sentence = player_text.partition(". ")[0].removesuffix(".")
    return f"{first_sentence}. ({hide_key} hides this)" if player_text else ""


def describe_scale(plan: Plan, index: int) -> tuple[str, str]:
    """Return how hard to press now, and how hard to press in the next phase; mostly both are empty.

    At most one of the two has a text, always the same. It is there where the voice may explain it
    (`explains_pressure`): the first at the beginning of the first step of firm pressure, the second in the
    last timed phase before it.

    index: of the phase, from 0; after the end, one past the last.
    """
    if index >= len(plan.phases) or not explains_pressure(plan, index):
        return "", ""
    is_firm = plan.entries[plan.phases[index].entry].technique.is_firm
    return (PRESSURE_SCALE, "") if is_firm else ("", PRESSURE_SCALE)


def lasting_message(*, save_error: str | None, is_muted: bool, player_text: str, voice_text: str) -> str:
    """Return the message that stays as long as it is true; empty if all is well.

    Of several, only the most important one is shown. The arguments are in the order of importance.

    Args:
        save_error: Why the session couldn't be saved; None if it could.
        is_muted: Whether the person turned the sound off.
        player_text: What is wrong with the sound; empty if nothing is, or if the person has hidden that.
        voice_text: What the voice reports about its recordings; empty if all is well.

    """
    if save_error is not None:
        return describe_save_error(save_error)
    return SOUND_OFF if is_muted else player_text or voice_text


@dataclass(frozen=True, slots=True)
class PassingMessage:
    """A message about something that was just done."""

    text: str = ""
    shown_at: float = -math.inf
    """When it was shown, in seconds of the program's clock."""

    def is_over(self, now: float) -> bool:
        """Return whether the message has been on the screen for more than `MESSAGE_S` seconds."""
        return now - self.shown_at > MESSAGE_S


@dataclass(frozen=True, slots=True)
class CueSignals:
    """What is done for a cue that can't be heard."""

    flash: bool = False
    bell: bool = False
    """Whether the terminal's bell rings."""


def choose_cue_signals(
    *, is_audible: bool, needs_bell: bool, bell_enabled: bool, since_flash_s: float
) -> CueSignals:
    """Choose whether the screen flashes and the bell rings for a cue.

    Neither happens if the cue can be heard. The screen doesn't flash within `FLASH_INTERVAL_S` of the last
    flash.

    Args:
        is_audible: Whether the cue can be heard.
        needs_bell: Whether the bell should replace the cue: its sound is turned on but can't be played.
        bell_enabled: Whether the person turned the bell on in the settings.
        since_flash_s: Seconds since the last flash began.

    """
    if is_audible:
        return CueSignals()
    return CueSignals(flash=since_flash_s >= FLASH_INTERVAL_S, bell=needs_bell and bell_enabled)
