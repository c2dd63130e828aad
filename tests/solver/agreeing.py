"""Solver and audit on one assignment: both must call it legal or neither, and agree on every number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np

from bianzu.audit import Measure, measure
from bianzu.models import Assignment, FloaterService, Instance, Shortage
from bianzu.solver.assembly import build_model
from bianzu.solver.evaluation import Evaluation, evaluate
from bianzu.solver.extraction import list_at_risk, list_levels, list_rules, list_shortages, list_waivers
from bianzu.solver.floating import Service
from bianzu.solver.model import Model
from bianzu.solver.standing import NOTHING_PROVEN
from tests.audit.legal import list_services
from tests.builders import assign

__all__ = ["Tally", "compare_all", "evaluate_seating", "list_seatings", "list_services"]

SEED = 5
Seating = Mapping[str, str]
"""Seat -> person."""


@dataclass
class Tally:
    """How many assignments were legal, and how many were not."""

    legal: int = 0
    illegal: int = 0


def list_seatings(instance: Instance) -> Iterator[dict[str, str]]:
    """Every assignment: each seat empty or anybody's, however absurd."""
    people = [None, *(person.id for person in instance.people)]
    seats = [seat.id for team in instance.teams for seat in team.seats]
    for choice in product(people, repeat=len(seats)):
        yield {seat: who for seat, who in zip(seats, choice, strict=True) if who is not None}


def compare_all(instance: Instance) -> Tally:
    """Compare the two over every assignment, with every set of floaters' services."""
    model = build_model(instance, SEED)
    tally = Tally()
    for seating, services in product(list_seatings(instance), list_services(instance)):
        if _compare(instance, model, seating, services):
            tally.legal += 1
        else:
            tally.illegal += 1
    return tally


def _compare(
    instance: Instance, model: Model, seating: Seating, services: tuple[FloaterService, ...]
) -> bool:
    """Whether the assignment is legal; fails when the solver and the audit see it differently."""
    found = evaluate_seating(model, seating, services)
    legal = found is not None and found.feasible
    skills = _skills(model, seating, found) if found is not None and legal else {}
    rows = assign(instance, seating, **skills)
    measured = measure(instance, rows, seed=SEED, floaters=services)
    breaches = [str(item) for item in measured.breaches if legal or not item.code.startswith("counts-for")]
    assert legal == (not breaches), (
        f"{seating} {services}: the solver says legal={legal}, the audit {breaches}"
    )
    if found is not None and legal:
        assert _said_by_solver(model, found, rows) == _said_by_audit(measured), (seating, services)
    return legal


def evaluate_seating(
    model: Model, seating: Seating, services: tuple[FloaterService, ...] = ()
) -> Evaluation | None:
    """The solver's view, ``None`` when somebody sits twice on one slot: it has no such plan."""
    slot_of = {seat: at for at, slot in enumerate(model.data.slots) for seat in slot.seat_ids}
    columns = [model.key(slot_of[seat], model.data.person_at[who]) for seat, who in seating.items()]
    if len(set(columns)) < len(columns):
        return None
    data = model.data
    given = [Service(data.team_at[s.team], data.person_at[s.person], s.counts_for) for s in services]
    return evaluate(model, np.array(columns, dtype=np.int64), tuple(given))


def _skills(model: Model, seating: Seating, found: Evaluation) -> dict[str, tuple[str, ...]]:
    """Seat -> skills that the solver lets its holder count for."""
    counted: dict[tuple[int, str], tuple[str, ...]] = {}
    left = [list(item.counts) for item in found.counts]
    for slot, person in found.pairs:
        team = model.data.slots[slot].team
        counted[team, model.data.people[person].id] = left[team].pop(0)
    team_of = {seat: slot.team for slot in model.data.slots for seat in slot.seat_ids}
    return {seat: counted[team_of[seat], who] for seat, who in seating.items()}


Said = dict[str, object]


def _said_by_solver(model: Model, found: Evaluation, rows: tuple[Assignment, ...]) -> Said:
    levels = list_levels(model, found, NOTHING_PROVEN, rows, SEED)
    return {
        "levels": tuple(level.objective for level in levels),
        "rules": list_rules(model, found),
        "shortages": _sorted(list_shortages(model, found, rows)),
        "waivers": list_waivers(model, found),
        "at risk": {item.person: item for item in list_at_risk(model, found)},
    }


def _said_by_audit(measured: Measure) -> Said:
    return {
        "levels": tuple(level.objective for level in measured.levels),
        "rules": measured.rules,
        "shortages": _sorted(measured.shortages),
        "waivers": measured.waivers_used,
        "at risk": {item.person: item for item in measured.at_risk},
    }


def _sorted(shortages: Iterable[Shortage]) -> list[Shortage]:
    return sorted(
        shortages, key=lambda s: tuple(str(x) for x in (s.rule, s.clause, s.team, s.seat, s.skill, s.person))
    )
