"""Recusal evidence: one line per class and seat, with a verdict, the objects and the rows."""

import pytest

from bianzu.audit import Audit, EvidenceLine, verify
from bianzu.audit.evidence import CLASSES
from tests.builders import (
    assign,
    make_instance,
    make_plan,
    past,
    person,
    planned,
    record,
    seat,
    team,
    unit,
    waiver,
)

SECTION_C = {
    rule: {}
    for rule in (
        "place",
        "service",
        "kin",
        "interest",
        "system",
        "in-team",
        "repeat-unit",
        "repeat-county",
        "unfit",
    )
}


def audit(who, place=None, *, others=(), rules=None, of_team=None, seats=None, **parts) -> Audit:
    """The audit of a plan with one person on the first seat of a team."""
    place = place or seat("s")
    one_team = team("T1", place, "t", **(of_team or {}))
    settings = {"origin": {}, **(SECTION_C if rules is None else rules)}
    instance = make_instance([who, *others], [one_team], settings, **parts)
    return verify(instance, make_plan(instance, assign(instance, seats or {place["id"]: who["id"]})))


def line(result: Audit, rule: str, clause: str | None = None, at: int = 0) -> EvidenceLine:
    (found,) = (item for item in result.evidence[at].lines if (item.rule, item.clause) == (rule, clause))
    return found


KNOWN = person(
    "p",
    native="B",
    grown="C",
    residence="B",
    birth_place="outside",
    spouse_work="D",
    career=[],
    relations_declared=True,
)


def test_every_seat_has_the_seventeen_classes_in_order():
    (item,) = audit(KNOWN).evidence
    assert (item.round, item.team, item.seat, item.person) == ("R1", "T1", "s", "p")
    assert [(one.rule, one.clause) for one in item.lines] == [(rule, clause) for rule, clause, _ in CLASSES]
    assert len(item.lines) == 17


def test_what_is_known_and_elsewhere_is_clear():
    units = [unit("a1", "A", system="x"), unit("b1", "B", system="y")]
    (item,) = audit(KNOWN, units=units).evidence
    assert {one.verdict for one in item.lines} == {"clear"}


def test_what_is_not_known_is_not_checked():
    (item,) = audit(person("p")).evidence
    unchecked = {(one.rule, one.clause) for one in item.lines if one.verdict == "not-checked"}
    assert unchecked == {
        ("place", "grown"),
        ("place", "native"),
        ("place", "residence"),
        ("place", "birth"),
        ("place", "spouse"),
        ("service", "unit"),
        ("service", "county"),
        ("kin", None),
        ("interest", "declared"),
        ("interest", "tie"),
        ("system", None),
        ("in-team", None),
    }


def test_rules_and_clauses_that_are_off_are_not_checked():
    (item,) = audit(KNOWN, rules={}).evidence
    assert {one.verdict for one in item.lines} == {"not-checked"}
    rules = {"place": {"native": "off"}, "service": {"unit_clause": False}}
    result = audit(KNOWN, rules=rules)
    assert line(result, "place", "native").verdict == "not-checked"
    assert line(result, "place", "grown").verdict == "clear"
    assert line(result, "service", "unit").verdict == "not-checked"
    assert line(result, "service", "county").verdict == "clear"


def test_a_bar_names_its_county_and_its_row():
    found = line(audit(person("p", native="A")), "place", "native")
    assert (found.verdict, found.objects, found.rows) == ("barred", ("A",), ("$.people[0].native",))
    assert found.compared == "native A; hosts A"


def test_a_waived_and_a_penalised_reason():
    result = audit(person("p", native="A", birth_place="A"), waivers=[waiver("w", "place")])
    assert result.passed is True
    assert line(result, "place", "native").verdict == "waived"
    assert line(result, "place", "birth").verdict == "penalised"


def test_the_gravest_reason_decides():
    units = [unit("b1", "B", system="x"), unit("a1", "A", system="x"), unit("a2", "A", system="x")]
    result = audit(
        person("p"),
        seat("s", "leader"),
        units=units,
        of_team={"units": ["a1", "a2"]},
        waivers=[waiver("w", "system", unit="a1")],
    )
    assert line(result, "system").verdict == "barred"
    assert line(result, "system").objects == ("a1", "a2")


