"""`what_if`: many changed instances, solved side by side from one base plan."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

from bianzu.answers.dispatch import count_cores, run_jobs
from bianzu.answers.indicators import compare, take_indicators
from bianzu.answers.jobs import pack_jobs
from bianzu.answers.journal import Journal
from bianzu.instances import apply_changes
from bianzu.models import InputError, Instance, Plan, Problem, Scenario, ScenarioResult, Sweep, digest
from bianzu.solver import CancelToken, SolveOptions, Worker, solve
from bianzu.version import VERSION

__all__ = ["SWEEP_GAP", "what_if"]

SWEEP_GAP = 0.001
"""Proven gap at which a scenario's search may stop, unless the options say otherwise."""

OnResult = Callable[[ScenarioResult], None]


def what_if(
    instance: Instance,
    scenarios: Iterable[Scenario],
    *,
    base: Plan | None = None,
    executor: Executor | None = None,
    cores: int | None = None,
    worker: Worker | None = None,
    options: SolveOptions | None = None,
    resume: str | Path | None = None,
    on_result: OnResult | None = None,
    cancel: CancelToken | None = None,
) -> Sweep:
    """Solve named changes of an instance and compare what comes out with a base plan.

    Parameters
    ----------
    instance
        What the changes apply to.
    scenarios
        With names of their own.
    base
        A plan of the instance: every scenario is solved starting from it. Without one the instance is solved
        first.
    executor
        Any `concurrent.futures.Executor`; jobs pickle. Without one threads of this process are used, with one
        solving process each. It is not shut down here.
    cores
        How many scenarios at once, where there is no executor; by default as many as there are cores.
    worker
        Solving processes that are ready, where there is no executor; without it they are started and ended
        here.
    options
        Of every solve; by default a gap of 0.1 %. A scenario may set seed, budget and gap itself.
    resume
        A file of JSON lines: results are added to it as they come, and those that it has are not computed
        again.
    on_result
        Called in this thread with every new result as it comes, still without ``against_base``.
    cancel
        Anything with ``is_set()``: scenarios that are not finished are left out.

    Returns
    -------
    Sweep
        One result for every scenario, in their order. A job whose worker dies is submitted once more.

    Raises
    ------
    InputError
        Changes that cannot be applied, of all scenarios at once; names that repeat; a base plan of another
        instance.
    """
    listed = tuple(scenarios)
    _check(instance, listed, base)
    chosen = options or SolveOptions(gap=SWEEP_GAP)
    if base is None:
        base = solve(instance, options=chosen, worker=worker, cancel=cancel)
    jobs = pack_jobs(instance, listed, base, chosen)
    journal = None if resume is None else Journal(Path(resume))
    keys = {job.key for job in jobs}
    found = {} if journal is None else journal.read(keys)
    for result in run_jobs(
        [job for job in jobs if job.key not in found], executor, cores or count_cores(), worker, cancel
    ):
        if journal is not None:
            journal.add(result)
        found[result.key] = result
        if on_result is not None:
            on_result(result)
    before = take_indicators(instance, base)
    return Sweep(
        input_digest=digest(instance),
        version=VERSION,
        base=before,
        results=tuple(
            found[job.key].model_copy(
                update={
                    "against_base": None if indicators is None else compare(indicators, before),
                }
            )
            for job in jobs
            if job.key in found
            for indicators in [found[job.key].indicators]
        ),
        left_out=tuple(job.scenario.name for job in jobs if job.key not in found),
    )


def _check(instance: Instance, scenarios: Sequence[Scenario], base: Plan | None) -> None:
    """Everything that is wrong, before anything is solved."""
    problems: list[Problem] = []
    names: set[str] = set()
    for scenario in scenarios:
        if scenario.name in names:
            problems.append(
                Problem("duplicate-id", scenario.name, scenario.name, "a name of its own for every scenario")
            )
        names.add(scenario.name)
        try:
            apply_changes(instance, scenario.changes, plan=base or _NO_PLAN)
        except InputError as error:
            problems += [
                replace(item, where=f"{scenario.name}: $.changes{item.where.removeprefix('$')}")
                for item in error.problems
            ]
    true = digest(instance)
    if base is not None and base.provenance.input_digest != true:
        claimed = base.provenance.input_digest
        problems.append(Problem("plan-of-another-instance", "$.provenance.input_digest", claimed, true))
    if problems:
        raise InputError(problems)


_NO_PLAN = Plan.model_validate_json(
    '{"status": "unknown", "complete": false, "gap": null, "levels": [],'
    ' "provenance": {"input_digest": "", "version": "", "seed": 0}}'
)
"""Stands for the base plan that is not there yet: it locks nobody."""
