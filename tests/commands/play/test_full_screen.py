"""Opening the full-screen program: what is checked first, and what is let go of again."""

from __future__ import annotations

import threading

import pytest

from tests.fakes.history import MemoryHistory
from tpsession.commands.play.full_screen import Opening, show
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.files.paths import find_paths


def opening() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "tpsession-opening"]


@pytest.mark.parametrize(
    ("wishes", "routine", "code"),
    [(SessionOptions(), "no-such-routine", 2), (SessionOptions(side=Side.NONE), "neck", 2)],
    ids=["routine", "side"],
)
def test_what_can_not_be_played_is_told_before_a_history_is_made(
    wishes: SessionOptions, routine: str, code: int
) -> None:
    with pytest.raises(TpsessionError) as told:
        show(wishes, routine)
    for thread in opening():
        thread.join()
    assert told.value.exit_code == code
    assert not find_paths().history.exists()


def test_an_opened_history_is_handed_over_and_closed() -> None:
    history = MemoryHistory()
    opened = Opening(lambda: history)
    closed = [opened() is not history, history.closed]
    opened.close()
    assert [*closed, history.closed] == [False, False, True]


def test_a_history_that_opens_only_after_the_end_is_closed_by_itself() -> None:
    history, may_open = MemoryHistory(), threading.Event()

    def slow() -> MemoryHistory:
        may_open.wait()
        return history

    opened = Opening(slow)
    opened.close()
    may_open.set()
    for thread in opening():
        thread.join()
    assert history.closed
    with pytest.raises(HistoryError):
        opened()


def test_whoever_asks_for_a_history_that_did_not_open_is_told_why() -> None:
    def broken() -> MemoryHistory:
        raise HistoryError("It is newer than this program.")

    opened = Opening(broken)
    with pytest.raises(HistoryError, match="newer"):
        opened()
    opened.close()
