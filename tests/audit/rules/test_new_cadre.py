"""new-cadre: windows, chances, what is owed, and who is at risk."""

import pytest

from bianzu.audit import measure
from tests.builders import (
    announced,
    assign,
    make_instance,
    past,
    person,
    pin,
    planned,
    record,
    result,
    seat,
    team,
    waiver,
)

R1 = planned("R1")
R2 = planned("R2", "2026-06-01", "2026-07-01")


def cadre(promoted, **fields):
    return person("p", promoted_on=promoted, **fields)


def world(who, rounds=(R1,), rule=None, **parts):
    teams = [team("T1", "s1")]
    if any(item["id"] == "R2" for item in rounds):
        teams.append(team("T2", "s2", round="R2"))
    rules = {"new-cadre": rule or {}, **parts.pop("rules", {})}
    return make_instance([who, "q"], teams, rules, rounds=rounds, **parts)


def outcome(instance, seats):
    """(violations, missing) of new-cadre."""
    _, violations, missing, _ = result(instance, "new-cadre", seats)
    return violations, missing


class TestWindow:
    @pytest.mark.parametrize(
        ("promoted", "expected"),
        [
            ("2025-03-01", (0, 1)),
            ("2025-02-28", (24, 0)),
            ("2026-03-01", (6, 0)),
            ("2026-03-02", (0, 0)),
            (None, (0, 0)),
        ],
    )
    def test_it_runs_from_the_promotion_to_w_months_later(self, promoted, expected):
        assert outcome(world(cadre(promoted)), {}) == expected

    def test_a_longer_window_keeps_more_chances(self):
        assert outcome(world(cadre("2025-02-28"), rule={"w": 24}), {}) == (6, 0)

    def test_its_last_day_is_cut_to_the_month(self):
        first_of_march = (planned("R1", "2026-02-28", "2026-03-31"),)
        assert outcome(world(cadre("2025-02-28"), first_of_march), {}) == (0, 1)
        assert outcome(world(cadre("2024-02-29", id="p"), first_of_march, {"w": 24}), {}) == (0, 1)


class TestChances:
    def test_serving_settles_it(self):
        assert outcome(world(cadre("2025-06-01")), {"s1": "p"}) == (0, 0)

    @pytest.mark.parametrize(
        ("promoted", "expected"),
        [("2025-07-01", (6, 0)), ("2025-06-30", (0, 1))],
    )
    def test_with_none_announced_one_is_assumed_four_months_later(self, promoted, expected):
        assert outcome(world(cadre(promoted)), {}) == expected

    @pytest.mark.parametrize(
        ("starts", "expected"),
        [
            (["2027-01-01"], (0, 1)),
            (["2026-08-01"], (6, 0)),
            (["2026-08-01", "2026-10-01"], (4, 0)),
            (["2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01"], (3, 0)),
        ],
    )
    def test_announced_rounds_in_the_window_are_chances(self, starts, expected):
        rounds = (R1, *(announced(f"X{at}", start) for at, start in enumerate(starts)))
        assert outcome(world(cadre("2025-12-01"), rounds), {}) == expected

    def test_penalties_round_up(self):
        starts = ("2026-05-01", "2026-06-01", "2026-07-01", "2026-08-01")
        rounds = (R1, *(announced(f"X{at}", start) for at, start in enumerate(starts)))
        assert outcome(world(cadre("2025-12-01"), rounds, {"n": 2}), {}) == (5, 0)
        rounds = (*rounds, announced("X9", "2026-09-01"), announced("X8", "2026-10-01"))
        assert outcome(world(cadre("2025-12-01"), rounds), {}) == (2, 0)

    def test_the_weight_multiplies(self):
        instance = world(cadre("2025-12-01"), rule={"weight": 3})
        assert result(instance, "new-cadre", {}) == (18, 6, 0, 0)


class TestServed:
    ROUNDS = (past("P0", "2024-09-01"), past("R0", "2025-09-01"), R1)

    @pytest.mark.parametrize(
        ("served", "n", "expected"),
        [
            (["R0"], 1, (0, 0)),
            (["P0"], 1, (0, 1)),
            (["R0"], 2, (0, 1)),
            ([], 2, (0, 2)),
        ],
    )
    def test_only_rounds_inside_the_window_count(self, served, n, expected):
        history = [record("p", item) for item in served]
        instance = world(cadre("2025-06-01"), self.ROUNDS, {"n": n}, history=history)
        assert outcome(instance, {}) == expected

    def test_two_owed_at_the_last_chance_leave_one_missing_even_when_serving(self):
        instance = world(cadre("2025-06-01"), self.ROUNDS, {"n": 2})
        assert outcome(instance, {"s1": "p"}) == (0, 1)

    def test_overdue_costs_24_for_each_round_owed_in_each_planned_round(self):
        instance = world(cadre("2025-01-01"), (*self.ROUNDS, R2), {"n": 2})
        assert outcome(instance, {}) == (96, 0)
        assert outcome(instance, {"s1": "p"}) == (48, 0)

    def test_an_earlier_planned_round_counts_in_the_later_one(self):
        instance = world(cadre("2025-06-01"), (R1, R2))
        assert outcome(instance, {}) == (6, 1)
        assert outcome(instance, {"s1": "p"}) == (0, 0)
        assert outcome(instance, {"s2": "p"}) == (6, 0)


