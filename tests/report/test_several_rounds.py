"""Plans over several rounds: everybody's year in a line, teams by round, reserves, what lies ahead."""

import io
from collections.abc import Callable

import pytest

from bianzu.models import (
    Instance,
    LookAhead,
    LookAheadGap,
    LookAheadPlace,
    Plan,
    Reserve,
    Shortage,
)
from bianzu.report.catalog import Words
from bianzu.report.check_view import check_document, print_checks
from bianzu.report.console import Printer
from bianzu.report.outlook_view import outlook_document, print_at_risk, print_look_ahead, print_reserves
from bianzu.report.plan_view import plan_document, print_outcome
from bianzu.report.roster_view import print_roster, print_team_list, roster_document
from bianzu.report.shortage_view import shortage_lines
from bianzu.solver import Necessity
from tests.builders import announced, assign, make_instance, make_plan, past, planned, record, seat, team

ZH, EN = Words("zh"), Words("en")


@pytest.fixture
def term() -> Instance:
    """Two planned rounds after a past one and before an announced one; listed out of their order."""
    return make_instance(
        ["p", "q", "r"],
        [
            team("T2", "s3", seat("s4", "leader"), round="R2", host_counties=["C"], units=["c1"]),
            team("T1", seat("s1", "leader"), "s2", "s0"),
        ],
        {"seats": {}, "one-seat": {}},
        rounds=[
            past("R0", "2025-09-01"),
            planned("R2", "2026-06-01", "2026-07-15"),
            planned("R1"),
            announced("R3", "2026-10-08"),
        ],
        history=[record("p", "R0")],
    )


@pytest.fixture
def over_two(term: Instance) -> Plan:
    plan = make_plan(term, assign(term, {"s1": "p", "s2": "q", "s4": "p", "s3": "r"}))
    return plan.model_copy(
        update={
            "reserves": (
                Reserve(team="T2", rank=2, person="r", seat="s3"),
                Reserve(team="T2", rank=1, person="q", seat="s4"),
                Reserve(team="T1", rank=1, person="r", seat="s2"),
            ),
            "look_ahead": LookAhead(
                placed=(LookAheadPlace(person="q", round="R3", role="member"),),
                unplaced=(LookAheadGap(person="r", owed=1, last_round="R3"),),
            ),
        }
    )


def _text(show: Callable[[Printer], None], width: int = 200) -> str:
    stream = io.StringIO()
    show(Printer(stream, width))
    return stream.getvalue()


def _cells(text: str, start: str) -> list[str]:
    return next(line.split() for line in text.splitlines() if line.startswith(start))


def test_a_persons_year_is_one_line(term: Instance, over_two: Plan) -> None:
    text = _text(lambda out: print_roster(out, ZH, term, over_two, "person"))
    titles = ["姓名", "人员编号", "单位", "派出县区", "R1", "R2", "派往县区", "安排轮数", "以往轮次"]
    assert _cells(text, "姓名") == titles
    p = next(line for line in text.splitlines() if line.startswith("Name of p"))
    assert 0 < p.index("Team T1/组长") < p.index("Team T2/组长") < p.index("County A、County C")
    assert p.split()[-2:] == ["2", "1"]
    r = next(line for line in text.splitlines() if line.startswith("Name of r"))
    assert (r.split()[-2:], "T1" in r, "T2/成员" in r) == (["1", "0"], False, True)


