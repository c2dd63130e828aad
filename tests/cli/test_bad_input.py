"""Bad input: exit 1, every problem named, and the output file untouched."""

import json
from pathlib import Path
from typing import Any

import pytest


def _edited(source: Path, *edits: tuple[tuple[str | int, ...], Any]) -> str:
    tree = json.loads(source.read_text("utf-8"))
    for path, value in edits:
        node = tree
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value
    return json.dumps(tree)


def _truncated(source: Path) -> str:
    return source.read_text("utf-8")[:5000]


BAD = {
    "truncated": (_truncated, "bad-json"),
    "empty": (lambda _: "", "bad-json"),
    "not an object": (lambda _: "[1, 2]", "wrong-type"),
    "another format": (lambda _: '{"format": "something/9"}', "wrong-format"),
    "wrong type": (lambda s: _edited(s, (("people", 0, "trained"), "yes")), "wrong-type"),
    "dangling": (lambda s: _edited(s, (("people", 0, "work_unit"), "nowhere")), "dangling-reference"),
    "duplicate id": (lambda s: _edited(s, (("people", 1, "id"), _first_id(s))), "duplicate-id"),
    "not a number": (lambda s: _edited(s, (("counties", 0, "city_distance"), float("nan"))), "not-a-number"),
    "unknown key": (lambda s: _edited(s, (("people", 0, "surprise"), 1)), "unknown-key"),
    "reversed dates": (lambda s: _edited(s, (("rounds", -1, "end"), "1999-01-01")), "dates-reversed"),
    "long string": (lambda s: _edited(s, (("people", 0, "name"), "x" * 10**6)), "too-long"),
    "deep nesting": (lambda _: "[" * 100_000 + "]" * 100_000, "too-deep"),
    "rule not implemented": (lambda s: _edited(s, (("rules", "coverage"), {})), "rule-unsupported"),
}


def _first_id(source: Path) -> str:
    return str(json.loads(source.read_text("utf-8"))["people"][0]["id"])


@pytest.mark.parametrize("name", BAD)
def test_solve_refuses_and_touches_nothing(run, solved: tuple[Path, Path], tmp_path: Path, name: str) -> None:
    make, code = BAD[name]
    (tmp_path / "bad.json").write_text(make(solved[0]), "utf-8")
    (tmp_path / "plan.json").write_text("precious", "utf-8")
    result = run("solve", "bad.json", "-o", "plan.json", "--json")
    assert (result.code, result.err) == (1, "")
    error = result.document["error"]
    assert error["code"] == "bad-input"
    assert code in {problem["code"] for problem in error["problems"]}
    assert all(problem["where"] and problem["message"] for problem in error["problems"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bad.json", "plan.json"]
    assert (tmp_path / "plan.json").read_text("utf-8") == "precious"


def test_all_problems_of_a_file_come_together_in_both_languages(
    run, solved: tuple[Path, Path], tmp_path: Path
) -> None:
    text = _edited(
        solved[0],
        (("people", 0, "trained"), "yes"),
        (("people", 1, "work_unit"), "nowhere"),
        (("teams", 0, "host_counties"), ["Atlantis"]),
    )
    (tmp_path / "bad.json").write_text(text, "utf-8")
    for language, words in (("en", "expected true or false"), ("zh", "应为 true 或 false")):
        result = run("check", "bad.json", "--lang", language)
        assert (result.code, result.out) == (1, "")
        for where in ("$.people[0].trained", "$.people[1].work_unit", "$.teams[0].host_counties"):
            assert where in result.err
        assert words in result.err
        assert "'nowhere'" in result.err


def test_not_utf_8_is_told(run, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes('{"city": "三明"}'.encode("gbk"))
    result = run("check", "bad.json", "--json")
    assert result.code == 1
    assert result.document["error"]["problems"][0]["code"] == "not-utf-8"


def test_verify_reports_the_faults_of_both_files_with_their_names(run, tmp_path: Path) -> None:
    (tmp_path / "i.json").write_text("{", "utf-8")
    result = run("verify", "i.json", "missing.json", "--json")
    assert result.code == 1
    problems = result.document["error"]["problems"]
    assert [(item["code"], item["params"]["file"]) for item in problems] == [
        ("bad-json", "i.json"),
        ("not-found", "missing.json"),
    ]


def test_a_pin_that_breaks_a_rule_by_itself_names_the_rule(
    run, solved: tuple[Path, Path], tmp_path: Path
) -> None:
    tree = json.loads(solved[0].read_text("utf-8"))
    member = next(person for person in tree["people"] if person["pools"] == ["specialist"])
    leader = next(seat for seat in tree["teams"][0]["seats"] if seat["role"] == "leader")
    pin = {"kind": "must", "person": member["id"], "seat": leader["id"], "asked_by": "x", "reason": "y"}
    (tmp_path / "pinned.json").write_text(json.dumps({**tree, "pins": [pin]}), "utf-8")
    result = run("solve", "pinned.json", "-o", "plan.json", "--lang", "zh")
    assert result.code == 1
    assert "$.pins[0]" in result.err
    assert "库与角色" in result.err
    assert not (tmp_path / "plan.json").exists()


@pytest.mark.parametrize(
    ("output", "code"),
    [
        ("missing/plan.json", "output-folder-missing"),
        (".", "output-is-a-folder"),
        ("tiny.json", "output-is-input"),
    ],
)
def test_an_unusable_output_is_refused_before_solving(
    run, solved: tuple[Path, Path], tmp_path: Path, output: str, code: str
) -> None:
    before = solved[0].read_bytes()
    (tmp_path / "tiny.json").write_bytes(before)
    result = run("solve", "tiny.json", "-o", output, "--json")
    assert (result.code, result.err) == (2, "")
    assert result.document["error"]["code"] == code
    assert (tmp_path / "tiny.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["tiny.json"]
