"""The demonstration: team list, shortages, levels with bound and gap, and where the plan lies."""

import json
from pathlib import Path

import pytest

import bianzu
from bianzu.cli import main
from bianzu.report.catalog import Words

ZH = Words("zh")


def test_demo_shows_everything_and_writes_the_plan(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tiny = bianzu.read_library("tiny")
    monkeypatch.setattr("bianzu.instances.read_library", lambda name: {"city": tiny}[name])
    monkeypatch.chdir(tmp_path)
    assert main(["demo", "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    plan = bianzu.read_plan(tmp_path / "plan.json")
    assert bianzu.verify(tiny, plan).passed
    for team in tiny.teams:
        assert team.name in text
    for item in plan.assignments:
        assert tiny.person_by_id[item.person].name in text
    for level in plan.levels:
        assert ZH.name("level", level.name) in text
    for key in ("shortage.none", "plan.audited", "title.levels", "col.bound", "col.gap"):
        assert ZH(key) in text
    assert ZH("plan.written", path="plan.json") in text


@pytest.mark.long
def test_the_city_that_ships_is_completed_in_any_folder(run, tmp_path: Path) -> None:
    result = run("demo", "-o", "city-plan.json", "--json")
    assert (result.code, result.err) == (0, "")
    assert result.document["complete"] is True
    assert [path.name for path in tmp_path.iterdir()] == ["city-plan.json"]


@pytest.mark.long
def test_the_city_that_is_short_says_where_and_why(run, tmp_path: Path) -> None:
    instance = bianzu.read_library("city-short")
    bianzu.write_model(instance, tmp_path / "short.json")
    result = run("solve", "short.json", "-o", "s.json", "--lang", "zh")
    assert result.code == 3
    plan = json.loads((tmp_path / "s.json").read_text("utf-8"))
    assert plan["shortages"]
    text = "".join(result.out.split())
    for shortage in plan["shortages"]:
        team, seat = instance.seat_by_id[shortage["seat"]]
        assert instance.county_by_id[team.host_counties[0]].name in text
        assert seat.id in text
        assert ZH.name("role", seat.role) in text
        for rule, count in shortage["removed_by"].items():
            assert f"{ZH.name('rule', rule)}：{count}人" in text
