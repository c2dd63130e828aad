"""Puts a plan together from the state of a search."""

from bianzu.models import (
    Conflict,
    Level,
    Plan,
    Provenance,
    Run,
    SolveChoices,
    Status,
    digest,
)
from bianzu.solver.costs import MINIMA
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.extraction import (
    list_at_risk,
    list_floaters,
    list_levels,
    list_rules,
    list_shortages,
    list_waivers,
)
from bianzu.solver.look_ahead import look_ahead
from bianzu.solver.model import Model
from bianzu.solver.options import SolveOptions
from bianzu.solver.placing import assign_seats
from bianzu.solver.reserves import list_reserves
from bianzu.solver.standing import Standing
from bianzu.version import VERSION

__all__ = ["assemble_plan", "compute_gap"]


def compute_gap(levels: tuple[Level, ...]) -> float | None:
    """Gap of the first of levels 1 to 4 whose bound is below its objective; 0.0 when all are met."""
    for level in levels[:-1]:
        if level.objective is None or level.bound is None:
            return None
        if level.bound < level.objective:
            return abs(level.objective - level.bound) / max(1, abs(level.objective))
    return 0.0


def assemble_plan(
    model: Model,
    best: Evaluation | None,
    standing: Standing,
    options: SolveOptions,
    *,
    infeasible: bool = False,
    conflicts: tuple[Conflict, ...] = (),
    run: Run | None = None,
) -> Plan:
    """The plan of the best set of columns found, or the empty one that says why there is none."""
    provenance = Provenance(
        input_digest=digest(model.data.instance),
        version=VERSION,
        seed=options.seed,
        options=SolveChoices(budget=options.budget),
        run=run or Run(),
    )
    if best is None:
        return Plan(
            status="infeasible" if infeasible else "unknown",
            complete=False,
            gap=None,
            levels=(),
            conflicts=conflicts,
            provenance=provenance,
        )
    assignments = assign_seats(model, best, options.seed)
    levels = list_levels(model, best, standing, assignments, options.seed)
    gap = compute_gap(levels)
    status: Status = "optimal" if gap == 0 else "feasible"
    return Plan(
        status=status,
        complete=not any(best.levels[: MINIMA + 1]),
        gap=gap,
        levels=levels,
        assignments=assignments,
        shortages=list_shortages(model, best, assignments),
        waivers_used=list_waivers(model, best),
        rules=list_rules(model, best),
        at_risk=list_at_risk(model, best),
        look_ahead=look_ahead(model.data.instance, assignments),
        reserves=list_reserves(model, best, options.seed),
        floaters=list_floaters(model, best),
        certificate=standing.certificate,
        provenance=provenance,
    )
