"""From a solved model to the plan's fields: levels, shortages with their causes, waivers, rule results."""

from collections import Counter
from collections.abc import Collection, Mapping

import numpy as np

from bianzu.models import (
    ALL_LEVEL_NAMES,
    Assignment,
    AtRisk,
    FloaterService,
    Level,
    RuleResult,
    Shortage,
    WaiverUse,
)
from bianzu.solver.aux_columns import Aux
from bianzu.solver.costs import TIE_BREAK, tie_break
from bianzu.solver.data import BoolArray, Data, IntArray
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.model import Model
from bianzu.solver.removal import explain_missing, explain_seat
from bianzu.solver.rules.new_cadre import compute_duties, find_barred_people
from bianzu.solver.rules.presence import list_absences
from bianzu.solver.standing import Standing

__all__ = [
    "list_at_risk",
    "list_floaters",
    "list_levels",
    "list_rules",
    "list_shortages",
    "list_waivers",
]


def list_levels(
    model: Model, found: Evaluation, standing: Standing, assignments: tuple[Assignment, ...], seed: int
) -> tuple[Level, ...]:
    """Objective and bound of every level; the tie-break counts the seats as assigned."""
    objectives = list(found.levels)
    objectives[TIE_BREAK] = sum(tie_break(seed, item.person, item.seat) for item in assignments)
    return tuple(
        Level(
            name=name,
            objective=objective,
            bound=level.bound,
            certified_bound=level.certified,
            bound_by=level.by,
        )
        for name, objective, level in zip(ALL_LEVEL_NAMES, objectives, standing.levels, strict=True)
        if name != "changes" or model.data.instance.baseline is not None
    )


def list_shortages(
    model: Model, found: Evaluation, assignments: tuple[Assignment, ...]
) -> tuple[Shortage, ...]:
    """Empty seats first, then missing minima, each with what removed its candidates."""
    data = model.data
    placed = _placed(model, found)
    seats: list[Shortage] = []
    minima: list[Shortage] = []
    filled = {item.seat for item in assignments}
    if data.rules.seats is not None:
        for at, slot in enumerate(data.slots):
            empty = [seat for seat in slot.seat_ids if seat not in filled]
            candidates, removed = explain_seat(model, at, placed) if empty else (0, {})
            seats.extend(
                Shortage(
                    rule="seats",
                    round=data.teams[slot.team].round,
                    team=data.teams[slot.team].id,
                    seat=seat,
                    missing=1,
                    candidates=candidates,
                    removed_by=removed,
                )
                for seat in empty
            )
    for item in found.missing:
        aux = item.aux
        if aux.kind != "short" or aux.follows == "seats":
            continue
        candidates, removed = explain_missing(model, aux, placed)
        minima.append(
            Shortage(
                rule=aux.rule,
                clause=aux.clause,
                round=_round_of(data, aux),
                team=aux.key.get("team"),
                skill=aux.key.get("skill"),
                person=aux.key.get("person"),
                missing=item.units,
                candidates=candidates,
                removed_by=removed,
            )
        )
    absences = [
        Shortage(
            rule="presence",
            round=data.rounds[item.item].id,
            team=data.teams[item.team].id,
            unit=item.unit,
            missing=item.days,
        )
        for item in list_absences(data)
    ]
    return (*seats, *minima, *absences)


def _round_of(data: Data, aux: Aux) -> str:
    team = aux.key.get("team")
    return aux.key["round"] if team is None else data.teams[data.team_at[team]].round


def _placed(model: Model, found: Evaluation) -> BoolArray:
    """(t, n) who sits on which team."""
    placed = np.zeros((len(model.data.teams), model.data.n), dtype=bool)
    for slot, person in found.pairs:
        placed[model.data.slots[slot].team, person] = True
    return placed


def list_floaters(model: Model, found: Evaluation) -> tuple[FloaterService, ...]:
    """Whom floaters serve, team by team."""
    data = model.data
    return tuple(
        FloaterService(
            round=data.teams[item.team].round,
            team=data.teams[item.team].id,
            person=data.people[item.person].id,
            counts_for=item.skills,
        )
        for item in found.services
    )


def list_waivers(model: Model, found: Evaluation) -> tuple[WaiverUse, ...]:
    """Units charged to each waiver, in file order, unused ones left out."""
    used = _charges(model, found)
    for item in found.missing:
        if item.aux.waiver is not None:
            used[item.aux.waiver] += item.units
    return tuple(
        WaiverUse(waiver=waiver.id, units=used[at])
        for at, waiver in enumerate(model.book.waivers)
        if used[at]
    )


def _charges(model: Model, found: Evaluation) -> Counter[int]:
    """Units of each waiver that exclusions need."""
    used: Counter[int] = Counter()
    for slot, person in found.pairs:
        used.update(model.eligibility.charges.get((person, slot), {}))
    for person in set(found.people.tolist()):
        used.update(model.eligibility.service_charges.get(person, {}))
    return used


