"""Rows over several planned rounds that a certificate may price, and some that it may not."""

from typing import Any

import pytest

from bianzu.audit import verify
from bianzu.models import Certificate, Instance, Plan
from tests.audit.proofs.proving import codes_of, price_seats
from tests.audit.proofs.rotating import R0, R1, R2, R3, make_rotation
from tests.audit.proofs.row_lists import Row, make_proof
from tests.builders import announced, assign, make_instance, make_plan, past, person, planned, record, team


class TestVerified:
    """A plan over two rounds whose certificate proves that one seat must stay empty."""

    @pytest.fixture
    def proven(self) -> tuple[Instance, Plan]:
        instance = make_rotation("x", {"rest": {"c": 1}, "fair-load": {}})
        return instance, self.certify(instance, {("rest", None, ("R2", "x")): 2})

    def certify(self, instance: Instance, rows: dict[Row, int], bound: int = 1) -> Plan:
        plan = make_plan(instance, assign(instance, {"s": "x"}))
        proofs = (make_proof("other-seats", {**rows, **price_seats(-2, "s", "t")}),)
        levels = [
            level.model_copy(update={"certified_bound": bound, "bound_by": "certificate", "bound": bound})
            if level.name == "other-seats"
            else level
            for level in plan.levels
        ]
        certificate = Certificate(scale=2, proofs=proofs)
        return plan.model_copy(update={"certificate": certificate, "levels": tuple(levels)})

    def test_the_bound_is_recomputed(self, proven: tuple[Instance, Plan]):
        assert [str(finding) for finding in verify(*proven).findings] == []

    @pytest.mark.parametrize("price", [0, 1, 4])
    def test_a_tampered_multiplier_is_found(self, proven: tuple[Instance, Plan], price: int):
        tampered = self.certify(proven[0], {("rest", None, ("R2", "x")): price})
        # 4 - 2 x min(price, 2) of the seats, less the row's own price
        found = {0: "0", 1: "1", 4: "0"}[price]
        codes = [(finding.code, finding.found) for finding in verify(proven[0], tampered).findings]
        assert codes == ([] if found == "1" else [("certificate-unsupported", found)])

    def test_a_raised_bound_is_found(self, proven: tuple[Instance, Plan]):
        raised = self.certify(proven[0], {("rest", None, ("R2", "x")): 2}, bound=2)
        assert "certificate-unsupported" in [finding.code for finding in verify(proven[0], raised).findings]

    def test_the_row_of_another_round_is_none(self, proven: tuple[Instance, Plan]):
        moved = self.certify(proven[0], {("rest", None, ("R1", "x")): 2})
        codes = [finding.code for finding in verify(proven[0], moved).findings]
        assert codes == ["certificate-unknown-row", "certificate-unsupported"]


EVERYTHING: dict[str, Any] = {
    "new-cadre": {"n": 2},
    "mentoring": {},
    "service-cap": {"cap": 3},
    "rest": {"c": 1},
    "repeat-unit": {},
    "repeat-county": {"g": 1, "g_others": 1},
    "fair-load": {},
    "service-floor": {"floor": 2},
    "keep-backbone": {},
    "fresh-pairs": {},
    "tenure": {"t": 3},
    "no-return": {},
    "couples": {},
    "post-strength": {"n": 1},
    "succession": {},
    "reserved-seats": {"groups": [{"id": "g", "source_set": "few", "teams": ["T1"]}]},
}


@pytest.fixture(scope="module")
def crowded() -> Instance:
    """x owes two rounds by R2's start; y has the past against him, z is full-time."""
    return make_instance(
        [
            person("x", promoted_on="2025-12-01"),
            person("y"),
            person("z", pools=["full-time"], promoted_on="2025-05-01"),
            person("w"),
        ],
        [team("T1", "s"), team("T2", "t", round="R2"), team("T3", "u", round="R3")],
        {"one-seat": {}, "seats": {}, **EVERYTHING},
        rounds=[past("Y0", "2024-01-01", "2026-03-10"), R0, R1, R2, R3],
        source_sets={"few": ["x", "w"]},
        relations=[
            {"person": "x", "kind": "spouse", "other_person": "y"},
            {"person": "x", "kind": "classmate", "other_person": "z"},
        ],
        history=[
            record("z", "Y0", units=["b1"]),
            record("y", "R0", units=["a1"], counties=["A"], role="leader"),
            record("w", "R0", units=["b1"], counties=["C"]),
        ],
    )


