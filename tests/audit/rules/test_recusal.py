"""Section C: what bars a person from teams of a county or a unit."""

import pytest

from tests.builders import (
    breaches,
    make_instance,
    past,
    person,
    planned,
    record,
    result,
    seat,
    team,
    unit,
    waiver,
)


def barred(rules, who, place=None, *, others=(), of_team=None, **parts):
    """What excludes one person from the only seat of a team in A that inspects a1."""
    place = place or seat("s")
    instance = make_instance([who, *others], [team("T1", place, **(of_team or {}))], rules, **parts)
    return [found for _, _, found in breaches(instance, {place["id"]: who["id"]})]


LOCAL = seat("s", origin="local")


class TestPlace:
    @pytest.mark.parametrize(
        ("field", "expected"),
        [
            ("work_county", "p work A"),
            ("grown", "p grown A"),
            ("native", "p native A"),
            ("residence", "p residence A"),
            ("spouse_work", "p spouse A"),
        ],
    )
    def test_a_place_in_the_host_county_bars(self, field, expected):
        assert barred({"place": {}}, person("p", **{field: "A"})) == [expected]

    @pytest.mark.parametrize("value", ["B", "outside", None])
    def test_a_place_elsewhere_does_not(self, value):
        assert barred({"place": {}}, person("p", native=value, grown=value, residence=value)) == []

    def test_birth_place_costs_its_weight_only(self):
        instance = make_instance([person("p", birth_place="A")], [team("T1", "s")], {"place": {"weight": 7}})
        assert breaches(instance, {"s": "p"}) == []
        assert result(instance, "place", {"s": "p"}) == (7, 1, 0, 0)

    def test_birth_place_can_be_hard_and_native_place_off(self):
        who = person("p", birth_place="A", native="A")
        assert barred({"place": {"birth": "hard", "native": "off"}}, who) == ["p birth A"]

    @pytest.mark.parametrize(
        ("setting", "expected"),
        [({}, ["p spouse A"]), ({"spouse": "waivable"}, []), ({"spouse": "off"}, [])],
    )
    def test_a_waiver_covers_the_work_of_the_spouse_where_the_office_lets_it(self, setting, expected):
        who, granted = person("p", spouse_work="A"), waiver("w", "place", person="p")
        assert barred({"place": setting}, who, waivers=[granted]) == expected
        assert barred({"place": setting}, who) == ([] if setting.get("spouse") == "off" else ["p spouse A"])

    def test_every_host_county_is_one_reason(self):
        who = person("p", native="A", grown="C")
        found = barred({"place": {}}, who, of_team={"host_counties": ["A", "C"]})
        assert found == ["p grown C", "p native A"]

    def test_a_local_seat_is_exempt_for_the_own_county_only(self):
        who = person("p", work_county="A", native="A", grown="C")
        rules, hosts = {"place": {}, "origin": {}}, {"host_counties": ["A", "C"]}
        assert barred(rules, who, LOCAL, of_team=hosts) == ["p grown C"]

    def test_with_origin_off_no_seat_is_exempt(self):
        assert barred({"place": {}}, person("p", work_county="A"), LOCAL) == ["p work A"]


class TestService:
    @pytest.mark.parametrize(
        ("entry", "expected"),
        [
            ({"start": "2015-01", "end": "2023-03", "unit": "a1"}, ["p unit a1"]),
            ({"start": "2022-01", "end": "2023-02", "unit": "a1"}, []),
            ({"start": "2026-03", "unit": "a1"}, ["p unit a1"]),
            ({"start": "2026-04", "unit": "a1"}, []),
            ({"start": "2010-01", "end": "2012-12", "unit": "a1"}, ["p unit a1"]),
            ({"start": "2010-02", "end": "2012-12", "unit": "a1"}, []),
            ({"start": "2025-01", "end": "2025-02", "unit": "above"}, ["p unit a1"]),
            ({"start": "2025-01", "end": "2025-02", "unit": "below"}, ["p unit a1"]),
            ({"start": "2025-01", "end": "2025-02", "unit": "aside"}, []),
            ({"start": "2025-01", "end": "2025-02", "unit_name": "a1"}, []),
        ],
    )
    def test_a_post_in_the_unit_its_superior_or_a_subordinate(self, entry, expected):
        units = [
            unit("a1", "A", superior="above"),
            unit("above", None),
            unit("below", "A", superior="a1"),
            unit("aside", "A", superior="above"),
        ]
        assert barred({"service": {}}, person("p", career=[entry]), units=units) == expected

    def test_the_present_work_unit_bars_without_a_career(self):
        assert barred({"service": {}}, person("p", work_unit="a1")) == ["p unit a1"]

    @pytest.mark.parametrize(
        ("second", "expected"),
        [
            ({"start": "2011-07", "end": "2013-06", "unit": "a1"}, ["p unit a1"]),
            ({"start": "2011-01", "end": "2013-05", "unit": "a1"}, []),
            ({"start": "2011-07", "end": "2013-06", "unit": "above"}, []),
        ],
    )
    def test_months_in_one_unit_add_up_and_count_once(self, second, expected):
        units = [unit("a1", "A", superior="above"), unit("above", None)]
        career = [{"start": "2010-07", "end": "2011-06", "unit": "a1"}, second]
        assert barred({"service": {}}, person("p", career=career), units=units) == expected

    @pytest.mark.parametrize(
        ("entry", "expected"),
        [
            ({"county": "A", "county_managed": True, "end": "2023-03"}, ["p county A"]),
            ({"county": "A", "county_managed": True, "end": "2023-02"}, []),
            ({"county": "A", "county_managed": False, "end": "2025-02"}, []),
            ({"county": "B", "county_managed": True, "end": "2025-02"}, []),
        ],
    )
    def test_a_county_managed_cadre_stays_away_for_yc_years(self, entry, expected):
        who = person("p", career=[{"start": "2015-01", "unit_name": "office", **entry}])
        assert barred({"service": {}}, who) == expected

    def test_a_local_seat_is_exempt_from_the_county_clause_but_not_from_the_unit_clause(self):
        career = [{"start": "2020-01", "unit": "a1", "county": "A", "county_managed": True}]
        who = person("p", work_county="A", career=career)
        assert barred({"service": {}, "origin": {}}, who, LOCAL) == ["p unit a1"]

    def test_each_clause_can_be_off(self):
        who = person("p", career=[{"start": "2020-01", "unit": "a1", "county": "A", "county_managed": True}])
        assert barred({"service": {"unit_clause": False}}, who) == ["p county A"]
        assert barred({"service": {"county_clause": False}}, who) == ["p unit a1"]


