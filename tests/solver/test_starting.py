"""A solve that begins with a plan: the same proofs, whatever the plan is worth."""

from functools import cache

import pytest

from bianzu.instances import generate, planted
from bianzu.models import Instance, Plan, Run, start_digest
from bianzu.solver import SolveOptions, solve
from bianzu.solver.assembly import build_model
from bianzu.solver.starting import find_seated
from tests.solver.running import vector

TINY = planted("tiny", seed=4, tightness="tight")[0]
OTHER = generate("tiny", seed=2)


@cache
def _plan(seed: int = 0) -> Plan:
    return solve(TINY, options=SolveOptions(seed=seed))


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
