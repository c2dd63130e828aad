"""`prove`: no multipliers prove more than the truth, good ones prove all of it, the audit proves it again."""

from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np
import pytest

from bianzu.audit.facts import Facts
from bianzu.audit.proofs.certificate import Prover
from bianzu.instances import generate, template
from bianzu.models import ALL_LEVEL_NAMES, Certificate, Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.certificates import level_proof
from bianzu.solver.closing import cover
from bianzu.solver.columns import Weights
from bianzu.solver.costs import LOAD_TRAVEL, SOFT, TIE_BREAK, WAIVERS
from bianzu.solver.data import IntArray
from bianzu.solver.evaluation import Evaluation
from bianzu.solver.model import Model
from bianzu.solver.proof import DUAL_SCALE, Proof, prove, round_duals
from bianzu.solver.relaxation import relax
from bianzu.solver.search import DEFAULT_BUDGET, Search
from tests.audit.legal import count_seatings
from tests.audit.proofs.certificate_worlds import ALL_WORLDS
from tests.solver.agreeing import evaluate_seating, list_seatings
from tests.solver.listed_worlds import LISTED_WORLDS
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.oracle import list_micro
from tests.thinning import thin

MICRO = {f"micro {at}": item for at, item in enumerate(list_micro(range(500, 540), 300))}
_WORLDS = {**ALL_WORLDS, **LISTED_WORLDS}
SMALL = {**{name: item for name, item in _WORLDS.items() if count_seatings(item) <= 700}, **MICRO}
"""Worlds whose plans can all be listed."""
TINY = {f"tiny {at}": generate("tiny", seed=at, tightness="tight") for at in range(6)}


def _proven_levels(model: Model) -> tuple[int, ...]:
    """Levels that a certificate may prove."""
    return (*model.short_levels, SOFT, LOAD_TRAVEL)


def _told(model: Model, levels: tuple[int, ...]) -> tuple[int, ...]:
    """The levels that a plan shows."""
    shown = (*_proven_levels(model), TIE_BREAK)
    return tuple(value for level, value in enumerate(levels) if level in shown)


@cache
def _world(name: str) -> tuple[Model, tuple[Evaluation, ...]]:
    """The model and every legal plan, the best first."""
    model = build_model(SMALL[name])
    found = (evaluate_seating(model, seating) for seating in list_seatings(SMALL[name]))
    legal = {item.columns.tobytes(): item for item in found if item is not None and item.feasible}
    return model, tuple(sorted(legal.values(), key=lambda plan: plan.levels[:TIE_BREAK]))


@cache
def _prover(name: str) -> Prover:
    return Prover(Facts(SMALL[name]))


def _dice(name: str) -> np.random.Generator:
    return np.random.default_rng(list(name.encode()))


def _kept(plans: tuple[Evaluation, ...], pins: list[tuple[int, int]]) -> list[Evaluation]:
    return [plan for plan in plans if all(plan.levels[level] <= value for level, value in pins)]


def _value(plan: Evaluation, weights: Weights) -> int:
    return sum(weight * plan.levels[level] for level, weight in weights)


def _draw_duals(model: Model, dice: np.random.Generator) -> IntArray:
    """Multipliers of either sign and any size; those of the wrong sign must fall to 0."""
    size = 10 ** dice.uniform(-1, 3)
    duals = dice.normal(0, size, model.n_rows) * (dice.random(model.n_rows) < dice.uniform(0, 1))
    rounded = round_duals(model, np.where(dice.random(model.n_rows) < 0.7, -abs(duals), duals))
    assert (rounded[~np.isfinite(model.row_lower)] <= 0).all()
    return rounded


def _draw_pins(
    model: Model, plans: tuple[Evaluation, ...], level: int, dice: np.random.Generator
) -> list[tuple[int, int, int | None]]:
    """Some earlier levels held to what a plan has: at a price, at none, or at the least that counts."""
    plan = plans[0] if dice.random() < 0.6 else plans[int(dice.integers(len(plans)))]
    levels = _proven_levels(model)
    prices = (None, 0, int(dice.integers(1, 100 * DUAL_SCALE)))
    return [
        (earlier, plan.levels[earlier], prices[int(dice.integers(3))])
        for earlier in levels
        if earlier < level and dice.random() < 0.7
    ]


def _draw_proofs(name: str, count: int) -> Iterator[tuple[int, Proof]]:
    """(level, proof of that level alone) with drawn multipliers."""
    (model, plans), dice = _world(name), _dice(name)
    for level in _proven_levels(model):
        for _ in range(count):
            duals, pins = _draw_duals(model, dice), _draw_pins(model, plans, level, dice)
            yield level, prove(model, ((level, 1),), duals, pins)


