"""Everything that callers send to workers survives a process started by spawn."""

import multiprocessing

from bianzu.models import AuditError, EngineError, InputError, Problem
from bianzu.solver import Progress, SolveOptions, check
from tests.solver.echo import echo
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.running import solve_here

INSTANCE = MIXED_WORLDS["skills"]
PROBLEM = Problem("rule-unsupported", "$.rules.tenure", "tenure", "a known rule", {"n": 1, "none": None})


def test_instances_plans_options_and_errors_survive_a_spawned_process() -> None:
    values = [
        INSTANCE,
        solve_here(INSTANCE),
        SolveOptions(seed=3, budget=2, time_limit=0.5, memory_limit_mib=None),
        Progress("search", 1.5, "soft", 7, 5),
        *check(INSTANCE),
    ]
    errors = [
        InputError([PROBLEM]),
        AuditError(["one", "two"]),
        EngineError("engine-died", reason="crash", detail="x"),
    ]
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.map(echo, values) == values
        for error in errors:
            back = pool.apply(echo, (error,))
            assert type(back) is type(error)
            assert str(back) == str(error)
            assert (back.code, back.params) == (error.code, error.params)
            if isinstance(error, InputError):
                assert back.problems == (PROBLEM,)
