"""How far rendering is, in lines for the ear."""

from __future__ import annotations

from tpsession.core.plan.renderer import QuarterProgress, RenderProgress


def test_each_quarter_of_each_work_is_said_once() -> None:
    quarters = QuarterProgress()

    def said(text: str, *fractions: float) -> list[str]:
        return [quarters.describe(RenderProgress(text, fraction)) for fraction in fractions]

    assert said("Preparing speech: 1 of 4", 0.0, 1.0) == ["", "Preparing speech: 100 percent."]
    assert said("Saving: 1% of 1:00", 0.1, 0.25, 0.3) == ["", "Saving: 25 percent.", ""]
    assert said("Saving: 99% of 1:00", 0.8, 0.9, 1.0) == ["Saving: 75 percent.", "", "Saving: 100 percent."]
