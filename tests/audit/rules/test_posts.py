"""tenure, no-return and presence, by past records and over several planned rounds."""

import pytest

from bianzu.audit import measure, verify
from tests.builders import (
    assign,
    breaches,
    make_instance,
    make_plan,
    past,
    person,
    planned,
    record,
    result,
    seat,
    team,
    waiver,
)

P0, R0 = past("P0", "2025-01-10", "2025-03-20"), past("R0", "2025-09-01", "2025-10-31")
R1, R2, R3 = (
    planned("R1"),
    planned("R2", "2026-06-01", "2026-07-01"),
    planned("R3", "2026-11-15", "2027-01-10"),
)
ROUNDS = (P0, R0, R1, R2, R3)
TEAMS = (team("T1", "s1"), team("T2", "s2", round="R2"), team("T3", "s3", round="R3"))


def world(rules, served=(), teams=TEAMS, rounds=ROUNDS, **parts):
    """p and q; ``served`` are (person, past round, unit) of a record."""
    history = [record(who, item, units=[unit]) for who, item, unit in served]
    return make_instance(["p", "q"], teams, rules, rounds=rounds, history=history, **parts)


def seated(**who):
    """s1=p and so on."""
    return {name: person for name, person in who.items() if person}


class TestTenure:
    @pytest.mark.parametrize(
        ("t", "served", "seats", "barred"),
        [
            (2, [], seated(s1="p"), []),  # March and April
            (1, [], seated(s1="p"), ["p a1"]),
            (4, [], seated(s1="p", s2="p"), []),  # and June and July
            (3, [], seated(s1="p", s2="p"), ["p a1"]),
            (3, [], seated(s1="p", s2="q"), []),
            (4, [], seated(s1="p", s2="p", s3="p"), ["p a1"]),
            (3, [], seated(s1="p", s2="q", s3="p"), []),  # November, December, January: the run was broken
            (3, [], seated(s1="p", s3="p"), []),  # an empty seat breaks it, too
            (4, [("p", "R0", "a1")], seated(s1="p"), []),
            (3, [("p", "R0", "a1")], seated(s1="p"), ["p a1"]),
            (6, [("p", "P0", "a1"), ("p", "R0", "a1")], seated(s1="p"), ["p a1"]),
            (7, [("p", "P0", "a1"), ("p", "R0", "a1")], seated(s1="p"), []),
            (4, [("p", "P0", "a1"), ("q", "R0", "a1")], seated(s1="p"), []),
            (
                4,
                [("p", "P0", "a1"), ("q", "R0", "c1")],
                seated(s1="p"),
                ["p a1"],
            ),  # R0 is no round of the post
            (2, [("p", "R0", "c1")], seated(s1="p"), []),
        ],
    )
    def test_months_of_the_unbroken_run(self, t, served, seats, barred):
        instance = world({"tenure": {"t": t}}, served)
        assert breaches(instance, seats) == [("excluded", "tenure", words) for words in barred]

    def test_a_month_that_two_rounds_touch_counts_once(self):
        rounds = (R1, planned("R2", "2026-04-20", "2026-05-31"))
        instance = world({"tenure": {"t": 3}}, teams=TEAMS[:2], rounds=rounds)
        assert breaches(instance, seated(s1="p", s2="p")) == []

    @pytest.mark.parametrize(
        "days",
        [{"start": "2026-03-05", "end": "2026-03-25"}, {"start": "2026-04-01", "end": "2026-04-15"}],
    )
    def test_the_teams_days_count_those_of_the_round_do_not(self, days):
        teams = [team("T1", "s1", **days), TEAMS[1]]
        instance = world({"tenure": {"t": 3}}, teams=teams)
        assert breaches(instance, seated(s1="p", s2="p")) == []

    def test_a_second_team_at_the_post_lengthens_the_round(self):
        days = {"start": "2026-03-05", "end": "2026-03-25"}
        teams = [team("T1", "s1", **days), team("U1", "u1", start="2026-04-01", end="2026-04-15"), TEAMS[1]]
        instance = world({"tenure": {"t": 3}}, teams=teams)
        assert breaches(instance, seated(s1="p", s2="p")) == [("excluded", "tenure", "p a1")]

    def test_each_post_is_a_reason_of_its_own_and_a_waiver_may_name_it(self):
        both = [team("T1", "s1", units=["a1", "a2"]), team("T2", "s2", round="R2", units=["a1", "a2"])]
        parts = {
            "teams": both,
            "units": [{"id": "a2", "name": "a2", "county": "A"}],
            "waivers": [waiver("w", "tenure", unit="a1", amount=1)],
        }
        instance = world({"tenure": {"t": 3, "hardness": "waivable"}}, **parts)
        seats = seated(s1="p", s2="p")
        assert breaches(instance, seats) == [("excluded", "tenure", "p a2")]
        assert result(instance, "tenure", seats) == (0, 0, 0, 1)

    def test_a_later_round_is_no_reason_in_an_earlier_one(self):
        instance = world({"tenure": {"t": 3}})
        audit = verify(instance, make_plan(instance, assign(instance, seated(s1="p", s2="p"))))
        assert [(item.where, item.rule) for item in audit.findings] == [("$.assignments[1]", "tenure")]