def _assert_true(model: Model, plans: tuple[Evaluation, ...], proof: Proof) -> None:
    """No plan that keeps the pins is below the bound, or has a column ruled out for its value."""
    bound = proof.bound(model)
    pins = [(level, value) for level, value, _ in proof.pins]
    for plan in _kept(plans, pins)[:40]:
        value = _value(plan, proof.weights)
        assert bound <= value
        assert set(plan.columns.tolist()) <= set(proof.columns_within(model, value).tolist())


# --- no multipliers prove too much


@pytest.mark.parametrize("name", thin(SMALL, 8, 0))
def test_drawn_multipliers_never_prove_more_than_a_plan_costs(name: str) -> None:
    model, plans = _world(name)
    for level, proof in _draw_proofs(name, 4):
        _assert_true(model, plans, proof)
        for reached in plans[:: max(1, len(plans) // 5)]:
            bound = proof.bound(model, reached.levels)
            pins = [(pin, reached.levels[pin]) for pin, _, _ in proof.pins]
            assert bound <= min(plan.levels[level] for plan in _kept(plans, pins))


@pytest.mark.parametrize("name", thin(SMALL, 8, 1))
def test_drawn_multipliers_of_weighted_levels_never_prove_more_than_a_plan_costs(name: str) -> None:
    (model, plans), dice = _world(name), _dice(name)
    for _ in range(6):
        levels = sorted(dice.choice(_proven_levels(model), 2, replace=False).tolist())
        weights = tuple((level, int(dice.integers(1, 50))) for level in levels)
        _assert_true(
            model,
            plans,
            prove(model, weights, _draw_duals(model, dice), _draw_pins(model, plans, levels[0], dice)),
        )


def test_no_multipliers_at_all_prove_the_constant_and_what_serving_saves() -> None:
    model, _ = _world("two seats a person")
    bound = prove(model, ((SOFT, 1),), np.zeros(model.n_rows, dtype=np.int64)).bound(model)
    cheapest = int((np.minimum(0, model.aux_cost[SOFT]) * model.aux_upper).sum())
    assert bound == model.constant[SOFT] + cheapest


def test_multipliers_of_the_wrong_sign_count_as_none() -> None:
    model, _ = _world("skills")
    wrong = np.where(np.isfinite(model.row_lower), 0.0, 50.0)
    assert not round_duals(model, wrong).any()


def test_a_level_pinned_to_nothing_never_lowers_a_bound_by_what_it_forbids() -> None:
    """With a shortage pinned to 0 the price of its units is as high as it need be."""
    model, _ = _world("skills")
    duals = round_duals(model, np.where(np.isfinite(model.row_lower), 0.0, -1000.0))
    pins = [(level, 0) for level in range(SOFT)]
    free = prove(model, ((SOFT, 1),), duals, [(level, value, 0) for level, value in pins])
    dear = prove(model, ((SOFT, 1),), duals, [(level, value, None) for level, value in pins])
    priced = prove(model, ((SOFT, 1),), duals, [(level, value, 10**6 * DUAL_SCALE) for level, value in pins])
    assert free.total < dear.total == priced.total


# --- good ones prove all of it


def _relaxed_proof(model: Model, level: int, pins: list[tuple[int, int]]) -> tuple[float, Proof]:
    """Value of a level's relaxation, constants included, and the proof by its multipliers."""
    relaxed = relax(
        model,
        ((level, 1),),
        allowed=model.eligibility.allowed,
        aux_open=np.ones(model.n_aux, dtype=bool),
        pins=tuple(pins),
    )
    assert relaxed.status == "optimal"
    multipliers = [max(0, round(-dual * DUAL_SCALE)) for dual in relaxed.pin_duals.tolist()]
    priced = [(*pin, multiplier) for pin, multiplier in zip(pins, multipliers, strict=True)]
    proof = prove(model, ((level, 1),), round_duals(model, relaxed.duals), priced)
    return relaxed.value + float(model.constant[level]), proof


def test_the_multipliers_of_a_relaxation_that_meets_the_optimum_prove_it() -> None:
    tight, tried = Counter[int](), Counter[int]()
    for name in SMALL:
        model, plans = _world(name)
        for level in _proven_levels(model):
            tried[level] += 1
            pins = [(pin, plans[0].levels[pin]) for pin in _proven_levels(model) if pin < level]
            value, proof = _relaxed_proof(model, level, pins)
            best = plans[0].levels[level]
            bound = proof.bound(model)
            assert bound <= best
            assert bound >= np.ceil(value - 1e-3), (name, level)
            if value > best - 1 + 1e-3:
                tight[level] += 1
                assert bound == best
    assert all(tight[level] >= 0.8 * count for level, count in tried.items()), tight


# --- the audit proves it again


@pytest.mark.parametrize("name", thin(SMALL, 8, 2))
def test_the_audit_proves_from_drawn_multipliers_at_least_what_the_solver_does(name: str) -> None:
    model, plans = _world(name)
    dice, prover = _dice(name), _prover(name)
    for level, proof in _draw_proofs(name, 4):
        reached = plans[int(dice.integers(len(plans)))].levels
        certificate = Certificate(scale=DUAL_SCALE, proofs=(level_proof(model, level, proof),))
        (again,) = prover.prove(certificate, _told(model, reached)).values()
        assert again >= proof.bound(model, reached), ALL_LEVEL_NAMES[level]
        pins = list(enumerate(reached[:level]))
        assert again <= min(plan.levels[level] for plan in _kept(plans, pins)), ALL_LEVEL_NAMES[level]
    assert prover.findings == []


def _assert_proven_again(instance: Instance, model: Model, search: Search) -> dict[int, int]:
    """The audit proves every level at least as far as the search claims; the bounds that it proves."""
    assert search.best is not None
    reached, told = search.best.levels, _told(model, search.best.levels)
    prover = Prover(Facts(instance))
    proofs = {
        level: level_proof(model, level, cover(search.model, proof))
        for level, proof in search.ledger.proofs.items()
    }
    bounds = prover.prove(Certificate(scale=DUAL_SCALE, proofs=tuple(proofs.values())), told)
    assert prover.findings == []
    for level, proof in search.ledger.proofs.items():
        assert bounds[ALL_LEVEL_NAMES[level]] >= proof.bound(model, reached), ALL_LEVEL_NAMES[level]
    again = {} if search.standing.certificate is None else prover.prove(search.standing.certificate, told)
    found = {level: again.get(ALL_LEVEL_NAMES[level], 0) for level in range(TIE_BREAK)}
    for level, item in enumerate(search.standing.levels[:TIE_BREAK]):
        assert item.certified is None or found[level] >= item.certified, ALL_LEVEL_NAMES[level]
        assert item.certified is None or item.bound is None or item.bound >= item.certified
        assert item.bound is None or item.bound <= reached[level]
        assert item.by != "sign" or (item.bound == 0 and level <= WAIVERS)
    return found


def _search(model: Model) -> Search:
    search = Search(model, 0, DEFAULT_BUDGET)
    search.run()
    return search


@pytest.mark.parametrize("name", thin(SMALL, 8, 0))
def test_what_a_run_claims_of_a_small_world_is_true_and_proven_again(name: str) -> None:
    model, plans = _world(name)
    search = _search(model)
    found = _assert_proven_again(SMALL[name], model, search)
    assert search.best is not None
    assert search.best.levels[:TIE_BREAK] == plans[0].levels[:TIE_BREAK]
    for level in _proven_levels(model):
        assert found[level] <= plans[0].levels[level]


@pytest.mark.parametrize("name", TINY)
def test_what_a_run_claims_of_a_tiny_city_is_proven_again(name: str) -> None:
    model = build_model(TINY[name])
    search = _search(model)
    found = _assert_proven_again(TINY[name], model, search)
    assert search.best is not None
    assert search.proven
    assert found[SOFT] <= search.best.levels[SOFT]
    assert found[LOAD_TRAVEL] <= search.best.levels[LOAD_TRAVEL]


def test_most_small_worlds_are_certified_up_to_the_optimum() -> None:
    certified = 0
    for name in SMALL:
        model, plans = _world(name)
        levels = _search(model).standing.levels[:TIE_BREAK]
        certified += [item.certified for item in levels] == list(plans[0].levels[:TIE_BREAK])
    assert certified >= 0.8 * len(SMALL)


def test_a_lock_on_somebody_dear_leaves_the_relaxation_feasible() -> None:
    """The locked columns are not among a seat's cheapest."""
    instance = template("village-secretaries", villages=40)
    assert any(pin.kind == "lock" for pin in instance.pins)
    model = build_model(instance)
    everything = np.ones(model.n_aux, dtype=bool)
    relaxed = relax(model, ((SOFT, 1),), allowed=model.eligibility.allowed, aux_open=everything)
    assert relaxed.status == "optimal"


def test_the_mixed_worlds_are_all_among_the_small_ones() -> None:
    assert set(MIXED_WORLDS) - set(SMALL) <= {"kin and what is known of people"}


@pytest.mark.parametrize("seed", [1, 2])
def test_a_weight_that_mixes_the_levels_proves_nothing_false(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = build_model(generate("tiny", seed=seed))
    soft = _search(model).best.levels[SOFT]
    monkeypatch.setattr("bianzu.solver.weighing._MOST_WEIGHT", 1)
    mixed = _search(model)
    assert mixed.best.levels[SOFT] == soft or not mixed.proven
    assert all(bound is None or bound <= soft for bound in (mixed.standing.bounds[SOFT],))
