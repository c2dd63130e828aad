"""`bianzu repair` and `bianzu diff` end to end."""

import json
from pathlib import Path

from bianzu.report.catalog import Words

EN = Words("en")


def test_repair_writes_a_plan_and_the_instance_that_it_answers(run, solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    gone = json.loads(plan.read_text("utf-8"))["assignments"][3]
    result = run(
        *("repair", instance, plan, "--drop", gone["person"], "--more", 0),
        *("-o", "new.json", "--instance-out", "changed.json", "--json"),
    )
    assert (result.code, result.err) == (0, "")
    tree = result.document
    assert tree["least"] == tree["changed"] == len(tree["diff"]["seats"])
    assert gone["person"] in {item["person"] for item in tree["diff"]["people"] if item["kind"] == "out"}
    assert [row["allowed"] for row in tree["table"]] == [tree["changed"]]
    assert run("verify", "changed.json", "new.json").code == 0
    found = run("diff", plan, "new.json", "--instance", instance, "--instance", "changed.json")
    assert found.code == 0
    assert EN("diff.other-input") in found.out.replace("\n", " ")
    assert gone["person"] in found.out


def test_repair_refuses_what_it_cannot_do(run, solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    assert run("repair", instance, plan, "--add-recusal", "nobody", "-o", "n.json").code == 2
    assert run("repair", instance, plan, "-o", plan).code == 2


def test_diff_refuses_what_is_no_plan(run, solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    assert run("diff", plan, instance).code == 1
