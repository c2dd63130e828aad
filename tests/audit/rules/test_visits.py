"""linked, capacity and spacing: what is given with the teams, and the same in every plan."""

from typing import Any

import pytest

from bianzu.audit import verify
from bianzu.models import InputError, Instance
from bianzu.solver.rules import check_supported
from tests.builders import breaches, make_instance, make_plan, past, planned, record, result, team, unit
from tests.solver.running import assert_optimal

R1, R2 = planned("R1"), planned("R2", "2026-06-01", "2026-07-15")
UNITS = [unit("a2", "A"), unit("a3", "A")]


def world(rules: dict[str, Any], teams: list[Any], **parts: Any) -> Instance:
    return make_instance("xy", teams, {"one-seat": {}, **rules}, units=UNITS, **parts)


def refused(instance: Instance) -> list[tuple[str, str, str | None]]:
    with pytest.raises(InputError) as caught:
        check_supported(instance)
    return [(item.code, item.where, item.value) for item in caught.value.problems]


def found(instance: Instance) -> list[tuple[str, str | None, str | None]]:
    return breaches(instance, {"s": "x"})


@pytest.mark.parametrize(("n", "beyond"), [(1, True), (2, True), (3, False), (4, False)])
def test_capacity_counts_the_units_of_a_team(n: int, beyond: bool) -> None:
    instance = world({"capacity": {"n": n}}, [team("T1", "s", units=["a1", "a2", "a3"])])
    assert found(instance) == ([("over-maximum", "capacity", "3 units")] if beyond else [])
    if beyond:
        assert refused(instance) == [("over-capacity", "$.teams[0].units", "3")]
    else:
        check_supported(instance)


@pytest.mark.parametrize(
    ("start", "end", "inside"),
    [
        ("2026-03-01", "2026-04-15", True),
        ("2026-02-28", "2026-04-15", False),
        ("2026-03-01", "2026-04-16", False),
        ("2026-03-10", "2026-03-20", True),
    ],
)
def test_capacity_keeps_a_team_within_its_round(start: str, end: str, inside: bool) -> None:
    instance = world({"capacity": {}}, [team("T1", "s", start=start, end=end)])
    assert found(instance) == ([] if inside else [("over-maximum", "capacity", f"{start} to {end}")])
    if not inside:
        assert refused(instance) == [("over-capacity", "$.teams[0].start", f"{start} to {end}")]


@pytest.mark.parametrize(
    ("fields", "apart"),
    [
        ({}, None),
        ({"start": "2026-03-01"}, None),
        ({"start": "2026-03-02"}, "R1 from 2026-03-02"),
        ({"round": "R2"}, "R2 from 2026-06-01"),
    ],
)
def test_linked_teams_start_together(fields: dict[str, str], apart: str | None) -> None:
    teams = [team("T1", "s"), team("T2", "t", parent_team="T1", **fields)]
    instance = world({"linked": {}}, teams, rounds=[R1, R2])
    assert found(instance) == ([] if apart is None else [("over-maximum", "linked", apart)])
    if apart is not None:
        assert refused(instance) == [("linked-apart", "$.teams[1]", apart)]


@pytest.mark.parametrize(
    ("w", "form", "units"),
    [
        (0, "pooled", 0),
        (4, "pooled", 1),  # a1 of T2, after R1
        (5, "pooled", 2),  # and a1 of T1, after P2
        (7, "pooled", 2),
        (8, "pooled", 3),  # and a2 of T2, after P2
        (8, "return-visit", 1),
    ],
)
def test_spacing_counts_units_seen_within_w_months(w: int, form: str, units: int) -> None:
    teams = [team("T1", "s"), team("T2", "t", round="R2", units=["a1", "a2"], form=form)]
    instance = world(
        {"spacing": {"w": w, "weight": 4}},
        teams,
        rounds=[past("P1", "2025-05-01"), past("P2", "2025-09-02", "2025-10-10"), R1, R2],
        history=[record("x", "P2", units=["a1", "a2"]), record("y", "P1", units=["a2", "a3"])],
    )
    assert result(instance, "spacing", {}) == (4 * units, units, 0, 0)


def test_what_spacing_costs_is_certified() -> None:
    instance = world(
        {"spacing": {"weight": 7}, "seats": {}},
        [team("T1", "s")],
        rounds=[past("P2", "2025-09-02"), R1],
        history=[record("x", "P2", units=["a1"])],
    )
    plan = assert_optimal(instance)
    (soft,) = (level for level in plan.levels if level.name == "soft")
    assert (soft.objective, soft.certified_bound) == (7, 7)
    assert verify(instance, plan).certified == "optimal"
    claimed = make_plan(instance, plan.assignments, seed=0)
    assert verify(instance, claimed).passed
