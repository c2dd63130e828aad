"""`bianzu diff` end to end."""

import json
from pathlib import Path

from bianzu.report.catalog import Words

EN = Words("en")


def test_diff_of_a_plan_with_itself_and_with_a_changed_one(
    run, solved: tuple[Path, Path], tmp_path: Path
) -> None:
    instance, plan = solved
    same = run("diff", plan, plan, "--json")
    assert (same.code, same.document["same_instance"], same.document["seats"]) == (0, True, [])
    tree = json.loads(plan.read_text("utf-8"))
    gone = tree["assignments"].pop(0)
    other = tmp_path / "other.json"
    other.write_text(json.dumps(tree), "utf-8")
    result = run("diff", plan, other, "--instance", instance)
    assert result.code == 0
    assert EN("move.out") in result.out
    assert gone["person"] in result.out
    found = run("diff", plan, other, "--json").document
    assert [(item["seat"], item["before"], item["after"]) for item in found["seats"]] == [
        (gone["seat"], gone["person"], None)
    ]


def test_diff_refuses_what_is_no_plan(run, solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    assert run("diff", plan, instance).code == 1
    assert run("diff", plan).code == 2
