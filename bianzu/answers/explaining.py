"""`explain`: why there is no complete plan."""

import threading
from contextlib import ExitStack
from dataclasses import replace
from typing import Final, Literal

from bianzu.answers.bench import Bench
from bianzu.answers.dispatch import count_cores
from bianzu.answers.remedies import find_repairs
from bianzu.audit import verify
from bianzu.models import Explanation, InputError, Instance, Plan, Problem, Repair, digest
from bianzu.solver import CancelToken, SolveOptions, Worker, solve
from bianzu.solver.causes import Causes, find_causes
from bianzu.version import VERSION

__all__ = ["REPAIR_GAP", "explain"]

REPAIR_GAP: Final = 0.05
"""Repairs are compared by what they miss, waive and change; the last per cent would take most of the time."""

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
    repairs: int = 0,
    options: SolveOptions | None = None,
    cancel: CancelToken | None = None,
    worker: Worker | None = None,
) -> Explanation:
    """Explain why an instance has no complete plan, by minimal cores with their proofs.

    Parameters
    ----------
    instance
        One that is infeasible, or for which some minimum or seat cannot be met.
    plan
        A plan of this instance, whose shortages are to be explained. Without it, counts and relaxations come
        first, and the instance is solved only when they find nothing.
    repairs
        How many repairs to look for, each one solved and audited.
    options
        Of the solves; repairs are solved to a gap of ``REPAIR_GAP`` where no gap is given.
    cancel
        Anything with ``is_set()``; once true, what was found so far is returned.
    worker
        Solving processes that are ready; without it, one is started for repairs and ended here.

    Returns
    -------
    Explanation
        With up to ``repairs`` repairs, complete ones first.

    Raises
    ------
    InputError
        A rule that is on but not implemented, a pin that breaks an exclusion by itself, or a plan of another
        instance.
    """
    true = digest(instance)
    if plan is not None and plan.provenance.input_digest != true:
        claimed = plan.provenance.input_digest
        raise InputError([Problem("plan-of-another-instance", "$.provenance.input_digest", claimed, true)])
    given, shown = plan is not None, _keep(plan)
    remedies: tuple[Repair, ...] = ()
    with ExitStack() as stack:
        bench, early = _prepare(instance, repairs, options, cancel, worker, stack), None
        needless = threading.Event()
        if bench is not None and not given:  # the plan is needed, whatever the causes are
            early = bench.submit(bench.solve, instance, None, needless)
        found = find_causes(instance, shown, cancel=cancel)
        if found.impossible:
            needless.set()
        elif early is not None:
            plan = early.result()
        complete = plan is not None and plan.complete
        if not given and not complete and not found.causes and not _stopped(cancel):
            begun = _keep(plan)
            plan = solve(instance, options=options, cancel=cancel, worker=worker, start=begun)
            shown = _keep(plan)
            if shown is not None and not shown.complete:
                found = find_causes(instance, shown, cancel=cancel)
        shown = _keep(plan)
        verdict, known_by = _judge(instance, plan, found)
        if bench is not None and found.causes and not _stopped(cancel):
            remedies = find_repairs(instance, found.causes, shown, bench, repairs)
    return Explanation(
        input_digest=true,
        version=VERSION,
        verdict=verdict,
        known_by=known_by,
        missing=None if shown is None else sum(item.missing for item in shown.shortages),
        explained=sum(cause.short for cause in found.causes),
        causes=found.causes,
        background=tuple(rule for rule in instance.rules.on if rule in _BACKGROUND),
        repairs=remedies,
    )


def _prepare(
    instance: Instance,
    repairs: int,
    options: SolveOptions | None,
    cancel: CancelToken | None,
    worker: Worker | None,
    stack: ExitStack,
) -> Bench | None:
    """The bench for repairs, with processes that start while causes are looked for; ``None`` for none."""
    if not repairs:
        return None
    given = options or SolveOptions()
    chosen = given if given.gap is not None else replace(given, gap=REPAIR_GAP)
    size = min(repairs, count_cores())
    ready = worker if worker is not None else stack.enter_context(Worker(size))
    return stack.enter_context(Bench(chosen, ready, cancel, size))


def _keep(plan: Plan | None) -> Plan | None:
    """The plan if it assigns anybody."""
    return plan if plan is not None and plan.status in ("optimal", "feasible") else None


def _stopped(cancel: CancelToken | None) -> bool:
    return cancel is not None and cancel.is_set()


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