def test_a_local_seat_is_exempt_for_its_own_county():
    who = person("p", work_county="A", native="A", career=[])
    result = audit(who, seat("s", origin="local"))
    assert line(result, "place", "work").verdict == "exempt"
    assert line(result, "place", "native").verdict == "exempt"
    assert line(result, "place", "grown").verdict == "not-checked"
    assert line(result, "service", "county").verdict == "exempt"
    assert line(result, "repeat-county").verdict == "exempt"
    assert line(result, "repeat-unit").verdict == "clear"


def test_a_local_seat_still_shows_reasons_of_other_hosts():
    who = person("p", work_county="A", native="C")
    result = audit(who, seat("s", origin="local"), of_team={"host_counties": ["A", "C"]})
    assert line(result, "place", "native").verdict == "barred"
    assert line(result, "place", "native").objects == ("C",)


def test_service_names_the_career_rows():
    career = [
        {"start": "2000-01", "end": "2001-01", "unit": "c1"},
        {"start": "2024-01", "end": "2025-01", "unit": "a1", "county": "A", "county_managed": True},
    ]
    result = audit(person("p", career=career))
    assert line(result, "service", "unit").rows == ("$.people[0].career[1]",)
    assert line(result, "service", "unit").objects == ("a1",)
    assert line(result, "service", "county").rows == ("$.people[0].career[1]",)
    present = audit(person("p", work_unit="a1"))
    assert line(present, "service", "unit").rows == ("$.people[0].work_unit",)


def test_relations_name_all_their_rows():
    relations = [
        {"person": "q", "kind": "spouse", "other_unit": "c1"},
        {"person": "p", "kind": "spouse", "other_unit": "a1"},
        {"person": "p", "kind": "direct-blood", "other_unit": "a1"},
        {"person": "p", "kind": "classmate", "other_unit": "a1", "other_is_leader": True},
    ]
    result = audit(person("p"), others=["q"], relations=relations)
    assert line(result, "kin").verdict == "barred"
    assert line(result, "kin").rows == ("$.relations[1]", "$.relations[2]")
    assert line(result, "interest", "tie").verdict == "penalised"
    assert line(result, "interest", "tie").rows == ("$.relations[3]",)
    assert line(result, "interest", "declared").verdict == "clear"


def test_requests_history_and_block_list_name_their_rows():
    result = audit(
        person("p"),
        recusal_requests=[{"id": "r", "person": "p", "unit": "a1", "decision": "upheld"}],
        unfit=[{"person": "p", "county": "A"}, {"person": "p", "county": "A"}],
        rounds=[past("R0", "2025-09-01"), planned("R1")],
        history=[record("p", "R0", units=["a1"], counties=["A"])],
    )
    assert line(result, "interest", "request").rows == ("$.recusal_requests[0]",)
    assert line(result, "unfit").rows == ("$.unfit[0]", "$.unfit[1]")
    assert (line(result, "repeat-unit").verdict, line(result, "repeat-unit").rows) == (
        "barred",
        ("$.history[0]",),
    )
    assert line(result, "repeat-county").verdict == "penalised"


@pytest.mark.parametrize(
    ("role", "systems", "verdict"),
    [
        ("leader", ("x", "x"), "barred"),
        ("member", ("x", "x"), "penalised"),
        ("auditor", ("x", "x"), "not-checked"),
        ("leader", ("x", "y"), "clear"),
        ("leader", (None, "y"), "not-checked"),
        ("leader", ("x", None), "not-checked"),
    ],
)
def test_system_by_role_and_knowledge(role, systems, verdict):
    units = [unit("b1", "B", system=systems[0]), unit("a1", "A", system=systems[1])]
    assert line(audit(person("p"), seat("s", role), units=units), "system").verdict == verdict


@pytest.mark.parametrize(
    ("granted", "verdict"), [([], "barred"), ([waiver("w", "in-team", unit="b1")], "waived")]
)
def test_in_team_shows_the_other_people_or_the_work_unit(granted, verdict):
    seats = {"s": "p", "t": "q"}
    result = audit(person("p"), others=["q"], seats=seats, waivers=granted)
    for at in (0, 1):
        assert line(result, "in-team", at=at).verdict == verdict
        assert line(result, "in-team", at=at).objects == ("b1",)
    full_time = audit(person("p", superior="q"), others=[person("q", pools=["full-time"])], seats=seats)
    assert line(full_time, "in-team").objects == ("q",)
    assert line(full_time, "in-team", at=1).objects == ("p",)


def test_the_audit_dumps_to_json_and_reads_back():
    result = audit(person("p", native="A"))
    assert Audit.model_validate_json(result.model_dump_json()) == result
