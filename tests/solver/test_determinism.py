"""The same instance, seed, version and budget give the same bytes, however busy the machine is."""

import subprocess
import sys
from collections.abc import Iterator

import pytest

from bianzu.instances import generate
from bianzu.models import Plan, Run
from bianzu.solver import SolveOptions, Worker, child, solve

COUNTY = generate("county", seed=3)
BUSY = 3
NICE = f"import os; getattr(os, 'nice', int)(15); {child.BOOT}"


@pytest.fixture
def load() -> Iterator[None]:
    """Processes that do nothing but keep every core busy."""
    busy = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(BUSY)]
    try:
        yield
    finally:
        for process in busy:
            process.kill()
            process.wait()


def _reproducible(plan: Plan) -> str:
    assert plan.provenance.run.stop_reason in ("finished", "budget")
    assert not plan.provenance.run.retried
    provenance = plan.provenance.model_copy(update={"run": Run()})
    return plan.model_copy(update={"provenance": provenance}).model_dump_json(by_alias=True)


def test_five_runs_under_load_give_the_same_bytes(load: None, monkeypatch: pytest.MonkeyPatch) -> None:
    options = SolveOptions(seed=5)
    first = _reproducible(solve(COUNTY, options=options))
    for name, value in (("OMP_NUM_THREADS", "4"), ("PYTHONHASHSEED", "77"), ("TZ", "Asia/Shanghai")):
        monkeypatch.setenv(name, value)
    with Worker() as worker:
        warm = [_reproducible(solve(COUNTY, options=options, worker=worker)) for _ in range(2)]
    monkeypatch.setattr(child, "BOOT", NICE)
    nice = _reproducible(solve(COUNTY, options=options))
    watched = _reproducible(solve(COUNTY, options=options, progress=lambda _beat: None))
    assert [item == first for item in (*warm, nice, watched)] == [True] * 4


def test_a_small_budget_gives_the_same_bytes_under_load(load: None) -> None:
    options = SolveOptions(seed=5, budget=1)
    first, second = (_reproducible(solve(COUNTY, options=options)) for _ in range(2))
    assert first == second


def test_a_stop_by_the_clock_is_recorded(load: None) -> None:
    run = solve(COUNTY, options=SolveOptions(seed=5, time_limit=0.001)).provenance.run
    assert (run.stop_reason, run.time_limit) == ("time-limit", 0.001)
