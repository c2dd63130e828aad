"""Minima of a team: need, met, and what empty seats forgive."""

import pytest

from bianzu.audit import measure
from tests.builders import assign, make_instance, person, result, seat, team


def missing(rules, people, one_team, seats, **parts):
    """(rule, clause or skill, missing) of every shortage but empty seats."""
    instance = make_instance(people, [one_team], rules, **parts)
    measured = measure(instance, assign(instance, seats))
    assert measured.breaches == ()
    return [(item.rule, item.clause or item.skill, item.missing) for item in measured.shortages]


@pytest.mark.parametrize(
    ("members", "expected"),
    [(3, []), (2, [("branch", None, 1)]), (1, [("branch", None, 2)]), (0, [("branch", None, 3)])],
)
def test_branch_counts_full_party_members(members, expected):
    people = [person(f"p{at}", party="full" if at < members else "probationary") for at in range(3)]
    seats = {f"s{at}": f"p{at}" for at in range(3)}
    assert missing({"branch": {}}, people, team("T1", *seats), seats) == expected


def test_empty_seats_are_forgiven_by_every_minimum():
    seats = {"s0": "p0"}
    one_team = team("T1", "s0", "s1")
    assert missing({"branch": {"n": 2}}, ["p0"], one_team, seats) == []
    assert missing({"branch": {"n": 3}}, ["p0"], one_team, seats) == [("branch", None, 1)]
    assert missing({"branch": {"n": 3}, "desks": {"desks": 2}}, ["p0"], one_team, seats) == [
        ("branch", None, 1),
        ("desks", None, 2),
    ]


@pytest.mark.parametrize(
    ("own", "expected"),
    [(None, [("desks", None, 2)]), (0, []), (1, []), (2, [("desks", None, 2)]), (3, [("desks", None, 4)])],
)
def test_desks_need_two_people_each_besides_the_leader(own, expected):
    seats = {"s0": "p0", "s1": "p1", "s2": "p2"}
    one_team = team("T1", seat("s0", "leader"), "s1", "s2", desks=own)
    assert missing({"desks": {"desks": 2}}, seats.values(), one_team, seats) == expected


FULL = {"i1": "p1", "i2": "p2", "i3": "p3", "a1": "p4", "a2": "p5"}
SENIORITY = {"seniority": {"senior": "section-head", "junior": "clerk", "weight": 5}}


class TestAuditSeats:
    SEATS = (
        seat("i1", "liaison"),
        seat("i2"),
        seat("i3"),
        seat("a1", "liaison", side="audit"),
        seat("a2", "auditor", side="audit"),
    )
    PEOPLE = ("p1", "p2", "p3", "p4", "p5")

    def test_enough_on_both_sides_and_a_liaison_each(self):
        one_team = team("T1", *self.SEATS, form="joint-audit")
        assert missing({"audit-seats": {}}, self.PEOPLE, one_team, FULL) == []

    def test_each_need_is_counted_after_empty_seats(self):
        one_team = team("T1", *self.SEATS, form="joint-audit")
        rules = {"audit-seats": {"a": 4, "b": 5}}
        without = {key: value for key, value in FULL.items() if key != "a1"}
        assert missing(rules, self.PEOPLE, one_team, FULL) == [
            ("audit-seats", "auditors", 2),
            ("audit-seats", "inspectors", 2),
        ]
        assert missing(rules, self.PEOPLE, one_team, without) == [
            ("audit-seats", "auditors", 2),
            ("audit-seats", "inspectors", 1),
        ]

    def test_a_side_without_a_liaison_seat_lacks_one(self):
        seats = tuple(item if item["id"] != "a1" else seat("a1", side="audit") for item in self.SEATS)
        one_team = team("T1", *seats, form="joint-audit")
        assert missing({"audit-seats": {}}, self.PEOPLE, one_team, FULL) == [
            ("audit-seats", "liaison-audit", 1)
        ]

    def test_other_forms_are_not_asked(self):
        assert missing({"audit-seats": {"a": 9}}, self.PEOPLE, team("T1", *self.SEATS), FULL) == []


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [(2, []), (1, [("mentoring", "backbone", 1)]), (0, [("mentoring", "backbone", 1)])],
)
def test_a_backbone_has_two_earlier_rounds(earlier, expected):
    people = [person("p", earlier_rounds=earlier)]
    found = missing({"mentoring": {"f_percent": 100}}, people, team("T1", "s"), {"s": "p"})
    assert found == expected


