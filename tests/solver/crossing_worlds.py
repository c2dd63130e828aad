"""Micro instances from county to county: whole teams, leaders of mixed teams, one and several rounds."""

from collections.abc import Sequence
from typing import Any

from bianzu.models import Instance
from tests.builders import county, make_instance, past, person, planned, record, seat, team, unit, waiver

__all__ = ["CROSSING_ROUNDS", "CROSSING_WORLDS", "LETTERS", "make_ring"]

LETTERS = "ABCD"
P0, R0 = past("P0", "2025-05-01"), past("R0", "2025-09-01")
R1 = planned("R1", "2026-03-01", "2026-04-15")
R2 = planned("R2", "2026-06-01", "2026-07-15")
WHOLE = {"cross_form": "whole", "units": []}
FORMS = {"cross-form": {}, "place": {}}


def make_ring(hosts: str, d: int | None, **parts: Any) -> Instance:
    """A whole team of one seat for each letter of ``hosts``, and one person a county who may sit on all."""
    counties = sorted(set(hosts))
    rules = {**FORMS, "seats": {}, "no-swap": {}, **parts.pop("rules", {})}
    if d is not None:
        rules["flow-balance"] = {"d": d}
    return make_instance(
        [person(name.lower(), work_county=name) for name in counties],
        [team(f"T{at}", f"s{at}", host_counties=[name], **WHOLE) for at, name in enumerate(hosts)],
        rules,
        counties=[county(name) for name in (*counties, *parts.pop("more", ()))],
        units=[unit("c1", counties[0])],
        **parts,
    )


def _leader(name: str, home: str, **fields: Any) -> Any:
    return person(name, work_county=home, **fields)


def _mixed(ident: str, hosts: Sequence[str], *seats: Any, **fields: Any) -> Any:
    places = [seat(item, "leader") if isinstance(item, str) else item for item in seats]
    return team(ident, *places, host_counties=list(hosts), units=[], **fields)


CROSSING_WORLDS: dict[str, Instance] = {
    "whole teams that may swap at a price": make_ring("ABC", 1, rules={"no-swap": {"mode": "avoid"}}),
    "whole teams after a past round": make_instance(
        [_leader("a", "A"), _leader("b", "B"), _leader("c", "C"), _leader("m", "city", work_unit="m1")],
        [
            team("T1", "s", "t", host_counties=["A"], **WHOLE),
            team("T2", "u", host_counties=["B", "C"], **WHOLE),
        ],
        {
            **FORMS,
            "seats": {},
            "no-swap": {"look_back": 2},
            "fresh-pairing": {"w": 1},
            "flow-balance": {"d": 1},
        },
        rounds=[P0, R0, R1],
        history=[
            record("a", "P0", team="x", counties=["B"]),
            record("b", "P0", team="y", counties=["C"]),
            record("m", "P0", team="y", counties=["C"]),
            record("b", "R0", team="z", counties=["A"]),
            record("c", "R0", team="w", counties=["B", "D"]),
        ],
        waivers=[
            waiver("W1", "fresh-pairing", counties=["B", "A"]),
            waiver("W2", "flow-balance", counties=["A", "C"], amount=1),
            waiver("W3", "fresh-pairing", team="T2"),
        ],
    ),
    "whole teams that avoid the past": make_instance(
        [_leader("a", "A"), _leader("b", "B"), _leader("c", "C")],
        [
            team("T1", "s", host_counties=["A", "B"], **WHOLE),
            team("T2", "t", host_counties=["C"], **WHOLE),
            _mixed("T3", "C", "u"),
        ],
        {
            "cross-form": {},
            "one-seat": {},
            "seats": {},
            "no-swap": {"mode": "avoid", "weight": 3},
            "fresh-pairing": {"weight": 4},
            "flow-balance": {"d": 0},
        },
        rounds=[P0, R0, R1],
        history=[
            record("a", "R0", team="x", counties=["C"], role="leader"),
            record("b", "R0", team="x", counties=["C"]),
            record("c", "P0", team="y", counties=["A", "B"], role="leader"),
        ],
        waivers=[waiver("W", "flow-balance", amount=2), waiver("V", "fresh-pairing")],
    ),
    "leaders go both ways": make_instance(
        [_leader("a", "A"), _leader("b", "B"), _leader("c", "C"), _leader("m", "city", work_unit="m1")],
        [_mixed("T1", "A", "s", seat("x")), _mixed("T2", "B", "t"), _mixed("T3", "C", "u")],
        {"no-swap": {"weight": 5}, "seats": {}, "one-seat": {}},
    ),
    "leaders after past rounds": make_instance(
        [_leader("a", "A"), _leader("b", "B"), _leader("c", "C"), _leader("o", "outside")],
        [_mixed("T1", "AB", "s", "v"), _mixed("T2", "C", "t")],
        {"no-swap": {"weight": 5}, "fresh-pairing": {"w": 1, "weight": 2}, "seats": {}, "one-seat": {}},
        rounds=[P0, R0, R1],
        history=[
            record("a", "R0", team="x", counties=["C", "B"], role="leader"),
            record("c", "P0", team="y", counties=["A"], role="leader"),
            record("b", "R0", team="y", counties=["C"], role="member"),
            record("o", "R0", team="w", counties=["C"], role="leader"),
        ],
    ),
    "nothing against swaps": make_ring("AB", 1, rules={"no-swap": {"mode": "allow"}}),
    "without the rule on forms": make_instance(
        [_leader("a", "A"), _leader("b", "B")],
        [_mixed("T1", "A", "s", cross_form="whole"), _mixed("T2", "B", "t", cross_form="whole")],
        {"no-swap": {}, "fresh-pairing": {}, "flow-balance": {"d": 0}, "seats": {}},
    ),
}
"""One planned round."""

