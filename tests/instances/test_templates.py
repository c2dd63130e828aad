"""Every form reads back, turns on nothing that is missing, looks like its practice and can be completed."""

import re
from collections import Counter, defaultdict
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

import bianzu
from bianzu.audit import measure, verify
from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Case
from bianzu.audit.recount import AUDITED
from bianzu.audit.rules.exclusions import is_barred
from bianzu.audit.seating import Member, Seating
from bianzu.commands import planning
from bianzu.instances import format_model, list_templates, parse_instance, template
from bianzu.models import OUTSIDE, Assignment, Instance
from bianzu.solver import SolveOptions, solve
from bianzu.solver.rules import check_supported

FORMS = (
    *("shanxi", "zhangzhou-6+2", "nanjian-3+2", "qujing", "own-county", "mixed-cross", "upgraded", "linked"),
    *("joint-audit", "return-visit", "special-squad", "dispatched-posts", "surge-teams"),
    *("stationed-prosecutors", "village-secretaries", "supervisors"),
)
TERM_PLAN = {
    *("coverage", "sector-sync", "capacity", "spacing"),
}
POSTS = ("dispatched-posts", "stationed-prosecutors")


@cache
def drawn(form: str) -> Instance:
    return template(form)


def test_the_forms_are_those_of_the_issue_and_of_the_command() -> None:
    assert list_templates() == FORMS
    assert planning.FORMS == FORMS


@pytest.mark.parametrize("form", FORMS)
def test_a_form_reads_back_and_comes_out_the_same_again(form: str) -> None:
    written = format_model(drawn(form))
    assert format_model(parse_instance(written)) == written
    assert format_model(template(form)) == written


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_modest_and_promises_a_complete_plan(form: str) -> None:
    instance = drawn(form)
    assert instance.completable is True
    assert 20 <= len(instance.people) <= 230
    assert len({person.name for person in instance.people}) > len(instance.people) // 2


@pytest.mark.parametrize("form", FORMS)
def test_a_form_turns_on_only_what_solver_and_audit_know(form: str) -> None:
    instance = drawn(form)
    assert set(instance.rules.on) <= AUDITED
    assert not set(instance.rules.on) & TERM_PLAN
    check_supported(instance)


def test_the_page_of_forms_says_how_big_each_is() -> None:
    text = (Path(bianzu.__file__).resolve().parents[1] / "docs" / "forms.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([^`]+)` \| [^|]+ \| ([^|]+ \| \d+) \|$", text, re.M))
    assert tuple(rows) == FORMS
    for form, row in rows.items():
        instance = drawn(form)
        rounds = sum(item.status == "planned" for item in instance.rounds)
        sizes = "–".join(map(str, sorted({len(team.seats) for team in instance.teams})))
        assert row == f"{rounds} × {len(instance.teams) // rounds} × {sizes} | {len(instance.people)}"
    described = {
        form for line in text.splitlines() if line.startswith("## ") for form in FORMS if form in line
    }
    assert described == set(FORMS)


def test_an_unknown_form_and_villages_of_another_form_are_refused() -> None:
    with pytest.raises(ValueError, match="no-such"):
        template("no-such")
    with pytest.raises(ValueError, match="has no villages"):
        template("shanxi", villages=30)
    with pytest.raises(ValueError, match="19"):
        template("village-secretaries", villages=19)


# -- the shape of each


def test_pooled_forms_have_the_seats_of_their_preset() -> None:
    local = {
        form: {seat.role for seat in drawn(form).teams[0].seats if seat.origin == "local"}
        for form in ("shanxi", "zhangzhou-6+2", "nanjian-3+2", "qujing")
    }
    assert local == {
        "shanxi": {"deputy", "full-time"},
        "zhangzhou-6+2": {"deputy", "liaison"},
        "nanjian-3+2": {"deputy", "liaison"},
        "qujing": {"leader", "liaison"},
    }
    assert {len(team.seats) for team in drawn("zhangzhou-6+2").teams} == {8}
    assert {len(team.seats) for team in drawn("nanjian-3+2").teams} == {5}


def test_cross_and_upgraded_teams_have_nobody_of_the_host_county() -> None:
    for form, leader, owner in (("mixed-cross", "external", "county"), ("upgraded", "city-level", "city")):
        for team in drawn(form).teams:
            assert [seat.origin for seat in team.seats] == [leader, *["external"] * (len(team.seats) - 1)]
            assert (team.owner_level, team.cross_form) == (owner, "mixed")


def test_cross_teams_look_at_where_their_leaders_come_from() -> None:
    on = drawn("mixed-cross").rules.on
    assert {"no-swap", "fresh-pairing"} <= set(on)
    assert "flow-balance" not in on  # it counts whole teams
    assert not {"no-swap", "fresh-pairing"} & set(drawn("upgraded").rules.on)


