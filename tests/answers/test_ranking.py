"""alternatives: every number is the audit's, everybody is listed, and the order is by level."""

import pytest

import bianzu
from bianzu.audit import measure
from bianzu.models import Alternatives, Candidate, InputError, Instance, Outcome, Plan
from tests.builders import assign, make_instance, make_plan, person, pin, record, seat, team, waiver


@pytest.fixture(scope="module")
def tiny() -> tuple[Instance, Plan]:
    instance = bianzu.read_library("tiny")
    return instance, bianzu.solve(instance)


def _check_outcome(instance: Instance, plan: Plan, found: Outcome) -> None:
    """Replace the seats that the outcome names and recount everything."""
    rows = {row.seat: row for row in plan.assignments if row.seat not in found.emptied}
    rows.update({row.seat: row for row in found.seats})
    measured = measure(instance, list(rows.values()), seed=plan.provenance.seed)
    assert measured.breaches == ()
    assert {s.level: s.value for s in found.steps} == {lv.name: lv.objective for lv in measured.levels}
    before = {level.name: level.objective for level in plan.levels}
    assert {s.level: s.value - s.change for s in found.steps} == before


def _values(found: Outcome | None) -> tuple[int, ...]:
    assert found is not None
    return tuple(step.value for step in found.steps)


def test_levels_of_every_candidate_are_those_of_the_audit(tiny: tuple[Instance, Plan]) -> None:
    instance, plan = tiny
    counts = {"free": 0, "seated": 0, "exchange": 0}
    for item in instance.teams[:2]:
        for place in item.seats[:4]:
            found = bianzu.alternatives(instance, plan, team=item.id, seat=place.id)
            for candidate in found.candidates:
                if candidate.outcome is not None:
                    _check_outcome(instance, plan, candidate.outcome)
                    counts[candidate.standing] += 1
                if candidate.exchange is not None:
                    _check_outcome(instance, plan, candidate.exchange)
                    counts["exchange"] += 1
            assert [item.rank for item in found.candidates] == list(range(1, len(found.candidates) + 1))
            free = [_values(c.outcome) for c in found.candidates if c.standing == "free"]
            assert free == sorted(free)
    assert min(counts.values()) > 5, counts


def test_whoever_is_said_to_be_barred_breaks_a_rule_of_the_audit(tiny: tuple[Instance, Plan]) -> None:
    instance, plan = tiny
    item, tried = instance.teams[0], 0
    for place in item.seats:
        found = bianzu.alternatives(instance, plan, team=item.id, seat=place.id)
        for candidate in [c for c in found.candidates if c.standing == "barred"][:6]:
            rows = [
                row if row.seat != place.id else row.model_copy(update={"person": candidate.person})
                for row in plan.assignments
                if row.seat != candidate.seat
            ]
            broken = {b.rule for b in measure(instance, rows, seed=plan.provenance.seed).breaches}
            named = {o.rule for o in candidate.objections if o.verdict == "barred"}
            assert broken - {"skill-mix"} == named, candidate
            tried += 1
    assert tried > 10


def test_nobody_is_left_out(tiny: tuple[Instance, Plan]) -> None:
    instance, plan = tiny
    item = instance.teams[0]
    found = bianzu.alternatives(instance, plan, team=item.id, seat=item.seats[0].id)
    others = {c.person for c in found.candidates} | {found.person}
    assert len(others) + max(found.others.values()) <= len(instance.people)
    assert len(others) + sum(found.others.values()) >= len(instance.people)
    assert found == bianzu.alternatives(instance, plan, team=item.id, seat=item.seats[0].id)


def _ask(instance: Instance, seats: dict[str, str], place: str) -> Alternatives:
    plan = make_plan(instance, assign(instance, seats))
    return bianzu.alternatives(instance, plan, team=instance.seat_by_id[place][0].id, seat=place)


def _of(found: Alternatives, who: str) -> Candidate:
    return next(item for item in found.candidates if item.person == who)


def test_every_rule_against_somebody_is_named_with_its_input_row() -> None:
    people = ["in", person("leave", leave=[{"start": "2026-03-05", "end": "2026-03-06"}], native="A"), "kin"]
    instance = make_instance(
        people,
        [team("T1", "s")],
        {"seats": {}, "gates": {}, "place": {}, "kin": {}},
        relations=[{"person": "kin", "kind": "spouse", "other_unit": "a1", "other_is_leader": True}],
    )
    found = _ask(instance, {"s": "in"}, "s")
    assert [(o.rule, o.clause, o.rows, o.waivable) for o in _of(found, "leave").objections] == [
        ("gates", "leave", ("$.people[1].leave",), False),
        ("place", "native", ("$.people[1].native",), True),
    ]
    kin = _of(found, "kin")
    assert [(o.rule, o.unit, o.rows) for o in kin.objections] == [("kin", "a1", ("$.relations[0]",))]
    assert [c.person for c in found.candidates] == ["kin", "leave"]


