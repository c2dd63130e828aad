"""The commands end to end: exit codes, purity of --json, files written."""

import gc
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from bianzu.cli import cli, main
from bianzu.report.catalog import Words

EN = Words("en")


def test_generate_writes_the_same_bytes_for_the_same_seed(run, tmp_path: Path) -> None:
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        result = run("generate", "--size", "tiny", "--seed", seed, "-o", f"{name}.json")
        assert result.code == 0
        assert EN("generate.planted") in result.out
    first, second, third = ((tmp_path / f"{name}.json").read_bytes() for name in "abc")
    assert first == second != third


def test_generate_as_json(run, tmp_path: Path) -> None:
    result = run("generate", "--size", "tiny", "-o", "a.json", "--json")
    assert result.code == 0
    assert result.err == ""
    tree = result.document
    assert (tree["ok"], tree["teams"], tree["seats"]) == (True, 6, 36)
    assert (tmp_path / tree["output"]).is_file()


def test_generate_several_rounds_with_the_rules_of_a_term(run, tmp_path: Path) -> None:
    result = run("generate", "--size", "tiny", "--rounds", 2, "--rules", "term", "-o", "a.json", "--json")
    assert (result.code, result.document["teams"], result.document["seats"]) == (0, 12, 72)
    tree = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert [item["status"] for item in tree["rounds"]].count("planned") == 2
    assert tree["rules"]["service-floor"] == {"hardness": "soft", "weight": 10, "floor": 1}
    assert run("generate", "--size", "tiny", "--rounds", 16, "-o", "b.json").code == 2
    assert run("generate", "--size", "micro", "--rounds", 2, "-o", "b.json").code == 2


def test_generate_refuses_a_preset_that_does_not_fit_as_usage(run, tmp_path: Path) -> None:
    result = run("generate", "--size", "county", "--preset", "shanxi", "-o", "a.json")
    assert result.code == 2
    assert list(tmp_path.iterdir()) == []


def test_template_lists_one_id_a_line_and_writes_each_by_its_id(run, tmp_path: Path) -> None:
    listed = run("template", "--list")
    assert (listed.code, listed.err) == (0, "")
    forms = listed.out.splitlines()
    assert len(forms) == 16
    assert all(form == form.strip() and " " not in form for form in forms)
    named = run("template", "--list", "--json", "--lang", "zh").document["templates"]
    assert [item["id"] for item in named] == forms
    assert {"id": "supervisors", "name": "包片督导"} in named
    result = run("template", "supervisors", "-o", "s.json", "--json")
    assert (result.code, result.document["teams"], result.document["completable"]) == (0, 6, True)
    assert json.loads((tmp_path / "s.json").read_text("utf-8"))["format"] == "bianzu-instance/1"


def test_template_takes_a_number_of_villages_for_villages_only(run, tmp_path: Path) -> None:
    written = run("template", "village-secretaries", "--villages", 30, "-o", "v.json", "--json")
    assert written.document["seats"] == 30
    for arguments in (
        ("template",),
        ("template", "shanxi"),
        ("template", "--list", "shanxi"),
        ("template", "shanxi", "--villages", 30, "-o", "x.json"),
        ("template", "village-secretaries", "--villages", 7416, "-o", "x.json"),
        ("template", "no-such", "-o", "x.json"),
    ):
        assert run(*arguments).code == 2
    assert [path.name for path in tmp_path.iterdir()] == ["v.json"]


def test_solve_verify_show_and_check_agree(run, solved: tuple[Path, Path]) -> None:
    assert run("check", solved[0]).code == 0
    verified = run("verify", *solved)
    assert verified.code == 0
    assert EN("verify.passed") in verified.out
    for by in ("team", "county", "person"):
        assert run("show", *solved, "--by", by).code == 0


