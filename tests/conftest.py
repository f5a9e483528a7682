"""What every test gets: a home of its own, and nothing of the machine's settings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.room import room


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the test's own that stands for everything the program keeps."""
    folder = tmp_path / "home"
    monkeypatch.setenv("TPSESSION_HOME", str(folder))
    monkeypatch.delenv("NO_COLOR", raising=False)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files whose tests wait for sound and terminals begin first: they take longest, and little work."""
    waiting = {"audio", "end_to_end"}
    items.sort(key=lambda item: item.path.parent.name not in waiting)


def pytest_make_parametrize_id(val: object) -> str | None:
    """Areas, techniques and the like are named by their ids: their text differs from process to process."""
    named = getattr(val, "id", None)
    return named if isinstance(named, str) else None


@pytest.fixture(autouse=True)
def together(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests run beside each other, but one that is marked `alone`, or plays into the server, is alone."""
    marked = request.node.get_closest_marker("alone") is not None
    with room(alone=marked or "server" in request.fixturenames):
        yield
