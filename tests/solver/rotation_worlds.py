"""Micro instances of the rules on use over time: floors, the backbone, company kept, posts."""

from typing import Any

from bianzu.models import Instance
from tests.builders import (
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

__all__ = ["ROTATION_WORLDS"]

P0, R0 = past("P0", "2025-05-01"), past("R0", "2025-09-01", "2025-11-15")
R1 = planned("R1", "2026-03-01", "2026-04-15")
R2 = planned("R2", "2026-06-01", "2026-07-15")
R3 = planned("R3", "2027-02-01", "2027-03-15")
TWO, THREE = (P0, R0, R1, R2), (P0, R0, R1, R2, R3)
ON = {"one-seat": {}, "seats": {}}
A2 = [unit("a2", "A")]
STATIONED = [["a1"], ["a1"], ["a1"]]


def _teams(*seats: str, **fields: Any) -> list[Any]:
    """One team a round, the first in R1; each key of ``fields`` lists a value a round."""
    found = []
    for number, names in enumerate(seats, start=1):
        own = {key: values[number - 1] for key, values in fields.items()}
        found.append(team(f"T{number}", *names.split(), round=f"R{number}", **own))
    return found


ROTATION_WORLDS: dict[str, Instance] = {
    "a floor of two rounds": make_instance(
        ["x", person("y", pools=[]), person("z", earlier_rounds=3)],
        _teams("s", "t", "u"),
        {**ON, "service-floor": {"floor": 2, "weight": 3}},
        rounds=THREE,
        history=[record("z", "R0")],
    ),
    "floors of two terms": make_instance(
        ["x", "y"],
        _teams("s", "t", "u"),
        {**ON, "service-floor": {"floor": 2}},
        rounds=[P0, R0, R1, R2, {**R3, "term": "U"}],
        history=[record("y", "P0"), record("y", "R0")],
    ),
    "a backbone of the past": make_instance(
        ["x", "y", "z"],
        _teams("s t u"),
        {**ON, "keep-backbone": {"weight": 2}},
        rounds=[P0, R0, R1],
        history=[record("x", "R0"), record("y", "R0"), record("z", "P0")],
    ),
    "a backbone from round to round": make_instance(
        ["x", "y", "z"],
        _teams("s t", "u v"),
        {**ON, "keep-backbone": {"lo_percent": 30, "hi_percent": 50, "weight": 2}},
        rounds=TWO,
        history=[record("x", "R0")],
    ),
    "a backbone of everybody and of nobody": make_instance(
        [person("x", leave=[{"start": "2026-06-10", "end": "2026-06-12"}]), "y"],
        _teams("s", "t", "u"),
        {"one-seat": {}, "gates": {}, "keep-backbone": {"lo_percent": 100, "hi_percent": 0}},
        rounds=THREE,
    ),
    "too long at a post": make_instance(
        ["x", "y"],
        _teams("s", "t", "u", units=STATIONED),
        {**ON, "tenure": {"t": 4}},
        rounds=THREE,
        history=[record("x", "R0", units=["a1"]), record("y", "P0", units=["a1"])],
    ),
    "too long in planned rounds": make_instance(
        ["x", "y"],
        [
            team("T1", "s", round="R1"),
            team("T1b", "s2", round="R1", units=["a1", "a2"]),
            team("T2", "t", round="R2", start="2026-06-20"),
            team("T3", "u", round="R3", units=["a2", "a1"]),
        ],
        {**ON, "tenure": {"t": 3}},
        units=A2,
        rounds=THREE,
        waivers=[waiver("W", "tenure", person="y", unit="a1", amount=1, expires="2028-01-01")],
    ),
    "a round that is too long for everybody": make_instance(
        ["x", "y"],
        _teams("s", "t", units=[["a1"], ["a2"]]),
        {**ON, "tenure": {"t": 2}},
        units=A2,
        rounds=[past("R0", "2025-12-01", "2026-01-05"), R1, R2],
        history=[record("x", "R0", units=["a1", "a2"])],
        waivers=[waiver("W", "tenure", person="y", amount=1, expires="2028-01-01")],
    ),
    "back to a post": make_instance(
        ["x", "y"],
        _teams("s", "t", "u", units=STATIONED),
        {**ON, "no-return": {"m": 10, "weight": 3}},
        rounds=THREE,
        history=[record("x", "P0", units=["a1"]), record("y", "R0", units=["a1"])],
    ),
    "back to a post of the past": make_instance(
        ["x", "y"],
        [team("T1", "s", units=["a1", "a2"]), team("T2", "t", units=["a2"])],
        {**ON, "no-return": {}},
        units=A2,
        rounds=[P0, R0, R1],
        history=[
            record("x", "P0", units=["a1"]),
            record("y", "P0", units=["a2"]),
            record("y", "R0", units=["a1"]),
        ],
    ),
    "back after a year": make_instance(
        ["x", "y"],
        [
            team("T1", "s", "t", round="R1", units=["a1", "a2"]),
            team("T2", "v", round="R2"),
            team("T3", "u", round="R3", units=["a2", "a1"]),
        ],
        {"one-seat": {}, "no-return": {"m": 11}},
        units=A2,
        rounds=THREE,
        history=[record("y", "R0", units=["a2"]), record("x", "P0", units=["a2"])],
    ),
    "a successor of the same unit": make_instance(
        ["x", "y", person("z", work_unit="c1")],
        [
            team("T1", "s", round="R1", units=["a1", "a2"]),
            team("T2", "t", "v", round="R2", units=["a2"]),
            team("T3", "u", round="R3", units=["a2", "a1"]),
        ],
        {**ON, "succession": {"weight": 3}},
        units=A2,
        rounds=THREE,
        history=[
            record("z", "P0", units=["a1"]),
            record("x", "R0", units=["a2"]),
            record("z", "R0", units=["a2"], team="other"),
        ],
    ),
    "two teams after two teams": make_instance(
        ["x", person("z", work_unit="c1")],
        [
            team("T1", "s"),
            team("T2", "t"),
            team("T3", "u", "v", round="R2"),
            team("T4", "w", round="R2"),
        ],
        {"one-seat": {}, "succession": {"weight": 2}},
        rounds=[R1, R2],
    ),
    "days on site": make_instance(
        ["x", "y"],
        [
            team("T1", "s", round="R1", units=["a1", "a2"], start="2026-03-02", end="2026-03-12"),
            team("T2", "t", round="R2", units=["a1"], start="2026-06-01", end="2026-06-03"),
            team("T3", "u", round="R3", units=["a2"]),
        ],
        {**ON, "presence": {"d": 10}},
        units=A2,
        rounds=THREE,
    ),
    "days on site of past rounds": make_instance(
        ["x", "y"],
        [
            team("T1", "s", round="R1", units=["a1", "a2"], start="2026-03-02", end="2026-03-12"),
            team("T2", "t", round="R2", units=["a1"], start="2026-06-01", end="2026-06-03"),
        ],
        {**ON, "presence": {"d": 30}},
        units=A2,
        rounds=[past("Q0", "2025-12-20", "2026-01-03"), past("Q1", "2026-02-01", "2026-02-09"), *TWO],
        history=[
            record("y", "Q1", units=["a1"], team="alone"),
            record("x", "Q1", units=["a2", "a1"], team="both"),
            record("x", "Q0", units=["a2"]),
        ],
    ),
    "days over the turn of a year": make_instance(
        ["x", "y"],
        [
            team("T1", seat("s", "leader"), round="R1", units=["a1", "a2"]),
            team("T2", "t", round="R1", units=["a1"], start="2026-12-28", end="2027-01-03"),
        ],
        {**ON, "presence": {"d": 13}},
        units=A2,
        rounds=[planned("R1", "2026-12-20", "2027-01-05")],
    ),
    "company of the past": make_instance(
        ["x", "y", "z"],
        [team("T1", seat("s", "leader"), "t"), team("T2", seat("u", "leader"))],
        {**ON, "fresh-pairs": {"g": 2, "weight": 3}},
        rounds=[P0, R0, R1],
        history=[
            record("x", "R0", role="leader"),
            record("y", "R0", role="deputy"),
            record("y", "P0", role="leader", team="older"),
            record("z", "P0", team="older"),
            record("x", "P0", role="leader", team="other"),
        ],
    ),
    "company of the past barred from the lead": make_instance(
        ["x", person("y", pools=["staff"]), "z"],
        [team("T1", seat("s", "leader"), "t", "u")],
        {**ON, "role-pools": {}, "fresh-pairs": {}},
        rounds=[P0, R0, R1],
        history=[record("x", "R0"), record("y", "R0", role="leader"), record("z", "R0", team="other")],
    ),
    "company from round to round": make_instance(
        ["x", "y", "z"],
        [
            team("T1", seat("s", "leader"), "t", round="R1"),
            team("T2", seat("u", "leader"), "v", round="R2"),
        ],
        {**ON, "fresh-pairs": {"g": 2}},
        rounds=TWO,
        history=[record("x", "R0", role="leader"), record("z", "R0")],
    ),
    "company over three rounds": make_instance(
        ["x", "y"],
        _teams("s t", "u v", "w"),
        {"one-seat": {}, "fresh-pairs": {"g": 1, "weight": 2}},
        rounds=THREE,
    ),
    "a seat decides which waiver covers": make_instance(
        ["x", "y"],
        _teams("s", "t u"),
        {**ON, "tenure": {"t": 3}, "repeat-unit": {}},
        rounds=TWO,
        waivers=[
            waiver("W1", "tenure", seat="t", amount=1, expires="2028-01-01"),
            waiver("W2", "tenure", person="y", amount=1, expires="2028-01-01"),
            waiver("W3", "repeat-unit", seat="u", amount=1, expires="2028-01-01"),
            waiver("W4", "repeat-unit", seat="t", amount=1, expires="2028-01-01"),
        ],
    ),
    "a unit of the term in a round of the next": make_instance(
        ["x", "y"],
        _teams("s", "t", "u", units=STATIONED),
        {**ON, "repeat-unit": {}, "reserves": {"r": 1}},
        rounds=[P0, R0, R1, {**R2, "term": "U"}, {**R3, "term": "U"}],
        waivers=[waiver("W", "repeat-unit", person="y", amount=1, expires="2028-01-01")],
    ),
    "a backbone of whom the round before bars": make_instance(
        [person("x", leave=[{"start": "2026-03-10", "end": "2026-03-12"}]), person("y", trained=False), "z"],
        _teams("s", "t u"),
        {**ON, "gates": {}, "keep-backbone": {"lo_percent": 100, "hi_percent": 100, "weight": 7}},
        rounds=TWO,
    ),
    "a backbone of a round without teams": make_instance(
        ["x"],
        [team("T2", "t", round="R2")],
        {**ON, "keep-backbone": {"lo_percent": 60, "hi_percent": 0, "weight": 3}},
        rounds=TWO,
    ),
}
