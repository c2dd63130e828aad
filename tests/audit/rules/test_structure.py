"""Who may take a seat: pools, rank, gates, rating, source sets, origin and pins."""

import pytest

from tests.builders import (
    breaches,
    make_instance,
    past,
    person,
    pin,
    planned,
    record,
    seat,
    team,
    unit,
)


def barred(rules, who, place, **parts):
    """What excludes one person from the only seat."""
    instance = make_instance([who], [team("T1", place, **parts.pop("of_team", {}))], rules, **parts)
    return [(rule, found) for _, rule, found in breaches(instance, {place["id"]: who["id"]})]


@pytest.mark.parametrize(
    ("pools", "place", "expected"),
    [
        (["staff"], seat("s", "member"), []),
        (["staff"], seat("s", "leader"), [("role-pools", "p")]),
        (["staff", "leader"], seat("s", "leader"), []),
        (["leader", "specialist"], seat("s", "member", pools=["leader"]), [("role-pools", "p")]),
        (["full-time"], seat("s", "liaison", pools=["full-time"]), []),
        ([], seat("s", "member"), [("role-pools", "p")]),
    ],
)
def test_one_pool_must_both_allow_the_role_and_be_among_the_seats(pools, place, expected):
    assert barred({"role-pools": {}}, person("p", pools=pools), place) == expected


@pytest.mark.parametrize(
    ("role", "rank", "heads", "expected"),
    [
        ("leader", "section-head", ["section-deputy", "section-head"], []),
        ("leader", "section-deputy", ["section-deputy", "section-head"], [("rank", "p")]),
        ("leader", "fourth-grade", ["section-deputy"], []),
        ("leader", None, ["clerk"], [("rank", "p")]),
        ("leader", None, [None], []),
        ("deputy", "section-deputy", ["section-head"], []),
        ("deputy", "clerk", ["section-head"], [("rank", "p")]),
        ("member", "clerk", ["division-head"], []),
    ],
)
def test_rank_is_held_against_the_highest_head(role, rank, heads, expected):
    units = [unit(f"h{at}", "A", head_rank=head) for at, head in enumerate(heads)]
    inspected = {"units": [item["id"] for item in units]}
    rules = {"rank": {"deputy": True}}
    assert barred(rules, person("p", rank=rank), seat("s", role), units=units, of_team=inspected) == expected


def test_rank_of_deputies_is_off_by_default():
    units = [unit("h", "A", head_rank="division-head")]
    who, of_team = person("p", rank="clerk"), {"units": ["h"]}
    assert barred({"rank": {}}, who, seat("s", "deputy"), units=units, of_team=of_team) == []


@pytest.mark.parametrize(
    ("fields", "role", "clauses"),
    [
        ({}, "leader", []),
        ({"appraisal": None}, "member", ["appraisal"]),
        ({"appraisal": "basic"}, "member", ["appraisal"]),
        ({"appraisal": "excellent"}, "member", []),
        ({"trained": False}, "member", ["trained"]),
        ({"open_clue": True, "in_pool": False}, "member", ["clue", "in-pool"]),
        ({"party": "probationary"}, "liaison", ["party"]),
        ({"party": "none"}, "member", []),
        ({"leave": [{"start": "2026-04-15", "end": "2026-05-01"}]}, "member", ["leave"]),
        ({"leave": [{"start": "2026-04-16", "end": "2026-05-01"}]}, "member", []),
        ({"leave": [{"start": "2026-01-01", "end": "2026-03-01"}]}, "member", ["leave"]),
        ({"leave": [{"start": "2026-01-01", "end": "2026-02-28"}]}, "member", []),
        ({"birth": "1965-03"}, "member", ["age"]),
        ({"birth": "1965-04"}, "member", []),
    ],
)
def test_gates_shut_on_exact_grounds(fields, role, clauses):
    found = barred({"gates": {"age_limit": 60}}, person("p", **fields), seat("s", role))
    assert found == [("gates", f"p {clause}") for clause in clauses]


def test_leave_is_held_against_the_round_even_when_the_team_ends_earlier():
    away = person("p", leave=[{"start": "2026-04-10", "end": "2026-04-10"}])
    assert barred({"gates": {}}, away, seat("s"), of_team={"end": "2026-03-31"}) == [("gates", "p leave")]


