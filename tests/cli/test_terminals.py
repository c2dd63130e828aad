"""Consoles of every kind: GBK, no colour, narrow, a real terminal with progress and Ctrl-C."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.thinning import thin


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("zh", "gbk"),
        pytest.param("zh", "ascii", marks=pytest.mark.long),
        pytest.param("zh", "utf-8", marks=pytest.mark.long),
        pytest.param("en", "gbk", marks=pytest.mark.long),
    ],
)
def test_every_command_survives_the_console(
    run, solved: tuple[Path, Path], language: str, encoding: str
) -> None:
    for command in (
        ("show", *solved),
        ("verify", *solved),
        ("check", solved[0], "--rules"),
    ):
        result = run(*command, "--lang", language, encoding=encoding)
        assert result.code == 0
        assert result.out
    if encoding != "ascii":
        assert "组长" in run("show", *solved, "--lang", "zh", encoding=encoding).out


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_help_survives_the_console(run, encoding: str) -> None:
    assert "巡察编组" in run("--help", "--lang", "zh", encoding=encoding).out


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_json_is_lossless_on_every_console(run, solved: tuple[Path, Path], encoding: str) -> None:
    names = {person["name"] for person in json.loads(solved[0].read_text("utf-8"))["people"]}
    shown = run("show", *solved, "--by", "person", "--json", encoding=encoding).document["people"]
    assert {person["name"] for person in shown} <= names


def test_piped_output_has_no_escape_codes(run, solved: tuple[Path, Path]) -> None:
    assert b"\x1b" not in run("show", *solved).raw


@pytest.mark.parametrize("columns", thin(["20", "60", "120"], 3))
def test_narrow_terminals_keep_every_name(run, solved: tuple[Path, Path], columns: str) -> None:
    text = run("show", *solved, "--lang", "zh", env={"COLUMNS": columns}).out
    packed = re.sub(r"\s", "", text)
    people = {person["id"]: person["name"] for person in json.loads(solved[0].read_text("utf-8"))["people"]}
    for item in json.loads(solved[1].read_text("utf-8"))["assignments"]:
        assert people[item["person"]] in packed


pty_only = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


def _on_terminal(
    arguments: list[str], cwd: Path, interrupt_after: bytes | None = None, **environ: str
) -> tuple[int, bytes, bytes]:
    """Run with stderr on a pseudo-terminal; send SIGINT once ``interrupt_after`` has been shown."""
    import pty

    leader, follower = pty.openpty()
    names: Mapping[str, str] = {k: v for k, v in os.environ.items() if not k.startswith("LC_")}
    shown = b""
    with tempfile.TemporaryFile() as written:  # a pipe would fill up while the terminal is read
        process = subprocess.Popen(
            [sys.executable, "-m", "bianzu", *arguments],
            cwd=cwd,
            env={**names, "LANG": "C.UTF-8", "PYTHONIOENCODING": "utf-8", **environ},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=follower,
        )
        os.close(follower)
        try:
            while chunk := _read(leader):
                shown += chunk
                if interrupt_after is not None and interrupt_after in shown:
                    process.send_signal(signal.SIGINT)
                    interrupt_after = None
            process.wait(timeout=120)
        finally:
            process.kill()
            os.close(leader)
        written.seek(0)
        return process.returncode, written.read(), shown


def _read(leader: int) -> bytes:
    try:
        return os.read(leader, 4096)
    except OSError:  # the other end is closed
        return b""


@pty_only
def test_progress_is_shown_on_a_terminal_and_wiped(solved: tuple[Path, Path], tmp_path: Path) -> None:
    code, out, shown = _on_terminal(["solve", str(solved[0]), "-o", "p.json", "--json"], tmp_path)
    assert code == 0
    assert json.loads(out)["ok"] is True
    text = shown.decode()
    assert re.search(r"\d+ s", text)
    assert text.rsplit("\r", 2)[-2].strip() == ""


@pty_only
def test_no_progress_where_stderr_is_no_terminal(run, solved: tuple[Path, Path]) -> None:
    assert run("solve", solved[0], "-o", "p.json").err == ""


@pty_only
def test_ctrl_c_writes_the_best_plan_so_far(run, tmp_path: Path) -> None:
    """In a city, for a county may be done before the interrupt arrives."""
    assert run("generate", "--size", "city", "-o", "i.json").code == 0
    code, out, shown = _on_terminal(
        ["solve", "i.json", "-o", "p.json", "--json"], tmp_path, interrupt_after=b"soft rules | best"
    )
    assert b"Traceback" not in shown
    tree = json.loads(out)
    assert tree["provenance"]["run"]["stop_reason"] == "cancelled"
    assert code == tree["exit_code"] == (0 if tree["complete"] else 4)
    assert b"Ctrl-C" in shown
    plan = json.loads((tmp_path / "p.json").read_text("utf-8"))
    assert plan["complete"] == tree["complete"]
    assert len(plan["assignments"]) > 300
    assert run("verify", "i.json", "p.json").code == 0
