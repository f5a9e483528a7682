"""Keys, footer, tooltips, palette entries and help, made from the one definition of each action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType, Keymap
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen

from tpsession.core.settings.actions import ACTIONS, HELP, PALETTE, QUIT, SOUND, SUSPEND, Action
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.key_names import find_typed_character
from tpsession.tui.drawing.raster.picture import Charset

_BY_ID = {action.id: action for action in ACTIONS}
_APP = "app."
APP_ACTIONS = (HELP, PALETTE, QUIT, SUSPEND)
"""What the program does itself. A screen over another binds these too: it lets no others through."""
FOCUS_BINDINGS: list[BindingType] = [
    Binding("tab", "app.focus_next", "Next", show=False, id="focus-next"),
    Binding("shift+tab", "app.focus_previous", "Previous", show=False, id="focus-previous"),
]
"""What leads from widget to widget, bound behind the actions: a key that is set for one of them does that."""
_APP_DOES = frozenset({*APP_ACTIONS, SOUND})
_BY_WORD = frozenset({"enter", "backspace"})
"""Keys whose signs few people know."""
_ARROWS = frozenset({"up", "down", "left", "right"})


def make_binding(action: Action, *, show: bool = True, priority: bool = False) -> Binding:
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


def make_bindings(*shown: Action, hidden: Iterable[Action] = ()) -> list[BindingType]:
    """The bindings of a screen: those that its footer shows, in this order, and those that it doesn't."""
    return [*map(make_binding, shown), *(make_binding(action, show=False) for action in hidden)]


def make_keymap(preferences: Preferences) -> Keymap:
    """The keys of every action, as the toolkit wants them, and of all else that screens bind.

    None may be missing: where the toolkit sets one action's keys anew, it takes the keys of before from
    everything else that has them, but for what it sets anew as well.
    """
    focus = {each.id: each.key for each in FOCUS_BINDINGS if isinstance(each, Binding) and each.id}
    return {**focus, **{action.id: ",".join(preferences.keys(action.id)) for action in ACTIONS}}


def describe_key(key: str, charset: Charset = Charset.UNICODE) -> str:
    """A key as the footer, help and settings show it: ``ctrl+p``, ``?``, ``enter``, ``←``."""
    *modifiers, last = key.split("+")
    by_word = last in _BY_WORD or (charset is Charset.ASCII and last in _ARROWS)
    return "+".join([*modifiers, last if by_word else format_key(last)])


def shortcut_hint(
    preferences: Preferences, action: Action, charset: Charset, *others: str, max_keys: int = 2
) -> str:
    """How an action is done, for a sentence: ``space, enter or a click``.

    others: what does it beside keys. most: how many of its keys are named at most; help lists all.
    """
    keys = (describe_key(key, charset) for key in preferences.configured_keys(action.id)[:max_keys])
    *first, last = [*keys, *others]
    return f"{', '.join(first)} or {last}" if first else last


class AvailableAction(NamedTuple):
    """An action that can be done right now."""

    action: Action
    action_name: str
    """What the toolkit runs for it."""
    node: DOMNode
    """The widget, screen or program that does it."""
    enabled: bool
    """False where it is shown but does nothing at this moment."""
    shown: bool
    """Whether the footer shows it."""
    keys: tuple[str, ...]
    """Its keys, without those that do something else here, because they are set for that as well."""
    working_key: str
    """The first of them that does it now; empty where what has the focus takes them all for itself."""


def find_available_actions(screen: Screen[object], preferences: Preferences) -> list[AvailableAction]:
    """The actions of a screen right now, each once, what has the focus first.

    A focused input line takes letters for itself; the actions behind them are available all the same.
    """
    # What the toolkit's own widgets bind, they mostly leave to others: it takes no action's key.
    does = {key: each.binding.id for key, each in screen.active_bindings.items() if each.binding.id in _BY_ID}
    found: dict[str, AvailableAction] = {}
    before: list[DOMNode] = []
    for node in _chain(screen):
        for each in node.BINDINGS:
            if not isinstance(each, Binding) or each.id not in _BY_ID or each.id in found:
                continue
            target = screen.app if each.action.startswith(_APP) else node
            state = target.check_action(each.action.removeprefix(_APP), ())
            if state is not False:
                keys = tuple(key for key in preferences.keys(each.id) if does.get(key, each.id) == each.id)
                found[each.id] = AvailableAction(
                    _BY_ID[each.id],
                    each.action,
                    node,
                    enabled=bool(state),
                    shown=each.show,
                    keys=keys,
                    working_key=next((key for key in keys if not _is_taken(key, before)), ""),
                )
        before.append(node)
    return list(found.values())


def _is_taken(key: str, before: Iterable[DOMNode]) -> bool:
    """Whether one of these widgets takes a key for itself, as an input line takes a letter."""
    return any(node.check_consume_key(key, find_typed_character(key)) for node in before)


def _chain(screen: Screen[object]) -> Sequence[DOMNode]:
    """The widgets whose keys count, from the focused one outwards; a modal screen ends them."""
    nodes: list[DOMNode] = [screen, screen.app]
    if screen.focused is not None:
        nodes = screen.focused.ancestors_with_self
    for place, node in enumerate(nodes, 1):
        if node.is_modal:
            return nodes[:place]
    return nodes
