"""Each rule three times: trivially satisfied, fixed to a violation, fixed to the nearest legal plan."""

import json

import pytest

from bianzu.models import Instance, Plan
from bianzu.solver.rules import REGISTRY
from tests.audit.exclusion_worlds import EXCLUSIONS
from tests.audit.maximum_worlds import MAXIMA
from tests.audit.minimum_worlds import MINIMA, SOFT
from tests.audit.small_worlds import World
from tests.builders import make_instance, person, pin, seat, team
from tests.solver.running import assert_infeasible, assert_optimal, find_refused_pins

EASY_PEOPLE = [
    person("a", rank="division-head", birth="1970-01", pools=["leader"], earlier_rounds=2),
    person("b", gender="female", birth="1985-01", pools=["staff"], earlier_rounds=1, work_unit="b2"),
    person("c", gender="female", birth="1995-01", rank="clerk", work_unit="c1", work_county="C"),
]
SKILLS = ("finance-audit", "discipline", "organisation", "writing")
for _at, _person in enumerate(EASY_PEOPLE[:2]):
    _person["skills"] = [{"skill": name} for name in SKILLS[2 * _at : 2 * _at + 2]]
EASY_TEAM = team("T1", seat("s", "leader"), "t", seat("u", duty="clue-ledger"))
EASY_SETTINGS = {
    "desks": {"desks": 1},
    "together": {"pairs": [{"a": "a", "b": "c"}]},
    "seniority": {"senior": "section-head", "junior": "clerk"},
}
SQUARES = 1 * 3**2 + 1 * 2**2 + 3 * 1**2
"""Pools times rounds squared of the three easy people, for fair-load."""


def _only(plan: Plan, rule: str) -> tuple[int, int, int]:
    """(violations, missing, waived) of a rule."""
    found = next(item for item in plan.rules if item.rule == rule)
    return found.violations, found.missing, found.waived


def _seating(plan: Plan) -> dict[str, str]:
    return {item.seat: item.person for item in plan.assignments}


# --- trivially satisfied


@pytest.mark.parametrize("rule", [rule.id for rule in REGISTRY])
def test_a_rule_that_is_easy_to_honour_leaves_the_plan_complete(rule: str) -> None:
    rules = {"seats": {}, "one-seat": {}, rule: EASY_SETTINGS.get(rule, {})}
    plan = assert_optimal(make_instance(EASY_PEOPLE, [EASY_TEAM], rules))
    assert plan.complete
    assert len(plan.assignments) == 3
    squares = SQUARES if rule == "fair-load" else 0
    assert _only(plan, rule) == (squares, 0, 0)


def test_all_rules_at_once_are_easy_to_honour() -> None:
    rules = {rule.id: EASY_SETTINGS.get(rule.id, {}) for rule in REGISTRY}
    plan = assert_optimal(make_instance(EASY_PEOPLE, [EASY_TEAM], rules))
    assert plan.complete
    assert {item.rule: item.violations for item in plan.rules if item.violations} == {"fair-load": SQUARES}


# --- fixed to one seating


def _read(seating: str) -> dict[str, str]:
    """Seat -> person, from ``s=p t=q:skill``."""
    places = (pair.partition("=") for pair in seating.split())
    return {seat: words.partition(":")[0] for seat, _, words in places}


def _fix(world: World, seating: str) -> Instance:
    """The world with must pins for the seating, and everybody kept off whatever it leaves empty."""
    seats = _read(seating)
    tree = world.instance.model_dump(mode="json", by_alias=True)
    empty = [item.id for home in world.instance.teams for item in home.seats if item.id not in seats]
    people = [item.id for item in world.instance.people]
    tree["pins"] = [
        *(pin("must", who, seat=place) for place, who in seats.items()),
        *(pin("must-not", who, seat=place) for place in empty for who in people),
    ]
    return Instance.model_validate_json(json.dumps(tree))


def _cases(worlds: tuple[World, ...], code: str | None = None) -> list[object]:
    return [
        pytest.param(item, seating, id=f"{item.rule}: {seating}")
        for item in worlds
        for seating in item.broken
        if code is None or item.code == code
    ]


BARRING = tuple(item for item in EXCLUSIONS if item.code != "wrong-rule-result")


@pytest.mark.parametrize(("world", "seating"), _cases(BARRING))
def test_a_pin_that_breaks_an_exclusion_is_refused_by_the_name_of_the_rule(
    world: World, seating: str
) -> None:
    assert find_refused_pins(_fix(world, seating)) == {0: {world.rule}}


CONFLICTS = {
    "one-seat": ["s u", "s v", "t v"],
    "sender-spread": ["s t", "s t", "t u"],
    "in-team": ["s t", "s t", "s u"],
    "apart": ["s t", "t u", "s u"],
    "cross-form": ["s t", "s", "s"],
    "reserved-seats": ["s t", "s u v", "s t"],
    "couples": ["s t", "s u", "t v"],
    "post-strength": ["s t", "s u", "t v"],
    "borrow-cap": ["s t", "s u", "u v"],
}
"""Seats of the pins at odds, per broken seating of a maximum."""


@pytest.mark.parametrize(("world", "seating"), _cases(MAXIMA, "over-maximum"))
def test_pins_that_break_a_maximum_together_make_the_instance_infeasible(world: World, seating: str) -> None:
    seats = CONFLICTS[world.rule][world.broken.index(seating)].split()
    order = list(_read(seating))
    plan = assert_infeasible(_fix(world, seating), *(order.index(item) for item in seats))
    assert world.rule in plan.conflicts[0].rules


