"""Every session whose own pages are whole comes back from a damaged history (a short form)."""

from __future__ import annotations

import random
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest

from tests.long import rescue
from tpsession.store.failures import HistoryDamagedError


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> rescue.Truth:
    path = tmp_path_factory.mktemp("whole") / "history.sqlite3"
    rescue.make_history(path, 40)
    return rescue.Truth(path)


def a_few(truth: rescue.Truth) -> Iterable[rescue.Damage]:
    chance = random.Random(5)  # noqa: S311 - a test repeats its chances
    page = rescue.PAGE
    return chain(
        rescue.changes(truth, 4, chance),
        rescue.cuts(truth, 3, chance),
        [
            truth.cut(page + page // 2),
            truth.changed("no header", 0, bytes(rescue.HEADER)),
            truth.changed("no first page", 0, bytes(page)),
        ],
        rescue.first_page_changes(truth, 0, 2, chance),
    )


def test_every_session_whose_pages_are_whole_comes_back_and_is_counted_truly(
    truth: rescue.Truth, home: Path
) -> None:
    repaired = 0
    for number, damage in enumerate(a_few(truth)):
        folder = home / str(number)
        folder.mkdir(parents=True)
        figures = rescue.check(truth, damage, folder)
        assert figures["back"] == figures["whole"]
        repaired += figures["repaired"]
    assert repaired > 5


def test_a_rescue_without_losses_counts_all_of_them(truth: rescue.Truth, home: Path) -> None:
    home.mkdir()
    path = home / "history.sqlite3"
    path.write_bytes(truth.changed("header", 0, bytes(100)).content)
    with pytest.raises(HistoryDamagedError) as caught:
        rescue.read_history(path)
    assert "40 of 40 sessions (3 deleted before) and 80 of 80 ratings were recovered." in caught.value.message
    assert rescue.read_history(path) == (truth.records, ())
