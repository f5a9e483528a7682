"""Runs what a text widget itself binds to a key before the next key comes."""

from __future__ import annotations

from textual.binding import NoBinding
from textual.events import Key
from textual.widget import Widget


async def run_own_binding(widget: Widget, event: Key) -> None:
    """Run the action that a widget itself binds to a key at once, and stop the event.

    If the widget has no such binding, or only one that scrolls, do nothing: Textual handles the key. Any
    widget scrolls by arrows, but around an input line they mean something else.

    Call this in the widget's ``_on_key``. If the event was stopped, Textual doesn't call ``_on_key`` of the
    base class any more.

    Textual passes a key up to the program before it looks for its binding, but types a letter at once. So a
    letter that comes right after an arrow or a backspace, as from a held key or over a slow line, would
    overtake it and land in the wrong place.
    """
    try:
        bindings = widget._bindings.get_bindings_for_key(event.key)  # noqa: SLF001 - there is no public way
    except NoBinding:
        return
    # Any widget scrolls by arrows; around a line, they mean something else.
    bindings = [binding for binding in bindings if not binding.action.startswith("scroll_")]
    if not bindings:
        return
    event.stop()
    event.prevent_default()
    for binding in bindings:
        await widget.app.run_action(binding.action, widget)
