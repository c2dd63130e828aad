"""What removed the candidates of a seat or a minimum that a plan leaves open (docs/format.md, Shortages)."""

from collections import Counter

import numpy as np

from bianzu.solver.aux_columns import Aux
from bianzu.solver.data import BoolArray
from bianzu.solver.model import Model
from bianzu.solver.rules.skill_mix import needs_of_team

__all__ = ["explain_missing", "explain_seat", "find_counted"]


def explain_seat(model: Model, slot: int, placed: BoolArray) -> tuple[int, dict[str, int]]:
    """Number of candidates of a slot, and how many each rule removed."""
    suited = _suited(model, slot)
    barred = model.eligibility.barring(slot, structural=False)
    removed = {rule: int((mask & suited).sum()) for rule, mask in barred.items()}
    free = suited & ~_any(model, barred)
    return int(suited.sum()), _with_rest(model, removed, free, model.data.slots[slot].team, placed)


def explain_missing(model: Model, aux: Aux, placed: BoolArray) -> tuple[int, dict[str, int]]:
    """The same for a minimum of a team; a minimum of a person has no candidates."""
    if "team" not in aux.key:
        return 0, {}
    data = model.data
    team = data.team_at[aux.key["team"]]
    suited: dict[int, BoolArray] = {}
    for slot in data.team_slots[team]:
        suited[slot] = _suited(model, slot) & find_counted(model, aux, slot)
    candidates = np.any(list(suited.values()), axis=0)
    rules = {item.rule for item in model.eligibility.exclusions if not item.structural}
    everywhere = {rule: candidates.copy() for rule in rules}
    barred_all = candidates.copy()
    for slot, fitting in suited.items():
        barring = model.eligibility.barring(slot, structural=False)
        for rule in rules:
            everywhere[rule] &= ~fitting | barring.get(rule, np.zeros(data.n, dtype=bool))
        barred_all &= ~fitting | _any(model, barring)
    removed = {rule: int(mask.sum()) for rule, mask in everywhere.items()}
    combined = barred_all & ~_any(model, everywhere)
    removed["combined"] = int(combined.sum())
    return int(candidates.sum()), _with_rest(
        model, removed, candidates & ~barred_all & ~placed[team], team, placed
    )


def _suited(model: Model, slot: int) -> BoolArray:
    """Candidates: people with no structural reason against the slot."""
    suited = np.ones(model.data.n, dtype=bool)
    for item in model.eligibility.exclusions:
        if item.structural:
            suited &= item.units(slot) == 0
    return suited


def _any(model: Model, masks: dict[str, BoolArray]) -> BoolArray:
    return np.any(list(masks.values()), axis=0) if masks else np.zeros(model.data.n, dtype=bool)


def _with_rest(
    model: Model, removed: dict[str, int], free: BoolArray, team: int, placed: BoolArray
) -> dict[str, int]:
    """Add candidates whom no exclusion removes: seated on an overlapping team (a team overlaps itself), or
    kept off by a maximum."""
    start, end = model.data.team_days[team]
    overlapping = [
        at
        for at, (other_start, other_end) in enumerate(model.data.team_days)
        if other_start <= end and start <= other_end
    ]
    seated = placed[overlapping].any(axis=0)
    counts = Counter(removed)
    counts["one-seat"] += int((free & seated).sum())
    counts["maxima"] += int((free & ~seated).sum())
    order = [*model.data.rules.on, "pins", "combined", "one-seat", "maxima"]
    return {rule: counts[rule] for rule in dict.fromkeys(order) if counts[rule]}


def find_counted(model: Model, aux: Aux, slot: int) -> BoolArray:
    """Who would count for the minimum on the slot."""
    data = model.data
    if aux.follows == "skills":
        team = data.teams[data.slots[slot].team]
        need = next(item for item in needs_of_team(data, team) if item.skill == aux.key["skill"])
        return data.holders(need.skill, need.level)
    row = aux.rows[0]
    group = next(item for item in model.groups if item.first <= row < item.first + len(item.limit))
    place = group.place(slot)
    touched = np.zeros(data.n, dtype=bool)
    if place is not None and group.first + place[1] == row:
        touched[place[0].people] = True
    # A netted row lists the people who meet the minimum, any other those who do not.
    return touched if group.netting is not None else ~touched
