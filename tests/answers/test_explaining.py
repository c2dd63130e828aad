"""`explain` on small worlds in which the cause is planted."""

import threading

import pytest

from bianzu import Worker, explain, generate, read_library, solve, verify_explanation
from bianzu.models import Cause, Demand, Exclusion, Explanation, Instance, Maximum
from bianzu.solver.causes import find_causes, list_lacks
from tests.builders import make_instance, person, seat, team
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.oracle import best_vector
from tests.solver.waiver_worlds import WAIVER_WORLDS

FULL = {"seats": {}, "one-seat": {}, "role-pools": {}, "place": {}, "gates": {}}


def _only(found: Explanation) -> Cause:
    assert found.verdict == "incomplete"
    (cause,) = found.causes
    return cause


def _demands(cause: Cause) -> list[str | None]:
    return [item.seat or item.team for item in cause.members if isinstance(item, Demand)]


def _rules(cause: Cause) -> dict[str, tuple[str, ...]]:
    return {item.rule: item.people for item in cause.members if isinstance(item, Exclusion)}


def _three_teams_and_two_leaders() -> Instance:
    people = [person("x", pools=["leader"]), person("y", pools=["leader"])]
    people += [person("z", pools=["leader"], grown="A"), person("w", pools=["leader"], trained=False)]
    people += [person(f"m{at}", pools=["staff"]) for at in range(3)]
    teams = [team(f"T{at}", seat(f"l{at}", "leader"), f"s{at}") for at in range(3)]
    return make_instance(people, teams, FULL)


def test_three_teams_that_can_draw_on_two_leaders_are_counted() -> None:
    cause = _only(explain(_three_teams_and_two_leaders()))
    assert (cause.topic, cause.short, cause.proven_by) == ("leaders", 1, "hall")
    assert _demands(cause) == ["l0", "l1", "l2"]
    assert _rules(cause) == {"place": ("z",), "gates": ("w",)}
    assert cause.hall is not None
    assert (cause.hall.need, cause.hall.have, cause.hall.people) == (3, 2, ("x", "y"))
    assert (cause.hall.candidates, cause.hall.removed_by) == (4, {"gates": 1, "place": 1})
    assert cause.minimal
    assert len(cause.drops) == 5


def test_a_unit_that_can_spare_one_of_two_holders_is_a_member() -> None:
    people = [person(f"f{at}", skills=[{"skill": "h"}]) for at in range(2)]
    people += [person(f"m{at}", work_unit="c1") for at in range(4)]
    teams = [team(f"T{at}", f"s{at}", f"t{at}") for at in range(2)]
    rules = {**FULL, "skill-mix": {"needs": [{"skill": "h"}], "hard_skills": ["h"]}}
    rules["borrow-cap"] = {"bands": [{"up_to": None, "b": 1}]}
    donors = [{"unit": "c1", "limit": 4}]
    cause = _only(explain(make_instance(people, teams, rules, donors=donors)))
    assert (cause.topic, cause.short) == ("skill", 1)
    assert _demands(cause) == ["T0", "T1"]
    (cap,) = [item for item in cause.members if isinstance(item, Maximum)]
    assert (cap.rule, cap.unit, cap.limit) == ("borrow-cap", "b1", 1)
    assert cause.hall is not None
    assert (cause.hall.need, cause.hall.have, cause.hall.people) == (2, 1, ("f0", "f1"))


def test_a_new_cadre_whom_no_seat_is_open_to_must_serve() -> None:
    people = [person("x", pools=["staff"], promoted_on="2025-04-01"), person("y", pools=["staff"])]
    teams = [team("T1", "s")]
    rules = {**FULL, "new-cadre": {}}
    pins = [{"kind": "must-not", "person": "x", "round": "R1", "asked_by": "office", "reason": "asked"}]
    cause = _only(explain(make_instance(people, teams, rules, pins=pins)))
    assert (cause.topic, cause.short) == ("person", 1)
    assert _rules(cause) == {"pins": ("x",)}


@pytest.mark.parametrize("name", ["city-short"])
def test_the_library_case_names_the_county_without_local_deputies(name: str) -> None:
    cause = _only(explain(read_library(name)))
    assert (cause.topic, cause.short, _demands(cause)) == ("local-seats", 2, ["t018-s2"])
    assert [item.seat for item in cause.also] == ["t019-s2"]
    assert sorted(_rules(cause)) == ["gates", "interest", "kin", "service"]


def test_counts_alone_say_which_units_are_missing() -> None:
    (lack,) = list_lacks(_three_teams_and_two_leaders())
    assert (lack.demand.rule, lack.demand.seat, lack.units) == ("seats", "l2", 1)
    people = [person("x", pools=["leader"]), person("m", pools=["staff"])]
    assert list_lacks(make_instance(people, [team("T1", seat("l", "leader"), "s")], FULL)) == ()


def test_a_cancelled_explanation_claims_nothing() -> None:
    stop = threading.Event()
    stop.set()
    found = explain(_three_teams_and_two_leaders(), cancel=stop)
    assert (found.verdict, found.causes) == ("not-proven", ())


def test_a_complete_plan_needs_no_explanation() -> None:
    people = [person("x", pools=["leader"]), person("m", pools=["staff"])]
    found = explain(make_instance(people, [team("T1", seat("l", "leader"), "s")], FULL))
    assert (found.verdict, found.known_by, found.missing, found.causes) == ("complete", "plan", 0, ())


@pytest.mark.parametrize("name", sorted({**MIXED_WORLDS, **WAIVER_WORLDS}))
def test_causes_account_for_all_that_the_best_plan_misses(name: str) -> None:
    instance = {**MIXED_WORLDS, **WAIVER_WORLDS}[name]
    best = best_vector(instance)
    assert best is not None
    missing = sum(best[:3])
    if missing:
        _check(instance, explain(instance), missing)
    else:
        assert find_causes(instance).causes == ()


def test_causes_account_for_all_that_generated_plans_miss() -> None:
    with Worker() as worker:
        for seed in range(12):
            instance = generate("micro", seed=seed, tightness="tight")
            plan = solve(instance, worker=worker)
            missing = sum(item.missing for item in plan.shortages)
            if missing:
                _check(instance, explain(instance, plan), missing)


def _check(instance: Instance, found: Explanation, missing: int) -> None:
    assert (found.verdict, found.explained) == ("incomplete", missing)
    assert all(cause.minimal for cause in found.causes)
    audit = verify_explanation(instance, found)
    assert (audit.findings, audit.proven) == ((), True)
