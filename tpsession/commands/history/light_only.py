"""Tells the commands that plan a routine whether only light massage is all right for the person."""

from __future__ import annotations

from contextlib import closing

from tpsession.clock import SystemClock
from tpsession.commands.history.opening import open_own_history
from tpsession.files.paths import Paths


def load_light_only(paths: Paths) -> bool:
    """Return whether the person said at the last screening that a clinician allows only light massage.

    False without a history, and if what was saved about this is damaged. Raises `HistoryError` if the history
    can't be read.
    """
    try:
        paths.history.lstat()
    except FileNotFoundError:
        return False
    except OSError:
        # Opening it raises and says what is wrong: without knowing this, the whole routine isn't shown.
        pass
    with closing(open_own_history(paths, SystemClock(), read_only=True)) as history:
        return history.load_light_only()
