"""Screens are looked at when they have come to rest."""

from __future__ import annotations

import asyncio

import pytest
from textual import app, pilot

from tests.tui.idle import APART, pause, wait_for_idle


@pytest.fixture(autouse=True)
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each press and pause, wait for what the program still has to do, however busy the machine is."""
    monkeypatch.setattr(APART, "running", 0)
    monkeypatch.setattr(asyncio, "to_thread", APART.to_thread)
    monkeypatch.setattr(app, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(pilot, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(pilot.Pilot, "pause", pause)
