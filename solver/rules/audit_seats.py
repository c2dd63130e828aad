"""audit-seats: a joint team has a auditors, b inspectors and a liaison on each side.

Per clause: Σ over seats that do not count x ≤ seats(t) − need + short[t]
"""

import numpy as np

from bianzu.models import Seat
from bianzu.solver.data import BoolArray, Data
from bianzu.solver.rows import Builder


def _counts(clause: str, seat: Seat) -> bool:
    match clause:
        case "auditors":
            return seat.side == "audit"
        case "inspectors":
            return seat.side == "inspection"
        case "liaison-audit":
            return seat.role == "liaison" and seat.side == "audit"
        case _:
            return seat.role == "liaison" and seat.side == "inspection"


def add_rows(data: Data, builder: Builder) -> None:
    """Four hard minima for every joint team."""
    setting = data.rules.audit_seats
    assert setting is not None
    teams = [at for at, team in enumerate(data.teams) if team.form == "joint-audit"]
    clauses = {"auditors": setting.a, "inspectors": setting.b, "liaison-audit": 1, "liaison-inspection": 1}
    for clause, need in clauses.items():

        def met(slot: int, clause: str = clause) -> BoolArray:
            return np.full(data.n, _counts(clause, data.slots[slot].seat))

        builder.add_team_minimum("audit-seats", clause, teams, [need] * len(teams), met, "hard")
