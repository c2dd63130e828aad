"""Micro instances with several planned rounds, where rules couple them."""

from typing import Any

from bianzu.models import Instance
from tests.builders import (
    announced,
    county,
    make_instance,
    past,
    person,
    planned,
    record,
    seat,
    team,
    unit,
    waiver,
)

__all__ = ["ROUND_WORLDS"]

P0, R0 = past("P0", "2025-05-01"), past("R0", "2025-09-01")
R1 = planned("R1", "2026-03-01", "2026-04-15")
R2 = planned("R2", "2026-06-01", "2026-07-15")
R3 = planned("R3", "2027-02-01", "2027-03-15")
TWO, THREE = (P0, R0, R1, R2), (P0, R0, R1, R2, R3)
BOTH = ["A", "B"]
COUNTIES = [county("A"), county("B"), county("C")]


def _teams(*seats: str, **fields: Any) -> list[Any]:
    """One team a round: ``s``, ``t`` … of R1, then R2, R3; each key of ``fields`` lists a value a round."""
    found = []
    for number, names in enumerate(seats, start=1):
        own = {key: values[number - 1] for key, values in fields.items()}
        found.append(team(f"T{number}", *names.split(), round=f"R{number}", **own))
    return found


CADRES = [
    person("x", promoted_on="2025-06-10", earlier_rounds=2),
    person("y", promoted_on="2025-03-20"),
    person("z", promoted_on="2026-04-01"),
]

