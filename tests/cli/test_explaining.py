"""The command `explain`: exit codes, words in both languages, one JSON document."""

import json
from pathlib import Path

from bianzu import Explanation, write_model
from bianzu.models import Instance
from tests.builders import make_instance, person, seat, team


def _write(path: Path, leaders: int) -> Instance:
    people = [person(f"x{at}", pools=["leader"], name=f"组长{at}") for at in range(leaders)]
    people += [
        person("z", pools=["leader"], grown="A"),
        *(person(f"m{at}", pools=["staff"]) for at in range(3)),
    ]
    teams = [team(f"T{at}", seat(f"l{at}", "leader"), f"s{at}") for at in range(3)]
    rules = {"seats": {}, "one-seat": {}, "role-pools": {}, "place": {}}
    instance = make_instance(people, teams, rules)
    write_model(instance, path)
    return instance


def test_a_lack_of_leaders_is_said_in_both_languages(run, tmp_path: Path) -> None:
    _write(tmp_path / "short.json", 2)
    result = run("explain", "short.json", "--lang", "zh")
    assert result.code == 3
    assert "Team T0、Team T1、Team T2需要 3 名组长，符合条件的只有 2 人：组长0、组长1。" in result.out
    assert "其余 1 人被以下规则排除：地域回避 1 人。" in result.out
    result = run("explain", "short.json", "--lang", "en")
    assert "Team T0, Team T1, Team T2 need 3 leader(s); only 2 can be had: 组长0, 组长1." in result.out


def test_json_holds_the_explanation_and_its_words(run, tmp_path: Path) -> None:
    _write(tmp_path / "short.json", 2)
    result = run("explain", "short.json", "--json", "--lang", "en")
    tree = result.document
    assert (result.code, tree["exit_code"], tree["ok"]) == (3, 3, False)
    found = Explanation.model_validate_json(json.dumps(tree["explanation"]))
    assert found.verdict == "incomplete"
    assert len(tree["text"]) == len(found.causes) == 1
    assert tree["text"][0].startswith("Team T0, Team T1")


def test_an_instance_with_a_complete_plan_needs_no_explanation(run, tmp_path: Path) -> None:
    _write(tmp_path / "full.json", 3)
    result = run("explain", "full.json", "--lang", "zh")
    assert (result.code, "没有需要说明的缺口" in result.out) == (0, True)


def test_a_plan_of_another_instance_is_refused(run, tmp_path: Path) -> None:
    _write(tmp_path / "full.json", 3)
    _write(tmp_path / "short.json", 2)
    assert run("solve", "full.json", "-o", "plan.json").code == 0
    result = run("explain", "short.json", "--plan", "plan.json", "--lang", "en")
    assert (result.code, "input" in result.err) == (1, True)


def test_repairs_are_written_and_pass_the_audit(run, tmp_path: Path) -> None:
    _write(tmp_path / "short.json", 2)
    result = run("explain", "short.json", "-o", "helped", "--lang", "zh")
    assert result.code == 3
    assert "增调 1 名市直或外地的组长库人员。" in result.out
    assert "这样可以编出完整名单。" in result.out
    assert run("verify", "helped/repair-1.json", "helped/repair-1.plan.json").code == 0


def test_repairs_can_be_left_out(run, tmp_path: Path) -> None:
    _write(tmp_path / "short.json", 2)
    tree = run("explain", "short.json", "--no-repairs", "--json").document
    assert (tree["explanation"]["repairs"], tree["repairs"]) == ([], [])


def test_repairs_are_not_written_where_a_file_is(run, tmp_path: Path) -> None:
    _write(tmp_path / "short.json", 2)
    result = run("explain", "short.json", "-o", "short.json", "--lang", "en")
    assert (result.code, "not a folder" in result.err) == (2, True)
