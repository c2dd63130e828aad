"""`diff`: seats, people, levels, rules, shortages and waivers that differ between two plans."""

import pytest

import bianzu
from bianzu.models import Instance, Pin, Plan, RuleResult
from bianzu.report.catalog import LANGUAGES, Language, Words
from bianzu.report.console import Printer
from bianzu.report.diff_view import print_diff
from tests.builders import make_instance, person, seat, team, waiver
from tests.solver.running import solve_here

OFFICE = make_instance(
    [
        person("x", pools=["leader"]),
        person("y", work_county="C"),
        person("z", work_county="D"),
        person("w", native="A", work_county="D"),
    ],
    [team("T1", seat("s", "leader"), "t"), team("T2", "u", "v")],
    {"seats": {}, "one-seat": {}, "role-pools": {}, "place": {}, "priority": {"load": 0, "travel": 1}},
    waivers=[waiver("d", "place", amount=1)],
)


def _ban(instance: Instance, *people: str) -> Instance:
    pins = tuple(Pin(kind="must-not", person=who, asked_by="office", reason="ill") for who in people)
    return instance.model_copy(update={"pins": pins})


def _solve(*banned: str) -> Plan:
    return solve_here(_ban(OFFICE, *banned))


def test_a_plan_does_not_differ_from_itself() -> None:
    plan = _solve()
    found = bianzu.diff(plan, plan, instance=OFFICE)
    assert found.same_instance
    assert [item.before for item in found.levels] == [item.after for item in found.levels]
    assert (found.seats, found.people, found.rules, found.waivers) == ((), (), (), ())
    assert (found.shortages_gone, found.shortages_new) == ((), ())


def test_who_goes_out_and_what_is_missing_then() -> None:
    before, after = _solve(), _solve("w")
    found = bianzu.diff(before, after)
    held = {item.person: item.seat for item in before.assignments}
    assert not found.same_instance
    (gone,) = (item for item in found.people if item.person == "w")
    assert (gone.kind, gone.left, gone.taken) == ("out", (held["w"],), ())
    empty = {item.seat for item in found.shortages_new}
    assert len(empty) == 1
    assert not found.shortages_gone
    assert {item.seat for item in found.seats if item.after is None} == empty
    assert [(item.waiver, item.before, item.after) for item in found.waivers] == [("d", 1, 0)]
    levels = {item.name: (item.before, item.after) for item in found.levels}
    assert levels["other-seats"] == (0, 1)
    assert levels["waivers"] == (1, 0)
    assert {item.before.rule for item in found.rules} == {"seats", "place"}
    back = bianzu.diff(after, before)
    assert [item.seat for item in back.shortages_gone] == [item.seat for item in found.shortages_new]
    assert {item.kind for item in back.people if item.person == "w"} == {"in"}


def test_somebody_who_sits_elsewhere_moves() -> None:
    plan = _solve()
    seats = {item.seat: item for item in plan.assignments}
    a, b = seats["u"], seats["v"]
    swapped = [
        item.model_copy(update={"person": {"u": b, "v": a}[item.seat].person}) if item.seat in "uv" else item
        for item in plan.assignments
    ]
    found = bianzu.diff(plan, plan.model_copy(update={"assignments": tuple(swapped)}), instance=OFFICE)
    assert [item.seat for item in found.seats] == ["u", "v"]
    assert {item.person: (item.kind, item.left, item.taken) for item in found.people} == {
        a.person: ("moved", ("u",), ("v",)),
        b.person: ("moved", ("v",), ("u",)),
    }


def test_seats_come_in_the_order_of_the_instance_and_those_of_one_side_are_marked() -> None:
    plan = _solve()
    fewer = OFFICE.model_copy(update={"teams": OFFICE.teams[1:]})
    found = bianzu.diff(plan, solve_here(fewer), instance=OFFICE, after=fewer)
    gone = [item.seat for item in found.seats if item.only_in == "before"]
    assert gone == ["s", "t"]
    assert [item.seat for item in found.seats][:2] == gone


def test_a_rule_that_only_one_plan_names_counts_as_zeros() -> None:
    plan = _solve()
    bare = plan.model_copy(update={"rules": ()})
    (changed,) = bianzu.diff(plan, bare).rules
    assert changed.before.rule == "place"
    assert changed.after == RuleResult(rule="place")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_diff_in_words_names_people_and_seats(
    language: Language, capsys: pytest.CaptureFixture[str]
) -> None:
    words = Words(language)
    found = bianzu.diff(_solve(), _solve("w"), instance=OFFICE)
    print_diff(Printer(), words, found, (OFFICE,))
    out = capsys.readouterr().out
    assert "Name of w (w)" in out
    assert words("diff.other-input") in out
    assert words("move.out") in out
    assert words("title.shortages-new", count=1) in out
    assert "Team T" in out
