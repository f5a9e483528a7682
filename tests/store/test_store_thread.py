"""The thread of the store runs functions, and hands on what they return or raise."""

from __future__ import annotations

import gc
import weakref
from typing import NoReturn

from tpsession.store.store_thread import StoreThread


def test_an_error_of_the_thread_is_held_by_nothing_but_its_caller() -> None:
    class OwnError(Exception):
        pass

    def fail() -> NoReturn:
        raise OwnError

    thread = StoreThread("a thread", flush=lambda: True)
    gc.disable()
    try:
        try:
            thread.run(fail)
        except OwnError as error:
            held = weakref.ref(error)
        assert held() is None
    finally:
        gc.enable()
        thread.close(lambda: None)