def tie(kind, **fields):
    return {"person": "p", "kind": kind, **fields}


class TestKin:
    @pytest.mark.parametrize(
        ("relation", "expected"),
        [
            (tie("near-in-law", other_unit="a1", other_is_leader=True), ["p a1"]),
            (tie("collateral", other_unit="a1"), []),
            (tie("spouse", other_unit="a1"), ["p a1"]),
            (tie("spouse", other_unit="a1", end="2010-01"), ["p a1"]),
            (tie("classmate", other_unit="a1", other_is_leader=True), []),
            (tie("direct-blood", other_unit="c1", other_is_leader=True), []),
        ],
    )
    def test_a_relation_to_somebody_in_the_unit(self, relation, expected):
        assert barred({"kin": {}}, person("p"), relations=[relation]) == expected

    @pytest.mark.parametrize(
        ("kind", "works", "leads", "expected"),
        [
            ("direct-blood", "a1", False, ["p a1"]),
            ("collateral", "a1", False, []),
            ("collateral", "a1", True, ["p a1"]),
            ("collateral", "b1", True, ["p a1"]),
            ("spouse", "b1", False, []),
        ],
    )
    @pytest.mark.parametrize("turned", [False, True])
    def test_a_relation_to_another_person_counts_both_ways(self, kind, works, leads, expected, turned):
        group = [{"name": "Q", "person": "q"}] if leads else []
        ends = {"person": "q", "other_person": "p"} if turned else {"person": "p", "other_person": "q"}
        found = barred(
            {"kin": {}},
            person("p"),
            others=[person("q", work_unit=works)],
            units=[unit("a1", "A", leading_group=group)],
            relations=[{"kind": kind, **ends}],
        )
        assert found == expected

    def test_two_relations_to_one_unit_are_one_unit(self):
        relations = [tie("spouse", other_unit="a1"), tie("direct-blood", other_unit="a1")]
        assert barred({"kin": {}}, person("p"), relations=relations) == ["p a1"]


class TestInterest:
    @pytest.mark.parametrize(
        ("request_", "expected"),
        [
            ({"county": "A", "decision": "upheld"}, ["p request A"]),
            ({"unit": "a1", "decision": "upheld"}, ["p request a1"]),
            ({"unit": "a1", "decision": "pending"}, []),
            ({"unit": "a1", "decision": "declined"}, []),
            ({"county": "C", "decision": "upheld"}, []),
        ],
    )
    def test_only_an_upheld_request_bars(self, request_, expected):
        requests = [{"id": "r", "person": "p", **request_}]
        assert barred({"interest": {}}, person("p"), recusal_requests=requests) == expected

    def test_a_declared_interest_in_anybody_of_the_unit_bars(self):
        relations = [tie("declared-interest", other_unit="a1")]
        assert barred({"interest": {}}, person("p"), relations=relations) == ["p declared a1"]

    @pytest.mark.parametrize(
        ("relation", "expected"),
        [
            (tie("classmate", other_unit="a1", other_is_leader=True), ["p tie a1"]),
            (tie("classmate", other_unit="a1"), []),
            (tie("classmate", other_unit="a1", other_is_leader=True, end="2001-01"), ["p tie a1"]),
            (tie("superior-subordinate", other_unit="a1", other_is_leader=True), ["p tie a1"]),
            (
                tie("superior-subordinate", other_unit="a1", other_is_leader=True, end="2023-03"),
                ["p tie a1"],
            ),
            (tie("superior-subordinate", other_unit="a1", other_is_leader=True, end="2023-02"), []),
        ],
    )
    def test_ties_with_the_leading_group_bar_a_leader(self, relation, expected):
        found = barred({"interest": {}}, person("p"), seat("s", "leader"), relations=[relation])
        assert found == expected

    def test_ties_cost_other_roles_their_weight(self):
        instance = make_instance(
            ["p"],
            [team("T1", "s")],
            {"interest": {"weight": 4}},
            relations=[tie("classmate", other_unit="a1", other_is_leader=True)],
        )
        assert breaches(instance, {"s": "p"}) == []
        assert result(instance, "interest", {"s": "p"}) == (4, 1, 0, 0)


