"""Speed of reading, modelling, solving and auditing; `make bench` runs it, no test does."""

import resource
import subprocess
import sys
from typing import cast

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.cases import SEEDS, file_of, instance_of, plan_of
from bianzu.audit import verify
from bianzu.instances import parse_instance
from bianzu.models import Plan
from bianzu.solver import solve
from bianzu.solver.assembly import build_model


def _note(benchmark: BenchmarkFixture, plan: Plan) -> None:
    """What the plan is worth, beside how long it took."""
    benchmark.extra_info.update(
        status=plan.status,
        complete=plan.complete,
        gap=plan.gap,
        levels={level.name: [level.objective, level.bound] for level in plan.levels},
        child_peak_mib=resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
    )


def test_import(benchmark: BenchmarkFixture) -> None:
    benchmark.group = "import bianzu (a fresh interpreter)"
    benchmark.pedantic(
        lambda: subprocess.run([sys.executable, "-c", "import bianzu"], check=True),
        rounds=10,
        warmup_rounds=1,
    )


@pytest.mark.parametrize("case", ["county", "city"])
def test_read(benchmark: BenchmarkFixture, case: str) -> None:
    benchmark.group = "read and validate"
    assert benchmark(parse_instance, file_of(case, 1)) == instance_of(case, 1)


@pytest.mark.parametrize("case", ["county", "city"])
def test_model(benchmark: BenchmarkFixture, case: str) -> None:
    benchmark.group = "eligibility and model"
    model = benchmark(build_model, instance_of(case, 1))
    benchmark.extra_info.update(columns=model.n_columns, rows=model.n_rows, entries=len(model.values))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("case", ["tiny", "county", "city", "city-tight"])
def test_solve(benchmark: BenchmarkFixture, case: str, seed: int) -> None:
    benchmark.group = f"solve {case}"
    instance = instance_of(case, seed)
    plan = cast(Plan, benchmark.pedantic(solve, (instance,), rounds=1))
    _note(benchmark, plan)
    assert plan.complete


def test_solve_short(benchmark: BenchmarkFixture) -> None:
    benchmark.group = "solve city-short"
    plan = cast(Plan, benchmark.pedantic(solve, (instance_of("city-short", 1),), rounds=1))
    _note(benchmark, plan)
    assert not plan.complete


@pytest.mark.parametrize("case", ["county", "city"])
def test_audit(benchmark: BenchmarkFixture, case: str) -> None:
    benchmark.group = "audit"
    assert benchmark(verify, instance_of(case, 1), plan_of(case, 1)).passed
