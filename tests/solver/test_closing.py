"""What the past bars for whole teams is left out of the search and priced out of certificates."""

import numpy as np

from bianzu.audit import verify
from bianzu.audit.facts import Facts
from bianzu.audit.proofs.certificate import Prover
from bianzu.instances.generator import plant_size
from bianzu.instances.sizes import Size
from bianzu.models import LEVEL_NAMES, Certificate, Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.certificates import level_proof
from bianzu.solver.closing import close_ways, cover
from bianzu.solver.costs import SOFT
from bianzu.solver.model import Model
from bianzu.solver.proof import DUAL_SCALE, prove, round_duals
from bianzu.solver.search import DEFAULT_BUDGET, Search
from tests.builders import county, make_instance, past, person, planned, record, seat, team
from tests.solver.running import solve_here

_COUNTIES = "ABC"


def _barred_world() -> Instance:
    """Two people a county; A was sent to C, and C to B: so only B may go to C, and only A or B elsewhere."""
    people = [
        person(f"{name.lower()}{number}", work_county=name) for name in _COUNTIES for number in range(2)
    ]
    return make_instance(
        [*people, person("m", work_county="city", work_unit="m1")],
        [
            team(f"T{name}", seat(f"s{name}"), host_counties=[name], cross_form="whole", units=[])
            for name in _COUNTIES
        ],
        {
            "cross-form": {},
            "place": {},
            "seats": {},
            "one-seat": {},
            "fresh-pairing": {"w": 1},
            "flow-balance": {"d": 2},
            "sensitive-duties": {"k": 1},
        },
        counties=[county(name) for name in _COUNTIES],
        rounds=[past("R0", "2025-09-01"), planned("R1", "2026-03-01", "2026-04-15")],
        history=[
            record("a0", "R0", team="x", counties=["C"]),
            record("c0", "R0", team="y", counties=["B"]),
        ],
    )


def _list_open(model: Model) -> set[tuple[str, str]]:
    slots, people = np.nonzero(model.eligibility.allowed)
    return {
        (model.data.slots[slot].seat_ids[0], model.data.people[at].id)
        for slot, at in zip(slots.tolist(), people.tolist(), strict=True)
    }


def test_pairs_of_a_barred_county_and_people_without_one_are_left_out() -> None:
    model = build_model(_barred_world())
    given, closed = _list_open(model), _list_open(close_ways(model))
    barred = {("sC", "a0"), ("sC", "a1"), ("sB", "c0"), ("sB", "c1"), ("sA", "m"), ("sB", "m"), ("sC", "m")}
    assert given - closed == barred
    assert closed == {
        ("sA", "b0"), ("sA", "b1"), ("sA", "c0"), ("sA", "c1"),
        ("sB", "a0"), ("sB", "a1"), ("sC", "b0"), ("sC", "b1"),
    }  # fmt: skip


def test_the_audit_proves_a_closed_model_from_drawn_multipliers() -> None:
    size = Size(6, 12, (6,), leaders=36, staff=110, specialists=40, full_time=24, even=True)
    instance, _ = plant_size("small", size, "normal", 1, "whole-team")
    model, prover = close_ways(build_model(instance)), Prover(Facts(instance))
    dice = np.random.default_rng(0)
    duals = round_duals(model, -abs(dice.normal(0, 5, model.n_rows)) * (dice.random(model.n_rows) < 0.2))
    proof = prove(model, ((SOFT, 1),), duals)
    bounds = []
    for item in (proof, cover(model, proof)):
        certificate = Certificate(scale=DUAL_SCALE, proofs=(level_proof(model, SOFT, item),))
        bounds += prover.prove(certificate, [0] * (len(LEVEL_NAMES))).values()
    assert bounds[0] < proof.bound(model)  # left out of the model, but the audit prices them
    assert bounds[1] >= proof.bound(model)
    assert prover.findings == []


def test_a_model_without_whole_teams_is_left_as_it_is() -> None:
    world = make_instance([person("p")], [team("T", "s")], {"seats": {}})
    model = build_model(world)
    assert close_ways(model) is model
    closed = close_ways(build_model(_barred_world()))
    assert close_ways(closed) is closed


def test_the_audit_finds_the_bounds_that_the_smaller_model_proves() -> None:
    instance = _barred_world()
    plan = solve_here(instance)
    assert [level.bound for level in plan.levels[:-1]] == [level.objective for level in plan.levels[:-1]]
    assert plan.certificate is not None
    assert verify(instance, plan).certified == "optimal"
    search = Search(build_model(instance), 0, DEFAULT_BUDGET)
    assert search.model.closed is not None
