"""The choices before a session: what each changes in the plan, the rated place, and the lines about it."""

from __future__ import annotations

from datetime import date

from tests.plain.fake_services import SHORT, with_sides
from tpsession.core.catalog.cues import Speak
from tpsession.core.catalog.routine import Sides
from tpsession.core.catalog.side import Side
from tpsession.core.dialogue.session_options import SessionOptions
from tpsession.core.dialogue.teaching import TAUGHT
from tpsession.core.history.series import Series
from tpsession.core.plan.plan import PlanOptions
from tpsession.core.safety.dose import DoseHistory
from tpsession.core.session.wording import REHEARSAL
from tpsession.tui.view_models.preparation.preparation_choices import PreparationChoices

EACH = with_sides(SHORT, Sides.EACH)
LONG = EACH._replace(steps=(EACH.steps[0]._replace(duration_s=100.0), *EACH.steps[1:]))
NO_DOSE = DoseHistory((), date(2026, 3, 1))
KNEE, HERE = SessionOptions(place="knee", pain_side=Side.LEFT), SessionOptions()
CHOICES = PreparationChoices(
    EACH, PlanOptions(), HERE, HERE, {Series("knee", Side.LEFT): "inner corner"}, None, Side.BOTH
)


def test_the_plan_follows_the_side_the_teaching_and_the_short_first_session() -> None:
    changed = CHOICES.with_side(Side.RIGHT).switch_taught().switch_short()
    assert (changed.plan.side, changed.plan.speak) == (Side.RIGHT, Speak.EVERYTHING)
    assert TAUGHT in changed.describe("f")
    back = changed.switch_taught().switch_short()
    assert back.plan == CHOICES.with_side(Side.RIGHT).plan
    assert CHOICES.plan.side is Side.BOTH


def test_a_side_that_is_set_already_is_not_asked_for_and_stays() -> None:
    set_before = PreparationChoices(EACH, PlanOptions(side=Side.LEFT), HERE, HERE, {}, None, Side.RIGHT)
    assert not set_before.asks_side
    assert set_before.plan.side is Side.LEFT


def test_another_place_can_be_rated_and_the_side_changes_only_if_it_has_to() -> None:
    knee = PreparationChoices(
        EACH, PlanOptions(), HERE, KNEE, {Series("knee", Side.LEFT): "inner corner"}, None, Side.BOTH
    )
    assert knee.is_pain_switchable
    assert knee.rated == Series("neck", Side.BOTH)
    switched = knee.switch_rated()
    assert switched.rated == Series("knee", Side.LEFT)
    assert switched.side in switched.sides
    assert "For pain in: Knee, left side" in switched.describe("f")
    assert any("inner corner" in line for line in switched.describe("f"))
    noted = switched.with_spot("outer")
    assert "Exact spot: outer" in noted.describe("f")
    assert noted.switch_rated().options == HERE


def test_a_short_first_session_is_offered_only_if_the_whole_one_is_long() -> None:
    assert not CHOICES.offers_short
    assert CHOICES.list_dose_advice() == ()
    long = PreparationChoices(LONG, PlanOptions(), HERE, HERE, {}, NO_DOSE, Side.BOTH)
    assert long.offers_short
    assert any("Press f for that" in line for line in long.describe("f"))
    assert "Short first session: on. Press f for the whole routine." in long.switch_short().describe("f")
    assert long.switch_short().plan.planned_s < long.plan.planned_s


def test_a_rehearsal_says_so_and_nothing_about_the_pain() -> None:
    rehearsal = PreparationChoices(EACH, PlanOptions(), KNEE._replace(speed=10.0), HERE, {}, None, Side.LEFT)
    assert not rehearsal.is_pain_switchable
    lines = rehearsal.describe("f")
    assert REHEARSAL in lines
    assert not any("pain in" in line for line in lines)
