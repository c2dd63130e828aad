"""`solve`: from an instance to an audited plan."""

import platform
import time
from datetime import UTC, datetime

import numpy as np

from bianzu.audit import verify
from bianzu.models import AuditError, EngineError, Instance, Plan, Run
from bianzu.solver.assembly import build_model
from bianzu.solver.evaluation import evaluate
from bianzu.solver.options import CancelToken, Progress, ProgressCallback, SolveOptions
from bianzu.solver.planning import assemble_plan
from bianzu.solver.process import Heard, run_process

__all__ = ["solve"]


def solve(
    instance: Instance,
    *,
    options: SolveOptions | None = None,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
) -> Plan:
    """Staff the planned round of an instance.

    Parameters
    ----------
    instance
        What to staff, from whom, under which rules.
    options
        Seed, budget and limits; see `SolveOptions`.
    progress
        Called from this thread with a `Progress` at every new incumbent and at least once a second.
    cancel
        Anything with ``is_set()``; once true, the best plan so far is returned.

    Returns
    -------
    Plan
        Audited. ``status`` says what is proven; it is ``infeasible`` only when pins contradict jointly and
        two engines agree, and ``unknown`` when a limit came before any plan.

    Raises
    ------
    InputError
        A rule that is on but not implemented, or a pin that breaks an exclusion by itself.
    AuditError
        The independent audit rejects the plan: a defect in the solver or the audit; nothing is returned.
    EngineError
        The solving process died before it had any plan.
    """
    chosen = options or SolveOptions()
    started, clock = datetime.now(UTC), time.monotonic()
    heard = run_process(instance, chosen, progress, cancel)
    plan = heard.plan if heard.plan is not None else _rescue(instance, chosen, heard)
    if progress is not None:
        progress(Progress("audit", time.monotonic() - clock))
    audit = verify(instance, plan)
    if not audit.passed:
        raise AuditError(
            f"{item.code} at {item.where}: the solver says {item.claimed}, the audit finds {item.found}"
            for item in audit.findings
        )
    run = Run(
        started=started.isoformat(timespec="seconds"),
        seconds=round(time.monotonic() - clock, 3),
        platform=platform.platform(),
        python=platform.python_version(),
        engine=_engine_version(),
        time_limit=chosen.time_limit,
        memory_limit_mib=chosen.memory_limit_mib,
        stop_reason=heard.reason,
    )
    provenance = plan.provenance.model_copy(update={"run": run})
    return plan.model_copy(update={"provenance": provenance})


def _rescue(instance: Instance, options: SolveOptions, heard: Heard) -> Plan:
    """The plan of the last incumbent that the process told of before it ended."""
    if heard.columns is None and heard.reason in ("crash", "memory"):
        raise EngineError("engine-died", reason=heard.reason, detail=heard.detail)
    model = build_model(instance, options.seed)
    best = None if heard.columns is None else evaluate(model, np.array(heard.columns, dtype=np.int64))
    return assemble_plan(model, best, list(heard.bounds), options)


def _engine_version() -> str:
    from importlib.metadata import version

    return f"ortools {version('ortools')}"
