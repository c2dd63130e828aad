"""The brute-force oracle: every assignment of a micro instance, measured by the audit alone."""

from collections.abc import Iterator, Mapping
from itertools import chain, combinations, product
from math import prod

from bianzu.audit import measure
from bianzu.audit.facts import Facts
from bianzu.audit.skills import find_needs, holds
from bianzu.instances import Tightness, generate
from bianzu.models import InputError, Instance, Pin
from bianzu.solver.rules import check_supported
from tests.builders import assign
from tests.solver.agreeing import list_seatings
from tests.solver.running import vector

__all__ = ["best_vector", "count_best", "count_seatings", "honours", "legal_seatings", "list_micro"]

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
    known: dict[tuple[str, ...], Counts] = {}
    for seating in list_seatings(instance):
        skills: dict[str, tuple[str, ...]] = {}
        for team in instance.teams:
            seats = [seat.id for seat in team.seats if seat.id in seating]
            members = tuple(seating[seat] for seat in seats)
            key = (team.id, *members)
            if key not in known:
                known[key] = count_best(facts, team.id, members)
            skills.update(zip(seats, known[key], strict=True))
        measured = measure(instance, assign(instance, seating, **skills))
        if not measured.breaches:
            yield seating, vector(measured.levels)


def count_best(facts: Facts, team_id: str, members: tuple[str, ...]) -> Counts:
    """Try every way to count the members for the team's needs: least hard units, then least soft ones."""
    setting, view = facts.rules.skill_mix, facts.teams[team_id]
    if setting is None:
        return ((),) * len(members)
    needs = find_needs(facts, view)
    empty = len(view.team.seats) - len(members)
    choices = []
    for member in members:
        held = [s for s, need in needs.items() if holds(facts.people[member], s, need.level)]
        choices.append(list(chain.from_iterable(combinations(held, k) for k in range(setting.c + 1))))

    def missing(counts: Counts) -> tuple[int, int]:
        left = {
            skill: max(0, need.need - empty - sum(skill in counted for counted in counts))
            for skill, need in needs.items()
        }
        hard = sum(units for skill, units in left.items() if skill in setting.hard_skills)
        return hard, sum(left.values()) - hard

    return min(product(*choices), key=missing)


def honours(instance: Instance, seating: Seating, pin: Pin) -> bool:
    """Whether the pinned person has a seat that a must or lock pin allows."""
    return any(
        who == pin.person and pin.seat in (None, seat) and pin.team in (None, instance.seat_by_id[seat][0].id)
        for seat, who in seating.items()
    )
