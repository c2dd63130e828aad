"""new-cadre: whoever was promoted serves n rounds within W months.

Last chance: served(p) + short[p] ≥ owed(p). Before: ceil(12 · owed / chances) soft units unless p serves.
Overdue: 24 · owed soft units unless p serves.
"""

from dataclasses import dataclass

import numpy as np

from bianzu.solver.data import Data, months_after
from bianzu.solver.rows import Builder

__all__ = ["Duty", "add_rows", "compute_duties"]

ASSUMED_MONTHS = 4
"""Months from the last planned round to the next one when none is announced."""


@dataclass(frozen=True)
class Duty:
    """What a person owes before the round.

    ``chances`` counts the rounds left in the window, this one included; 0 when it lies outside.
    """

    owed: int = 0
    chances: int = 0
    overdue: bool = False

    @property
    def new_cadre(self) -> bool:
        """新提拔干部: in the window and still owing."""
        return self.owed > 0 and self.chances > 0


def compute_duties(data: Data) -> list[Duty]:
    """The duty of every person before the planned round."""
    setting = data.rules.new_cadre
    if setting is None:
        return [Duty()] * data.n
    start = data.round.start
    coming = [item.start for item in data.instance.rounds if item.status == "announced"]
    starts = [start, *(coming or [months_after(start, ASSUMED_MONTHS)])]
    duties = []
    for at, person in enumerate(data.people):
        if person.promoted_on is None or person.promoted_on > start:
            duties.append(Duty())
            continue
        end = months_after(person.promoted_on, setting.w)
        served = sum(
            person.promoted_on <= data.instance.round_by_id[item].start <= end
            for item in data.past_rounds[at]
        )
        chances = sum(day <= end for day in starts) if start <= end else 0
        duties.append(Duty(max(0, setting.n - served), chances, start > end))
    return duties


def add_rows(data: Data, builder: Builder) -> None:
    """A hard minimum per last chance, and soft costs for all other cadres who owe rounds."""
    setting = data.rules.new_cadre
    assert setting is not None
    duties = compute_duties(data)
    units = np.zeros(data.n, dtype=np.int64)
    last: list[int] = []
    for at, duty in enumerate(duties):
        if duty.owed == 0:
            continue
        if duty.overdue:
            units[at] = 24 * duty.owed
        elif duty.chances > 1:
            units[at] = -(-12 * duty.owed // duty.chances)
        elif duty.chances == 1 and builder.eligibility.allowed_by_rules[:, at].any():
            last.append(at)
    builder.add_soft_constant("new-cadre", setting.weight, int(units.sum()))
    builder.add_service_cost("new-cadre", setting.weight, -units)
    people = np.array(last, dtype=np.int64)
    keys = [{"round": data.round.id, "person": data.people[at].id} for at in last]
    owed = np.array([duties[at].owed for at in last], dtype=np.int64)
    group = builder.add_service_group(
        "new-cadre", None, keys, -owed, people, np.arange(len(last)), np.full(len(last), -1)
    )
    for at in range(len(last)):
        builder.add_slack(group, at, "hard", 0, int(owed[at]), minimum=True)