class TestNoReturn:
    @pytest.mark.parametrize(
        ("m", "served", "seats", "units"),
        [
            (24, [], seated(s1="p", s2="p", s3="p"), 0),
            (24, [], seated(s1="p", s2="q", s3="p"), 1),
            (24, [], seated(s1="p", s3="p"), 1),
            (7, [], seated(s1="p", s3="p"), 0),  # 15 April to 15 November are seven months
            (8, [], seated(s1="p", s3="p"), 1),
            (0, [], seated(s1="p", s3="p"), 0),
            (24, [("p", "R0", "a1")], seated(s1="p"), 0),
            (24, [("p", "P0", "a1")], seated(s1="p"), 0),  # R0 is no round of the post
            (24, [("p", "P0", "a1"), ("q", "R0", "a1")], seated(s1="p"), 1),
            (11, [("p", "P0", "a1"), ("q", "R0", "a1")], seated(s1="p"), 0),
            (12, [("p", "P0", "a1"), ("q", "R0", "a1")], seated(s1="p"), 1),
            (24, [("p", "R0", "a1")], seated(s1="q", s2="p"), 1),
            (24, [("p", "P0", "a1"), ("q", "R0", "a1")], seated(s1="p", s2="p"), 1),
            (24, [("p", "R0", "c1")], seated(s1="q", s2="p"), 0),
        ],
    )
    def test_back_to_a_post_that_others_had(self, m, served, seats, units):
        instance = world({"no-return": {"m": m, "weight": 7}}, served)
        assert result(instance, "no-return", seats) == (7 * units, units, 0, 0)

    def test_every_post_of_the_team_counts(self):
        units = [{"id": "a2", "name": "a2", "county": "A"}]
        both = [team(f"T{n}", f"s{n}", round=f"R{n}", units=["a1", "a2"]) for n in (1, 2, 3)]
        instance = world({"no-return": {}}, teams=both, units=units)
        assert result(instance, "no-return", seated(s1="p", s3="p")) == (20, 2, 0, 0)


