"""The priority of the player's process."""

from __future__ import annotations

import os
import threading

import pytest

from tpsession.audio.system.priority import NICENESS, raise_priority


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="this system has no such priorities")
def test_every_other_thread_is_raised_if_one_has_ended_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    raised: list[tuple[int, int]] = []

    def set_priority(_which: int, thread: int, niceness: int) -> None:
        if not raised and thread == threading.get_native_id():
            raised.append((0, 0))
            raise ProcessLookupError
        raised.append((thread, niceness))

    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(os, "setpriority", set_priority)
    end = threading.Event()
    other = threading.Thread(target=end.wait)
    other.start()
    try:
        raise_priority()
    finally:
        end.set()
        other.join()
    assert (other.native_id, NICENESS) in raised
