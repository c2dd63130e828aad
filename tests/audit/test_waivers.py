"""Waivers: which unit each covers, in which order they are charged, and never beyond their amount."""

import pytest

from bianzu.audit import measure
from tests.builders import assign, breaches, make_instance, person, seat, team, unit, waiver


def uses(instance, seats, **counts_for):
    """Units of each waiver used, and the codes of what they do not cover."""
    measured = measure(instance, assign(instance, seats, **counts_for))
    return {use.waiver: use.units for use in measured.waivers_used}, [item.code for item in measured.breaches]


def native(*waivers, **fields):
    """Two people who are native to the host county, on two teams."""
    people = [person("p", native="A", **fields), person("q", native="A")]
    teams = [team("T1", "s"), team("T2", "t")]
    return make_instance(people, teams, {"place": {}}, waivers=waivers)


@pytest.mark.parametrize(
    ("scope", "covered"),
    [
        ({}, True),
        ({"person": "p"}, True),
        ({"person": "q"}, False),
        ({"seat": "s"}, True),
        ({"seat": "t"}, False),
        ({"team": "T1"}, True),
        ({"team": "T2"}, False),
        ({"person": "p", "team": "T2"}, False),
        ({"unit": "a1"}, False),
        ({"counties": ["A", "B"]}, False),
        ({"granted": "2026-03-01"}, True),
        ({"granted": "2026-03-02"}, False),
        ({"expires": "2026-03-01"}, True),
        ({"expires": "2026-02-28"}, False),
    ],
)
def test_every_scope_field_must_agree_and_the_day_must_be_right(scope, covered):
    expected = ({"w": 1}, []) if covered else ({}, ["excluded"])
    assert uses(native(waiver("w", "place", **scope)), {"s": "p"}) == expected


def test_a_waiver_of_another_rule_or_for_a_hard_clause_does_not_cover():
    assert uses(native(waiver("w", "system")), {"s": "p"}) == ({}, ["excluded"])
    assert uses(native(waiver("w", "place"), grown="A"), {"s": "p"}) == ({"w": 1}, ["excluded"])


def test_the_first_covering_waiver_is_charged_and_never_passes_on():
    broad, narrow = waiver("w1", "place"), waiver("w2", "place", person="q", amount=5)
    assert uses(native(broad, narrow), {"s": "p"}) == ({"w1": 1}, [])
    assert uses(native(narrow, broad), {"s": "p", "t": "q"}) == ({"w2": 1, "w1": 1}, [])
    assert uses(native(broad, narrow), {"s": "p", "t": "q"}) == ({"w1": 1}, ["waiver-overdrawn"])


def test_a_unit_scope_is_the_inspected_unit():
    units = [unit("a1", "A", system="x"), unit("b1", "B", system="x"), unit("a2", "A", system="x")]
    inspected = team("T1", seat("s", "leader"), units=["a1", "a2"])
    one = make_instance(
        ["p"], [inspected], {"system": {}}, units=units, waivers=[waiver("w", "system", unit="a1")]
    )
    assert breaches(one, {"s": "p"}) == [("excluded", "system", "p a2")]


@pytest.mark.parametrize(
    ("scope", "covered"),
    [({"person": "p"}, True), ({"person": "q"}, True), ({"person": "r"}, False), ({"seat": "s"}, False)],
)
def test_a_pair_is_covered_through_either_person(scope, covered):
    people = [person("p", superior="q"), person("q", work_unit="b2"), "r"]
    instance = make_instance(
        people, [team("T1", "s", "t")], {"in-team": {}}, waivers=[waiver("w", "in-team", **scope)]
    )
    expected = ({"w": 1}, []) if covered else ({}, ["over-maximum"])
    assert uses(instance, {"s": "p", "t": "q"}) == expected


@pytest.mark.parametrize(
    ("rule", "scope", "covered"),
    [
        ("in-team", {"unit": "b1", "team": "T1"}, True),
        ("in-team", {"unit": "b2"}, False),
        ("in-team", {"person": "p"}, False),
        ("borrow-cap", {"unit": "b1"}, True),
        ("borrow-cap", {"team": "T1"}, False),
        ("sender-spread", {"team": "T1"}, True),
        ("sender-spread", {"unit": "b1"}, False),
        ("sender-spread", {"seat": "s"}, False),
    ],
)
def test_units_of_maxima_carry_what_the_maximum_is_about(rule, scope, covered):
    settings = {"in-team": {}, "borrow-cap": {}, "sender-spread": {"q": 1}}
    instance = make_instance(
        ["p", "q"], [team("T1", "s", "t")], {rule: settings[rule]}, waivers=[waiver("w", rule, **scope)]
    )
    expected = ({"w": 1}, []) if covered else ({}, ["over-maximum"])
    assert uses(instance, {"s": "p", "t": "q"}) == expected


def test_a_maximum_exceeded_twice_needs_two_units():
    def with_amount(amount):
        waivers = [waiver("w", "borrow-cap", amount=amount)]
        return make_instance(
            ["p", "q", "r"], [team("T1", "s", "t", "u")], {"borrow-cap": {}}, waivers=waivers
        )

    seats = {"s": "p", "t": "q", "u": "r"}
    assert uses(with_amount(1), seats) == ({"w": 1}, ["waiver-overdrawn"])
    assert uses(with_amount(2), seats) == ({"w": 2}, [])


def test_minima_draw_in_the_order_of_teams_and_leave_the_rest_missing():
    teams = [team("T1", "s", desks=1), team("T2", "t", desks=1), team("T3", "u", desks=1)]
    instance = make_instance(["p", "q", "r"], teams, {"desks": {}}, waivers=[waiver("w", "desks", amount=2)])
    seats = {"s": "p", "t": "q", "u": "r"}
    assert uses(instance, seats) == ({"w": 2}, [])
    measured = measure(instance, assign(instance, seats))
    assert [(item.team, item.missing) for item in measured.shortages] == [("T3", 1)]
    assert [level.objective for level in measured.levels[:4]] == [0, 0, 1, 2]


def test_needs_of_one_team_draw_in_their_order():
    needs = [{"skill": "z"}, {"skill": "a"}]
    rules = {"skill-mix": {"needs": needs, "hard_skills": ["a", "z"]}}
    instance = make_instance(["p"], [team("T1", "s")], rules, waivers=[waiver("w", "skill-mix")])
    (item,) = measure(instance, assign(instance, {"s": "p"})).shortages
    assert (item.skill, item.missing) == ("a", 1)


def test_a_hard_setting_takes_no_waiver():
    instance = make_instance(
        ["p"], [team("T1", "s", desks=1)], {"desks": {"hardness": "hard"}}, waivers=[waiver("w", "desks")]
    )
    assert uses(instance, {"s": "p"}) == ({}, [])
    assert measure(instance, assign(instance, {"s": "p"})).complete is False
