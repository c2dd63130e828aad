"""The audit of explanations: true ones pass, tampered ones are caught."""

from collections.abc import Callable
from typing import Any

import pytest

from bianzu import explain, verify_explanation
from bianzu.audit import ExplanationAudit
from bianzu.models import AddWaiver, Explanation, Instance, Repair, Waiver
from tests.builders import make_instance, make_plan, person, pin, seat, team, waiver

RULES = {"seats": {}, "one-seat": {}, "role-pools": {}, "place": {}, "gates": {}}


def _leaders() -> Instance:
    """Three teams, two fit leaders; two others are kept out by one rule each."""
    people = [person("x", pools=["leader"]), person("y", pools=["leader"])]
    people += [person("z", pools=["leader"], grown="A"), person("w", pools=["leader"], trained=False)]
    people += [person(f"m{at}", pools=["staff"]) for at in range(3)]
    teams = [team(f"T{at}", seat(f"l{at}", "leader"), f"s{at}") for at in range(3)]
    return make_instance(people, teams, RULES)


def _kin() -> Instance:
    """One team of two; the only two people are kin."""
    relations = [{"person": "x", "other_person": "y", "kind": "spouse"}]
    rules = {**RULES, "kin": {}, "in-team": {}}
    people = ["x", person("y", work_unit="c1")]
    return make_instance(people, [team("T1", "s", "t")], rules, relations=relations)


def _orders() -> Instance:
    """Three people of one unit are ordered on a team that may have one."""
    pins = [pin("must", f"x{at}", team="T1") for at in range(2)]
    people = [*(f"x{at}" for at in range(2)), person("z", work_unit="c1")]
    return make_instance(people, [team("T1", "s", "t", "u")], {**RULES, "in-team": {}}, pins=pins)


def _codes(found: ExplanationAudit) -> set[str]:
    return {item.code for item in found.findings}


@pytest.mark.parametrize("make", [_leaders, _kin, _orders])
def test_what_explain_says_is_proven_by_the_audit_itself(make: Callable[[], Instance]) -> None:
    instance = make()
    found = verify_explanation(instance, explain(instance))
    assert (found.findings, found.proven) == ((), True)


def test_kin_who_would_fill_a_team_are_named_and_proven_by_multipliers() -> None:
    (cause,) = explain(_kin()).causes
    assert (cause.topic, cause.short, cause.proven_by, cause.minimal) == ("seats", 1, "multipliers", True)
    names = [
        (item.kind, getattr(item, "seat", None), getattr(item, "clause", None)) for item in cause.members
    ]
    assert names == [("demand", "s", None), ("demand", "t", None), ("maximum", None, "kin")]


def test_orders_that_contradict_each_other_leave_no_plan_at_all() -> None:
    found = explain(_orders())
    (cause,) = found.causes
    assert (found.verdict, found.known_by, cause.topic, cause.short) == ("impossible", "causes", "pins", 0)
    assert [item.kind for item in cause.members] == ["pin", "pin", "maximum"]
    assert cause.minimal


def _tamper(found: Explanation, change: Callable[[dict[str, Any]], None]) -> Explanation:
    tree = found.model_dump(mode="json")
    change(tree)
    return Explanation.model_validate(tree, strict=False)


def _set(path: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(tree: dict[str, Any]) -> None:
        *parents, last = path.split(".")
        node: Any = tree
        for name in parents:
            node = node[int(name)] if name.isdigit() else node[name]
        node[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("make", "path", "value", "code"),
    [
        (_leaders, "input_digest", "0" * 64, "wrong-digest"),
        (_leaders, "explained", 2, "wrong-explanation"),
        (_leaders, "verdict", "impossible", "wrong-explanation"),
        (_leaders, "known_by", "engines", "wrong-explanation"),
        (_leaders, "background", ["one-seat"], "wrong-explanation"),
        (_leaders, "causes.0.short", 2, "wrong-explanation"),
        (_leaders, "causes.0.lacking", [], "wrong-explanation"),
        (_leaders, "causes.0.hall.need", 4, "wrong-count"),
        (_leaders, "causes.0.hall.have", 1, "wrong-count"),
        (_leaders, "causes.0.hall.people", ["x", "z"], "wrong-count"),
        (_leaders, "causes.0.hall.people", ["x"], "wrong-count"),
        (_leaders, "causes.0.hall.removed_by", {"gates": 2}, "wrong-count"),
        (_leaders, "causes.0.hall.candidates", 5, "wrong-count"),
        (_leaders, "causes.0.members.0.seat", "s0", "cause-unproven"),
        (_leaders, "causes.0.members.0.need", 2, "unknown-member"),
        (_leaders, "causes.0.members.3.rule", "kin", "unknown-member"),
        (_leaders, "causes.0.members.3.people", ["x"], "wrong-count"),
        (_leaders, "causes.0.members.3.teams", ["T0"], "wrong-count"),
        (_leaders, "causes.0.drops", [], "cause-not-minimal"),
        (_leaders, "causes.0.drops.0.witness.0.person", "z", "cause-not-minimal"),
        (_kin, "causes.0.members.2.other", "x0", "unknown-member"),
        (_kin, "causes.0.drops.2.witness", [], "cause-not-minimal"),
        (_kin, "causes.0.proof.proof.rows", [], "cause-unproven"),
        (_kin, "causes.0.proof", None, "cause-unproven"),
        (_orders, "causes.0.members.0.pin", 2, "unknown-member"),
        (_orders, "causes.0.proof.proof.rows", [], "cause-unproven"),
    ],
)
def test_a_tampered_explanation_is_caught(
    make: Callable[[], Instance], path: str, value: object, code: str
) -> None:
    instance = make()
    wrong = _tamper(explain(instance), _set(path, value))
    assert code in _codes(verify_explanation(instance, wrong))


def test_a_member_that_is_not_needed_is_caught() -> None:
    instance = _leaders()

    def change(tree: dict[str, Any]) -> None:
        cause = tree["causes"][0]
        cause["members"].append({"kind": "exclusion", "rule": "one-seat"})
        cause["drops"].append({"member": 5, "witness": []})

    wrong = _tamper(explain(instance), change)
    assert _codes(verify_explanation(instance, wrong)) == {"cause-not-minimal"}


def test_a_core_without_one_of_its_rules_is_not_proven() -> None:
    instance = _leaders()

    def change(tree: dict[str, Any]) -> None:
        cause = tree["causes"][0]
        del cause["members"][4], cause["drops"][4]

    wrong = _tamper(explain(instance), change)
    assert "cause-unproven" in _codes(verify_explanation(instance, wrong))


@pytest.mark.parametrize(("rule", "codes"), [("rank", set()), ("kin", {"wrong-explanation"})])
def test_a_repair_that_waives_a_hard_rule_is_caught(rule: str, codes: set[str]) -> None:
    instance = _leaders()
    found = explain(instance)
    granted = Waiver.model_validate(waiver("w", rule), strict=False)
    empty = make_plan(instance, ())
    repair = Repair(rank=1, changes=(AddWaiver(waiver=granted),), digest="0" * 64, plan=empty)
    offered = found.model_copy(update={"repairs": (repair,)})
    assert _codes(verify_explanation(instance, offered)) == codes
