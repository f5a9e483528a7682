"""The settings file."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from pathlib import Path

from tpsession.core.errors import Problem, SettingsError
from tpsession.core.settings.definitions import (
    ROUTINE,
    SETTINGS,
    Preferences,
    Setting,
    SettingKind,
    accepts,
    default_preferences,
)
from tpsession.files.atomic import write_atomically
from tpsession.files.paths import make_folder
from tpsession.files.routines.duration import DurationError, parse_duration
from tpsession.files.toml.document import read_document
from tpsession.files.toml.source import read_source
from tpsession.files.toml.table import ProblemCollector, TomlTable, WrongValue
from tpsession.files.toml.wording import nearest, printable, quoted, shown

LARGEST_FILE = 256 * 1024
"""Bytes that a settings file may have."""
_MARK = "\ufeff"
"""The byte order mark with which some editors begin a file."""


class FileSettings:
    """The settings in a TOML file; `tpsession.core.settings.store.Settings`.

    Each call reads the file anew: it may be edited while the program runs. A file that isn't there is no
    problem; of a file that isn't valid TOML nothing is used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load_preferences(self) -> Preferences:
        """All settings; the default where one is unknown or bad."""
        return self._read()[0]

    def find_problems(self) -> list[str]:
        """What is wrong in the settings file, ``FILE:LINE:COLUMN: message`` each; empty if nothing is."""
        path = printable(str(self._path))
        return [problem.format_with_path(path) for problem in self._read()[1]]

    def save_setting(self, name: str, value: str | int | bool) -> None:
        """Set one setting, named ``section.key``; comments and all else of the file stay.

        value: as the file has it; a duration may be a text such as ``1m30s``. Raises `SettingsError` where
        the setting doesn't take it, and where the file isn't valid TOML or can't be read or written.
        """
        _refuse_wrong(name, value)
        shown_path = printable(str(self._path))
        if self._path.is_dir():
            raise SettingsError(f"{shown_path} is a folder.", "Move it away: the settings are a file there.")
        # 25 ms, and few sessions change a setting.
        import tomlkit  # noqa: PLC0415
        from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

        section, _, key = name.partition(".")
        try:
            # By bytes: reading or writing text would change the line ends.
            text = self._path.read_bytes().decode() if self._path.exists() else ""
            mark = _MARK if text.startswith(_MARK) else ""
            document = tomlkit.parse(text.removeprefix(mark))
            table = document.setdefault(section, tomlkit.table())
            if not isinstance(table, MutableMapping):
                raise SettingsError(f"{shown_path}: {section} must be a table.", f"Write [{section}].")
            table[key] = value
            make_folder(self._path.parent)
            changed = tomlkit.dumps(document)
            if "\r\n" in text and text.count("\n") == text.count("\r\n"):
                # New lines end as all the others do.
                changed = changed.replace("\r\n", "\n").replace("\n", "\r\n")
            write_atomically(self._path, mark + changed)
        except (OSError, UnicodeDecodeError, TOMLKitError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            raise SettingsError(
                f"The settings in {shown_path} can't be changed: {printable(reason)}.",
                f"Set {key} under [{section}] there by hand.",
            ) from error

    def _read(self) -> tuple[Preferences, tuple[Problem, ...]]:
        preferences = default_preferences()
        try:
            self._path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return preferences, ()
        except (OSError, ValueError):
            # Reading it says why.
            pass
        document = read_document(read_source(self._path, LARGEST_FILE))
        findings = ProblemCollector(document)
        chosen = _check(TomlTable(document.data, (), findings))
        if document.sound:
            preferences = Preferences({**preferences.values, **chosen})
        return preferences, findings.located()


def _refuse_wrong(name: str, value: object) -> None:
    setting = next(setting for setting in SETTINGS if setting.name == name)
    try:
        _reader(setting)(value)
    except WrongValue as wrong:
        raise SettingsError(f"{setting.title} {wrong}.") from wrong


def _check(top: TomlTable) -> dict[str, str | int | bool | float]:
    """The settings that the file sets well; what is wrong goes to the findings."""
    sections: dict[str, list[Setting]] = {}
    for setting in SETTINGS:
        sections.setdefault(setting.section, []).append(setting)
    homes = {setting.key: f"{quoted(setting.key)} belongs under [{setting.section}]" for setting in SETTINGS}
    top.unknown_keys(sections, homes.get)
    chosen: dict[str, str | int | bool | float] = {}
    for name, settings in sections.items():
        value = top.values.get(name, {})
        if top.findings.document.is_broken(value):
            continue
        if not isinstance(value, dict):
            top.findings.error(
                (name,), f"{name} must be a table, not {shown(value)}; write [{name}]", at_key=True
            )
            continue
        section = TomlTable(value, (name,), top.findings)
        section.unknown_keys([setting.key for setting in settings], homes.get)
        for setting in settings:
            if (found := section.find(setting.key, _reader(setting))) is not None:
                chosen[setting.name] = found
    return chosen


def _reader(setting: Setting) -> Callable[[object], str | int | bool | float]:
    def read(value: object) -> str | int | bool | float:
        meant = _seconds(value) if setting.kind is SettingKind.DURATION else value
        if accepts(setting, meant) and isinstance(meant, (str, int, float)):
            return meant
        near = nearest(value, setting.choices) if isinstance(value, str) else None
        right = f"did you mean {quoted(near)}?" if near else f"it must be {setting.expected_text}"
        raise WrongValue(f"can't be {shown(value)}; {right}")

    return read


def _seconds(value: object) -> object:
    """The seconds of a duration; any other value as it is."""
    if value == ROUTINE:
        return value
    try:
        return parse_duration(value)
    except DurationError:
        return value
