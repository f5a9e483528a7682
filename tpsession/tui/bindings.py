"""Keys, footer, tooltips, palette entries and help, made from the one definition of each action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.binding import Binding, BindingType, Keymap
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen

from tpsession.core.action import ACTIONS, HELP, PALETTE, SOUND, SUSPEND, Action
from tpsession.core.settings import Preferences
from tpsession.tui.drawing.picture import Charset

_BY_ID = {action.id: action for action in ACTIONS}
_APP = "app."
APP_WIDE = (HELP, PALETTE, SUSPEND)
"""What the program does itself. A screen over another binds these too: it lets no others through."""
_APP_DOES = frozenset({*APP_WIDE, SOUND})
_BY_WORD = frozenset({"enter", "backspace"})
"""Keys whose signs few people know."""
_ARROWS = frozenset({"up", "down", "left", "right"})


def binding(action: Action, *, show: bool = True, priority: bool = False) -> Binding:
    """The binding of an action; a screen or widget does it in its method ``action_<id>``.

    show: whether the footer shows it. priority: whether it comes before the focused widget's own keys.
    """
    method = action.id.replace("-", "_")
    return Binding(
        ",".join(action.keys),
        _APP + method if action in _APP_DOES else method,
        action.name,
        show=show,
        priority=priority,
        tooltip=action.help,
        id=action.id,
    )


def bindings(*shown: Action, hidden: Iterable[Action] = ()) -> list[BindingType]:
    """The bindings of a screen: those that its footer shows, in this order, and those that it doesn't."""
    return [*map(binding, shown), *(binding(action, show=False) for action in hidden)]


def keymap(preferences: Preferences) -> Keymap:
    """The keys that the person has changed, as the toolkit wants them, and those that a knuckle finds."""
    own = {action.id: preferences.keys(action.id) for action in ACTIONS}
    return {action.id: ",".join(own[action.id]) for action in ACTIONS if own[action.id] != action.keys}


def key_words(key: str, charset: Charset = Charset.UNICODE) -> str:
    """A key as the footer, help and settings show it: ``ctrl+p``, ``?``, ``enter``, ``←``."""
    *modifiers, last = key.split("+")
    by_word = last in _BY_WORD or (charset is Charset.ASCII and last in _ARROWS)
    return "+".join([*modifiers, last if by_word else format_key(last)])


def ways_words(
    preferences: Preferences, action: Action, charset: Charset, *others: str, most: int = 2
) -> str:
    """How an action is done, for a sentence: ``space, enter or a click``.

    others: what does it beside keys. most: how many of its keys are named at most; help lists all.
    """
    keys = (key_words(key, charset) for key in preferences.set_keys(action.id)[:most])
    *first, last = [*keys, *others]
    return f"{', '.join(first)} or {last}" if first else last


@dataclass(frozen=True, slots=True)
class Available:
    """An action that can be done right now."""

    action: Action
    does: str
    """What the toolkit runs for it."""
    node: DOMNode
    """The widget, screen or program that does it."""
    enabled: bool
    """False where it is shown but does nothing at this moment."""


def available(screen: Screen[object]) -> list[Available]:
    """The actions of a screen right now, each once, what has the focus first.

    A focused input line takes letters for itself; the actions behind them are available all the same.
    """
    found: dict[str, Available] = {}
    for node in _chain(screen):
        for each in node.BINDINGS:
            if not isinstance(each, Binding) or each.id not in _BY_ID or each.id in found:
                continue
            target = screen.app if each.action.startswith(_APP) else node
            state = target.check_action(each.action.removeprefix(_APP), ())
            if state is not False:
                found[each.id] = Available(_BY_ID[each.id], each.action, node, enabled=bool(state))
    return list(found.values())


def _chain(screen: Screen[object]) -> Sequence[DOMNode]:
    """The widgets whose keys count, from the focused one outwards; a modal screen ends them."""
    nodes: list[DOMNode] = [screen, screen.app]
    if screen.focused is not None:
        nodes = screen.focused.ancestors_with_self
    for place, node in enumerate(nodes, 1):
        if node.is_modal:
            return nodes[:place]
    return nodes
