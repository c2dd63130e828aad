"""new-cadre: whoever was promoted serves n rounds within W months.

Last chance: served(p) + short[p] ≥ owed(p). Before: ceil(12 · owed / chances) soft units unless p serves.
Overdue: 24 · owed soft units unless p serves. What is owed falls with every earlier planned round of the
window that p serves: then served(p, r) counts with those, and the units of owing k rounds rather than k − 1
are due when p does not serve and served too few, left(k) = owed − k of them put aside, whichever they are:
served(p, r) + Σ over the others: served(p, earlier) + units[p, r, k] ≥ 1.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bianzu.solver.data import BoolArray, Data, months_after
from bianzu.solver.exclusions import Eligibility
from bianzu.solver.patterns import RowKey
from bianzu.solver.rows import Builder

__all__ = ["Duty", "add_rows", "compute_duties", "find_barred_people", "leave_out"]

ASSUMED_MONTHS = 4
"""Months from the last planned round to the next one when none is announced."""


@dataclass(frozen=True)
class Duty:
    """What a person owes before a planned round, by the past alone.

    ``chances`` counts the rounds left in the window, this one included; 0 when it lies outside. ``earlier``
    are the planned rounds of the window before this one.
    """

    owed: int = 0
    chances: int = 0
    overdue: bool = False
    earlier: tuple[int, ...] = ()

    @property
    def new_cadre(self) -> bool:
        """新提拔干部: in the window and still owing."""
        return self.owed > 0 and self.chances > 0

    def units(self, owed: int) -> int:
        """Soft units of owing so many rounds and not serving."""
        return 24 * owed if self.overdue else -(-12 * owed // self.chances)


def compute_duties(data: Data) -> list[list[Duty]]:
    """For every planned round, the duty of every person."""
    setting = data.rules.new_cadre
    if setting is None:
        return [[Duty()] * data.n for _ in data.rounds]
    coming = [item.start for item in data.instance.rounds if item.status == "announced"]
    coming = coming or [months_after(data.rounds[-1].start, ASSUMED_MONTHS)]
    starts = [item.start for item in data.rounds]
    found: list[list[Duty]] = [[] for _ in data.rounds]
    for at, person in enumerate(data.people):
        promoted = person.promoted_on
        if promoted is None:
            for duties in found:
                duties.append(Duty())
            continue
        end = months_after(promoted, setting.w)
        past = [data.instance.round_by_id[item].start for item in data.past_rounds[at]]
        owed = max(0, setting.n - sum(promoted <= start <= end for start in past))
        for number, start in enumerate(starts):
            if promoted > start:
                found[number].append(Duty())
                continue
            later = [*starts[number:], *(day for day in coming if day >= start)]
            chances = sum(day <= end for day in later) if start <= end else 0
            earlier = tuple(item for item in range(number) if promoted <= starts[item] <= end)
            found[number].append(Duty(owed, chances, start > end, earlier))
    return found


def find_barred_people(data: Data, eligibility: Eligibility, item: int) -> BoolArray:
    """(n,) whom the rules bar from every seat of a planned round."""
    slots = data.slot_round == item
    return np.asarray(~eligibility.allowed_by_rules[slots].any(axis=0), dtype=bool)


def leave_out(earlier: Sequence[int], count: int) -> list[tuple[int, ...]]:
    """Every choice of ``count`` earlier rounds to put aside; all of them where there are fewer."""
    return list(combinations(earlier, min(count, len(earlier))))


def add_rows(data: Data, builder: Builder) -> None:
    """A hard minimum per last chance, and soft costs for all other cadres who owe rounds."""
    duties = compute_duties(data)
    for item in range(len(data.rounds)):
        _add_costs(data, builder, item, duties[item])
        _add_minima(data, builder, item, duties[item])
        _add_soft_rows(data, builder, item, duties[item])


def _add_costs(data: Data, builder: Builder, item: int, duties: list[Duty]) -> None:
    """Units that only this round can save."""
    setting = data.rules.new_cadre
    assert setting is not None
    units = np.zeros(data.n, dtype=np.int64)
    for at, duty in enumerate(duties):
        if duty.owed and not duty.earlier and duty.chances != 1:
            units[at] = duty.units(duty.owed)
    builder.add_soft_constant("new-cadre", setting.weight, int(units.sum()))
    builder.add_service_cost("new-cadre", setting.weight, -units, item)


def _add_minima(data: Data, builder: Builder, item: int, duties: list[Duty]) -> None:
    barred = find_barred_people(data, builder.eligibility, item)
    last = [at for at, duty in enumerate(duties) if duty.owed and duty.chances == 1 and not barred[at]]
    served = [(at, row, there) for row, at in enumerate(last) for there in (*duties[at].earlier, item)]
    people, rows, rounds = (
        (np.array(part, dtype=np.int64) for part in zip(*served, strict=True))
        if served
        else (np.zeros(0, dtype=np.int64),) * 3
    )
    owed = np.array([duties[at].owed for at in last], dtype=np.int64)
    keys = [{"round": data.rounds[item].id, "person": data.people[at].id} for at in last]
    group = builder.add_service_group(
        "new-cadre", None, keys, -owed, people, rows, np.full(len(people), -1), rounds=rounds
    )
    for row in range(len(last)):
        builder.add_slack(group, row, "hard", 0, int(owed[row]), minimum=True, item=item)


def _add_soft_rows(data: Data, builder: Builder, item: int, duties: list[Duty]) -> None:
    """Units that earlier rounds of the plan can save as well."""
    setting = data.rules.new_cadre
    assert setting is not None
    keys: list[RowKey] = []
    served: list[tuple[int, int, int]] = []
    units: list[tuple[RowKey, int, list[int]]] = []
    for at, duty in enumerate(duties):
        if not duty.owed or not duty.earlier or duty.chances == 1:
            continue
        for k in range(1, duty.owed + 1):
            key: RowKey = {"round": data.rounds[item].id, "person": data.people[at].id, "k": str(k)}
            mine: list[int] = []
            for left in leave_out(duty.earlier, duty.owed - k):
                mine.append(len(keys))
                counted = [there for there in (*duty.earlier, item) if there not in left]
                served.extend((at, len(keys), there) for there in counted)
                keys.append({**key, "left": "+".join(data.rounds[there].id for there in left)})
            units.append((key, duty.units(k) - duty.units(k - 1), mine))
    if not keys:
        return
    people, rows, rounds = (np.array(part, dtype=np.int64) for part in zip(*served, strict=True))
    group = builder.add_service_group(
        "new-cadre",
        "soft",
        keys,
        np.full(len(keys), -1),
        people,
        rows,
        np.full(len(people), -1),
        rounds=rounds,
    )
    for key, worth, mine in units:
        entries = [(group.first + row, -1) for row in mine]
        builder.add_aux(
            "soft", "new-cadre", "soft", key, 1, weight=setting.weight * worth, worth=worth, entries=entries
        )
