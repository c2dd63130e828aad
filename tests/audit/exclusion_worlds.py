"""Small worlds in which a rule bars people from a seat."""

from tests.audit.small_worlds import LEADER, ROUNDS, SYSTEM, exclusion, tied
from tests.builders import person, record, seat

__all__ = ["EXCLUSIONS"]

XYZ = tuple(person(name) for name in "xyz")

EXCLUSIONS = (
    exclusion(
        "role-pools",
        person("x", pools=["leader"]),
        person("y", pools=["specialist"]),
        person("z", pools=[]),
        place=seat("s", "liaison"),
    ),
    exclusion(
        "rank",
        person("x", rank="clerk"),
        person("y", rank=None),
        person("z", rank="fourth-grade"),
        place=LEADER,
        units=SYSTEM,
    ),
    exclusion(
        "gates",
        person("x", trained=False),
        person("y", leave=[{"start": "2026-04-15", "end": "2026-04-15"}]),
        person("z", appraisal="basic"),
    ),
    exclusion(
        "rating",
        person("x", last_rating="basic"),
        person("y", last_rating="incompetent"),
        person("z", last_rating="competent"),
        rounds=ROUNDS,
        history=[record("z", "R0", rating="basic")],
    ),
    exclusion("source-sets", *XYZ, place=seat("s", source_set="named"), source_sets={"named": ["good"]}),
    exclusion(
        "origin",
        person("x", work_county="A"),
        person("y", work_county=None),
        person("z", work_county="city"),
        place=seat("s", origin="external"),
        rules={"city-class": {"treat_as": "neither"}},
    ),
    exclusion(
        "place",
        person("x", native="A"),
        person("y", grown="A"),
        person("z", spouse_work="A"),
        person("w", residence="A"),
    ),
    exclusion(
        "service",
        person("x", work_unit="a1"),
        person("y", career=[{"start": "2020-01", "end": "2024-01", "unit": "a1"}]),
        person("z", career=[{"start": "2020-01", "county": "A", "county_managed": True}]),
    ),
    exclusion("kin", *XYZ, relations=tied("spouse", "collateral", "near-in-law")),
    exclusion(
        "interest",
        *XYZ,
        place=LEADER,
        relations=tied("declared-interest", "classmate", "superior-subordinate"),
    ),
    exclusion(
        "interest",
        *XYZ,
        recusal_requests=[
            {"id": who, "person": who, "decision": "upheld", **scope}
            for who, scope in zip("xyz", ({"county": "A"}, {"unit": "a1"}, {"county": "A"}), strict=True)
        ],
    ),
    exclusion("system", *XYZ, place=LEADER, units=SYSTEM),
    exclusion(
        "repeat-unit",
        *XYZ,
        rounds=ROUNDS,
        history=[
            record("x", "P0", units=["a1"]),
            record("y", "R0", units=["a1"]),
            record("z", "R0", units=["c1", "a1"]),
        ],
    ),
    exclusion(
        "repeat-county",
        *XYZ,
        code="wrong-rule-result",
        place=LEADER,
        rounds=ROUNDS,
        history=[
            record(who, item, counties=["A"]) for who, item in zip("xyz", ("P0", "R0", "P0"), strict=True)
        ],
    ),
    exclusion(
        "unfit",
        *XYZ,
        unfit=[{"person": "x"}, {"person": "y", "county": "A"}, {"person": "z", "unit": "a1"}],
    ),
    exclusion(
        "service-cap",
        *XYZ,
        code="over-maximum",
        setting={"cap": 1},
        rounds=ROUNDS,
        history=[record("x", "P0"), record("y", "R0"), record("z", "P0"), record("z", "R0")],
    ),
    exclusion(
        "rest",
        *XYZ,
        code="over-maximum",
        setting={"c": 1},
        rounds=ROUNDS,
        history=[record("x", "R0"), record("y", "R0"), record("z", "P0"), record("z", "R0")],
    ),
)
