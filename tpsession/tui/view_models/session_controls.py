"""Decides what a press does in a running session: which action it triggers, asks about, or refuses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from tpsession.core.plan.phase import PhaseKind
from tpsession.core.session.engine import Mode
from tpsession.core.session.events import Event
from tpsession.core.session.runner import SessionRunner
from tpsession.core.session.wording import NO_HOLD, UNTIMED
from tpsession.core.settings.actions import (
    BACK,
    EASE,
    GO,
    LONGER,
    MUTE,
    SHORTER,
    SKIP,
    Action,
)

GATE_GRACE_S = 1.0
"""Seconds at the start of a gate in which the main key does nothing: the person still meant to pause."""

Command = Callable[[SessionRunner], list[Event]]
"""A method of `SessionRunner` that does something to the session."""


@dataclass(frozen=True, slots=True)
class ControlPress:
    """A press that belongs to an action of the session."""

    action: Action
    is_accepted: bool = True
    """Whether the press is as deliberate as the action's guard demands."""
    by_mouse: bool = False


@dataclass(frozen=True, slots=True)
class ControlState:
    """What the effect of a press depends on."""

    is_hold: bool = False
    """Whether the current phase is a hold."""
    is_in_gate: bool = False
    """Whether the session waits for the person, or is paused in such a wait."""
    gate_waited_s: float | None = None
    """Seconds for which the gate has waited; None if no gate waits now."""
    skip_ends_session: bool = False
    ease_ends_session: bool = False

    @classmethod
    def of(cls, runner: SessionRunner) -> Self:
        """Return what the effect of a press depends on in this session right now."""
        session = runner.session
        gate_waits = session.is_in_gate and session.mode is Mode.RUNNING
        return cls(
            is_hold=session.phase.kind is PhaseKind.HOLD,
            is_in_gate=session.is_in_gate,
            gate_waited_s=runner.gate_waited_s() if gate_waits else None,
            skip_ends_session=session.skip_ends_session,
            ease_ends_session=session.ease_ends_session,
        )


@dataclass(frozen=True, slots=True)
class Run:
    """Effect: do this to the session."""

    command: Command


@dataclass(frozen=True, slots=True)
class ConfirmFinish:
    """Effect: ask first, because this command would end the session."""

    command: Command


@dataclass(frozen=True, slots=True)
class ShowMessage:
    """Effect: say why nothing happens."""

    text: str


@dataclass(frozen=True, slots=True)
class ToggleMute:
    """Effect: turn the sound off or on."""


@dataclass(frozen=True, slots=True)
class AskToRepeat:
    """Effect: say that the press came too fast to be deliberate."""


@dataclass(frozen=True, slots=True)
class Ignore:
    """Effect: nothing."""


Effect = Run | ConfirmFinish | ShowMessage | ToggleMute | AskToRepeat | Ignore

_COMMANDS: dict[Action, Command] = {
    GO: SessionRunner.continue_or_pause,
    SKIP: SessionRunner.skip,
    BACK: SessionRunner.back,
    EASE: SessionRunner.ease,
    LONGER: SessionRunner.extend,
    SHORTER: SessionRunner.shorten,
}


def effect_of(press: ControlPress, state: ControlState) -> Effect:
    """Decide what a press does.

    A press that isn't accepted may be a slip and does nothing. If it came from the mouse, the person is told
    to repeat it, because a click is aimed at something, unlike a palm that rests on the keys.

    The main key does nothing in the first `GATE_GRACE_S` seconds in which a gate waits. Easing off outside a
    hold, and changing the time of a gate, isn't possible: a message says so. Skipping, or easing off, has to
    be confirmed if it would end the session.
    """
    action = press.action
    if not press.is_accepted:
        return AskToRepeat() if press.by_mouse else Ignore()
    if action is MUTE:
        return ToggleMute()
    if action is GO and state.gate_waited_s is not None and state.gate_waited_s <= GATE_GRACE_S:
        return Ignore()
    if action is EASE and not state.is_hold:
        return ShowMessage(NO_HOLD)
    if action in {LONGER, SHORTER} and state.is_in_gate:
        return ShowMessage(UNTIMED)
    command = _COMMANDS[action]
    ends_session = (action is SKIP and state.skip_ends_session) or (
        action is EASE and state.ease_ends_session
    )
    return ConfirmFinish(command) if ends_session else Run(command)