def test_maxima_name_the_people_and_rows_concerned() -> None:
    people = ["lead", "in", person("same", work_unit="b1"), person("other", work_unit="c1", work_county="C")]
    instance = make_instance(people, [team("T1", "s", "t")], {"seats": {}, "in-team": {"n": 1}})
    found = _ask(instance, {"s": "lead", "t": "other"}, "t")
    assert [(o.rule, o.clause, o.unit, o.people) for o in _of(found, "same").objections] == [
        ("in-team", "same-unit", "b1", ("lead", "same")),
    ]
    assert _of(found, "same").objections[0].rows == ("$.people[0].work_unit", "$.people[2].work_unit")
    assert _of(found, "lead").standing == "seated"


def test_a_used_up_waiver_bars_and_an_unused_one_costs_its_unit() -> None:
    people = [person("x", native="A"), person("y", native="A"), "in"]
    rules = {"seats": {}, "place": {}}
    instance = make_instance(people, [team("T1", "s", "t")], rules, waivers=[waiver("w", "place", amount=1)])
    found = _ask(instance, {"s": "x", "t": "in"}, "t")
    assert [(o.rule, o.verdict, o.waiver) for o in _of(found, "y").objections] == [("place", "barred", "w")]
    free = _ask(instance, {"t": "in"}, "s")
    assert [(o.rule, o.verdict) for o in _of(free, "y").objections] == [("place", "waived")]
    outcome = _of(free, "y").outcome
    assert outcome is not None
    assert {s.level: s.change for s in outcome.steps if s.change and s.level != "tie-break"} == {
        "other-seats": -1,
        "waivers": 1,
    }


def test_a_pinned_holder_cannot_be_replaced() -> None:
    instance = make_instance("xy", [team("T1", "s")], {"seats": {}}, pins=[pin("lock", "x", seat="s")])
    found = _ask(instance, {"s": "x"}, "s")
    assert [(o.rule, o.rows) for o in _of(found, "y").objections] == [("pins", ("$.pins[0]",))]


def test_caps_of_a_person_count_for_the_seat() -> None:
    rounds = [
        {"id": "P0", "start": "2025-09-01", "end": "2025-09-02", "status": "past", "term": "T"},
        {"id": "R1", "start": "2026-03-01", "end": "2026-04-15", "status": "planned", "term": "T"},
    ]
    instance = make_instance(
        "xy",
        [team("T1", "s")],
        {"seats": {}, "service-cap": {"cap": 1}},
        rounds=rounds,
        history=[record("y", "P0")],
    )
    found = _ask(instance, {"s": "x"}, "s")
    assert [(o.rule, o.clause, o.rows) for o in _of(found, "y").objections] == [
        ("service-cap", "term", ("$.history[0]",))
    ]


def test_a_plan_of_another_instance_or_one_that_breaks_rules_is_refused() -> None:
    one = make_instance("xy", [team("T1", "s")], {"seats": {}})
    other = make_instance("xyz", [team("T1", "s")], {"seats": {}})
    plan = make_plan(one, assign(one, {"s": "x"}))
    with pytest.raises(InputError) as caught:
        bianzu.alternatives(other, plan, team="T1", seat="s")
    assert [item.code for item in caught.value.problems] == ["plan-of-another-instance"]
    strict = make_instance([person("x", trained=False), "y"], [team("T1", "s")], {"gates": {}})
    with pytest.raises(InputError) as caught:
        bianzu.alternatives(strict, make_plan(strict, assign(strict, {"s": "x"})), team="T1", seat="s")
    assert [item.code for item in caught.value.problems] == ["plan-not-accepted"]
    with pytest.raises(InputError) as caught:
        bianzu.alternatives(one, plan, team="T1", seat="t")
    assert [item.code for item in caught.value.problems] == ["dangling-reference"]


def test_people_of_other_pools_are_counted_not_listed() -> None:
    instance = make_instance(
        [person("x"), person("y", pools=["staff"])],
        [team("T1", seat("s", "leader"))],
        {"seats": {}, "role-pools": {}},
    )
    found = _ask(instance, {"s": "x"}, "s")
    assert found.candidates == ()
    assert found.others == {"role-pools": 1}