def list_rules(model: Model, found: Evaluation) -> tuple[RuleResult, ...]:
    """One entry per rule that is on, in rulebook order."""
    objective: Counter[str] = Counter()
    violations: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    waived: Counter[str] = Counter()
    _count_costs(model, found, objective, violations)
    for item in found.missing:
        if item.aux.kind == "short":
            missing[item.aux.rule] += item.units
        elif item.aux.kind == "waive":
            waived[item.aux.rule] += item.units
        else:
            objective[item.aux.rule] += item.aux.weight * item.units
            violations[item.aux.rule] += item.aux.worth * item.units
    for rule, units in model.builder.missing_constants:
        missing[rule] += units
    for waiver, units in _charges(model, found).items():
        waived[model.book.waivers[waiver].rule] += units
    return tuple(
        RuleResult(
            rule=rule,
            objective=objective[rule],
            violations=violations[rule],
            missing=missing[rule],
            waived=waived[rule],
        )
        for rule in model.data.rules.on
    )


def _count_costs(model: Model, found: Evaluation, objective: Counter[str], violations: Counter[str]) -> None:
    """Soft costs that sit on columns, on serving and in constants."""
    builder = model.builder
    for rule, weight, units in builder.soft_slot_costs:
        total = sum(int(units(slot)[person]) for slot, person in found.pairs)
        objective[rule] += weight * total
        violations[rule] += total
    rounds = model.data.slot_round[found.slots]
    for rule, weight, item, per_person in builder.service_costs:
        total = int(per_person[np.unique(found.people[rounds == item])].sum())
        objective[rule] += weight * total
        violations[rule] += total
    for rule, weight, units_in_all in builder.soft_constants:
        objective[rule] += weight * units_in_all
        violations[rule] += units_in_all
    for at, aux in enumerate(model.aux):
        if aux.kind == "count" and aux.weight:
            units_held = int(found.aux_x[at])
            objective[aux.rule] += aux.weight * units_held
            violations[aux.rule] += units_held if aux.weight > 0 else -units_held


def list_at_risk(model: Model, found: Evaluation) -> tuple[AtRisk, ...]:
    """New cadres who still owe in their last chance and whom exclusions bar from every seat of it."""
    data = model.data
    if data.rules.new_cadre is None:
        return ()
    serving = {
        (item, person)
        for item, person in zip(data.slot_round[found.slots].tolist(), found.people.tolist(), strict=True)
    }
    listed: list[AtRisk] = []
    for item, duties in enumerate(compute_duties(data)):
        barred = find_barred_people(data, model.eligibility, item)
        owed = {
            at: duty.owed - sum((earlier, at) in serving for earlier in duty.earlier)
            for at, duty in enumerate(duties)
            if duty.chances == 1 and barred[at]
        }
        at_risk = [at for at, count in owed.items() if count > 0]
        removers = _find_removers(model, at_risk, item)
        listed.extend(
            AtRisk(
                person=data.people[at].id,
                round=data.rounds[item].id,
                owed=owed[at],
                removed_by=tuple(rule for rule in data.rules.on if rule in removers[at]),
            )
            for at in at_risk
        )
    return tuple(listed)


def _find_removers(model: Model, people: list[int], item: int) -> dict[int, set[str]]:
    """Rules that each bar a person from every seat of a round; if there is none, all that bar from one."""
    slots = np.flatnonzero(model.data.slot_round == item).tolist()
    if not people or not slots:
        return {person: set() for person in people}
    at = np.array(people)
    everywhere = _bar(model, at, slots[0])
    for slot in slots[1:]:
        left = {rule for rule, mask in everywhere.items() if mask.any()}
        found = _bar(model, at, slot, left)
        everywhere = {rule: everywhere[rule] & mask for rule, mask in found.items()}
    removers = {person: _list_rules(everywhere, place) for place, person in enumerate(people)}
    others = np.array([person for person in people if not removers[person]], dtype=np.int64)
    for slot in slots if len(others) else ():
        found = _bar(model, others, slot)
        for place, person in enumerate(others.tolist()):
            removers[person] |= _list_rules(found, place)
    return removers


def _bar(
    model: Model, people: IntArray, slot: int, rules: Collection[str] | None = None
) -> dict[str, BoolArray]:
    """Whom each rule, or each of some, bars from a slot; pins aside."""
    found = model.eligibility.barring(slot, rules)
    return {rule: mask[people] for rule, mask in found.items() if rule != "pins"}


def _list_rules(barring: Mapping[str, BoolArray], place: int) -> set[str]:
    return {rule for rule, mask in barring.items() if mask[place]}
