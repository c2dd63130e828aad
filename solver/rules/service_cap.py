"""service-cap: at most ``cap`` rounds in the term and ``y`` in the calendar year; full-time people exempt.

served before + served(p) ≤ limit (+ waived): over one round, people at the limit are barred.
"""

import numpy as np

from bianzu.models.settings import ServiceCap
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion


def exclusions(data: Data) -> list[Exclusion]:
    """People whose past already fills a limit."""
    setting = data.rules.service_cap
    assert setting is not None
    this = data.round
    by_id = data.instance.round_by_id

    past = [item for item in by_id.values() if item.status == "past"]
    clauses = {
        "term": (setting.cap, {item.id for item in past if item.term == this.term}),
        "year": (setting.y, {item.id for item in past if item.start.year == this.start.year}),
    }
    found = []
    for clause, (limit, rounds) in clauses.items():
        served = np.array([len(done & rounds) for done in data.past_rounds], dtype=np.int64)
        units = ((served >= limit) & ~data.full_time).astype(np.int64)
        found.append(_bar(clause, setting, units))
    return found


def _bar(clause: str, setting: ServiceCap, units: IntArray) -> Exclusion:
    return Exclusion("service-cap", clause, setting.hardness, lambda _slot: units, personal=True)
