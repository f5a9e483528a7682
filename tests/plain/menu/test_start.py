"""The start menu of plain mode, and what it leads to beside a session."""

from __future__ import annotations

from tests.fakes.history import MemoryHistory
from tests.fakes.ports import FakeClock
from tests.plain.fake_services import SAFE, SHORT, PlainRun, with_sides
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.history.records import HistoryQuery
from tpsession.core.safety.questions import TRY_OUT
from tpsession.core.settings.actions import SESSION_ACTIONS
from tpsession.core.settings.definitions import describe_key_conflicts


def test_a_routine_is_named_at_once_or_played_again_and_quitting_is_no_failure() -> None:
    history, clock = MemoryHistory(), FakeClock()
    first = PlainRun(["short", SAFE, "6", "3", "", "quit"], history=history, clock=clock)
    assert first.choose() == 0
    greeting = "tpsession: guided self-massage. help and repeat always work."
    assert first.console.lines[:2] == [greeting, "Type routine, where, log, more, quit or help:"]
    assert first.shown.count("help and repeat") == 1
    again = PlainRun(["same", SAFE, "6", "3", "", "quit"], history=history, clock=clock)
    again.clock.pass_time(86_400.0)
    again.console.typed.clear()
    again.console.typed.append((86_507.0, ""))
    assert again.choose() == 0
    assert "guided" not in again.shown
    assert again.menus[0] == "Type same for Short, or routine, where, log, history, more, quit:"
    assert len(history.find_sessions(HistoryQuery())) == 2
    assert PlainRun(["routine", "back", "quit"]).choose() == 0
    assert PlainRun([], attended=False).choose() == 1


def test_of_two_routines_of_one_name_either_is_chosen_from_the_list() -> None:
    twins = (SHORT, SHORT._replace(id="twin", name=SHORT.name.upper()))
    for number, routine in enumerate(twins, start=1):
        run = PlainRun(["short", str(number), SAFE, "6", "3", "", "quit"], routines=twins)
        assert run.choose() == 0
        assert run.record.routine == routine.id


def test_a_new_person_is_offered_the_try_out_and_nobody_else_is() -> None:
    history, clock, routines = (
        MemoryHistory(),
        FakeClock(),
        (SHORT, SHORT._replace(id=TRY_OUT, name="Try-out")),
    )
    new = PlainRun(["try", SAFE, "6", "3", "", "quit"], history=history, clock=clock, routines=routines)
    new.choose()
    assert "New here? Type try for two minutes on one hand." in new.console.lines[0]
    assert new.menus[0] == "Type try, routine, where, log, more, quit or help:"
    assert new.record.routine == TRY_OUT
    later = PlainRun(["quit"], history=history, clock=clock, routines=routines)
    later.choose()
    assert "try" not in later.menus[0]


def test_the_same_again_asks_neither_for_the_place_nor_for_the_side() -> None:
    history, clock = MemoryHistory(), FakeClock()
    routine = with_sides(SHORT, Sides.EACH)
    knee = SessionOptions(place="knee", pain_side=Side.LEFT, spot="inner corner", flags_read=True)
    PlainRun(["left", SAFE, "6", "3", ""], options=knee, history=history, clock=clock).play(routine)
    again = PlainRun(["same", SAFE, "6", "3", "", "quit"], history=history, clock=clock, routines=(routine,))
    assert again.choose() == 0
    latest = history.find_sessions(HistoryQuery())[0]
    assert (latest.place, latest.side, latest.spot) == ("knee", Side.LEFT, "inner corner")


def test_help_explains_every_word_and_a_group_says_what_is_in_it() -> None:
    run = PlainRun(["help", "more", "back", "perhaps", "3", "quit"])
    assert run.choose() == 0
    explained = run.console.lines[2]
    assert all(f"{word} " in explained for word in ("routine", "where", "log", "more"))
    assert "name of a routine" in explained
    assert "9. Save a routine as a sound file" in run.console.lines
    assert len(run.menus) == 5


def test_sessions_are_heard_a_few_at_a_time() -> None:
    history, clock = MemoryHistory(), FakeClock()
    for _ in range(5):
        PlainRun([SAFE, "6", "3", ""], history=history, clock=clock).play()
    run = PlainRun(["hear your sessions", "steps", "more", "", "quit"], history=history, clock=clock)
    run.choose()
    said = [line for line in run.console.lines if "Pain before 6, after 3: 3 points less." in line]
    assert len(said) == 5
    assert "Steps" not in said[0]
    assert run.shown.count("Steps: Broad circles, 20 seconds") == 3
    assert "2 more. Type more, or steps for what was done in them, or press enter to go back:" in run.shown
    assert "Type steps for what was done in them, or press enter to go back:" in run.console.lines


def test_settings_are_changed_by_words_and_a_wrong_value_is_explained() -> None:
    sound = (
        "sound",
        "details volume",
        "details 2",
        "volume",
        "loud",
        "",
        "voice volume",
        "70",
        "volume",
        "40",
        "voice says",
        "back",
        "voice says",
        "phrases",
        "halfway",
        "back",
    )
    session = "session", "get ready", "12s", "back"
    run = PlainRun(["settings", "details 1", "details back", *sound, *session, "back", "quit"])
    run.choose()
    values = run.services.settings.load_preferences().values
    assert (values["sound.volume"], values["sound.voice"]) == (40, 70)
    assert "How loud the steps are spoken." in run.console.lines
    assert any(line.startswith("Volume, Voice, Voice says, Signals,") for line in run.console.lines)
    assert "1. learn, everything until you have done a routine twice, then the phrases" in run.console.lines
    assert values["sound.speak"] == "phrases"
    assert values["sound.halfway"] is False
    assert values["session.get_ready"] == 12.0
    assert "Saved. Volume: 40." in run.console.lines
    assert any("must be a whole number from 0 to 100" in line for line in run.console.lines)


