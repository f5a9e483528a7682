"""A speech recogniser understands every word of the recorded instructions, but for those that are listed."""

from __future__ import annotations

import difflib

import pytest

from tests.audio.client.programs import SOUNDS
from tests.audio.sounds.recogniser import Recogniser, one_text, spoken_words
from tests.audio.sounds.scripts import load_script
from tpsession.audio.backends.miniaudio_backend import decode
from tpsession.audio.files.instructions import instruction_path

SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "be",
        "for",
        "in",
        "is",
        "it",
        "of",
        "on",
        "or",
        "out",
        "the",
        "to",
        "with",
        "your",
    ]
)
"""Words that a speaker hardly voices, and that nobody needs in order to understand. They may be missed."""
NOT_RECOGNISED: dict[str, dict[str, str]] = {}
"""The words that aren't recognised, by the beginning of the text, each with how it was checked instead."""
SHORT_LETTERS = 40
"""In the short form, only texts of up to this many letters are heard."""
OTHERS = 8
"""How many of the texts that are most like it a text is told from. All of them would take minutes."""
PARTS = 24
"""The long form is cut into so many tests."""


@pytest.fixture(scope="session")
def texts() -> list[str]:
    found: list[str] = load_script("make_instructions").list_texts()
    return found


def missed_words(recogniser: Recogniser, text: str, texts: list[str]) -> list[str]:
    """The words of a text that are unknown to the recogniser, or that it doesn't hear in the recording."""
    wanted = spoken_words(text).split()
    unknown = [word for word in wanted if not recogniser.knows(word)]
    if unknown:
        return unknown
    known = [other for other in texts if all(map(recogniser.knows, spoken_words(other).split()))]
    by_likeness = sorted(known, key=lambda other: -len(set(wanted) & set(spoken_words(other).split())))
    others = by_likeness[: OTHERS + 1]
    # The recogniser works at half the mixer's rate.
    samples = decode(instruction_path(SOUNDS, text))[::2]
    heard = recogniser.recognise(samples, one_text(text, others))
    if heard is None:
        # Among long texts that begin alike, the search may lose them all.
        heard = recogniser.recognise(samples, one_text(text, [])) or ""
    changes = difflib.SequenceMatcher(None, wanted, heard.split(), autojunk=False).get_opcodes()
    missed = [word for kind, begin, end, *_ in changes if kind != "equal" for word in wanted[begin:end]]
    return [word for word in missed if word not in SMALL_WORDS]


@pytest.mark.parametrize("part", [pytest.param(part, marks=pytest.mark.long) for part in range(PARTS)])
def test_every_word_of_every_instruction_is_understood(
    recogniser: Recogniser, texts: list[str], part: int
) -> None:
    chosen = texts[part::PARTS]
    missed = {text: words for text in chosen if (words := missed_words(recogniser, text, texts))}

    assert missed == {
        text: [*words]
        for beginning, words in NOT_RECOGNISED.items()
        for text in chosen
        if text.startswith(beginning)
    }


def test_every_word_of_some_short_instructions_is_understood(
    recogniser: Recogniser, texts: list[str]
) -> None:
    short = [text for text in texts if len(text) <= SHORT_LETTERS and not is_listed(text)][::2]

    assert len(short) >= 4
    assert {text: missed_words(recogniser, text, texts) for text in short} == {text: [] for text in short}


def test_what_is_not_recognised_is_a_text_that_is_still_said(texts: list[str]) -> None:
    assert all(any(text.startswith(beginning) for text in texts) for beginning in NOT_RECOGNISED)


def is_listed(text: str) -> bool:
    """Whether some words of a text aren't recognised."""
    return any(map(text.startswith, NOT_RECOGNISED))
