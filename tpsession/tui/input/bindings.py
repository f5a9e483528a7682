"""Makes key bindings from the definitions of actions, and finds the actions that a screen offers now.

Footer, tooltips, palette and help show what these functions return, so that all of them agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol, runtime_checkable

from textual.binding import Binding, BindingType, Keymap
from textual.dom import DOMNode
from textual.keys import format_key
from textual.screen import Screen

from tpsession.core.settings.actions import ACTIONS, HELP, PALETTE, QUIT, SOUND, SUSPEND, Action
from tpsession.core.settings.definitions import Preferences
from tpsession.core.settings.key_names import find_typed_character
from tpsession.tui.drawing.raster.charset import Charset

_ACTIONS_BY_ID = {action.id: action for action in ACTIONS}
_APP_PREFIX = "app."
APP_ACTIONS = (HELP, PALETTE, QUIT, SUSPEND)
"""Actions of the program itself. A modal screen must bind them too, because it blocks the program's keys."""
FOCUS_BINDINGS: list[BindingType] = [
    Binding("tab", "app.focus_next", "Next", show=False, id="focus-next"),
    Binding("shift+tab", "app.focus_previous", "Previous", show=False, id="focus-previous"),
]
"""Keys that move the focus; they come after the actions, so that a key set for an action triggers it."""
_RUN_BY_APP = frozenset({*APP_ACTIONS, SOUND})
_NAMED_KEYS = frozenset({"enter", "backspace", "space"})
"""Keys shown by name, because few people know their symbols."""
_ARROWS = frozenset({"up", "down", "left", "right"})


def make_binding(action: Action, *, show: bool = True, priority: bool = False) -> Binding:
    """Return the binding of an action; the screen or widget implements it as the method ``action_<id>``.

    In the method's name, a dash of the id becomes an underscore. Actions in `_RUN_BY_APP` are implemented by
    the app instead.

    Args:
        action: The action.
        show: Whether the footer shows it.
        priority: Whether its keys come before those of the focused widget.

    """
    method = action.id.replace("-", "_")
    return Binding(
        ",".join(action.keys),
        _APP_PREFIX + method if action in _RUN_BY_APP else method,
        action.name,
        show=show,
        priority=priority,
        tooltip=action.help,
        id=action.id,
    )


def make_bindings(*shown: Action, hidden: Iterable[Action] = ()) -> list[BindingType]:
    """Return the bindings of a screen: the actions that its footer shows, in order, then the hidden ones."""
    return [*map(make_binding, shown), *(make_binding(action, show=False) for action in hidden)]


def make_keymap(preferences: Preferences) -> Keymap:
    """Return Textual's keymap: all keys of each action whose keys the settings have changed.

    The keymap also has every binding that shares an old or a new key with a binding in the keymap: if Textual
    changes the keys of a binding, it removes them from every binding that isn't in the keymap. The other
    bindings are left out, because Textual goes through the whole keymap at each press and each move of the
    focus.
    """
    made_with = {item.id: item.key for item in FOCUS_BINDINGS if isinstance(item, Binding) and item.id}
    keys = {name: {key} for name, key in made_with.items()}
    keymap = dict(made_with)
    for action in ACTIONS:
        now = preferences.keys(action.id)
        keymap[action.id] = ",".join(now)
        made_with[action.id] = ",".join(action.keys)
        keys[action.id] = {*now, *action.keys}
    needed = {name for name in keymap if keymap[name] != made_with[name]}
    found = needed
    while found:
        touched = set[str]().union(*(keys[name] for name in found))
        found = {name for name in keys if name not in needed and keys[name] & touched}
        needed = needed | found
    return {name: keymap[name] for name in keymap if name in needed}


def describe_key(key: str, charset: Charset = Charset.UNICODE) -> str:
    """Return how the footer, help and settings show a key: ``ctrl+p``, ``?``, ``enter``, ``←``.

    Args:
        key: Textual's name of the key.
        charset: The characters that the terminal can show. In ASCII, arrows are named.

    """
    *modifiers, last = key.split("+")
    is_named = last in _NAMED_KEYS or (charset is Charset.ASCII and last in _ARROWS)
    shown = last if is_named else find_typed_character(last) or format_key(last)
    return "+".join([*modifiers, shown])


