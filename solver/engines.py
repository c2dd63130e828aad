"""The only door to the engines of ortools: linear and integer programmes given as arrays."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    parameters_pb2,
    result_pb2,
    sparse_containers_pb2,
)
from ortools.math_opt.core.python import solver as math_opt

from bianzu.models import EngineError
from bianzu.solver.data import IntArray

__all__ = ["Engine", "Programme", "Outcome", "solve_flow", "solve_programme"]

Engine = Literal["glop", "highs", "highs-ipm", "pdlp", "scip", "cp-sat"]
"""``highs-ipm`` is HiGHS' interior point without crossover: central duals, a point between the vertices."""
_TYPES = {
    "glop": parameters_pb2.SOLVER_TYPE_GLOP,
    "highs": parameters_pb2.SOLVER_TYPE_HIGHS,
    "highs-ipm": parameters_pb2.SOLVER_TYPE_HIGHS,
    "pdlp": parameters_pb2.SOLVER_TYPE_PDLP,
    "scip": parameters_pb2.SOLVER_TYPE_GSCIP,
    "cp-sat": parameters_pb2.SOLVER_TYPE_CP_SAT,
}
FloatArray = NDArray[np.float64]
_PRECISION = 1e-5
"""Relative precision of PDLP unless told: what duals prove is recomputed exactly, so they may be rough."""


_SHARDS = 2
"""PDLP splits its sums in so many parts, one a thread."""
_FIRST_ORDER_STEPS = 20_000
"""Steps of PDLP; where it ends then its point and duals are rough, and useful still."""
_LOOSE = 1e-2
"""An interior point whose cost and bound are further apart than this share has gone astray."""


@dataclass(frozen=True)
class Programme:
    """Minimise ``cost · x`` with ``row_lower ≤ A x ≤ row_upper``, ``lower ≤ x ≤ upper``; A by column."""

    cost: FloatArray
    lower: FloatArray
    upper: FloatArray
    indptr: IntArray
    rows: IntArray
    values: FloatArray
    row_lower: FloatArray
    row_upper: FloatArray
    integer: bool


@dataclass(frozen=True)
class Outcome:
    """What an engine said. ``bound`` is the engine's own; arrays are ``None`` when it has none."""

    status: Literal["optimal", "feasible", "infeasible", "limit", "failed"]
    objective: float | None = None
    bound: float | None = None
    x: FloatArray | None = None
    duals: FloatArray | None = None
    message: str = ""


def _to_proto(programme: Programme) -> model_pb2.ModelProto:
    proto = model_pb2.ModelProto()
    n_vars, n_rows = len(programme.cost), len(programme.row_upper)
    proto.variables.ids.extend(range(n_vars))
    proto.variables.lower_bounds.extend(programme.lower.tolist())
    proto.variables.upper_bounds.extend(programme.upper.tolist())
    proto.variables.integers.extend([programme.integer] * n_vars)
    costed = np.flatnonzero(programme.cost)
    proto.objective.linear_coefficients.ids.extend(costed.tolist())
    proto.objective.linear_coefficients.values.extend(programme.cost[costed].tolist())
    proto.linear_constraints.ids.extend(range(n_rows))
    proto.linear_constraints.lower_bounds.extend(programme.row_lower.tolist())
    proto.linear_constraints.upper_bounds.extend(programme.row_upper.tolist())
    columns = np.repeat(np.arange(n_vars), np.diff(programme.indptr))
    order = np.argsort(programme.rows, kind="stable")
    matrix = proto.linear_constraint_matrix
    matrix.row_ids.extend(programme.rows[order].tolist())
    matrix.column_ids.extend(columns[order].tolist())
    matrix.coefficients.extend(programme.values[order].tolist())
    return proto


def _parameters(
    engine: Engine,
    work: float | None,
    seed: int,
    seconds: float | None = None,
    threads: int = 1,
    precision: float = _PRECISION,
) -> parameters_pb2.SolveParametersProto:
    params = parameters_pb2.SolveParametersProto()
    if engine != "pdlp":  # which has no use for a seed and refuses it
        params.random_seed = seed % (1 << 31)  # engines take no more than 31 bits, and nothing negative
    if seconds is not None:
        params.time_limit.FromTimedelta(timedelta(seconds=max(0.0, seconds)))
    if engine in ("scip", "cp-sat"):
        params.threads = threads
    if engine == "cp-sat" and threads > 1:
        params.cp_sat.subsolvers.append("max_lp")  # with several workers their own settings rule
    if engine == "highs" and threads > 1:
        params.highs.int_options["threads"] = threads
        params.highs.string_options["parallel"] = "on"
    if engine == "cp-sat":
        params.cp_sat.linearization_level = 2
        params.cp_sat.catch_sigint_signal = False
    if engine == "highs-ipm":
        params.highs.string_options["solver"] = "ipm"
        params.highs.string_options["run_crossover"] = "off"
        params.highs.string_options["presolve"] = "off"  # its way back from a point inside often fails
    if engine == "pdlp":
        criteria = params.pdlp.termination_criteria.simple_optimality_criteria
        criteria.eps_optimal_relative = criteria.eps_optimal_absolute = precision
        params.pdlp.termination_criteria.iteration_limit = _FIRST_ORDER_STEPS
        params.pdlp.num_threads = _SHARDS
        params.pdlp.num_shards = _SHARDS  # what is added up in which order does not depend on the machine
    if engine not in ("glop", "pdlp", "highs-ipm"):
        params.absolute_gap_tolerance = 1 - 1e-4
        params.relative_gap_tolerance = 0.0
    if work is not None and engine == "cp-sat":
        params.cp_sat.max_deterministic_time = float(work)
    elif work is not None:
        params.node_limit = max(1, int(100 * work))
    return params


