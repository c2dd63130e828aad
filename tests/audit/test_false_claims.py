"""Every claim of a plan falsified in several ways: the audit names each."""

from typing import Any

import pytest

from bianzu.audit import verify
from bianzu.models import AtRisk, Conflict, Instance, Level, Plan, RuleResult, Shortage, WaiverUse
from tests.audit.small_worlds import seat_people
from tests.builders import make_instance, make_plan, person, pin, seat, team, waiver

RULES = {
    "seats": {},
    "role-pools": {},
    "place": {},
    "branch": {"n": 2},
    "desks": {"desks": 1},
    "gender": {},
    "fair-load": {},
    "priority": {},
    "skill-mix": {"needs": [{"skill": "h", "need": 2}, {"skill": "x"}], "hard_skills": ["h"]},
    "new-cadre": {},
    "gates": {},
}


@pytest.fixture(scope="module")
def office() -> Instance:
    """A shortage of every kind, a used waiver, somebody at risk, soft units and kilometres."""
    people = [
        person("p", native="A", skills=[{"skill": "h"}, {"skill": "x"}], earlier_rounds=2),
        person("q", party="none", skills=[{"skill": "x"}]),
        person("away", trained=False, promoted_on="2025-06-01"),
        person("owing", promoted_on="2025-06-01", pools=["staff"]),
        person("later", promoted_on="2025-12-01"),
    ]
    return make_instance(
        people,
        [team("T1", "s", "t"), team("T2", seat("u", "leader"), "v")],
        RULES,
        counties=[{"id": name, "name": name, "distances": {"A": 9}} for name in "ABCD"],
        waivers=[waiver("w1", "place", person="p"), waiver("w2", "skill-mix", team="T1")],
        pins=[pin("must-not", "later", round="R1")],
    )


@pytest.fixture(scope="module")
def plan(office: Instance) -> Plan:
    return make_plan(office, seat_people(office, "s=p:h+x t=q"), seed=3)


def codes_of(office: Instance, plan: Plan, **changes: Any) -> set[str]:
    return {finding.code for finding in verify(office, plan.model_copy(update=changes)).findings}


def test_the_office_plan_has_something_of_everything_and_passes(office: Instance, plan: Plan):
    assert [level.objective for level in plan.levels[:6]] == [1, 1, 2, 2, 10 + 30 + 6, 38]
    assert {item.rule for item in plan.shortages} == {"seats", "branch", "new-cadre"}
    assert [item.person for item in plan.at_risk] == ["away"]
    assert verify(office, plan).findings == ()


@pytest.mark.parametrize("at", range(7))
@pytest.mark.parametrize("step", [-1, 1, 1000])
def test_a_wrong_objective(office: Instance, plan: Plan, at: int, step: int):
    level = plan.levels[at]
    assert level.objective is not None
    false = level.model_copy(update={"objective": level.objective + step, "bound": None})
    levels = (*plan.levels[:at], false, *plan.levels[at + 1 :])
    audit = verify(office, plan.model_copy(update={"levels": levels}))
    (finding,) = (item for item in audit.findings if item.code == "wrong-objective")
    assert finding.where == f"$.levels[{at}].objective"
    assert finding.claimed == str(level.objective + step)
    assert finding.found == f"{level.name} {level.objective}"


@pytest.mark.parametrize(
    "levels",
    [
        lambda rows: rows[:-1],
        lambda rows: (),
        lambda rows: (rows[1], rows[0], *rows[2:]),
        lambda rows: (*rows, rows[-1]),
    ],
)
def test_levels_are_seven_in_their_order(office: Instance, plan: Plan, levels: Any):
    assert "wrong-levels" in codes_of(office, plan, levels=levels(plan.levels))


def with_bounds(plan: Plan, **bounds: int | None) -> tuple[Level, ...]:
    names = {name.replace("-", "_"): name for name in (level.name for level in plan.levels)}
    changed = {names[key]: value for key, value in bounds.items()}
    return tuple(
        level.model_copy(update={"bound": changed.get(level.name, level.bound)}) for level in plan.levels
    )


@pytest.mark.parametrize("bounds", [{"leader_seats": 2}, {"soft": 47}, {"tie_break": 2**40}])
def test_a_bound_above_the_recomputed_objective(office: Instance, plan: Plan, bounds: dict[str, int]):
    assert "bound-above-objective" in codes_of(office, plan, levels=with_bounds(plan, **bounds))