class TestShortageAndRisk:
    def test_the_shortage_names_the_person_and_is_not_netted(self):
        instance = world(cadre("2025-06-01"))
        (item,) = measure(instance, ()).shortages
        assert (item.rule, item.person, item.round, item.missing) == ("new-cadre", "p", "R1", 1)
        assert (item.team, item.seat, item.candidates, item.removed_by) == (None, None, 0, {})
        assert [level.objective for level in measure(instance, ()).levels[:3]] == [0, 0, 1]

    def test_somebody_barred_from_every_seat_is_at_risk_and_not_missing(self):
        leave = [{"start": "2026-04-01", "end": "2026-04-01"}]
        instance = world(cadre("2025-06-01", leave=leave), rules={"gates": {}, "kin": {}})
        measured = measure(instance, ())
        assert [(a.person, a.round, a.owed, a.removed_by) for a in measured.at_risk] == [
            ("p", "R1", 1, ("gates",))
        ]
        assert measured.complete is True

    def test_different_rules_may_bar_from_different_seats(self):
        teams = [team("T1", "s1"), team("T2", "s2", host_counties=["C"], units=["c1"])]
        who = cadre("2025-06-01", native="A", work_unit="c1")
        rules = {"new-cadre": {}, "place": {}, "service": {}}
        instance = make_instance([who], teams, rules)
        assert measure(instance, ()).at_risk[0].removed_by == ("place", "service")
        free = make_instance([who], [*teams, team("T3", "s3", host_counties=["D"], units=[])], rules)
        assert measure(free, ()).at_risk == ()
        assert outcome(free, {}) == (0, 1)

    def test_a_rule_that_bars_from_every_seat_stands_alone(self):
        leave = [{"start": "2026-04-01", "end": "2026-04-01"}]
        teams = [team("T1", "s1"), team("T2", "s2", host_counties=["C"], units=["c1"])]
        who = cadre("2025-06-01", native="A", work_unit="c1", leave=leave)
        instance = make_instance([who], teams, {"new-cadre": {}, "place": {}, "service": {}, "gates": {}})
        assert measure(instance, ()).at_risk[0].removed_by == ("gates",)

    def test_a_waived_reason_leaves_a_way_in(self):
        who = cadre("2025-06-01", native="A")
        instance = world(who, rules={"place": {}}, waivers=[waiver("w", "place", person="p")])
        assert outcome(instance, {}) == (0, 1)
        assert outcome(world(who, rules={"place": {}}), {}) == (0, 0)

    def test_a_must_not_pin_does_not_excuse(self):
        instance = world(cadre("2025-06-01"), pins=[pin("must-not", "p", round="R1")])
        assert outcome(instance, {}) == (0, 1)

    @pytest.mark.parametrize("rounds", [(R1,), (R1, planned("R9", "2027-01-01", "2027-01-09"))])
    def test_rest_excuses_where_the_past_alone_bars(self, rounds):
        rounds = (past("R0", "2025-01-01"), *rounds)
        who = cadre("2025-03-02")
        instance = world(who, rounds, rules={"rest": {"c": 1}}, history=[record("p", "R0")])
        assert [item.removed_by for item in measure(instance, ()).at_risk] == [("rest",)]

    @pytest.mark.parametrize("rule", [{"rest": {"c": 1}}, {"repeat-unit": {}}, {"tenure": {"t": 2}}])
    def test_seats_of_other_planned_rounds_excuse_nobody(self, rule):
        instance = world(cadre("2025-06-01"), (R1, R2), {"n": 2}, rules=rule)
        measured = measure(instance, assign(instance, {"s1": "p"}))
        assert measured.at_risk == ()
        assert [(item.round, item.missing) for item in measured.shortages] == [("R2", 1)]

    def test_before_the_last_chance_nobody_is_at_risk(self):
        leave = [{"start": "2026-04-01", "end": "2026-04-01"}]
        instance = world(cadre("2025-12-01", leave=leave), rules={"gates": {}})
        assert measure(instance, ()).at_risk == ()
        assert outcome(instance, {}) == (6, 0)

    def test_the_party_gate_does_not_bar_from_other_roles(self):
        instance = make_instance(
            [cadre("2025-06-01", party="none")],
            [team("T1", seat("s1", "leader"), "s2")],
            {"new-cadre": {}, "gates": {}},
        )
        assert outcome(instance, {}) == (0, 1)
        assert measure(instance, assign(instance, {"s2": "p"})).complete is True
