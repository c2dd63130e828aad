"""The brute-force oracle: every assignment of a micro instance, measured by the audit alone."""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from bianzu.audit import measure
from bianzu.audit.facts import Facts
from bianzu.instances import Tightness, generate
from bianzu.models import InputError, Instance, Pin
from bianzu.solver.rules import check_supported
from tests.audit.legal import count_best
from tests.builders import assign
from tests.solver.agreeing import list_seatings, list_services
from tests.solver.running import vector

__all__ = ["best_vector", "count_seatings", "honours", "legal_seatings", "list_micro"]

Seating = Mapping[str, str]
Counts = tuple[tuple[str, ...], ...]
"""Per member, the skills that he or she counts for."""


def count_seatings(instance: Instance) -> int:
    """How many assignments there are, legal or not."""
    return prod(len(instance.people) + 1 for team in instance.teams for _ in team.seats)


def list_micro(seeds: range, most: int, tightness: Tightness = "normal") -> list[Instance]:
    """Generated micro instances that the solver takes on, with at most so many assignments."""
    drawn = (generate("micro", seed=seed, tightness=tightness) for seed in seeds)
    return [item for item in drawn if count_seatings(item) <= most and _is_supported(item)]


def _is_supported(instance: Instance) -> bool:
    try:
        check_supported(instance)
    except InputError:
        return False
    return True


def best_vector(instance: Instance) -> tuple[int, ...] | None:
    """The least levels 1 to 4 over all legal assignments, ``None`` when there is none."""
    return min((found for _, found in legal_seatings(instance)), default=None)


def legal_seatings(instance: Instance) -> Iterator[tuple[Seating, tuple[int, ...]]]:
    """Legal assignments and their levels 1 to 4."""
    facts = Facts(instance)
    known: dict[tuple[str, tuple[str, ...], tuple[tuple[str, int], ...]], Counts] = {}
    for seating, services in product(list_seatings(instance), list_services(instance)):
        skills: dict[str, tuple[str, ...]] = {}
        for team in instance.teams:
            seats = [seat.id for seat in team.seats if seat.id in seating]
            members = tuple(seating[seat] for seat in seats)
            counted = Counter(skill for item in services if item.team == team.id for skill in item.counts_for)
            covered = {skill: count // 2 for skill, count in counted.items()}
            key = (team.id, members, tuple(sorted(covered.items())))
            if key not in known:
                known[key] = count_best(facts, team.id, members, covered)
            skills.update(zip(seats, known[key], strict=True))
        measured = measure(instance, assign(instance, seating, **skills), floaters=services)
        if not measured.breaches:
            yield seating, vector(measured.levels)


def honours(instance: Instance, seating: Seating, pin: Pin) -> bool:
    """Whether the pinned person has a seat that a must or lock pin allows."""
    return any(
        who == pin.person and pin.seat in (None, seat) and pin.team in (None, instance.seat_by_id[seat][0].id)
        for seat, who in seating.items()
    )
