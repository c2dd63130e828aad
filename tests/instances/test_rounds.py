"""Several planned rounds: dates, units, hosts, people who serve again, and a complete plan over all."""

from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from bianzu.audit import measure
from bianzu.instances import MOST_ROUNDS, format_model, generate, parse_instance, planted, with_term_rules
from bianzu.instances.cadres import _WINDOW
from bianzu.instances.campaign import add_months
from bianzu.models import Assignment, Instance, Round

CASES: list[Any] = [
    ("tiny", "normal", 1, None, 2),
    ("tiny", "tight", 2, None, 6),
    ("tiny", "loose", 3, "qujing", 4),
    ("tiny", "normal", 4, "whole-team", 3),
    ("tiny", "normal", 5, "upgraded", 3),
    ("tiny", "normal", 6, "nanjian-3+2", 3),
    ("tiny", "normal", 7, "zhangzhou-6+2", 15),
    ("county", "normal", 1, None, 6),
    ("county", "tight", 2, None, 15),
    ("city", "normal", 5, None, 6),
]


@cache
def drawn(case: Any) -> tuple[Instance, tuple[Assignment, ...]]:
    size, tightness, seed, preset, rounds = case
    return planted(size, tightness=tightness, seed=seed, preset=preset, rounds=rounds)


def by_status(instance: Instance, status: str) -> list[Round]:
    return [item for item in instance.rounds if item.status == status]


@pytest.mark.parametrize("case", CASES)
def test_the_planted_plan_of_all_rounds_is_complete_under_the_audit(case: Any) -> None:
    instance, plan = drawn(case)
    assert instance.completable is True
    assert len(plan) == sum(len(team.seats) for team in instance.teams)
    result = measure(instance, plan)
    assert result.breaches == ()
    assert result.shortages == ()
    assert result.waivers_used == ()


@pytest.mark.parametrize("case", CASES)
def test_rounds_last_a_month_or_two_and_do_not_overlap(case: Any) -> None:
    instance, _ = drawn(case)
    assert len(by_status(instance, "planned")) == case[-1]
    assert (len(by_status(instance, "past")), len(by_status(instance, "announced"))) == (3, 2)
    for item in instance.rounds:
        assert 30 <= (item.end - item.start).days + 1 <= 60
    assert all(before.end < after.start for before, after in pairwise(instance.rounds))
    full_years = Counter(item.start.year for item in instance.rounds)
    del full_years[instance.rounds[-1].start.year]
    assert all(2 <= count <= 4 for count in full_years.values())


@pytest.mark.parametrize("case", CASES)
def test_no_unit_is_inspected_twice_in_the_term(case: Any) -> None:
    instance, _ = drawn(case)
    visits = Counter(unit for team in instance.teams for unit in team.units)
    past = {(record.round, record.team): record.units for record in instance.history}
    visits += Counter(unit for units in past.values() for unit in units)
    assert max(visits.values()) == 1
    assert all(team.units for team in instance.teams)


def test_hosts_vary_by_round() -> None:
    instance, _ = drawn(CASES[-1])
    hosts = {
        item.id: Counter(team.host_counties[0] for team in instance.teams if team.round == item.id)
        for item in by_status(instance, "planned")
    }
    assert len({tuple(sorted(shares.items())) for shares in hosts.values()}) == 6
    assert all(len(shares) == 12 and sum(shares.values()) == 42 for shares in hosts.values())


def test_a_city_keeps_its_people_and_grows_its_leader_pool() -> None:
    instance, plan = drawn(CASES[-1])
    pools = Counter(pool for person in instance.people for pool in person.pools)
    assert (len(instance.people), len(instance.teams), len(plan)) == (1300, 252, 2016)
    assert pools["leader"] >= 150
    assert pools["full-time"] == 110
    leaders = Counter(place.person for place in plan if place.role == "leader")
    assert 63 <= len(leaders) <= 110
    assert max(leaders.values()) <= 4


def test_cadres_arrive_before_and_between_the_planned_rounds() -> None:
    instance, plan = drawn(CASES[-1])
    planned = by_status(instance, "planned")
    days = [person.promoted_on for person in instance.people if person.promoted_on is not None]
    spans = [(planned[0].start.replace(year=2025), planned[0].start)]
    spans += [(before.start, after.start) for before, after in pairwise(planned)]
    for first, last in spans:
        assert sum(first < day <= last for day in days) >= 20
    served: dict[str, set[str]] = {}
    for place in plan:
        served.setdefault(place.person, set()).add(place.round)
    for person in instance.people:
        if person.promoted_on is None or person.promoted_on <= instance.as_of:
            continue
        end = add_months(person.promoted_on, _WINDOW)
        window = [item for item in instance.rounds if person.promoted_on <= item.start <= end]
        ids = {item.id for item in window if item.status == "planned"}
        assert ids & served.get(person.id, set()) or window[-1].status == "announced"


def test_leave_is_spread_over_the_term() -> None:
    instance, _ = drawn(CASES[-1])
    for item in by_status(instance, "planned"):
        away = sum(
            any(leave.start <= item.end and item.start <= leave.end for leave in person.leave)
            for person in instance.people
        )
        assert 8 <= 100 * away / len(instance.people) <= 14


def test_the_plan_uses_the_caps_up_but_for_full_time_staff() -> None:
    instance, plan = drawn(CASES[-1])
    borrowed = {p.id for p in instance.people if "full-time" not in p.pools}
    count = Counter(place.person for place in plan)
    assert max(count[person] for person in borrowed) == 4
    assert max(count.values()) == 6


def test_the_same_arguments_give_the_same_bytes_and_they_read_back() -> None:
    once = format_model(generate("tiny", seed=11, rounds=3))
    assert format_model(generate("tiny", seed=11, rounds=3)) == once
    assert format_model(generate("tiny", seed=12, rounds=3)) != once
    assert format_model(parse_instance(once)) == once


def test_one_round_is_what_it_was() -> None:
    assert generate("tiny", seed=4, rounds=1) == generate("tiny", seed=4)


def test_term_rules_are_only_on_when_asked_for() -> None:
    instance, _ = drawn(CASES[0])
    term = {"service-floor", "keep-backbone", "fresh-pairs"}
    assert set(instance.rules.on) & term == set()
    assert set(with_term_rules(instance).rules.on) == {*instance.rules.on, *term}


@pytest.mark.parametrize(("size", "rounds"), [("tiny", 0), ("tiny", MOST_ROUNDS + 1), ("micro", 2)])
def test_numbers_of_rounds_that_cannot_be_are_refused(size: str, rounds: int) -> None:
    with pytest.raises(ValueError, match="round"):
        generate(size, rounds=rounds)


@pytest.mark.long
def test_a_city_over_twelve_rounds_is_complete() -> None:
    instance, plan = planted("city", seed=1, rounds=12)
    result = measure(instance, plan)
    assert (len(instance.people), len(instance.teams), len(plan)) == (1300, 504, 4032)
    assert (result.breaches, result.shortages) == ((), ())
