"""``bianzu whatif``: the table, the files, and what is refused."""

import csv
import io
import json
from pathlib import Path

import pytest

from bianzu.instances import read_library, read_scenarios, write_model
from bianzu.instances.changing import apply_changes
from tests.builders import make_instance, person, seat, team
from tests.cli.conftest import Run

LIBRARY = Path(__file__).parents[2] / "instances" / "library"
SCENARIOS = """
scenarios:
  - name: one team fewer
    changes: [{kind: drop-team, team: T2}]
  - name: "=seed"
    seed: 4
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    scenarios, instance = tmp_path / "s.yaml", tmp_path / "i.json"
    scenarios.write_text(SCENARIOS, "utf-8")
    write_model(
        make_instance(
            [*(person(f"p{at}") for at in range(5))],
            [team("T1", seat("T1-s1", "leader"), "T1-s2"), team("T2", "T2-s1", "T2-s2")],
            {"one-seat": {}, "seats": {}, "role-pools": {}},
        ),
        instance,
    )
    return scenarios, instance


def test_a_sweep_is_printed_written_and_resumed(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    arguments = ("whatif", *files, "-o", "out.json", "--csv", "out.csv", "--resume", "r.jsonl", "--jobs", 1)
    done = run(*arguments, "--lang", "zh")
    assert done.code == 0, done.err
    assert "one team fewer" in done.out
    assert "基准名单" in done.out
    assert "已测算 2 个设想，失败 0 个" in done.out
    sweep = json.loads((tmp_path / "out.json").read_bytes())
    assert [item["name"] for item in sweep["results"]] == ["one team fewer", "=seed"]
    assert sweep["results"][0]["against_base"]["seats_filled"] == -2
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_bytes().decode("utf-8-sig"))))
    assert [row["scenario"] for row in rows] == ["基准名单", "one team fewer", "'=seed"]
    assert rows[2]["soft:difference"] == "0"
    assert int(rows[1]["seats_filled"]) == sweep["results"][0]["indicators"]["seats_filled"]
    before = (tmp_path / "r.jsonl").read_bytes()
    again = run(*arguments, "--json")
    assert again.code == 0
    assert [item["run"] for item in again.document["results"]] == [item["run"] for item in sweep["results"]]
    assert (tmp_path / "r.jsonl").read_bytes() == before


def test_the_table_names_counties_and_json_keeps_their_ids(run: Run, tmp_path: Path) -> None:
    tiny = LIBRARY / "tiny.json"
    county = read_library("tiny").counties[0]
    scenarios = tmp_path / "s.yaml"
    scenarios.write_text(
        f"scenarios: [{{name: without {county.id}, changes: [{{kind: close-county, county: {county.id}}}]}}]",
        "utf-8",
    )
    done = run("whatif", scenarios, tiny, "--resume", "r.jsonl")
    assert f"without {county.name}" in done.out
    found = run("whatif", scenarios, tiny, "--resume", "r.jsonl", "--json").document["results"]
    assert [item["name"] for item in found] == [f"without {county.id}"]


def test_what_is_wrong_is_said_before_anything_is_solved(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("scenarios: [{name: a, changes: [{kind: drop-team, team: t99}]}]", "utf-8")
    done = run("whatif", bad, files[1], "--lang", "zh")
    assert done.code == 1
    assert "a: $.changes[0].team" in done.err
    assert "已列出的组编号" in done.err
    bad.write_text("scenarios: [", "utf-8")
    assert "YAML" in run("whatif", bad, files[1], "--lang", "zh").err
    assert run("whatif", *files, "-o", files[0]).code == 2


def test_the_scenarios_of_the_library_fit_its_city() -> None:
    city = read_library("city")
    scenarios = read_scenarios(LIBRARY / "scenarios-staffing.yaml")
    assert len(scenarios) == 13
    for scenario in scenarios:
        changed = apply_changes(city, scenario.changes)
        assert (changed is city) == (not scenario.changes)