def shortcut_hint(
    preferences: Preferences, action: Action, charset: Charset, *others: str, max_keys: int = 2
) -> str:
    """Return how to trigger an action, as part of a sentence: ``space, enter or a click``.

    If the action has no key, there must be at least one of `others`.

    Args:
        preferences: The settings, which hold the keys.
        action: The action.
        charset: The characters that the terminal can show.
        others: What else triggers it, such as "a click".
        max_keys: How many of its keys to name at most; help lists them all.

    """
    keys = (describe_key(key, charset) for key in preferences.configured_keys(action.id)[:max_keys])
    *first, last = [*keys, *others]
    return f"{', '.join(first)} or {last}" if first else last


@runtime_checkable
class NamesActions(Protocol):
    """A screen that gives some of its actions another name, by what they do at the moment."""

    def name_action(self, action: Action) -> str:
        """Return the name that the action has now; its usual name if it has no other."""
        ...


class AvailableAction(NamedTuple):
    """An action that a screen offers right now."""

    action: Action
    """With the name that it has now."""
    action_name: str
    """The name of Textual's action, such as ``app.quit``."""
    node: DOMNode
    """The widget, screen or app whose bindings hold it."""
    enabled: bool
    """False if it is shown but does nothing at the moment."""
    shown: bool
    """Whether the footer shows it."""
    keys: tuple[str, ...]
    """Its keys, without those that trigger another action here because they are set for both."""
    working_key: str
    """The first of its keys that works now; empty if the focused widget consumes them all."""


def find_available_actions(screen: Screen[object], preferences: Preferences) -> list[AvailableAction]:
    """Return the actions that a screen offers now, each once; those of the focused widget come first.

    An action for which `check_action` returns None is included, as not enabled. While an input line has the
    focus, actions on letters are included, too; if the input takes all their keys, they have no working key.
    """
    # Bindings of Textual's own widgets are left out: they don't take a key from an action.
    active_bindings = {
        key: active for key, active in screen.active_bindings.items() if active.binding.id in _ACTIONS_BY_ID
    }
    action_ids = {key: active.binding.id for key, active in active_bindings.items()}
    # Textual has just asked about these: True, or None if it is shown but does nothing at the moment.
    states: dict[tuple[DOMNode, str | None], bool | None] = {
        (active.node, active.binding.id): active.enabled or None for active in active_bindings.values()
    }
    found: dict[str, AvailableAction] = {}
    inner_nodes: list[DOMNode] = []
    for node in _nodes_with_keys(screen):
        for item in node.BINDINGS:
            if not isinstance(item, Binding) or item.id not in _ACTIONS_BY_ID or item.id in found:
                continue
            if (node, item.id) in states:
                state = states[node, item.id]
            else:
                target = screen.app if item.action.startswith(_APP_PREFIX) else node
                state = target.check_action(item.action.removeprefix(_APP_PREFIX), ())
            if state is not False:
                keys = tuple(
                    key for key in preferences.keys(item.id) if action_ids.get(key, item.id) == item.id
                )
                action = _ACTIONS_BY_ID[item.id]
                if isinstance(node, NamesActions) and (name := node.name_action(action)) != action.name:
                    action = action._replace(name=name)
                found[item.id] = AvailableAction(
                    action,
                    item.action,
                    node,
                    enabled=bool(state),
                    shown=item.show,
                    keys=keys,
                    working_key=next((key for key in keys if not _is_consumed(key, inner_nodes)), ""),
                )
        inner_nodes.append(node)
    return list(found.values())


def _is_consumed(key: str, nodes: Iterable[DOMNode]) -> bool:
    """Return whether one of these widgets takes a key itself, as an input line takes a letter."""
    return any(node.check_consume_key(key, find_typed_character(key)) for node in nodes)


def _nodes_with_keys(screen: Screen[object]) -> Sequence[DOMNode]:
    """Return the nodes whose bindings a key reaches: the focused widget, then its ancestors outwards.

    Without a focused widget they begin with the screen. A modal screen is the last; otherwise the app is.
    """
    nodes: list[DOMNode] = [screen, screen.app]
    if screen.focused is not None:
        nodes = screen.focused.ancestors_with_self
    for count, node in enumerate(nodes, 1):
        if node.is_modal:
            return nodes[:count]
    return nodes
