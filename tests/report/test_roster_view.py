"""Rosters by team, county and person: every seat, every column, in both languages."""

import io
import re
from datetime import date

import pytest
from rich.cells import cell_len

from bianzu.models import Instance, Plan
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.roster import find_mismatches, list_roster
from bianzu.report.roster_view import print_roster, print_team_list, roster_document


def _show(instance: Instance, plan: Plan, by: str, language: str = "zh", width: int = 200) -> str:
    stream = io.StringIO()
    print_roster(Printer(stream, width), Words(language), instance, plan, by)
    return stream.getvalue()


def test_by_team_shows_the_columns_of_the_roster_sheet(instance: Instance, plan: Plan) -> None:
    text = _show(instance, plan, "team")
    header = next(line for line in text.splitlines() if line.lstrip().startswith("序号"))
    titles = "序号 组内职务 姓名 性别 年龄 单位 职级 政治面貌 来源库 派出县区 本地/异地 专业特长 参巡轮次"
    assert " ".join(header.split()) == titles
    row = next(line for line in text.splitlines() if "李伟" in line)
    assert row.split() == [
        "2",
        "副组长",
        "李伟",
        "男",
        "54",
        "尤溪县财政局",
        "正科",
        "中共党员",
        "组长库",
        "大田县",
        "本地",
        "3",
    ]


def test_age_counts_full_years_from_the_first_day_of_the_birth_month(instance: Instance, plan: Plan) -> None:
    ages = {row.person.id: row.age for row in list_roster(instance, plan) if row.person}
    assert ages["P1"] == 2026 - 1971
    earlier = instance.rounds[0].model_copy(update={"start": date(2026, 8, 31)})
    parts = {name: getattr(instance, name) for name in Instance.model_fields}
    moved = Instance(**{**parts, "rounds": (earlier,)})
    ages = {row.person.id: row.age for row in list_roster(moved, plan) if row.person}
    assert ages["P1"] == 2026 - 1971 - 1


def test_local_external_city_level_and_unknown_are_told_apart(instance: Instance, plan: Plan) -> None:
    local = {row.person.id: row.local for row in list_roster(instance, plan) if row.person}
    assert local == {"P1": "external", "P2": "local", "P3": "city-level", "P4": "local", "P5": None}


def test_an_empty_seat_is_shown_as_empty(instance: Instance, plan: Plan) -> None:
    assert re.search(r"2\s+副组长\s+（空缺）", _show(instance, plan, "team"))
    assert re.search(r"2\s+deputy\s+\(empty\)", _show(instance, plan, "team", "en"))


def test_counted_skills_are_named(instance: Instance, plan: Plan) -> None:
    assert "财务审计" in _show(instance, plan, "team")
    assert "finance and audit" in _show(instance, plan, "team", "en")


def test_by_county_says_who_is_sent_where_and_who_comes(instance: Instance, plan: Plan) -> None:
    text = _show(instance, plan, "county")
    first, second = text.index("尤溪县\n派出 2 人"), text.index("大田县\n派出 1 人")
    assert first < second
    assert "进驻 1 个组、2 人" in text[first:second]
    assert "进驻 1 个组、3 人" in text[second:]
    assert "市直\n派出 1 人" in text
    assert "未填\n派出 1 人" in text


def test_by_person_gives_one_line_each(instance: Instance, plan: Plan) -> None:
    lines = _show(instance, plan, "person").splitlines()
    people = [line.split()[1] for line in lines if re.search(r"\bP\d\b", line)]
    assert people == ["P1", "P2", "P3", "P4", "P5"]


def test_names_cannot_format_or_move_the_cursor(instance: Instance, plan: Plan) -> None:
    text = _show(instance, plan, "team")
    assert "[bold]张三?[31m" in text
    assert "\x1b" not in text


@pytest.mark.parametrize("by", ["team", "county", "person"])
@pytest.mark.parametrize("width", [20, 40, 80])
def test_narrow_terminals_lose_no_cell(instance: Instance, plan: Plan, by: str, width: int) -> None:
    text = _show(instance, plan, by, width=width)
    packed = re.sub(r"\s", "", text)
    for name in ("王芳", "李伟", "陈静", "尤溪县财政局", "大田县", "第二巡察组"):
        assert name in packed
    assert max(cell_len(line) for line in text.splitlines()) <= width


def test_documents_hold_codes_and_every_seat(instance: Instance, plan: Plan) -> None:
    tree = roster_document(instance, plan, "team")
    teams = tree["teams"]
    assert isinstance(teams, list)
    assert [[seat["person"] for seat in team["seats"]] for team in teams] == [
        ["P1", "P2", "P3"],
        ["P4", None, "P5"],
    ]
    people = roster_document(instance, plan, "person")["people"]
    assert isinstance(people, list)
    assert len(people) == 5
    counties = roster_document(instance, plan, "county")
    assert isinstance(counties["counties"], list)
    assert [len(item["sent"]) for item in counties["counties"]] == [2, 1]
    assert [len(item["received"]) for item in counties["counties"]] == [2, 3]
    assert isinstance(counties["others_sent"], list)
    assert len(counties["others_sent"]) == 2


def test_team_list_names_everybody_once(instance: Instance, plan: Plan) -> None:
    stream = io.StringIO()
    print_team_list(Printer(stream, 160), Words("zh"), instance, plan)
    first = next(line for line in stream.getvalue().splitlines() if "第一巡察组" in line)
    assert first.split() == ["第一巡察组", "大田县", "王芳", "李伟", "[bold]张三?[31m"]


def test_a_plan_for_another_instance_is_told_where_it_differs(instance: Instance, plan: Plan) -> None:
    assert find_mismatches(instance, plan) == []
    stranger = plan.assignments[0].model_copy(update={"person": "P9", "seat": "S9"})
    problems = find_mismatches(instance, plan.model_copy(update={"assignments": (stranger,)}))
    assert [(item.code, item.where) for item in problems] == [
        ("dangling-reference", "$.assignments[0].seat"),
        ("dangling-reference", "$.assignments[0].person"),
    ]