def test_solve_as_json_is_one_document(run, solved: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("solve", solved[0], "-o", "p.json", "--json")
    assert (result.code, result.err) == (0, "")
    tree = result.document
    assert tree["ok"] is True
    assert tree["complete"] is True
    assert tree["shortages"] == []
    assert [level["name"] for level in tree["levels"]][:3] == ["leader-seats", "other-seats", "minima"]
    plan = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert plan["levels"] == [{k: v for k, v in item.items() if k != "gap"} for item in tree["levels"]]


def test_solve_is_reproducible_but_for_the_run(run, solved: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("solve", solved[0], "-o", "again.json").code == 0
    plans = [json.loads(path.read_text("utf-8")) for path in (solved[1], tmp_path / "again.json")]
    for plan in plans:
        plan["provenance"].pop("run")
    assert plans[0] == plans[1]


def test_a_draw_is_told_recorded_and_verified(run, solved: tuple[Path, Path], tmp_path: Path) -> None:
    result = run("solve", solved[0], "--draw", "开奖 09 14 27", "-o", "d.json", "--lang", "zh")
    assert result.code == 0
    plan = json.loads((tmp_path / "d.json").read_text("utf-8"))
    seed = plan["provenance"]["seed"]
    assert plan["provenance"]["draw"] == "开奖 09 14 27"
    assert Words("zh")("plan.drawn", seed=seed, value="开奖 09 14 27") in result.out
    assert run("verify", solved[0], "d.json").code == 0
    plan["provenance"]["seed"] = seed - 1
    (tmp_path / "d.json").write_text(json.dumps(plan), "utf-8")
    assert "种子与所载公开数不相符" in run("verify", solved[0], "d.json", "--lang", "zh").out


@pytest.mark.parametrize(
    ("arguments", "key"),
    [(("--seed", 0, "--draw", "7"), "draw.or-seed"), (("--draw", ""), "draw.one-line")],
)
def test_a_draw_stands_alone_and_has_a_value(
    run, solved: tuple[Path, Path], arguments: tuple[object, ...], key: str
) -> None:
    result = run("solve", solved[0], "-o", "d.json", *arguments, "--json")
    assert result.code == 2
    assert EN(key) in result.document["error"]["message"]


def test_verify_as_json_and_with_evidence(run, solved: tuple[Path, Path]) -> None:
    bare = run("verify", *solved, "--json").document
    assert (bare["ok"], bare["passed"], bare["findings"]) == (True, True, [])
    assert "evidence" not in bare
    assert sum(bare["evidence_counts"].values()) > 0
    full = run("verify", *solved, "--json", "--evidence").document
    assert len(full["evidence"]) == 36
    assert all(seat["lines"] for seat in full["evidence"])


def test_verify_lists_the_evidence_by_seat(run, solved: tuple[Path, Path]) -> None:
    plan = json.loads(solved[1].read_text("utf-8"))
    text = run("verify", *solved, "--evidence", "--lang", "zh").out
    assert "回避核查表" in text
    for item in plan["assignments"]:
        assert item["seat"] in text


def test_a_faulty_plan_fails_with_both_sides(run, solved: tuple[Path, Path], tmp_path: Path) -> None:
    plan = json.loads(solved[1].read_text("utf-8"))
    plan["levels"][5]["objective"] += 1
    faulty = tmp_path / "faulty.json"
    faulty.write_text(json.dumps(plan), "utf-8")
    result = run("verify", solved[0], faulty)
    assert result.code == 1
    assert EN("finding.wrong-objective") in result.out
    tree = run("verify", solved[0], faulty, "--json").document
    assert (tree["ok"], tree["exit_code"], tree["passed"]) == (False, 1, False)
    finding = next(item for item in tree["findings"] if item["code"] == "wrong-objective")
    assert int(finding["claimed"]) == plan["levels"][5]["objective"]
    assert str(plan["levels"][5]["objective"] - 1) in finding["found"]


def test_show_as_json(run, solved: tuple[Path, Path]) -> None:
    tree = run("show", *solved, "--json").document
    assert tree["same_input"] is True
    assert sum(len(team["seats"]) for team in tree["teams"]) == 36
    assert len(run("show", *solved, "--by", "person", "--json").document["people"]) == 36


def test_show_refuses_a_plan_of_other_people(run, solved: tuple[Path, Path], tmp_path: Path) -> None:
    assert run("generate", "--size", "micro", "-o", "other.json").code == 0
    result = run("show", "other.json", solved[1], "--json")
    assert result.code == 1
    assert result.document["error"]["problems"][0]["code"] == "dangling-reference"


def test_check_as_json_and_with_the_rules(run, solved: tuple[Path, Path]) -> None:
    tree = run("check", solved[0], "--json").document
    assert tree["ok"] is True
    assert {item["code"] for item in tree["checks"]} >= {"leaders", "skill"}
    text = run("check", solved[0], "--rules", "--lang", "zh").out
    assert "支部建在组上" in text
    assert {"规定", "实践", "软件建议值"} <= set(text.split())


def test_rules_lists_every_rule_and_one_in_full(run) -> None:
    lines = run("rules", "--lang", "zh").out.splitlines()
    assert len(lines) == 59
    assert lines[1].split()[:2] == ["one-seat", "一人一岗"]
    tree = run("rules", "--json").document
    assert [item["id"] for item in tree["rules"]] == [line.split()[0] for line in lines[1:]]
    one = run("rules", "branch", "--json").document
    assert (one["chinese"], one["hardness"], one["defaults"][0]["status"]) == ("支部建在组上", "hard", "R")
    assert "支部建在组上" in run("rules", "branch").out
    unknown = run("rules", "nonsense")
    assert (unknown.code, "nonsense" in unknown.err) == (2, True)


@pytest.mark.parametrize("kind", ["instance", "plan"])
def test_schema_is_a_json_schema_that_accepts_our_files(run, kind: str, solved: tuple[Path, Path]) -> None:
    schema = run("schema", kind).document
    Draft202012Validator.check_schema(schema)
    tree = json.loads(solved[kind == "plan"].read_text("utf-8"))
    Draft202012Validator(schema).validate(tree)
    assert not Draft202012Validator(schema).is_valid({**tree, "surprise": 1})
    assert run("schema", kind, "--json").document == schema


def test_wrong_usage_is_2_and_a_document_when_asked(run) -> None:
    assert run("solve").code == 2
    assert run("nonsense").code == 2
    assert run("schema", "nothing").code == 2
    result = run("solve", "--json")
    assert (result.code, result.err) == (2, "")
    assert result.document["error"]["code"] == "usage"
    assert run("solve", "a.json", "-o", "b.json", "--time-limit", "nan").code == 2
    assert run("solve", "a.json", "-o", "b.json", "--seed", "-1").code == 2


def test_help_and_version_are_no_errors(run) -> None:
    for command in ("demo", "generate", "template", "check", "solve", "verify", "show", "rules", "schema"):
        result = run(command, "--help")
        assert result.code == 0
        assert EN(f"help.{command}").split()[0] in result.out
    assert run("--version").code == 0
    assert Words("zh")("help.solve") in run("solve", "--help", "--lang", "zh").out


@pytest.mark.parametrize(
    ("environ", "language"),
    [({"LC_ALL": "zh_CN.UTF-8"}, "zh"), ({"LANG": "en_GB.UTF-8"}, "en"), ({}, "en")],
)
def test_the_locale_chooses_the_language(run, environ: dict[str, str], language: str) -> None:
    result = run("check", "missing.json", env=environ)
    assert result.code == 1
    assert Words(language)("problem.not-found") in result.err


def test_commands_search_for_garbage_seldom_and_leave_the_caller_s_choice_as_it_was(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen, before = [], gc.get_threshold()
    monkeypatch.setattr(cli, "main", lambda *_, **__: seen.append(gc.get_threshold()))
    main(["schema", "plan"])
    assert seen[0][0] > 10 * before[0]
    assert gc.get_threshold() == before
