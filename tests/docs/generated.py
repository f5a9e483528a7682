"""The parts of the documentation that are written from the program's own definitions.

A page holds such a part between two comments, ``<!-- NAME: ... -->`` and ``<!-- end of NAME -->``.
``python -m tests.docs`` fills them in; a test fails when one is out of date.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Iterable, Iterator
from operator import itemgetter
from pathlib import Path

from tests.docs.sources import table
from tpsession.arguments.parser import make_parser
from tpsession.cli import NO_ARGUMENTS
from tpsession.core.catalog.area import AREAS, NECK, Area
from tpsession.core.catalog.cues import CUES, Cue
from tpsession.core.catalog.no_area import NO_AREA
from tpsession.core.catalog.technique import COMMON_KEYS, TECHNIQUES, StepKey, Technique
from tpsession.core.history.wording import STOP_LABELS
from tpsession.core.safety.questions import list_lines, list_pages
from tpsession.core.safety.screening import advice_for
from tpsession.core.settings.actions import ACTIONS, PLAIN_ACTIONS, SESSION_ACTIONS, Action
from tpsession.core.settings.definitions import (
    GROUP_VOLUMES,
    SETTINGS,
    Setting,
    SettingKind,
    format_section_title,
)
from tpsession.core.speech.phrases import PHRASES

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
_YES = {True: "yes", False: "no"}
_PART = re.compile(r"(<!-- ([\w -]+): [^>]*-->\n).*?(<!-- end of \2 -->)", re.DOTALL)


def pages() -> list[Path]:
    """Every page under docs/."""
    return sorted(DOCS.glob("*.md"))


def filled(text: str) -> str:
    """The text of a page with each generated part as it is today."""
    return _PART.sub(lambda part: f"{part[1]}\n{PARTS[part[2]]()}\n\n{part[3]}", text)


def part_names(text: str) -> list[str]:
    """The names of the generated parts on a page."""
    return [name for _, name, _ in _PART.findall(text)]


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in lines)


def _code(words: Iterable[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


# Routine files


def _defaults(technique: Technique) -> str:
    found = {
        StepKey.RELEASE: f"{technique.release_s:g} s",
        StepKey.TEMPO: "" if technique.tempo is None else f"{technique.tempo:g}",
        StepKey.INHALE: "" if technique.inhale_s is None else f"{technique.inhale_s:g} s",
        StepKey.EXHALE: "" if technique.exhale_s is None else f"{technique.exhale_s:g} s",
    }
    return ", ".join(f"`{key}` {text}" for key, text in found.items() if key in technique.step_keys and text)


def _techniques() -> str:
    def row(technique: Technique) -> tuple[str, ...]:
        keys = _code(key.value for key in StepKey if key in technique.step_keys - COMMON_KEYS)
        time = "waits for you" if technique.waits else "an error"
        sided, massage = _YES[technique.sided], _YES[technique.is_massage]
        return f"`{technique.id}`", keys, _defaults(technique), time, sided, massage

    head = ("technique", "its own keys", "defaults", "without a time", "on each side", "counts as massage")
    return _table(head, map(row, TECHNIQUES.values()))


def _technique_texts() -> str:
    techniques = TECHNIQUES.values()
    rows = ((f"`{one.id}`", one.name, one.phrase, one.text or "none: write your own") for one in techniques)
    return _table(("technique", "name", "`say` if absent", "`text` if absent"), rows)


def _areas() -> str:
    return "\n\n".join("\n".join(_area(area)) for area in AREAS.values())


def _area(area: Area) -> Iterator[str]:
    yield f"### `{area.id}`: {area.name}"
    yield ""
    yield f"- **Position:** {area.position}"
    if area.have:
        yield f"- **You'll need:** {', '.join(area.have)}."
    spots = "; ".join(f"{spot.place} (may be felt in: {spot.refers_to})" for spot in area.spots)
    yield f"- **Tender spots:** {spots}."
    yield f"- **Never press:** {', '.join(area.never_press)}."
    if area.care:
        yield f"- **Also:** {' '.join(area.care)}"
    if area.longest_hold_s is not None:
        yield f"- **Longest hold:** {area.longest_hold_s:g} s; a longer one is shortened."
    for unsafe in area.substitutions:
        yield f"- **Limit:** `{unsafe.technique.id}` is played as `{unsafe.replacement.id}`. {unsafe.reason}"
    for wording in area.wordings:
        yield f"- **Own words for** `{wording.technique.id}`: {wording.text}"
        if wording.limit:
            yield f"- **Limit of** `{wording.technique.id}`: {wording.limit}"


# Settings and keys


def _literal(value: str | int | bool) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{value}"' if isinstance(value, str) else str(value)


def _may_be(setting: Setting) -> str:
    return _code(f'"{choice}"' for choice in setting.choices) or setting.expected_text


def _settings() -> str:
    sections: dict[str, list[Setting]] = {}
    for setting in SETTINGS:
        if setting.kind is not SettingKind.KEYS:
            sections.setdefault(setting.section, []).append(setting)
    head = ("setting", "default", "what it may be", "what it does")
    return "\n\n".join(
        f"### `[{section}]` {format_section_title(section)}\n\n"
        + _table(head, ((f"`{s.key}`", f"`{_literal(s.default)}`", _may_be(s), s.help) for s in settings))
        for section, settings in sections.items()
    )


def _keys(actions: Iterable[Action]) -> str:
    rows = ((f"`{a.id}`", _code(a.keys), a.name, a.help) for a in actions)
    return _table(("name in the settings", "keys", "action", "what it does"), rows)


def _plain_lines() -> str:
    rows = (
        (f"`{a.plain_words[0]}`, or {f'`{a.plain_command}`' if a.plain_command else 'enter alone'}", a.help)
        for a in PLAIN_ACTIONS
    )
    return _table(("type", "to"), rows)


# Sound


def _cues() -> str:
    def row(cue: Cue) -> tuple[str, ...]:
        _, _, setting = GROUP_VOLUMES[cue.group].partition(".")
        return f"`{cue.stems[0]}.wav`", f"`{setting}`", cue.text

    return _table(("file", "volume setting", "meaning"), map(row, CUES.values()))


def _phrases() -> str:
    return "\n".join(f"- `{phrase.sound}.wav`: {phrase.text}" for phrase in PHRASES.values())


# Safety


def _questions() -> str:
    whole = "\n\n".join(
        f"**{page.lead or 'Any of these:'}**\n\n"
        + "\n".join(f"- {item}" for item in page.items)
        + f"\n\nA yes means: {advice_for(page.tier, '')}"
        for page in list_pages((NECK,))
    )
    everyone = [("everyone", line.text) for line in list_lines((NO_AREA,))]
    rows = [
        (f"`{area.id}`", " ".join(line.text for line in list_lines((area,))[2:-1])) for area in AREAS.values()
    ]
    rows = [*everyone, *filter(itemgetter(1), rows), ("every area", list_lines((NECK,))[-1].text)]
    daily = _table(("asked before every session", "words"), rows)
    return f"{whole}\n\n{daily}"


def _stop_reasons() -> str:
    rows = ((f"`{reason}`", label, _YES[reason.rests_area]) for reason, label in STOP_LABELS.items())
    return _table(("in the history", "reason", "ends massage for the day"), rows)


# Commands


def commands() -> dict[str, argparse.ArgumentParser]:
    """The parser of every command by its words: ``routines``, ``routines show``."""
    return dict(_commands(make_parser(NO_ARGUMENTS), ""))


def _commands(whole: argparse.ArgumentParser, before: str) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in whole._actions:
        if isinstance(action, argparse._SubParsersAction):
            for word, command in action.choices.items():
                yield f"{before}{word}", command
                yield from _commands(command, f"{before}{word} ")


def options(command: argparse.ArgumentParser) -> list[tuple[str, str]]:
    """Every argument of a command as it is written, with its help."""
    found = []
    for action in command._actions:
        if isinstance(action, (argparse._HelpAction, argparse._SubParsersAction)):
            continue
        value = "" if action.nargs == 0 else str(action.metavar)
        names = [f"{name} {value}".rstrip() for name in action.option_strings] or [value]
        required = " Required." if action.required and action.option_strings else ""
        text = f"{action.help or 'any number of files'}.{required}"
        found.append((_code(names), f"{text[0].upper()}{text[1:]}"))
    return found


def _options(name: str) -> str:
    return _table(("argument", "what it is"), options(commands()[name]))


PARTS: dict[str, Callable[[], str]] = {
    "techniques": _techniques,
    "technique texts": _technique_texts,
    "areas": _areas,
    "sources": table,
    "settings": _settings,
    "session keys": lambda: _keys(SESSION_ACTIONS),
    "other keys": lambda: _keys(action for action in ACTIONS if action not in SESSION_ACTIONS),
    "plain lines": _plain_lines,
    "cues": _cues,
    "phrases": _phrases,
    "safety questions": _questions,
    "stop reasons": _stop_reasons,
    **{
        f"options of {name}": lambda name=name: _options(name)  # type: ignore[misc]
        for name, command in commands().items()
        if options(command)
    },
}
"""Every generated part by its name."""
