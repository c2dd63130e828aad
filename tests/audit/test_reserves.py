"""reserves: who could step in, in which order, and every false list."""

import pytest

from bianzu.audit import tie_break_value, verify
from bianzu.models import Reserve
from tests.audit.small_worlds import seat_people
from tests.builders import county, make_instance, make_plan, person, pin, planned, record, seat, team, waiver

LEADS = person("lead", pools=["leader"], earlier_rounds=3)
PEOPLE = [
    person("a", pools=["staff"], earlier_rounds=1),
    person("b", pools=["staff"], earlier_rounds=2),
    person("c", pools=["staff"], native="A"),
    LEADS,
    person("m"),
    person("n"),
]
TEAMS = [team("T1", seat("s", "leader"), "t")]


def world(people=PEOPLE, teams=TEAMS, rules=None, r=2, **parts):
    rules = {"role-pools": {}, "place": {}, "priority": {}, "reserves": {"r": r}, **(rules or {})}
    return make_instance(people, teams, rules, **parts)


def entry(text):
    """``T1 1 a t``: team, rank, person, seat."""
    home, rank, who, place = text.split()
    return Reserve(team=home, rank=int(rank), person=who, seat=place)


def findings(instance, *entries, seats="s=m t=n"):
    plan = make_plan(instance, seat_people(instance, seats))
    plan = plan.model_copy(update={"reserves": tuple(map(entry, entries))})
    return [(item.code, item.where, item.found) for item in verify(instance, plan).findings]


KEPT = ("T1 1 a t", "T1 2 lead s")


class TestEntries:
    def test_a_list_as_the_rule_asks(self):
        assert findings(world(), *KEPT) == []

    @pytest.mark.parametrize(
        ("text", "fault"),
        [
            ("T1 3 nobody t", "no such person, team or seat of the team"),
            ("T9 3 b t", "no such person, team or seat of the team"),
            ("T1 3 b u", "no such person, team or seat of the team"),
            ("T1 3 b x", "no such person, team or seat of the team"),
            ("T1 3 m t", "sits on an overlapping team"),
            ("T1 3 a t", "a reserve of an overlapping team already"),
            ("T1 3 b s", "barred by role-pools"),
            ("T1 3 c t", "barred by place"),
            ("T1 3 c s", "barred by place, role-pools"),
        ],
    )
    def test_an_entry_that_makes_no_sense(self, text, fault):
        instance = world(teams=[*TEAMS, team("T2", "u", start="2026-03-20", end="2026-03-25")])
        found = findings(instance, *KEPT, text)
        assert ("reserve-unfit", "$.reserves[2]", fault) in found

    def test_overlapping_teams_share_nobody(self):
        instance = world(teams=[*TEAMS, team("T2", "u")], r=1)
        found = findings(instance, "T1 1 lead s", "T2 1 lead u")
        assert found[0] == ("reserve-unfit", "$.reserves[1]", "a reserve of an overlapping team already")
        assert findings(instance, "T1 1 lead s", "T2 1 a u") == []

    def test_teams_that_do_not_overlap_may(self):
        later = planned("R2", "2026-06-01", "2026-07-01")
        teams = [*TEAMS, team("T2", "u", round="R2")]
        instance = world(teams=teams, r=1, rounds=[planned("R1"), later])
        assert findings(instance, "T1 1 lead s", "T2 1 a u") == []
        assert findings(instance, "T1 1 lead s", "T2 1 n u") == []

    def test_a_must_not_pin_bars_and_a_waiver_opens(self):
        pins = [pin("must-not", "a", team="T1")]
        assert ("reserve-unfit", "$.reserves[0]", "barred by pins") in findings(world(pins=pins), *KEPT)
        open_to_c = world(waivers=[waiver("w", "place", person="c")])
        assert findings(open_to_c, "T1 1 c t", "T1 2 lead s") == []

    def test_seats_of_earlier_planned_rounds_count_those_of_later_ones_do_not(self):
        later = planned("R2", "2026-06-01", "2026-07-01")
        teams = [team("T1", "s"), team("T2", "t", round="R2")]
        people = [person(name) for name in "mnx"]
        rules = {"repeat-unit": {}}
        instance = world(people, teams, rules, r=1, rounds=[planned("R1"), later])
        found = findings(instance, "T1 1 n s", "T2 1 m t", seats="s=m t=n")
        assert found[0] == ("reserve-unfit", "$.reserves[1]", "barred by repeat-unit")
        assert findings(instance, "T1 1 n s", "T2 1 x t", seats="s=m t=n") == []


