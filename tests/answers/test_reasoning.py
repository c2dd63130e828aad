"""why and why_not: objections, and costs that lie between what is proven and what the audit measures."""

from collections.abc import Iterator
from itertools import permutations, product

import pytest

import bianzu
from bianzu.audit import measure
from bianzu.models import InputError, Instance, Order, Plan
from tests.builders import assign, make_instance, make_plan, person, seat, team
from tests.solver.running import solve_here


@pytest.fixture(scope="module")
def worker() -> Iterator[bianzu.Worker]:
    with bianzu.Worker() as ready:
        yield ready


@pytest.fixture(scope="module")
def tiny(worker: bianzu.Worker) -> tuple[Instance, Plan]:
    instance = bianzu.read_library("tiny")
    return instance, bianzu.solve(instance, worker=worker)


def _check_order(instance: Instance, plan: Plan, order: Order) -> dict[str, str]:
    """The plan of an order breaks nothing, has the levels told, and costs no less than is proven."""
    rows = {row.seat: row for row in plan.assignments if row.seat not in order.outcome.emptied}
    rows.update({row.seat: row for row in order.outcome.seats})
    found = measure(instance, list(rows.values()), seed=plan.provenance.seed)
    assert found.breaches == ()
    assert [s.value for s in order.outcome.steps] == [level.objective for level in found.levels]
    if order.level is not None:
        at = [s.level for s in order.outcome.steps].index(order.level)
        assert all(s.change == 0 for s in order.outcome.steps[:at])
        assert order.outcome.steps[at].change == order.most
        assert order.least is None or 0 <= order.least <= order.most
    before = {row.person: row.seat for row in plan.assignments}
    after = {row.person: row.seat for row in rows.values()}
    moved = {who for who in before.keys() | after.keys() if before.get(who) != after.get(who)}
    assert moved == {move.person for move in order.moves}
    return after


@pytest.mark.parametrize("solved", [False, True])
def test_orders_seat_the_person_and_are_measured_by_the_audit(
    tiny: tuple[Instance, Plan], worker: bianzu.Worker, solved: bool
) -> None:
    instance, plan = tiny
    told = []
    for who in [item.id for item in instance.people][::9]:
        found = bianzu.why_not(
            instance, plan, person=who, team=instance.teams[0].id, solved=solved, worker=worker
        )
        assert not solved or found.order is None or found.order.level is None or found.order.exact
        told.append(found.verdict)
        if found.order is not None:
            after = _check_order(instance, plan, found.order)
            assert instance.seat_by_id[after[who]][0] is instance.teams[0]
        if found.verdict == "barred":
            assert all(any(o.verdict == "barred" and o.rows for o in item.objections) for item in found.seats)
    assert {"barred", "costs"} <= set(told)


def test_without_somebody_the_plan_is_another(tiny: tuple[Instance, Plan], worker: bianzu.Worker) -> None:
    instance, plan = tiny
    for row in plan.assignments[:3]:
        near = bianzu.why(instance, plan, person=row.person, solved=False).without
        found = bianzu.why(instance, plan, person=row.person, worker=worker)
        assert near is not None
        _check_order(instance, plan, near)
        assert [held.seat for held in found.held] == [row.seat]
        assert found.without is not None
        assert [step.value for step in found.without.outcome.steps[:-1]] <= [
            step.value for step in near.outcome.steps[:-1]
        ]
        assert row.person not in _check_order(instance, plan, found.without)
        assert len(found.held[0].checks) == 17
        best = [item.outcome.steps for item in found.held[0].next_best if item.outcome is not None]
        assert best == sorted(best, key=lambda steps: [step.value for step in steps])


Valued = list[tuple[tuple[int, ...], dict[str, str]]]


def _list_legal(instance: Instance) -> Valued:
    """All legal seatings with their levels, the best first."""
    places, legal = list(instance.seat_by_id), []
    for choice in permutations([*instance.person_by_id, None, None], len(places)):
        held = {place: name for place, name in zip(places, choice, strict=True) if name is not None}
        found = measure(instance, assign(instance, held))
        if not found.breaches:
            legal.append((tuple(level.objective or 0 for level in found.levels[:6]), held))
    return sorted(legal, key=lambda item: item[0])


