"""Words are found in a text in any case, from a place on and round both ends."""

from __future__ import annotations

from tpsession.tui.view_models.routines.text_search import NOT_FOUND, TextSearch, search_text

LINES = ["Hold = 30", "# hold the hold", "release = 15"]


def test_each_place_is_found_in_either_direction() -> None:
    search = search_text(LINES, "HOLD")
    assert search.starts == ((0, 0), (1, 2), (1, 11))
    assert search.ends == ((0, 4), (1, 6), (1, 15))
    at = [(0, 0), (0, 1), (1, 2), (1, 11), (2, 0)]
    assert [search.find(place, 0) for place in at] == [0, 1, 1, 2, 0]
    assert [search.find(place, 1) for place in at] == [1, 1, 2, 0, 0]
    assert [search.find(place, -1) for place in at] == [2, 0, 0, 1, 2]
    assert search.describe(1) == "2 of 3"


def test_what_isnt_there_isnt_found_and_signs_are_only_signs() -> None:
    for words in ("", "h.ld", "hold ="[::-1]):
        search = search_text(LINES, words)
        assert search == TextSearch()
        assert search.find((1, 0), 1) is None
        assert search.describe(None) == NOT_FOUND
    assert search_text(["a.b", "ab"], ".").starts == ((0, 1),)
