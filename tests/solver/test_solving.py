"""`solve` as callers use it: in a process of its own, with progress, limits, cancelling and errors."""

import shutil
import sys
import threading
from pathlib import Path

import pytest

from bianzu.audit import verify
from bianzu.instances import planted
from bianzu.models import EngineError, InputError, Instance, Plan, Run, draw_seed
from bianzu.solver import Progress, SolveOptions, solve
from tests.builders import make_instance, pin, team
from tests.solver.running import solve_here
from tests.solver.stumbling import let_stumble

TINY = planted("tiny", seed=4, tightness="tight")[0]
CLASHING = make_instance("xyz", [team("T1", "s")], pins=[pin("must", who, team="T1") for who in "xy"])


def _reproducible(plan: Plan) -> str:
    """The plan without what may differ from run to run."""
    provenance = plan.provenance.model_copy(update={"run": Run()})
    return plan.model_copy(update={"provenance": provenance}).model_dump_json(by_alias=True)


def _assert_audited(instance: Instance, plan: Plan) -> None:
    assert [str(item) for item in verify(instance, plan).findings] == []


def test_two_runs_and_one_in_this_process_give_the_same_bytes() -> None:
    heard: list[Progress] = []
    options = SolveOptions(seed=9)
    plan = solve(TINY, options=options, progress=heard.append)
    assert plan.status == "optimal"
    assert plan.provenance.run.stop_reason == "finished"
    assert plan.provenance.run.started != ""
    again = _reproducible(solve(TINY, options=options))
    assert _reproducible(plan) == again == _reproducible(solve_here(TINY, 9))
    assert any(item.incumbent is not None for item in heard)
    assert heard[-1].phase == "audit"
    assert [item.seconds for item in heard] == sorted(item.seconds for item in heard)


def test_a_draw_gives_the_plan_of_the_seed_it_derives_and_names_its_value() -> None:
    drawn, seed = solve(TINY, options=SolveOptions(draw="21 07 33")), draw_seed(TINY, "21 07 33")
    assert (drawn.provenance.seed, drawn.provenance.draw) == (seed, "21 07 33")
    chosen = solve_here(TINY, seed)
    assert chosen.provenance.draw is None
    named = chosen.model_copy(update={"provenance": drawn.provenance})
    assert _reproducible(drawn) == _reproducible(named)


def test_a_draw_needs_no_seed_and_a_value_of_one_line() -> None:
    with pytest.raises(ValueError, match="give one of the two"):
        SolveOptions(seed=1, draw="7")
    with pytest.raises(ValueError, match="one line of text"):
        solve(TINY, options=SolveOptions(draw="7 "))


def test_infeasible_crosses_the_process_boundary_with_its_conflict() -> None:
    plan = solve(CLASHING)
    assert plan.status == "infeasible"
    assert [item.pins for item in plan.conflicts] == [(0, 1)]


def test_input_errors_cross_the_process_boundary() -> None:
    instance = make_instance("x", [team("T1", "s")], {"coverage": {}, "sector-sync": {}})
    with pytest.raises(InputError) as caught:
        solve(instance)
    assert [(item.code, item.where, item.value) for item in caught.value.problems] == [
        ("rule-unsupported", "$.rules.coverage", "coverage"),
        ("rule-unsupported", "$.rules.sector-sync", "sector-sync"),
    ]


def test_a_solve_that_is_cancelled_before_it_starts_gives_no_plan() -> None:
    cancel = threading.Event()
    cancel.set()
    plan = solve(TINY, cancel=cancel)
    _assert_audited(TINY, plan)
    assert (plan.status, plan.gap, plan.assignments) == ("unknown", None, ())
    assert plan.provenance.run.stop_reason == "cancelled"


def test_a_solve_that_is_cancelled_early_gives_the_best_plan_so_far(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    let_stumble(monkeypatch, tmp_path, "stuck")
    cancel = threading.Event()
    incumbents: list[int] = []

    def listen(progress: Progress) -> None:
        if progress.level == "leader-seats" and progress.incumbent is not None:
            incumbents.append(progress.incumbent)
            cancel.set()

    plan = solve(TINY, cancel=cancel, progress=listen)
    _assert_audited(TINY, plan)
    assert incumbents
    assert plan.provenance.run.stop_reason == "cancelled"
    assert plan.status in ("feasible", "optimal")
    assert plan.levels[0].objective is not None
    assert plan.levels[0].objective <= min(incumbents)


def test_a_tiny_time_limit_is_recorded() -> None:
    plan = solve(TINY, options=SolveOptions(time_limit=0.001))
    _assert_audited(TINY, plan)
    assert plan.status == "unknown"
    assert (plan.provenance.run.stop_reason, plan.provenance.run.time_limit) == ("time-limit", 0.001)


def test_the_budget_stands_in_the_plan() -> None:
    plan = solve(CLASHING, options=SolveOptions(budget=3))
    assert plan.provenance.options.budget == 3


@pytest.mark.skipif(shutil.which("false") is None, reason="there is no program that just fails")
def test_a_process_that_dies_at_once_is_an_engine_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    with pytest.raises(EngineError) as caught:
        solve(TINY)
    assert caught.value.code == "engine-died"
    assert caught.value.params["reason"] == "crash"
