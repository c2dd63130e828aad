"""Generated instances have the sizes, the shares and the past that the issue and the rulebook ask for."""

import hashlib
import os
import subprocess
import sys
from collections import Counter
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from pydantic import ValidationError

from bianzu.instances import (
    PRESETS,
    SIZES,
    Preset,
    Tightness,
    format_model,
    generate,
    planted,
    with_balance,
)
from bianzu.models import Instance, RuleSettings
from bianzu.models import settings as rules
from tests.instances.portrait import Portrait

MAIN_JOB = {
    *("one-seat", "seats", "role-pools", "rank", "gates", "branch", "source-sets", "desks"),
    *("origin", "city-class", "sensitive-duties", "sender-spread"),
    *("place", "service", "kin", "interest", "system", "in-team", "repeat-unit", "repeat-county", "unfit"),
    *("skill-mix", "audit-seats", "age-bands", "mentoring", "seniority", "gender", "together", "apart"),
    *("new-cadre", "service-cap", "rest", "borrow-cap", "fair-load", "rating", "priority"),
}
CASES: list[tuple[str, Tightness, int]] = [
    ("tiny", "normal", 0),
    ("tiny", "tight", 3),
    ("tiny", "loose", 8),
    ("county", "normal", 0),
    ("county", "tight", 5),
    ("city", "normal", 0),
    ("city", "tight", 2),
    ("city", "loose", 2),
]
CITIES = [case for case in CASES if case[0] == "city"]


@cache
def portrait(
    size: str, tightness: Tightness = "normal", seed: int = 0, preset: Preset | None = None
) -> Portrait:
    return Portrait(*planted(size, tightness=tightness, seed=seed, preset=preset))


@pytest.mark.parametrize("size", ["micro", "tiny", "county"])
def test_the_same_seed_gives_the_same_bytes(size: str) -> None:
    once = format_model(generate(size, seed=11))
    assert format_model(generate(size, seed=11)) == once
    assert format_model(generate(size, seed=12)) != once


def test_the_bytes_do_not_depend_on_the_hash_seed() -> None:
    code = (
        "import hashlib; from bianzu.instances import format_model, generate; "
        "print([hashlib.sha256(format_model(generate(s, seed=5))).hexdigest() "
        "for s in ('micro', 'tiny', 'county', 'city')])"
    )
    here = [
        hashlib.sha256(format_model(generate(s, seed=5))).hexdigest()
        for s in ("micro", "tiny", "county", "city")
    ]
    environment = {**os.environ, "PYTHONHASHSEED": "4242"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=True
    )
    assert done.stdout.strip() == str(here)


@pytest.mark.parametrize(
    ("size", "counties", "teams", "seats", "pools"),
    [
        ("tiny", 3, 6, {6}, {"leader": 18, "staff": 36, "specialist": 14, "full-time": 12}),
        ("county", 1, 5, {7}, {"leader": 22, "staff": 92, "specialist": 30, "full-time": 16}),
        ("city", 12, 42, {8}, {"leader": 150, "staff": 800, "specialist": 240, "full-time": 110}),
    ],
)
def test_sizes_are_those_of_the_issue(
    size: str, counties: int, teams: int, seats: set[int], pools: dict[str, int]
) -> None:
    instance = generate(size)
    assert len(instance.counties) == counties
    assert len(instance.teams) == teams
    assert {len(team.seats) for team in instance.teams} == seats
    assert Counter(pool for person in instance.people for pool in person.pools) == pools


def test_big_sizes_are_those_of_the_issue() -> None:
    assert (SIZES["metro"].counties, SIZES["metro"].teams, SIZES["metro"].people) == (40, 120, 4_000)
    assert (SIZES["province"].counties, SIZES["province"].teams) == (120, 480)
    assert (SIZES["province"].seats, SIZES["province"].people) == ((7, 8), 15_000)


def test_tiny_has_two_teams_in_each_county_and_a_city_is_uneven() -> None:
    assert sorted(portrait("tiny").teams_by_host.values()) == [2, 2, 2]
    hosted = portrait("city").teams_by_host.values()
    assert min(hosted) >= 1
    assert max(hosted) >= 2 * min(hosted)


