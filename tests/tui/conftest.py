"""Screens are looked at when they have come to rest; what the toolkit reads for each anew is read once."""

from __future__ import annotations

import asyncio

import pytest
from textual import app, pilot
from textual.css.stylesheet import Stylesheet

from tests.tui.idle import APART, pause, wait_for_idle
from tests.tui.style_sheets import parse_rules


@pytest.fixture(autouse=True)
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each press and pause, wait for what the program still has to do, however busy the machine is."""
    monkeypatch.setattr(APART, "running", 0)
    monkeypatch.setattr(asyncio, "to_thread", APART.to_thread)
    monkeypatch.setattr(app, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(pilot, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(pilot.Pilot, "pause", pause)


@pytest.fixture(autouse=True)
def parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Style sheets are parsed once for all tests."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_rules)
