"""Readers report every fault of a file at once, each with its code, place and value."""

import json
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bianzu.instances import format_model, generate, parse_instance, parse_plan, read_instance, read_plan
from bianzu.models import InputError, Plan, Problem, Provenance

Tree = dict[str, Any]
Read = Callable[[Any], list[Problem]]

PLAN = Plan(
    status="unknown",
    complete=False,
    gap=None,
    levels=(),
    provenance=Provenance(input_digest="0" * 64, version="0", seed=0),
)


def found(problems: list[Problem]) -> set[tuple[str, str]]:
    return {(problem.code, problem.where) for problem in problems}


def test_a_good_file_is_read_with_and_without_a_byte_order_mark(tiny_text: str) -> None:
    instance = generate("tiny", seed=4)
    assert parse_instance(tiny_text) == instance
    assert parse_instance(tiny_text.encode()) == instance
    assert parse_instance(b"\xef\xbb\xbf" + tiny_text.encode()) == instance
    assert parse_instance("\ufeff" + tiny_text) == instance


def test_truncated_json_names_line_and_column(problems: Read) -> None:
    (problem,) = problems('{"format": "bianzu-instance/1",\n "city": ')
    assert (problem.code, problem.where) == ("bad-json", "line 2, column 10")
    assert (problem.params["line"], problem.params["column"]) == (2, 10)
    assert problem.value == "end of the text"


def test_text_that_is_not_utf_8_names_the_byte(problems: Read) -> None:
    (problem,) = problems('{"city": "县"}'.encode("gbk"))
    assert (problem.code, problem.where) == ("not-utf-8", "byte 10")


@pytest.mark.parametrize("text", ["", "   ", "\0", "nul", "{,}", "\x00\x01"])
def test_what_is_no_json_is_one_problem(problems: Read, text: str) -> None:
    assert [problem.code for problem in problems(text)] == ["bad-json"]


@pytest.mark.parametrize("text", ["[]", "3", '"text"', "null", "true"])
def test_the_outermost_value_must_be_an_object(problems: Read, text: str) -> None:
    assert found(problems(text)) == {("wrong-type", "$")}


@pytest.mark.parametrize("depth", [40, 300, 5_000, 200_000])
def test_deep_nesting_is_a_problem_and_not_a_crash(problems: Read, depth: int) -> None:
    text = '{"people": ' + "[" * depth + "]" * depth + "}"
    assert "too-deep" in {problem.code for problem in problems(text)}
    unclosed = problems("[" * depth)
    assert unclosed[0].code in ("too-deep", "bad-json")


def test_repeated_keys_are_reported_where_they_stand(problems: Read, tiny_text: str) -> None:
    text = tiny_text.replace('"city": ', '"city": "x", "city": ', 1).replace(
        '{"id": "p0001", ', '{"id": "p0001", "name": "x", ', 1
    )
    assert found(problems(text)) == {("duplicate-key", "$.city"), ("duplicate-key", "$.people[0].name")}


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 5_000])
def test_numbers_that_json_cannot_hold(problems: Read, tiny_text: str, number: str) -> None:
    text = tiny_text.replace('"earlier_rounds": ', f'"earlier_rounds": {number}, "zz": ', 1)
    reported = found(problems(text))
    assert ("not-a-number", "$.people[0].earlier_rounds") in reported
    assert ("unknown-key", "$.people[0].zz") in reported


def test_half_a_surrogate_pair_is_no_text(problems: Read, tree: Tree) -> None:
    tree["people"][2]["name"] = "\ud800"
    assert found(problems(tree)) == {("bad-text", "$.people[2].name")}


def test_a_million_characters_are_too_long_and_shown_short(problems: Read, tree: Tree) -> None:
    tree["people"][1]["name"] = "长" * 1_000_000
    tree["units"][0]["id"] = "u" * 1_000_000
    reported = problems(tree)
    assert {("too-long", "$.people[1].name"), ("too-long", "$.units[0].id")} <= found(reported)
    assert all(len(problem.value or "") <= 80 for problem in reported)