@pytest.mark.parametrize(
    ("rule", "clause", "key"),
    [
        ("new-cadre", "last", "R3 x"),
        ("new-cadre", "soft", "R2 x 2"),
        ("new-cadre", "soft", "R2 x 1 R1"),
        ("new-cadre", "soft", "R3 z 1 R1"),
        ("mentoring", "fresh", "T3 x R1"),
        ("mentoring", "fresh", "T3 x R2"),
        ("service-cap", "term", "T x"),
        ("service-cap", "year", "2026 x"),
        ("rest", None, "R2 y"),
        ("repeat-unit", None, "T3 x a1 R1"),
        ("repeat-county", None, "R2 x A R1"),
        ("fair-load", None, "x"),
        ("service-floor", None, "T y"),
        ("keep-backbone", "low", "R1"),
        ("keep-backbone", "high", "R2"),
        ("keep-backbone", "held", "R2 x"),
        ("keep-backbone", "before", "R2 x"),
        ("keep-backbone", "both", "R2 x"),
        ("fresh-pairs", "pair", "T1 y w"),
        ("fresh-pairs", "leader", "T1 y w"),
        ("tenure", None, "T2 x a1"),
        ("couples", None, "R2 x y"),
        ("couples", None, "R3 y x"),
        ("succession", None, "T2 a1 b1"),
        ("reserved-seats", None, "g"),
        ("post-strength", None, "R1 b1"),
        ("no-return", None, "R3 x a1 R1"),
        ("no-return", None, "R2 y a1 R0"),
    ],
)
def test_a_row_is_known(crowded: Instance, rule: str, clause: str | None, key: str):
    assert codes_of(crowded, {(rule, clause, tuple(key.split())): 1}) == []
    assert codes_of(crowded, {(rule, clause, tuple(key.split())): -1}) == ["certificate-wrong-sign"]
    assert codes_of(crowded, {(rule, clause, tuple(key.split())): 1 + (1 << 44)}) == ["certificate-too-large"]


