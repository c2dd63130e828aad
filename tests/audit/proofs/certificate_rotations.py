"""Micro instances with two or three planned rounds, in which the rules that tie rounds compete."""

from bianzu.models import Instance
from tests.builders import (
    announced,
    make_instance,
    past,
    person,
    pin,
    planned,
    record,
    seat,
    team,
    unit,
    waiver,
)

__all__ = ["ROTATIONS"]

P0, R0 = past("P0", "2025-03-01"), past("R0", "2025-09-01", "2025-10-15")
R1 = planned("R1")
R2 = planned("R2", "2026-06-01", "2026-07-01")
R3 = planned("R3", "2026-10-01", "2026-11-15")
ON = {"one-seat": {}, "seats": {}}
ONE_A_ROUND = [team("T1", "s"), team("T2", "t", round="R2"), team("T3", "u", round="R3")]

ROTATIONS: dict[str, Instance] = {
    "cadres over three rounds": make_instance(
        [person("x", promoted_on="2025-12-01"), person("y", promoted_on="2025-08-01"), "z"],
        ONE_A_ROUND,
        {**ON, "new-cadre": {"n": 2, "w": 12, "weight": 3}},
        rounds=[R0, R1, R2, R3],
        history=[record("y", "R0")],
    ),
    "cadres with a later chance": make_instance(
        [person("x", promoted_on="2025-12-01"), person("y", promoted_on="2025-04-01", earlier_rounds=2)],
        [team("T1", "s"), team("T2", "t", "v", round="R2"), team("T3", "u", round="R3")],
        {**ON, "new-cadre": {"n": 2, "w": 18}, "mentoring": {"weight": 5}, "fair-load": {"weight": 2}},
        rounds=[R1, R2, R3, announced("A1", "2026-12-01")],
    ),
    "mentors of cadres": make_instance(
        [
            person("x", promoted_on="2025-12-01", earlier_rounds=1),
            person("y", promoted_on="2026-01-01", earlier_rounds=2),
            person("z", promoted_on="2026-05-01"),
        ],
        [team("T1", "s"), team("T2", "t", "v", round="R2")],
        {**ON, "new-cadre": {"n": 2}, "mentoring": {"weight": 7, "f_percent": 100}},
        rounds=[R1, R2],
    ),
    "cadres who run late": make_instance(
        [person("x", promoted_on="2025-05-01"), person("y", promoted_on="2025-08-15", trained=False)],
        ONE_A_ROUND,
        {**ON, "gates": {}, "new-cadre": {"n": 2, "w": 12, "weight": 2}},
        rounds=[R1, R2, R3],
    ),
    "caps of a term and of years": make_instance(
        ["x", person("y", pools=["full-time"]), person("z", work_unit="b2")],
        [*ONE_A_ROUND[:2], team("T3", "u", round="R3")],
        {**ON, "service-cap": {"cap": 3, "y": 1}, "borrow-cap": {}, "fair-load": {"weight": 3}},
        rounds=[P0, R0, R1, R2, planned("R3", "2027-01-01", "2027-01-31", term="U")],
        history=[record("x", "R0"), record("z", "P0"), record("z", "R0")],
        donors=[{"unit": "b2", "limit": 0}],
        waivers=[
            waiver("late", "service-cap", amount=1, granted="2026-05-01"),
            waiver("early", "service-cap", amount=1, expires="2026-05-01"),
            waiver("sparing", "borrow-cap", amount=1, unit="b2", granted="2026-05-01"),
        ],
    ),
    "caps that the past fills": make_instance(
        "xyz",
        ONE_A_ROUND,
        {**ON, "service-cap": {"cap": 2, "y": 9}, "rest": {"c": 2}},
        rounds=[P0, R0, R1, R2, R3],
        history=[record("x", "P0"), record("x", "R0"), record("y", "R0")],
        waivers=[waiver("v", "service-cap", person="x", amount=2), waiver("w", "rest", amount=1)],
    ),
    "couples in two rounds": make_instance(
        "xyz",
        [team("T1", "s", "t"), team("T2", "u", "v", round="R2")],
        {**ON, "couples": {}, "fair-load": {"weight": 2}},
        rounds=[R1, R2],
        relations=[
            {"person": "x", "kind": "spouse", "other_person": "y"},
            {"person": "z", "kind": "spouse", "other_person": "x"},
        ],
        waivers=[waiver("w", "couples", person="y", granted="2026-05-01")],
    ),
    "seats kept for some": make_instance(
        "xyz",
        [team("T1", "s"), team("T3", "t"), team("T2", "u", "v", round="R2")],
        {
            **ON,
            "fair-load": {"weight": 2},
            "reserved-seats": {
                "groups": [
                    {"id": "g", "source_set": "few", "n": 2, "teams": ["T1", "T3"]},
                    {"id": "h", "source_set": "more", "n": 1, "teams": ["T2"]},
                ]
            },
        },
        rounds=[R1, R2],
        source_sets={"few": ["x"], "more": ["x", "y"]},
    ),
    "people drawn from posts": make_instance(
        "xyz",
        [team("T1", "s", "t"), team("T2", "u", "v", round="R2")],
        {**ON, "post-strength": {"n": 1}},
        rounds=[past("Y", "2025-06-01", "2026-12-31"), R1, R2],
        history=[record("x", "Y", units=["c1"]), record("y", "Y", units=["c1", "b1"]), record("z", "Y")],
        waivers=[waiver("w", "post-strength", unit="b1", granted="2026-05-01")],
    ),
    "rest after two rounds": make_instance(
        "xy",
        ONE_A_ROUND,
        {**ON, "rest": {"c": 2}, "service-floor": {"floor": 2, "weight": 4}},
        rounds=[P0, R0, R1, R2, R3],
        history=[record("x", "R0")],
        waivers=[waiver("w", "rest", person="y", amount=1)],
    ),
    "rest after every round": make_instance(
        "xy",
        ONE_A_ROUND,
        {**ON, "rest": {"c": 1}, "priority": {"load": 1}},
        rounds=[R1, R2, R3],
        waivers=[
            waiver("w", "rest", amount=1, granted="2026-07-01"),
            waiver("v", "rest", expires="2026-06-01"),
        ],
        pins=[pin("must", "x", round="R1")],
    ),
    "load over rounds": make_instance(
        [person("x", earlier_rounds=1), person("y", pools=["leader", "staff", "full-time"])],
        ONE_A_ROUND,
        {
            **ON,
            "fair-load": {"weight": 2},
            "service-floor": {"floor": 2, "weight": 9},
            "together": {"pairs": [{"a": "x", "b": "y", "weight": 4}]},
            "balance": {"fields": ["experience", "age"]},
        },
        rounds=[R0, R1, R2, planned("R3", "2026-10-01", "2026-11-15", term="U")],
        history=[record("y", "R0")],
    ),
    "units again": make_instance(
        ["x", "y", person("z", work_unit="c1", work_county="C")],
        [
            team("T1", "s", units=["a1", "a2"]),
            team("T2", "t", round="R2", units=["a2"]),
            team("T3", seat("u", "leader"), round="R3", units=["a1", "a2"]),
        ],
        {**ON, "repeat-unit": {}},
        units=[unit("a2", "A")],
        rounds=[R0, R1, R2, R3],
        history=[record("y", "R0", units=["a2"])],
        waivers=[
            waiver("w", "repeat-unit", seat="t", amount=2),
            waiver("v", "repeat-unit", unit="a1", amount=1, granted="2026-08-01"),
        ],
    ),
    "units again on two teams": make_instance(
        "xyz",
        [team("T1", "s"), team("T2", "t"), team("T3", "u", seat("v", "leader"), round="R2")],
        {**ON, "repeat-unit": {}},
        rounds=[R1, R2],
        waivers=[waiver("v", "repeat-unit", seat="v"), waiver("w", "repeat-unit", person="x", seat="u")],
    ),
    "units again, nobody waives": make_instance(
        "xy",
        ONE_A_ROUND,
        {**ON, "repeat-unit": {"hardness": "hard"}},
        rounds=[planned("R1", term="S"), R2, R3],
    ),
    "counties again": make_instance(
        "xy",
        [
            team("T1", "s"),
            team("T2", seat("t", "leader"), round="R2", host_counties=["A", "C"]),
            team("T3", seat("u", "leader"), "v", round="R3"),
        ],
        {**ON, "repeat-county": {"g": 2, "g_others": 1, "weight": 6}},
        rounds=[R0, R1, R2, R3],
        history=[record("x", "R0", counties=["A"])],
    ),
    "counties again on local seats": make_instance(
        [person("x", work_county="A", work_unit="a1"), "y"],
        [
            team("T1", "s", seat("t", origin="local")),
            team("T2", seat("u", "leader"), seat("v", origin="local"), round="R2"),
        ],
        {**ON, "origin": {}, "repeat-county": {"g": 2, "g_others": 1, "weight": 3}},
        rounds=[R0, R1, R2],
        history=[record("y", "R0", counties=["A"])],
    ),
    "ages and gates of each round": make_instance(
        [
            person("x", birth="1990-05", leave=[{"start": "2026-06-10", "end": "2026-06-12"}]),
            person("y", birth="1980-04", native="A"),
        ],
        ONE_A_ROUND[:2],
        {
            **ON,
            "gates": {"age_limit": 45},
            "place": {},
            "age-bands": {"weight": 3},
            "balance": {"fields": ["age"], "weight": 2},
        },
        rounds=[R1, R2],
        waivers=[waiver("w", "place", amount=1, granted="2026-05-01")],
    ),
    "who stays from the past": make_instance(
        "xyz",
        [team("T1", "s", "t"), team("T2", "u", round="R2")],
        {**ON, "keep-backbone": {"lo_percent": 60, "hi_percent": 60, "weight": 3}},
        rounds=[R0, R1, R2],
        history=[record("x", "R0"), record("y", "R0")],
    ),
    "who stays on": make_instance(
        "xyz",
        [team("T1", "s", "t"), team("T2", "u", "v", round="R2")],
        {**ON, "keep-backbone": {"lo_percent": 30, "hi_percent": 50, "weight": 3}, "rest": {"c": 1}},
        rounds=[R1, R2],
        waivers=[waiver("w", "rest", amount=2)],
    ),
    "company kept": make_instance(
        "xyz",
        [
            team("T1", seat("s", "leader"), seat("t", "leader")),
            team("T2", seat("u", "leader"), "v", round="R2"),
        ],
        {**ON, "fresh-pairs": {"g": 2, "weight": 5}},
        rounds=[P0, R0, R1, R2],
        history=[
            record("x", "R0", role="leader"),
            record("y", "R0", role="leader"),
            record("y", "P0"),
            record("z", "P0", role="leader"),
            record("z", "R0", team="another", role="leader"),
        ],
    ),
    "months at a post": make_instance(
        "xyz",
        ONE_A_ROUND,
        {**ON, "tenure": {"t": 4}},
        rounds=[R0, R1, R2, R3],
        history=[record("x", "R0", units=["a1"]), record("y", "R0", units=["b1"])],
        waivers=[
            waiver("w", "tenure", person="y", seat="t"),
            waiver("v", "tenure", unit="a1", granted="2026-08-01"),
        ],
    ),
    "months that the past fills": make_instance(
        "xy",
        [
            team("T1", "s"),
            team("T2", "t", round="R2", units=["a2"]),
            team("T3", "u", "v", round="R3", units=["a1", "a2"]),
        ],
        {**ON, "tenure": {"t": 3}},
        units=[unit("a2", "A")],
        rounds=[R0, R1, R2, R3],
        history=[record("x", "R0", units=["a1", "a2"])],
        waivers=[waiver("w", "tenure", unit="a1", amount=2)],
    ),
    "after somebody of the same unit": make_instance(
        ["x", "y", person("z", work_unit="c1")],
        [
            team("T1", "s"),
            team("T2", "t", "u", round="R2", units=["a1", "a2"]),
            team("T3", "v", round="R3", units=["a2"]),
        ],
        {**ON, "succession": {"weight": 5}},
        units=[unit("a2", "A")],
        rounds=[R0, R1, R2, R3],
        history=[record("z", "R0", units=["a1"])],
        pins=[pin("must-not", "z", round="R1")],
    ),
    "back to a post": make_instance(
        "xy",
        [team("T1", "s"), team("T2", "t", round="R2"), team("T3", "u", round="R3")],
        {**ON, "no-return": {"m": 24, "weight": 5}},
        rounds=[P0, R0, R1, R2, R3],
        history=[record("x", "P0", units=["a1"]), record("y", "R0", units=["a1"])],
    ),
    "back within some months": make_instance(
        [person("x"), person("y", last_rating="basic")],
        [
            team("T1", "s", units=["a1", "a2"]),
            team("T2", "t", round="R2", units=["a2"]),
            team("T3", "u", round="R3", units=["a1", "a2"]),
        ],
        {
            **ON,
            "no-return": {"m": 12, "weight": 5},
            "rating": {"gate": False, "preference": 4},
            "presence": {"d": 60},
        },
        units=[unit("a2", "A")],
        rounds=[P0, R0, R1, R2, R3],
        history=[
            record("x", "P0", units=["a2"]),
            record("x", "R0", units=["a2"]),
            record("y", "R0", units=["a1"]),
        ],
    ),
}
"""Every rule that ties rounds, with waivers, history and several seats where they matter."""