def test_a_line_in_a_pipe_is_as_long_as_it_must_be(
    term: Instance, over_two: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    teams = [item.model_copy(update={"name": "非常长的组名" * 8}) for item in term.teams]
    long = term.model_copy(update={"teams": tuple(teams)})
    stream = io.StringIO()
    print_roster(Printer(stream), ZH, long, over_two, "person")
    lines = [line for line in stream.getvalue().splitlines() if line.startswith("Name of")]
    assert len(lines) == 3
    assert lines[0].count("非常长的组名" * 8) == 2


def test_the_document_has_one_entry_a_person(term: Instance, over_two: Plan) -> None:
    people = roster_document(term, over_two, "person")["people"]
    assert isinstance(people, list)
    assert [(item["person"], item["services"], item["earlier_rounds"]) for item in people] == [
        ("p", 2, 1),
        ("q", 1, 0),
        ("r", 1, 0),
    ]
    assert [(item["round"], item["seat"]) for item in people[0]["seats"]] == [("R1", "s1"), ("R2", "s4")]


def test_teams_stand_under_their_round(term: Instance, over_two: Plan) -> None:
    text = _text(lambda out: print_roster(out, ZH, term, over_two, "team"))
    first, second = text.index("R1：2026-03-01 至 2026-04-15"), text.index("R2：2026-06-01 至 2026-07-15")
    assert first < text.index("Team T1（T1）") < second < text.index("Team T2（T2）")


def test_one_round_needs_no_heading(instance: Instance, plan: Plan) -> None:
    assert "R1：" not in _text(lambda out: print_roster(out, ZH, instance, plan, "team"))


def test_counties_and_the_team_list_say_the_round(term: Instance, over_two: Plan) -> None:
    text = _text(lambda out: print_roster(out, ZH, term, over_two, "county"))
    assert _cells(text, "轮次")[:3] == ["轮次", "组别", "组内职务"]
    listed = _text(lambda out: print_team_list(out, ZH, term, over_two))
    assert _cells(listed, "R2")[:3] == ["R2", "Team", "T2"]


def test_reserves_are_listed_by_team_in_their_order(term: Instance, over_two: Plan) -> None:
    text = _text(lambda out: print_reserves(out, ZH, term, over_two))
    rows = [line.split() for line in text.splitlines() if line.startswith("R")]
    assert [(row[0], row[2], row[3], row[-1]) for row in rows] == [
        ("R2", "T2", "1", "组长"),
        ("R2", "T2", "2", "成员"),
        ("R1", "T1", "1", "成员"),
    ]
    assert "替补名单（3 人）" in text
    assert (
        _text(lambda out: print_reserves(out, ZH, term, over_two.model_copy(update={"reserves": ()}))) == ""
    )


def test_the_look_ahead_is_labelled_a_necessary_condition(term: Instance, over_two: Plan) -> None:
    text = _text(lambda out: print_look_ahead(out, ZH, term, over_two))
    assert "必要条件" in text.splitlines()[1]
    assert "有风险：Name of r（r）尚欠 1 轮" in text
    assert "R3（2026-10-08 开始）" in text
    assert _cells(text, "Name of q")[3:] == ["q", "R3（2026-10-08", "开始）", "成员"]
    english = _text(lambda out: print_look_ahead(out, EN, term, over_two, places=False))
    assert "necessary condition" in english.splitlines()[1]
    assert "AT RISK: Name of r (r)" in english
    assert "Name of q" not in english


def test_without_announced_rounds_nothing_is_said_of_them(instance: Instance, plan: Plan) -> None:
    assert _text(lambda out: print_look_ahead(out, ZH, instance, plan)) == ""
    assert _text(lambda out: print_at_risk(out, ZH, instance, plan)) == ""
    nobody = plan.model_copy(update={"look_ahead": LookAhead()})
    assert ZH("ahead.nobody") in _text(lambda out: print_look_ahead(out, ZH, instance, nobody))


def test_documents_carry_reserves_and_look_ahead(term: Instance, over_two: Plan) -> None:
    tree = outlook_document(over_two)
    assert isinstance(tree["look_ahead"], dict)
    assert tree["look_ahead"]["unplaced"] == [{"person": "r", "owed": 1, "last_round": "R3"}]
    assert isinstance(tree["reserves"], list)
    assert len(tree["reserves"]) == 3
    rounds = plan_document(ZH, term, over_two)["rounds"]
    assert isinstance(rounds, list)
    assert [(item["round"], item["filled"], item["total"]) for item in rounds] == [("R1", 2, 3), ("R2", 2, 2)]


def test_the_outcome_counts_the_seats_of_each_round(term: Instance, over_two: Plan) -> None:
    text = _text(lambda out: print_outcome(out, ZH, term, over_two))
    assert "- R1（2026-03-01 至 2026-04-15）：席位 3 个，已配 2 个，共 1 个组" in text
    assert "R1：County A，Team T1（T1），席位 s0：成员（不限来源）空缺。" in text


def test_days_missing_at_a_unit_are_a_sentence_of_their_own(term: Instance) -> None:
    days = Shortage(rule="presence", round="R1", team="T1", unit="a1", missing=4)
    assert shortage_lines(ZH, term, days) == [
        "R1：County A，Team T1（T1），Unit a1：驻点天数，2026 年缺 4 天。"
    ]
    assert shortage_lines(EN, term, days) == [
        "R1: County A, Team T1 (T1), Unit a1: days on site - 4 day(s) too few in 2026."
    ]


def test_checks_name_the_round(term: Instance) -> None:
    found = (Necessity("leaders", {"round": "R2", "teams": "T2"}, 1, 0),)
    text = _text(lambda out: print_checks(out, ZH, term, found))
    assert "待编组轮次 2 个：R1：2026-03-01 至 2026-04-15、R2：2026-06-01 至 2026-07-15" in text
    assert "R2、Team T2" in text
    assert check_document(term, found)["rounds"] == ["R1", "R2"]
