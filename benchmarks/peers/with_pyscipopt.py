"""The full compact model through PySCIPOpt, which brings a newer SCIP than ortools."""

import numpy as np
from pyscipopt import Model as Scip
from pyscipopt import quicksum

from bianzu.solver.engines import Outcome, Programme
from bianzu.solver.model import FloatArray

__all__ = ["solve"]

_STATUS = {"optimal": "optimal", "gaplimit": "optimal", "infeasible": "infeasible"}


def solve(programme: Programme, hint: FloatArray | None, seconds: float) -> Outcome:
    """Minimise; SCIP's own tree search has one thread."""
    scip = Scip()
    scip.hideOutput()
    scip.setParam("limits/time", max(0.0, seconds))
    scip.setParam("limits/absgap", 1 - 1e-4)
    scip.setParam("misc/catchctrlc", False)
    columns = [
        scip.addVar(vtype="I", lb=lower, ub=upper, obj=cost)
        for lower, upper, cost in zip(
            programme.lower.tolist(), programme.upper.tolist(), programme.cost.tolist(), strict=True
        )
    ]
    owner = np.repeat(np.arange(len(columns)), np.diff(programme.indptr))
    order = np.argsort(programme.rows, kind="stable")
    ends = np.searchsorted(programme.rows[order], np.arange(len(programme.row_upper) + 1))
    for row, (low, high) in enumerate(
        zip(programme.row_lower.tolist(), programme.row_upper.tolist(), strict=True)
    ):
        at = order[ends[row] : ends[row + 1]]
        total = quicksum(
            value * columns[column]
            for column, value in zip(owner[at].tolist(), programme.values[at].tolist(), strict=True)
        )
        if len(at) == 0:
            if low > 1e-9 or high < -1e-9:
                return Outcome("infeasible")
        elif low == high:
            scip.addCons(total == high)
        else:
            if np.isfinite(high):
                scip.addCons(total <= high)
            if np.isfinite(low):
                scip.addCons(total >= low)
    if hint is not None:
        start = scip.createSol()
        for column, value in zip(columns, hint.tolist(), strict=True):
            scip.setSolVal(start, column, value)
        scip.addSol(start)
    scip.optimize()
    status = _STATUS.get(scip.getStatus())
    bound = scip.getDualbound() if abs(scip.getDualbound()) < scip.infinity() else None
    if scip.getNSols() == 0:
        return Outcome("infeasible" if status == "infeasible" else "limit", bound=bound)
    best = scip.getBestSol()
    return Outcome(
        "optimal" if status == "optimal" else "feasible",
        scip.getSolObjVal(best),
        bound,
        np.array([scip.getSolVal(best, column) for column in columns]),
    )