class TestPresence:
    """R1 has 46 days, R2 31, R3 47 in 2026 and 10 in 2027."""

    def shortages(self, instance):
        found = measure(instance, ()).shortages
        assert all((item.rule, item.candidates, item.removed_by) == ("presence", 0, {}) for item in found)
        return [(item.round, item.team, item.unit, item.missing) for item in found]

    @pytest.mark.parametrize(
        ("d", "numbers", "expected"),
        [
            (46, [1], []),
            (47, [1], [("R1", "T1", "a1", 1)]),
            (78, [1, 2], [("R1", "T1", "a1", 1)]),
            (124, [1, 2, 3], []),
            (125, [1, 2, 3], [("R1", "T1", "a1", 1)]),
            (50, [2, 3], []),
            (80, [2, 3], [("R2", "T2", "a1", 2)]),
        ],
    )
    def test_days_of_the_year_over_the_planned_rounds(self, d, numbers, expected):
        teams = [item for item in TEAMS if int(item["id"][1]) in numbers]
        assert self.shortages(world({"presence": {"d": d}}, teams=teams)) == expected

    def test_each_year_of_a_planned_round_with_the_unit_asks_for_its_own(self):
        later = planned("R4", "2027-03-01", "2027-03-05")
        teams = [*TEAMS[2:], team("T4", "s4", round="R4")]
        instance = world({"presence": {"d": 50}}, teams=teams, rounds=(*ROUNDS, later))
        assert self.shortages(instance) == [("R3", "T3", "a1", 3), ("R4", "T4", "a1", 35)]

    def test_a_team_shares_its_days_evenly(self):
        units = [{"id": name, "name": name, "county": "A"} for name in ("a2", "a3")]
        teams = [team("T1", "s1", units=["a1", "a2", "a3"])]
        instance = world({"presence": {"d": 16}}, teams=teams, units=units)
        assert self.shortages(instance) == [("R1", "T1", name, 1) for name in ("a1", "a2", "a3")]

    def test_a_day_with_two_teams_counts_once(self):
        teams = [TEAMS[0], team("U1", "u1", start="2026-04-01", end="2026-04-20")]
        instance = world({"presence": {"d": 60}}, teams=teams)
        assert self.shortages(instance) == [("R1", "T1", "a1", 9)]

    @pytest.mark.parametrize(
        ("served", "days"),
        [
            ([("p", "R0", "a1")], 46),  # last year
            ([("p", "N", "a1")], 46 + 31),  # January
            ([("p", "N", "a1"), ("q", "N", "a1")], 46 + 31),
            ([("p", "N", "b1")], 46),
            ([("p", "N", "a1"), ("q", "N", "b1")], 46 + 15),  # one team shares its days
            ([("p", "N", "a1"), ("q", "M", "a1")], 46 + 31 + 7),  # until 7 February: each day once
            ([("p", "O", "a1")], 46 + 5),  # from last year
        ],
    )
    def test_days_of_past_rounds_of_the_year_count(self, served, days):
        earlier = past("N", "2026-01-01", "2026-01-31"), past("M", "2026-01-05", "2026-02-07")
        rounds = (*ROUNDS, *earlier, past("O", "2025-12-10", "2026-01-05"))
        for d, expected in ((days, []), (days + 1, [("R1", "T1", "a1", 1)])):
            instance = world({"presence": {"d": d}}, served, teams=TEAMS[:1], rounds=rounds)
            assert self.shortages(instance) == expected

    def test_past_teams_of_one_round_take_their_days_in_the_order_of_their_records(self):
        alone, shared = ("p", "T8", ["a1"]), ("q", "T9", ["a1", "b1"])
        rounds = (*ROUNDS, past("N", "2026-01-01", "2026-01-31"))
        for listed, days in (((alone, shared), 46 + 31), ((shared, alone), 46 + 15)):
            history = [record(who, "N", team=name, units=units) for who, name, units in listed]
            instance = make_instance("pq", TEAMS[:1], {"presence": {"d": 80}}, rounds=rounds, history=history)
            assert self.shortages(instance) == [("R1", "T1", "a1", 80 - days)]

    def test_it_is_a_constant_of_every_plan_and_named_in_it(self):
        instance = world({"presence": {"d": 60}, "seats": {}}, teams=TEAMS[:1])
        seats = assign(instance, {"s1": "p"})
        plan = make_plan(instance, seats)
        assert [level.objective for level in plan.levels[:3]] == [0, 0, 14]
        assert result(instance, "presence", {"s1": "p"}) == (0, 0, 14, 0)
        assert (plan.complete, verify(instance, plan).passed) == (False, True)
        (item,) = plan.shortages
        for false, code in (
            ((), "shortage-unnamed"),
            ((item.model_copy(update={"missing": 13}),), "wrong-missing"),
            ((item.model_copy(update={"unit": "b1"}),), "shortage-unfounded"),
            ((item.model_copy(update={"unit": None}),), "shortage-unnamed"),
        ):
            audit = verify(instance, plan.model_copy(update={"shortages": false}))
            assert code in {finding.code for finding in audit.findings}


@pytest.mark.parametrize(
    ("last", "records", "units"),
    [
        ("excellent", [], 0),
        ("competent", [], 1),
        (None, [], 0),
        ("excellent", [("R0", "competent")], 1),
        ("competent", [("P0", "competent"), ("R0", "excellent")], 0),
        ("basic", [], 1),
    ],
)
def test_the_preference_by_rating_is_soft_in_every_planned_round(last, records, units):
    who = person("p", last_rating=last)
    history = [record("p", item, rating=grade) for item, grade in records]
    rules = {"rating": {"gate": False, "preference": 4}}
    instance = make_instance([who], TEAMS[:2], rules, rounds=ROUNDS, history=history)
    assert result(instance, "rating", seated(s1="p", s2="p")) == (8 * units, 2 * units, 0, 0)
    assert breaches(instance, seated(s1="p")) == []


def test_gate_and_preference_are_two_reasons():
    instance = make_instance(
        [person("p", last_rating="basic")], [team("T1", seat("s1"))], {"rating": {"preference": 4}}
    )
    assert breaches(instance, {"s1": "p"}) == [("excluded", "rating", "p gate")]
    assert result(instance, "rating", {"s1": "p"}) == (4, 1, 0, 0)
