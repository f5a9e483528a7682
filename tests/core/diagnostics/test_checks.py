"""The results of the doctor's checks, as sentences."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tpsession.core.catalog.routine import RoutineEntry
from tpsession.core.diagnostics import checks
from tpsession.core.diagnostics.checks import CheckedPart, CheckResult, CheckStatus, Terminal
from tpsession.core.errors import Problem, Severity
from tpsession.core.sound.player import SoundDevice, SoundState
from tpsession.core.sound.troubleshooting import Machine, SoundFailure

UBUNTU = Machine("linux", "x86_64", ("ubuntu", "debian"))
PULSE = SoundDevice("PulseAudio", "", 0.035, measured=False)
HORN = SoundDevice("ALSA", "Horn", 0.012, measured=True)


def entry(*problems: Problem) -> RoutineEntry:
    return RoutineEntry("mine", "yours", "/r/mine.toml", None, problems)


def test_the_running_python_is_fine() -> None:
    assert checks.check_python("3.12.1").text == "Python 3.12.1."


@pytest.mark.parametrize(
    ("terminal", "verdict", "text"),
    [
        (Terminal((100, 30), "utf-8"), CheckStatus.OK, ""),
        (Terminal((100, 30), "UTF8"), CheckStatus.OK, ""),
        (Terminal((79, 30), "utf-8"), CheckStatus.NOTE, "80 columns wide"),
        (Terminal((80, 23), "utf-8"), CheckStatus.NOTE, "24 lines high"),
        (Terminal((100, 30), "latin-1"), CheckStatus.NOTE, "plain characters"),
        (Terminal(None, ""), CheckStatus.NOTE, "--plain"),
    ],
)
def test_a_terminal_that_is_too_small_or_not_utf8_is_noted(
    terminal: Terminal, verdict: CheckStatus, text: str
) -> None:
    result = checks.check_terminal(terminal)
    assert result.verdict is verdict
    assert text in " ".join(result.fixes)


def test_folders_that_cannot_be_written_are_named_with_the_reason() -> None:
    (fine,) = checks.check_folders([])
    assert fine.verdict is CheckStatus.OK
    (broken,) = checks.check_folders([("data", "/d", "it is a file")])
    assert (broken.verdict, broken.text) == (
        CheckStatus.FAILED,
        "Can't write to /d (data): it is a file.",
    )
    assert "TPSESSION_HOME" in broken.fixes[0]


def test_a_history_is_fine_unreadable_or_damaged() -> None:
    assert [result.verdict for result in checks.check_history("", [])] == [CheckStatus.OK]
    assert [result.text for result in checks.check_history("It can't be read.", ["x"])] == [
        "It can't be read."
    ]
    (disk,) = checks.check_history("", [], "files can't be locked there", ("Do this.",))
    assert (disk.verdict, disk.fixes) == (CheckStatus.FAILED, ("Do this.",))
    assert disk.text.endswith("where your history is: files can't be locked there.")
    assert [result.verdict for result in checks.check_history("", ["a", "b"])] == [CheckStatus.FAILED] * 2


def test_each_mistake_in_the_settings_is_named() -> None:
    results = checks.check_settings(
        ["F:2:1: no such setting", 'F:3:1: did you mean "dark"?'], ["Key s is set for both."]
    )
    assert [(result.verdict, result.text) for result in results] == [
        (CheckStatus.FAILED, "F:2:1: no such setting."),
        (CheckStatus.FAILED, 'F:3:1: did you mean "dark"?'),
        (CheckStatus.NOTE, "Key s is set for both."),
    ]
    assert [result.verdict for result in checks.check_settings([], [])] == [CheckStatus.OK]


def test_an_error_in_a_routine_breaks_it_and_a_warning_does_not() -> None:
    error, warning = Problem(1, 2, "wrong"), Problem(3, 4, "long", Severity.WARNING)
    results = checks.check_routines([entry(error, warning), entry()])
    asks = Problem(1, 2, 'did you mean "neck"?')
    assert checks.check_routines([entry(asks)])[0].text == '/r/mine.toml:1:2: did you mean "neck"?'
    assert [(result.verdict, result.text) for result in results] == [
        (CheckStatus.FAILED, "/r/mine.toml:1:2: wrong."),
        (CheckStatus.NOTE, "/r/mine.toml:3:4: warning: long."),
    ]
    assert checks.check_routines([entry()])[0].text == "1 routine, no problems."
    assert checks.check_routines([entry(), entry()])[0].text == "2 routines, no problems."


@pytest.mark.parametrize(
    ("state", "device", "turned_off", "verdict", "text"),
    [
        (
            SoundState("miniaudio", ""), PULSE, False, CheckStatus.OK,
            "miniaudio through PulseAudio, default device, latency 35 ms (typical, not measured)",
        ),
        (
            SoundState("simpleaudio", "Own left out."), HORN, False, CheckStatus.NOTE,
            "through ALSA, device Horn, latency 12 ms (measured), compensated for. Own left out.",
        ),
        (SoundState("none", ""), None, True, CheckStatus.NOTE, "turned off in the settings"),
        (SoundState("none", "A.", SoundFailure.NO_DEVICE), None, False, CheckStatus.FAILED, "pulseaudio"),
        (SoundState("none", "A.", SoundFailure.NO_LIBRARY), None, False, CheckStatus.FAILED, "pip install"),
        (
            SoundState("none", "A.", SoundFailure.BROKEN_LIBRARY, ("it is broken; fix it",)),
            None, False, CheckStatus.FAILED, "no installed sound library works. It is broken; fix it.",
        ),
        # The player hasn't reported anything.
        (SoundState("miniaudio", ""), None, False, CheckStatus.FAILED, "does not respond"),
    ],
)  # fmt: skip
def test_sound_is_reported_with_its_device_or_with_advice(
    state: SoundState,
    device: SoundDevice | None,
    turned_off: bool,
    verdict: CheckStatus,
    text: str,
) -> None:
    result = checks.check_sound(state, device, UBUNTU, turned_off=turned_off)
    assert result.part is CheckedPart.SOUND
    assert result.verdict is verdict
    assert text in " ".join((result.text, *result.fixes))


def test_the_extra_voice_is_optional() -> None:
    assert checks.check_voice(UBUNTU, installed=True).fixes == ()
    missing = checks.check_voice(UBUNTU, installed=False)
    assert (missing.verdict, missing.fixes) == (
        CheckStatus.OK, ("To hear any text spoken: pip install hibari-tts.",)
    )  # fmt: skip


def test_where_the_extra_voice_cannot_be_installed_it_is_not_recommended() -> None:
    intel_mac = Machine("darwin", "x86_64")
    assert checks.check_voice(intel_mac, installed=False).fixes == ()
    assert "no extra voice for this computer" in checks.check_voice(intel_mac, installed=False).text


@pytest.mark.parametrize(
    ("verdicts", "sentence"),
    [
        ((CheckStatus.OK, CheckStatus.OK), "Everything works."),
        ((CheckStatus.OK, CheckStatus.NOTE), "Everything works, with some notes."),
        ((CheckStatus.FAILED, CheckStatus.NOTE), "1 of 9 checks failed."),
        ((CheckStatus.FAILED, CheckStatus.FAILED), "2 of 9 checks failed."),
    ],
)
def test_all_results_are_summed_up_in_one_sentence(
    verdicts: tuple[CheckStatus, CheckStatus], sentence: str
) -> None:
    parts = (CheckedPart.FOLDERS, CheckedPart.SOUND)
    results = [CheckResult(part, verdict, "So.") for part, verdict in zip(parts, verdicts, strict=True)]
    assert checks.describe_results([*results, *results]) == sentence


def test_the_check_says_what_keeps_the_computer_awake_or_that_nothing_does() -> None:
    kept = checks.check_awake(("org.freedesktop.ScreenSaver", "logind"), turned_off=False)
    assert (kept.verdict, kept.fixes) == (CheckStatus.OK, ())
    assert "through org.freedesktop.ScreenSaver and logind" in kept.text
    assert checks.check_awake((), turned_off=False).verdict is CheckStatus.NOTE
    assert checks.check_awake((), turned_off=True).verdict is CheckStatus.OK


def test_the_last_good_backup_is_named_and_a_folder_that_is_not_there_is_no_failure() -> None:
    made = (datetime(2026, 1, 31, 9, 5, tzinfo=UTC), "/home/me/backup.sqlite")
    (result,) = checks.check_backups(made, "", "")
    assert result.verdict is CheckStatus.OK
    assert result.text == "The last good backup was made on 2026-01-31 at 09:05: /home/me/backup.sqlite."
    none, missing, unwritable = checks.check_backups(None, "/media/disk", "you don't have permission")
    assert (none.verdict, none.text[:26]) == (CheckStatus.OK, "There is no backup yet. On")
    assert missing.verdict is CheckStatus.NOTE
    assert "/media/disk, isn't there now" in missing.text
    assert (unwritable.verdict, unwritable.text) == (
        CheckStatus.FAILED,
        "No backup can be made: you don't have permission.",
    )