def test_linked_teams_inspect_a_city_bureau_and_its_counterparts() -> None:
    instance = drawn("linked")
    assert "linked" in instance.rules.on
    leading = {team.id: team for team in instance.teams if team.parent_team is None}
    assert len(leading) == 2
    for team in instance.teams:
        unit = instance.unit_by_id[team.units[0]]
        if team.parent_team is not None:
            assert unit.superior == leading[team.parent_team].units[0]
            assert unit.county == team.host_counties[0]
    assert {team.round for team in instance.teams} == {"r10"}


def test_joint_audits_have_an_audit_side_and_return_visits_go_where_teams_were() -> None:
    for team in drawn("joint-audit").teams:
        assert team.form == "joint-audit"
        assert Counter(seat.role for seat in team.seats if seat.side == "audit") == {
            "liaison": 1,
            "auditor": 2,
        }
    instance = drawn("return-visit")
    before = {unit for record in instance.history for unit in record.units}
    assert all(set(team.units) <= before for team in instance.teams)
    assert instance.rules.repeat_unit is not None


def test_special_squads_work_one_after_the_other() -> None:
    teams = drawn("special-squad").teams
    days = [(team.start, team.end) for team in teams]
    assert days[0] == days[1]
    assert days[2] == days[3]
    assert days[0][1] is not None
    assert days[2][0] is not None
    assert days[0][1] < days[2][0]
    assert all(any(seat.source_set for seat in team.seats) for team in teams)


def test_supervisors_have_exactly_two_counties_each() -> None:
    instance = drawn("supervisors")
    assert all(len(team.host_counties) == 2 for team in instance.teams)
    hosts = Counter(county for team in instance.teams for county in team.host_counties)
    assert hosts == dict.fromkeys(instance.county_by_id, 1)


def test_posts_are_held_for_years_with_seats_for_trainees() -> None:
    instance = drawn("dispatched-posts")
    planned = [item for item in instance.rounds if item.status == "planned"]
    assert [(item.start.month, item.end.month) for item in planned] == [(1, 12)] * 3
    posts = Counter(team.units[0] for team in instance.teams)
    assert len(posts) == 6
    assert set(posts.values()) == {3}
    trainees = set(instance.source_sets["县区跟班学习干部"])
    assert all(instance.person_by_id[person].work_county in instance.county_by_id for person in trainees)
    assert all(sum(seat.source_set is not None for seat in team.seats) == 1 for team in instance.teams)
    assert instance.rules.tenure is not None
    assert instance.rules.tenure.t == 60
    since = Counter(record.person for record in instance.history)
    assert max(since.values()) == 5


def test_surge_teams_are_drawn_from_posts_where_three_stay() -> None:
    instance = drawn("surge-teams")
    year, surge = instance.rounds
    assert year.start < surge.start < surge.end < year.end
    posts = Counter(record.units[0] for record in instance.history)
    assert list(posts.values()) == [5] * 6
    assert {record.person for record in instance.history} == set(instance.source_sets["派驻在岗人员"])
    assert instance.rules.post_strength is not None
    assert instance.rules.post_strength.n == 3
    plan = solve(instance, options=SolveOptions(time_limit=60))
    assert plan.complete
    post_of = {record.person: record.units[0] for record in instance.history}
    assert max(Counter(post_of[row.person] for row in plan.assignments).values()) <= 2
    assert verify(instance, plan).passed


def test_prosecutors_come_in_pairs_and_change_within_a_year() -> None:
    instance = drawn("stationed-prosecutors")
    assert all([seat.role for seat in team.seats] == ["leader", "member"] for team in instance.teams)
    assert instance.rules.tenure is not None
    assert instance.rules.tenure.t == 12
    assert len(instance.teams) == 24
    assert all(before.end < after.start for before, after in pairwise(instance.rounds))


@pytest.mark.parametrize("villages", [20, 150, 400])
def test_villages_have_one_seat_and_every_county_a_provincial_one(villages: int) -> None:
    instance = template("village-secretaries", villages=villages)
    assert len(instance.teams) == villages
    assert all(len(team.seats) == len(team.units) == 1 for team in instance.teams)
    assert instance.rules.reserved_seats is not None
    reserved = instance.rules.reserved_seats.groups
    assert {item.n for item in reserved} == {1}
    homes = [{instance.team_by_id[team].host_counties[0][:4] for team in item.teams} for item in reserved]
    assert homes == [{county.id} for county in instance.counties if len(county.id) == 4]
    assert sum(len(item.teams) for item in reserved) == villages
    sent = set(instance.source_sets["省直选派"])
    assert {person.id for person in instance.people if person.work_county == OUTSIDE} == sent
    townships = {team.host_counties[0] for team in instance.teams}
    assert all(unit.needs for unit in instance.units if unit.level == "village")
    assert sum(person.native in townships for person in instance.people) > len(instance.people) // 3


