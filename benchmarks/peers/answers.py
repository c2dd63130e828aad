"""What a peer answers, and what the harness makes of it: an audited plan with its levels."""

from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np

from benchmarks.peers.ladder import LEVELS
from bianzu.audit import verify
from bianzu.models import Instance, Plan
from bianzu.solver import SolveOptions
from bianzu.solver.assembly import build_model
from bianzu.solver.evaluation import evaluate
from bianzu.solver.model import Model
from bianzu.solver.planning import assemble_plan
from bianzu.solver.standing import NOTHING_PROVEN

__all__ = ["Answer", "Ending", "Judged", "judge"]

Ending = Literal["proven", "stopped", "limit", "failed", "absent"]
"""``stopped``: ended by itself without a proof; ``limit``: was stopped by its time limit."""


@dataclass(frozen=True)
class Answer:
    """A peer's own words.

    Attributes
    ----------
    keys
        The columns of its plan (``slot · people + person``), or ``None``; ``plan`` instead for bianzu itself.
    values, bounds
        What it claims of the levels one to four.
    seconds
        From the instance in memory to the answer; the limit where it was reached.
    """

    peer: str
    ending: Ending
    seconds: float
    keys: tuple[int, ...] | None = None
    plan: Plan | None = None
    values: tuple[int | None, ...] = (None,) * LEVELS
    bounds: tuple[int | None, ...] = (None,) * LEVELS
    peak_mib: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Judged:
    """An answer after the audit.

    Attributes
    ----------
    levels
        Objective of each level as evaluated here, ``None`` without a plan.
    faults
        What is wrong with the answer: a plan that is not legal, a failed audit, a value it claims wrongly, a
        bound above its own objective.
    """

    answer: Answer
    levels: tuple[int, ...] | None
    faults: tuple[str, ...] = field(default=())

    def to_json(self) -> dict[str, Any]:
        """As it stands in the results."""
        answer = self.answer
        return {
            "peer": answer.peer,
            "ending": answer.ending,
            "seconds": round(answer.seconds, 3),
            "levels": self.levels,
            "bounds": answer.bounds,
            "peak_mib": answer.peak_mib,
            "faults": list(self.faults),
            "note": answer.note,
        }


_MODELS: dict[int, tuple[Instance, Model]] = {}
"""The model of the instance judged last, by identity: all peers' answers are judged one after the other."""


def _model_of(instance: Instance) -> Model:
    kept = _MODELS.get(id(instance))
    if kept is None or kept[0] is not instance:
        _MODELS.clear()
        kept = _MODELS[id(instance)] = (instance, build_model(instance))
    return kept[1]


def judge(instance: Instance, answer: Answer) -> Judged:
    """Evaluate and audit an answer."""
    plan, levels = answer.plan, None
    faults: list[str] = []
    if plan is None and answer.keys is not None:
        model = _model_of(instance)
        found = evaluate(model, np.array(answer.keys, dtype=np.int64))
        if not found.feasible:
            faults.append("the plan breaks a rule")
        else:
            plan = assemble_plan(model, found, NOTHING_PROVEN, SolveOptions())
    if plan is not None and plan.levels:
        levels = tuple(level.objective or 0 for level in plan.levels[:LEVELS])
        audit = verify(instance, plan)
        faults.extend(f"{item.code} at {item.where}" for item in audit.findings)
        faults.extend(_wrong_claims(answer, levels))
    return Judged(answer, levels, tuple(faults))


def _wrong_claims(answer: Answer, levels: tuple[int, ...]) -> list[str]:
    """A value that is not the plan's, or a bound above what the plan reaches while earlier levels are met."""
    faults = []
    for level, (value, bound, reached) in enumerate(zip(answer.values, answer.bounds, levels, strict=True)):
        if value is not None and value != reached:
            faults.append(f"level {level}: claims {value}, has {reached}")
        if bound is not None and bound > reached:
            faults.append(f"level {level}: claims the bound {bound}, has {reached}")
    return faults
