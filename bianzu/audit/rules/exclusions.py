"""The ordered registry of exclusions: what bars a person from a seat unless a waiver covers it."""

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Case, Charge, Reason, find_waiver
from bianzu.audit.rules.crossing import fresh_leaders
from bianzu.audit.rules.post_rules import no_return, succession, tenure
from bianzu.audit.rules.recusal import (
    interest,
    kin,
    place,
    repeat_county,
    repeat_unit,
    service,
    system,
    unfit,
)
from bianzu.audit.rules.rotation import rest, service_cap
from bianzu.audit.rules.structure import gates, origin, pins, rank, rating, role_pools, source_sets
from bianzu.models import Round

__all__ = [
    "BASIC",
    "EXCLUSIONS",
    "LIMITS",
    "Exclusion",
    "find_reasons",
    "is_barred",
    "list_barring_rules",
    "stands",
]

Exclusion = tuple[str, Callable[[Case], Iterator[Reason]]]

EXCLUSIONS: tuple[Exclusion, ...] = (
    ("role-pools", role_pools),
    ("source-sets", source_sets),
    ("origin", origin),
    ("gates", gates),
    ("rank", rank),
    ("rating", rating),
    ("place", place),
    ("service", service),
    ("kin", kin),
    ("interest", interest),
    ("system", system),
    ("repeat-unit", repeat_unit),
    ("repeat-county", repeat_county),
    ("unfit", unfit),
    ("fresh-pairing", fresh_leaders),
    ("tenure", tenure),
    ("no-return", no_return),
    ("succession", succession),
)
"""The rules of the exclusion table that look at one person and one seat; cheap and sharp ones first."""

BASIC = EXCLUSIONS[:3]
"""A person with none of these reasons for a seat is a candidate for it."""


LIMITS: tuple[tuple[str, Callable[[Facts, str, Sequence[Round]], Iterator[Charge]]], ...] = (
    ("service-cap", service_cap),
    ("rest", rest),
)
"""Maxima of a person; they bar those whose past alone, planned rounds left out, fills the limit."""


def find_reasons(case: Case) -> list[Reason]:
    """All reasons against a person on a seat; each (rule, clause, object) once, with all its rows."""
    found: dict[tuple[str, str | None, str | None, str | None], Reason] = {}
    for _, reason in _reasons(case, with_pins=True):
        key = (reason.rule, reason.clause, reason.county, reason.unit)
        known = found.get(key)
        found[key] = reason if known is None else replace(known, rows=known.rows + reason.rows)
    return list(found.values())


def is_barred(case: Case, *, with_pins: bool = True) -> bool:
    """Whether a barring reason that no waiver covers stands against the person on the seat."""
    return next(_standing(case, with_pins), None) is not None


def list_barring_rules(
    case: Case, *, with_pins: bool = True, skip: AbstractSet[str] = frozenset()
) -> frozenset[str]:
    """Rules, but those to ``skip``, that give a barring reason that no waiver covers."""
    return frozenset(_standing(case, with_pins, skip))


def stands(case: Case, charge: Charge) -> bool:
    """Whether a unit bars: it is not soft and no waiver covers it."""
    if charge.force == "soft":
        return False
    return charge.force == "hard" or find_waiver(case.facts.waivers, charge) is None


def _reasons(
    case: Case, *, with_pins: bool, skip: AbstractSet[str] = frozenset()
) -> Iterator[tuple[str, Reason]]:
    on, silent = case.facts.on, case.facts.silent[case.person.id]
    for rule, test in EXCLUSIONS:
        if rule in on and rule not in silent and rule not in skip:
            for reason in test(case):
                yield rule, reason
    if with_pins:
        for reason in pins(case):
            yield "pins", reason


def _standing(case: Case, with_pins: bool, skip: AbstractSet[str] = frozenset()) -> Iterator[str]:
    for rule, reason in _reasons(case, with_pins=with_pins, skip=skip):
        if reason.force == "hard" or (reason.force == "waivable" and stands(case, reason.charge(case))):
            yield rule
    silent = case.facts.silent[case.person.id]
    for rule, limit in LIMITS:
        if rule in case.facts.on and rule not in silent and rule not in skip:
            charges = limit(case.facts, case.person.id, (case.view.on.round,))
            if any(stands(case, charge) for charge in charges):
                yield rule