@pytest.mark.parametrize(
    ("bounds", "gap", "status", "expected"),
    [
        ({}, 0.0, "optimal", set()),
        ({}, 0.0, "feasible", {"wrong-status"}),
        ({}, None, "optimal", {"wrong-gap"}),
        ({}, 0.001, "optimal", {"wrong-gap"}),
        ({"soft": 23}, 0.5, "feasible", set()),
        ({"soft": 23}, 0.5, "optimal", {"wrong-status"}),
        ({"soft": 23}, 0.0, "feasible", {"wrong-gap"}),
        ({"soft": 23, "load_travel": 0}, 0.5, "feasible", set()),
        ({"minima": 0, "soft": None}, 1.0, "feasible", set()),
        ({"leader_seats": 0}, 1.0, "feasible", set()),
        ({"soft": None}, None, "feasible", set()),
        ({"soft": None}, None, "optimal", {"wrong-status"}),
        ({"soft": None}, 0.0, "feasible", {"wrong-gap"}),
        ({"tie_break": 0}, 0.0, "optimal", set()),
    ],
)
def test_gap_and_status_follow_from_the_bounds(
    office: Instance,
    plan: Plan,
    bounds: dict[str, int | None],
    gap: float | None,
    status: str,
    expected: set[str],
):
    levels = with_bounds(plan, **bounds)
    assert codes_of(office, plan, levels=levels, gap=gap, status=status) == expected


@pytest.mark.parametrize(("bound", "certified"), [(1, 2), (0, 1), (None, 0)])
def test_a_certified_bound_above_the_bound(office: Instance, plan: Plan, bound: int | None, certified: int):
    first = plan.levels[0].model_copy(update={"bound": bound, "certified_bound": certified})
    assert "certified-above-bound" in codes_of(office, plan, levels=(first, *plan.levels[1:]))


def test_a_false_complete(office: Instance, plan: Plan):
    assert codes_of(office, plan, complete=True) == {"wrong-complete"}


@pytest.mark.parametrize(
    ("assignment", "code"),
    [
        ({"seat": "nowhere"}, "unknown-seat"),
        ({"person": "nobody"}, "unknown-person"),
        ({"team": "T2"}, "wrong-team"),
        ({"round": "R9"}, "wrong-round"),
        ({"role": "leader"}, "wrong-role"),
        ({"duty": "clue-ledger"}, "wrong-duty"),
        ({"person": "p"}, "duplicate-person"),
        ({"seat": "s"}, "duplicate-seat"),
    ],
)
@pytest.mark.parametrize("at", [0, 1])
def test_an_assignment_that_makes_no_sense(
    office: Instance, plan: Plan, assignment: dict[str, str], code: str, at: int
):
    row = plan.assignments[1].model_copy(update=assignment)
    rows = (plan.assignments[0], row) if at else (row, plan.assignments[0])
    assert code in codes_of(office, plan, assignments=rows)


def test_the_same_assignment_twice(office: Instance, plan: Plan):
    assert "duplicate-seat" in codes_of(office, plan, assignments=(*plan.assignments, plan.assignments[0]))


@pytest.mark.parametrize(
    ("skills", "code"),
    [
        (("h", "h"), "counts-for-repeated"),
        (("h", "x", "y"), "counts-for-too-many"),
        (("y",), "counts-for-not-needed"),
        (("x",), "counts-for-not-best"),
        ((), "counts-for-not-best"),
    ],
)
def test_a_false_counts_for(office: Instance, plan: Plan, skills: tuple[str, ...], code: str):
    row = plan.assignments[0].model_copy(update={"counts_for": skills})
    assert code in codes_of(office, plan, assignments=(row, *plan.assignments[1:]))


def test_counting_for_a_skill_that_is_not_held(office: Instance, plan: Plan):
    row = plan.assignments[1].model_copy(update={"counts_for": ("h",)})
    assert "counts-for-not-held" in codes_of(office, plan, assignments=(plan.assignments[0], row))


@pytest.mark.parametrize("at", range(4))
def test_a_shortage_that_is_not_named(office: Instance, plan: Plan, at: int):
    rest = plan.shortages[:at] + plan.shortages[at + 1 :]
    assert codes_of(office, plan, shortages=rest) == {"shortage-unnamed"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"missing": 2}, "wrong-missing"),
        ({"missing": 0}, "wrong-missing"),
        ({"candidates": 99}, "wrong-candidates"),
        ({"removed_by": {"rank": 1}}, "wrong-removed-by"),
        ({"removed_by": {}}, "wrong-removed-by"),
        ({"team": "T1"}, "shortage-unfounded"),
        ({"rule": "desks"}, "shortage-unfounded"),
        ({"clause": "extra"}, "shortage-unfounded"),
        ({"round": "R9"}, "shortage-unfounded"),
    ],
)
def test_a_false_shortage(office: Instance, plan: Plan, change: dict[str, Any], code: str):
    for at, item in enumerate(plan.shortages):
        if change.get("removed_by") == item.removed_by or (change.get("team") or "") == item.team:
            continue
        false = (*plan.shortages[:at], item.model_copy(update=change), *plan.shortages[at + 1 :])
        assert code in codes_of(office, plan, shortages=false)


