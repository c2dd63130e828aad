"""Ways that no plan can take: whole teams from counties that the past bars, or with people without a county.

These are maxima and remove no candidate (docs/format.md). But a row that holds a column at zero has a
multiplier without measure, and an interior point follows it without end: a model to search in leaves such
pairs out, and a certificate gets multipliers just large enough to price them out.
"""

from dataclasses import replace

import numpy as np

from bianzu.solver.data import IntArray
from bianzu.solver.flows import list_senders
from bianzu.solver.model import Model
from bianzu.solver.proof import Proof, price_pairs

__all__ = ["close_ways", "cover"]

_PAST = (("no-swap", "past"), ("fresh-pairing", "past"))


def close_ways(model: Model) -> Model:
    """The model without pairs and county columns that some row holds at zero."""
    if model.closed is not None:
        return model
    barring = _find_barring_rows(model)
    stateless = model.data.work_county < 0
    closed = np.zeros_like(model.eligibility.allowed)
    for team in sorted({team for team, _ in list_senders(model.data, model.builder)}):
        closed[model.data.team_slots[team]] |= stateless
    upper = model.aux_upper.copy()
    for team, county, at, _ in barring:
        closed[model.data.team_slots[team]] |= model.data.work_county == county
        upper[at] = 0
    if not closed.any():
        return model
    eligibility = model.eligibility
    eligibility = replace(eligibility, allowed=eligibility.allowed & ~closed)
    return replace(model, eligibility=eligibility, aux_upper=upper, closed=model.eligibility.allowed & closed)


def cover(model: Model, proof: Proof) -> Proof:
    """The proof with multipliers that price out what the model leaves out; it proves the same bound."""
    closed = model.closed
    if closed is None:
        return proof
    data, duals = model.data, proof.duals.copy()
    groups = {(group.rule, group.clause): group for group in model.groups}
    links, stateless = groups["cross-form", None], groups["cross-form", "no-county"]
    manned = groups.get(("flow-balance", "manned"))
    row_of = {(key["seat"], key["county"]): links.first + at for at, key in enumerate(links.keys)}
    row_of_team = {key["team"]: stateless.first + at for at, key in enumerate(stateless.keys)}
    names = [county.id for county in data.instance.counties]
    barring = _find_barring_rows(model)
    for _, _, at, _ in barring:
        duals[_list_links(model, at, links.first, len(links.limit))] = 0
        if manned is not None:
            duals[_list_links(model, at, manned.first, len(manned.limit))] = 0
    duals[stateless.span] = 0
    for slot, reduced in price_pairs(model, proof.weights, duals, proof.pins, lambda: None):
        people = np.flatnonzero(closed[slot])
        if not len(people):
            continue
        item = data.slots[slot]
        need = np.maximum(0, proof.best[data.services(slot)][people] - reduced[people])
        homes = data.work_county[people]
        for county in np.unique(homes).tolist():
            most = int(need[homes == county].max())
            if county < 0:
                row = row_of_team[data.teams[item.team].id]
                duals[row] = min(duals[row], -most)
            else:
                duals[row_of[item.seat_ids[0], names[county]]] = -most
    reduced_aux = model.price_aux(proof.weights, duals, 1)
    for _, _, at, row in barring:
        duals[row] += min(0, int(reduced_aux[at]))
    return replace(proof, duals=duals)


def _list_links(model: Model, at: int, first: int, count: int) -> IntArray:
    """Rows of a group in which an aux column stands."""
    rows = model.aux_rows[model.aux_indptr[at] : model.aux_indptr[at + 1]]
    return rows[(rows >= first) & (rows < first + count)]


def _find_barring_rows(model: Model) -> list[tuple[int, int, int, int]]:
    """(team, county, aux column, row) of every county column that a row holds at zero."""
    given = np.zeros(model.n_rows, dtype=bool)
    given[model.aux_rows[model.aux_values < 0]] = True
    firm = model.mark(lambda group: (group.rule, group.clause) in _PAST) & ~given
    manned = model.mark(lambda group: (group.rule, group.clause) == ("flow-balance", "manned"))
    open_pairs = (
        model.eligibility.allowed if model.closed is None else model.eligibility.allowed | model.closed
    )
    position = {id(item): at for at, item in enumerate(model.aux)}
    found = []
    for (team, county), item in list_senders(model.data, model.builder).items():
        nobody = not open_pairs[model.data.team_slots[team]][:, model.data.work_county == county].any()
        row = next((row for row in item.rows if firm[row] or (nobody and manned[row])), None)
        if row is not None:
            found.append((team, county, position[id(item)], row))
    return found
