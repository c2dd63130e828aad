"""Micro instances whose people stand just on either side of a limit: days, months, ages, terms, classes."""

from bianzu.models import Instance
from tests.builders import Tree, make_instance, past, person, planned, record, seat, team, unit, waiver

__all__ = ["EDGE_WORLDS"]

ROUNDS = (past("P0", "2025-01-01", term="before"), past("R0", "2025-09-01"), planned("R1"))
ONE = [team("T1", "s")]


def _leave(ident: str, start: str, end: str) -> Tree:
    return person(ident, leave=[{"start": start, "end": end}])


def _career(ident: str, start: str, end: str) -> Tree:
    return person(ident, career=[{"start": start, "end": end, "unit": "a1"}])


def _tie(who: str, end: str | None, kind: str = "superior-subordinate") -> Tree:
    return {
        "person": who,
        "kind": kind,
        "other_unit": "a1",
        "other_is_leader": True,
        "start": "2010-01",
        "end": end,
    }


EDGE_WORLDS: dict[str, Instance] = {
    "leave that touches the round": make_instance(
        [
            _leave("x", "2026-02-01", "2026-03-01"),
            _leave("y", "2026-02-01", "2026-02-28"),
            _leave("z", "2026-04-15", "2026-05-01"),
            _leave("w", "2026-04-16", "2026-05-01"),
        ],
        ONE,
        {"gates": {}, "seats": {}},
    ),
    "age at the limit": make_instance(
        [person("x", birth="1966-03"), person("y", birth="1966-02"), person("z", birth="1965-04")],
        ONE,
        {"gates": {"age_limit": 60}, "seats": {}},
    ),
    "age under the limit": make_instance(
        [person("x", birth="1965-03"), person("y", birth="1965-02"), person("z", birth="1965-04")],
        ONE,
        {"gates": {"age_limit": 60}, "seats": {}},
    ),
    "ages at the bands": make_instance(
        [person("x", birth="1991-03"), person("y", birth="1990-03"), person("z", birth="1981-03")],
        [team("T1", "s", "t", "u")],
        {"age-bands": {}},
    ),
    "the last rating by date": make_instance(
        "xyz",
        ONE,
        {"rating": {}, "seats": {}},
        rounds=ROUNDS,
        history=[
            record("x", "R0", rating="competent"),
            record("x", "P0", rating="basic"),
            record("y", "R0", rating="basic"),
            record("y", "P0", rating="competent"),
        ],
    ),
    "another term": make_instance(
        "xyz",
        ONE,
        {"repeat-unit": {}, "service-cap": {"cap": 1, "y": 2}, "seats": {}},
        rounds=ROUNDS,
        history=[record("x", "P0", units=["a1"]), record("y", "R0", units=["a1"]), record("z", "P0")],
    ),
    "months of service": make_instance(
        [
            _career("x", "2010-01", "2012-12"),
            _career("y", "2010-01", "2012-11"),
            _career("z", "2022-05", "2023-03"),
            _career("w", "2022-05", "2023-02"),
        ],
        ONE,
        {"service": {}, "seats": {}},
    ),
    "ties that ended": make_instance(
        "xyz",
        [team("T1", seat("s", "leader"))],
        {"interest": {}, "seats": {}},
        relations=[_tie("x", "2023-03"), _tie("y", "2023-02"), _tie("z", "2012-01", "classmate")],
    ),
    "a role both strict and soft": make_instance(
        ["x", person("y", work_unit="b2")],
        [team("T1", seat("s", "liaison"), seat("t", "member"), seat("u", "leader"))],
        {"system": {"strict_roles": ["leader", "liaison"]}, "seats": {}},
        units=[unit("a1", "A", system="x"), unit("b1", "B", system="x")],
        waivers=[waiver("w", "system", seat="s")],
    ),
    "fewer classes of kin": make_instance(
        "xyz",
        [team("T1", "s", "t")],
        {"kin": {"classes": ["spouse"]}, "in-team": {"same_unit": "off"}, "seats": {}},
        relations=[
            {"person": "x", "kind": "spouse", "other_person": "y"},
            {"person": "y", "kind": "collateral", "other_person": "z"},
        ],
    ),
    "local seats outside the spread": make_instance(
        [person("x", work_county="A"), person("y", work_county="A"), "z"],
        [team("T1", seat("s", origin="local"), seat("t"), seat("u"))],
        {"origin": {}, "sender-spread": {"q": 1}, "seats": {}},
    ),
}
