"""Texts of routine files are prepared for the voice: one line, not too long, with a file name of its own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpsession.core.speech.tts_text import MAX_TEXT_LENGTH, recording_stem, voiced_stem, voiced_text
from tpsession.core.text.sanitize import sanitize


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("  Press\n the\tspot. ", "Press the spot."),
        ("Press\x1b[31m it\x00", "Press [31m it"),
        ("", ""),
        (" … ", ""),
        ("!?\x07", ""),
        ("1", "1"),
    ],
)
def test_what_can_not_be_spoken_is_removed(text: str, spoken: str) -> None:
    assert voiced_text(text) == spoken


def test_a_long_text_ends_with_a_whole_sentence() -> None:
    sentence = "Press slowly on the spot and stay."

    spoken = voiced_text(" ".join([sentence] * 40))

    assert spoken == " ".join([sentence] * 11)


def test_a_long_sentence_ends_with_a_whole_word() -> None:
    assert voiced_text("slowly " * 100) == ("slowly " * (MAX_TEXT_LENGTH // 7)).strip()
    assert voiced_text("o" * 1000) == "o" * MAX_TEXT_LENGTH


def test_a_text_of_exactly_the_maximum_length_is_not_cut() -> None:
    text = "Hold. " * (MAX_TEXT_LENGTH // 6) + "Stay"

    assert len(text) == MAX_TEXT_LENGTH
    assert voiced_text(text) == text
    assert voiced_text(text[:-1] + ".") == text[:-1] + "."


@given(st.text(max_size=3 * MAX_TEXT_LENGTH))
def test_any_text_becomes_one_short_line_without_control_characters(text: str) -> None:
    spoken = voiced_text(text)

    assert len(spoken) <= MAX_TEXT_LENGTH
    assert sanitize(spoken) == spoken
    assert spoken == spoken.strip()
    assert voiced_text(spoken) == spoken


@given(st.text(max_size=50))
def test_any_text_has_a_stem_that_is_valid_on_every_file_system(text: str) -> None:
    assert re.fullmatch("[0-9a-f]{64}", voiced_stem(text))
    assert voiced_stem(text) == voiced_stem(f" {text}\n")


def test_different_texts_have_different_stems() -> None:
    assert voiced_stem("Press") != voiced_stem("Press.")


@given(st.text(max_size=3 * MAX_TEXT_LENGTH))
def test_any_text_has_a_recording_name_that_is_short_and_valid_on_every_file_system(text: str) -> None:
    assert re.fullmatch("[a-z0-9-]{8,49}", recording_stem(text))
    assert recording_stem(text) == recording_stem(f" {text}\n")


def test_a_recording_is_named_by_its_first_words_and_differs_for_different_texts() -> None:
    assert recording_stem("Press, and stay.").startswith("press-and-stay-")
    assert recording_stem("Press, and stay.") != recording_stem("Press and stay.")