@pytest.mark.parametrize(
    ("change", "code", "where"),
    [
        (lambda t: t.pop("city"), "missing", "$.city"),
        (lambda t: t.pop("people"), "missing", "$.people"),
        (lambda t: t["people"][3].pop("work_unit"), "missing", "$.people[3].work_unit"),
        (lambda t: t.update(colour="red"), "unknown-key", "$.colour"),
        (lambda t: t["people"][3].update({"phone no": 1}), "unknown-key", "$.people[3]['phone no']"),
        (lambda t: t["rules"].update({"no-rule": {}}), "unknown-key", "$.rules.no-rule"),
        (lambda t: t.update(people={}), "wrong-type", "$.people"),
        (lambda t: t.update(city=7), "wrong-type", "$.city"),
        (lambda t: t["people"].__setitem__(5, "p"), "wrong-type", "$.people[5]"),
        (lambda t: t["people"][5].update(trained="yes"), "wrong-type", "$.people[5].trained"),
        (lambda t: t["people"][5].update(earlier_rounds=1.5), "wrong-type", "$.people[5].earlier_rounds"),
        (lambda t: t["people"][5].update(earlier_rounds="1"), "wrong-type", "$.people[5].earlier_rounds"),
        (lambda t: t["people"][5].update(earlier_rounds=True), "wrong-type", "$.people[5].earlier_rounds"),
        (lambda t: t["people"][5].update(earlier_rounds=-1), "out-of-range", "$.people[5].earlier_rounds"),
        (lambda t: t["rules"]["branch"].update(n=51), "out-of-range", "$.rules.branch.n"),
        (lambda t: t["people"][5].update(gender="x"), "not-allowed", "$.people[5].gender"),
        (lambda t: t["people"][5].update(pools=["staff", "x"]), "not-allowed", "$.people[5].pools[1]"),
        (lambda t: t["teams"][1]["seats"][2].update(role="x"), "not-allowed", "$.teams[1].seats[2].role"),
        (lambda t: t["teams"][1].update(seats=[]), "too-short", "$.teams[1].seats"),
        (lambda t: t["people"][5].update(id=" p"), "bad-id", "$.people[5].id"),
        (lambda t: t["people"][5].update(id=""), "too-short", "$.people[5].id"),
        (lambda t: t["people"][5].update(birth="1980-13"), "bad-date", "$.people[5].birth"),
        (lambda t: t.update(as_of="2026-02-30"), "bad-date", "$.as_of"),
        (lambda t: t.update(as_of="1735689600"), "bad-date", "$.as_of"),
        (lambda t: t.update(as_of=20260213), "wrong-type", "$.as_of"),
        (lambda t: t["rounds"][0].update(end="2001-01-01"), "dates-reversed", "$.rounds[0]"),
        (
            lambda t: t["people"][5].update(leave=[{"start": "2026-05-02", "end": "2026-05-01"}]),
            "dates-reversed",
            "$.people[5].leave[0]",
        ),
        (lambda t: t["people"][5].update(id="p0001"), "duplicate-id", "$.people[5].id"),
        (lambda t: t["people"][5].update(work_unit="gone"), "dangling-reference", "$.people[5].work_unit"),
        (lambda t: t["people"][5].update(rank="gone"), "dangling-reference", "$.people[5].rank"),
        (lambda t: t["units"][3].update(superior=t["units"][3]["id"]), "cycle", "$.units[3].superior"),
        (
            lambda t: t["rules"]["seniority"].update(senior="gone"),
            "dangling-reference",
            "$.rules.seniority.senior",
        ),
        (lambda t: t.update(source_sets={"s": [1]}), "wrong-type", "$.source_sets.s[0]"),
    ],
)
def test_one_fault_is_named_with_its_place(
    problems: Read, tree: Tree, change: Callable[[Tree], object], code: str, where: str
) -> None:
    change(tree)
    assert (code, where) in found(problems(tree))


def test_fields_of_balance_are_built_in_or_numbers_of_somebody(problems: Read, tree: Tree) -> None:
    tree["people"][5]["numbers"] = {"rating": 7, "age": 1, "high": 1_000_001}
    tree["people"][6]["numbers"] = {"load": 0}
    tree["rules"]["balance"] = {"fields": ["age", "load", "gone", "age", "experience", "skill-points"]}
    again, high = ("duplicate-id", "$.rules.balance.fields[3]"), ("out-of-range", "$.people[5].numbers.high")
    assert found(problems(tree)) == {again, high}  # whoever could not be read may have the number
    del tree["people"][5]["numbers"]["high"]
    gone, reserved = (
        ("dangling-reference", "$.rules.balance.fields[2]"),
        ("reserved-id", "$.people[5].numbers"),
    )
    assert found(problems(tree)) == {again, gone, reserved}
    tree["people"] = 3
    assert gone not in found(problems(tree))


def test_numbers_of_people_are_read_and_written(tree: Tree) -> None:
    tree["people"][5]["numbers"] = {"rating": 1_000_000, "load": 0}
    tree["rules"]["balance"] = {"fields": ["rating"]}
    instance = parse_instance(json.dumps(tree))
    assert instance.people[5].numbers == {"rating": 1_000_000, "load": 0}
    assert instance.people[6].numbers == {}
    assert parse_instance(format_model(instance)) == instance


