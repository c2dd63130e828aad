"""`bianzu solve --start --gap`: a plan to begin with, and a gap at which to stop."""

import json
from pathlib import Path

import pytest

from bianzu.instances import read_library, write_model
from bianzu.models import Instance, Plan, start_digest


@pytest.fixture
def tiny(tmp_path: Path) -> Instance:
    """The tiny instance of the library as ``i.json``."""
    instance = read_library("tiny")
    write_model(instance, tmp_path / "i.json")
    return instance


def test_a_plan_names_its_start_and_its_gap(run, tiny: Instance, tmp_path: Path) -> None:
    assert run("solve", "i.json", "-o", "a.json").code == 0
    start = Plan.model_validate_json((tmp_path / "a.json").read_text("utf-8"))
    result = run("solve", "i.json", "--start", "a.json", "--gap", "0.25", "-o", "b.json", "--json")
    assert result.code == 0
    tree = json.loads((tmp_path / "b.json").read_text("utf-8"))
    assert tree["provenance"]["options"] == {"budget": None, "gap": 0.25, "start": start_digest(start)}
    assert tree["gap"] <= 0.25
    assert run("verify", "i.json", "b.json").code == 0


def test_a_start_that_cannot_be_read_is_bad_input_and_stays(run, tiny: Instance, tmp_path: Path) -> None:
    (tmp_path / "odd.json").write_text("{}", "utf-8")
    assert run("solve", "i.json", "--start", "odd.json", "-o", "b.json", "--json").code == 1
    assert run("solve", "i.json", "--start", "missing.json", "-o", "b.json", "--json").code == 1
    assert run("solve", "i.json", "--start", "odd.json", "-o", "odd.json").code == 2
    assert run("solve", "i.json", "--gap", "-1", "-o", "b.json").code == 2
    assert (tmp_path / "odd.json").read_text("utf-8") == "{}"
