"""Modules of answers come when they are used: a question that needs no solve loads no engine."""

import subprocess
import sys

import pytest

import bianzu.answers

_ASK = """
import sys
from bianzu.answers import {name}
print("ortools" in sys.modules, "bianzu.solver.model" in sys.modules)
"""


@pytest.mark.parametrize("name", ["alternatives", "why_not"])
def test_a_question_loads_neither_engine_nor_model(name: str) -> None:
    found = subprocess.run(
        [sys.executable, "-c", _ASK.format(name=name)], capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == ["False", "False"]


def test_every_answer_is_there_under_its_name() -> None:
    assert [getattr(bianzu.answers, name).__name__ for name in bianzu.answers.__all__] == list(
        bianzu.answers.__all__
    )
    with pytest.raises(AttributeError, match="no attribute 'whynot'"):
        bianzu.answers.whynot  # noqa: B018
