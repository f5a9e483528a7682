"""Keeps nothing awake, and records every wish."""

from __future__ import annotations


class FakeAwake:
    """The port `Awake`."""

    def __init__(self) -> None:
        self.wishes: list[bool] = []

    def keep(self, wanted: bool) -> None:
        self.wishes.append(wanted)
