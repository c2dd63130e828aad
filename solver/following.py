"""The values of aux columns that follow a decision on seats: one function for each kind of `Follows`.

Each takes the model, the chosen columns, the aux columns (m,) of its kind and the values (a,) so far, and
returns their values (m,).
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from bianzu.solver.aux_columns import Follows
from bianzu.solver.columns import Columns
from bianzu.solver.data import IntArray
from bianzu.solver.model import Model
from bianzu.solver.rules.balance import field_values

__all__ = ["FOLLOWING"]


def _count_empty(model: Model, columns: Columns, aux: IntArray, _x: IntArray) -> IntArray:
    """Empty seats of each slot."""
    capacity = np.array([slot.capacity for slot in model.data.slots], dtype=np.int64)
    return capacity - np.bincount(columns.slot, minlength=len(aux))


def _find_serving(model: Model, columns: Columns, aux: IntArray, _x: IntArray) -> IntArray:
    """Whether a person serves at all."""
    return np.isin(model.aux_person[aux], columns.person).astype(np.int64)


def _find_meeting(model: Model, columns: Columns, aux: IntArray, _x: IntArray) -> IntArray:
    """Whether a pair is on a team; once a round, on the first of its teams."""
    data = model.data
    seated = set(zip(data.slot_team[columns.slot].tolist(), columns.person.tolist(), strict=True))
    met: set[tuple[int, str, str]] = set()
    values = np.zeros(len(aux), dtype=np.int64)
    for number, at in enumerate(aux.tolist()):
        item = model.aux[at]
        one, other = item.key["person"], item.key["other"]
        once = int(data.team_round[item.team]), one, other
        if once not in met and {(item.team, data.person_at[who]) for who in (one, other)} <= seated:
            values[number] = 1
            met.add(once)
    return values


def _find_counties(model: Model, columns: Columns, aux: IntArray, _x: IntArray) -> IntArray:
    """Whether anybody of a county is on a team."""
    data = model.data
    teams, people = data.slot_team[columns.slot].tolist(), columns.person.tolist()
    sending = {
        (team, data.people[person].work_county or "") for team, person in zip(teams, people, strict=True)
    }
    chosen = (model.aux[at] for at in aux.tolist())
    return np.array([(item.team, item.key["county"]) in sending for item in chosen], dtype=np.int64)


def _find_sums(model: Model, columns: Columns, aux: IntArray, _x: IntArray) -> IntArray:
    """The highest or lowest sum of a field over the members of a round's teams."""
    data, teams = model.data, model.data.slot_team[columns.slot]
    values = np.zeros(len(aux), dtype=np.int64)
    for number, at in enumerate(aux.tolist()):
        item, of_round = model.aux[at], int(model.aux_round[at])
        sums = np.zeros(len(data.teams), dtype=np.int64)
        np.add.at(sums, teams, field_values(data, item.key["field"], of_round)[columns.person])
        mine = sums[data.team_round == of_round]
        values[number] = mine.max() if item.clause == "high" else mine.min()
    return values


def _find_kept(model: Model, columns: Columns, aux: IntArray, _x: IntArray) -> IntArray:
    """Whether a person serves in a planned round and in the one before."""
    data = model.data
    serves = np.zeros(data.n_services, dtype=bool)
    serves[columns.service] = True
    service = model.aux_round[aux] * data.n + model.aux_person[aux]
    kept: IntArray = (serves[service] & serves[service - data.n]).astype(np.int64)
    return kept


def _read_rows(model: Model, columns: Columns, aux: IntArray, x: IntArray) -> IntArray:
    """How far the rows that a column lets exceed are over."""
    over = model.activity(columns, np.ones(len(columns)), x.astype(float)) - model.row_upper
    values = np.zeros(len(aux), dtype=np.int64)
    for number, at in enumerate(aux.tolist()):
        item = model.aux[at]
        lets = zip(item.rows, item.coefs, strict=True)
        values[number] = max(0, max(-int(over[row] // coef) for row, coef in lets if coef < 0))
    return values


FOLLOWING: Mapping[Follows, Callable[[Model, Columns, IntArray, IntArray], IntArray]] = MappingProxyType(
    {
        "seats": _count_empty,
        "serving": _find_serving,
        "meeting": _find_meeting,
        "county": _find_counties,
        "sums": _find_sums,
        "kept": _find_kept,
        "rows": _read_rows,
    }
)
"""In the order in which the values are set: rows are read when everything else is there."""
