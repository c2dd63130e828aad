"""Every outcome of a solve has its exit code, its words and its way with the output file."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bianzu
from bianzu.cli import main
from bianzu.models import LEVEL_NAMES, AuditError, EngineError, Level, Plan, Provenance
from bianzu.report.catalog import Words

EN = Words("en")


def _plan(status: str, *, complete: bool = False, stop: str = "finished", **values: Any) -> Plan:
    """A plan without assignments; ``values`` are objective and bound by level."""
    by_name = {name.replace("_", "-"): pair for name, pair in values.items()}
    levels = tuple(
        Level(name=name, objective=by_name.get(name, (0, 0))[0], bound=by_name.get(name, (0, 0))[1])
        for name in LEVEL_NAMES
    )
    return Plan.model_validate(
        {
            "status": status,
            "complete": complete,
            "gap": None,
            "levels": levels,
            "provenance": Provenance.model_validate(
                {"input_digest": "0" * 64, "version": "0", "seed": 0, "run": {"stop_reason": stop}}
            ),
        }
    )


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., tuple[int, dict[str, Any]]]:
    """Run ``solve`` in this process with a solver that gives a ready answer."""
    bianzu.write_model(bianzu.generate("micro"), tmp_path / "i.json")
    monkeypatch.chdir(tmp_path)

    def start(outcome: Plan | Exception, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, Any]]:
        def solve(*_: object, **__: object) -> Plan:
            if isinstance(outcome, Exception):
                raise outcome
            return outcome

        monkeypatch.setattr("bianzu.solver.solve", solve)
        code = main(["solve", "i.json", "-o", "p.json", "--json"])
        return code, json.loads(capsys.readouterr().out)

    return start


@pytest.mark.parametrize(
    ("outcome", "code", "written"),
    [
        (_plan("optimal", complete=True), 0, True),
        (_plan("feasible", complete=True, stop="cancelled"), 0, True),
        (_plan("optimal", leader_seats=(1, 1)), 3, True),
        (_plan("feasible", other_seats=(4, 1)), 3, True),
        (_plan("infeasible"), 3, False),
        (_plan("feasible", leader_seats=(1, 0), stop="time-limit"), 4, True),
        (_plan("feasible", minima=(1, None), stop="cancelled"), 4, True),
        (_plan("unknown", stop="time-limit", leader_seats=(None, None)), 4, True),
    ],
)
def test_exit_code_and_file(
    answer: Callable[..., tuple[int, dict[str, Any]]],
    capsys: pytest.CaptureFixture[str],
    outcome: Plan,
    code: int,
    written: bool,
) -> None:
    got, tree = answer(outcome, capsys)
    assert (got, tree["exit_code"], tree["ok"]) == (code, code, code == 0)
    assert Path("p.json").exists() is written
    assert (tree["output"] is not None) is written
    if written:
        assert bianzu.read_plan("p.json") == outcome


@pytest.mark.parametrize("status", ["unknown", "infeasible"])
def test_nothing_never_replaces_a_plan(
    answer: Callable[..., tuple[int, dict[str, Any]]], capsys: pytest.CaptureFixture[str], status: str
) -> None:
    Path("p.json").write_text("precious", "utf-8")
    _, tree = answer(_plan(status, stop="cancelled"), capsys)
    assert tree["output"] is None
    assert Path("p.json").read_text("utf-8") == "precious"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (AuditError(["seat S1: claimed P1, found P2"]), 1),
        (EngineError("engine-died", reason="crash", detail="boom"), 1),
        (EngineError("engine-died", reason="memory", detail=""), 4),
    ],
)
def test_errors_on_purpose_become_documents(
    answer: Callable[..., tuple[int, dict[str, Any]]],
    capsys: pytest.CaptureFixture[str],
    error: Exception,
    code: int,
) -> None:
    got, tree = answer(error, capsys)
    assert (got, tree["exit_code"], tree["ok"]) == (code, code, False)
    assert tree["error"]["message"]
    if isinstance(error, AuditError):
        assert tree["error"]["findings"] == ["seat S1: claimed P1, found P2"]
    assert not Path("p.json").exists()


def test_an_unexpected_error_shows_itself(
    answer: Callable[..., tuple[int, dict[str, Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ZeroDivisionError):
        answer(ZeroDivisionError("a defect"), capsys)


def test_an_interrupt_before_solving_is_130(
    answer: Callable[..., tuple[int, dict[str, Any]]], capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bianzu.instances.read_instance", interrupted)
        assert main(["check", "i.json", "--json"]) == 130
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "interrupted"


def test_the_text_says_where_the_plan_is_and_that_it_is_a_proposal(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bianzu.write_model(bianzu.generate("micro"), tmp_path / "i.json")
    monkeypatch.setattr("bianzu.solver.solve", lambda *_, **__: _plan("optimal", complete=True))
    output = tmp_path / "p.json"
    assert main(["solve", str(tmp_path / "i.json"), "-o", str(output), "--lang", "en"]) == 0
    text = capsys.readouterr().out
    assert EN("plan.proposal-note") in text
    assert str(output) in text.replace("\n", "")
