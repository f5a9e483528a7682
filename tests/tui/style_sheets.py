"""Style sheets are parsed once for all the programs that the tests show, not anew for each.

What a sheet comes to depends on its text, its place and the theme's variables, and on nothing else. The
toolkit itself shares what it parsed among all that a program shows, but forgets it with the program, and even
whenever a screen brings a sheet of its own or another look is taken.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parse_rules = Stylesheet._parse_rules
_Parsed = dict[tuple[object, ...], list[RuleSet]]
_PARSED: dict[frozenset[tuple[str, str]], _Parsed] = {}
"""What was parsed, by the variables."""
_OF: WeakKeyDictionary[Stylesheet, tuple[dict[str, str], _Parsed]] = WeakKeyDictionary()
"""The variables that a sheet was last parsed with, and what was parsed with these."""


def parse_rules(
    sheet: Stylesheet,
    css: str,
    read_from: tuple[str, str],
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """In the place of the toolkit's method of this name."""
    known = _OF.get(sheet)
    if known is None or known[0] is not sheet._variables:
        _OF[sheet] = known = (
            sheet._variables,
            _PARSED.setdefault(frozenset(sheet._variables.items()), {}),
        )
    _, parsed = known
    about = (css, read_from, is_default_rules, tie_breaker, scope)
    if about not in parsed:
        parsed[about] = _parse_rules(sheet, *about)
    return parsed[about]
