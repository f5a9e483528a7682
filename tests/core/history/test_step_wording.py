"""How the steps of saved sessions are worded."""

from __future__ import annotations

from tests.core.history.test_wording import DONE, STEP
from tpsession.core.catalog.side import Side
from tpsession.core.history import step_wording as wording


def test_a_step_says_its_time_and_whether_it_was_cut_short() -> None:
    assert wording.describe_step(STEP) == "Sustained pressure, left side: 1:10 of 1:30"
    longer = wording.describe_step(STEP._replace(active_s=95.0))
    assert longer == "Sustained pressure, left side: 1:35, planned 1:30, repeated or made longer"
    assert (
        wording.describe_step(STEP._replace(round=2))
        == "Sustained pressure, left side, round 2: 1:10 of 1:30"
    )
    cut = STEP._replace(skipped=True, eased=True)
    assert wording.describe_step(cut) == "Sustained pressure, left side: 1:10 of 1:30, skipped, eased off"
    elsewhere = STEP._replace(area="calf")
    assert wording.describe_step(elsewhere) == "Calf: Sustained pressure, left side: 1:10 of 1:30"


def test_a_step_is_called_as_the_session_called_it() -> None:
    named = STEP._replace(name="Pinch the calf")
    assert wording.describe_step(named) == "Pinch the calf, left side: 1:10 of 1:30"
    assert wording.describe_step(named._replace(area="calf")) == wording.describe_step(named)
    assert wording.describe_step(named._replace(area="foot")).startswith("Foot: Pinch the calf, left side")


def test_a_gate_is_untimed_a_rest_is_not_work_and_an_unknown_technique_shows_its_id() -> None:
    gate = STEP._replace(technique="wipe", side=Side.NONE, planned_s=0.0, active_s=0.0)
    assert wording.describe_step(gate) == "Wipe your hands: untimed"
    rest = STEP._replace(technique="rest", side=Side.NONE, active_s=0.0)
    assert wording.describe_step(rest) == "Rest: 1:30"
    assert wording.describe_step(STEP._replace(technique="cupping")) == "cupping, left side: 1:10 of 1:30"


def test_in_a_session_over_several_areas_each_step_at_a_place_names_its_own() -> None:
    steps = (STEP, STEP._replace(area="calf"), STEP._replace(technique="rest", side=Side.NONE))
    shown = wording.describe_steps(DONE._replace(steps=steps))
    assert [text.split(":")[0] for text in shown] == ["Neck", "Calf", "Rest"]
    assert wording.describe_steps(DONE._replace(steps=steps[:1])) == [wording.describe_step(STEP)]
