"""The solver's look-ahead: the audit finds nothing in it, and it is as large as the audit's own."""

from random import Random

import pytest

from bianzu.audit import measure, verify
from bianzu.instances import generate
from bianzu.solver.look_ahead import look_ahead
from tests.audit.rules.test_look_ahead import cadre, coming, make_random, world
from tests.builders import assign, make_plan


@pytest.mark.parametrize("seed", range(100, 160))
def test_it_is_as_large_as_the_audits(seed: int) -> None:
    instance = make_random(Random(seed))
    found, expected = look_ahead(instance, ()), measure(instance, ()).look_ahead
    assert found is not None
    assert expected is not None
    assert len(found.placed) == len(expected.placed)
    plan = make_plan(instance, ()).model_copy(update={"look_ahead": found})
    assert verify(instance, plan).findings == ()


def test_a_chain_of_three_moves_makes_room() -> None:
    people = [
        cadre("a", "2025-10-05", pools=["leader", "staff"]),
        cadre("b", "2025-10-05", pools=["leader"]),
        cadre("c", "2025-09-15", pools=["staff"]),
    ]
    rounds = [coming("X1", "2026-09-01", member=1, leader=1), coming("X2", "2026-10-01", member=1)]
    found = look_ahead(world(people, rounds, {"role-pools": {}}), ())
    assert found is not None
    places = [(item.person, item.round, item.role) for item in found.placed]
    assert places == [("a", "X2", "member"), ("b", "X1", "leader"), ("c", "X1", "member")]


def test_seats_of_the_plan_count_as_served() -> None:
    instance = world([cadre("p")], [coming(member=1)])
    found = look_ahead(instance, assign(instance, {"s": "p"}))
    assert found is not None
    assert (found.placed, found.unplaced) == ((), ())


def test_generated_instances_agree() -> None:
    instance = generate("tiny", seed=3)
    found = look_ahead(instance, ())
    expected = measure(instance, ()).look_ahead
    assert found is not None
    assert expected is not None
    assert len(found.placed) == len(expected.placed) > 0
    assert sum(item.owed for item in found.unplaced) == sum(item.owed for item in expected.unplaced)
