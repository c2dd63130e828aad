"""Soft units: duties, mentoring, together, balance and fair-load."""

from typing import Any

import pytest

from tests.builders import make_instance, past, person, planned, record, result, seat, team

R2 = planned("R2", "2026-06-01", "2026-07-01")


@pytest.mark.parametrize(
    ("county", "duty", "units"),
    [("B", "clue-ledger", 0), ("A", "clue-ledger", 1), (None, "complaints-desk", 1), ("A", None, 0)],
)
def test_a_duty_belongs_to_an_external_member(county, duty, units):
    rules = {"sensitive-duties": {"k": 0, "weight": 8}}
    instance = make_instance([person("p", work_county=county)], [team("T1", seat("s", duty=duty))], rules)
    assert result(instance, "sensitive-duties", {"s": "p"}) == (8 * units, units, 0, 0)


class TestMentoring:
    @pytest.mark.parametrize(
        ("percent", "first", "units"), [(50, 1, 0), (50, 2, 1), (100, 3, 0), (34, 2, 1), (0, 1, 1)]
    )
    def test_first_timers_above_the_share_of_the_seats(self, percent, first, units):
        people = [person(f"p{at}", earlier_rounds=0 if at < first else 2) for at in range(3)]
        seats = {f"s{at}": f"p{at}" for at in range(3)}
        instance = make_instance(
            people, [team("T1", *seats)], {"mentoring": {"f_percent": percent, "weight": 3}}
        )
        violations = result(instance, "mentoring", seats)[1]
        assert violations == units

    @pytest.mark.parametrize(("backbones", "cadres", "units"), [(1, 2, 0), (1, 3, 1), (0, 1, 1), (2, 1, 0)])
    def test_new_cadres_above_twice_the_backbones(self, backbones, cadres, units):
        people = [person(f"b{at}", earlier_rounds=2) for at in range(backbones)]
        people += [person(f"c{at}", earlier_rounds=1, promoted_on="2025-12-01") for at in range(cadres)]
        seats = {f"s-{item['id']}": item["id"] for item in people}
        rules = {"mentoring": {"f_percent": 100}, "new-cadre": {}}
        instance = make_instance(people, [team("T1", *seats)], rules)
        assert result(instance, "mentoring", seats)[:2] == (10 * units, units)

    def test_nobody_is_a_new_cadre_when_the_rule_is_off_or_nothing_is_owed(self):
        people = [person("c", earlier_rounds=1, promoted_on="2025-12-01")]
        off = make_instance(people, [team("T1", "s")], {"mentoring": {}})
        assert result(off, "mentoring", {"s": "c"})[1] == 0
        people = [person("c", earlier_rounds=1, promoted_on="2024-12-01")]
        over = make_instance(people, [team("T1", "s")], {"mentoring": {}, "new-cadre": {}})
        assert result(over, "mentoring", {"s": "c"})[1] == 0


class TestTogether:
    RULES = (("together", {"pairs": [{"a": "p", "b": "q", "weight": 4}]}),)

    @pytest.mark.parametrize(
        ("seats", "units"),
        [
            ({"s": "p", "t": "q", "u": "p", "v": "q"}, 0),
            ({"s": "p", "t": "q", "u": "p"}, 1),
            ({"s": "p", "v": "q"}, 2),
            ({}, 2),
        ],
    )
    def test_one_unit_for_each_planned_round_apart(self, seats, units):
        teams = [team("T1", "s", "t"), team("T2", "u", "v", round="R2")]
        instance = make_instance(["p", "q"], teams, dict(self.RULES), rounds=[planned("R1"), R2])
        assert result(instance, "together", seats) == (4 * units, units, 0, 0)