@pytest.mark.parametrize("case", CASES)
def test_a_tenth_is_on_leave_during_the_round(case: Any) -> None:
    view = portrait(*case)
    assert 8 <= view.percent(filter(view.on_leave, view.instance.people)) <= 12


@pytest.mark.parametrize("case", CASES)
def test_an_eighth_are_new_cadres_who_owe(case: Any) -> None:
    view = portrait(*case)
    assert 10 <= view.percent(filter(view.owes, view.instance.people)) <= 15


@pytest.mark.parametrize("case", CITIES)
def test_some_cadres_have_their_last_chance_and_most_of_them_are_planted(case: Any) -> None:
    view = portrait(*case)
    following = min(r.start for r in view.instance.rounds if r.status == "announced")
    last = {
        person.id
        for person in view.instance.people
        if view.owes(person) and person.promoted_on.replace(year=person.promoted_on.year + 1) < following
    }
    placed = last & {place.person for place in view.plan}
    assert len(last) >= 20
    assert len(placed) >= 0.8 * len(last)


@pytest.mark.parametrize("case", CASES)
def test_three_in_five_finance_people_sit_in_finance_bureaus(case: Any) -> None:
    view = portrait(*case)
    share = sum(map(view.in_bureau, view.finance_people)) / len(view.finance_people)
    slack = 0.03 if case[0] == "city" else 0.15
    assert abs(share - 0.6) <= slack


@pytest.mark.parametrize("case", CASES)
def test_about_two_more_counties_bar_where_there_are_enough(case: Any) -> None:
    view = portrait(*case)
    people = view.instance.people
    mean = sum(map(view.barred_counties, people)) / len(people)
    wanted = max(0, min(2, len(view.instance.counties) - 2))
    assert abs(mean - wanted) <= 0.15 * wanted


@pytest.mark.parametrize("case", CASES)
def test_people_have_several_posts_behind_them(case: Any) -> None:
    people = portrait(*case).instance.people
    known = [person.career for person in people if person.career is not None]
    assert len(known) >= 0.9 * len(people)
    assert sum(map(len, known)) / len(known) >= 2.5
    for career in known:
        for before, after in pairwise(career):
            assert before.start <= (before.end or "9999") <= after.start


@pytest.mark.parametrize(
    ("tightness", "least", "most"), [("tight", 1.05, 1.16), ("normal", 1.5, 1.7), ("loose", 2.0, 2.6)]
)
def test_tightness_sets_the_able_leaders_and_finance_people(
    tightness: Tightness, least: float, most: float
) -> None:
    view = portrait("city", tightness, 2)
    needed = len(view.instance.teams)
    assert least <= view.able_leaders / needed <= most
    assert least <= view.able(view.finance_people) / needed <= most


@pytest.mark.parametrize("case", [case for case in CASES if case[0] in ("tiny", "city")])
def test_every_county_has_the_local_people_that_shanxi_needs(case: Any) -> None:
    view = portrait(*case)
    for county, teams in view.teams_by_host.items():
        full_time = view.able_full_time(county)
        assert full_time >= teams + 1
        assert full_time + view.staying_leaders(county) >= 2 * teams + 1


def test_a_hundred_of_a_citys_full_time_staff_have_a_county() -> None:
    instance = portrait("city").instance
    placed = [
        person
        for person in instance.people
        if "full-time" in person.pools and person.work_county in instance.county_by_id
    ]
    assert 100 <= len(placed) < 110


@pytest.mark.parametrize("case", CASES)
def test_three_past_rounds_obey_the_caps_and_the_repeat_rules(case: Any) -> None:
    view = portrait(*case)
    instance: Instance = view.instance
    past = [item.id for item in instance.rounds if item.status == "past"]
    assert len(past) == 3
    assert {record.round for record in instance.history} == set(past)
    for person_id, records in view.records.items():
        person = instance.person_by_id[person_id]
        served = [record.round for record in records]
        assert len(served) == len(set(served))
        if "full-time" not in person.pools:
            assert len(served) <= 2
        units = [unit for record in records for unit in record.units]
        assert len(units) == len(set(units))
        for record in records:
            local = "own-county" in instance.title or person.work_county in record.counties
            earlier = past[: past.index(record.round)]
            recent = earlier[-2:] if record.role == "leader" else earlier[-1:]
            again = any(set(r.counties) & set(record.counties) for r in records if r.round in recent)
            assert local or not again


