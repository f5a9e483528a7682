"""The settings file: reads every setting, and changes one while keeping the person's comments."""

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
from tpsession.files.atomic import require_regular, write_atomically
from tpsession.files.toml.document import TomlError, load
from tpsession.files.toml.duration import DurationError, parse_duration
from tpsession.files.toml.line_ends import BOM, restore_line_ends
from tpsession.files.toml.reader import read_file
from tpsession.files.toml.table import InvalidValueError, ProblemCollector, TomlTable
from tpsession.files.toml.wording import nearest_word, printable, quoted, shown
from tpsession.private_files import make_private_folder

MAX_BYTES = 256 * 1024
"""The largest settings file that is read."""


class FileSettings:
    """Implements the port `tpsession.core.settings.store.SettingsStore` with a TOML file.

    Each call reads the file again: the person may edit it while the program runs. A missing file is no
    problem. If the file isn't valid TOML, nothing in it is used.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def load_preferences(self) -> Preferences:
        """Return all settings; one that is missing or wrong has its default value.

        If the file is missing, can't be read or isn't valid TOML, every setting has its default.
        """
        return self._read_file()[0]

    def find_problems(self) -> list[str]:
        """Return errors and warnings about the settings file, each as ``FILE:LINE:COLUMN: message``.

        A warning has ``warning:`` before its message. Empty if the file is missing.
        """
        path = printable(str(self._path))
        return [problem.format_with_path(path) for problem in self._read_file()[1]]

    def save_setting(self, name: str, value: str | int | bool) -> None:
        """Change one setting in the file; comments and everything else in it stay.

        A missing file is created, and its folder too.

        Args:
            name: An existing setting, as ``section.key``.
            value: As it is written in the file; a duration may be a text such as ``1m30s``.

        Raises:
            SettingsError: If the setting can't have this value, or the file can't be changed: it isn't valid
                TOML, its section isn't a table, or it can't be read or written.

        """
        _check_new_value(name, value)
        shown_path = printable(str(self._path))
        import tomlkit  # noqa: PLC0415 - 25 ms, and few sessions change a setting
        from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415 - likewise

        section, _, key = name.partition(".")
        try:
            # As bytes: reading or writing it as text would change the line ends.
            if self._path.is_dir():
                raise SettingsError(
                    f"{shown_path} is a folder.", "Move it away: the settings file belongs here."
                )
            require_regular(self._path)
            text = self._path.read_bytes().decode() if self._path.exists() else ""
            document = tomlkit.parse(text.removeprefix(BOM))
            table = document.setdefault(section, tomlkit.table())
            if not isinstance(table, MutableMapping):
                raise SettingsError(f"{shown_path}: {section} must be a table.", f"Write [{section}].")
            table[key] = value
            changed = tomlkit.dumps(document)
            # tomlkit also reads what tomllib can't, such as a comma before a }; then nothing would be used.
            load(changed)
            make_private_folder(self._path.parent)
            write_atomically(self._path, restore_line_ends(text, changed))
        except (OSError, UnicodeDecodeError, TOMLKitError, TomlError) as error:
            reason = error.strerror or str(error) if isinstance(error, OSError) else str(error)
            raise SettingsError(
                f"The settings in {shown_path} can't be changed: {printable(reason)}.",
                f"Edit the file yourself: set {key} under [{section}].",
            ) from error

    def _read_file(self) -> tuple[Preferences, tuple[Problem, ...]]:
        """Return the settings in the file, and its problems.

        A setting that is missing or wrong has its default. All settings have their defaults if the file is
        missing, which is no problem, or if it is too large, can't be read, or isn't valid TOML.
        """
        preferences = default_preferences()
        try:
            self._path.lstat()
        except (FileNotFoundError, NotADirectoryError):
            return preferences, ()
        except (OSError, ValueError):
            # `read_file` reports why.
            pass
        document = read_file(self._path, MAX_BYTES)
        problems = ProblemCollector(document)
        values = _read_settings(TomlTable(document.data, (), problems))
        if document.is_valid:
            preferences = Preferences({**preferences.values, **values})
        return preferences, problems.locate_problems()


def _check_new_value(name: str, value: object) -> None:
    """Raise `SettingsError` if a setting can't be changed to this value.

    Args:
        name: An existing setting, as ``section.key``.
        value: As in the settings file, so a duration may be text such as ``1m30s``.

    """
    setting = next(setting for setting in SETTINGS if setting.name == name)
    try:
        _reader_of(setting)(value)
    except InvalidValueError as error:
        raise SettingsError(f"{setting.title} {error}.") from error


def _read_settings(top: TomlTable) -> dict[str, str | int | bool | float]:
    """Return the settings that the file has and that are right, by ``section.key``.

    Settings that are missing or wrong have no entry. Durations are in seconds. What is wrong is added to the
    problems of `top`, the whole file as a table.
    """
    sections: dict[str, list[Setting]] = {}
    for setting in SETTINGS:
        sections.setdefault(setting.section, []).append(setting)
    right_places = {
        setting.key: f"{quoted(setting.key)} belongs under [{setting.section}]" for setting in SETTINGS
    }
    top.report_unknown_keys(sections, right_places.get)
    values: dict[str, str | int | bool | float] = {}
    for name, settings in sections.items():
        section_values = top.values.get(name, {})
        if top.problems.document.is_unreadable(section_values):
            continue
        if not isinstance(section_values, dict):
            message = f"{name} must be a table, not {shown(section_values)}; write [{name}]"
            top.problems.add_error((name,), message, at_key=True)
            continue
        section = TomlTable(section_values, (name,), top.problems)
        section.report_unknown_keys([setting.key for setting in settings], right_places.get)
        for setting in settings:
            if (value := section.read(setting.key, _reader_of(setting))) is not None:
                values[setting.name] = value
    return values


def _reader_of(setting: Setting) -> Callable[[object], str | int | bool | float]:
    """Return a function that reads a setting's value from the file, a duration as seconds.

    The function raises `InvalidValueError` for a value that the setting can't have.
    """

    def read(value: object) -> str | int | bool | float:
        """Return the setting's value, a duration as seconds; raise `InvalidValueError` for a wrong one."""
        converted = _to_seconds(value) if setting.kind is SettingKind.DURATION else value
        if accepts(setting, converted) and isinstance(converted, (str, int, float)):
            return converted
        near = nearest_word(value, setting.choices) if isinstance(value, str) else None
        right = f"did you mean {quoted(near)}?" if near else f"it must be {setting.expected_text}"
        raise InvalidValueError(f"can't be {shown(value)}; {right}")

    return read


def _to_seconds(value: object) -> object:
    """Return a valid duration as seconds, and anything else as it is."""
    if value == ROUTINE:
        return value
    try:
        return parse_duration(value)
    except DurationError:
        return value
