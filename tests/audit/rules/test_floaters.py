"""floaters: who serves which team beside its seats, what that covers, and every false service."""

import pytest

from bianzu.audit import measure, verify
from bianzu.models import Certificate, FloaterService
from tests.audit.small_worlds import seat_people
from tests.builders import county, make_instance, make_plan, past, person, pin, planned, record, seat, team

H = [{"skill": "h", "level": 2}]
PEOPLE = [
    "m",
    "n",
    person("x", skills=H, earlier_rounds=2),
    person("y", skills=H),
    person("z", skills=[{"skill": "h"}, {"skill": "i"}]),
    person("u", skills=H, pools=["staff"]),
]
NEEDS = [{"skill": "h", "need": 2, "level": 2}, {"skill": "i", "need": 1}]
TEAMS = [team("T1", "s", needs=NEEDS), team("T2", "t", host_counties=["D"], units=["m1"], needs=NEEDS)]
MIX = {"needs": [], "hard_skills": ["h"], "hard_hardness": "hard", "weight": 7, "c": 1}


def world(people=PEOPLE, teams=TEAMS, rules=None, floaters=None, **parts):
    rules = {"floaters": floaters or {}, "skill-mix": MIX, "seats": {}, **(rules or {})}
    return make_instance(people, teams, rules, **parts)


def services(text):
    """``T1 x h, T2 y h``: team, person and the skills that count."""
    rows = [item.split() for item in text.split(",") if item]
    return tuple(
        FloaterService(round="R2" if home == "U1" else "R1", team=home, person=who, counts_for=tuple(named))
        for home, who, *named in rows
    )


def faults(instance, text, seats="s=m t=n"):
    measured = measure(instance, seat_people(instance, seats), floaters=services(text))
    return [(item.code, item.where, item.found) for item in measured.breaches]


def levels(instance, text, seats="s=m t=n"):
    """Missing minima, soft level, load and travel."""
    measured = measure(instance, seat_people(instance, seats), floaters=services(text))
    assert measured.breaches == ()
    values = [level.objective for level in measured.levels]
    return values[2], values[4], values[5]


class TestCover:
    @pytest.mark.parametrize(
        ("text", "missing"),
        [("", 4), ("T1 x h", 4), ("T1 x h, T1 y h", 3), ("T1 x h, T2 y h", 4)],
    )
    def test_two_floaters_cover_one_unit(self, text, missing):
        assert levels(world(), text)[:2] == (missing, 14)

    def test_an_empty_seat_is_forgiven_first(self):
        assert levels(world(), "T1 x h, T1 y h", "t=n")[:2] == (2, 7)

    def test_a_service_costs_load_and_travel_like_a_seat(self):
        places = [county("A", distances={"B": 10}), county("B"), county("C"), county("D")]
        instance = world(rules={"priority": {"load": 100, "travel": 3}}, counties=places)
        assert levels(instance, "")[2] == 30
        assert levels(instance, "T1 x h")[2] == 30 + 230

    def test_members_are_counted_at_their_best_beside_the_floaters(self):
        needs = [{"skill": "h", "need": 1}, {"skill": "i", "need": 1}]
        people = [person(name, skills=[{"skill": "h"}, {"skill": "i"}]) for name in ("m", "x", "y")]
        instance = world(people, [team("T1", "s", needs=needs)])
        both = services("T1 x h, T1 y h")
        said = {
            skill: verify(
                instance, make_plan(instance, seat_people(instance, f"s=m:{skill}"), floaters=both)
            ).findings
            for skill in ("h", "i")
        }
        assert [item.code for item in said["h"]] == ["counts-for-not-best"]
        assert said["i"] == ()


class TestFaults:
    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("T1 nobody h", "no such person, or no such team in the round"),
            ("T9 x h", "no such person, or no such team in the round"),
            ("T1 u h", "no floater"),
            ("T1 x", "0 skills, not 1 to 1 different ones"),
            ("T1 z h", "h is not needed, or not held at the level"),
            ("T1 x i", "i is not needed, or not held at the level"),
            ("T1 z i h", "2 skills, not 1 to 1 different ones"),
        ],
    )
    def test_a_service_that_makes_no_sense(self, text, found):
        assert faults(world(), text) == [("floater-unfit", "$.floaters[0]", found)]

    def test_the_round_is_the_teams(self):
        rows = [item.model_copy(update={"round": "R9"}) for item in services("T1 x h")]
        measured = measure(world(), (), floaters=rows)
        assert [item.code for item in measured.breaches] == ["floater-unfit"]

    def test_nobody_serves_a_team_twice(self):
        assert faults(world(), "T1 x h, T1 x h") == [
            ("floater-unfit", "$.floaters[1]", "serves the team already")
        ]

    def test_a_member_serves_other_teams_only(self):
        assert faults(world(), "T1 x h", "t=x:h") == []
        assert faults(world(), "T2 x h", "t=x:h") == [
            ("floater-unfit", "$.floaters[0]", "a member of the team")
        ]

    def test_with_the_rule_off_there_are_none(self):
        instance = make_instance(PEOPLE, TEAMS, {"skill-mix": MIX})
        assert faults(instance, "T1 x h") == [("floater-unfit", "$.floaters[0]", "no floater")]

    def test_the_source_set_says_who_floats(self):
        instance = world(floaters={"source_set": "squad"}, source_sets={"squad": ["u"]})
        assert faults(instance, "T1 u h") == []
        assert faults(instance, "T1 x h") == [("floater-unfit", "$.floaters[0]", "no floater")]

    def test_a_source_set_must_exist(self):
        with pytest.raises(ValueError, match="source_set"):
            world(floaters={"source_set": "squad"})


