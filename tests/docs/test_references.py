"""What the documentation names exists: links, files, modules, keys, settings; and pages keep their length."""

from __future__ import annotations

import importlib
import json
import re
import tomllib
from pathlib import Path

import pytest

from tests.docs.generated import DOCS, ROOT, commands, options, pages
from tests.docs.sources import MISSING, sentences, sources_of_sentences
from tpsession.core.catalog.area import AREAS
from tpsession.core.catalog.routine import (
    HOLD_LIMIT_S,
    LONG_HOLD_S,
    MAX_BREATH_S,
    MAX_DURATION_S,
    MAX_FILE_BYTES,
    MAX_REPEATS,
    MAX_ROUTINE_S,
    MAX_STEPS,
    MAX_TEMPO,
    MIN_BREATH_S,
    MIN_DURATION_S,
    MIN_TEMPO,
    RELEASE_LIMIT_S,
    SESSION_LIMIT_S,
    SPOT_LIMIT_S,
)
from tpsession.core.catalog.technique import TECHNIQUES, StepKey
from tpsession.core.diagnostics.checks import CheckedPart
from tpsession.core.history.ratings import HIGHEST_ANCHOR, LOWEST_ANCHOR, QUESTION
from tpsession.core.settings.actions import ACTIONS
from tpsession.core.settings.definitions import SETTINGS, SettingKind
from tpsession.files.routines.keys import REQUIRED, DefaultsKey, FileKey

README, CONTRIBUTING, CHANGELOG = (ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md"))
WRITTEN = [README, CONTRIBUTING, CHANGELOG, *pages()]
ANY_PAGE = pytest.mark.parametrize("page", WRITTEN, ids=lambda page: page.name)
_LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]*))?\)")
_FOLDERS = "tpsession|tests|routines|sounds|docs|core|files|store|audio|tui|plain|commands"
_FILE = re.compile(rf"`((?:{_FOLDERS})/[\w./-]*)`")
_MODULE = re.compile(r"`((?:tpsession|tests)(?:\.\w+)+)`")


