"""Routines made and mended at a terminal by keys or by mouse, then played and found in the history."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pexpect
import pytest

from tests.end_to_end.full_screen import DOWN, ESCAPE, NEXT, RIGHT, answer_the_long_list, calm, get_ready, see
from tests.end_to_end.mouse import MouseUser
from tests.end_to_end.terminal import kept, write_routine
from tests.end_to_end.test_full_screen import SILENT, full_screen
from tests.scale import short_and_long

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals like these")

SAVE, SELECT_ALL, NEXT_PROBLEM = "\x13", "\x1b[18~", "\x1b[19~"
SHORT = """\
format = 1
name = "NAME"
area = "shoulder"
sides = "left"
[defaults]
get_ready = "1s"
[[steps]]
technique = "stretch"
duration = "1s"
"""
"""A routine of two seconds."""


def paste(child: pexpect.spawn[str], text: str) -> None:
    """Paste a text, as a terminal does it."""
    child.send(f"\x1b[200~{text}\x1b[201~")


def play(child: pexpect.spawn[str]) -> None:
    """Play the highlighted routine from the list to the list."""
    calm()
    get_ready(child)
    see(child, "How strong is your pain")
    calm()
    child.send(f"4{NEXT}")
    see(child, "after 4")
    calm()
    child.send(ESCAPE)
    see(child, "History")
    calm()


@pytest.fixture
def prepared(home: Path) -> Path:
    """A home with a broken routine and without sound, where the program was used before."""
    write_routine(home, "broken", SHORT.replace("NAME", "Broken").replace("duration", "duratoin"))
    (home / "settings.toml").write_text(SILENT)
    answer_the_long_list(home)
    return home


@pytest.mark.parametrize("is_played", short_and_long(False, True))
def test_a_routine_is_made_from_nothing_and_a_broken_one_is_mended(prepared: Path, is_played: bool) -> None:
    with full_screen() as child:
        see(child, "Skip")
        calm()
        child.send("s")
        see(child, "History")
        # Typed from nothing: the template is replaced by what the person pastes.
        child.send("n")
        see(child, "A new routine")
        calm()
        child.send(f"Made here{NEXT}")
        see(child, "As text")
        calm()
        child.send("t")
        see(child, "New routine: Made here", "no mistakes")
        child.send(SELECT_ALL)
        paste(child, SHORT.replace("NAME", "Made here"))
        see(child, "2 seconds, no mistakes")
        child.send(SAVE)
        see(child, "Saved.")
        child.send(ESCAPE)
        see(child, "Made here")
        # The list is read again, and then the new one is highlighted.
        calm()
        if is_played:
            play(child)
        # The one that was made, a little different: its one step takes 15 seconds longer.
        child.send("a")
        see(child, "A little different", "Duration")
        child.send(DOWN * 4)
        threading.Event().wait(0.5)
        child.send(RIGHT)
        see(child, "longer than before")
        child.send("s")
        see(child, "History")
        if is_played:
            see(child, "Made here")
        # The broken one is found by its name, and its problem by a key.
        child.send("/")
        see(child, "name or area")
        child.send(f"broken{NEXT}")
        threading.Event().wait(0.3)
        child.send("e")
        see(child, "Edit: Broken", "mistakes")
        child.send(NEXT_PROBLEM)
        see(child, 'Unknown key "duratoin"')
        child.send("\x1b[F" + "\x7f" * len('duratoin = "1s"'))
        child.send('duration = "1s"')
        see(child, "2 seconds, no mistakes")
        child.send(SAVE)
        see(child, "Saved.")
        child.send(ESCAPE)
        see(child, "Broken")
        if is_played:
            play(child)
    expect_files_and_history(prepared, is_played)


def expect_files_and_history(home: Path, is_played: bool) -> None:
    """Check what was made, and whether it was played."""
    assert "duratoin" not in (home / "routines" / "broken.toml").read_text()
    made = SHORT.replace("NAME", "Made here").replace('duration = "1s"', 'duration = "15s"')
    assert (home / "routines" / "made-here.toml").read_text() == made
    assert [session["routine"] for session in kept()] == (["broken", "made-here"] if is_played else [])


def choose_in_help(user: MouseUser, action: str) -> None:
    """Run an action that the line at the bottom has no room for."""
    user.click("Help")
    user.scroll_to(action)
    user.click(action)


def play_by_mouse(user: MouseUser) -> None:
    """Play the highlighted routine from the list to the list."""
    user.click("Rehearse", "Start")
    user.click_until("Continue  ", "2 of 3")
    user.click_until("None apply", "3 of 3")
    user.click_until("  4  ", "██")
    calm()
    user.click("Start  ")
    user.see("Rate your pain again")
    user.click_until("  3  ", "██")
    calm()
    user.click("Save rating")
    user.see("after 3")
    calm()
    user.click("Back")
    user.see("History")


def make_by_mouse(child: pexpect.spawn[str], user: MouseUser) -> None:
    """Make a routine from nothing, play it, and make it a little different. Only words are typed."""
    choose_in_help(user, "New routine")
    user.see("A new routine")
    child.send("Made here")
    user.click_until(" Save ", "As text")
    user.click_until("As text", "New routine: Made here")
    user.see("no mistakes")
    child.send(SELECT_ALL)
    paste(child, SHORT.replace("NAME", "Made here"))
    user.see("2 seconds, no mistakes")
    user.click("Save")
    user.see("Saved.")
    user.click("Back")
    user.see("History", "Made here")
    play_by_mouse(user)
    choose_in_help(user, "A little different")
    user.click("Duration", "▶")
    user.see("longer than before")
    user.click("Save as my own")
    user.see("History")


@pytest.mark.parametrize("is_whole", short_and_long(False, True))
def test_the_same_by_mouse(prepared: Path, is_whole: bool) -> None:
    with full_screen() as child:
        user = MouseUser(child)
        user.click_until("Skip", "History")
        if is_whole:
            make_by_mouse(child, user)
        # A click highlights a routine, a second one opens a broken one; one on a problem leads to it.
        user.click_until("! broken", "Edit: Broken")
        user.see("mistakes")
        user.click('unknown key "duratoin"')
        user.see('Unknown key "duratoin"')
        child.send("\x1b[F" + "\x7f" * len('duratoin = "1s"') + 'duration = "1s"')
        user.see("2 seconds, no mistakes")
        user.click_until("Save", "Saved.")
        user.click("Back")
        user.see("History", "Broken")
        if is_whole:
            play_by_mouse(user)
            user.click("History")
            # At this width only the details name the routine; the others are looked up in the history itself.
            user.see("When", "Routine  Broken")
    if is_whole:
        expect_files_and_history(prepared, is_played=True)
    assert "duratoin" not in (prepared / "routines" / "broken.toml").read_text()