@pytest.mark.parametrize(
    ("rule", "clause", "key"),
    [
        ("new-cadre", "last", "R2 x"),
        ("new-cadre", "last", "R3 y"),
        ("new-cadre", "last", "R3 x R1"),
        ("new-cadre", "last", "R3"),
        ("new-cadre", "soft", "R1 x 1"),
        ("new-cadre", "soft", "R1 x 2"),
        ("new-cadre", "soft", "R3 x 2"),
        ("new-cadre", "soft", "R2 x 1"),
        ("new-cadre", "soft", "R2 x 0 R1"),
        ("new-cadre", "soft", "R2 x 3"),
        ("new-cadre", "soft", "R2 x 02"),
        ("new-cadre", "soft", "R2 x 2 R1"),
        ("new-cadre", "soft", "R2 x 1 R3"),
        ("new-cadre", "soft", "R2 x"),
        ("new-cadre", "soft", "R3 z 1 R2"),
        ("new-cadre", "soft", "R3 z 1 R1 R1"),
        ("mentoring", "fresh", "T1 x"),
        ("mentoring", "fresh", "T3 x"),
        ("mentoring", "fresh", "T3 x R1 R2"),
        ("mentoring", "fresh", "T3 x R3"),
        ("mentoring", "fresh", "T3 z R1"),
        ("mentoring", "fresh", "T3"),
        ("service-cap", "term", "U x"),
        ("service-cap", "term", "2026 x"),
        ("service-cap", "year", "2025 x"),
        ("service-cap", "year", "T x"),
        ("service-cap", None, "T x"),
        ("service-cap", "term", "T z"),
        ("service-cap", "term", "T nobody"),
        ("rest", None, "R1 x"),
        ("rest", None, "R1 y"),
        ("rest", None, "R2 z"),
        ("rest", None, "R0 y"),
        ("rest", None, "R2"),
        ("repeat-unit", None, "T3 y a1 R1"),
        ("repeat-unit", None, "T3 x b1 R1"),
        ("repeat-unit", None, "T1 x a1 R2"),
        ("repeat-unit", None, "T3 x a1 R0"),
        ("repeat-unit", None, "T3 x a1 R3"),
        ("repeat-unit", None, "T3 x a1"),
        ("repeat-county", None, "R3 x A R1"),
        ("repeat-county", None, "R2 x B R1"),
        ("repeat-county", None, "R2 x A R0"),
        ("repeat-county", None, "R1 y A R1"),
        ("repeat-county", None, "R1 x A R2"),
        ("repeat-county", None, "R2 nobody A R1"),
        ("fair-load", None, "nobody"),
        ("fair-load", None, "x R1"),
        ("service-floor", None, "U x"),
        ("service-floor", None, "T nobody"),
        ("service-floor", None, "T"),
        ("keep-backbone", "low", "R0"),
        ("keep-backbone", "low", "R2 x"),
        ("keep-backbone", "held", "R1 x"),
        ("keep-backbone", "before", "R2"),
        ("keep-backbone", "both", "R2 nobody"),
        ("fresh-pairs", "pair", "T1 x y"),
        ("fresh-pairs", "pair", "T2 y w"),
        ("fresh-pairs", "pair", "T1 y y"),
        ("fresh-pairs", "pair", "T1 y nobody"),
        ("fresh-pairs", "leader", "T1 w y"),
        ("tenure", None, "T1 x a1"),
        ("tenure", None, "T2 x b1"),
        ("tenure", None, "T2 nobody a1"),
        ("couples", None, "R2 x z"),
        ("succession", None, "T1 a1 b1"),
        ("reserved-seats", None, "h"),
        ("reserved-seats", None, "g T1"),
        ("succession", None, "T2 a1 c1"),
        ("succession", None, "T2 b1 b1"),
        ("succession", None, "T2 a1"),
        ("couples", None, "R2 x x"),
        ("couples", None, "R0 x y"),
        ("couples", None, "R2 x"),
        ("post-strength", None, "R2 b1"),
        ("post-strength", None, "R1 a1"),
        ("post-strength", None, "R1"),
        ("no-return", None, "R3 x a1 R2"),
        ("no-return", None, "R2 x a1 R0"),
        ("no-return", None, "R2 z a1 R0"),
        ("no-return", None, "R3 x b1 R1"),
        ("no-return", None, "R3 nobody a1 R1"),
        ("no-return", None, "R3 x a1"),
    ],
)
def test_a_row_that_is_none_is_found(crowded: Instance, rule: str, clause: str | None, key: str):
    assert codes_of(crowded, {(rule, clause, tuple(key.split())): 1}) == ["certificate-unknown-row"]


def test_left_out_rounds_in_another_order_are_the_same_row():
    instance = make_instance(
        [person("x", promoted_on="2025-12-01")],
        [team(f"T{at}", f"s{at}", round=f"R{at}") for at in (1, 2, 3, 4)],
        {"one-seat": {}, "seats": {}, "new-cadre": {"n": 2, "w": 24}, "mentoring": {}},
        rounds=[R1, R2, R3, planned("R4", "2027-01-01", "2027-01-31"), announced("A1", "2027-06-01")],
    )
    one: Row = ("new-cadre", "soft", ("R4", "x", "1", "R1"))
    other: Row = ("new-cadre", "soft", ("R4", "x", "1", "R2"))
    assert codes_of(instance, {one: 1, other: 1}) == []


def test_a_planned_round_alone_has_no_row_of_fair_load():
    instance = make_instance("x", [team("T1", "s")], {"fair-load": {}})
    assert codes_of(instance, {("fair-load", None, ("x",)): 1}) == ["certificate-unknown-row"]