MISSING: dict[str, list[dict[str | None, int]]] = {
    "seats": [{"t": 1}, {"s": 1}, {"s": 1, "t": 1}],
    "branch": [{None: 1}, {None: 1}, {None: 2}],
    "desks": [{None: 1}] * 3,
    "audit-seats": [{"liaison-audit": 1}] * 3,
    "mentoring": [{"backbone": 1}] * 3,
    "seniority": [{"senior": 1}, {"junior": 1}, {"senior": 1}],
    "skill-mix": [{"h": 1}, {}, {}],
    "new-cadre": [{"p": 1}] * 3,
}
"""Missing units by seat, clause, skill or person, per broken seating of a minimum."""


@pytest.mark.parametrize(("world", "seating"), _cases(MINIMA, "shortage-unnamed"))
def test_a_minimum_that_pins_leave_unmet_is_exactly_that_shortage(world: World, seating: str) -> None:
    plan = assert_optimal(_fix(world, seating))
    expected = MISSING[world.rule][world.broken.index(seating)]
    assert _seating(plan) == _read(seating)
    named = [item.seat or item.clause or item.skill or item.person for item in plan.shortages]
    assert dict(zip(named, (item.missing for item in plan.shortages), strict=True)) == expected
    assert {item.rule for item in plan.shortages} <= {world.rule}
    assert plan.complete == (not expected)
    assert _only(plan, world.rule)[1] == sum(expected.values())


UNITS = {
    "repeat-county": [1, 1, 1],
    "apart": [1, 1, 1],
    "mentoring": [1, 1, 1],
    "skill-mix": [1, 0, 1],
    "age-bands": [1, 1, 1],
    "gender": [1, 1, 1],
    "sensitive-duties": [1, 2, 1],
    "together": [1, 1, 1],
    "fair-load": [63, 57, 51],
    "balance": [2, 1, 4],
    "new-cadre": [6, 6, 6],
    "system": [1, 1, 1],
    "place": [1, 1, 1],
}
"""Violation units per broken seating of a soft rule."""
SOFTLY_BROKEN = (*EXCLUSIONS, *MAXIMA, *MINIMA, *SOFT)


@pytest.mark.parametrize(("world", "seating"), _cases(SOFTLY_BROKEN, "wrong-rule-result"))
def test_a_soft_rule_that_pins_break_costs_exactly_its_units(world: World, seating: str) -> None:
    plan = assert_optimal(_fix(world, seating))
    assert _seating(plan) == _read(seating)
    assert _only(plan, world.rule) == (UNITS[world.rule][world.broken.index(seating)], 0, 0)
    assert plan.levels[4].objective == sum(item.objective for item in plan.rules)


@pytest.mark.parametrize(
    "world", [*EXCLUSIONS, *MAXIMA, *MINIMA, *SOFT], ids=lambda item: f"{item.rule}: {item.valid}"
)
def test_the_nearest_legal_seating_is_found_and_costs_nothing(world: World) -> None:
    plan = assert_optimal(_fix(world, world.valid))
    assert plan.complete
    assert _seating(plan) == _read(world.valid)
    assert _only(plan, world.rule) == (45 if world.rule == "fair-load" else 0, 0, 0)


# --- rules that are not about who sits where


def test_city_class_decides_whether_city_people_fill_external_seats() -> None:
    people = [person("m", work_county="city", work_unit="m1")]
    teams = [team("T1", seat("s", origin="external"))]
    rules = {"origin": {}, "seats": {}, "city-class": {"treat_as": "external"}}
    assert assert_optimal(make_instance(people, teams, rules)).complete
    strict = make_instance(people, teams, {**rules, "city-class": {"treat_as": "neither"}})
    assert [item.seat for item in assert_optimal(strict).shortages] == ["s"]


def test_priority_prefers_those_who_served_less_and_live_nearer() -> None:
    people = [person("x", earlier_rounds=3), person("y", earlier_rounds=1)]
    plan = assert_optimal(make_instance(people, [team("T1", "s")], {"seats": {}, "priority": {"load": 4}}))
    assert _seating(plan) == {"s": "y"}
    assert plan.levels[5].objective == 4


def test_a_must_and_a_must_not_pin_of_one_person_are_refused_as_pins() -> None:
    both = [pin("must", "x", team="T1"), pin("must-not", "x", round="R1")]
    assert find_refused_pins(make_instance("xy", [team("T1", "s")], pins=both)) == {0: {"pins"}}


def test_two_locks_of_one_seat_make_the_instance_infeasible() -> None:
    locks = [pin("lock", "x", seat="s"), pin("must", "z", seat="t"), pin("lock", "y", seat="s")]
    assert_infeasible(make_instance("xyz", [team("T1", "s", "t")], pins=locks), 0, 2)


def test_pins_that_fit_are_honoured_before_every_wish() -> None:
    orders = [pin("must", "x", seat="s"), pin("must-not", "y", team="T1")]
    wish = {"together": {"pairs": [{"a": "x", "b": "y"}]}, "seats": {}}
    plan = assert_optimal(make_instance("xyz", [team("T1", "s", "t")], wish, pins=orders))
    assert _seating(plan) == {"s": "x", "t": "z"}
    assert _only(plan, "together") == (1, 0, 0)
