"""`explain`: why there is no complete plan."""

from typing import Literal

from bianzu.audit import verify
from bianzu.models import Explanation, InputError, Instance, Plan, Problem, digest
from bianzu.solver import CancelToken, SolveOptions, solve
from bianzu.solver.causes import Causes, find_causes
from bianzu.version import VERSION

__all__ = ["explain"]

_BACKGROUND = ("one-seat", "role-pools", "source-sets", "origin", "city-class")
"""Rules that say what a seat and a person are; nobody means to change them, so they are no members."""

_LEVEL_ONE = 3
"""Levels that count shortages."""

Verdict = Literal["complete", "incomplete", "impossible", "not-proven"]
KnownBy = Literal["plan", "causes", "certificate", "engines"]


def explain(
    instance: Instance,
    plan: Plan | None = None,
    *,
    options: SolveOptions | None = None,
    cancel: CancelToken | None = None,
) -> Explanation:
    """Explain why an instance has no complete plan, by minimal cores with their proofs.

    Parameters
    ----------
    instance
        One that is infeasible, or for which some minimum or seat cannot be met.
    plan
        A plan of this instance, whose shortages are to be explained. Without it, counts and relaxations come
        first, and the instance is solved only when they find nothing.
    options
        Of that solve.
    cancel
        Of that solve: anything with ``is_set()``.

    Returns
    -------
    Explanation
        Without repairs.

    Raises
    ------
    InputError
        A rule that is on but not implemented, a pin that breaks an exclusion by itself, or a plan of another
        instance.
    """
    true = digest(instance)
    if plan is not None and plan.provenance.input_digest != true:
        claimed = plan.provenance.input_digest
        raise InputError([Problem("plan-of-other-input", "$.provenance.input_digest", claimed, true)])
    shown = plan if plan is not None and plan.status in ("optimal", "feasible") else None
    found = find_causes(instance, shown)
    if not found.causes and plan is None:
        plan = solve(instance, options=options, cancel=cancel)
        shown = plan if plan.status in ("optimal", "feasible") else None
        if shown is not None and not shown.complete:
            found = find_causes(instance, shown)
    verdict, known_by = _judge(instance, plan, found)
    return Explanation(
        input_digest=true,
        version=VERSION,
        verdict=verdict,
        known_by=known_by,
        missing=None if shown is None else sum(item.missing for item in shown.shortages),
        explained=sum(cause.short for cause in found.causes),
        causes=found.causes,
        background=tuple(rule for rule in instance.rules.on if rule in _BACKGROUND),
    )


def _judge(instance: Instance, plan: Plan | None, found: Causes) -> tuple[Verdict, KnownBy | None]:
    """What is proven, and by what: never an engine's word alone."""
    apart = any(cause.proven_by == "engines" for cause in found.causes)
    if found.impossible:
        return "impossible", "engines" if apart or not found.causes else "causes"
    if found.causes:
        one = any(cause.proven_by != "engines" for cause in found.causes)
        return "incomplete", "causes" if one else "engines"
    if plan is None or not plan.levels or not verify(instance, plan).passed:
        return "not-proven", None
    if plan.complete:
        return "complete", "plan"
    proven = any(level.certified_bound for level in plan.levels[:_LEVEL_ONE])
    return ("incomplete", "certificate") if proven else ("not-proven", None)