class TestSeniority:
    @pytest.mark.parametrize(
        ("ranks", "expected"),
        [
            (["division-head", "clerk"], []),
            (["section-head", "section-deputy"], [("seniority", "junior", 1)]),
            ([None, None], [("seniority", "senior", 1), ("seniority", "junior", 1)]),
        ],
    )
    def test_a_post_of_two_needs_one_of_each(self, ranks, expected):
        people = [person(f"p{at}", rank=rank) for at, rank in enumerate(ranks)]
        seats = {"s0": "p0", "s1": "p1"}
        assert missing(SENIORITY, people, team("T1", *seats), seats) == expected

    def test_larger_teams_only_pay(self):
        people = [person(f"p{at}", rank="section-deputy") for at in range(3)]
        seats = {f"s{at}": f"p{at}" for at in range(3)}
        instance = make_instance(people, [team("T1", *seats)], SENIORITY)
        assert result(instance, "seniority", seats) == (10, 2, 0, 0)


@pytest.mark.parametrize(
    ("births", "units"),
    [
        (["1991-03", "1981-03", "1970-01"], 0),
        (["1990-03", "1981-03", "1980-02"], 1),
        (["1990-04", "1980-04", "1980-03"], 0),
        (["1990-04", "1990-04", "1990-04"], 2),
    ],
)
def test_age_bands_at_the_start_of_the_round(births, units):
    people = [person(f"p{at}", birth=birth) for at, birth in enumerate(births)]
    seats = {f"s{at}": f"p{at}" for at in range(3)}
    instance = make_instance(people, [team("T1", *seats)], {"age-bands": {}})
    assert result(instance, "age-bands", seats) == (10 * units, units, 0, 0)


@pytest.mark.parametrize(
    ("genders", "flagged", "units"),
    [("fm", False, 0), ("mm", False, 1), ("ff", False, 1), ("fm", True, 1), ("ffm", True, 0)],
)
def test_gender(genders, flagged, units):
    words = {"f": "female", "m": "male"}
    people = [person(f"p{at}", gender=words[letter]) for at, letter in enumerate(genders)]
    seats = {f"s{at}": f"p{at}" for at in range(len(genders))}
    one_team = team("T1", *seats, womens_interviews=flagged)
    instance = make_instance(people, [one_team], {"gender": {"weight": 3}})
    assert result(instance, "gender", seats) == (3 * units, units, 0, 0)


@pytest.mark.parametrize(
    ("counties", "k", "units"),
    [(["B", "B", "B"], 2, 0), (["B", "B", "A"], 2, 1), (["B", "A", None], 2, 2), (["A", "A", "A"], 0, 0)],
)
def test_k_external_members_besides_the_leader(counties, k, units):
    people = [person(f"p{at}", work_county=county) for at, county in enumerate(counties)]
    seats = {f"s{at}": f"p{at}" for at in range(3)}
    one_team = team("T1", seat("s0", "leader"), "s1", "s2")
    instance = make_instance(people, [one_team], {"sensitive-duties": {"k": k}})
    assert result(instance, "sensitive-duties", seats) == (10 * units, units, 0, 0)


def test_an_empty_seat_is_a_shortage_only_while_the_rule_seats_is_on():
    one_team = team("T1", seat("s0", "leader"), "s1")
    on = make_instance(["p"], [one_team], {"seats": {}})
    off = make_instance(["p"], [one_team])
    objectives = [level.objective for level in measure(on, ()).levels[:3]]
    assert objectives == [1, 1, 0]
    assert result(on, "seats", {"s0": "p"}) == (0, 0, 1, 0)
    assert measure(off, ()).complete is True
