"""Columns, prices and rows fit together: what is priced without columns is what the columns say."""

import json

import numpy as np
import pytest

from bianzu.audit.facts import Facts
from bianzu.audit.proofs.certificate import Prover
from bianzu.instances import generate
from bianzu.models import Certificate, Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.certificates import level_proof
from bianzu.solver.columns import Weights
from bianzu.solver.costs import CHANGES, LEVELS, LOAD_TRAVEL, SOFT, TIE_BREAK, WAIVERS
from bianzu.solver.model import Model
from bianzu.solver.pricing import Pricing
from bianzu.solver.proof import DUAL_SCALE, prove, round_duals
from bianzu.solver.search import DEFAULT_BUDGET, Search
from bianzu.solver.standing import NOTHING_PROVEN, Standing
from tests.audit.proofs.certificate_worlds import ALL_WORLDS
from tests.thinning import thin

WORLDS: dict[str, Instance] = {
    **ALL_WORLDS,
    **{f"tiny {preset}": generate("tiny", seed=1, preset=preset) for preset in ("shanxi", "whole-team")},
}


def _draw(model: Model) -> np.random.Generator:
    return np.random.default_rng(model.n_rows)


@pytest.mark.parametrize("name", thin(WORLDS, 6, 0))
def test_pairs_are_priced_as_their_columns_are(name: str) -> None:
    model = build_model(WORLDS[name])
    prices = _draw(model).integers(-50, 50, model.n_rows)
    weights = ((WAIVERS, 40), (SOFT, 3), (LOAD_TRAVEL, 2))
    columns = model.build_columns(np.arange(len(model.data.slots) * model.data.n))
    owner = np.repeat(np.arange(len(columns)), np.diff(columns.indptr))
    paid = np.zeros(len(columns), dtype=np.int64)
    np.add.at(paid, owner, columns.values * prices[columns.rows])
    expected = 7 * columns.weigh(weights) - paid
    priced = [reduced for _, reduced in model.price_slots(weights, prices, 7)]
    assert [slot for slot, _ in model.price_slots(weights, prices)] == list(range(len(model.data.slots)))
    assert np.concatenate(priced).tolist() == expected.tolist()
    floats = [reduced for _, reduced in model.price_slots(weights, prices.astype(float), 7)]
    assert np.allclose(np.concatenate(floats), expected)


@pytest.mark.parametrize("name", thin(WORLDS, 6, 1))
def test_columns_are_the_same_however_they_are_gathered(name: str) -> None:
    model = build_model(WORLDS[name])
    keys = np.flatnonzero(model.eligibility.allowed.ravel())
    columns, dice = model.build_columns(keys), _draw(model)
    chosen = dice.random(len(keys)) < 0.4
    apart = model.build_columns(keys[chosen]).join(model.build_columns(keys[~chosen]))
    again = apart.pick(np.argsort(apart.keys, kind="stable"))
    for one, other in ((columns, again), (columns.pick(chosen), model.build_columns(keys[chosen]))):
        assert one.keys.tolist() == other.keys.tolist()
        assert one.indptr.tolist() == other.indptr.tolist()
        assert one.cost.tolist() == other.cost.tolist()
        x, nothing = dice.random(len(one)), np.zeros(model.n_aux)
        assert np.allclose(model.activity(one, x, nothing), model.activity(other, x, nothing))


def test_minima_are_written_in_both_forms() -> None:
    """By the people who meet them together with the empty seats, and by those who do not."""
    sparse, dense = set(), set()
    maxima = {"first-timers", "new-cadres"}
    minima = {"branch", "desks", "audit-seats", "mentoring", "seniority", "age-bands", "gender"}
    for instance in WORLDS.values():
        for group in build_model(instance).groups:
            if group.rule in minima and group.team is not None and group.clause not in maxima:
                (dense if group.netting is None else sparse).add((group.rule, group.clause))
    assert len(sparse) >= 6
    assert len(dense) >= 6
    assert {rule for rule, _ in sparse | dense} == minima


