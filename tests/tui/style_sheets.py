"""Style sheets are parsed once for all the programs that the tests show, not anew for each.

What a sheet comes to depends on its text, its place and the theme's variables, and on nothing else. The
toolkit itself shares what it parsed among all that a program shows, but forgets it with the program, and even
whenever a screen brings a sheet of its own or another look is taken.
"""

from __future__ import annotations

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

_parse_rules = Stylesheet._parse_rules
_PARSED: dict[frozenset[tuple[str, str]], dict[tuple[object, ...], list[RuleSet]]] = {}


def parse_rules(
    sheet: Stylesheet,
    css: str,
    read_from: tuple[str, str],
    is_default_rules: bool = False,
    tie_breaker: int = 0,
    scope: str = "",
) -> list[RuleSet]:
    """In the place of the toolkit's method of this name."""
    parsed = _PARSED.setdefault(frozenset(sheet._variables.items()), {})
    about = (css, read_from, is_default_rules, tie_breaker, scope)
    if about not in parsed:
        parsed[about] = _parse_rules(sheet, *about)
    return parsed[about]
