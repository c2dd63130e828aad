"""From county to county: how many ways of sending there are, and which one is taken."""

from collections.abc import Iterator
from itertools import product

import pytest

from bianzu.audit import measure
from bianzu.models import Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.freezing import freeze_rounds
from tests.builders import assign, result
from tests.solver.agreeing import evaluate_seating
from tests.solver.crossing_worlds import CROSSING_ROUNDS, make_ring
from tests.solver.running import assert_optimal, vector

WAYS = [
    pytest.param("AB", 0, 0, id="two counties"),
    pytest.param("ABC", 0, 2, id="three counties"),
    pytest.param("ABCD", 0, 6, id="four counties"),
    pytest.param("ABCC", 1, 2, id="three counties with 1, 1 and 2 teams"),
    pytest.param("ABCD", 1, 30, id="four counties, one apart"),
]


def _complete(instance: Instance) -> Iterator[dict[str, str]]:
    """Every way to fill all seats: each team has one, and each county one person, so it is a way to send."""
    seats = list(instance.seat_by_id)
    for choice in product(instance.person_by_id, repeat=len(seats)):
        yield dict(zip(seats, choice, strict=True))


@pytest.mark.parametrize(("hosts", "d", "ways"), WAYS)
def test_the_audit_counts_the_ways_to_send(hosts: str, d: int, ways: int) -> None:
    instance = make_ring(hosts, d)
    seatings = _complete(instance)
    assert sum(not measure(instance, assign(instance, seating)).breaches for seating in seatings) == ways


@pytest.mark.parametrize(("hosts", "d", "ways"), WAYS)
def test_the_model_counts_the_ways_to_send(hosts: str, d: int, ways: int) -> None:
    instance = make_ring(hosts, d)
    model = build_model(instance)
    found = (evaluate_seating(model, seating) for seating in _complete(instance))
    assert sum(item is not None and item.feasible for item in found) == ways


@pytest.mark.parametrize(("hosts", "d", "ways"), WAYS)
def test_a_plan_is_complete_where_there_is_a_way_to_send(hosts: str, d: int, ways: int) -> None:
    plan = assert_optimal(make_ring(hosts, d))
    assert plan.complete is (ways > 0)
    if not ways:
        assert vector(plan.levels) == (0, len(hosts), 0, 0, 0, 0)


def test_no_more_counties_than_w_leaves_by_default_are_looked_back_to() -> None:
    """With three counties W is 1, with two it is 0, with six it is 3."""
    rounds = [
        {"id": f"P{at}", "start": f"2025-0{at}-01", "end": f"2025-0{at}-20", "status": "past", "term": "T"}
        for at in range(1, 5)
    ]
    now = {"id": "R1", "start": "2026-03-01", "end": "2026-04-15", "status": "planned", "term": "T"}
    for more, span in ((0, 0), (1, 1), (4, 3)):
        for back in range(1, 5):
            instance = make_ring(
                "AB",
                None,
                rules={"fresh-pairing": {}, "no-swap": None},
                more="CDEF"[:more],
                rounds=[*rounds, now],
                history=[_record("b", f"P{5 - back}")],
            )
            (swap,) = [seating for seating in _complete(instance) if seating == {"s0": "b", "s1": "a"}]
            broken = {item.rule for item in measure(instance, assign(instance, swap)).breaches}
            assert broken == ({"fresh-pairing"} if back <= span else set()), (more, back)


def _record(who: str, item: str) -> dict[str, object]:
    return {"round": item, "team": "x", "person": who, "role": "member", "counties": ["A"]}


def test_leaders_of_a_pair_of_counties_are_one_unit_however_many_go() -> None:
    instance = CROSSING_ROUNDS["leaders over two rounds"]
    assert result(instance, "no-swap", {"s": "b", "t": "a"}) == (2, 1, 0, 0)
    both = {"t": "a", "u": "b", "w": "c"}  # A goes to B after the past round, then B and C come back
    assert result(instance, "no-swap", both) == (6, 3, 0, 0)
    assert result(instance, "fresh-pairing", {"s": "b", "u": "b", "w": "c"}) == (6, 2, 0, 0)


def test_what_whole_teams_did_in_a_frozen_round_binds_the_next() -> None:
    instance = CROSSING_ROUNDS["whole teams over two rounds"]
    plan = assert_optimal(instance)
    later = freeze_rounds(instance, plan, "R2")
    again = assert_optimal(later)
    assert vector(again.levels) == vector(plan.levels)
    sent = {item.team: item.person for item in plan.assignments if item.round == "R1"}
    back = {"T3": {"a", "c"}, "T4": {"b"}}
    hosts = {"T1": "a", "T2": "b"}
    for item in again.assignments:
        for team, sender in sent.items():
            swapped = item.person == hosts[team] and sender in back[item.team]
            assert not swapped or sender == item.person
