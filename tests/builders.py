"""Tiny instances in a few lines. Every default is harmless: no rule is on unless a test turns it on.

The small world: counties A (host), B, C and D; units ``a1`` in A (inspected), ``b1`` and ``b2`` in B,
``c1`` in C, ``m1`` of the city; one planned round R1 from 2026-03-01 to 2026-04-15 in term T.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bianzu.audit import measure
from bianzu.models import Assignment, FloaterService, Instance, Plan, Provenance, digest

Tree = dict[str, Any]

RANKS = ("clerk", "section-deputy", "section-head", "division-deputy", "division-head")


def person(ident: str, /, **fields: Any) -> Tree:
    """A fit man of 46 from county B who may take any role and works in ``b1``."""
    return {
        "id": ident,
        "name": f"Name of {ident}",
        "gender": "male",
        "birth": "1980-01",
        "party": "full",
        "rank": "section-head",
        "pools": ["leader", "staff", "specialist"],
        "work_unit": "b1",
        "work_county": "B",
        "appraisal": "competent",
        **fields,
    }


def seat(ident: str, role: str = "member", /, **fields: Any) -> Tree:
    """A seat of any origin."""
    return {"id": ident, "role": role, **fields}


def team(ident: str, /, *seats: Tree | str, **fields: Any) -> Tree:
    """A team in county A that inspects ``a1`` in R1; a seat given as text is a member's seat."""
    return {
        "id": ident,
        "name": f"Team {ident}",
        "round": "R1",
        "host_counties": ["A"],
        "units": ["a1"],
        "seats": [seat(item) if isinstance(item, str) else item for item in seats],
        **fields,
    }


def unit(ident: str, county: str | None, /, **fields: Any) -> Tree:
    """A work unit."""
    return {"id": ident, "name": f"Unit {ident}", "county": county, **fields}


def planned(ident: str, start: str = "2026-03-01", end: str = "2026-04-15", /, **fields: Any) -> Tree:
    """A planned round of term T."""
    return {"id": ident, "start": start, "end": end, "status": "planned", "term": "T", **fields}


def past(ident: str, start: str, end: str | None = None, /, **fields: Any) -> Tree:
    """A past round of term T; one day long unless an end is given."""
    return {"id": ident, "start": start, "end": end or start, "status": "past", "term": "T", **fields}


def announced(ident: str, start: str, /, **fields: Any) -> Tree:
    """An announced round of term T, one day long."""
    return {"id": ident, "start": start, "end": start, "status": "announced", "term": "T", **fields}


def record(who: str, round_id: str, /, **fields: Any) -> Tree:
    """A member's service in county C in a past round."""
    return {
        "round": round_id,
        "team": "old",
        "person": who,
        "role": "member",
        "counties": ["C"],
        **fields,
    }


def pin(kind: str, who: str, /, **fields: Any) -> Tree:
    """A pin with somebody who asked for it."""
    return {"kind": kind, "person": who, "asked_by": "office", "reason": "asked", **fields}


def waiver(ident: str, rule: str, /, **fields: Any) -> Tree:
    """One unit of a rule, granted before R1."""
    return {
        "id": ident,
        "rule": rule,
        "reason": "granted",
        "approver": "committee",
        "granted": "2026-01-01",
        **fields,
    }


def county(ident: str, /, **fields: Any) -> Tree:
    """A county."""
    return {"id": ident, "name": f"County {ident}", **fields}


UNITS = (unit("a1", "A"), unit("b1", "B"), unit("b2", "B"), unit("c1", "C"), unit("m1", None, level="city"))


def make_instance(
    people: Iterable[Tree | str] = (),
    teams: Sequence[Tree] = (),
    rules: Mapping[str, Any] | None = None,
    *,
    units: Sequence[Tree] = (),
    **parts: Any,
) -> Instance:
    """An instance from trees as in a JSON file; a person given as text has all the defaults.

    ``rules`` maps a rule to its settings (``{}``: all defaults). ``units`` adds to the small world's,
    or replaces those of the same id. Other parts (``rounds``, ``history``, ``pins`` ...) stand as given.
    """
    known = {item["id"]: item for item in (*UNITS, *units)}
    tree: Tree = {
        "city": "Testcity",
        "as_of": "2026-02-01",
        "term": "T",
        "ranks": {"steps": RANKS, "equivalents": {"fourth-grade": "section-deputy"}},
        "counties": [county("A"), county("B"), county("C"), county("D")],
        "units": list(known.values()),
        "people": [person(item) if isinstance(item, str) else item for item in people],
        "rounds": [planned("R1")],
        "teams": list(teams),
        "rules": dict(rules or {}),
        **parts,
    }
    return Instance.model_validate_json(json.dumps(tree))


def assign(
    instance: Instance, seats: Mapping[str, str], **counts_for: Sequence[str]
) -> tuple[Assignment, ...]:
    """Assignments from seat -> person; ``counts_for`` by seat id."""
    rows = []
    for ident, who in seats.items():
        home, place = instance.seat_by_id[ident]
        rows.append(
            Assignment(
                round=home.round,
                team=home.id,
                seat=ident,
                role=place.role,
                person=who,
                counts_for=tuple(counts_for.get(ident, ())),
                duty=place.duty,
            )
        )
    return tuple(rows)


def make_plan(
    instance: Instance,
    assignments: Sequence[Assignment],
    *,
    seed: int = 0,
    floaters: Sequence[FloaterService] = (),
) -> Plan:
    """The plan that claims exactly what the audit measures, with every bound met up to level 4."""
    measured = measure(instance, assignments, seed=seed, floaters=floaters)
    levels = tuple(
        level if level.name == "tie-break" else level.model_copy(update={"bound": level.objective})
        for level in measured.levels
    )
    return Plan(
        status="optimal",
        complete=measured.complete,
        gap=0.0,
        levels=levels,
        assignments=tuple(assignments),
        shortages=measured.shortages,
        waivers_used=measured.waivers_used,
        rules=measured.rules,
        at_risk=measured.at_risk,
        look_ahead=measured.look_ahead,
        floaters=tuple(floaters),
        provenance=Provenance(input_digest=digest(instance), version="test", seed=seed),
    )


def breaches(
    instance: Instance, seats: Mapping[str, str], **counts_for: Sequence[str]
) -> list[tuple[str, str | None, str | None]]:
    """(code, rule, found) of every breach that the audit sees when seats are filled like this."""
    measured = measure(instance, assign(instance, seats, **counts_for))
    return [(item.code, item.rule, item.found) for item in measured.breaches]


def result(
    instance: Instance, rule: str, seats: Mapping[str, str], **counts_for: Sequence[str]
) -> tuple[int, int, int, int]:
    """(objective, violations, missing, waived) of one rule when seats are filled like this."""
    measured = measure(instance, assign(instance, seats, **counts_for))
    item = next(item for item in measured.rules if item.rule == rule)
    return item.objective, item.violations, item.missing, item.waived