def test_the_audit_proves_a_tiny_city_from_drawn_multipliers() -> None:
    instance = WORLDS["tiny shanxi"]
    model, prover = build_model(instance), Prover(Facts(instance))
    dice = _draw(model)
    for level in range(TIE_BREAK):
        if level == CHANGES:  # a level of instances with a published list alone
            continue
        reached = [int(value) for value in dice.integers(0, 2000, LEVELS)]
        duals = round_duals(model, -abs(dice.normal(0, 5, model.n_rows)) * (dice.random(model.n_rows) < 0.2))
        pins = [
            (earlier, reached[earlier], int(dice.integers(0, 3 * DUAL_SCALE)))
            for earlier in range(level)
            if earlier != CHANGES
        ]
        proof = prove(model, ((level, 1),), duals, pins)
        certificate = Certificate(scale=DUAL_SCALE, proofs=(level_proof(model, level, proof),))
        (again,) = prover.prove(certificate, [*reached[:CHANGES], *reached[CHANGES + 1 :]]).values()
        assert again >= proof.bound(model, tuple(reached))
    assert prover.findings == []


def test_what_is_proven_survives_the_way_to_another_process() -> None:
    search = Search(build_model(WORLDS["tiny shanxi"]), 0, DEFAULT_BUDGET)
    search.run()
    standing = search.standing
    assert standing.certificate is not None
    rows = [[level.bound, level.certified, level.by] for level in standing.levels]
    sent = json.loads(
        json.dumps({"levels": rows, "certificate": standing.certificate.model_dump_json()}, ensure_ascii=True)
    )
    assert Standing.from_fields(sent) == standing
    assert Standing.from_fields({}) == NOTHING_PROVEN


REWARDING = [name for name, world in WORLDS.items() if world.rules.together is not None]


@pytest.mark.parametrize("name", REWARDING)
def test_multipliers_cut_to_what_rewards_are_worth_prove_no_less(name: str) -> None:
    """And those of rows that are about nothing but rewards lose what is above."""
    model = build_model(WORLDS[name])
    dice, weights = _draw(model), ((SOFT, 3), (LOAD_TRAVEL, 1))
    pricing = _price_all(model, weights)
    drawn = np.where(np.isfinite(model.row_lower), 0, -dice.integers(0, 400, model.n_rows)).astype(float)
    cut = pricing.cap(drawn, np.zeros(0))
    assert (cut >= drawn).all()
    assert (cut > drawn).any()
    setting = WORLDS[name].rules.together
    assert setting is not None
    worth = 3 * max(pair.weight for pair in setting.pairs)
    links = model.mark(lambda group: group.rule == "together")
    assert cut[links].min() >= -worth
    assert (cut[~links] == drawn[~links]).all()
    bounds = [prove(model, weights, round_duals(model, duals)).bound(model) for duals in (drawn, cut)]
    assert bounds[1] >= bounds[0]


@pytest.mark.parametrize("name", thin(WORLDS, 6, 2))
def test_the_nearest_columns_of_a_slot_are_those_of_least_price(name: str) -> None:
    model = build_model(WORLDS[name])
    weights = ((SOFT, 3), (LOAD_TRAVEL, 2))
    duals = _draw(model).integers(-50, 1, model.n_rows).astype(float)
    n, near = model.data.n, _price_all(model, weights).list_near(duals, 2)
    for slot, reduced in model.price_slots(weights, duals):
        allowed = np.flatnonzero(model.eligibility.allowed[slot])
        chosen = near[near // n == slot] % n
        assert set(chosen.tolist()) <= set(allowed.tolist())
        assert len(chosen) >= min(2, len(allowed))
        cheapest = np.sort(reduced[allowed])[:2]
        assert np.sort(reduced[chosen])[: len(cheapest)].tolist() == cheapest.tolist()


def _price_all(model: Model, weights: Weights) -> Pricing:
    return Pricing(
        model,
        weights,
        model.eligibility.allowed,
        np.ones(model.n_aux, dtype=bool),
        (),
        lambda: None,
    )
