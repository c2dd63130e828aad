"""`apply_changes` on people: removed, counted by their traits, added."""

import pytest

from bianzu.instances import apply_changes, read_library
from bianzu.models import (
    AddPeople,
    DropTeam,
    RemovePeople,
    SetRule,
    Skill,
    Traits,
    digest,
)
from bianzu.solver import SolveOptions, solve
from tests.builders import (
    announced,
    make_instance,
    past,
    person,
    planned,
    record,
    team,
)
from tests.instances.changed_worlds import make_world, problems


def test_no_change_is_the_same_instance_and_any_change_claims_nothing_of_completeness() -> None:
    instance = read_library("tiny")
    assert instance.completable is not None
    assert apply_changes(instance, []) is instance
    assert apply_changes(instance, [DropTeam(team=instance.teams[0].id)]).completable is None


def test_removed_people_take_along_whatever_speaks_of_them() -> None:
    world = make_world()
    changed = apply_changes(world, [RemovePeople(people=("p2",))])
    assert [item.id for item in changed.people] == ["p1", "p3", "p4"]
    assert changed.people[0].superior is None
    assert [item.person for item in changed.relations] == ["p3"]
    assert changed.recusal_requests == ()
    assert changed.unfit == ()
    assert changed.source_sets == {"named": ("p3",)}
    assert [item.person for item in changed.history] == ["p3"]
    assert [item.person for item in changed.pins] == ["p3"]
    assert [item.id for item in changed.waivers] == ["w2"]
    assert changed.unit_by_id["a1"].leading_group[0].person is None
    assert changed.unit_by_id["a1"].leading_group[0].name == "Head"
    assert changed.rules.together is not None
    assert [pair.b for pair in changed.rules.together.pairs] == ["p3"]
    assert len(world.people) == 4


def test_a_field_of_balance_goes_with_the_last_person_who_has_it() -> None:
    world = make_instance(
        [person("p1", numbers={"rare": 1}), "p2"], [team("T1", "s")], {"balance": {"fields": ["rare", "age"]}}
    )
    changed = apply_changes(world, [RemovePeople(people=("p1",))])
    assert changed.rules.balance is not None
    assert changed.rules.balance.fields == ("age",)


def test_counted_removals_take_the_last_of_the_file_with_the_traits() -> None:
    world = make_world()
    changed = apply_changes(world, [RemovePeople(count=1, traits=Traits(county="B"))])
    assert [item.id for item in changed.people] == ["p1", "p3", "p4"]
    changed = apply_changes(world, [RemovePeople(people=("p2",), count=1, traits=Traits(county="B"))])
    assert [item.id for item in changed.people] == ["p3", "p4"]
    skilled = Traits(skill=Skill(skill="writing", level=2))
    assert "p3" not in apply_changes(world, [RemovePeople(count=1, traits=skilled)]).person_by_id
    too_high = Traits(skill=Skill(skill="writing", level=3))
    assert problems(world, RemovePeople(count=1, traits=too_high)) == [("$[0].count", "out-of-range")]


@pytest.mark.parametrize(
    ("traits", "meant"),
    [
        (Traits(), "p1 p2 p3 p4"),
        (Traits(pool="staff"), "p1 p2 p3"),
        (Traits(unit="c1"), "p3 p4"),
        (Traits(rank="division-head"), "p4"),
        (Traits(party="none"), ""),
        (Traits(gender="male", county="C"), "p3 p4"),
        (Traits(new_cadre=False), "p1 p2 p3 p4"),
    ],
)
def test_traits_mean_those_who_meet_all_of_them(traits: Traits, meant: str) -> None:
    world = make_world()
    count = len(meant.split())
    if not count:
        assert problems(world, RemovePeople(count=1, traits=traits)) == [("$[0].count", "out-of-range")]
        return
    left = apply_changes(world, [RemovePeople(count=count, traits=traits)]).person_by_id
    assert " ".join(item.id for item in world.people if item.id not in left) == meant


def test_new_cadres_are_those_promoted_within_the_window_who_still_owe_a_round() -> None:
    world = make_instance(
        [
            person("late", promoted_on="2025-02-28"),
            person("in", promoted_on="2025-03-01"),
            person("served", promoted_on="2025-06-01"),
            person("after", promoted_on="2026-03-02"),
        ],
        [team("T1", "s")],
        {"new-cadre": {}},
        rounds=[past("R0", "2025-10-01"), planned("R1"), announced("R2", "2026-09-01")],
        history=[record("served", "R0")],
    )
    changed = apply_changes(world, [RemovePeople(count=1, traits=Traits(new_cadre=True))])
    assert [item.id for item in changed.people] == ["late", "served", "after"]


def test_added_people_are_invented_and_nothing_but_their_traits_bars_them() -> None:
    instance = read_library("tiny")
    skill = Skill(skill="finance-audit", level=2)
    changed = apply_changes(
        instance,
        [AddPeople(count=2, traits=Traits(skill=skill)), AddPeople(count=1, traits=Traits(pool="leader"))],
    )
    first, second, leader = changed.people[-3:]
    assert [first.id, second.id, leader.id] == ["x-1", "x-2", "x-3"]
    assert first.skills == (skill,)
    assert first.pools == ("staff", "specialist")
    assert first.work_unit != second.work_unit
    assert {first.gender, second.gender} == {"female", "male"}
    assert first.work_county == "city"
    assert first.career == ()
    assert first.relations_declared
    assert leader.pools == ("leader",)
    steps = [
        changed.ranks.step(item.rank) for item in instance.people if item.rank and "leader" in item.pools
    ]
    assert leader.rank is not None
    assert changed.ranks.step(leader.rank) == max(steps)
    assert digest(changed) == digest(
        apply_changes(
            instance,
            [
                AddPeople(count=2, traits=Traits(skill=skill)),
                AddPeople(count=1, traits=Traits(pool="leader")),
            ],
        )
    )


def test_an_added_leader_fills_the_seat_that_nobody_could() -> None:
    instance = read_library("tiny")
    leaders = sum("leader" in item.pools for item in instance.people)
    none_left = RemovePeople(count=leaders, traits=Traits(pool="leader"))
    changed = apply_changes(instance, [none_left, AddPeople(count=1, traits=Traits(pool="leader"))])
    plan = solve(changed, options=SolveOptions(gap=0.01))
    assert plan.levels[0].objective == len(instance.teams) - 1
    assert "x-1" in {item.person for item in plan.assignments if item.role == "leader"}


def test_added_people_come_from_where_the_traits_say() -> None:
    world = make_world()
    changed = apply_changes(
        world,
        [
            AddPeople(count=1, traits=Traits(unit="c1", rank="clerk", new_cadre=True)),
            AddPeople(count=1, traits=Traits(county="D", gender="male", party="probationary")),
        ],
    )
    first, second = changed.people[-2:]
    assert (first.work_unit, first.work_county, first.rank) == ("c1", "C", "clerk")
    assert str(first.promoted_on) == "2026-02-01"
    assert changed.unit_by_id[second.work_unit].county == "D"
    assert (second.work_county, second.gender, second.party) == ("D", "male", "probationary")
    apart = make_world().model_copy(
        update={
            "rules": apply_changes(
                world, [SetRule(rule="city-class", settings={"treat_as": "neither"})]
            ).rules
        }
    )
    assert apply_changes(apart, [AddPeople(count=1)]).people[-1].work_county == "outside"
    assert problems(world, AddPeople(count=1, traits=Traits(unit="c1", county="B"))) == [
        ("$[0].traits.county", "not-allowed")
    ]
