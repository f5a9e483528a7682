"""Parse each style sheet once for all the programs that the tests start.

The parsed rules depend only on the sheet's text, its place and the theme's variables. Textual parses every
sheet again for each program, for each theme, and for each screen that brings a sheet of its own.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parse_rules = Stylesheet._parse_rules
_ParsedSheets = dict[tuple[object, ...], list[RuleSet]]
_PARSED: dict[frozenset[tuple[str, str]], _ParsedSheets] = {}
"""The parsed sheets, by the theme's variables."""
_PARSED_WITH: WeakKeyDictionary[Stylesheet, tuple[dict[str, str], _ParsedSheets]] = WeakKeyDictionary()
"""The variables that each style sheet was last parsed with, and the sheets that were parsed with the same."""


def parse_rules(
    sheet: Stylesheet,
    css: str,
    read_from: tuple[str, str],
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """Look up what was parsed before, or parse it; this replaces Textual's method of the same name."""
    known = _PARSED_WITH.get(sheet)
    if known is None or known[0] is not sheet._variables:
        _PARSED_WITH[sheet] = known = (
            sheet._variables,
            _PARSED.setdefault(frozenset(sheet._variables.items()), {}),
        )
    _, parsed = known
    key = (css, read_from, is_default_rules, tie_breaker, scope)
    if key not in parsed:
        parsed[key] = _parse_rules(sheet, *key)
    return parsed[key]
