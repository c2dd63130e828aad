"""The command line as its users meet it: a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Result:
    """Exit code and output of one run, in bytes and as text."""

    code: int
    raw: bytes
    out: str
    err: str

    @property
    def document(self) -> dict[str, Any]:
        """The one JSON document on stdout; anything else there is an error."""
        tree = json.loads(self.out)
        assert isinstance(tree, dict)
        return tree


Run = Callable[..., Result]


def environment(encoding: str = "utf-8", **more: str) -> dict[str, str]:
    """The caller's environment without its language and terminal."""
    dropped = ("LANG", "LANGUAGE", "COLUMNS", "NO_COLOR", "FORCE_COLOR", "PYTHONUTF8")
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in dropped and not name.startswith("LC_")
    }
    return {**kept, "PYTHONIOENCODING": encoding, **more}


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``bianzu`` in an empty folder; errors must not be tracebacks."""

    def start(*arguments: object, encoding: str = "utf-8", env: Mapping[str, str] | None = None) -> Result:
        done = subprocess.run(
            [sys.executable, "-m", "bianzu", *(str(item) for item in arguments)],
            cwd=tmp_path,
            env=environment(encoding, **(env or {})),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=300,
        )
        out, err = done.stdout.decode(encoding), done.stderr.decode(encoding)
        assert "Traceback" not in err, err
        return Result(done.returncode, done.stdout, out, err)

    return start


@pytest.fixture(scope="session")
def solved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A tiny instance and its plan, as the commands write them."""
    folder = tmp_path_factory.mktemp("solved")
    files = folder / "tiny.json", folder / "plan.json"
    for command in (
        ("generate", "--size", "tiny", "--seed", "7", "-o", files[0]),
        ("solve", files[0], "-o", files[1]),
    ):
        arguments = [sys.executable, "-m", "bianzu", *(str(item) for item in command)]
        done = subprocess.run(arguments, capture_output=True, text=True, env=environment(), encoding="utf-8")
        assert done.returncode == 0, done.stdout + done.stderr
    return files
