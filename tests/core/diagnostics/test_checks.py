"""What a look at a machine found, in words."""

from __future__ import annotations

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


def test_a_python_that_runs_is_fine() -> None:
    assert checks.check_python("3.12.1").text == "Python 3.12.1."


@pytest.mark.parametrize(
    ("terminal", "verdict", "words"),
    [
        (Terminal((100, 30), "utf-8"), CheckStatus.FINE, ""),
        (Terminal((100, 30), "UTF8"), CheckStatus.FINE, ""),
        (Terminal((79, 30), "utf-8"), CheckStatus.NOTE, "80 columns wide"),
        (Terminal((80, 23), "utf-8"), CheckStatus.NOTE, "24 lines high"),
        (Terminal((100, 30), "latin-1"), CheckStatus.NOTE, "plain characters"),
        (Terminal(None, ""), CheckStatus.NOTE, "--plain"),
    ],
)
def test_a_terminal_is_told_what_the_screen_would_miss(
    terminal: Terminal, verdict: CheckStatus, words: str
) -> None:
    found = checks.check_terminal(terminal)
    assert found.verdict is verdict
    assert words in " ".join(found.mend)


def test_places_that_can_not_be_written_are_named_with_their_reason() -> None:
    (fine,) = checks.check_folders([])
    assert fine.verdict is CheckStatus.FINE
    (broken,) = checks.check_folders([("data", "/d", "it is a file")])
    assert (broken.verdict, broken.text) == (
        CheckStatus.BROKEN,
        "Nothing can be written to data, /d: it is a file.",
    )
    assert "TPSESSION_HOME" in broken.mend[0]


def test_a_history_is_fine_unreadable_or_damaged() -> None:
    assert [one.verdict for one in checks.check_history("", [])] == [CheckStatus.FINE]
    assert [one.text for one in checks.check_history("It can't be read.", ["x"])] == ["It can't be read."]
    assert [one.verdict for one in checks.check_history("", ["a", "b"])] == [CheckStatus.BROKEN] * 2


def test_each_wrong_setting_is_named() -> None:
    found = checks.check_settings(
        ["F:2:1: no such setting", 'F:3:1: did you mean "dark"?'], ["Key s is set for both."]
    )
    assert [(one.verdict, one.text) for one in found] == [
        (CheckStatus.BROKEN, "F:2:1: no such setting."),
        (CheckStatus.BROKEN, 'F:3:1: did you mean "dark"?'),
        (CheckStatus.NOTE, "Key s is set for both."),
    ]
    assert [one.verdict for one in checks.check_settings([], [])] == [CheckStatus.FINE]


def test_an_error_in_a_routine_breaks_it_and_a_warning_does_not() -> None:
    error, warning = Problem(1, 2, "wrong"), Problem(3, 4, "long", Severity.WARNING)
    found = checks.check_routines([entry(error, warning), entry()])
    asks = Problem(1, 2, 'did you mean "neck"?')
    assert checks.check_routines([entry(asks)])[0].text == '/r/mine.toml:1:2: did you mean "neck"?'
    assert [(one.verdict, one.text) for one in found] == [
        (CheckStatus.BROKEN, "/r/mine.toml:1:2: wrong."),
        (CheckStatus.NOTE, "/r/mine.toml:3:4: warning: long."),
    ]
    assert checks.check_routines([entry()])[0].text == "1 routine, nothing wrong in them."
    assert checks.check_routines([entry(), entry()])[0].text == "2 routines, nothing wrong in them."


@pytest.mark.parametrize(
    ("state", "device", "turned_off", "verdict", "words"),
    [
        (
            SoundState("miniaudio", ""), PULSE, False, CheckStatus.FINE,
            "miniaudio through PulseAudio, the system's own device, latency 35 ms (as usual, not measured)",
        ),
        (
            SoundState("simpleaudio", "Own left out."), HORN, False, CheckStatus.NOTE,
            "through ALSA, the device Horn, latency 12 ms (measured), which is made up for. Own left out.",
        ),
        (SoundState("none", ""), None, True, CheckStatus.NOTE, "turned off in the settings"),
        (SoundState("none", "A.", SoundFailure.NO_DEVICE), None, False, CheckStatus.BROKEN, "pulseaudio"),
        (SoundState("none", "A.", SoundFailure.NO_LIBRARY), None, False, CheckStatus.BROKEN, "pip install"),
        (
            SoundState("none", "A.", SoundFailure.BROKEN_LIBRARY, ("it is broken; mend it",)),
            None, False, CheckStatus.BROKEN, "no sound library can be used. It is broken; mend it.",
        ),
        # It hasn't said a word.
        (SoundState("miniaudio", ""), None, False, CheckStatus.BROKEN, "does not answer"),
    ],
)  # fmt: skip
def test_sound_is_told_by_what_plays_or_how_to_get_it(
    state: SoundState,
    device: SoundDevice | None,
    turned_off: bool,
    verdict: CheckStatus,
    words: str,
) -> None:
    found = checks.check_sound(state, device, UBUNTU, turned_off=turned_off)
    assert found.part is CheckedPart.SOUND
    assert found.verdict is verdict
    assert words in " ".join((found.text, *found.mend))


def test_the_extra_voice_is_no_must() -> None:
    assert checks.check_voice(installed=True).mend == ()
    assert checks.check_voice(installed=False).verdict is CheckStatus.FINE


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ((CheckStatus.FINE, CheckStatus.FINE), "Everything works."),
        ((CheckStatus.FINE, CheckStatus.NOTE), "Everything works; something is worth knowing."),
        ((CheckStatus.BROKEN, CheckStatus.NOTE), "1 of 8 parts does not work."),
        ((CheckStatus.BROKEN, CheckStatus.BROKEN), "2 of 8 parts do not work."),
    ],
)
def test_all_findings_in_one_sentence(verdicts: tuple[CheckStatus, CheckStatus], words: str) -> None:
    parts = (CheckedPart.PLACES, CheckedPart.SOUND)
    found = [CheckResult(part, verdict, "So.") for part, verdict in zip(parts, verdicts, strict=True)]
    assert checks.describe_results([*found, *found]) == words
