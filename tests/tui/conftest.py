"""Make the tests of screens reliable on a busy machine, and cheaper."""

from __future__ import annotations

import asyncio

import pytest
from textual import app, pilot, screen
from textual.css.stylesheet import Stylesheet

from tests.tui.idle import (
    BACKGROUND,
    UPDATE_PERIOD_S,
    leave_out_painting,
    pause,
    shut_down,
    wait_for_idle,
    wait_for_screen,
)
from tests.tui.style_sheets import parse_rules


@pytest.fixture(autouse=True)
def wait_by_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    """After each key press and pause, wait for everything that the program still has to do."""
    BACKGROUND.forget()
    monkeypatch.setattr(asyncio, "to_thread", BACKGROUND.to_thread)
    monkeypatch.setattr(app, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(pilot, "wait_for_idle", wait_for_idle)
    monkeypatch.setattr(pilot.Pilot, "pause", pause)
    monkeypatch.setattr(pilot.Pilot, "_wait_for_screen", wait_for_screen)
    monkeypatch.setattr(app.App, "_shutdown", shut_down)
    monkeypatch.setattr(screen.Screen, "_compositor_refresh", leave_out_painting)
    monkeypatch.setattr(screen, "UPDATE_PERIOD", UPDATE_PERIOD_S)


@pytest.fixture(autouse=True)
def parse_styles_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parse each style sheet once for all tests."""
    monkeypatch.setattr(Stylesheet, "_parse_rules", parse_rules)