def test_the_proven_cost_is_never_above_the_true_one_and_the_found_one_never_below(
    worker: bianzu.Worker,
) -> None:
    people = [
        person("v", work_county="C", work_unit="c1", earlier_rounds=3),
        person("w", work_county="D", gender="female", earlier_rounds=1),
        person("x", earlier_rounds=2),
        person("y", gender="female", earlier_rounds=4),
        person("z", work_county="C", work_unit="c1"),
    ]
    rules = {"seats": {}, "one-seat": {}, "gender": {}, "sender-spread": {"q": 1}}
    rules["priority"] = {"load": 5, "travel": 1}
    teams = [team("T1", "a", "b"), team("T2", "c", host_counties=["D"], units=["m1"])]
    instance = make_instance(people, teams, rules)
    plan, legal = solve_here(instance), _list_legal(instance)
    base = tuple(level.objective or 0 for level in plan.levels[:6])
    assert base == legal[0][0]
    asked = exact = 0
    for who, item in product("vwxyz", instance.teams):
        found = bianzu.why_not(instance, plan, person=who, team=item.id, solved=False)
        if found.order is None:
            assert found.verdict == "seated"
            continue
        _check_order(instance, plan, found.order)
        places = [place.id for place in item.seats]
        true = next(values for values, held in legal if who in (held.get(place) for place in places))
        reached = tuple(step.value for step in found.order.outcome.steps[:6])
        assert reached == true, (who, item.id)
        if found.order.level is not None and found.order.least is not None:
            at = [step.level for step in found.order.outcome.steps].index(found.order.level)
            assert found.order.least <= true[at] - base[at]
            exact += found.order.exact
        asked += 1
        solved = bianzu.why_not(instance, plan, person=who, team=item.id, worker=worker).order
        assert solved is not None
        assert tuple(step.value for step in solved.outcome.steps[:6]) == true
        assert solved.level is None or solved.exact
    assert (asked, exact > 0) == (7, True)


def test_a_barred_pair_names_every_reason_and_row() -> None:
    people = ["x", person("y", native="A", trained=False)]
    instance = make_instance(people, [team("T1", "s")], {"seats": {}, "gates": {}, "place": {}})
    plan = make_plan(instance, assign(instance, {"s": "x"}))
    found = bianzu.why_not(instance, plan, person="y", team="T1")
    assert (found.verdict, found.order) == ("barred", None)
    assert [(o.rule, o.clause, o.rows) for o in found.seats[0].objections] == [
        ("gates", "trained", ("$.people[1].trained",)),
        ("place", "native", ("$.people[1].native",)),
    ]
    assert bianzu.why_not(instance, plan, person="x", team="T1").verdict == "seated"
    why = bianzu.why(instance, plan, person="y")
    assert (why.held, why.barred_by) == ((), {"gates": 1, "place": 1})


def test_a_role_limits_the_question_to_its_seats() -> None:
    instance = make_instance(
        "xyz", [team("T1", seat("l", "leader"), "s")], {"seats": {}, "priority": {"load": 1}}
    )
    plan = make_plan(instance, assign(instance, {"l": "x", "s": "y"}))
    found = bianzu.why_not(instance, plan, person="y", team="T1", role="leader", solved=False)
    assert found.verdict == "costs"
    assert found.seat == "s"
    assert [item.seat for item in found.seats] == ["l"]
    with pytest.raises(InputError):
        bianzu.why_not(instance, plan, person="y", team="T1", role="auditor")


def test_a_question_with_several_faults_is_refused_with_all_of_them() -> None:
    instance = make_instance("xy", [team("T1", "s")], {"seats": {}})
    plan = make_plan(instance, assign(instance, {"s": "x"}))
    with pytest.raises(InputError) as refused:
        bianzu.why_not(instance, plan, person="nobody", team="T9")
    assert [(item.where, item.value) for item in refused.value.problems] == [
        ("--person", "'nobody'"),
        ("--team", "'T9'"),
    ]


def test_somebody_without_whom_a_minimum_fails_is_decisive() -> None:
    people = [person("x", skills=[{"skill": "law"}]), "y", "z"]
    mix = {"needs": [{"skill": "law", "need": 1}], "hard_skills": ["law"]}
    instance = make_instance(
        people, [team("T1", "s", "t")], {"seats": {}, "skill-mix": mix, "branch": {"n": 1}}
    )
    plan = make_plan(instance, assign(instance, {"s": "x", "t": "y"}, s=["law"]))
    found = bianzu.why(instance, plan, person="x")
    met = {(item.rule, item.skill): item.decisive for item in found.held[0].meets}
    assert met == {("skill-mix", "law"): True, ("branch", None): False}
    assert found.without is not None
    assert (found.without.level, found.without.most) == ("minima", 1)
