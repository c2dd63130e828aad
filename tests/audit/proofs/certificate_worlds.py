"""Micro instances in which rules compete, so that the multipliers of their rows matter."""

from bianzu.models import Instance
from tests.audit.worlds import WORLDS
from tests.builders import county, make_instance, past, person, pin, planned, record, seat, team, unit, waiver
from tests.solver.crossing_worlds import CROSSING_WORLDS
from tests.solver.edge_worlds import EDGE_WORLDS
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.waiver_worlds import WAIVER_WORLDS

__all__ = ["ALL_WORLDS", "COMPETING"]

ROUNDS = (past("P0", "2025-01-01"), past("R0", "2025-09-01"), planned("R1"))
EARLY = {"start": "2026-03-01", "end": "2026-03-10"}
LATE = {"start": "2026-03-11", "end": "2026-04-15"}

COMPETING: dict[str, Instance] = {
    "two shifts": make_instance(
        [
            person("x", earlier_rounds=2, birth="1990-01"),
            person("y", earlier_rounds=0, work_unit="b2", gender="female"),
            person("z", earlier_rounds=1, work_unit="c1", work_county="C", birth="1965-01"),
        ],
        [team("T1", "s", seat("t", "leader"), **EARLY), team("T2", "u", **LATE), team("T3", "v", **LATE)],
        {
            "one-seat": {},
            "seats": {},
            "balance": {"fields": ["experience", "age"], "weight": 3},
            "mentoring": {"f_percent": 40},
            "gender": {"weight": 4},
            "age-bands": {"weight": 2},
            "fair-load": {},
            "borrow-cap": {},
            "priority": {"load": 3, "travel": 1},
            "together": {"pairs": [{"a": "x", "b": "y", "weight": 6}]},
            "apart": {"pairs": [{"a": "y", "b": "z", "hardness": "soft", "weight": 5}]},
        },
        counties=[county("A", city_distance=7, distances={"B": 4}), *map(county, "BCD")],
        donors=[{"unit": "b1", "limit": 1}],
    ),
    "waivers of service and of seats": make_instance(
        [
            person("x", native="A"),
            person("y", native="A", residence="A"),
            person("z", birth_place="A", work_unit="b2"),
        ],
        [team("T1", seat("s", "leader", duty="clue-ledger"), "t", **EARLY), team("T2", "u", **LATE)],
        {
            "one-seat": {},
            "seats": {},
            "place": {},
            "service-cap": {"cap": 1, "y": 1},
            "rest": {"c": 1},
            "sender-spread": {"q": 1},
            "in-team": {},
            "desks": {"desks": 1},
            "sensitive-duties": {"k": 1},
            "branch": {"n": 1},
        },
        rounds=ROUNDS,
        history=[record("x", "R0"), record("y", "P0"), record("y", "R0"), record("z", "P0")],
        waivers=[
            waiver("w1", "place", amount=2),
            waiver("w2", "service-cap", amount=2),
            waiver("w3", "rest", amount=1, person="y"),
            waiver("w4", "rest", amount=2),
            waiver("w5", "sender-spread", amount=1),
            waiver("w6", "in-team", amount=1),
            waiver("w7", "desks", team="T1", amount=1),
        ],
    ),
    "several seats a person": make_instance(
        [
            person("x", promoted_on="2025-02-01", numbers={"points": 4}),
            person("y", promoted_on="2025-04-20", native="A"),
        ],
        [team("T1", "s", "t"), team("T2", "u"), team("T3", seat("v", "leader"))],
        {
            "seats": {},
            "place": {},
            "new-cadre": {"w": 12, "weight": 2},
            "mentoring": {},
            "fair-load": {"weight": 2},
            "balance": {"fields": ["points", "skill-points"], "weight": 2},
            "seniority": {"senior": "section-head", "junior": "section-head"},
        },
        rounds=ROUNDS,
        waivers=[waiver("w", "place", amount=1)],
        pins=[pin("must", "x", team="T1"), pin("must-not", "y", seat="s")],
    ),
    "cadres at their last chance": make_instance(
        [
            person("x", promoted_on="2025-05-01"),
            person("y", promoted_on="2025-05-01"),
            person("z", promoted_on="2025-05-01", trained=False),
        ],
        [team("T1", "s", seat("t", source_set="named"))],
        {"new-cadre": {"n": 2}, "one-seat": {}, "gates": {}, "seats": {}, "mentoring": {"f_percent": 0}},
        source_sets={"named": ["y"]},
    ),
    "no rule for seats": make_instance(
        [person("x", birth_place="A"), person("y")],
        [team("T1", "s", "t"), team("T2", "u")],
        {
            "one-seat": {},
            "place": {"native": "off"},
            "in-team": {"n": 1, "same_unit": "waivable"},
            "audit-seats": {},
            "branch": {"n": 1},
        },
        waivers=[waiver("w", "in-team", unit="b1", team="T1")],
        pins=[pin("must", "x"), pin("lock", "y", seat="t")],
    ),
    "joint audit": make_instance(
        ["x", "y", person("z", superior="x")],
        [team("T1", seat("s", "liaison", side="audit"), seat("t", "liaison"), "u", form="joint-audit")],
        {"one-seat": {}, "seats": {}, "audit-seats": {"a": 1, "b": 1}, "in-team": {"same_unit": "off"}},
        relations=[{"person": "x", "kind": "spouse", "other_person": "y"}],
        waivers=[waiver("w", "in-team", person="z")],
    ),
    "one person for two skills": make_instance(
        [
            person("x", skills=[{"skill": "h"}, {"skill": "i"}, {"skill": "j"}]),
            person("y", skills=[{"skill": "j"}, {"skill": "k"}]),
        ],
        [team("T1", "s", "t"), team("T2", "u")],
        {
            "one-seat": {},
            "seats": {},
            "skill-mix": {
                "needs": [{"skill": name} for name in "hijk"],
                "hard_skills": ["h", "i"],
                "tag_needs": {},
                "c": 2,
            },
            "together": {"pairs": [{"a": "x", "b": "y", "weight": 7}]},
        },
    ),
    "whole teams with waived skills": make_instance(
        [
            person("x", skills=[{"skill": "h", "level": 2}, {"skill": "i"}]),
            person("y", work_county="C", skills=[{"skill": "i"}, {"skill": "j"}]),
            person("z", work_county="C", skills=[{"skill": "h"}]),
            person("w", work_county="city", work_unit="m1", skills=[{"skill": "j"}]),
        ],
        [team("T1", "s", "t", cross_form="whole"), team("T2", "u", needs=[{"skill": "h", "level": 2}])],
        {
            "one-seat": {},
            "seats": {},
            "cross-form": {},
            "skill-mix": {
                "needs": [{"skill": "h"}, {"skill": "i", "need": 2}, {"skill": "j"}],
                "hard_skills": ["h", "i"],
                "c": 1,
                "weight": 5,
            },
            "system": {},
        },
        units=[unit("a1", "A", system="q"), unit("b1", "B", system="q")],
        waivers=[waiver("v", "skill-mix", team="T1", amount=1), waiver("u", "system", amount=1)],
    ),
}

ALL_WORLDS: dict[str, Instance] = {
    **COMPETING,
    **MIXED_WORLDS,
    **WAIVER_WORLDS,
    **EDGE_WORLDS,
    **CROSSING_WORLDS,
    **{f"{item.rule} {at}": item.instance for at, item in enumerate(WORLDS)},
}
"""The worlds of all rules with one planned round."""
for _name in [
    name for name, item in ALL_WORLDS.items() if sum(round_.status == "planned" for round_ in item.rounds) > 1
]:
    del ALL_WORLDS[_name]
