"""Micro instances with floaters: caps, recusal, skills that two of them cover, waivers, seats elsewhere."""

from bianzu.models import Instance
from tests.builders import county, make_instance, past, person, pin, planned, record, team, waiver

__all__ = ["FLOATER_WORLDS"]

H = [{"skill": "h"}]
HI = [{"skill": "h", "level": 2}, {"skill": "i"}]
TWO_TEAMS = [team("T1", "s"), team("T2", "t", host_counties=["D"], units=["m1"])]

FLOATER_WORLDS: dict[str, Instance] = {
    "two teams, one day too many": make_instance(
        [person("x", skills=H, earlier_rounds=2), person("y", skills=H), person("z", skills=H)],
        TWO_TEAMS,
        {
            "floaters": {"d": 3, "days_per_team": 2},
            "skill-mix": {"needs": [{"skill": "h", "need": 1}], "hard_skills": ["h"]},
            "one-seat": {},
            "seats": {},
            "priority": {"load": 5, "travel": 1},
        },
        counties=[
            county("A", city_distance=4, distances={"B": 10}),
            county("B", distances={"D": 9}),
            county("C"),
            county("D", city_distance=5),
        ],
    ),
    "two teams, an empty one": make_instance(
        ["w", person("x", skills=H), person("y", skills=H)],
        [team("T1", "s"), team("T2", "t", units=["m1"])],
        {
            "floaters": {"m": 2},
            "skill-mix": {"needs": [{"skill": "h", "need": 1}], "weight": 3},
            "priority": {},
        },
    ),
    "recusal": make_instance(
        [
            "w",
            person("x", skills=H, birth_place="A"),
            person("y", skills=H),
            person("z", skills=H),
            person("u", skills=H, pools=["staff"]),
            person("v", skills=H, leave=[{"start": "2026-03-20", "end": "2026-03-21"}]),
        ],
        [team("T1", "s")],
        {
            "floaters": {},
            "gates": {},
            "place": {},
            "repeat-unit": {},
            "unfit": {},
            "skill-mix": {"needs": [{"skill": "h", "need": 1}], "hard_skills": ["h"]},
        },
        pins=[pin("must-not", "y", seat="s")],
        waivers=[waiver("W", "repeat-unit", person="z", amount=3)],
        rounds=[past("R0", "2025-09-01"), planned("R1")],
        history=[record("z", "R0", units=["a1"])],
    ),
    "pins and a source set": make_instance(
        ["w", *(person(name, skills=H, pools=["staff"]) for name in "xyzu")],
        [team("T1", "s", needs=[{"skill": "h", "need": 2}])],
        {
            "floaters": {"source_set": "squad"},
            "skill-mix": {"hard_skills": ["h"], "hard_hardness": "waivable"},
            "seats": {},
        },
        source_sets={"squad": ["x", "y", "z"]},
        pins=[pin("must-not", "z", team="T1")],
        waivers=[waiver("W", "skill-mix", team="T1")],
    ),
    "two skills, one each": make_instance(
        [person("x", skills=HI), person("y", skills=HI), person("z", skills=H)],
        [team("T1", "s", needs=[{"skill": "h", "need": 2, "level": 1}, {"skill": "i", "need": 1}])],
        {"floaters": {}, "skill-mix": {"c": 1, "hard_skills": ["i"], "weight": 2}, "seats": {}},
    ),
    "two skills, both": make_instance(
        [person("x", skills=HI), person("y", skills=HI), person("z", skills=[{"skill": "i"}]), "w"],
        [team("T1", "s", needs=[{"skill": "h", "need": 1, "level": 2}, {"skill": "i", "need": 2}])],
        {"floaters": {}, "skill-mix": {"c": 2, "hard_skills": ["h"]}, "one-seat": {}},
    ),
    "two rounds, the same unit again": make_instance(
        [person("x", skills=H, earlier_rounds=1), person("y", skills=H), person("z", skills=H)],
        [team("T1", "s"), team("T2", "t", round="R2", host_counties=["A", "D"], units=["a1"])],
        {
            "floaters": {"m": 2},
            "repeat-unit": {},
            "skill-mix": {"needs": [{"skill": "h", "need": 1}], "hard_skills": ["h"], "c": 1},
            "one-seat": {},
            "priority": {"load": 2, "travel": 0},
        },
        rounds=[planned("R1"), planned("R2", "2026-06-01", "2026-07-01")],
    ),
    "two rounds, a county again": make_instance(
        [person("x", skills=H), person("y", skills=H), "w"],
        [team("T1", "s"), team("T2", "t", round="R2", units=[])],
        {
            "floaters": {"d": 2, "days_per_team": 2},
            "repeat-county": {"g": 0},
            "skill-mix": {"needs": [{"skill": "h", "need": 1}], "weight": 4, "c": 1},
            "one-seat": {},
            "seats": {},
        },
        rounds=[past("R0", "2025-09-01"), planned("R1"), planned("R2", "2026-06-01", "2026-07-01")],
        history=[record("y", "R0", counties=["A"])],
    ),
}
