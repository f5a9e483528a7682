"""What to know before a session, as sections of text: what you need, what never to press, when to stop."""

from __future__ import annotations

from tpsession.core.plan.plan import Plan
from tpsession.core.safety import screening
from tpsession.core.session.wording import list_tools
from tpsession.tui.drawing.body.picture import body_legend
from tpsession.tui.drawing.raster.charset import Charset
from tpsession.tui.drawing.raster.picture import Ink
from tpsession.tui.widgets.common.sections import Item, Section


def build_preparation_sections(
    plan: Plan,
    advice: tuple[str, ...],
    charset: Charset,
    *,
    every_sign: bool,
    evidence_read: bool,
) -> list[Section]:
    """Return what to know before a session, in the order in which it is shown; a section may be empty.

    What the picture of the body marks has the same mark here.

    Args:
        plan: The plan of the session.
        advice: What the person should know today, one sentence each.
        charset: The terminal's character set, which decides the marks.
        every_sign: Whether to name every stop sign and when to ease off, or only some stop signs.
        evidence_read: Whether the person has just read how good the evidence is; the note is shorter then.

    """
    marks = [line for area in plan.areas for line in body_legend(area, charset)]
    never_mark = next((mark for mark, ink, _ in marks if ink is Ink.NEVER), "")
    stop_signs = (
        (
            Item("if you notice:"),
            *_lines(screening.list_stop_signs(plan.areas, light_only=plan.light_only), "•"),
        )
        if every_sign
        else (Item(f"at {screening.SOME_STOP_SIGNS}"),)
    )
    today = Section("Today", _lines(advice), "$text-warning")
    stop = Section("Stop at once", stop_signs, "$text-error", is_warning=True)
    return [
        Section("You'll need", _lines((", ".join(tools),) if (tools := list_tools(plan)) else ())),
        Section("Never press", _lines(plan.avoid, never_mark, "$text-error"), "$text-error", is_warning=True),
        # Every sign has to be read anyway; some fit beside what is seen without scrolling.
        *((today, stop) if every_sign else (stop, today)),
        Section("Ease off", _lines(screening.list_ease_rules(plan.areas) if every_sign else ())),
        Section("Position", _lines((plan.position,) if plan.position else ())),
        Section("Take care", _lines(plan.care)),
        Section("Limits", _lines(plan.notes)),
        Section(
            "On the body",
            tuple(Item(text, mark, _COLOURS[ink]) for mark, ink, text in marks if ink in _COLOURS),
        ),
        Section("Note", (Item(" ".join(screening.list_evidence(plan.areas, is_read=evidence_read))),)),
    ]


_COLOURS = {Ink.SPOT: "$text-success", Ink.REFERS: "$text-warning"}
"""The colours of the marks on the body that "Never press" doesn't list."""


def _lines(texts: tuple[str, ...], mark: str = "", colour: str = "") -> tuple[Item, ...]:
    return tuple(Item(text, mark, colour) for text in texts)
