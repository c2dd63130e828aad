"""Who of a slot's people takes which of its seats, and what its members count for."""

from collections import defaultdict

import numpy as np

from bianzu.models import Assignment
from bianzu.solver.costs import tie_break
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.model import Model

__all__ = ["assign_seats", "match_least"]


def assign_seats(model: Model, found: Evaluation, seed: int) -> tuple[Assignment, ...]:
    """Assignments in the order of the instance's seats; ties inside a slot go by the tie-break."""
    data = model.data
    skills: dict[tuple[int, int], tuple[str, ...]] = {}
    members: list[list[int]] = [[] for _ in data.teams]
    by_slot: dict[int, list[int]] = defaultdict(list)
    for slot, person in found.pairs:
        members[data.slots[slot].team].append(person)
        by_slot[slot].append(person)
    for team, people in enumerate(members):
        for person, counted in zip(people, found.counts[team].counts, strict=True):
            skills[team, person] = counted
    holder = {
        seat: person
        for slot, people in by_slot.items()
        for seat, person in _place(data.slots[slot].seat_ids, people, model, seed)
    }
    return tuple(
        Assignment(
            round=team.round,
            team=team.id,
            seat=seat.id,
            role=seat.role,
            person=data.people[holder[seat.id]].id,
            counts_for=skills[at, holder[seat.id]],
            duty=seat.duty,
        )
        for at, team in enumerate(data.teams)
        for seat in team.seats
        if seat.id in holder
    )


def _place(seats: tuple[str, ...], people: list[int], model: Model, seed: int) -> list[tuple[str, int]]:
    """Seats of a slot to its people: first their own on the published list, then by the tie-break."""
    baseline = model.data.instance.baseline
    if baseline is None:
        return _match(seats, people, model, seed)
    here = {model.data.people[person].id: person for person in people}
    own = [
        (item.seat, here[item.person])
        for item in baseline.seats
        if item.seat in seats and item.person is not None and item.person in here
    ]
    kept, placed = {seat for seat, _ in own}, {person for _, person in own}
    left = tuple(seat for seat in seats if seat not in kept)
    others = [person for person in people if person not in placed]
    return own + _match(left, others, model, seed)


def _match(seats: tuple[str, ...], people: list[int], model: Model, seed: int) -> list[tuple[str, int]]:
    """Seats of a slot to its people, least tie-break in total (least-cost matching by augmenting paths)."""
    if len(seats) == 1 or not people:
        return [(seats[0], people[0])] if people else []
    names = [model.data.people[person].id for person in people]
    cost = np.array([[tie_break(seed, name, seat) for seat in seats] for name in names], dtype=np.int64)
    return [(seats[at], people[number]) for number, at in enumerate(match_least(cost))]


def match_least(cost: np.ndarray) -> list[int]:
    """Column of each row in a least-cost matching of all rows (Hungarian method, rows ≤ columns)."""
    n_rows, n_cols = cost.shape
    row_price, col_price = [0] * (n_rows + 1), [0] * (n_cols + 1)
    owner, back = [0] * (n_cols + 1), [0] * (n_cols + 1)
    for row in range(1, n_rows + 1):
        owner[0], column = row, 0
        least = [1 << 62] * (n_cols + 1)
        used = [False] * (n_cols + 1)
        while True:
            used[column] = True
            here, step, following = owner[column], 1 << 62, 0
            for other in range(1, n_cols + 1):
                if used[other]:
                    continue
                value = int(cost[here - 1, other - 1]) - row_price[here] - col_price[other]
                if value < least[other]:
                    least[other], back[other] = value, column
                if least[other] < step:
                    step, following = least[other], other
            for other in range(n_cols + 1):
                if used[other]:
                    row_price[owner[other]] += step
                    col_price[other] -= step
                else:
                    least[other] -= step
            column = following
            if owner[column] == 0:
                break
        while column:
            owner[column], column = owner[back[column]], back[column]
    return [next(c - 1 for c in range(1, n_cols + 1) if owner[c] == row) for row in range(1, n_rows + 1)]