def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def anchors(page: Path) -> set[str]:
    """The fragments that lead to a page's headings, as GitHub makes them."""
    headings = re.findall(r"(?m)^#+ (.+)$", text(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def rows(page: str) -> dict[str, str]:
    """The rows of a page's tables by the word in code that they begin with."""
    return dict(re.findall(r"(?m)^\| `([^`]+)` (\|.*)$", text(DOCS / page)))


@ANY_PAGE
def test_a_link_leads_somewhere(page: Path) -> None:
    for target, fragment in _LINK.findall(text(page)):
        there = (page.parent / target).resolve() if target else page
        assert there.exists(), target
        assert not fragment or fragment in anchors(there), f"{target}#{fragment}"


@ANY_PAGE
def test_a_file_that_is_named_exists(page: Path) -> None:
    for name in _FILE.findall(text(page)):
        assert (ROOT / name).exists() or (ROOT / "tpsession" / name).exists(), name


@ANY_PAGE
def test_a_module_class_or_function_that_is_named_exists(page: Path) -> None:
    for name in _MODULE.findall(text(page)):
        assert _exists(name.split(".")), name


def test_every_name_in_a_worked_example_exists() -> None:
    new = {"CreditsScreen", "TAP", "CREDITS", "action_credits"}
    spans = re.findall(r"`([^`]+)`", text(CONTRIBUTING).replace("```", ""))
    called = {name for span in spans for name in re.findall(r"\b([A-Za-z_]\w*)\(", span)}
    named = {
        span for span in spans if re.fullmatch(r"_?[a-z]+(_[a-z]+)+|_?[A-Z]+(_[A-Z]+)*|([A-Z][a-z]+)+", span)
    }
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tpsession").rglob("*.py")]
    sources += [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    known = set(re.findall(r"\w+", "\n".join(sources)))
    defined = set(re.findall(r"\b(?:def|class) (\w+)", "\n".join(sources)))
    assert called - new <= defined
    assert named - new <= known


def _exists(parts: list[str]) -> bool:
    """Whether a dotted name leads to a module, or to something in one."""
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[length:]:
            if not hasattr(found, attribute):
                return False
            found = getattr(found, attribute)
        return True
    return False


def test_pages_keep_their_length() -> None:
    assert len(text(README).splitlines()) <= 120
    assert len(text(CONTRIBUTING).splitlines()) <= 150


def test_the_source_distribution_holds_all_that_the_pages_lead_to() -> None:
    project = tomllib.loads(text(ROOT / "pyproject.toml"))
    included = project["tool"]["hatch"]["build"]["targets"]["sdist"]["include"]

    for page in WRITTEN:
        for target, _ in _LINK.findall(text(page)):
            place = (page.parent / target).resolve() if target else page
            assert place.relative_to(ROOT).parts[0] in included, target


def test_readme_leads_to_every_page() -> None:
    linked = {target for target, _ in _LINK.findall(text(README))}

    assert {f"docs/{page.name}" for page in pages()} <= linked


def test_every_command_has_a_section_with_all_that_it_takes() -> None:
    page = text(DOCS / "commands.md")

    for name, command in commands().items():
        _, _, section = page.partition(f"\n## {name}\n")
        assert section, name
        for words, _ in options(command):
            assert words in section.partition("\n## ")[0], f"{name} {words}"


def test_every_setting_is_in_the_table_with_its_default() -> None:
    table = rows("settings.md")

    for setting in SETTINGS:
        if setting.kind is not SettingKind.KEYS:
            _, default, may_be, *_ = table[setting.key].split("|")
            assert json.dumps(setting.default) in default
            assert all(choice in may_be for choice in setting.choices)


def test_every_action_is_in_the_table_with_its_keys() -> None:
    table = rows("keys.md")

    for action in ACTIONS:
        assert all(f"`{key}`" in table[action.id].split("|")[1] for key in action.keys)


def test_every_technique_area_and_key_of_a_routine_file_is_explained() -> None:
    page, table = text(DOCS / "routines.md"), rows("routines.md")

    assert {*TECHNIQUES, *(key.value for key in (*FileKey, *DefaultsKey, *StepKey))} <= table.keys()
    assert all(f"### `{area}`" in page for area in AREAS)
    top = dict(re.findall(r"(?m)^\| `([^`]+)` (\|.*)$", page[: page.index("## Keys of a step")]))
    for key in FileKey:
        assert top[key].split("|")[1].strip() == ("yes" if key in REQUIRED else "no")


def test_limits_of_routine_files_are_those_of_the_program() -> None:
    page, table = text(DOCS / "routines.md"), rows("routines.md")

    assert f"1 to {MAX_REPEATS}" in table["repeat"]
    assert f"{MIN_TEMPO:g} to {MAX_TEMPO:g}" in table["tempo"]
    assert f"1 to {MAX_STEPS}" in table["steps"]
    for key in ("inhale", "exhale"):
        assert f"{MIN_BREATH_S:g} to {MAX_BREATH_S:g} seconds" in table[key]
    for sentence in (
        f"from {MIN_DURATION_S:g} second to {MAX_DURATION_S / 60:g} minutes",
        f"up to {MAX_FILE_BYTES // 1024} KiB",
        f"more than {LONG_HOLD_S:g} seconds",
        f"more than {SPOT_LIMIT_S / 60:g} minutes",
        f"more than {SESSION_LIMIT_S / 60:g} minutes",
        f"{MAX_ROUTINE_S / 3600:g} hours at most",
    ):
        assert sentence in page
    limits = text(DOCS / "history-and-safety.md")
    assert f"a hold past {HOLD_LIMIT_S:g} seconds, a release past {RELEASE_LIMIT_S:g} seconds" in limits
    assert f"one spot past {SPOT_LIMIT_S / 60:g} minutes" in limits


def test_every_part_that_the_doctor_checks_is_explained() -> None:
    assert {part.value for part in CheckedPart} <= rows("troubleshooting.md").keys()


def test_the_rating_is_quoted_word_for_word() -> None:
    page = " ".join(text(DOCS / "history-and-safety.md").split())

    assert all(f'"{words}"' in page for words in (QUESTION, LOWEST_ANCHOR, HIGHEST_ANCHOR))


def test_a_class_that_is_named_exists() -> None:
    defined = {
        name
        for path in (ROOT / "tpsession").rglob("*.py")
        for name in re.findall(r"(?m)^class (\w+)", path.read_text(encoding="utf-8"))
    }
    others = {"CreditsScreen", "NamedTuple"}

    for page in (CONTRIBUTING, *pages()):
        named = set(re.findall(r"`([A-Z][a-z]+(?:[A-Z][a-z]+)+|Routine|Plan|Session)`", text(page)))
        assert named - others <= defined


def test_every_medical_sentence_has_a_source() -> None:
    rows = list(sources_of_sentences())

    assert {words for found in sentences().values() for words in found} == {words for words, _ in rows}
    assert [words for words, source in rows if not source.strip() or source == MISSING] == []
