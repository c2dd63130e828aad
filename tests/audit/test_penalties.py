"""Soft units: duties, mentoring, together and fair-load."""

import pytest

from tests.builders import make_instance, person, planned, result, seat, team

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
