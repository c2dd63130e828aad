"""Random rules over two or three planned rounds: solver, audit and brute force say the same."""

import pytest

from bianzu.models import Instance
from bianzu.solver.rules import REGISTRY
from tests.solver.agreeing import compare_all
from tests.solver.busy_worlds import draw_busy_world
from tests.solver.drawn_rules import LEVERS
from tests.solver.drawn_worlds import draw_world
from tests.solver.floating_worlds import count_plans, draw_floating_world
from tests.solver.oracle import best_vector
from tests.solver.running import assert_infeasible, assert_optimal, solve_here, vector

QUICK, LONG = range(80), range(1000, 1400)
BUSY, LONG_BUSY = range(20), range(2000, 2300)


def _try(world: Instance) -> bool:
    """Whether there is a plan; fails when the solver, the audit and brute force differ."""
    compare_all(world)
    best = best_vector(world)
    if best is None:
        assert_infeasible(world, *solve_here(world).conflicts[0].pins)
        return False
    plan = assert_optimal(world)
    assert vector(plan.levels) == best
    return True


def test_a_seed_draws_one_world() -> None:
    assert [draw_world(seed) for seed in range(5)] == [draw_world(seed) for seed in range(5)]
    assert len({draw_world(seed).model_dump_json() for seed in range(20)}) == 20


def test_every_rule_of_the_solver_is_drawn() -> None:
    known = {rule.id for rule in REGISTRY} - {"floaters"}  # with all their services: floater_worlds
    assert known == set(LEVERS)
    worlds = [draw_world(seed) for seed in range(60)]
    assert {rule for world in worlds for rule in world.rules.on} == known
    assert {sum(item.status == "planned" for item in world.rounds) for world in worlds} == {2, 3}


def test_solver_audit_and_brute_force_agree_on_drawn_worlds() -> None:
    assert sum(_try(draw_world(seed, 60)) for seed in QUICK) > 70


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG)
def test_solver_audit_and_brute_force_agree_on_many_drawn_worlds(seed: int) -> None:
    _try(draw_world(seed))


def test_solver_audit_and_brute_force_agree_on_busy_worlds() -> None:
    assert sum(_try(draw_busy_world(seed, 60)) for seed in BUSY) > 16


@pytest.mark.long
@pytest.mark.parametrize("seed", LONG_BUSY)
def test_solver_audit_and_brute_force_agree_on_many_busy_worlds(seed: int) -> None:
    _try(draw_busy_world(seed))


def test_solver_audit_and_brute_force_agree_on_worlds_with_floaters() -> None:
    worlds = [draw_floating_world(seed) for seed in range(30)]
    small = [item for item in worlds if count_plans(item) <= 300]
    assert sum(map(_try, small)) >= 3


@pytest.mark.long
@pytest.mark.parametrize("seed", range(3000, 3100))
def test_solver_audit_and_brute_force_agree_on_many_worlds_with_floaters(seed: int) -> None:
    world = draw_floating_world(seed)
    if count_plans(world) > 1500:
        pytest.skip("more plans than can be listed")
    _try(world)
