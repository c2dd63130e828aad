"""One scenario as a job that any executor can run: here, in another process, or on another machine."""

import hashlib
import json
import time
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache

from bianzu.answers.indicators import take_indicators
from bianzu.instances import apply_changes, parse_instance, parse_plan
from bianzu.models import (
    Indicators,
    InputError,
    Instance,
    Plan,
    Scenario,
    ScenarioResult,
    ScenarioRun,
    canonical_json,
    digest,
    start_digest,
)
from bianzu.solver import CancelToken, SolveOptions, Worker, solve
from bianzu.version import VERSION

__all__ = ["Job", "answer_job", "pack_jobs"]


@dataclass(frozen=True)
class Job:
    """Everything that an answer needs, ready to be pickled: ``instance`` and ``base`` are packed JSON."""

    scenario: Scenario
    options: SolveOptions
    instance: bytes
    base: bytes
    key: str


def pack_jobs(
    instance: Instance, scenarios: tuple[Scenario, ...], base: Plan, options: SolveOptions
) -> list[Job]:
    """A job per scenario, each with the key that its result is filed under."""
    packed = _pack(instance.model_dump_json(by_alias=True))
    start = _pack(base.model_dump_json(by_alias=True))
    about = [digest(instance), start_digest(base), VERSION]
    return [
        Job(item, chosen, packed, start, _make_key(about, item, chosen))
        for item in scenarios
        for chosen in [_choose(options, item)]
    ]


def _choose(options: SolveOptions, scenario: Scenario) -> SolveOptions:
    """The sweep's options with those of the scenario in their place."""
    if scenario.seed is not None:
        options = replace(options, seed=scenario.seed, draw=None)
    if scenario.budget is not None:
        options = replace(options, budget=scenario.budget)
    return options if scenario.gap is None else replace(options, gap=scenario.gap)


def _make_key(about: list[str], scenario: Scenario, options: SolveOptions) -> str:
    shaping = [options.seed, options.budget, options.gap, options.until, options.time_limit, options.draw]
    text = json.dumps([*about, canonical_json(scenario).decode(), shaping], ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def answer_job(job: Job, worker: Worker | None = None, cancel: CancelToken | None = None) -> ScenarioResult:
    """Solve one scenario from the base plan.

    Wrong input (a rule that is not implemented, a pin that breaks an exclusion by itself) is an answer:
    ``failed`` with the reason. Everything else that goes wrong is raised.
    """
    started = time.monotonic()
    indicators: Indicators | None = None
    reason = None
    try:
        base = _read_plan(job.base)
        instance = _read_instance(job.instance)
        changed = apply_changes(instance, job.scenario.changes, plan=base)
        start = base if base.assignments else None
        plan = solve(changed, options=job.options, start=start, worker=worker, cancel=cancel)
        indicators = take_indicators(changed, plan, instance)
    except InputError as error:
        reason = str(error)
    return ScenarioResult(
        name=job.scenario.name,
        key=job.key,
        state="answered" if reason is None else "failed",
        indicators=indicators,
        reason=reason,
        run=ScenarioRun(seconds=round(time.monotonic() - started, 3)),
    )


def _pack(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8"), 1)


@lru_cache(maxsize=2)
def _read_instance(packed: bytes) -> Instance:
    """All jobs of a sweep hold the same bytes: they are read once in a process."""
    return parse_instance(zlib.decompress(packed))


@lru_cache(maxsize=2)
def _read_plan(packed: bytes) -> Plan:
    return parse_plan(zlib.decompress(packed))
