"""Solver and audit agree over all assignments of micro instances, rule by rule.

Every seat empty or anybody's, legal or not: legality, levels, results by rule, shortages with what removed
their candidates, waivers used and people at risk.
"""

import pytest

from bianzu.instances import Tightness
from bianzu.models import Instance
from bianzu.solver.rules import REGISTRY
from tests.audit.legal import count_seatings
from tests.audit.proofs.certificate_worlds import COMPETING
from tests.audit.worlds import WORLDS
from tests.solver.agreeing import compare_all, list_seatings, list_services
from tests.solver.crossing_worlds import CROSSING_ROUNDS, CROSSING_WORLDS
from tests.solver.edge_worlds import EDGE_WORLDS
from tests.solver.floater_worlds import FLOATER_WORLDS
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.oracle import list_micro
from tests.solver.rotation_worlds import ROTATION_WORLDS
from tests.solver.round_worlds import ROUND_WORLDS
from tests.solver.waiver_worlds import WAIVER_WORLDS

ONE_RULE = [pytest.param(item.instance, id=f"{item.rule}-{at}") for at, item in enumerate(WORLDS)]
COUPLED = {**ROUND_WORLDS, **ROTATION_WORLDS, **CROSSING_WORLDS, **CROSSING_ROUNDS}
SEVERAL = [
    pytest.param(item, id=name)
    for name, item in {**WAIVER_WORLDS, **MIXED_WORLDS, **EDGE_WORLDS, **COMPETING, **COUPLED}.items()
]


@pytest.mark.parametrize("instance", [*ONE_RULE, *SEVERAL])
def test_solver_and_audit_agree_over_all_assignments(instance: Instance) -> None:
    tally = compare_all(instance)
    assert tally.legal > 0
    assert tally.legal + tally.illegal == count_seatings(instance)


@pytest.mark.parametrize("name", FLOATER_WORLDS)
def test_solver_and_audit_agree_over_all_services_of_floaters(name: str) -> None:
    instance = FLOATER_WORLDS[name]
    tally = compare_all(instance)
    assert tally.legal > count_seatings(instance) // 4
    assert tally.legal + tally.illegal == count_seatings(instance) * len(list_services(instance))


def test_every_rule_of_the_solver_is_compared() -> None:
    instances = [item.instance for item in WORLDS] + [*WAIVER_WORLDS.values(), *MIXED_WORLDS.values()]
    instances += [*ROTATION_WORLDS.values(), *FLOATER_WORLDS.values()]
    instances += [*CROSSING_WORLDS.values(), *ROUND_WORLDS.values()]
    compared = {rule for instance in instances for rule in instance.rules.on}
    named_afterwards = {"reserves"}  # of a finished plan: tests/solver/test_reserves.py
    assert {rule.id for rule in REGISTRY} - named_afterwards <= compared


def test_every_seating_is_listed_once() -> None:
    listed = [tuple(item.items()) for item in list_seatings(MIXED_WORLDS["skills"])]
    assert len(listed) == len(set(listed)) == 5**3


def test_solver_and_audit_agree_on_generated_instances() -> None:
    instances = list_micro(range(30), 350)
    assert len(instances) >= 12
    for instance in instances:
        compare_all(instance)


@pytest.mark.long
@pytest.mark.parametrize("tightness", ["loose", "normal", "tight"])
def test_solver_and_audit_agree_on_many_generated_instances(tightness: Tightness) -> None:
    instances = list_micro(range(100, 180), 2500, tightness)
    assert len(instances) >= 50
    for instance in instances:
        compare_all(instance)
