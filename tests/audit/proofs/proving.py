"""Bounds of proofs that are given row by row."""

from collections.abc import Mapping
from typing import Any

from bianzu.audit.facts import Facts
from bianzu.audit.proofs.certificate import Prover
from bianzu.models import LEVEL_NAMES, Certificate, Instance
from tests.audit.proofs.row_lists import Row, make_proof
from tests.builders import make_instance, team

__all__ = ["bound_of", "codes_of", "make_full", "price_seats"]


def _prover(
    instance: Instance,
    level: str,
    prices: Mapping[Row, int],
    pins: Mapping[str, int] | None,
    scale: int,
    values: Mapping[str, int],
) -> tuple[Prover, dict[str, int]]:
    prover = Prover(Facts(instance))
    plan = [values.get(name.replace("-", "_"), 0) for name in LEVEL_NAMES]
    proof = make_proof(level, dict(prices), dict(pins or {}))
    return prover, prover.prove(Certificate(scale=scale, proofs=(proof,)), plan)


def bound_of(
    instance: Instance,
    level: str,
    prices: Mapping[Row, int],
    pins: Mapping[str, int] | None = None,
    scale: int = 1,
    **values: int,
) -> int:
    """The bound; the plan's other levels are 0 unless given."""
    prover, bounds = _prover(instance, level, prices, pins, scale, values)
    assert prover.findings == []
    return bounds[level]


def codes_of(instance: Instance, prices: Mapping[Row, int]) -> list[str]:
    """What is wrong with some rows."""
    prover, _ = _prover(instance, "soft", prices, None, 1, {})
    return [finding.code for finding in prover.findings]


def price_seats(price: int, *seats: str) -> dict[Row, int]:
    """The same multiplier for some seats."""
    return {("seats", None, (name,)): price for name in seats}


def make_full(people: Any, *seats: Any, rules: dict[str, Any], **parts: Any) -> Instance:
    """One team whose seats ought to be filled, each person on one of them."""
    rules = {"one-seat": {}, "seats": {}, **rules}
    return make_instance(people, [team("T1", *seats, **parts.pop("of_team", {}))], rules, **parts)
