"""Starting the full-screen program: what is checked first, and how the history is opened and closed."""

from __future__ import annotations

import threading

import pytest

from tests.fakes.history import MemoryHistory
from tpsession.commands.play.full_screen import OPENING_THREAD, opening_history, run_full_screen
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.errors import HistoryError, TpsessionError
from tpsession.core.task_progress import TaskProgress
from tpsession.files.paths import find_paths


def wait_for_opening() -> None:
    for thread in threading.enumerate():
        if thread.name == OPENING_THREAD:
            thread.join()


@pytest.mark.parametrize(
    ("options", "routine", "code"),
    [(SessionOptions(), "no-such-routine", 2), (SessionOptions(side=Side.NONE), "neck", 2)],
    ids=["routine", "side"],
)
def test_a_routine_that_cannot_be_played_is_reported_before_a_history_is_created(
    options: SessionOptions, routine: str, code: int
) -> None:
    with pytest.raises(TpsessionError) as error:
        run_full_screen(options, routine)
    wait_for_opening()
    assert error.value.exit_code == code
    assert not find_paths().history.exists()


def test_an_open_history_is_returned_and_closed_at_the_end() -> None:
    opened = MemoryHistory()
    with opening_history(lambda _: opened, TaskProgress()) as opening:
        assert opening.wait() is opened
        assert not opened.closed
    assert opened.closed


def test_a_history_that_fails_to_close_hides_no_other_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise HistoryError("The disk is full.")

    opened = MemoryHistory()
    monkeypatch.setattr(opened, "close", fail)

    def use(error: Exception | None) -> None:
        with opening_history(lambda _: opened, TaskProgress()) as opening:
            opening.wait()
            if error is not None:
                raise error

    with pytest.raises(RuntimeError, match="fault"):
        use(RuntimeError("fault"))
    with pytest.raises(HistoryError, match="full"):
        use(None)


def test_a_history_that_fails_to_close_after_the_end_prints_nothing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    opened, may_open, closed = MemoryHistory(), threading.Event(), threading.Event()

    def open_slowly(_: str) -> MemoryHistory:
        may_open.wait()
        return opened

    def fail() -> None:
        closed.set()
        raise HistoryError("The disk is full.")

    monkeypatch.setattr(opened, "close", fail)
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)
    with opening_history(open_slowly, TaskProgress()):
        pass
    may_open.set()
    wait_for_opening()
    assert closed.is_set()
    assert capfd.readouterr().err == ""


def test_a_history_that_opens_only_after_the_end_is_closed_by_its_thread() -> None:
    opened, may_open = MemoryHistory(), threading.Event()

    def open_slowly(_: str) -> MemoryHistory:
        may_open.wait()
        return opened

    with opening_history(open_slowly, TaskProgress()) as opening:
        pass
    may_open.set()
    wait_for_opening()
    assert opened.closed
    with pytest.raises(HistoryError):
        opening.wait()


def test_a_history_that_cannot_be_opened_raises_its_error_where_it_is_asked_for() -> None:
    def fail(_: str) -> MemoryHistory:
        raise HistoryError("It is newer than this program.")

    with opening_history(fail, TaskProgress()) as opening, pytest.raises(HistoryError, match="newer"):
        opening.wait()


def test_a_history_that_was_recovered_or_stopped_can_be_opened_again() -> None:
    progress, errors = TaskProgress(), [HistoryError("It was damaged.")]

    def open_it(_: str) -> MemoryHistory:
        assert not progress.is_stopped
        if errors:
            raise errors.pop()
        return MemoryHistory()

    with opening_history(open_it, progress) as opening:
        with pytest.raises(HistoryError, match="damaged"):
            opening.wait()
        progress.stop()
        opening.start()
        opened = opening.wait()
        assert isinstance(opened, MemoryHistory)
    assert opened.closed


def test_an_opening_that_fails_only_after_the_end_is_not_reported() -> None:
    may_fail = threading.Event()

    def fail_slowly(_: str) -> MemoryHistory:
        may_fail.wait()
        raise HistoryError("It is newer than this program.")

    with opening_history(fail_slowly, TaskProgress()):
        pass
    may_fail.set()
    wait_for_opening()