class TestCaps:
    TEAMS = (*TEAMS, team("T3", "r", needs=NEEDS))

    def test_teams(self):
        instance = world(teams=self.TEAMS, floaters={"m": 2})
        assert faults(instance, "T1 x h, T2 x h") == []
        assert faults(instance, "T1 x h, T2 x h, T3 x h") == [
            ("floater-over-cap", "person x", "3 teams and 3 days in R1")
        ]

    def test_days(self):
        instance = world(floaters={"d": 5, "days_per_team": 3})
        assert faults(instance, "T1 x h, T2 y h") == []
        assert faults(instance, "T1 x h, T2 x h") == [
            ("floater-over-cap", "person x", "2 teams and 6 days in R1")
        ]


class TestRecusal:
    @pytest.mark.parametrize(
        ("fields", "rule", "found"),
        [
            ({"native": "A"}, "place", "barred by place native A"),
            ({"birth_place": "A"}, "place", "barred by place birth A"),
            ({"trained": False}, "gates", "barred by gates trained"),
        ],
    )
    def test_a_reason_of_any_hardness_bars(self, fields, rule, found):
        people = ["m", "n", person("x", skills=H, **fields)]
        assert faults(world(people, rules={rule: {}}), "T1 x h") == [
            ("floater-unfit", "$.floaters[0]", found)
        ]
        assert faults(world(people), "T1 x h") == []

    def test_the_units_of_the_team_served_count(self):
        rounds = [past("R0", "2025-09-01"), planned("R1")]
        instance = world(rules={"repeat-unit": {}}, rounds=rounds, history=[record("x", "R0", units=["a1"])])
        assert faults(instance, "T2 x h") == []
        assert faults(instance, "T1 x h") == [("floater-unfit", "$.floaters[0]", "barred by repeat-unit a1")]

    @pytest.mark.parametrize(
        ("scope", "barred"), [({"team": "T1"}, True), ({"seat": "s"}, False), ({}, True)]
    )
    def test_a_must_not_pin_bars_but_for_a_seat(self, scope, barred):
        instance = world(pins=[pin("must-not", "x", **(scope or {"round": "R1"}))])
        assert bool(faults(instance, "T1 x h")) is barred
        assert bool(faults(instance, "T2 x h")) is (barred and not scope)


def test_an_empty_certificate_proves_nothing():
    instance = world()
    plan = make_plan(instance, seat_people(instance, "s=m t=n"))
    proven = tuple(
        level.model_copy(update={"certified_bound": level.bound, "bound_by": "certificate"})
        if level.name == "minima"
        else level
        for level in plan.levels
    )
    claimed = plan.model_copy(update={"levels": proven, "certificate": Certificate(scale=1)})
    assert [item.code for item in verify(instance, plan).findings] == []
    assert [item.code for item in verify(instance, claimed).findings] == ["certificate-unsupported"]


def test_a_document_without_plan_shows_no_floaters():
    instance = world()
    plan = make_plan(instance, ()).model_copy(
        update={"status": "unknown", "complete": False, "gap": None, "levels": (), "shortages": ()}
    )
    plan = plan.model_copy(update={"rules": (), "floaters": services("T1 x h")})
    assert [(item.code, item.where) for item in verify(instance, plan).findings] == [
        ("unexpected-content", "$.floaters")
    ]


def test_a_seat_of_an_earlier_planned_round_bars_as_it_would_a_member():
    rounds = [planned("R1"), planned("R2", "2026-06-01", "2026-07-01")]
    later = team("U1", "v", round="R2", host_counties=["D"], units=["m1"], needs=NEEDS)
    for rule, found in (
        ("repeat-unit", ["barred by repeat-unit m1"]),
        ("repeat-county", ["barred by repeat-county D"]),
        ("unfit", []),
    ):
        instance = world(teams=[*TEAMS, later], rules={"one-seat": {}, rule: {}}, rounds=rounds)
        assert [
            item[2] for item in faults(instance, "U1 x h", "t=x:h") if item[0] == "floater-unfit"
        ] == found
        assert [item for item in faults(instance, "U1 x h", "s=x:h") if item[0] == "floater-unfit"] == []


def test_seats_of_roles_do_not_matter():
    lead = [team("T1", seat("s", "leader"), needs=NEEDS)]
    assert (
        faults(world(["m", person("x", skills=H, party="none")], lead, {"gates": {}}), "T1 x h", "s=m") == []
    )
