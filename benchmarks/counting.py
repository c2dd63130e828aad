"""Solves one case in this process and counts what does not depend on the machine.

Usage: ``python -m benchmarks.counting CASE SEED``; prints one line of JSON.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ortools.math_opt import parameters_pb2
from ortools.math_opt.core.python import solver as math_opt

from benchmarks.cases import build_instance
from bianzu.audit import verify
from bianzu.models import Plan, Run, digest
from bianzu.solver import SolveOptions
from bianzu.solver.assembly import build_model
from bianzu.solver.planning import assemble_plan
from bianzu.solver.search import DEFAULT_BUDGET, Search

__all__ = ["Counter", "count", "digest_plan", "main"]

_TIME_LINE = "deterministic_time: "
_ENGINES = {
    parameters_pb2.SOLVER_TYPE_GLOP: "glop",
    parameters_pb2.SOLVER_TYPE_HIGHS: "highs",
    parameters_pb2.SOLVER_TYPE_PDLP: "pdlp",
    parameters_pb2.SOLVER_TYPE_GSCIP: "scip",
    parameters_pb2.SOLVER_TYPE_CP_SAT: "cp-sat",
}


class Counter:
    """What went to the engines."""

    def __init__(self) -> None:
        self.programmes: dict[str, int] = {}
        self.columns = 0
        self.rows = 0
        self.entries = 0
        self.simplex_iterations = 0
        self.nodes = 0
        self.deterministic_time = 0.0

    def _hear(self, lines: list[str]) -> None:
        for line in lines:
            if line.startswith(_TIME_LINE):
                self.deterministic_time += float(line.removeprefix(_TIME_LINE))

    @contextmanager
    def counting(self) -> Iterator[None]:
        """Every programme given to an engine meanwhile is counted; CP-SAT tells its time in its log."""
        solve = math_opt.solve

        def counted(
            proto: Any, kind: Any, init: Any, params: Any, model: Any, hear: Any, *others: Any
        ) -> Any:
            name = _ENGINES.get(kind, str(kind))
            self.programmes[name] = self.programmes.get(name, 0) + 1
            self.columns += len(proto.variables.ids)
            self.rows += len(proto.linear_constraints.ids)
            self.entries += len(proto.linear_constraint_matrix.coefficients)
            answer = solve(
                proto, kind, init, params, model, self._hear if name == "cp-sat" else hear, *others
            )
            self.simplex_iterations += answer.solve_stats.simplex_iterations
            self.nodes += answer.solve_stats.node_count
            return answer

        math_opt.solve = counted
        try:
            yield
        finally:
            math_opt.solve = solve

    def to_json(self) -> dict[str, Any]:
        """The counts."""
        return {
            "programmes": dict(sorted(self.programmes.items())),
            "columns": self.columns,
            "rows": self.rows,
            "entries": self.entries,
            "simplex_iterations": self.simplex_iterations,
            "nodes": self.nodes,
            "deterministic_time": round(self.deterministic_time, 6),
        }


def digest_plan(plan: Plan) -> str:
    """SHA-256 of the plan's canonical JSON, with ``provenance.run`` at its defaults."""
    provenance = plan.provenance.model_copy(update={"run": Run()})
    return digest(plan.model_copy(update={"provenance": provenance}))


def count(case: str, seed: int) -> dict[str, Any]:
    """Everything of one case that is the same in every run."""
    instance = build_instance(case, seed)
    model = build_model(instance)
    search = Search(model, 0, DEFAULT_BUDGET)
    counter = Counter()
    with counter.counting():
        search.run()
    plan = assemble_plan(model, search.best, search.standing, SolveOptions())
    return {
        "input": plan.provenance.input_digest,
        "model": {"pairs": model.n_columns, "rows": model.n_rows, "aux": model.n_aux},
        "status": plan.status,
        "levels": {level.name: level.objective for level in plan.levels},
        "bounds": {level.name: level.bound for level in plan.levels},
        "certified": {level.name: level.certified_bound for level in plan.levels},
        "engines": counter.to_json(),
        "plan": digest_plan(plan),
        "audit": "passed" if verify(instance, plan).passed else "failed",
    }


def main(arguments: list[str]) -> int:
    """One case."""
    case, seed = arguments
    print(json.dumps(count(case, int(seed))))  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