class TestOrder:
    @pytest.mark.parametrize(
        "ranks", [(1, 1), (2, 3), (1, 3)], ids=["the same rank twice", "from 2", "a rank left out"]
    )
    def test_ranks_run_from_1(self, ranks):
        entries = (f"T1 {ranks[0]} a t", f"T1 {ranks[1]} lead s")
        assert findings(world(), *entries) == [("wrong-reserve-order", "team T1", "1, 2 and so on")]

    def test_the_order_of_the_file_does_not_matter(self):
        assert findings(world(), *reversed(KEPT)) == []

    def test_less_load_and_travel_comes_first(self):
        entries = ("T1 1 lead s", "T1 2 a t")
        assert findings(world(), *entries) == [("wrong-reserve-order", "team T1", "a lead")]

    def test_kilometres_count_with_load(self):
        counties = [county("A", distances={"B": 15, "C": 4}), *(county(name) for name in "BCD")]
        people = [person("near", work_county="C", work_unit="c1", earlier_rounds=1), person("far"), "m", "n"]
        instance = world(people, counties=counties)
        # 10 for a round and 4 kilometres, against 15 kilometres
        assert findings(instance, "T1 1 near t", "T1 2 far t") == []
        assert findings(instance, "T1 1 far t", "T1 2 near t") == [
            ("wrong-reserve-order", "team T1", "near far")
        ]

    def test_soft_cost_of_the_seat_comes_before_load(self):
        people = [person("x", birth_place="A"), person("y", earlier_rounds=9), "m", "n"]
        assert findings(world(people), "T1 1 y t", "T1 2 x t") == []
        assert findings(world(people), "T1 1 x t", "T1 2 y t") == [("wrong-reserve-order", "team T1", "y x")]

    def test_a_duty_held_by_somebody_local_is_a_soft_cost(self):
        teams = [team("T1", seat("s", "leader"), seat("t", duty="clue-ledger"))]
        people = [person("x", work_county="A"), person("y", earlier_rounds=9), "m", "n"]
        instance = world(people, teams, {"sensitive-duties": {"k": 0}, "place": {"work": "off"}})
        assert findings(instance, "T1 1 y t", "T1 2 x t") == []
        assert findings(instance, "T1 1 x s", "T1 2 y t") == []

    def test_the_tie_break_comes_last(self):
        people = [person(name) for name in "xymn"]
        first, second = sorted("xy", key=lambda who: tie_break_value(0, who, "t"))
        assert findings(world(people), f"T1 1 {first} t", f"T1 2 {second} t") == []
        found = findings(world(people), f"T1 1 {second} t", f"T1 2 {first} t")
        assert found == [("wrong-reserve-order", "team T1", f"{first} {second}")]


class TestNumber:
    def test_more_than_r(self):
        entries = ("T1 1 a t", "T1 2 b t", "T1 3 lead s")
        assert findings(world(), *entries) == [("too-many-reserves", "team T1", "at most 2")]

    def test_none_where_the_rule_is_off(self):
        instance = world(rules={"reserves": None})
        assert findings(instance) == []
        assert findings(instance, "T1 1 a t") == [("too-many-reserves", "team T1", "at most 0")]
        assert findings(world(r=0)) == []

    def test_fewer_only_when_nobody_is_left(self):
        assert findings(world(), "T1 1 lead s") == [("reserve-missing", "team T1", "a is left")]
        few = [person("c", native="A"), LEADS, "m", "n"]
        assert findings(world(few), "T1 1 lead s") == []
        assert findings(world(few)) == [
            ("reserve-missing", "team T1", "lead is left"),
            ("no-reserve-leads", "team T1", "lead could"),
        ]

    def test_every_team_has_its_own(self):
        instance = world(teams=[*TEAMS, team("T2", "u")])
        assert findings(instance, *KEPT) == [("reserve-missing", "team T2", "b is left")]
        assert findings(instance, *KEPT, "T2 1 b u") == []


class TestLeading:
    def test_one_is_able_to_lead_where_anybody_is(self):
        entries = ("T1 1 a t", "T1 2 b t")
        assert findings(world(), *entries) == [("no-reserve-leads", "team T1", "lead could")]
        assert findings(world([item for item in PEOPLE if item is not LEADS]), *entries) == []

    def test_the_seat_of_the_entry_need_not_be_the_leaders(self):
        people = [person("both"), *PEOPLE[:2], "m", "n"]
        assert findings(world(people), "T1 1 both t", "T1 2 a t") == []

    def test_whoever_leads_elsewhere_or_is_a_reserve_there_is_nobody_left(self):
        instance = world(teams=[*TEAMS, team("T2", seat("u", "leader"))], r=1)
        assert findings(instance, "T1 1 lead s", "T2 1 a u")[0][0] == "reserve-unfit"
        assert findings(instance, "T1 1 lead s") == []
        assert findings(instance, "T1 1 a t", "T2 1 lead u") == []

    def test_a_leader_must_be_open_to_every_leader_seat(self):
        teams = [team("T1", seat("s", "leader"), seat("u", "leader", source_set="named"), "t")]
        people = [LEADS, person("other"), *PEOPLE[:2], "m", "n"]
        rules = {"source-sets": {}}
        instance = world(people, teams, rules, r=1, source_sets={"named": ["other", "n"]})
        assert findings(instance, "T1 1 lead s", seats="s=m u=n") == [
            ("no-reserve-leads", "team T1", "other could")
        ]
        assert findings(instance, "T1 1 other u", seats="s=m u=n") == []


def test_past_rounds_bar_a_reserve_as_they_bar_anybody():
    rounds = [{**planned("R0", "2025-09-01", "2025-09-30"), "status": "past"}, planned("R1")]
    parts = {"rounds": rounds, "history": [record("a", "R0")]}
    instance = world(rules={"rest": {"c": 1}}, **parts)
    assert ("reserve-unfit", "$.reserves[0]", "barred by rest") in findings(instance, *KEPT)


def test_where_there_is_no_plan_there_are_no_reserves():
    instance = world()
    plan = make_plan(instance, seat_people(instance, "s=m t=n")).model_copy(
        update={"status": "unknown", "complete": False, "gap": None, "levels": (), "assignments": ()}
    )
    empty = plan.model_copy(update={"shortages": (), "rules": ()})
    assert verify(instance, empty).findings == ()
    (finding,) = verify(instance, empty.model_copy(update={"reserves": (entry("T1 1 a t"),)})).findings
    assert (finding.code, finding.where) == ("unexpected-content", "$.reserves")