def _dense(vector: sparse_containers_pb2.SparseDoubleVectorProto, size: int) -> FloatArray:
    dense = np.zeros(size)
    dense[np.fromiter(vector.ids, dtype=np.int64)] = np.fromiter(vector.values, dtype=float)
    return dense


def solve_programme(
    programme: Programme,
    engine: Engine,
    *,
    work: float | None = None,
    seed: int = 0,
    hint: FloatArray | None = None,
    seconds: float | None = None,
    threads: int = 1,
    precision: float = _PRECISION,
    start: tuple[FloatArray, FloatArray] | None = None,
) -> Outcome:
    """Run one engine on one programme.

    ``work`` is a deterministic limit: so many deterministic seconds of CP-SAT, so many hundred nodes
    of the others; ``precision`` is PDLP's, which may ``start`` at a point and its duals. With ``seconds``
    (wall-clock) or several ``threads`` the answer depends on the machine.

    Integer programmes stop once incumbent and bound are less than one apart: all costs are integers.
    """
    model_params = model_parameters_pb2.ModelSolveParametersProto()
    if hint is not None:
        values = model_params.solution_hints.add().variable_values
        values.ids.extend(range(len(hint)))
        values.values.extend(hint.tolist())
    if start is not None:
        begin = model_params.solution_hints.add()
        for given, vector in zip(start, (begin.variable_values, begin.dual_values), strict=True):
            held = np.flatnonzero(given)
            vector.ids.extend(held.tolist())
            vector.values.extend(given[held].tolist())
    try:
        answer = math_opt.solve(
            _to_proto(programme),
            _TYPES[engine],
            parameters_pb2.SolverInitializerProto(),
            _parameters(engine, work, seed, seconds, threads, precision),
            model_params,
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
    except Exception as error:  # the binding raises its own StatusNotOk, which hides its message
        if engine == "highs-ipm":
            return Outcome("failed", message=str(error)[:200])  # it stopped short of its tolerance
        raise EngineError("engine-refused", engine=engine, detail=str(error)[:200]) from error
    found = _read(answer, programme)
    if engine == "highs-ipm" and found.status == "optimal" and _off(programme, found) > _LOOSE:
        return Outcome("failed", message="the point and its duals are too far apart")
    return found


def _off(programme: Programme, found: Outcome) -> float:
    """How far a point's cost is above what its duals prove, or its rows from holding, as a share."""
    if found.x is None or found.duals is None:
        return np.inf
    columns = np.repeat(np.arange(len(programme.cost)), np.diff(programme.indptr))
    size = len(programme.row_upper)
    activity = np.bincount(programme.rows, weights=programme.values * found.x[columns], minlength=size)
    over = np.maximum(activity - programme.row_upper, programme.row_lower - activity)
    limit = np.where(found.duals < 0, programme.row_upper, programme.row_lower)
    used = (found.duals != 0) & np.isfinite(limit)
    duals = np.where(used, found.duals, 0.0)
    reduced = programme.cost - np.bincount(
        columns, weights=programme.values * duals[programme.rows], minlength=len(programme.cost)
    )
    best = np.where(reduced < 0, programme.upper, programme.lower)
    paid = np.isfinite(best)
    proven = float(duals[used] @ limit[used]) + float(reduced[paid] @ best[paid])
    value = float(programme.cost @ found.x)
    return max(float(over.max(initial=0.0)), abs(value - proven) / (1.0 + abs(value) + abs(proven)))


def _read(answer: result_pb2.SolveResultProto, programme: Programme) -> Outcome:
    reasons = {
        result_pb2.TERMINATION_REASON_OPTIMAL: "optimal",
        result_pb2.TERMINATION_REASON_FEASIBLE: "feasible",
        result_pb2.TERMINATION_REASON_INFEASIBLE: "infeasible",
        result_pb2.TERMINATION_REASON_NO_SOLUTION_FOUND: "limit",
    }
    status = reasons.get(answer.termination.reason, "failed")
    x = duals = objective = None
    for solution in answer.solutions:
        primal = solution.primal_solution
        if solution.HasField("primal_solution") and x is None:
            x = _dense(primal.variable_values, len(programme.cost))
            objective = primal.objective_value
        if solution.HasField("dual_solution") and duals is None:
            duals = _dense(solution.dual_solution.dual_values, len(programme.row_upper))
    bound = answer.termination.objective_bounds.dual_bound
    return Outcome(
        status,  # type: ignore[arg-type]  # the literal is one of the values above
        objective,
        bound if np.isfinite(bound) else None,
        x,
        duals,
        answer.termination.detail,
    )


def solve_flow(
    tails: IntArray, heads: IntArray, room: IntArray, costs: IntArray, supplies: IntArray
) -> IntArray | None:
    """(arcs,) a flow of least cost, in integers; ``None`` where there is none or numbers grow too large.

    ``room`` is the capacity of each arc from a tail to a head, ``supplies`` what each node sends or, below 0,
    takes.
    """
    network = min_cost_flow.SimpleMinCostFlow()
    arcs = network.add_arcs_with_capacity_and_unit_cost(tails, heads, room, costs)
    network.set_nodes_supplies(np.arange(len(supplies)), supplies)
    if network.solve() != network.OPTIMAL:
        return None
    return np.asarray(network.flows(arcs), dtype=np.int64)
