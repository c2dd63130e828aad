"""alternatives, why, why-not and reserves as commands, in both languages."""

import json
from pathlib import Path

import pytest


@pytest.mark.long
def test_questions_about_a_seat_and_a_person(run, solved: tuple[Path, Path]) -> None:
    instance, plan = solved
    row = json.loads(plan.read_text("utf-8"))["assignments"][0]
    where = ("--team", row["team"])
    listed = run("alternatives", instance, plan, *where, "--seat", row["seat"], "--json").document
    assert (listed["ok"], listed["person"]) == (True, row["person"])
    assert listed["candidates"][0]["rank"] == 1
    told = run("why", instance, plan, "--person", row["person"], "--lang", "zh")
    assert (told.code, told.err) == (0, "")
    assert row["seat"] in told.out
    assert "回避核查" in told.out
    asked = run("why-not", instance, plan, "--person", row["person"], *where, "--json").document
    assert (asked["verdict"], asked["seat"]) == ("seated", row["seat"])
    wrong = run("why-not", instance, plan, "--person", "nobody", *where, "--json")
    assert (wrong.code, wrong.document["error"]["problems"][0]["code"]) == (1, "dangling-reference")
    kept = run("reserves", instance, plan, "-r", 1, "--json").document
    assert {item["rank"] for item in kept["reserves"]} == {1}
