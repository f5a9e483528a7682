"""The page of a routine: complete, escaped, in need of nothing else, and with a picture of the body."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from xml.etree import ElementTree

from tests.core.routine_editing.test_card import ROUTINE, card_of
from tpsession.core.catalog.routine import Sides
from tpsession.core.safety.screening import NOT_REVIEWED
from tpsession.report.card_page import BodyFigure, make_card_page
from tpsession.report.qr_code import MAX_BYTES, draw_path, make_qr_code

HOSTILE = "</li><script>alert(1)</script> & \x1b[31m \N{RIGHT-TO-LEFT OVERRIDE}"
FIGURE = BodyFigure(
    title="back",
    top=0.0,
    bottom=100.0,
    half_width=20.0,
    outlines=("M0 0L5 5",),
    inside=("M0 0L5 5L0 9z",),
    area=("M1 1L2 2L1 3z",),
    spots=((1.5, 2.0),),
    never=((0.0, 9.0),),
    marked=(-1,),
    label=(12.0, 9.0),
    left=-1,
)


def test_it_has_everything_on_the_card() -> None:
    card = card_of(ROUTINE)
    page = make_card_page(card, [FIGURE], make_qr_code("x"))
    text = unescape(re.sub(r"<[^>]*>", "", page))
    steps = [step for section in card.sections for step in section.steps]
    told = [
        *(card.title, card.length, card.summary, card.position, card.stop_signs, NOT_REVIEWED),
        *(*card.avoid, *card.have, *card.care, *card.sources),
        *(section.heading for section in card.sections),
        *(f"{step.name}, {step.time}." for step in steps),
        *(step.text for step in steps),
        *card.spots,
    ]
    assert [words for words in told if words not in text] == []
    assert re.findall(r'<ol start="(\d+)">', page) == ["1", "2", "4"]


def test_it_needs_no_network_and_no_script_and_says_its_language() -> None:
    page = make_card_page(card_of(ROUTINE), [FIGURE], make_qr_code("x"))
    assert '<html lang="en">' in page
    assert "prefers-color-scheme: dark" in page
    assert "@media print" in page
    assert not re.search(r"<script|<link|<img|https?:|@import|src=", page)


def test_texts_are_never_markup_and_control_nothing() -> None:
    hostile = ROUTINE._replace(name=HOSTILE, summary=HOSTILE, avoid=(HOSTILE,), sources=(HOSTILE,))
    page = make_card_page(card_of(hostile), [FIGURE], None)
    assert "<script" not in page
    assert "\x1b" not in page
    assert "\N{RIGHT-TO-LEFT OVERRIDE}" not in page


def test_the_area_and_its_marks_are_drawn_on_the_sides_that_are_played() -> None:
    page = make_card_page(card_of(ROUTINE), [FIGURE, replace(FIGURE, marked=(1, -1))], None)
    pictures = re.findall(r'<svg viewBox="-20.*?</svg>', page, re.DOTALL)
    one, both = (ElementTree.fromstring(picture) for picture in pictures)  # noqa: S314 - our own page
    for picture, count in ((one, 1), (both, 2)):
        for name in ("area", "spot", "never"):
            assert len(picture.findall(f".//*[@class='{name}']")) == count
        assert len(picture.findall(".//*[@class='outline']")) == 2
    assert [(letter.text, letter.get("x")) for letter in one.iter("text")] == [("L", "-12.0"), ("R", "12.0")]


def test_without_sides_sources_or_a_code_nothing_empty_is_left() -> None:
    page = make_card_page(card_of(ROUTINE._replace(sides=Sides.NONE, sources=(), have=())), [], None)
    assert "<h3></h3>" not in page
    assert "Sources" not in page
    assert 'class="code"' not in page
    assert "scan it" not in page


def test_a_code_has_its_quiet_zone_and_is_left_out_if_the_text_is_too_long() -> None:
    small = make_qr_code("abc")
    # Version 1: 21 modules, and 4 light ones on each side; it begins with the bar of a finder pattern.
    assert small is not None
    assert small.size == 29
    assert draw_path(small).startswith("M4 4h7v1h-7z")
    assert make_qr_code("x" * MAX_BYTES) is not None
    assert make_qr_code("x" * (MAX_BYTES + 1)) is None
    assert make_qr_code("é" * (MAX_BYTES // 2 + 1)) is None