@pytest.mark.parametrize("case", CASES)
def test_there_is_trouble_of_every_kind(case: Any) -> None:
    instance: Instance = portrait(*case).instance
    people = instance.people
    names = Counter(person.name for person in people)
    assert max(names.values()) >= 2
    assert any(not person.relations_declared for person in people)
    assert any(None in (person.grown, person.birth_place) for person in people)
    assert {request.decision for request in instance.recusal_requests} & {"upheld", "declined"}
    assert instance.relations
    assert instance.unfit
    assert instance.donors
    kinds = {relation.kind for relation in instance.relations}
    assert len(kinds) >= 4
    above = [instance.person_by_id[person.superior] for person in people if person.superior]
    assert any("full-time" in person.pools for person in above)
    assert any("leader" in person.pools for person in above)


def test_a_city_has_units_with_everything_an_inspection_asks_for() -> None:
    instance = portrait("city").instance
    inspected = {unit for team in instance.teams for unit in team.units}
    units = [instance.unit_by_id[unit] for unit in inspected]
    assert all(unit.head_rank and unit.sector and len(unit.leading_group) >= 2 for unit in units)
    assert sum(bool(unit.tags) for unit in units) >= 5
    assert sum(bool(unit.needs) for unit in units) >= 2
    assert {"正科", "副处"} == {unit.head_rank for unit in units}
    superiors = {unit.superior for unit in units} - {None}
    assert any(instance.unit_by_id[superior].level == "city" for superior in superiors)
    assert {team.form for team in instance.teams} == {"pooled", "joint-audit"}
    assert {relation.other_person is not None for relation in instance.relations} == {True, False}
    served = [p for p in instance.people if p.promoted_on is not None and not portrait("city").owes(p)]
    assert served


def test_all_rules_of_the_main_job_are_on_at_their_defaults() -> None:
    settings = portrait("tiny").instance.rules
    assert set(settings.on) == MAIN_JOB
    assert settings.place == rules.PlaceRule()
    assert settings.skill_mix == rules.SkillMix()
    assert len(settings.together.pairs) >= 2
    assert {pair.hardness for pair in portrait("city").instance.rules.apart.pairs} == {"hard", "soft"}


def test_balance_can_be_switched_on() -> None:
    instance = portrait("tiny").instance
    changed = with_balance(instance, ("experience", "age"), weight=3)
    assert changed.rules.balance == rules.Balance(fields=("experience", "age"), weight=3)
    assert changed.model_copy(update={"rules": instance.rules}) == instance
    with pytest.raises(ValidationError, match="rating"):
        with_balance(instance, ("rating",))


def test_own_county_switches_off_what_parts_locals_from_externals() -> None:
    settings: RuleSettings = generate("county").rules
    off = {"place", "sender-spread", "sensitive-duties", "repeat-county"}
    assert set(settings.on) == MAIN_JOB - off
    assert settings.service is not None
    assert (settings.service.unit_clause, settings.service.county_clause) == (True, False)


@pytest.mark.parametrize("preset", [preset for preset in PRESETS if preset != "own-county"])
def test_only_whole_teams_switch_cross_form_on(preset: Preset) -> None:
    whole = preset == "whole-team"
    assert ("cross-form" in generate("tiny", preset=preset).rules.on) == whole


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"size": "huge"}, "huge"),
        ({"size": "tiny", "tightness": "slack"}, "slack"),
        ({"size": "micro", "tightness": "slack"}, "slack"),
        ({"size": "tiny", "preset": "mine"}, "mine"),
        ({"size": "county", "preset": "shanxi"}, "more than one county"),
    ],
)
def test_unknown_choices_are_refused(arguments: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        generate(**arguments)
