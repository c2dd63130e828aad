"""`bianzu solve --from-round --plan`: earlier rounds frozen, later ones planned anew."""

import json
from pathlib import Path

import pytest

from bianzu.instances import write_model
from bianzu.models import Instance
from bianzu.report.catalog import Words
from tests.builders import assign, make_instance, make_plan, planned, team

EN, ZH = Words("en"), Words("zh")


@pytest.fixture
def term(tmp_path: Path) -> Instance:
    """Two planned rounds of one team each, and a plan for both, as ``term.json`` and ``old.json``."""
    instance = make_instance(
        ["p", "q"],
        [team("T1", "s1"), team("T2", "s2", round="R2")],
        {"seats": {}, "one-seat": {}, "rest": {"c": 1}},
        rounds=[planned("R1"), planned("R2", "2026-06-01", "2026-07-15")],
    )
    write_model(instance, tmp_path / "term.json")
    write_model(make_plan(instance, assign(instance, {"s1": "p", "s2": "q"})), tmp_path / "old.json")
    return instance


ROLL = ("solve", "term.json", "--from-round", "R2", "--plan", "old.json", "-o", "new.json")


def test_the_new_plan_answers_the_frozen_instance(run, term: Instance, tmp_path: Path) -> None:
    result = run(*ROLL, "--instance-out", "frozen.json", "--json")
    assert (result.code, result.err) == (0, "")
    tree = result.document
    assert (tree["output"], tree["from_round"], tree["instance_output"]) == ("new.json", "R2", "frozen.json")
    frozen = json.loads((tmp_path / "frozen.json").read_text("utf-8"))
    assert [(item["id"], item["status"]) for item in frozen["rounds"]] == [("R1", "past"), ("R2", "planned")]
    assert [(item["round"], item["person"]) for item in frozen["history"]] == [("R1", "p")]
    seated = json.loads((tmp_path / "new.json").read_text("utf-8"))["assignments"]
    assert [(item["seat"], item["person"]) for item in seated] == [("s2", "q")]  # p rests after R1
    assert run("verify", "frozen.json", "new.json").code == 0
    assert run("verify", "term.json", "new.json").code == 1


def test_it_says_what_is_frozen_and_how_to_verify(run, term: Instance) -> None:
    text = run(*ROLL, "--lang", "zh").out
    assert ZH("freeze.done", round="R2", plan="old.json") in text
    assert ZH("freeze.not-written") in text.replace("\n", "")
    text = run(*ROLL, "--instance-out", "frozen.json").out
    assert EN("freeze.written", instance="frozen.json", plan="new.json") in text.replace("\n", " ")


def _problems(result) -> list[tuple[str, str]]:
    assert result.code == 1
    return [(item["code"], item["where"]) for item in result.document["error"]["problems"]]


def test_what_cannot_be_frozen_is_bad_input(run, term: Instance, tmp_path: Path) -> None:
    unknown = run(
        "solve", "term.json", "--from-round", "R9", "--plan", "old.json", "-o", "new.json", "--json"
    )
    assert _problems(unknown) == [("dangling-reference", "--from-round")]
    write_model(term.model_copy(update={"title": "another"}), tmp_path / "term.json")
    assert _problems(run(*ROLL, "--json")) == [("plan-of-another-instance", "$.provenance.input_digest")]
    write_model(term, tmp_path / "term.json")
    old = json.loads((tmp_path / "old.json").read_text("utf-8"))
    old["assignments"][1]["person"] = "p"
    (tmp_path / "old.json").write_text(json.dumps(old), "utf-8")
    rejected = run(*ROLL, "--lang", "zh")
    assert rejected.code == 1
    assert "轮休" in rejected.err
    assert "old.json" in rejected.err
    assert not (tmp_path / "new.json").exists()


@pytest.mark.parametrize(
    "options",
    [
        ("--from-round", "R2"),
        ("--plan", "old.json"),
        ("--instance-out", "frozen.json"),
        ("--from-round", "R2", "--plan", "old.json", "--instance-out", "new.json"),
        ("--from-round", "R2", "--plan", "old.json", "--instance-out", "term.json"),
    ],
)
def test_options_that_do_not_go_together_are_wrong_usage(
    run, term: Instance, tmp_path: Path, options: tuple[str, ...]
) -> None:
    before = sorted(path.name for path in tmp_path.iterdir())
    assert run("solve", "term.json", "-o", "new.json", *options).code == 2
    assert run("solve", "term.json", "-o", "old.json", "--from-round", "R2", "--plan", "old.json").code == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == before