def test_cyclic_superiors_name_the_ring(problems: Read, tree: Tree) -> None:
    one, two = tree["units"][0], tree["units"][1]
    one["superior"], two["superior"] = two["id"], one["id"]
    (problem,) = problems(tree)
    assert problem.code == "cycle"
    assert problem.value == repr(f"{one['id']} -> {two['id']} -> {one['id']}")


def test_faults_of_every_kind_come_together(problems: Read, tree: Tree) -> None:
    tree["city"] = 3
    tree["people"][0]["work_unit"] = "gone"
    tree["people"][1]["gender"] = "?"
    tree["people"][2]["id"] = tree["people"][3]["id"]
    tree["rounds"][3]["end"] = "2020-01-01"
    tree["teams"][0]["extra"] = 1
    tree["rules"]["rest"]["c"] = 0
    text = json.dumps(tree).replace('"as_of":', '"term": "x", "as_of":', 1)
    assert found(problems(text)) == {
        ("duplicate-key", "$.term"),
        ("wrong-type", "$.city"),
        ("dangling-reference", "$.people[0].work_unit"),
        ("not-allowed", "$.people[1].gender"),
        ("duplicate-id", "$.people[3].id"),
        ("dates-reversed", "$.rounds[3]"),
        ("unknown-key", "$.teams[0].extra"),
        ("out-of-range", "$.rules.rest.c"),
    }


def test_an_unreadable_item_does_not_make_references_to_it_dangle(problems: Read, tree: Tree) -> None:
    unit = tree["people"][0]["work_unit"]
    position = [item["id"] for item in tree["units"]].index(unit)
    tree["units"][position]["staff_count"] = "many"
    assert found(problems(tree)) == {("wrong-type", f"$.units[{position}].staff_count")}


@pytest.mark.parametrize("name", ["people", "units", "counties", "rounds", "teams", "ranks", "rules"])
def test_an_unreadable_part_is_one_problem(problems: Read, tree: Tree, name: str) -> None:
    tree[name] = 5
    assert found(problems(tree)) == {("wrong-type", f"$.{name}")}


def test_a_team_of_unreadable_seats_is_not_called_too_small(problems: Read, tree: Tree) -> None:
    tree["teams"][0]["seats"] = [{"id": "s"}]
    assert found(problems(tree)) == {("missing", "$.teams[0].seats[0].role")}


def test_another_version_is_named_next_to_the_other_faults(problems: Read, tree: Tree) -> None:
    tree["format"] = "bianzu-instance/2"
    tree["city"] = 1
    reported = problems(tree)
    assert found(reported) == {("wrong-version", "$.format"), ("wrong-type", "$.city")}
    assert reported[0].value == "'bianzu-instance/2'"
    assert reported[0].expected == '"bianzu-instance/1": this version reads /1'


def test_a_file_of_another_kind_is_one_problem(problems: Read) -> None:
    assert found(problems(format_model(PLAN))) == {("wrong-format", "$.format")}


def test_problems_pickle(problems: Read) -> None:
    reported = problems('{"city": ')
    assert pickle.loads(pickle.dumps(InputError(reported))).problems == tuple(reported)


def test_missing_files_folders_and_unreadable_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path, code in ((tmp_path / "gone.json", "not-found"), (tmp_path, "is-a-folder")):
        with pytest.raises(InputError) as caught:
            read_instance(path)
        assert [(p.code, p.where) for p in caught.value.problems] == [(code, str(path))]

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError) as caught:
        read_plan(tmp_path / "secret.json")
    assert [p.code for p in caught.value.problems] == ["unreadable"]


def test_a_plan_is_read_back() -> None:
    assert parse_plan(format_model(PLAN)) == PLAN


def test_faults_of_a_plan_come_together() -> None:
    tree = json.loads(format_model(PLAN))
    tree |= {"status": "fine", "zz": 1, "format": "bianzu-plan/9"}
    del tree["levels"]
    text = json.dumps(tree).replace('"gap": null', '"gap": NaN')
    with pytest.raises(InputError) as caught:
        parse_plan(text)
    assert found(list(caught.value.problems)) == {
        ("not-a-number", "$.gap"),
        ("wrong-version", "$.format"),
        ("not-allowed", "$.status"),
        ("unknown-key", "$.zz"),
        ("missing", "$.levels"),
    }


def test_an_instance_is_no_plan(tiny_text: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_plan(tiny_text)
    assert [problem.code for problem in caught.value.problems] == ["wrong-format"]
