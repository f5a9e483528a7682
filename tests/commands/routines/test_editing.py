"""The command ``routines edit``, with editors that are short programs."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.commands.conftest import RunCommand
from tests.commands.routines.conftest import Answer
from tpsession.commands.routines import editing
from tpsession.commands.routines.external_editor import ExternalEditor
from tpsession.core.routine_editing.copies import without_invitation
from tpsession.files.resources import find_resources

EDITOR = """\
import sys
from pathlib import Path
here = Path(__file__).parent
log = here / "calls"
calls = log.read_text().splitlines() if log.exists() else []
log.write_text("\\n".join([*calls, " ".join(sys.argv[1:])]))
replacements = (here / "replacements").read_text().splitlines()
if len(calls) < len(replacements):
    old, new = replacements[len(calls)].split("/")
    path = Path(sys.argv[-1])
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode()))
sys.exit(int((here / "code").read_text()))
"""


class ShortEditor:
    """An editor that replaces some text each time it is opened, and keeps a list of its arguments."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "nano.py").write_text(EDITOR)
        self.command = f'"{sys.executable}" "{folder / "nano.py"}"'
        self.set()

    def set(self, *replacements: str, code: int = 0) -> None:
        """Say what it does: ``old/new`` each time it is opened. code: with which it ends."""
        (self._folder / "replacements").write_text("\n".join(replacements))
        (self._folder / "code").write_text(str(code))

    @property
    def calls(self) -> list[str]:
        """The arguments of each call."""
        log = self._folder / "calls"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ShortEditor:
    folder = tmp_path / "an editor"
    folder.mkdir()
    made = ShortEditor(folder)
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", made.command)
    return made


def test_one_number_of_a_built_in_routine_is_changed_in_a_copy(
    run: RunCommand, own: Path, editor: ShortEditor, answer: Answer
) -> None:
    answer(attended=False)
    editor.set("30s/20s")
    done = run("routines", "edit", "neck")
    assert (done.code, done.out) == (0, "")
    assert editor.calls == [str(own / "neck.toml")]
    assert done.err.splitlines() == [
        f"Saved as your own neck, in place of the built-in one: {own / 'neck.toml'}",
        '"Neck and shoulder top": 11 minutes 9 seconds, no mistakes.',
    ]
    built_in = (find_resources().routines / "neck.toml").read_text(encoding="utf-8")
    copied = without_invitation(built_in)
    assert "make it your own" not in copied
    expected = "#:schema ./routine.schema.json\n\n" + copied.replace("30s", "20s")
    assert (own / "neck.toml").read_text(encoding="utf-8") == expected
    editor.set()
    assert run("routines", "edit", "NECK").err.splitlines()[0] == "Nothing was changed."
    assert (own / "neck.toml").read_text(encoding="utf-8") == expected


def test_a_copy_that_nobody_changed_is_removed(
    run: RunCommand, own: Path, editor: ShortEditor, answer: Answer
) -> None:
    answer(attended=False)
    done = run("routines", "edit", "neck")
    assert (done.code, done.err) == (0, "Nothing was changed.\n")
    editor.set(code=3)
    done = run("routines", "edit", "neck")
    assert done.code == 1
    assert "ended with an error (code 3)" in done.err
    assert list(own.glob("*.toml")) == []
    editor.set("30s/20s", code=3)
    assert run("routines", "edit", "neck").code == 1
    assert list(own.glob("*.toml")) == []


def test_what_an_editor_saved_before_it_failed_is_kept(
    run: RunCommand, own: Path, editor: ShortEditor, answer: Answer
) -> None:
    answer(attended=False)
    editor.set("30s/20s", code=1)
    assert run("routines", "edit", "neck").code == 1
    assert "20s" in (own / "neck.toml").read_text(encoding="utf-8")


def test_mistakes_are_listed_and_the_editor_opens_at_the_first_of_them(
    run: RunCommand, own: Path, editor: ShortEditor, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ExternalEditor, "takes_line", True)
    answer("")
    editor.set('"oil"/"oli"', '"oli"/"rest"')
    done = run("routines", "edit", "neck")
    assert done.code == 0
    line = (own / "neck.toml").read_text(encoding="utf-8").splitlines().index('technique = "rest"') + 1
    path = own / "neck.toml"
    assert f'{path}:{line}:13: technique can\'t be "oli"; did you mean "oil"?\n' in done.err
    assert f"Go back to the editor, at line {line}? [Y/n]" in done.err
    assert editor.calls == [str(path), f"+{line} {path}"]


def test_a_routine_may_be_left_with_mistakes(
    run: RunCommand, own: Path, editor: ShortEditor, answer: Answer
) -> None:
    editor.set('"oil"/"oli"')
    answer("n")
    done = run("routines", "edit", "neck")
    assert done.code == 3
    assert "The first mistake is in line" in done.err
    assert done.err.endswith("neck has 1 problem and can't be played yet.\n")
    assert (own / "neck.toml").exists()
    answer(attended=False)
    editor.set()
    assert run("routines", "edit", "neck").code == 3
    assert len(editor.calls) == 2


def test_an_editor_that_only_opens_a_window_is_waited_for(
    run: RunCommand, own: Path, editor: ShortEditor, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def save_and_answer(question: str) -> str:
        asked.append(question)
        path = own / "neck.toml"
        path.write_bytes(path.read_bytes().replace(b"30s", b"20s"))
        return ""

    answer()
    monkeypatch.setattr(editing, "ask", save_and_answer)
    monkeypatch.setattr(editing, "_AT_ONCE_S", 60.0)
    assert run("routines", "edit", "neck").code == 0
    assert asked == ["Press enter when you have saved your changes and closed the editor."]
    assert "20s" in (own / "neck.toml").read_text(encoding="utf-8")
    monkeypatch.setattr(editing, "_AT_ONCE_S", 0.0)
    run("routines", "edit", "foot")
    assert len(asked) == 1


def test_a_file_in_any_place_is_edited_where_it_is(
    run: RunCommand, own: Path, editor: ShortEditor, answer: Answer, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    answer(attended=False)
    monkeypatch.chdir(tmp_path)
    Path("mine.toml").write_bytes((find_resources().routines / "foot.toml").read_bytes())
    editor.set("30s/20s")
    assert run("routines", "edit", "./mine.toml").code == 0
    assert editor.calls == [str(tmp_path / "mine.toml")]
    assert not own.exists()


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("no-such-program -x", 1, "EDITOR names no-such-program, which isn't installed."),
        ("'open", 2, "EDITOR has a quote that isn't closed"),
    ],
)
def test_without_a_working_editor_nothing_is_copied(
    run: RunCommand, own: Path, editor: ShortEditor, answer: Answer, monkeypatch: pytest.MonkeyPatch,
    command: str, code: int, message: str,
) -> None:  # fmt: skip
    answer()
    monkeypatch.setenv("EDITOR", command)
    done = run("routines", "edit", "neck")
    assert done.code == code
    assert message in done.err
    assert not own.exists()
    assert editor.calls == []


def test_an_editor_that_nobody_chose_is_not_opened_without_a_terminal(
    run: RunCommand, own: Path, answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("VISUAL", "EDITOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(sys, "platform", "linux")
    answer(attended=False)
    done = run("routines", "edit", "neck")
    assert done.code == 1
    assert "no terminal" in done.err
    assert not own.exists()


def test_a_routine_that_is_not_there_opens_no_editor(run: RunCommand, editor: ShortEditor) -> None:
    assert run("routines", "edit", "nek").code == 2
    assert editor.calls == []
