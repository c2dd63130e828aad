"""skill-mix: needs, who counts for what, and whether ``counts_for`` is as good as it can be."""

from itertools import combinations, product

import pytest

from bianzu.audit.rules.skills import least_missing
from tests.builders import breaches, make_instance, person, result, team, unit, waiver


def skilled(ident, *skills, **fields):
    listed = [
        {"skill": name.rstrip("0123456789"), "level": int(name[-1]) if name[-1].isdigit() else 1}
        for name in skills
    ]
    return person(ident, skills=listed, **fields)


def need(skill, count=1, level=1):
    return {"skill": skill, "need": count, "level": level}


def mix(*needs, **fields):
    return {"skill-mix": {"needs": list(needs), "hard_skills": ["h"], "hard_hardness": "hard", **fields}}


def test_hard_skills_are_shortages_and_others_cost_their_weight():
    instance = make_instance([skilled("p")], [team("T1", "s")], mix(need("h"), need("x", 2), weight=7))
    assert result(instance, "skill-mix", {"s": "p"}) == (14, 2, 1, 0)


def test_needs_come_from_rule_tags_units_and_team_at_the_largest_need_and_level():
    instance = make_instance(
        [skilled("p", "x2"), skilled("q", "x3", "y"), skilled("r", "z")],
        [team("T1", "s", "t", "u", needs=[need("z")])],
        mix(need("x", 2), tag_needs={"big": [need("x", 1, 3)], "other": [need("n", 5)]}),
        units=[unit("a1", "A", tags=["big"], needs=[need("y", 2)])],
    )
    seats = {"s": "p", "t": "q", "u": "r"}
    assert result(instance, "skill-mix", seats, t=["x", "y"], u=["z"]) == (40, 2, 0, 0)
    assert breaches(instance, seats, s=["x"], t=["x", "y"], u=["z"]) == [
        ("counts-for-not-held", "skill-mix", "not held at level 3")
    ]


@pytest.mark.parametrize("needs", [[need("x", 1, 3), need("x", 2)], [need("x", 2), need("x", 1, 3)]])
def test_the_order_of_two_needs_of_one_skill_does_not_matter(needs):
    instance = make_instance([skilled("p", "x3"), skilled("q", "x2")], [team("T1", "s", "t")], mix(*needs))
    assert result(instance, "skill-mix", {"s": "p", "t": "q"}, s=["x"]) == (20, 1, 0, 0)
    assert breaches(instance, {"s": "p", "t": "q"}, s=["x"]) == []


def test_empty_seats_are_forgiven_per_skill():
    instance = make_instance([skilled("p")], [team("T1", "s", "t")], mix(need("h", 2), need("x")))
    assert result(instance, "skill-mix", {"s": "p"}) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (["h", "h"], "counts-for-repeated"),
        (["h", "x", "y"], "counts-for-too-many"),
        (["h", "n"], "counts-for-not-needed"),
        (["h", "v"], "counts-for-not-held"),
        (["x", "y"], "counts-for-not-best"),
        (["h"], "counts-for-not-best"),
    ],
)
def test_what_counts_for_may_not_say(named, code):
    needs = mix(need("h"), need("x"), need("y"), need("v"))
    instance = make_instance([skilled("p", "h", "x", "y", "n")], [team("T1", "s")], needs)
    assert [found[0] for found in breaches(instance, {"s": "p"}, s=named)] == [code]


def test_every_best_choice_is_accepted():
    instance = make_instance(
        [skilled("p", "h", "x", "y")], [team("T1", "s")], mix(need("h"), need("x"), need("y"))
    )
    assert breaches(instance, {"s": "p"}, s=["h", "x"]) == []
    assert breaches(instance, {"s": "p"}, s=["y", "h"]) == []


def test_without_weight_soft_skills_need_not_be_named():
    instance = make_instance([skilled("p", "x")], [team("T1", "s")], mix(need("x"), weight=0))
    assert breaches(instance, {"s": "p"}) == []


def test_with_the_rule_off_nobody_counts_for_anything():
    instance = make_instance([skilled("p", "x")], [team("T1", "s")])
    assert [found[0] for found in breaches(instance, {"s": "p"}, s=["x"])] == ["counts-for-not-needed"]


def test_missing_hard_units_use_waivers_first():
    rules = mix(need("h", 3), hard_hardness="waivable")
    instance = make_instance(
        ["p"], [team("T1", "s")], rules, waivers=[waiver("w", "skill-mix", amount=2, team="T1")]
    )
    assert result(instance, "skill-mix", {"s": "p"}) == (0, 0, 1, 2)


def brute_force(needs, able, most, first):
    """The same optimum by trying every choice of every person."""
    choices = [
        [
            chosen
            for size in range(min(most, len(skills)) + 1)
            for chosen in combinations(sorted(skills), size)
        ]
        for skills in able
    ]
    best = None
    for picks in product(*choices):
        left = {
            skill: max(0, count - sum(skill in chosen for chosen in picks)) for skill, count in needs.items()
        }
        hard = sum(units for skill, units in left.items() if skill in first)
        value = (hard, sum(left.values()) - hard)
        best = value if best is None else min(best, value)
    return best


def test_least_missing_agrees_with_brute_force_on_all_teams_of_three():
    subsets = [frozenset(chosen) for size in range(4) for chosen in combinations("hxy", size)]
    tried = 0
    for able in combinations(subsets * 2, 3):
        for needs, most in (({"h": 1, "x": 1, "y": 1}, 1), ({"h": 2, "x": 1, "y": 2}, 2)):
            for first in (frozenset("h"), frozenset("hy"), frozenset()):
                assert least_missing(needs, able, most, first) == brute_force(needs, able, most, first)
                tried += 1
    assert tried == 560 * 6


def test_least_missing_moves_people_along_a_chain():
    needs = {"a": 1, "b": 1, "c": 1}
    able = [frozenset("ab"), frozenset("bc"), frozenset("a")]
    assert least_missing(needs, able, 1, frozenset()) == (0, 0)


def test_least_missing_is_quick_with_eight_needs_and_twenty_members():
    skills = [f"k{at}" for at in range(8)]
    able = [
        frozenset((skills[at % 8], skills[(at * 3 + 1) % 8], skills[(at * 5 + 2) % 8])) for at in range(20)
    ]
    needs = dict.fromkeys(skills, 5)
    assert least_missing(needs, able, 2, frozenset(skills[:2])) == (0, 0)
    assert least_missing(needs, able, 1, frozenset(skills[:2])) == (0, 20)
