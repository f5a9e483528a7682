"""The speech recogniser for the tests of this folder, which takes a second to load."""

from __future__ import annotations

import importlib.util
import os

import pytest

from tests.audio.sounds.recogniser import Recogniser


@pytest.fixture(scope="session")
def recogniser() -> Recogniser:
    if "CI" not in os.environ and importlib.util.find_spec("pocketsphinx") is None:
        pytest.skip("pocketsphinx isn't installed, which has no wheel for this Python")
    from pocketsphinx import Decoder

    return Recogniser(Decoder)