def test_none_is_offered_for_a_setting_that_may_be_empty_alone() -> None:
    session = "session", "get ready", "none", "12s", "back"
    run = PlainRun(["settings", *session, "history", "person", "none", "back", "back", "quit"])
    run.choose()
    shown = "\n".join(run.console.lines)
    range_s = "from 1 s to 60 min, such as 10s"
    assert f"How long you have to get ready. Type routine or a duration {range_s}; enter leaves it:" in shown
    assert 'Time to get ready must be "routine"' in shown
    assert run.services.settings.load_preferences().values["session.get_ready"] == 12.0
    assert "Type it, or none; enter leaves it:" in shown
    assert any("Saved." in line and "not set" in line for line in run.console.lines)


def test_the_keys_of_the_full_screen_are_set_and_what_gets_in_the_way_is_said() -> None:
    taken = "ease", "e, n", "stop", "x, tab"
    keys = "keys", "skip", "n", "more", "nothing like a key", "list", "records", *taken, "", "back"
    run = PlainRun(["settings", *keys, "quit"])
    run.choose()
    assert run.services.settings.load_preferences().text("keys.skip") == "n"
    assert run.services.settings.load_preferences().text("keys.ease") == "e"
    lines = run.console.lines
    refused = 'Not saved. The key n is set for both "Skip" and "Ease off". Choose another key.'
    assert refused in lines, [line for line in lines if "Not saved" in line]
    assert lines.index("Keys work in the full screen only; in plain mode you type words.") < lines.index(
        "In a session:"
    )
    others = "For the keys of other screens, type everywhere, before, routines, records or editor."
    assert lines.index("Skip: n") < lines.index(others) < lines.index("Undo: u")
    # What is heard at once is what a session needs.
    assert lines.index(others) - lines.index("In a session:") == len(SESSION_ACTIONS) + 1
    assert "Search: ctrl+f" not in lines
    assert any("must be keys separated by commas" in line for line in lines)
    assert {"Saved. Skip: n.", "Louder: pageup, right square bracket"} <= set(lines)
    conflicts = describe_key_conflicts(run.services.settings.load_preferences())
    assert conflicts[0] in lines


def test_each_kind_of_sound_is_heard_and_made_louder() -> None:
    run = PlainRun(["sound", "countdown", "louder", "quieter", "quieter", "back", "quit"])
    run.choose()
    assert run.player.scheduled
    assert run.services.settings.load_preferences().percent("sound.volume") == 70


def test_a_routine_is_saved_as_sound_and_the_computer_is_checked() -> None:
    run = PlainRun(["save a routine", "short", "", "check this", "quit"])
    run.renderer.existing_paths.add("/home/me/Music/short.wav")
    run.console._answers.insert(3, "yes")
    run.choose()
    assert [path for _, path in run.renderer.written] == ["/home/me/Music/short.wav"]
    checks = [line.split(":")[0] for line in run.console.lines if line.startswith(("Python, ", "Routines, "))]
    assert checks == ["Routines, failed", "Python, ok"]
    assert any(line.startswith("Sound, ok: Sound works") for line in run.console.lines)
    assert any(
        line.startswith("It will be saved as short.wav in /home/me/Music.") for line in run.console.lines
    )
    assert any(line.endswith(" percent.") for line in run.console.lines)
    refused = PlainRun(["save a routine", "short", "x.txt", "save a routine", "back", "quit"])
    refused.choose()
    assert any("no sound file" in line for line in refused.console.lines)


def test_after_a_change_only_the_change_is_heard_and_the_list_on_request() -> None:
    sound = "sound", "volume", "200", "40", "halfway", "list", "back"
    run = PlainRun(["settings", *sound, "keys", "back", "back", "sound", "louder", "back", "quit"])
    assert run.choose() == 0
    lines = run.console.lines
    # Said at once and for list, not for the two changes; back from the keys leads to the settings.
    assert sum("Details and a number" in line for line in lines) == 2
    assert lines.count("Which settings?") == 1
    assert any(line.endswith("Keys, for the full screen only") for line in lines)
    assert sum("must be a whole number from 0 to 100" in line for line in lines) == 1
    assert "Type it again; enter leaves it:" in lines
    assert "Volume 50 of 100." in lines
    assert sum(line.startswith("Which sound") for line in lines) == 1
    assert len(run.menus) == 3


def test_a_part_of_a_name_is_answered_with_the_name_or_with_all_that_have_it() -> None:
    balls = tuple(SHORT._replace(id=f"{part}-ball", name=f"{part} with a ball") for part in ("Foot", "Calf"))
    run = PlainRun(["ball", "foot", "quit"], routines=balls)
    assert run.choose() == 0
    several = "Several have that: Calf with a ball; Foot with a ball. Type more of its name."
    assert several in run.console.lines
    assert "Foot with a ball." in run.console.lines


def test_routines_of_one_name_are_told_apart_by_their_ids() -> None:
    twins = (SHORT, SHORT._replace(id="twin"))
    run = PlainRun(["routine", "back", "delete", "back", "quit"], routines=twins)
    run.choose()
    assert sum("Short, id twin" in line for line in run.console.lines) == 2
