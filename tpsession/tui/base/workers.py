"""What goes on beside the screen."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, cast

from textual.dom import DOMNode
from textual.worker import Worker


def start(
    node: DOMNode,
    work: Callable[[], Coroutine[Any, Any, None]],
    *,
    name: str,
    group: str,
    exclusive: bool = False,
) -> None:
    """Begin work that ends with its screen or program; returns at once.

    exclusive: whether it takes the place of what its group is at. The work is made only when it begins: a
    program that is left at once leaves nothing behind that never ran.
    """
    made = cast("Callable[[], Coroutine[None, None, None]]", work)
    _: Worker[None] = node.run_worker(made, name=name, group=group, exclusive=exclusive)
