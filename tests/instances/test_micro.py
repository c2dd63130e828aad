"""Micro instances stay tiny, are valid, and vary with the seed."""

from collections import Counter

import pytest

from bianzu.audit import measure
from bianzu.instances import PRESETS, TIGHTNESSES, Preset, format_model, generate, parse_instance, planted
from bianzu.models import Instance

SEEDS = range(150)


@pytest.fixture(scope="module")
def family() -> list[Instance]:
    return [generate("micro", seed=seed) for seed in SEEDS]


def test_at_most_six_people_and_four_seats(family: list[Instance]) -> None:
    for instance in family:
        assert 2 <= len(instance.people) <= 6
        assert 1 <= sum(len(team.seats) for team in instance.teams) <= 4
        assert instance.completable is None


def test_they_are_read_back_and_measured(family: list[Instance]) -> None:
    for instance in family:
        assert parse_instance(format_model(instance)) == instance
        assert measure(instance, ()).levels[0].objective is not None


def test_the_family_shows_every_rule_on_and_off_and_every_kind_of_input(family: list[Instance]) -> None:
    on = Counter(rule for instance in family for rule in instance.rules.on)
    always = {"seats", "role-pools", "priority"}
    assert {rule for rule, count in on.items() if count == len(family)} == always
    assert len(on) == 37
    for name in ("relations", "recusal_requests", "unfit", "donors", "history", "pins", "waivers"):
        count = sum(bool(getattr(instance, name)) for instance in family)
        assert 5 <= count <= len(family) - 5, name
    assert {sum(r.status == "planned" for r in instance.rounds) for instance in family} == {1}
    assert {seat.role for i in family for team in i.teams for seat in team.seats} == {
        *("leader", "deputy", "liaison", "full-time", "specialist", "auditor", "member")
    }
    assert {seat.origin for i in family for team in i.teams for seat in team.seats} == {
        *("local", "external", "city-level", "any")
    }


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("tightness", TIGHTNESSES)
def test_presets_shape_micro_instances_too(preset: Preset, tightness: str) -> None:
    instance = generate("micro", tightness=tightness, seed=9, preset=preset)  # type: ignore[arg-type]
    assert instance.teams[0].seats[0].role == "leader"
    assert ("place" in instance.rules.on) == (preset != "own-county")


def test_nothing_is_planted_in_them() -> None:
    with pytest.raises(ValueError, match="micro"):
        planted("micro")
