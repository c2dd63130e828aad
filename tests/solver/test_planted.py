"""Planted instances can be completed, so the solver must complete them, and never below the planted plan."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bianzu.audit import measure
from bianzu.instances import PRESETS, TIGHTNESSES, Preset, Tightness, planted
from tests.solver.running import assert_optimal, vector


@settings(derandomize=True, max_examples=14, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    preset=st.sampled_from(sorted(PRESETS)),
    tightness=st.sampled_from(sorted(TIGHTNESSES)),
)
def test_a_planted_instance_is_completed_at_least_as_well_as_planted(
    seed: int, preset: Preset, tightness: Tightness
) -> None:
    instance, hidden = planted("tiny", seed=seed, preset=preset, tightness=tightness)
    known = measure(instance, hidden)
    assert known.complete
    plan = assert_optimal(instance)
    assert plan.complete
    assert plan.shortages == ()
    assert vector(plan.levels)[:4] == (0, 0, 0, 0)
    assert vector(plan.levels) <= vector(known.levels)
