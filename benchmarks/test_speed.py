"""Speed of reading, modelling, solving and auditing; `make bench` runs it, no test does."""

import resource
import subprocess
import sys
from typing import cast

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from benchmarks.cases import GROWTH, MZN, WITHIN, file_of, instance_of, read_choices
from benchmarks.peers.answers import judge
from benchmarks.peers.ladder import SHORT_LEVELS
from benchmarks.peers.race import run_peer
from bianzu.audit import verify
from bianzu.instances import library_team_assignment, parse_instance, team_assignment_names
from bianzu.models import Plan
from bianzu.solver import SolveOptions, Worker, solve
from bianzu.solver.assembly import build_model

CHOICES = read_choices()
_USUAL = (
    "county",
    "city",
    "city-tight",
    "city-short",
    "city-balance",
    "city-2",
    "metro",
    "metro-tight",
    "city-term",
)
LADDER = [pair for pair in CHOICES.pairs(_USUAL) if not pair[0].startswith(MZN)]
SMALL = [case for case in ("county", "city") if case in {name for name, _ in LADDER}]
GROWING = [pair for pair in CHOICES.pairs(GROWTH) if pair[0] in GROWTH]
PUBLISHED = [
    MZN + name for name in team_assignment_names() if not CHOICES.cases or MZN + name in CHOICES.cases
]
_PLANS: dict[tuple[str, int], Plan] = {}
"""Plans that were solved on the way, for measuring the audit."""


def _child_peak() -> int:
    """Most memory of a child so far, in MiB; the system tells no more than that."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def _note(benchmark: BenchmarkFixture, case: str, seed: int, plan: Plan, asked: float, before: int) -> None:
    """What the plan is worth, beside how long it took and what was asked."""
    benchmark.extra_info.update(
        case=case,
        seed=seed,
        people=len(instance_of(case, seed).people),
        status=plan.status,
        complete=plan.complete,
        asked=asked,
        gap=plan.gap,
        stop_reason=plan.provenance.run.stop_reason,
        levels={level.name: [level.objective, level.bound, level.certified_bound] for level in plan.levels},
        child_peak_mib=_child_peak(),
        child_peak_before_mib=before,
    )


def _solve(
    benchmark: BenchmarkFixture, case: str, seed: int, worker: Worker | None = None, asked: float = 0.0
) -> Plan:
    instance = instance_of(case, seed)
    options = SolveOptions(time_limit=CHOICES.limit_of(case), gap=asked or None)
    before = _child_peak()
    plan = cast(
        Plan,
        benchmark.pedantic(  # type: ignore[no-untyped-call]
            solve, (instance,), {"options": options, "worker": worker}, rounds=1
        ),
    )
    _note(benchmark, case, seed, plan, asked, before)
    return plan


def test_import(benchmark: BenchmarkFixture) -> None:
    benchmark.group = "import bianzu (a fresh interpreter)"
    benchmark.pedantic(  # type: ignore[no-untyped-call]
        lambda: subprocess.run([sys.executable, "-c", "import bianzu"], check=True),
        rounds=10,
        warmup_rounds=1,
    )


@pytest.mark.parametrize("case", SMALL)
def test_read(benchmark: BenchmarkFixture, case: str) -> None:
    benchmark.group = f"read and validate {case}"
    assert benchmark(parse_instance, file_of(case, 1)) == instance_of(case, 1)


@pytest.mark.parametrize("case", SMALL)
def test_model(benchmark: BenchmarkFixture, case: str) -> None:
    benchmark.group = f"eligibility and model {case}"
    model = benchmark(build_model, instance_of(case, 1))
    benchmark.extra_info.update(pairs=model.n_columns, rows=model.n_rows)


@pytest.mark.parametrize(("case", "seed"), LADDER)
def test_solve(benchmark: BenchmarkFixture, case: str, seed: int) -> None:
    benchmark.group = f"solve {case}"
    _PLANS[case, seed] = _solve(benchmark, case, seed)


@pytest.mark.parametrize(("case", "seed"), GROWING)
def test_grow(benchmark: BenchmarkFixture, case: str, seed: int) -> None:
    """Until a plan is proven to be so near to the best."""
    benchmark.group = f"to within {100 * WITHIN:g} % {case}"
    _solve(benchmark, case, seed, asked=WITHIN)


@pytest.mark.parametrize(("case", "seed"), [pair for pair in LADDER if pair[0] == "county"])
def test_solve_warm(benchmark: BenchmarkFixture, case: str, seed: int) -> None:
    benchmark.group = f"solve {case} (worker ready)"
    with Worker() as worker:
        solve(instance_of("tiny", 1), worker=worker)
        _solve(benchmark, case, seed, worker)


@pytest.mark.parametrize("case", SMALL)
def test_audit(benchmark: BenchmarkFixture, case: str) -> None:
    """With its certificate checked."""
    benchmark.group = f"audit {case}"
    seed = next(seed for name, seed in LADDER if name == case)
    instance = instance_of(case, seed)
    plan = _PLANS.get((case, seed)) or solve(
        instance, options=SolveOptions(time_limit=CHOICES.limit_of(case))
    )
    benchmark.extra_info.update(
        proofs=0 if plan.certificate is None else len(plan.certificate.proofs),
        seats=len(plan.assignments),
    )
    assert benchmark(verify, instance, plan).passed


@pytest.mark.parametrize("case", PUBLISHED)
def test_team_assignment(benchmark: BenchmarkFixture, case: str) -> None:
    """The problem's own objective, to be maximised, next to the textbook model's within the same limit."""
    benchmark.group = f"solve {case}"
    problem = library_team_assignment(case.removeprefix(MZN))
    plan = _solve(benchmark, case, 1)
    soft = next((level for level in plan.levels if level.name == "soft"), None)
    limit = CHOICES.limit_of(case)
    textbook = judge(problem.instance, run_peer("cp-sat", problem.instance, limit))
    complete = textbook.levels is not None and not any(textbook.levels[:SHORT_LEVELS])

    def mzn(value: int | None) -> int | None:
        return None if value is None else problem.mzn_objective(value)

    benchmark.extra_info["mzn"] = {
        "objective": mzn(soft.objective) if soft is not None and plan.complete else None,
        "bound": mzn(None if soft is None else soft.bound),
        "certified": mzn(None if soft is None else soft.certified_bound),
        "by": None if soft is None else soft.bound_by,
        "limit": limit,
        "textbook": {
            "objective": mzn(textbook.levels[SHORT_LEVELS])
            if textbook.levels is not None and complete
            else None,
            "bound": mzn(textbook.answer.bounds[SHORT_LEVELS]),
            "seconds": round(textbook.answer.seconds, 3),
            "ending": textbook.answer.ending,
            "faults": list(textbook.faults),
        },
    }
