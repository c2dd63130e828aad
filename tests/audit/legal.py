"""Every legal plan of a micro instance, measured by the audit."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, combinations, product
from math import prod

from bianzu.audit import Measure, measure
from bianzu.audit.facts import Facts
from bianzu.audit.rules.skills import find_needs, holds
from bianzu.models import FloaterService, Instance
from tests.builders import assign

__all__ = ["count_best", "count_seatings", "list_legal", "list_plans", "list_services", "measure_legal"]

Seating = Mapping[str, str]
Counts = tuple[tuple[str, ...], ...]


def count_seatings(instance: Instance) -> int:
    """How many assignments there are, legal or not."""
    return prod(len(instance.people) + 1 for team in instance.teams for _ in team.seats)


def list_legal(instance: Instance) -> list[tuple[int, ...]]:
    """The first six levels of every legal plan, each vector once."""
    return sorted({levels for _, levels in list_plans(instance)})


def list_plans(instance: Instance) -> list[tuple[Seating, tuple[int, ...]]]:
    """Seat -> person of every legal plan, with its first six levels."""
    measured = measure_legal(instance, _seatings(instance))
    return [(seating, tuple(level.objective or 0 for level in item.levels[:6])) for seating, item in measured]


def measure_legal(instance: Instance, seatings: Iterable[Seating]) -> Iterator[tuple[Seating, Measure]]:
    """Seatings with every set of services of floaters, skills counted at best, that break no rule."""
    facts = Facts(instance)
    known: dict[tuple[str, tuple[str, ...], tuple[tuple[str, int], ...]], Counts] = {}
    for seating, services in product(seatings, list_services(instance)):
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
            yield seating, measured


def list_services(instance: Instance) -> list[tuple[FloaterService, ...]]:
    """Every set of services of floaters, however absurd; the empty one alone with the rule off."""
    mix = instance.rules.skill_mix
    if instance.rules.floaters is None or mix is None:
        return [()]
    skills = sorted({item.skill for who in instance.people for item in who.skills})
    counted = [item for k in range(mix.c + 2) for item in combinations(skills, k)]
    choices = [
        [
            FloaterService(round=team.round, team=team.id, person=who.id, counts_for=item) if item else None
            for item in counted
        ]
        for team in instance.teams
        for who in instance.people
    ]
    return [tuple(item for item in choice if item is not None) for choice in product(*choices)]


def _seatings(instance: Instance) -> Iterator[dict[str, str]]:
    people = [None, *(person.id for person in instance.people)]
    seats = [seat.id for team in instance.teams for seat in team.seats]
    teams = [team.id for team in instance.teams for _ in team.seats]
    for choice in product(people, repeat=len(seats)):
        filled = [(team, who) for team, who in zip(teams, choice, strict=True) if who is not None]
        if len(set(filled)) == len(filled):
            yield {seat: who for seat, who in zip(seats, choice, strict=True) if who is not None}


def count_best(
    facts: Facts, team: str, members: tuple[str, ...], covered: Mapping[str, int] | None = None
) -> Counts:
    """Try every way to count the members: least missing hard units, then least soft ones.

    ``covered`` are units of the skills that floaters cover.
    """
    setting, view = facts.rules.skill_mix, facts.teams[team]
    if setting is None:
        return ((),) * len(members)
    needs = find_needs(facts, view)
    empty = len(view.team.seats) - len(members)
    free = {skill: empty + (covered or {}).get(skill, 0) for skill in needs}
    choices = []
    for member in members:
        held = [skill for skill, need in needs.items() if holds(facts.people[member], skill, need.level)]
        choices.append(list(chain.from_iterable(combinations(held, k) for k in range(setting.c + 1))))

    def missing(counts: Counts) -> tuple[int, int]:
        left = {
            skill: max(0, need.need - free[skill] - sum(skill in counted for counted in counts))
            for skill, need in needs.items()
        }
        hard = sum(units for skill, units in left.items() if skill in setting.hard_skills)
        return hard, sum(left.values()) - hard

    return min(product(*choices), key=missing)
