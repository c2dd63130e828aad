"""Shortages: candidates and what removed them."""

from bianzu.audit import measure
from tests.builders import assign, make_instance, past, person, pin, planned, record, seat, team, waiver


def shortages(instance, seats=None, **counts_for):
    return measure(instance, assign(instance, seats or {}, **counts_for)).shortages


SEATS_ON = {"seats": {}, "role-pools": {}, "origin": {}, "source-sets": {}}


def test_candidates_of_a_seat_pass_pools_sets_and_origin():
    people = [
        person("fits"),
        person("wrong-pool", pools=["leader"]),
        person("local", work_county="A"),
        person("outsider"),
    ]
    one_team = team("T1", seat("s", origin="external", source_set="named"))
    named = {"named": ["fits", "wrong-pool", "local"]}
    (item,) = shortages(make_instance(people, [one_team], SEATS_ON, source_sets=named))
    assert (item.rule, item.team, item.seat, item.missing) == ("seats", "T1", "s", 1)
    assert (item.candidates, item.removed_by) == (1, {"maxima": 1})


def test_each_rule_counts_the_candidates_it_removes():
    people = [
        person("p1", native="A"),
        person("p2", native="A", trained=False, open_clue=True),
        person("p3", birth_place="A"),
        person("p4"),
        person("p5"),
        person("p6", last_rating="basic"),
    ]
    rules = {**SEATS_ON, "place": {}, "gates": {}, "rating": {}, "unfit": {}}
    teams = [team("T1", "s"), team("T2", "t"), team("T3", "u", start="2026-04-10", end="2026-04-15")]
    instance = make_instance(
        people,
        teams,
        rules,
        pins=[pin("must-not", "p5", seat="s")],
        unfit=[{"person": "p6", "county": "A"}],
    )
    (item,) = shortages(instance, {"t": "p3", "u": "p4"})
    assert item.candidates == 6
    assert item.removed_by == {"place": 2, "gates": 1, "rating": 1, "unfit": 1, "pins": 1, "one-seat": 2}


def test_a_candidate_busy_on_days_of_another_team_is_counted_under_maxima():
    teams = [team("T1", "s", end="2026-03-10"), team("T2", "t", start="2026-03-11")]
    (item,) = shortages(make_instance(["p"], teams, SEATS_ON), {"t": "p"})
    assert item.removed_by == {"maxima": 1}


def test_waived_reasons_do_not_remove():
    people = [person("p", native="A"), person("q", native="A")]
    instance = make_instance(
        people,
        [team("T1", "s")],
        {**SEATS_ON, "place": {}},
        waivers=[waiver("w", "place", person="p")],
    )
    (item,) = shortages(instance)
    assert (item.candidates, item.removed_by) == (2, {"place": 1, "maxima": 1})


def test_caps_remove_where_the_past_alone_fills_them():
    rules = {**SEATS_ON, "rest": {"c": 1}, "service-cap": {"cap": 1, "y": 9}}
    rounds = (past("R0", "2025-09-01"), planned("R1"))
    history = [record("p", "R0")]
    one = make_instance(["p"], [team("T1", "s")], rules, rounds=rounds, history=history)
    assert shortages(one)[0].removed_by == {"rest": 1, "service-cap": 1}
    more = (*rounds, planned("R2", "2026-06-01", "2026-07-01"))
    teams = [team("T1", "s"), team("T2", "t", round="R2")]
    two = make_instance(["p"], teams, rules, rounds=more, history=history)
    assert [item.removed_by for item in shortages(two)] == [
        {"rest": 1, "service-cap": 1},
        {"service-cap": 1},
    ]
    fresh = make_instance(["p"], teams, rules, rounds=more)
    assert [item.removed_by for item in shortages(fresh, {"s": "p"})] == [{"maxima": 1}]


def test_a_minimum_counts_those_whom_a_rule_bars_from_each_of_its_seats():
    people = [
        person("m1"),
        person("m2", party="none"),
        person("away", leave=[{"start": "2026-03-01", "end": "2026-03-01"}]),
        person("tied", native="A"),
        person("busy"),
        person("free"),
        person("outside-party", party="none"),
    ]
    rules = {**SEATS_ON, "branch": {"n": 2}, "gates": {}, "place": {}}
    teams = [team("T1", "s", "t"), team("T2", "u")]
    instance = make_instance(people, teams, rules)
    found = shortages(instance, {"s": "m1", "t": "m2", "u": "busy"})
    items = [item for item in found if item.team == "T1"]
    (item,) = items
    assert (item.rule, item.team, item.seat, item.missing) == ("branch", "T1", None, 1)
    assert item.candidates == 5
    assert item.removed_by == {"gates": 1, "place": 1, "one-seat": 1, "maxima": 1}


def test_candidates_whom_only_several_rules_bar_together_are_combined():
    people = [person("m"), person("n"), person("p", party="full", rank="clerk", work_county="A")]
    one_team = team("T1", seat("s", "leader"), seat("t"))
    rules = {"desks": {"desks": 1}, "branch": {"n": 3}, "rank": {}, "unfit": {}}
    instance = make_instance(
        people,
        [one_team],
        rules,
        pins=[pin("must-not", "p", seat="t")],
        units=[{"id": "a1", "name": "a1", "county": "A", "head_rank": "section-head"}],
    )
    by_rule = {item.rule: item for item in shortages(instance, {"s": "m", "t": "n"})}
    assert by_rule["branch"].removed_by == {"combined": 1}
    assert by_rule["branch"].candidates == 3
    assert by_rule["desks"].removed_by == {"pins": 1}


def test_only_seats_where_a_candidate_would_count_are_looked_at():
    people = [person("p"), person("q", pools=["leader"])]
    one_team = team("T1", seat("s", "leader"), seat("t"))
    instance = make_instance(people, [one_team], {"role-pools": {}, "desks": {"desks": 1}})
    (item,) = shortages(instance, {"s": "q", "t": "p"})
    assert (item.missing, item.candidates, item.removed_by) == (1, 1, {})


def test_candidates_for_a_skill_hold_it_at_the_level():
    def skilled(ident, level, **fields):
        return person(ident, skills=[{"skill": "h", "level": level}], **fields)

    people = [person("m"), skilled("low", 1), skilled("high", 2), skilled("barred", 3, trained=False)]
    rules = {"skill-mix": {"needs": [{"skill": "h", "level": 2}], "hard_skills": ["h"]}, "gates": {}}
    (item,) = shortages(make_instance(people, [team("T1", "s")], rules), {"s": "m"})
    assert (item.rule, item.skill, item.candidates) == ("skill-mix", "h", 2)
    assert item.removed_by == {"gates": 1, "maxima": 1}


def test_leader_seats_and_other_seats_are_levels_of_their_own():
    instance = make_instance([], [team("T1", seat("s", "leader"), "t", "u")], {"seats": {}})
    measured = measure(instance, ())
    assert [level.objective for level in measured.levels[:3]] == [1, 2, 0]
    assert measured.complete is False
