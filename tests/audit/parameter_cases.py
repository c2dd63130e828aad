"""One parameter of a rule at two values or more, and what each makes of the same seating, counted by hand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from bianzu.models import Assignment, FloaterService, Instance
from tests.builders import Tree, assign, make_instance, past, person, planned, seat, team, waiver

__all__ = [
    "BARRED",
    "LEADER",
    "NOTHING",
    "ONE",
    "PAIR",
    "ROUNDS",
    "TRIO",
    "Case",
    "Said",
    "case",
    "case_of_hardness",
    "case_of_limit",
    "case_of_weight",
    "grant",
    "missing",
    "soft",
    "someone",
    "tie",
    "waived",
]

LEADER = (team("T1", seat("s", "leader")),)
ONE = (team("T1", "s"),)
PAIR = (team("T1", "s", "t"),)
TRIO = (team("T1", "s", "t", "u"),)
ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
SEATS = {"s": "x", "t": "y", "u": "z"}


class Said(NamedTuple):
    """Breaches of a rule, its soft units and their cost, its missing units, and those that waivers took."""

    breaches: int = 0
    units: int = 0
    cost: int = 0
    missing: int = 0
    waived: int = 0


@dataclass(frozen=True)
class Case:
    """A rule's parameter with its values; ``told`` is the rule that says what comes of it."""

    rule: str
    parameter: str
    values: tuple[tuple[Any, Said], ...]
    people: Sequence[Tree | str]
    teams: Sequence[Tree]
    fixed: Mapping[str, Any]
    others: Mapping[str, Any]
    seats: Mapping[str, str]
    counts: Mapping[Any, Mapping[str, tuple[str, ...]]]
    services: tuple[tuple[str, str, tuple[str, ...]], ...]
    told: str
    parts: Mapping[str, Any] = field(default_factory=dict)

    def make(self, value: Any) -> tuple[Instance, tuple[Assignment, ...], tuple[FloaterService, ...]]:
        """The instance with the parameter at a value, the seating, and services of floaters."""
        setting = {self.rule: {**self.fixed, self.parameter: value}}
        instance = make_instance(self.people, self.teams, {**self.others, **setting}, **self.parts)
        rows = assign(instance, self.seats, **self.counts.get(repr(value), {}))
        services = tuple(
            FloaterService(round=instance.team_by_id[name].round, team=name, person=who, counts_for=skills)
            for name, who, skills in self.services
        )
        return instance, rows, services


def case(
    rule: str,
    parameter: str,
    *values: tuple[Any, Said],
    people: Sequence[Tree | str] = ("x", "y", "z"),
    teams: Sequence[Tree] = ONE,
    fixed: Mapping[str, Any] | None = None,
    others: Mapping[str, Any] | None = None,
    seats: Mapping[str, str] | None = None,
    counts: Mapping[Any, Mapping[str, tuple[str, ...]]] | None = None,
    services: tuple[tuple[str, str, tuple[str, ...]], ...] = (),
    told: str | None = None,
    **parts: Any,
) -> Case:
    """By default ``x``, ``y`` and ``z`` sit on ``s``, ``t`` and ``u``, as far as there are such seats."""
    there = {item["id"] for one in teams for item in one["seats"]}
    held = {name: who for name, who in SEATS.items() if name in there} if seats is None else seats
    return Case(
        rule,
        parameter,
        values,
        people,
        teams,
        fixed or {},
        others or {},
        held,
        counts or {},
        services,
        told or rule,
        parts,
    )


def tie(kind: str, *, leader: bool = True, **fields: Any) -> Tree:
    """A tie of ``x`` to the inspected unit."""
    return {"person": "x", "kind": kind, "other_unit": "a1", "other_is_leader": leader, **fields}


def someone(**fields: Any) -> list[Tree]:
    """Only ``x``, with a few fields."""
    return [person("x", **fields)]


NOTHING, BARRED = Said(), Said(breaches=1)


def soft(units: int, cost: int) -> Said:
    """Soft units."""
    return Said(units=units, cost=cost)


def missing(units: int) -> Said:
    """Units of a minimum that nothing covers."""
    return Said(missing=units)


def waived(units: int) -> Said:
    """Units that a waiver takes."""
    return Said(waived=units)


def grant(rule: str, amount: int = 5, **fields: Any) -> list[Tree]:
    """One waiver, large enough and for years."""
    return [waiver("w", rule, amount=amount, **fields)]


def case_of_hardness(rule: str, count: int, breaches: int = 1, /, **parts: Any) -> Case:
    """Waivable with a waiver at hand, and hard."""
    values = ("waivable", waived(count)), ("hard", Said(breaches=breaches))
    return case(rule, "hardness", *values, waivers=grant(rule), **parts)


def case_of_limit(rule: str, parameter: str, *values: tuple[Any, int], **parts: Any) -> Case:
    """A maximum whose units a waiver takes."""
    return case(rule, parameter, *((v, waived(units)) for v, units in values), waivers=grant(rule), **parts)


def case_of_weight(rule: str, count: int, weight: int, /, **parts: Any) -> Case:
    """At a weight, and at four times as much."""
    values = ((many, soft(count, count * many)) for many in (weight, 4 * weight))
    return case(rule, "weight", *values, **parts)