def test_an_invented_or_repeated_shortage(office: Instance, plan: Plan):
    invented = Shortage(rule="gender", clause="female", round="R1", team="T1", missing=1)
    assert codes_of(office, plan, shortages=(*plan.shortages, invented)) == {"shortage-unfounded"}
    repeated = (*plan.shortages, plan.shortages[0])
    assert codes_of(office, plan, shortages=repeated) == {"shortage-repeated"}


@pytest.mark.parametrize(
    ("uses", "code"),
    [
        ((), "wrong-waiver-use"),
        ((("w1", 1),), "wrong-waiver-use"),
        ((("w1", 1), ("w2", 2)), "wrong-waiver-use"),
        ((("w1", 0), ("w2", 1)), "wrong-waiver-use"),
        ((("w1", 1), ("w2", 1), ("w9", 1)), "wrong-waiver-use"),
        ((("w1", 1), ("w2", 1), ("w2", 0)), "waiver-use-repeated"),
    ],
)
def test_a_false_use_of_waivers(office: Instance, plan: Plan, uses: tuple[tuple[str, int], ...], code: str):
    false = tuple(WaiverUse(waiver=name, units=units) for name, units in uses)
    assert codes_of(office, plan, waivers_used=false) == {code}


def test_an_unused_waiver_may_be_listed_with_nothing():
    instance = make_instance(["p"], [team("T1", "s")], {"place": {}}, waivers=[waiver("w", "place")])
    plan = make_plan(instance, seat_people(instance, "s=p"))
    assert codes_of(instance, plan, waivers_used=(WaiverUse(waiver="w", units=0),)) == set()


@pytest.mark.parametrize("rule", [*RULES, "borrow-cap"])
@pytest.mark.parametrize("field", ["objective", "violations", "missing", "waived"])
def test_a_false_result_of_a_rule(office: Instance, plan: Plan, rule: str, field: str):
    true = next((item for item in plan.rules if item.rule == rule), RuleResult(rule=rule))
    false = true.model_copy(update={field: getattr(true, field) + 1})
    rules = (*(item for item in plan.rules if item.rule != rule), false)
    audit = verify(office, plan.model_copy(update={"rules": rules}))
    assert [(item.code, item.rule) for item in audit.findings] == [("wrong-rule-result", rule)]


def test_results_may_leave_out_zeros_only_and_never_repeat(office: Instance, plan: Plan):
    some = tuple(item for item in plan.rules if item != RuleResult(rule=item.rule))
    assert codes_of(office, plan, rules=some) == set()
    assert codes_of(office, plan, rules=some[1:]) == {"wrong-rule-result"}
    assert codes_of(office, plan, rules=(*plan.rules, plan.rules[0])) == {"rule-result-repeated"}


@pytest.mark.parametrize(
    ("risks", "codes"),
    [
        ([], {"at-risk-unnamed"}),
        ([{"owed": 2}], {"wrong-at-risk"}),
        ([{"removed_by": ()}], {"wrong-at-risk"}),
        ([{"removed_by": ("gates", "place")}], {"wrong-at-risk"}),
        ([{"person": "owing"}], {"at-risk-unfounded", "at-risk-unnamed"}),
        ([{}, {"person": "owing"}], {"at-risk-unfounded"}),
        ([{}, {}], {"at-risk-repeated"}),
    ],
)
def test_a_false_list_of_people_at_risk(
    office: Instance, plan: Plan, risks: list[dict[str, Any]], codes: set[str]
):
    true: AtRisk = plan.at_risk[0]
    false = tuple(true.model_copy(update=change) for change in risks)
    assert codes_of(office, plan, at_risk=false) == codes


@pytest.mark.parametrize("claimed", ["", "0" * 64, "not a digest"])
def test_a_plan_for_another_input(office: Instance, plan: Plan, claimed: str):
    provenance = plan.provenance.model_copy(update={"input_digest": claimed})
    assert codes_of(office, plan, provenance=provenance) == {"wrong-digest"}


@pytest.mark.parametrize("seed", [0, 1, 4])
def test_another_seed(office: Instance, plan: Plan, seed: int):
    provenance = plan.provenance.model_copy(update={"seed": seed})
    assert codes_of(office, plan, provenance=provenance) == {"wrong-objective"}


def test_a_plan_names_no_conflict(office: Instance, plan: Plan):
    assert codes_of(office, plan, conflicts=(Conflict(pins=(0,)),)) == {"unexpected-conflict"}


@pytest.mark.parametrize(
    ("rule", "setting"),
    [
        ("coverage", {}),
        ("sector-sync", {}),
    ],
)
def test_a_rule_that_the_audit_does_not_know_fails_it(rule: str, setting: dict[str, Any]):
    instance = make_instance(["p"], [team("T1", "s")], {rule: setting})
    audit = verify(instance, make_plan(instance, seat_people(instance, "s=p")))
    assert [(finding.code, finding.rule) for finding in audit.findings] == [("rule-not-audited", rule)]


# --- no plan
