"""Whole teams are sent together: counties first, then the people of each."""

import numpy as np
import pytest

from bianzu.audit import measure, verify
from bianzu.instances.generator import plant_size
from bianzu.instances.sizes import SIZES, Size
from bianzu.models import Instance
from bianzu.solver.assembly import build_model
from bianzu.solver.closing import close_ways
from bianzu.solver.senders import Cut, Senders
from tests.builders import assign, pin
from tests.solver.crossing_worlds import make_ring
from tests.solver.running import solve_here


def _choose(instance: Instance, cuts: list[Cut], **costs: int) -> dict[str, str]:
    """Which county sends which team; ``costs`` by team and county, as in s0_A."""
    senders = Senders(close_ways(build_model(instance)))
    names = [county.id for county in instance.counties]
    cost = [
        costs.get(f"{instance.teams[team].id}_{names[county]}", 0)
        for team, county in zip(senders.team.tolist(), senders.county.tolist(), strict=True)
    ]
    found = senders.choose(np.array(cost, dtype=np.int64), cuts, seed=0, engine="cp-sat")
    assert found is not None
    return {instance.teams[team].id: names[county] for team, county in found.items()}


@pytest.mark.parametrize(("hosts", "d"), [("ABC", 0), ("ABCD", 0), ("ABCC", 1), ("ABCD", 1)])
def test_counties_are_chosen_as_section_d_wants(hosts: str, d: int) -> None:
    instance = make_ring(hosts, d)
    found = _choose(instance, [])
    assert set(found) == {team.id for team in instance.teams}
    seating = {team.seats[0].id: found[team.id].lower() for team in instance.teams}
    assert not measure(instance, assign(instance, seating)).breaches


def test_a_team_that_nobody_may_send_is_left_out() -> None:
    assert _choose(make_ring("AB", 0), []) == {}


def test_prices_decide_among_the_ways_to_send() -> None:
    instance = make_ring("ABC", 0)
    assert _choose(instance, [], T0_B=5) == {"T0": "C", "T1": "A", "T2": "B"}
    assert _choose(instance, [], T0_C=5) == {"T0": "B", "T1": "C", "T2": "A"}


def test_a_share_that_was_tried_in_vain_is_not_taken_again() -> None:
    instance = make_ring("ABC", 0)
    fewer = Cut(county=1, teams=(0,), more=False)
    assert _choose(instance, [fewer], T0_C=5) == {"T0": "C", "T1": "A", "T2": "B"}
    more = Cut(county=1, teams=(0,), more=True)
    assert _choose(instance, [more], T0_C=5)["T0"] == "C"


def test_a_pinned_person_is_on_a_team_of_the_home_county() -> None:
    for county in "BC":
        instance = make_ring("ABC", 0, pins=[pin("must", county.lower(), team="T0")])
        assert _choose(instance, [])["T0"] == county


@pytest.mark.long
@pytest.mark.parametrize("name", ["twelve teams", "city"])
def test_whole_teams_are_complete_and_certified_within_two_per_cent(name: str) -> None:
    twelve = Size(6, 12, (8,), leaders=60, staff=230, specialists=80, full_time=40)
    size = SIZES["city"] if name == "city" else twelve
    instance, _ = plant_size(name, size, "normal", 0, "whole-team")
    assert {"no-swap", "fresh-pairing", "flow-balance"} <= set(instance.rules.on)
    plan = solve_here(instance)
    assert plan.complete
    audit = verify(instance, plan)
    assert audit.passed
    assert audit.certified in ("optimal", "within")
    soft = next(level for level in plan.levels if level.name == "soft")
    assert soft.objective is not None
    assert soft.certified_bound is not None
    assert soft.objective <= 1.02 * soft.certified_bound