class TestBalance:
    """Teams T1 (p, q), T2 (r, x) and T3 in round R1, T4 in R2, all measured by hand."""

    PEOPLE = (
        person("p", earlier_rounds=2, birth="1980-03", skills=[{"skill": "h", "level": 3}, {"skill": "x"}]),
        person("q", birth="1980-04", numbers={"rating": 50, "load": 7}),
        person("r", earlier_rounds=4, birth="1990-01", numbers={"rating": 1_000_000}),
        person("x", earlier_rounds=1, birth="2000-12", skills=[{"skill": "h", "level": 9}]),
    )
    TEAMS = (team("T1", "s", "t"), team("T2", "u", "v"), team("T3", "w"), team("T4", "z", round="R2"))

    def measured(self, fields: list[str], seats: dict[str, str], **parts: Any) -> tuple[int, int, int, int]:
        rules = {"balance": {"fields": fields, "weight": 3}}
        parts = {"teams": self.TEAMS, "rounds": [past("R0", "2025-09-01"), planned("R1"), R2], **parts}
        return result(make_instance(self.PEOPLE, rules=rules, **parts), "balance", seats)

    @pytest.mark.parametrize(
        ("field", "sums"),
        [
            ("experience", (2 + 0, 4 + 2, 0)),
            ("age", (46 + 45, 36 + 25, 45)),
            ("skill-points", (3 + 1, 9, 0)),
            ("rating", (50, 1_000_000, 50)),
            ("load", (7, 0, 7)),
        ],
    )
    def test_highest_minus_lowest_team_of_the_round(self, field, sums):
        teams = (*self.TEAMS[:2], team("T3", "w", start="2026-05-01", end="2026-05-02"))
        seats = {"s": "p", "t": "q", "u": "r", "v": "x", "w": "q"}
        found = self.measured([field], seats, teams=teams, history=[record("x", "R0")])
        units = max(sums) - min(sums)
        assert found == (3 * units, units, 0, 0)

    def test_an_empty_team_counts_as_nothing_and_each_round_for_itself(self):
        assert self.measured(["experience"], {"s": "p", "u": "r"}) == (12, 4, 0, 0)
        assert self.measured(["experience"], {"s": "p", "u": "p", "w": "p", "z": "r"}) == (0, 0, 0, 0)
        assert self.measured(["experience"], {"z": "r"}) == (0, 0, 0, 0)
        assert self.measured(["experience"], {}) == (0, 0, 0, 0)

    def test_fields_add_up_and_age_is_that_of_the_round(self):
        assert self.measured(["age", "load"], {"s": "q"}) == (3 * (45 + 7), 52, 0, 0)
        teams = [team("T4", "z", round="R2"), team("T5", "y", round="R2")]
        assert self.measured(["age"], {"z": "q"}, teams=teams) == (3 * 46, 46, 0, 0)
        assert self.measured(["age"], {"z": "q"}, teams=teams[:1]) == (0, 0, 0, 0)

    def test_planned_rounds_are_no_experience(self):
        teams = [team("T1", "s"), team("T4", "z", round="R2"), team("T5", "y", round="R2")]
        assert self.measured(["experience"], {"s": "p", "z": "p"}, teams=teams)[1] == 2


class TestFairLoad:
    @pytest.mark.parametrize(
        ("earlier", "pools", "seats", "units"),
        [
            (0, ["staff"], {}, 0),
            (0, ["staff"], {"s": "p"}, 1),
            (2, ["staff"], {"s": "p"}, 9),
            (2, ["staff", "leader"], {"s": "p"}, 18),
            (2, ["staff"], {"s": "p", "u": "p"}, 16),
            (3, ["staff"], {}, 9),
            (3, [], {"s": "p"}, 0),
        ],
    )
    def test_squares_over_pools_and_everybody_in_them(self, earlier, pools, seats, units):
        who = person("p", earlier_rounds=earlier, pools=pools)
        teams = [team("T1", "s"), team("T2", "u", round="R2")]
        instance = make_instance([who], teams, {"fair-load": {"weight": 5}}, rounds=[planned("R1"), R2])
        assert result(instance, "fair-load", seats) == (5 * units, units, 0, 0)