class TestSystem:
    UNITS = (unit("a1", "A", system="finance"), unit("b1", "B", system="finance"))

    @pytest.mark.parametrize(
        ("role", "expected"), [("leader", ["p a1"]), ("deputy", ["p a1"]), ("auditor", [])]
    )
    def test_one_system_bars_leaders_and_deputies(self, role, expected):
        assert barred({"system": {}}, person("p"), seat("s", role), units=self.UNITS) == expected

    @pytest.mark.parametrize(("role", "units"), [("liaison", 1), ("member", 1), ("specialist", 0)])
    def test_one_system_costs_liaison_and_members(self, role, units):
        instance = make_instance(["p"], [team("T1", seat("s", role))], {"system": {}}, units=self.UNITS)
        assert result(instance, "system", {"s": "p"}) == (10 * units, units, 0, 0)

    def test_unknown_systems_do_not_match(self):
        assert barred({"system": {}}, person("p"), seat("s", "leader")) == []


class TestRepeatUnit:
    ROUNDS = (past("Q0", "2024-03-01", term="S"), past("R0", "2025-09-01"), planned("R1"))

    @pytest.mark.parametrize(
        ("round_id", "units", "expected"),
        [("R0", ["a1"], ["p a1"]), ("R0", ["c1"], []), ("Q0", ["a1"], [])],
    )
    def test_a_unit_inspected_in_the_term_bars(self, round_id, units, expected):
        history = [record("p", round_id, units=units)]
        assert barred({"repeat-unit": {}}, person("p"), history=history, rounds=self.ROUNDS) == expected

    def test_an_earlier_planned_round_counts_and_a_later_one_does_not(self):
        instance = make_instance(
            ["p"],
            [team("T1", "s"), team("T2", "t", round="R2")],
            {"repeat-unit": {}},
            rounds=[planned("R1"), planned("R2", "2026-06-01", "2026-07-01")],
        )
        assert breaches(instance, {"s": "p", "t": "p"}) == [("excluded", "repeat-unit", "p a1")]
        assert breaches(instance, {"t": "p"}) == []


class TestRepeatCounty:
    ROUNDS = (past("P0", "2025-01-01"), past("Q0", "2025-05-01"), past("R0", "2025-09-01"), planned("R1"))

    @pytest.mark.parametrize(
        ("place", "round_id", "counties", "units"),
        [
            (seat("s"), "R0", ["A"], 1),
            (seat("s"), "Q0", ["A"], 0),
            (seat("s", "leader"), "Q0", ["A"], 1),
            (seat("s", "leader"), "P0", ["A"], 0),
            (seat("s"), "R0", ["B"], 0),
            (seat("s", origin="local"), "R0", ["A"], 0),
        ],
    )
    def test_the_last_rounds_of_the_city_are_looked_at(self, place, round_id, counties, units):
        history = [record("p", round_id, counties=counties)]
        instance = make_instance(
            [person("p", work_county="A")],
            [team("T1", place)],
            {"repeat-county": {"weight": 3}, "origin": {}},
            history=history,
            rounds=self.ROUNDS,
        )
        assert result(instance, "repeat-county", {"s": "p"}) == (3 * units, units, 0, 0)

    def test_planned_rounds_count_too(self):
        instance = make_instance(
            ["p"],
            [team("T1", "s"), team("T2", "t", round="R2")],
            {"repeat-county": {}},
            rounds=[planned("R1"), planned("R2", "2026-06-01", "2026-07-01")],
        )
        assert result(instance, "repeat-county", {"s": "p", "t": "p"}) == (10, 1, 0, 0)
        assert result(instance, "repeat-county", {"t": "p"}) == (0, 0, 0, 0)


class TestUnfit:
    @pytest.mark.parametrize(
        ("scope", "expected"),
        [
            ({}, ["p"]),
            ({"county": "A"}, ["p A"]),
            ({"unit": "a1"}, ["p a1"]),
            ({"county": "C"}, []),
            ({"unit": "c1"}, []),
        ],
    )
    def test_the_block_list_bars_everywhere_or_in_its_scope(self, scope, expected):
        assert barred({"unfit": {}}, person("p"), unfit=[{"person": "p", **scope}]) == expected

    def test_two_entries_for_one_county_are_one_unit(self):
        entries = [{"person": "p", "county": "A"}, {"person": "p", "county": "A", "reason": "again"}]
        assert barred({"unfit": {}}, person("p"), unfit=entries) == ["p A"]
