"""A solve that begins with a plan: the same proofs, whatever the plan is worth."""

import threading
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from bianzu.instances import apply_changes, generate, planted
from bianzu.instances.causes import plant_cause
from bianzu.models import (
    AddWaiver,
    Certificate,
    Instance,
    Pin,
    Plan,
    PricedRows,
    Run,
    SetRule,
    Waiver,
    start_digest,
)
from bianzu.solver import SolveOptions, solve
from bianzu.solver.assembly import build_model
from bianzu.solver.bounding import Bounding
from bianzu.solver.costs import SOFT
from bianzu.solver.ledger import Ledger
from bianzu.solver.mending import mend
from bianzu.solver.proof import prove
from bianzu.solver.recalling import recall
from bianzu.solver.search import DEFAULT_BUDGET, Search
from bianzu.solver.starting import find_seated
from tests.solver.running import vector
from tests.solver.stumbling import let_stumble

TINY = planted("tiny", seed=4, tightness="tight")[0]
OTHER = generate("tiny", seed=2)
COUNTY = generate("county", seed=3)


@cache
def _plan(seed: int = 0) -> Plan:
    return solve(TINY, options=SolveOptions(seed=seed))


@cache
def _county_plan() -> Plan:
    return solve(COUNTY)


def _reproducible(plan: Plan) -> str:
    provenance = plan.provenance.model_copy(update={"run": Run()})
    return plan.model_copy(update={"provenance": provenance}).model_dump_json(by_alias=True)


def _without(instance: Instance, person: str) -> Instance:
    return instance.model_copy(
        update={
            "people": tuple(item for item in instance.people if item.id != person),
            "history": tuple(item for item in instance.history if item.person != person),
            "relations": tuple(
                item for item in instance.relations if person not in (item.person, item.other_person)
            ),
        }
    )


def test_a_start_changes_neither_optimum_nor_proof_and_stands_in_the_plan() -> None:
    cold = _plan()
    warm = solve(TINY, start=cold)
    assert (warm.status, vector(warm.levels)) == ("optimal", vector(cold.levels))
    assert warm.provenance.options.start == start_digest(cold)
    assert '"options":{"budget":null,"start":"' in _reproducible(warm)
    assert '"options":{"budget":null}' in _reproducible(cold)
    assert _reproducible(warm) == _reproducible(solve(TINY, start=cold))


def test_the_digest_of_a_start_leaves_out_how_it_was_found() -> None:
    cold = _plan()
    again = solve(TINY, options=SolveOptions(gap=0.0))
    assert again.provenance.options.gap == 0.0
    assert start_digest(again) == start_digest(cold)
    assert start_digest(_plan(1)) != start_digest(cold)


def test_a_changed_instance_reaches_from_a_start_what_it_reaches_without() -> None:
    gone = _plan().assignments[0].person
    changed = _without(TINY, gone)
    warm, cold = solve(changed, start=_plan()), solve(changed)
    assert (warm.status, cold.status) == ("optimal", "optimal")
    assert vector(warm.levels) == vector(cold.levels)
    assert gone not in {item.person for item in warm.assignments}


def test_a_start_from_elsewhere_changes_nothing_but_the_way() -> None:
    warm = solve(OTHER, start=_plan())
    cold = solve(OTHER)
    assert (warm.status, vector(warm.levels)) == (cold.status, vector(cold.levels))


def test_what_a_start_seats_is_taken_as_far_as_it_is_allowed() -> None:
    model, plan = build_model(TINY), _plan()
    first, second = plan.assignments[:2]
    keys = find_seated(model, plan)
    assert len(keys) == len(plan.assignments)
    twice = first.model_copy(update={"person": second.person})
    stranger = first.model_copy(update={"person": "nobody"})
    nowhere = first.model_copy(update={"seat": "nowhere"})
    for extra in (twice, stranger, nowhere):
        odd = plan.model_copy(update={"assignments": (*plan.assignments, extra)})
        assert find_seated(model, odd).tolist() == keys.tolist()


def test_a_gap_is_not_negative() -> None:
    with pytest.raises(ValueError, match="a gap is finite and not negative"):
        SolveOptions(gap=-0.1)


def _certificate(plan: Plan) -> Certificate:
    assert plan.certificate is not None
    return plan.certificate


def _tamper(plan: Plan, change: int) -> Plan:
    """Every multiplier of the certificate replaced by one as large as they may be, of either sign."""
    dice = np.random.default_rng(change)

    def scramble(family: PricedRows) -> PricedRows:
        prices = tuple((key, int(dice.integers(-(1 << change), 1 << change))) for key, _ in family.prices)
        return family.model_copy(update={"prices": prices})

    proofs = tuple(
        proof.model_copy(update={"rows": tuple(scramble(family) for family in proof.rows)})
        for proof in _certificate(plan).proofs
    )
    certificate = _certificate(plan).model_copy(update={"proofs": proofs})
    return plan.model_copy(update={"certificate": certificate})


@pytest.mark.parametrize("change", [20, 44, 62])
def test_tampered_multipliers_change_nothing_but_the_way(change: int) -> None:
    warm = solve(TINY, start=_tamper(_plan(), change))
    assert (warm.status, vector(warm.levels)) == ("optimal", vector(_plan().levels))