CROSSING_ROUNDS: dict[str, Instance] = {
    "whole teams over two rounds": make_instance(
        [_leader("a", "A"), _leader("b", "B"), _leader("c", "C")],
        [
            team("T1", "s", host_counties=["A"], **WHOLE),
            team("T2", "t", host_counties=["B"], **WHOLE),
            team("T3", "u", host_counties=["A", "C"], round="R2", **WHOLE),
            team("T4", "v", host_counties=["B"], round="R2", **WHOLE),
        ],
        {
            "cross-form": {},
            "one-seat": {},
            "seats": {},
            "no-swap": {},
            "fresh-pairing": {"w": 2},
            "flow-balance": {"d": 1},
        },
        rounds=[R0, R1, R2],
        history=[record("c", "R0", team="x", counties=["B"])],
        waivers=[
            waiver("W1", "fresh-pairing", counties=["C", "A"], expires="2028-01-01"),
            waiver("W2", "flow-balance", counties=["B", "D"], granted="2026-05-01"),
        ],
    ),
    "whole teams that avoid over two rounds": make_instance(
        [_leader("a", "A"), _leader("b", "B"), _leader("c", "C")],
        [
            team("T1", "s", host_counties=["A"], **WHOLE),
            team("T2", "t", host_counties=["B"], **WHOLE),
            team("T3", "u", host_counties=["A"], round="R2", **WHOLE),
        ],
        {
            "cross-form": {},
            "one-seat": {},
            "seats": {},
            "no-swap": {"mode": "avoid"},
            "fresh-pairing": {"w": 1},
            "place": {},
        },
        rounds=[R0, R1, R2],
        history=[record("a", "R0", team="x", counties=["B"])],
        waivers=[waiver("W1", "fresh-pairing", team="T3", expires="2028-01-01")],
    ),
    "leaders over two rounds": make_instance(
        [_leader("a", "A"), _leader("b", "B"), _leader("c", "C")],
        [
            _mixed("T1", "A", "s"),
            _mixed("T2", "BC", "t"),
            _mixed("T3", "A", "u", "w", round="R2"),
            _mixed("T4", "C", seat("v"), round="R2"),
        ],
        {
            "one-seat": {},
            "seats": {},
            "no-swap": {"weight": 2},
            "fresh-pairing": {"w": 2, "weight": 3},
        },
        rounds=[R0, R1, R2],
        history=[record("b", "R0", team="x", counties=["A"], role="leader")],
    ),
    "both forms over two rounds": make_instance(
        [_leader("a", "A"), _leader("b", "B"), _leader("c", "C")],
        [
            team("T1", seat("s", "leader"), host_counties=["A"], **WHOLE),
            _mixed("T2", "B", "t"),
            team("T3", seat("u", "leader"), host_counties=["B"], round="R2", **WHOLE),
            _mixed("T4", "A", "v", round="R2"),
        ],
        {
            "cross-form": {},
            "one-seat": {},
            "seats": {},
            "no-swap": {"mode": "avoid", "weight": 2},
            "fresh-pairing": {"w": 1, "weight": 3},
            "flow-balance": {"d": 1, "hardness": "hard"},
        },
        rounds=[R0, R1, R2],
        history=[record("b", "R0", team="x", counties=["A"], role="leader")],
        waivers=[waiver("W", "fresh-pairing")],
    ),
}
"""Two planned rounds."""
