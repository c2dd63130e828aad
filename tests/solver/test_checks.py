"""Necessary counts before a solve: each can fail, and none fails on an instance that can be completed."""

import pytest

from bianzu.audit import measure
from bianzu.instances import PRESETS, Tightness, planted
from bianzu.models import InputError, Instance
from bianzu.solver import check
from bianzu.solver.checks import Necessity
from tests.audit.worlds import WORLDS
from tests.builders import make_instance, past, person, planned, seat, team, waiver
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.oracle import best_vector
from tests.solver.waiver_worlds import WAIVER_WORLDS

LOCALS = team("T1", seat("s", origin="local"), seat("t", origin="local"), "u")
H_NEEDED = {"seats": {}, "one-seat": {}, "skill-mix": {"needs": [{"skill": "h"}], "hard_skills": ["h"]}}
HOLDER = person("x", skills=[{"skill": "h"}])


def _failed(instance: Instance) -> list[Necessity]:
    return [item for item in check(instance) if not item.ok]


def test_too_few_leaders_are_counted_by_matching_and_the_teams_named() -> None:
    people = [person("x", pools=["leader"]), person("y", pools=["leader"], native="A"), "z"]
    people[2] = person("z", pools=["staff"])
    teams = [team(f"T{at}", seat(f"l{at}", "leader"), f"m{at}") for at in (1, 2)]
    rules = {"seats": {}, "one-seat": {}, "role-pools": {}, "place": {}}
    (short,) = _failed(make_instance(people, teams, rules))
    assert (short.code, short.need, short.have) == ("leaders", 2, 1)
    assert short.where == {"teams": "T2"}


def test_two_teams_that_can_only_have_the_same_leader_lack_one() -> None:
    teams = [
        team("T1", seat("l", "leader"), "a"),
        team("T2", seat("k", "leader"), host_counties=["B"], units=[]),
    ]
    people = [person("x", grown="A", work_county="C"), person("y", grown="B"), person("z", grown="A")]
    rules = {"seats": {}, "one-seat": {}, "place": {}}
    assert _failed(make_instance(people, teams, rules)) == []
    assert [item.have for item in _failed(make_instance(people[1:2], teams, rules))] == [1]


def test_a_county_without_enough_local_people_is_named_with_its_seats() -> None:
    rules = {"seats": {}, "one-seat": {}, "origin": {}}
    (short,) = _failed(make_instance([person("x", work_county="A"), "y", "z"], [LOCALS], rules))
    assert (short.code, short.need, short.have) == ("local-seats", 2, 1)
    assert short.where["county"] == "A"


def test_a_skill_with_too_few_holders_is_named() -> None:
    teams = [team("T1", "s", "t"), team("T2", "u")]
    (short,) = _failed(make_instance([HOLDER, "y", "z"], teams, H_NEEDED))
    assert (short.code, dict(short.where), short.need, short.have) == ("skill", {"skill": "h"}, 2, 1)


def test_a_holder_who_may_sit_nowhere_does_not_count() -> None:
    instance = make_instance(
        [person("x", skills=[{"skill": "h"}], trained=False), "y"],
        [team("T1", "s")],
        {**H_NEEDED, "gates": {}},
    )
    assert [item.have for item in _failed(instance)] == [0]


def test_a_waiver_makes_up_for_a_holder() -> None:
    teams = [team("T1", "s"), team("T2", "u")]
    instance = make_instance([HOLDER, "y"], teams, H_NEEDED, waivers=[waiver("w", "skill-mix")])
    assert best_vector(instance) == (0, 0, 0, 1, 0, 0)
    assert _failed(instance) == []


NAMED = {f"{item.rule}-{at}": item.instance for at, item in enumerate(WORLDS)}


@pytest.mark.parametrize("name", [*NAMED, *WAIVER_WORLDS, *MIXED_WORLDS])
def test_no_count_fails_when_a_complete_plan_exists(name: str) -> None:
    instance = {**NAMED, **WAIVER_WORLDS, **MIXED_WORLDS}[name]
    best = best_vector(instance)
    assert best is not None
    if _failed(instance):
        assert any(best[:3])


@pytest.mark.parametrize("tightness", ["loose", "normal", "tight"])
def test_no_count_fails_on_planted_instances(tightness: Tightness) -> None:
    for preset in PRESETS:
        instance, plan = planted("tiny", seed=3, tightness=tightness, preset=preset)
        assert measure(instance, plan).complete
        counts = check(instance)
        assert [item for item in counts if not item.ok] == []
        assert counts[0].code == "leaders"
        assert counts[0].need == len(instance.teams)


def test_without_the_rule_seats_nothing_is_necessary() -> None:
    rules = {rule: setting for rule, setting in H_NEEDED.items() if rule != "seats"}
    instance = make_instance(["y"], [team("T1", seat("s", "leader"), "t")], rules)
    assert best_vector(instance) == (0, 0, 0, 0, 0, 0)
    assert check(instance) == ()


def test_a_rule_that_is_not_implemented_is_refused_by_name() -> None:
    instance = make_instance(
        "x", [team("T1", "s")], {"sector-sync": {}, "coverage": {}, "rating": {"preference": 5}}
    )
    with pytest.raises(InputError) as caught:
        check(instance)
    assert [(item.code, item.where) for item in caught.value.problems] == [
        ("rule-unsupported", "$.rules.coverage"),
        ("rule-unsupported", "$.rules.sector-sync"),
    ]


def test_planned_rounds_that_are_not_apart_are_refused() -> None:
    rounds = [past("P0", "2025-01-01"), planned("R1"), planned("R2", "2026-06-01", "2026-07-01")]
    teams = [team("T1", "s"), team("T2", "t", round="R2")]
    assert check(make_instance("x", teams, {"one-seat": {}}, rounds=rounds)) == ()
    late = team("T3", "u", start="2026-04-10", end="2026-06-01")
    for more, rules in (((), {}), ((late,), {"one-seat": {}})):
        with pytest.raises(InputError) as caught:
            check(make_instance("x", [*teams, *more], rules, rounds=rounds))
    assert [(item.code, item.value) for item in caught.value.problems] == [("rounds-unsupported", "R1, R2")]


TWO_ROUNDS = [planned("R1"), planned("R2", "2026-06-01", "2026-07-15")]


def test_every_round_is_counted_by_itself_and_named() -> None:
    """One leader heads a team of each round; with two teams in the second round one is missing there."""
    people = [person("x", pools=["leader"]), person("z", pools=["staff"])]
    rules = {"seats": {}, "one-seat": {}, "role-pools": {}}
    teams = [
        team(f"T{at}", seat(f"l{at}", "leader"), round=round_id) for at, round_id in ((1, "R1"), (2, "R2"))
    ]
    instance = make_instance(people, teams, rules, rounds=TWO_ROUNDS)
    assert [(dict(item.where), item.ok) for item in check(instance)] == [
        ({"round": "R1"}, True),
        ({"round": "R2"}, True),
    ]
    teams.append(team("T3", seat("l3", "leader"), round="R2"))
    (short,) = _failed(make_instance(people, teams, rules, rounds=TWO_ROUNDS))
    assert (dict(short.where), short.need, short.have) == ({"round": "R2", "teams": "T3"}, 2, 1)


def test_no_count_fails_on_a_term_that_can_be_completed() -> None:
    instance, _ = planted("tiny", seed=3, rounds=3)
    assert _failed(instance) == []