def test_villages_keep_their_secretaries_and_couples_stay_apart() -> None:
    instance = drawn("village-secretaries")
    locks = [pin for pin in instance.pins if pin.kind == "lock"]
    assert len(locks) == 45
    assert len({instance.person_by_id[pin.person].work_unit for pin in locks}) == 45
    assert len(instance.pins) == 45
    couples = [relation for relation in instance.relations if relation.kind == "spouse"]
    assert len(couples) == 3
    assert {item.person for item in couples} <= instance.person_by_id.keys()
    assert instance.rules.couples is not None
    assert instance.rules.couples.classes == ("spouse",)
    assert instance.rules.borrow_cap is not None
    assert [band.b for band in instance.rules.borrow_cap.bands] == [1]
    assert instance.rules.presence is not None
    assert instance.rules.presence.d == 12 * 20
    assert instance.rules.tenure is not None
    assert instance.rules.tenure.t == 36


def test_secretaries_who_come_home_are_followed_by_colleagues() -> None:
    instance = drawn("village-secretaries")
    locked = {pin.person for pin in instance.pins}
    gone = [record for record in instance.history if record.person not in locked]
    assert len(gone) == 15
    senders = Counter(person.work_unit for person in instance.people if person.in_pool)
    for record in gone:
        person = instance.person_by_id[record.person]
        assert not person.in_pool
        assert senders[person.work_unit] >= 1


@pytest.mark.long
def test_a_province_of_villages_has_enough_units_and_people() -> None:
    instance = template("village-secretaries", villages=7_415)
    senders = {person.work_unit for person in instance.people}
    assert len(instance.teams) == 7_415
    assert len(senders) >= 1.15 * 7_415
    assert len({unit.name for unit in instance.units}) == len(instance.units)


# -- each can be completed


def seat_round_by_round(instance: Instance) -> list[Assignment]:
    """People without a barring reason for every seat, each round by augmenting paths."""
    facts, seating = Facts(instance), Seating()
    rows = []
    for item in facts.planned:
        views = [view for view in facts.seats.values() if view.on.round.id == item.id]
        able = {
            view.seat.id: [
                p.id for p in instance.people if not is_barred(Case(facts, seating, p, view), with_pins=True)
            ]
            for view in views
        }
        holder: dict[str, str] = {}
        for view in views:
            assert _augment(view.seat.id, able, holder, set()), view.seat.id
        held = {seat: person for person, seat in holder.items()}
        for view in views:
            person = facts.people[held[view.seat.id]]
            seating.add(Member(person, view, (), "$"))
            rows.append(
                Assignment(
                    round=item.id,
                    team=view.on.team.id,
                    seat=view.seat.id,
                    role=view.seat.role,
                    person=person.id,
                    duty=view.seat.duty,
                )
            )
    return rows


def _augment(seat: str, able: dict[str, list[str]], holder: dict[str, str], seen: set[str]) -> bool:
    for person in able[seat]:
        if person not in seen:
            seen.add(person)
            if person not in holder or _augment(holder[person], able, holder, seen):
                holder[person] = seat
                return True
    return False


@pytest.mark.parametrize("form", POSTS)
def test_posts_can_be_filled_in_every_round(form: str) -> None:
    instance = drawn(form)
    result = measure(instance, seat_round_by_round(instance))
    assert result.breaches == ()
    assert result.shortages == ()
    assert result.waivers_used == ()


@pytest.mark.parametrize("form", POSTS)
def test_tenure_forces_somebody_from_the_post(form: str) -> None:
    """Whoever has served to the limit cannot stay; nobody is barred from the start."""
    instance = drawn(form)
    facts = Facts(instance)
    first = facts.planned[0].id
    barred = defaultdict(set)
    for view in facts.seats.values():
        if view.on.round.id == first:
            for record in instance.history:
                if record.units[0] == view.on.units[0].id:
                    case = Case(facts, Seating(), facts.people[record.person], view)
                    barred[is_barred(case)].add(record.person)
    assert barred[True]
    assert barred[False]


def check_solved(instance: Instance, seconds: float) -> None:
    plan = solve(instance, options=SolveOptions(time_limit=seconds))
    assert plan.complete
    assert plan.waivers_used == ()
    assert verify(instance, plan).passed


@pytest.mark.parametrize(
    "form",
    [
        "supervisors",
        "special-squad",
        "own-county",
        *(pytest.param(form, marks=pytest.mark.long) for form in POSTS),
    ],
)
def test_small_forms_are_solved(form: str) -> None:
    check_solved(drawn(form), 60)


def test_a_few_villages_are_solved_to_the_optimum() -> None:
    instance = template("village-secretaries", villages=20)
    plan = solve(instance, options=SolveOptions(time_limit=60))
    assert (plan.complete, plan.status) == (True, "optimal")
    unit_of = {person.id: person.work_unit for person in instance.people}
    now = {row.team: unit_of[row.person] for row in plan.assignments}
    others = sum(now[record.team] != unit_of[record.person] for record in instance.history)
    assert others == next(item.violations for item in plan.rules if item.rule == "succession")
    assert instance.rules.reserved_seats is not None
    sent = {row.team for row in plan.assignments if row.person in instance.source_sets["省直选派"]}
    assert all(sent & set(item.teams) for item in instance.rules.reserved_seats.groups)
    assert verify(instance, plan).passed


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_solved(form: str) -> None:
    check_solved(drawn(form), 120)
