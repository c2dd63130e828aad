"""Solver and audit agree over all assignments of micro instances, rule by rule.

Every seat empty or anybody's, legal or not: legality, levels, results by rule, shortages with what removed
their candidates, waivers used and people at risk.
"""

from math import prod

import pytest

from bianzu.instances import Tightness, generate
from bianzu.models import InputError, Instance
from bianzu.solver.rules import REGISTRY, check_supported
from tests.audit.worlds import WORLDS
from tests.solver.agreeing import compare_all, list_seatings
from tests.solver.worlds import MIXED_WORLDS, WAIVER_WORLDS

ONE_RULE = [pytest.param(item.instance, id=f"{item.rule}-{at}") for at, item in enumerate(WORLDS)]
SEVERAL = [pytest.param(item, id=name) for name, item in {**WAIVER_WORLDS, **MIXED_WORLDS}.items()]
QUICK = 800
"""Most assignments of a generated instance in the quick test."""


def _count(instance: Instance) -> int:
    return prod(len(instance.people) + 1 for team in instance.teams for _ in team.seats)


def _supported(instance: Instance) -> bool:
    try:
        check_supported(instance)
    except InputError:
        return False
    return True


@pytest.mark.parametrize("instance", [*ONE_RULE, *SEVERAL])
def test_solver_and_audit_agree_over_all_assignments(instance: Instance) -> None:
    tally = compare_all(instance)
    assert tally.legal > 0
    assert tally.legal + tally.illegal == _count(instance)


def test_every_rule_of_the_solver_is_compared() -> None:
    instances = [item.instance for item in WORLDS] + [*WAIVER_WORLDS.values(), *MIXED_WORLDS.values()]
    compared = {rule for instance in instances for rule in instance.rules.on}
    assert {rule.id for rule in REGISTRY} <= compared


def test_every_seating_is_listed_once() -> None:
    listed = [tuple(item.items()) for item in list_seatings(MIXED_WORLDS["skills"])]
    assert len(listed) == len(set(listed)) == 5**3


def test_solver_and_audit_agree_on_generated_instances() -> None:
    instances = [item for item in map(_micro, range(24)) if _supported(item) and _count(item) <= QUICK]
    assert len(instances) >= 12
    for instance in instances:
        compare_all(instance)


@pytest.mark.long
@pytest.mark.parametrize("tightness", ["loose", "normal", "tight"])
def test_solver_and_audit_agree_on_many_generated_instances(tightness: Tightness) -> None:
    instances = [
        item
        for item in (generate("micro", seed=seed, tightness=tightness) for seed in range(100, 180))
        if _supported(item)
    ]
    assert len(instances) >= 50
    for instance in instances:
        compare_all(instance)


def _micro(seed: int) -> Instance:
    return generate("micro", seed=seed)
