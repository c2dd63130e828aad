"""Multipliers of any size over drawn worlds: what they prove is true, and the audit knows the same rows."""

import numpy as np
import pytest

from bianzu.audit.facts import Facts
from bianzu.audit.proofs.certificate import Prover
from bianzu.models import ALL_LEVEL_NAMES, Certificate, Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.certificates import level_proof
from bianzu.solver.costs import LOAD_TRAVEL, SOFT, TIE_BREAK, WAIVERS
from bianzu.solver.model import Model
from bianzu.solver.proof import DUAL_SCALE, prove, round_duals
from tests.solver.agreeing import evaluate_seating, list_seatings
from tests.solver.busy_worlds import draw_busy_world
from tests.solver.drawn_worlds import draw_world

LEVELS = (0, 1, 2, WAIVERS, SOFT, LOAD_TRAVEL)


def _list_levels(instance: Instance, model: Model) -> list[tuple[int, ...]]:
    """Levels of every legal plan."""
    found = (evaluate_seating(model, seating) for seating in list_seatings(instance))
    return [item.levels for item in found if item is not None and item.feasible]


def _try_proofs(instance: Instance, seed: int, count: int) -> int:
    """Prove every level with drawn multipliers; how many bounds were held against all plans."""
    model, dice, prover = build_model(instance), np.random.default_rng(seed), Prover(Facts(instance))
    plans = _list_levels(instance, model)
    for level in LEVELS if plans else ():
        least = min(plan[level] for plan in plans)
        for _ in range(count):
            size = 10 ** dice.uniform(-1, 3)
            drawn = -abs(dice.normal(0, size, model.n_rows)) * (
                dice.random(model.n_rows) < dice.uniform(0, 1)
            )
            proof = prove(model, ((level, 1),), round_duals(model, drawn))
            certificate = Certificate(scale=DUAL_SCALE, proofs=(level_proof(model, level, proof),))
            told = tuple(value for at, value in enumerate(plans[0]) if at in (*LEVELS, TIE_BREAK))
            (again,) = prover.prove(certificate, told).values()
            assert proof.bound(model) <= again <= least, (seed, ALL_LEVEL_NAMES[level])
    assert prover.findings == [], seed
    return len(plans)


def test_the_audit_proves_as_much_of_drawn_worlds_from_the_same_multipliers() -> None:
    assert sum(_try_proofs(draw_world(seed, 60), seed, 2) for seed in range(25)) > 80


def test_the_audit_proves_as_much_of_busy_worlds_from_the_same_multipliers() -> None:
    assert sum(_try_proofs(draw_busy_world(seed, 60), seed, 2) for seed in range(25)) > 80


@pytest.mark.long
@pytest.mark.parametrize("seed", range(1000, 1200))
def test_the_audit_proves_as_much_of_many_worlds_from_the_same_multipliers(seed: int) -> None:
    _try_proofs(draw_world(seed), seed, 6)
    _try_proofs(draw_busy_world(seed), seed, 6)
