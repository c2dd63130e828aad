"""Certificates tampered with, and what a plan says of its bounds."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest

from bianzu.audit import verify
from bianzu.models import LEVEL_NAMES, Certificate, Instance, LevelProof, Plan
from tests.audit.proofs.proving import make_full, price_seats
from tests.audit.proofs.row_lists import Row, make_proof
from tests.builders import (
    assign,
    make_plan,
    person,
    pin,
)


def _certified(rules: Mapping[str, Any] = MappingProxyType({}), **parts: Any) -> tuple[Instance, Plan]:
    """Three seats, two people, one of them dear: proven at every level."""
    people = [person("x", birth_place="A", earlier_rounds=2), "y", *parts.pop("more", ())]
    instance = make_full(people, "s", "t", "u", rules={"place": {}, "priority": {}, **rules}, **parts)
    plan = make_plan(instance, assign(instance, {"s": "x", "t": "y"}))
    certificate = Certificate(
        scale=2,
        proofs=(
            make_proof("other-seats", price_seats(-2, "s", "t", "u")),
            make_proof("soft", price_seats(-20, "s", "t", "u"), {"other-seats": 20}),
            make_proof("load-travel", price_seats(-40, "s", "t", "u"), {"other-seats": 40}),
        ),
    )
    levels = tuple(
        level
        if level.name == "tie-break"
        else level.model_copy(update={"certified_bound": level.objective, "bound_by": "certificate"})
        for level in plan.levels
    )
    return instance, plan.model_copy(update={"certificate": certificate, "levels": levels})


def _codes(instance: Instance, plan: Plan) -> list[tuple[str, str]]:
    audit = verify(instance, plan)
    assert audit.certified == ("none" if audit.findings else audit.certified)
    return [(finding.code, finding.where) for finding in audit.findings]


def _with_level(plan: Plan, name: str, **changes: Any) -> Plan:
    levels = [level.model_copy(update=changes) if level.name == name else level for level in plan.levels]
    return plan.model_copy(update={"levels": tuple(levels)})


def _with_proof(
    plan: Plan, level: str, prices: Mapping[Row, int], pins: Mapping[str, int] | None = None
) -> Plan:
    assert plan.certificate is not None
    proofs = [
        make_proof(level, dict(prices), dict(pins or {})) if proof.level == level else proof
        for proof in plan.certificate.proofs
    ]
    changed = plan.certificate.model_copy(update={"proofs": tuple(proofs)})
    return plan.model_copy(update={"certificate": changed})


def test_a_proven_plan_is_certified_optimal():
    instance, plan = _certified()
    audit = verify(instance, plan)
    assert [str(finding) for finding in audit.findings] == []
    assert [level.objective for level in audit.levels[:6]] == [0, 1, 0, 0, 10, 20]
    assert (audit.certified, audit.certified_gap) == ("optimal", 0.0)


def test_a_weaker_claim_is_supported_and_certified_within_a_gap():
    instance, plan = _certified()
    prices = price_seats(-16, "s", "t", "u")
    weak = _with_level(
        _with_proof(plan, "soft", prices, {"other-seats": 16}), "soft", certified_bound=6, bound_by=None
    )
    audit = verify(instance, weak)
    assert [str(finding) for finding in audit.findings] == []
    assert audit.certified == "within"
    assert audit.certified_gap == pytest.approx(0.2)


def test_a_plan_without_a_certificate_is_not_certified():
    instance, plan = _certified()
    bare = make_plan(instance, plan.assignments)
    audit = verify(instance, bare)
    assert audit.passed
    assert (audit.certified, audit.certified_gap) == ("none", None)


def test_a_raised_bound_is_found():
    instance, plan = _certified()
    raised = _with_level(plan, "soft", certified_bound=11, bound=11)
    assert ("certificate-unsupported", "$.levels[4].certified_bound") in _codes(instance, raised)


@pytest.mark.parametrize("level", ["other-seats", "soft", "load-travel"])
def test_a_dropped_proof_is_found(level: str):
    instance, plan = _certified()
    assert plan.certificate is not None
    kept = tuple(proof for proof in plan.certificate.proofs if proof.level != level)
    certificate = plan.certificate.model_copy(update={"proofs": kept})
    at = LEVEL_NAMES.index(level)  # type: ignore[arg-type]
    dropped = plan.model_copy(update={"certificate": certificate})
    assert _codes(instance, dropped) == [("certificate-unsupported", f"$.levels[{at}].certified_bound")]


def test_no_certificate_at_all_is_found():
    instance, plan = _certified()
    bare = plan.model_copy(update={"certificate": None})
    assert _codes(instance, bare) == [
        ("certificate-unsupported", f"$.levels[{at}].certified_bound") for at in (1, 4, 5)
    ]


@pytest.mark.parametrize("price", [-19, -22, -10, 0, 20])
def test_a_changed_multiplier_is_found(price: int):
    instance, plan = _certified()
    changed = _with_proof(
        plan, "soft", {**price_seats(-20, "t", "u"), **price_seats(price, "s")}, {"other-seats": 20}
    )
    bound = {-19: 10, -22: 8, -10: 5, 0: 0, 20: -10}[price]
    found = [(item.code, item.where, item.found) for item in verify(instance, changed).findings]
    unsupported = ("certificate-unsupported", "$.levels[4].certified_bound", str(bound))
    assert found == ([] if bound >= 10 else [unsupported])


PINS = [
    pin("must-not", "x", seat="t"),
    pin("must-not", "x", seat="u"),
    pin("must", "x", seat="s"),
]
IDLE: dict[str, Any] = {
    "sender-spread": {"q": 3},
    "skill-mix": {"needs": [{"skill": "h"}], "weight": 0, "hard_skills": [], "tag_needs": {}},
    "borrow-cap": {"hardness": "hard", "bands": []},
    "new-cadre": {},
    "in-team": {"same_unit": "hard", "n": 5},
    "together": {"pairs": [{"a": "x", "b": "y", "weight": 0}]},
    "apart": {},
    "balance": {"weight": 0},
}
"""Rules that cost nothing here, but have rows."""
ROW = "$.certificate.proofs[1].rows[3].prices[0]"


@pytest.mark.parametrize(
    ("row", "price", "code"),
    [
        (("seats", None, ("v",)), 1, "certificate-unknown-row"),
        (("seats", None, ()), 1, "certificate-unknown-row"),
        (("seats", "clause", ("s",)), 1, "certificate-unknown-row"),
        (("branch", None, ("T1",)), 1, "certificate-unknown-row"),
        (("place", "birth", ("x",)), 1, "certificate-unknown-row"),
        (("nothing", None, ("x",)), 1, "certificate-unknown-row"),
        (("waiver", None, ("w",)), 1, "certificate-unknown-row"),
        (("pins", None, ("0",)), 1, "certificate-unknown-row"),
        (("pins", None, ("1",)), 1, "certificate-unknown-row"),
        (("pins", None, ("2",)), -1, "certificate-wrong-sign"),
        (("sender-spread", None, ("T1", "X")), 1, "certificate-unknown-row"),
        (("sender-spread", None, ("T1", "B")), -1, "certificate-wrong-sign"),
        (("sender-spread", None, ("T2", "B")), 1, "certificate-unknown-row"),
        (("sender-spread", None, ("T1", "B")), (1 << 44) + 1, "certificate-too-large"),
        (("sender-spread", None, ("T1",)), 1, "certificate-unknown-row"),
        (("borrow-cap", None, ("R1", "z9")), 1, "certificate-unknown-row"),
        (("borrow-cap", None, ("R2", "b1")), 1, "certificate-unknown-row"),
        (("borrow-cap", None, ("b1",)), 1, "certificate-unknown-row"),
        (("new-cadre", None, ("x",)), 1, "certificate-unknown-row"),
        (("new-cadre", "last", ("R1", "x")), 1, "certificate-unknown-row"),
        (("new-cadre", "last", ("x",)), 1, "certificate-unknown-row"),
        (("skill-mix", None, ("T1",)), 1, "certificate-unknown-row"),
        (("skill-mix", None, ("T1", "h", "h")), 1, "certificate-unknown-row"),
        (("skill-mix", None, ("T1", "k")), 1, "certificate-unknown-row"),
        (("skill-mix", None, ("T1", "h")), -1, "certificate-wrong-sign"),
        (("in-team", "kin", ("T1", "x", "y")), 1, "certificate-unknown-row"),
        (("in-team", "superior", ("T1", "x", "y")), 1, "certificate-unknown-row"),
        (("in-team", "same-unit", ("T1", "q")), 1, "certificate-unknown-row"),
        (("apart", None, ("T1", "x")), 1, "certificate-unknown-row"),
        (("together", "first", ("T1", "y", "x")), 1, "certificate-unknown-row"),
        (("balance", "high", ("T1", "age")), 1, "certificate-unknown-row"),
        (("cross-form", None, ("s", "B")), 1, "certificate-unknown-row"),
    ],
)
def test_a_row_that_is_none_or_a_bad_multiplier_is_found(row: Row, price: int, code: str):
    instance, plan = _certified(IDLE, pins=PINS)
    assert _codes(instance, plan) == []
    tampered = _with_proof(plan, "soft", {**price_seats(-20, "s", "t", "u"), row: price}, {"other-seats": 20})
    assert (code, ROW) in _codes(instance, tampered)


def test_the_same_row_twice_is_found():
    kin = [{"person": "x", "kind": "spouse", "other_person": "z"}]
    instance, plan = _certified({"in-team": {"same_unit": "off"}}, relations=kin, more=["z"])
    rows: list[Row] = [("in-team", "kin", ("T1", "x", "z")), ("in-team", "kin", ("T1", "z", "x"))]
    twice = _with_proof(
        plan, "soft", {**price_seats(-20, "s", "t", "u"), **dict.fromkeys(rows, 0)}, {"other-seats": 20}
    )
    again = "$.certificate.proofs[1].rows[4].prices[0]"
    assert ("certificate-unknown-row", again) in _codes(instance, twice)


@pytest.mark.parametrize(
    ("pins", "code"),
    [
        ([("soft", 1)], "certificate-unknown-row"),
        ([("load-travel", 1)], "certificate-unknown-row"),
        ([("other-seats", 20), ("other-seats", 20)], "certificate-unknown-row"),
        ([("other-seats", -1)], "certificate-wrong-sign"),
        ([("other-seats", 1 << 45)], "certificate-too-large"),
    ],
)
def test_a_bad_pin_is_found(pins: list[tuple[str, int]], code: str):
    instance, plan = _certified()
    proof = LevelProof.model_validate({"level": "soft", "pins": tuple(pins)})
    assert plan.certificate is not None
    proofs = (plan.certificate.proofs[0], proof, plan.certificate.proofs[2])
    tampered = plan.model_copy(update={"certificate": plan.certificate.model_copy(update={"proofs": proofs})})
    at = len(pins) - 1
    assert (code, f"$.certificate.proofs[1].pins[{at}]") in _codes(instance, tampered)


def test_a_proof_twice_and_a_proof_of_the_tie_break_are_found():
    instance, plan = _certified()
    assert plan.certificate is not None
    proofs = (*plan.certificate.proofs, plan.certificate.proofs[0], make_proof("tie-break", {}))
    tampered = plan.model_copy(update={"certificate": plan.certificate.model_copy(update={"proofs": proofs})})
    assert _codes(instance, tampered) == [
        ("certificate-unknown-row", "$.certificate.proofs[3]"),
        ("certificate-unknown-row", "$.certificate.proofs[4]"),
    ]


def test_sums_beyond_62_bits_are_found_and_prove_nothing():
    instance, plan = _certified()
    large = {("seats", None, (name,)): -(1 << 44) for name in "stu"}
    heavy = _with_proof(plan, "load-travel", large, {"other-seats": 1 << 44, "soft": 1 << 44})
    assert _codes(instance, heavy) == [("certificate-unsupported", "$.levels[5].certified_bound")]
    rules = {"balance": {"fields": ["points"]}}
    instance, plan = _certified(rules, more=[person("z", numbers={"points": 1_000_000})])
    row: Row = ("balance", "high", ("T1", "points"))
    heavy = _with_proof(plan, "load-travel", {row: 1 << 43}, {"soft": 1})
    assert ("certificate-too-large", "$.certificate.proofs[2]") in _codes(instance, heavy)


@pytest.mark.parametrize(
    ("level", "changes", "right"),
    [
        ("leader-seats", {"bound_by": "sign"}, True),
        ("waivers", {"bound_by": "engine", "certified_bound": None}, True),
        ("waivers", {"bound_by": None, "certified_bound": None}, True),
        ("soft", {"bound_by": "engine"}, True),
        ("other-seats", {"bound_by": "sign"}, False),
        ("soft", {"bound_by": "sign", "bound": 0, "certified_bound": 0}, False),
        ("soft", {"certified_bound": 9}, False),
        ("soft", {"certified_bound": None}, False),
        ("soft", {"bound": None, "certified_bound": None, "bound_by": "engine"}, False),
        ("soft", {"bound": None, "certified_bound": None}, False),
    ],
)
def test_what_a_bound_rests_on(level: str, changes: dict[str, Any], right: bool):
    instance, plan = _certified()
    at = LEVEL_NAMES.index(level)  # type: ignore[arg-type]
    found = ("wrong-bound-by", f"$.levels[{at}].bound_by") in _codes(
        instance, _with_level(plan, level, **changes)
    )
    assert found is not right


def test_the_tie_break_is_never_certified():
    instance, plan = _certified()
    claimed = _with_level(plan, "tie-break", bound=0, certified_bound=0)
    assert ("certificate-unsupported", "$.levels[6].certified_bound") in _codes(instance, claimed)
