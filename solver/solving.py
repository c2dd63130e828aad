"""`solve`: from an instance to an audited plan."""

import dataclasses
import platform
import queue
import threading
from datetime import UTC, datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from bianzu.models import (
    AuditError,
    Instance,
    Plan,
    Provenance,
    Run,
    SolveChoices,
    digest,
    draw_seed,
    start_digest,
)
from bianzu.solver.options import CancelToken, ProgressCallback, SolveOptions
from bianzu.solver.process import Heard, Herald, run_process
from bianzu.solver.warm import Worker
from bianzu.version import VERSION

if TYPE_CHECKING:
    from bianzu.audit import Audit

__all__ = ["solve"]

_TICK_SECONDS = 0.1


def solve(
    instance: Instance,
    *,
    options: SolveOptions | None = None,
    progress: ProgressCallback | None = None,
    cancel: CancelToken | None = None,
    worker: Worker | None = None,
    start: Plan | None = None,
) -> Plan:
    """Staff the planned round of an instance.

    Parameters
    ----------
    instance
        What to staff, from whom, under which rules.
    options
        Seed or draw, budget and limits; see `SolveOptions`.
    progress
        Called from this thread with a `Progress` at every new incumbent and at least once a second. What it
        raises ends the solve at once, in any phase, and reaches the caller.
    cancel
        Anything with ``is_set()``; once true, the search ends and the best plan so far is returned. That plan
        is audited as well, with heartbeats: no plan leaves without.
    worker
        Solving processes that are ready; without it, one is started and ended here.
    start
        A plan of this instance or of a similar one to begin with: who sits where, as far as that is still
        allowed, and the multipliers of its certificate. Nothing of it is trusted; it saves time and shapes
        the plan, which carries its digest (`start_digest`).

    Returns
    -------
    Plan
        Audited. ``status`` says what is proven; it is ``infeasible`` only when pins contradict jointly and
        two engines agree, and ``unknown`` when a limit came before any plan. ``provenance.run`` says why the
        search ended and whether the solving process died and was started again.

    Raises
    ------
    InputError
        A rule that is on but not implemented, or a pin that breaks an exclusion by itself.
    ValueError
        The public value of a draw is not one line of text.
    AuditError
        The independent audit rejects the plan: a defect in the solver or the audit; nothing is returned.
    EngineError
        The solving process died, was started again, and died again, before it had any plan.
    """
    chosen = options or SolveOptions()
    draw = chosen.draw
    if draw is not None:
        chosen = dataclasses.replace(chosen, seed=draw_seed(instance, draw), draw=None)
    started = datetime.now(UTC)
    heard = Heard()
    herald = Herald(heard, progress)
    run_process(instance, chosen, herald, cancel, worker, partial(_get_ready, instance), start=start)
    plan = heard.plan if heard.plan is not None else _write_nothing(instance, chosen)
    choices = SolveChoices(
        budget=chosen.budget,
        gap=chosen.gap,
        until=chosen.until,
        start=None if start is None else start_digest(start),
    )
    provenance = plan.provenance.model_copy(update={"draw": draw, "options": choices})
    plan = plan.model_copy(update={"provenance": provenance})
    herald.enter("audit")
    audit = _audit(instance, plan, herald)
    if not audit.passed:
        raise AuditError(
            f"{item.code} at {item.where}: the solver says {item.claimed}, the audit finds {item.found}"
            for item in audit.findings
        )
    run = Run(
        started=started.isoformat(timespec="seconds"),
        seconds=round(herald.seconds, 3),
        platform=_platform(),
        python=platform.python_version(),
        engine=_engine_version(),
        time_limit=chosen.time_limit,
        memory_limit_mib=chosen.memory_limit_mib,
        stop_reason=heard.reason,
        retried=heard.retry_reason is not None,
        retry_reason=heard.retry_reason,
    )
    return plan.model_copy(update={"provenance": provenance.model_copy(update={"run": run})})


def _get_ready(instance: Instance) -> None:
    """What the end needs, done while the process starts."""
    import bianzu.audit.proofs.certificate
    import bianzu.audit.verification  # noqa: F401

    digest(instance)  # which keeps it
    _platform()
    _engine_version()


def _audit(instance: Instance, plan: Plan, herald: Herald) -> "Audit":
    """The audit in a thread of its own, so that heartbeats go on."""
    from bianzu.audit import Audit, verify

    answers: queue.SimpleQueue[Audit | BaseException] = queue.SimpleQueue()

    def run() -> None:
        try:
            answers.put(verify(instance, plan))
        except BaseException as error:
            answers.put(error)

    threading.Thread(target=run, name="bianzu-audit", daemon=True).start()
    while True:
        try:
            answer = answers.get(timeout=_TICK_SECONDS)
        except queue.Empty:
            herald.tick()
            continue
        if isinstance(answer, BaseException):
            raise answer
        return answer


def _write_nothing(instance: Instance, options: SolveOptions) -> Plan:
    """The plan of a solve that was stopped before it had any."""
    return Plan(
        status="unknown",
        complete=False,
        gap=None,
        levels=(),
        provenance=Provenance(
            input_digest=digest(instance),
            version=VERSION,
            seed=options.seed,
        ),
    )


@cache
def _platform() -> str:
    return platform.platform()


@cache
def _engine_version() -> str:
    from importlib.metadata import version

    return f"ortools {version('ortools')}"
