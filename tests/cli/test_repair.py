"""`bianzu repair` and `bianzu diff` end to end."""

import json
from pathlib import Path

from bianzu.report.catalog import LANGUAGES, Words

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


def test_repair_writes_a_plan_and_the_instance_that_it_answers(
    run, solved: tuple[Path, Path], tmp_path: Path
) -> None:
    instance, plan = solved
    gone = json.loads(plan.read_text("utf-8"))["assignments"][3]
    result = run(
        *("repair", instance, plan, "--drop", gone["person"], "--more", 1),
        *("-o", "new.json", "--instance-out", "changed.json", "--json"),
    )
    assert (result.code, result.err) == (0, "")
    tree = result.document
    assert tree["least"] == tree["changed"] == len(tree["diff"]["seats"])
    assert gone["person"] in {item["person"] for item in tree["diff"]["people"] if item["kind"] == "out"}
    assert [row["allowed"] for row in tree["table"]] == [tree["changed"], tree["changed"] + 1]
    assert run("verify", "changed.json", "new.json").code == 0
    assert run("verify", instance, "new.json").code == 1
    seats = run("diff", plan, "new.json", "--json").document["seats"]
    assert seats == tree["diff"]["seats"]


def test_repair_in_words_says_who_moves_and_where_the_instance_is(run, solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    gone = json.loads(plan.read_text("utf-8"))["assignments"][0]["person"]
    for language in LANGUAGES:
        words = Words(language)
        result = run(
            "repair", instance, plan, "--drop", gone, "--more", 0, "-o", "n.json", "--lang", language
        )
        assert result.code == 0
        assert words("title.moves") in result.out
        assert gone in result.out
        assert words("repair.not-written") in result.out.replace("\n", " " if language == "en" else "")


def test_repair_refuses_what_it_cannot_do(run, solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    assert run("repair", instance, plan, "--drop", "nobody", "-o", "n.json").code == 1
    assert run("repair", instance, plan, "--add-recusal", "nobody", "-o", "n.json").code == 2
    assert run("repair", instance, plan, "-o", plan).code == 2
