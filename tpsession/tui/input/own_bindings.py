"""Runs what a text widget itself binds to a key before the next key comes."""

from __future__ import annotations

from textual.binding import NoBinding
from textual.events import Key
from textual.widget import Widget


async def run_own_binding(widget: Widget, event: Key) -> None:
    """Run the widget's own action for a key at once, and stop the event; without one, do nothing.

    Actions that scroll are left to Textual, because around an input line the arrows mean something else.

    Call it in the widget's ``_on_key``. Textual then calls that of the base class, unless it was stopped.

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
