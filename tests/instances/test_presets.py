"""Each published form gives the seats that the rulebook describes."""

from collections import Counter

import pytest

from bianzu.audit import measure
from bianzu.instances import PRESETS, Preset, adapt_rules, generate, list_seats
from bianzu.instances.generator import plant_size
from bianzu.instances.rulesets import ordinary_rules
from bianzu.instances.sizes import Size


def origins(preset: Preset, size: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for seat in list_seats(preset, size):
        found.setdefault(seat.role, []).append(seat.origin)
    return found


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("size", [5, 6, 7, 8, 12])
def test_a_team_has_its_size_one_leader_and_one_deputy(preset: Preset, size: int) -> None:
    seats = list_seats(preset, size)
    assert len(seats) == size
    roles = Counter(seat.role for seat in seats)
    assert (seats[0].role, roles["leader"], roles["deputy"], roles["liaison"]) == ("leader", 1, 1, 1)
    assert roles["specialist"] + roles["member"] >= 1


def test_shanxi_has_a_local_deputy_and_one_local_full_time_seat() -> None:
    found = origins("shanxi", 8)
    assert (found["deputy"], found["full-time"]) == (["local"], ["local"])
    others = [origin for role in ("leader", "liaison", "specialist", "member") for origin in found[role]]
    assert others == ["external"] * 6


@pytest.mark.parametrize(("preset", "size"), [("zhangzhou-6+2", 8), ("nanjian-3+2", 5)])
def test_zhangzhou_and_nanjian_have_two_locals(preset: Preset, size: int) -> None:
    seats = list_seats(preset, size)
    assert [seat.role for seat in seats if seat.origin == "local"] == ["deputy", "liaison"]
    assert Counter(seat.origin for seat in seats) == {"external": size - 2, "local": 2}


def test_qujing_sends_the_deputy_and_the_complaints_receiver() -> None:
    seats = list_seats("qujing", 7)
    assert [seat.role for seat in seats if seat.origin == "local"] == ["leader", "liaison"]
    external = [seat for seat in seats if seat.origin == "external"]
    assert [seat.role for seat in external] == ["deputy", "member"]
    assert external[1].duty == "complaints-desk"


def test_whole_teams_upgraded_teams_and_own_county() -> None:
    assert {seat.origin for seat in list_seats("whole-team", 7)} == {"external"}
    upgraded = list_seats("upgraded", 7)
    assert [seat.origin for seat in upgraded] == ["city-level"] + ["external"] * 6
    assert {seat.origin for seat in list_seats("own-county", 7)} == {"any"}
    assert {team.cross_form for team in generate("tiny", preset="whole-team").teams} == {"whole"}
    assert {team.form for team in generate("tiny", preset="upgraded").teams} == {"upgraded"}


@pytest.mark.parametrize("preset", PRESETS)
def test_sensitive_duties_never_stand_on_local_seats(preset: Preset) -> None:
    assert all(seat.duty is None for seat in list_seats(preset, 8) if seat.origin == "local")


def test_a_joint_audit_gives_three_seats_to_the_audit_side() -> None:
    seats = list_seats("shanxi", 8, joint_audit=True)
    audit = [seat.role for seat in seats if seat.side == "audit"]
    assert len(seats) == 8
    assert audit == ["liaison", "auditor", "auditor"]
    assert sum(seat.side == "inspection" for seat in seats) >= 3
    with pytest.raises(ValueError, match="needs more than"):
        list_seats("shanxi", 6, joint_audit=True)


def test_a_team_too_small_for_its_form_is_refused() -> None:
    with pytest.raises(ValueError, match="shanxi needs more than 4 seats"):
        list_seats("shanxi", 4)


def test_rules_change_only_for_whole_teams_and_own_county() -> None:
    rules = ordinary_rules(senior="正科", junior="科员")
    for preset in PRESETS:
        changed = set(adapt_rules(preset, rules).on) ^ set(rules.on)
        expected = {
            "whole-team": {"cross-form"},
            "own-county": {"place", "sender-spread", "sensitive-duties", "repeat-county"},
        }
        assert changed == expected.get(preset, set())


def test_whole_teams_of_six_counties_are_sent_as_section_d_wants() -> None:
    size = Size(6, 12, (6,), leaders=36, staff=110, specialists=40, full_time=24, even=True)
    instance, plan = plant_size("small", size, "normal", 3, "whole-team")
    assert {"cross-form", "no-swap", "fresh-pairing", "flow-balance"} <= set(instance.rules.on)
    assert not measure(instance, plan).breaches
    homes = {team.id: set[str | None]() for team in instance.teams}
    for item in plan:
        homes[item.team].add(instance.person_by_id[item.person].work_county)
    flows = [(sender, team.host_counties[0]) for team in instance.teams for sender in homes[team.id]]
    assert len(flows) == len(instance.teams)
    assert Counter(sender for sender, _ in flows) == Counter(host for _, host in flows)
    assert not any((host, sender) in flows for sender, host in flows)


def test_whole_teams_of_few_counties_leave_section_d_off() -> None:
    assert "no-swap" not in generate("tiny", preset="whole-team").rules.on
