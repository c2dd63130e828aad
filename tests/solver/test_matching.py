"""Least-cost seating inside a slot, and who counts for which skill, against trying everything."""

from itertools import permutations

import numpy as np
import pytest

from bianzu.audit import tie_break_value
from bianzu.audit.facts import Facts
from bianzu.models import Instance
from bianzu.solver.counting import count_skills
from bianzu.solver.data import Data
from bianzu.solver.placing import match_least
from bianzu.solver.rules.skill_mix import needs_of_team
from tests.audit.legal import count_best
from tests.builders import make_instance, person, team
from tests.solver.running import assert_optimal

SKILLS = ("h", "i", "j", "k")


@pytest.mark.parametrize("shape", [(1, 1), (1, 4), (2, 2), (2, 5), (3, 3), (4, 5), (5, 5)])
def test_the_matching_costs_the_least_of_all(shape: tuple[int, int]) -> None:
    dice = np.random.default_rng(shape[0] * 10 + shape[1])
    rows, columns = shape
    for most in (3, 50, 1 << 24):
        for _ in range(15):
            cost = dice.integers(0, most, shape)
            found = match_least(cost)
            assert len(set(found)) == rows
            total = sum(int(cost[row, column]) for row, column in enumerate(found))
            every = permutations(range(columns), rows)
            assert total == min(sum(int(cost[r, c]) for r, c in enumerate(choice)) for choice in every)


def test_nobody_to_match_is_matched_with_nothing() -> None:
    assert match_least(np.zeros((0, 3), dtype=np.int64)) == []


def _skilled(seed: int) -> tuple[Instance, list[int]]:
    """A team of five with random needs, and which of six people with random skills sit on it."""
    dice = np.random.default_rng(seed)
    people = [
        person(
            f"p{at}",
            skills=[{"skill": s, "level": int(dice.integers(1, 3))} for s in SKILLS if dice.random() < 0.5],
        )
        for at in range(6)
    ]
    needs = [
        {"skill": s, "need": int(dice.integers(1, 4)), "level": int(dice.integers(1, 3))} for s in SKILLS
    ]
    setting = {
        "needs": needs,
        "hard_skills": [s for s in SKILLS if dice.random() < 0.5],
        "c": int(dice.integers(1, 4)),
    }
    instance = make_instance(people, [team("T1", *"stuvw")], {"skill-mix": setting})
    return instance, sorted(dice.permutation(6)[: dice.integers(2, 6)].tolist())


@pytest.mark.parametrize("seed", range(40))
def test_skills_are_counted_as_well_as_they_can_be(seed: int) -> None:
    instance, members = _skilled(seed)
    data = Data(instance)
    found = count_skills(data, 0, members)
    assert found.needs == needs_of_team(data, data.teams[0])
    setting, empty = instance.rules.skill_mix, 5 - len(members)
    assert setting is not None
    for member, counted in zip(members, found.counts, strict=True):
        held = {item.skill: item.level for item in data.people[member].skills}
        assert len(set(counted)) == len(counted) <= setting.c
        assert all(held[need.skill] >= need.level for need in found.needs if need.skill in counted)
    named = [sum(need.skill in counted for counted in found.counts) for need in found.needs]
    left = [max(0, need.need - empty - met) for need, met in zip(found.needs, named, strict=True)]
    assert list(found.missing) == left
    assert _split(instance, left) == _best(instance, members)


def _split(instance: Instance, left: list[int]) -> tuple[int, int]:
    setting = instance.rules.skill_mix
    assert setting is not None
    hard = sum(
        units for need, units in zip(setting.needs, left, strict=True) if need.skill in setting.hard_skills
    )
    return hard, sum(left) - hard


def _best(instance: Instance, members: list[int]) -> tuple[int, int]:
    """Least missing units by trying every count."""
    setting = instance.rules.skill_mix
    assert setting is not None
    names = tuple(instance.people[at].id for at in members)
    counts = count_best(Facts(instance), "T1", names)
    empty = 5 - len(members)
    met = [sum(need.skill in counted for counted in counts) for need in setting.needs]
    left = [max(0, need.need - empty - m) for need, m in zip(setting.needs, met, strict=True)]
    return _split(instance, left)


@pytest.mark.parametrize("seed", range(12))
def test_people_of_one_slot_are_seated_at_the_least_tie_break(seed: int) -> None:
    instance = make_instance("wxyz", [team("T1", *"stuv")], {"seats": {}})
    plan = assert_optimal(instance, seed)
    least = min(
        sum(tie_break_value(seed, who, place) for who, place in zip(order, "stuv", strict=True))
        for order in permutations("wxyz")
    )
    assert plan.levels[6].objective == least