def test_each_gate_can_be_switched_off():
    off = dict.fromkeys(("appraisal", "trained", "clue", "in_pool", "leave", "party"), False)
    leave = [{"start": "2026-03-01", "end": "2026-03-01"}]
    unfit = person(
        "p", appraisal=None, trained=False, open_clue=True, in_pool=False, leave=leave, party="none"
    )
    assert barred({"gates": off}, unfit, seat("s", "leader")) == []
    assert len(barred({"gates": {}}, unfit, seat("s", "leader"))) == 6


@pytest.mark.parametrize(
    ("stated", "records", "expected"),
    [
        (None, [], []),
        ("basic", [], [("rating", "p gate")]),
        ("basic", [("R0", "competent")], []),
        ("competent", [("Q0", "competent"), ("R0", "incompetent")], [("rating", "p gate")]),
        ("competent", [("Q0", "incompetent"), ("R0", None)], [("rating", "p gate")]),
        ("competent", [("R0", "competent"), ("Q0", "incompetent")], []),
        (None, [("R0", "competent"), ("R0", "basic")], [("rating", "p gate")]),
        (None, [("R0", "basic"), ("R0", "competent")], []),
    ],
)
def test_rating_gate_reads_the_latest_round_with_a_rating(stated, records, expected):
    history = [record("p", item, rating=rating, team=str(at)) for at, (item, rating) in enumerate(records)]
    rounds = [past("Q0", "2025-03-01"), past("R0", "2025-09-01"), planned("R1")]
    who = person("p", last_rating=stated)
    assert barred({"rating": {}}, who, seat("s"), history=history, rounds=rounds) == expected


def test_rating_gate_can_be_off():
    assert barred({"rating": {"gate": False}}, person("p", last_rating="basic"), seat("s")) == []


@pytest.mark.parametrize(("name", "expected"), [(None, []), ("mine", []), ("others", [("source-sets", "p")])])
def test_a_source_set_limits_a_seat(name, expected):
    sets = {"mine": ["p"], "others": []}
    assert barred({"source-sets": {}}, person("p"), seat("s", source_set=name), source_sets=sets) == expected


@pytest.mark.parametrize(
    ("origin", "county", "treat_as", "fits"),
    [
        ("local", "A", "external", True),
        ("local", "B", "external", False),
        ("local", None, "external", False),
        ("external", "B", "external", True),
        ("external", "outside", "external", True),
        ("external", "A", "external", False),
        ("external", None, "external", False),
        ("external", "city", "external", True),
        ("external", "city", "neither", False),
        ("city-level", "city", "neither", True),
        ("city-level", "B", "external", False),
        ("any", None, "external", True),
    ],
)
def test_origin_of_a_seat(origin, county, treat_as, fits):
    rules = {"origin": {}, "city-class": {"treat_as": treat_as}}
    found = barred(rules, person("p", work_county=county), seat("s", origin=origin))
    assert found == ([] if fits else [("origin", "p")])


def test_city_level_people_are_external_when_nobody_says_otherwise():
    assert barred({"origin": {}}, person("p", work_county="city"), seat("s", origin="external")) == []


def test_with_origin_off_every_seat_is_for_any():
    assert barred({}, person("p", work_county="A"), seat("s", origin="external")) == []


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ({"seat": "s"}, [("pins", "p")]),
        ({"team": "T1"}, [("pins", "p")]),
        ({"round": "R1"}, [("pins", "p")]),
        ({}, [("pins", "p")]),
        ({"seat": "other"}, []),
    ],
)
def test_a_must_not_pin_bars_the_seats_it_covers(scope, expected):
    who = person("p")
    instance = make_instance(
        [who], [team("T1", "s"), team("T2", "other")], pins=[pin("must-not", "p", **scope)]
    )
    assert [(rule, found) for _, rule, found in breaches(instance, {"s": "p"})] == expected


@pytest.mark.parametrize(
    ("order", "seats", "broken"),
    [
        (pin("must", "p", seat="s"), {"s": "p"}, False),
        (pin("must", "p", seat="s"), {"t": "p"}, True),
        (pin("must", "p", team="T1"), {"t": "p"}, False),
        (pin("must", "p", team="T1"), {"u": "p"}, True),
        (pin("must", "p", round="R1"), {"u": "p"}, False),
        (pin("must", "p", round="R1"), {}, True),
        (pin("lock", "p", seat="s"), {"s": "q"}, True),
        (pin("must-not", "p", seat="s"), {}, False),
    ],
)
def test_must_and_lock_pins_are_honoured(order, seats, broken):
    instance = make_instance(["p", "q"], [team("T1", "s", "t"), team("T2", "u")], pins=[order])
    found = breaches(instance, seats)
    assert [code for code, _, _ in found] == (["pin-not-honoured"] if broken else [])