ROUND_WORLDS: dict[str, Instance] = {
    "a seat a round": make_instance(
        [
            "x",
            person("y", leave=[{"start": "2026-06-10", "end": "2026-06-12"}]),
            person("z", birth="1966-04"),
        ],
        _teams("s t", "u"),
        {"one-seat": {}, "seats": {}, "gates": {"age_limit": 59}, "age-bands": {}, "priority": {}},
        rounds=TWO,
    ),
    "caps of a term and a year": make_instance(
        ["x", "y", person("f", pools=["full-time"])],
        _teams("s", "t", "u"),
        {"one-seat": {}, "seats": {}, "service-cap": {"cap": 3, "y": 1}},
        rounds=THREE,
        history=[record("x", "P0"), record("x", "R0"), record("y", "R0")],
    ),
    "caps that a waiver lifts": make_instance(
        ["x", "y"],
        _teams("s", "t", "u"),
        {"one-seat": {}, "seats": {}, "service-cap": {"cap": 2, "y": 1}},
        rounds=THREE,
        history=[record("x", "R0")],
        waivers=[waiver("W", "service-cap", person="x", amount=2, expires="2028-01-01")],
    ),
    "caps that waivers of their own time lift": make_instance(
        ["x", "y"],
        _teams("s", "t", "u"),
        {"one-seat": {}, "seats": {}, "service-cap": {"cap": 1, "y": 1}},
        rounds=THREE,
        history=[record("x", "P0", team="other")],
        waivers=[
            waiver("W1", "service-cap", amount=2, expires="2026-07-01"),
            waiver("W2", "service-cap", person="y", amount=2, granted="2026-05-01", expires="2026-07-01"),
            waiver("W3", "service-cap", person="y", amount=3, expires="2028-01-01"),
        ],
    ),
    "a cap that a waiver lifts in the middle": make_instance(
        ["x", "y"],
        _teams("s", "t", "u"),
        {"one-seat": {}, "seats": {}, "service-cap": {"cap": 1, "y": 3}},
        rounds=[R1, R2, R3],
        waivers=[waiver("W", "service-cap", granted="2026-05-01", expires="2026-07-01")],
    ),
    "rest": make_instance(
        ["x", "y"],
        _teams("s", "t", "u"),
        {"one-seat": {}, "seats": {}, "rest": {"c": 2}},
        rounds=THREE,
        history=[record("x", "P0"), record("x", "R0"), record("y", "R0")],
        waivers=[waiver("W", "rest", person="y", amount=1, expires="2028-01-01")],
    ),
    "rest of one round": make_instance(
        ["x", "y", person("f", pools=["full-time"])],
        _teams("s", "t", "u"),
        {"one-seat": {}, "seats": {}, "rest": {"c": 1}},
        rounds=THREE,
        history=[record("x", "R0")],
    ),
    "the same unit again": make_instance(
        ["x", "y"],
        _teams("s", "t", "u", units=[["a1"], ["a1", "b1"], ["b1", "a1"]], host_counties=[["A"], BOTH, BOTH]),
        {"one-seat": {}, "seats": {}, "repeat-unit": {}},
        rounds=THREE,
        units=[unit("b1", "B")],
        counties=COUNTIES,
        history=[record("x", "R0", units=["b1"])],
        waivers=[waiver("W", "repeat-unit", person="y", unit="a1", amount=1, expires="2028-01-01")],
    ),
    "units visited again": make_instance(
        ["x", "y"],
        _teams(
            "s",
            "t",
            "u",
            units=[["a1", "b1"], ["b1"], ["b1", "a1"]],
            host_counties=[BOTH, BOTH, BOTH],
            form=["pooled", "return-visit", "pooled"],
        ),
        {"one-seat": {}, "linked": {}, "capacity": {}, "spacing": {"w": 10, "weight": 3}},
        rounds=THREE,
        units=[unit("b1", "B")],
        history=[record("x", "R0", units=["b1"]), record("x", "P0", units=["a1", "b1"])],
    ),
    "the same county again": make_instance(
        ["x", "y"],
        [
            team("T1", seat("s", "leader"), "t", round="R1", host_counties=["A"]),
            team("T2", seat("u", origin="local"), round="R2", host_counties=["A", "B"]),
            team("T3", seat("v", "leader"), round="R3", host_counties=["A", "B"]),
        ],
        {"one-seat": {}, "seats": {}, "repeat-county": {"weight": 3}},
        rounds=THREE,
        counties=COUNTIES,
        history=[record("x", "R0", counties=["B"]), record("y", "P0", counties=["A"])],
    ),
    "others of the same county": make_instance(
        ["x", "y"],
        _teams("s t", "u", "v", host_counties=[["A"], ["B", "A"], ["A"]]),
        {"one-seat": {}, "repeat-county": {"g": 2, "g_others": 2}, "origin": {}},
        rounds=THREE,
        counties=COUNTIES,
        history=[record("x", "R0", counties=["A"])],
    ),
    "new cadres": make_instance(
        CADRES,
        _teams("s", "t u"),
        {"one-seat": {}, "seats": {}, "new-cadre": {"n": 1}, "mentoring": {"f_percent": 50}},
        rounds=TWO,
    ),
    "new cadres who owe two rounds": make_instance(
        CADRES,
        _teams("s", "t", "u"),
        {"one-seat": {}, "seats": {}, "new-cadre": {"n": 2, "w": 18}, "mentoring": {"weight": 2}},
        rounds=[*THREE, announced("N1", "2027-06-01")],
        history=[record("y", "R0")],
    ),
    "new cadres at risk": make_instance(
        [
            person("x", promoted_on="2025-05-10", trained=False),
            person("y", promoted_on="2025-06-10", leave=[{"start": "2026-06-10", "end": "2026-06-12"}]),
            "z",
        ],
        _teams("s", "t"),
        {"one-seat": {}, "seats": {}, "gates": {}, "new-cadre": {"n": 2}},
        rounds=TWO,
    ),
    "fair load": make_instance(
        [person("x", earlier_rounds=1), person("y", pools=["staff", "specialist"]), "z"],
        _teams("s", "t", "u"),
        {"one-seat": {}, "fair-load": {"weight": 2}},
        rounds=THREE,
        history=[record("z", "R0")],
    ),
    "balance and together": make_instance(
        [person("x", earlier_rounds=3), person("y", birth="1966-04"), "z"],
        [
            team("T1", "s", round="R1"),
            team("T2", "t", round="R1"),
            team("T3", "u", "v", round="R2"),
        ],
        {
            "one-seat": {},
            "balance": {"fields": ["experience", "age"]},
            "together": {"pairs": [{"a": "x", "b": "y", "weight": 5}]},
        },
        rounds=TWO,
    ),
    "borrowing": make_instance(
        ["x", "y", person("f", pools=["full-time"])],
        _teams("s t", "u v"),
        {"one-seat": {}, "seats": {}, "borrow-cap": {"bands": [{"up_to": None, "b": 1}]}},
        rounds=TWO,
    ),
    "ratings": make_instance(
        [
            person("x", last_rating="competent"),
            person("y", last_rating="basic"),
            person("z", last_rating="excellent"),
        ],
        _teams("s", "t"),
        {"one-seat": {}, "seats": {}, "rating": {"gate": True, "preference": 2}},
        rounds=TWO,
        history=[record("z", "R0", rating="competent")],
    ),
}