def test_multipliers_of_a_plan_prove_on_the_same_instance_what_they_proved_before() -> None:
    cold = _county_plan()
    model = build_model(COUNTY)
    search = Search(model, 0, DEFAULT_BUDGET, plan=cold)
    bounding = Bounding(model, ledger := Ledger(model), lambda: None)
    recalled = recall(model, bounding.ledger, cold, bounding.tick)
    assert recalled is not None
    bounding.prove(*recalled, alone=())
    search.run()
    assert search.best is not None
    found = ledger.stand(search.best.levels)
    assert [item.certified for item in found.levels[:-1]] == [
        item.certified for item in search.standing.levels[:-1]
    ]
    by_name = {item.name: item.certified_bound for item in cold.levels}
    assert found.levels[-2].certified == by_name["load-travel"]
    assert found.levels[-3].certified == by_name["soft"]


def test_what_was_missing_is_proven_to_cost_a_waiver_where_one_may_be_used() -> None:
    short = plant_cause("rank", "tiny", 0).instance
    plan = solve(short)
    (lack,) = plan.shortages
    waiver = Waiver(
        id="w", rule="rank", amount=9, seat=lack.seat, reason="short", approver="office", granted=short.as_of
    )
    model = build_model(apply_changes(short, [AddWaiver(waiver=waiver)]))
    recalled = recall(model, ledger := Ledger(model), plan, lambda: None)
    assert recalled is not None
    assert recalled[2] == ((0, 0), (1, 0), (2, 0), (4, 1))
    assert ledger.proofs[4].bound(model) == 1


def test_a_forced_pair_is_mended_and_proven_from_a_start() -> None:
    cold = _county_plan()
    seated = {item.person for item in cold.assignments}
    model = build_model(COUNTY)
    allowed = model.eligibility.allowed
    person = next(
        at for at in range(model.data.n) if model.data.people[at].id not in seated and allowed[:, at].any()
    )
    team = model.data.teams[model.data.slots[int(np.flatnonzero(allowed[:, person])[0])].team].id
    name = model.data.people[person].id
    pin = Pin(kind="must", person=name, team=team, asked_by="office", reason="asked")
    forced = COUNTY.model_copy(update={"pins": (*COUNTY.pins, pin)})
    warm, again = solve(forced, start=cold), solve(forced)
    assert vector(warm.levels) == vector(again.levels)
    assert (warm.status, again.status) == ("optimal", "optimal")
    assert (name, team) in {(item.person, item.team) for item in warm.assignments}


def test_mending_seats_whom_a_pin_wants_and_unseats_what_breaks_a_row() -> None:
    plan = _county_plan()
    strict = apply_changes(COUNTY, [SetRule(rule="sender-spread", settings={"q": 1})])
    model = build_model(strict)
    bounding = Bounding(model, Ledger(model), lambda: None)
    recalled = recall(model, bounding.ledger, plan, bounding.tick)
    assert recalled is not None
    joint = bounding.prove(*recalled, alone=())
    seated = find_seated(model, plan)
    mended, broken = mend(model, seated, joint)
    keys = mended.columns
    assert set(keys.tolist()) < set(seated.tolist())
    assert len(broken)
    search = Search(model, 0, DEFAULT_BUDGET)
    assert not search.offer(seated, 0)
    assert search.offer(keys, 0)


def test_a_search_ends_with_the_level_that_it_has_to_prove() -> None:
    plan = solve(OTHER, options=SolveOptions(until="minima"))
    assert all(level.bound == level.objective for level in plan.levels[:3])
    assert plan.levels[4].bound != plan.levels[4].objective, "a proven soft level would show nothing"
    assert (plan.provenance.options.until, plan.provenance.run.stop_reason) == ("minima", "until")
    assert '"options":{"budget":null,"until":"minima"}' in _reproducible(plan)


def test_a_weaker_proof_does_not_take_the_place_of_a_stronger_one() -> None:
    model = build_model(OTHER)
    ledger, best = Ledger(model), Search(model, 0, DEFAULT_BUDGET)
    best.run()
    assert best.best is not None
    strong = best.ledger.proofs[SOFT]
    weak = prove(model, ((SOFT, 1),), np.zeros(model.n_rows, dtype=np.int64))
    assert weak.bound(model) < strong.bound(model)
    ledger.keep(SOFT, strong)
    ledger.keep(SOFT, weak)
    assert ledger.stand(best.best.levels).bounds[SOFT] == strong.bound(model, best.best.levels)


def test_a_gap_ends_the_search_and_says_so() -> None:
    loose = solve(COUNTY, options=SolveOptions(gap=0.5, seed=1))
    assert loose.gap is not None
    assert loose.gap <= 0.5
    assert loose.provenance.run.stop_reason == ("finished" if loose.gap == 0 else "gap")
    again = solve(COUNTY, options=SolveOptions(gap=0.5, seed=1))
    assert _reproducible(again) == _reproducible(loose)


def test_a_solve_from_a_start_can_be_cancelled(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    start = _plan()
    let_stumble(monkeypatch, tmp_path, "stuck")
    cancel = threading.Event()
    plan = solve(
        TINY,
        start=start,
        cancel=cancel,
        progress=lambda beat: cancel.set() if beat.incumbent is not None else None,
    )
    assert plan.provenance.run.stop_reason == "cancelled"
    assert plan.provenance.options.start == start_digest(start)
    assert plan.status in ("feasible", "optimal")
