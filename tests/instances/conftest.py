"""A small instance file as a tree that tests may damage, and readers of what was reported."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from bianzu.instances import format_model, generate, parse_instance
from bianzu.models import InputError, Problem

Tree = dict[str, Any]


@pytest.fixture(scope="session")
def tiny_text() -> str:
    return format_model(generate("tiny", seed=4)).decode("utf-8")


@pytest.fixture
def tree(tiny_text: str) -> Tree:
    loaded: Tree = json.loads(tiny_text)
    return loaded


@pytest.fixture
def problems() -> Callable[[Any], list[Problem]]:
    """Problems that reading reports; bytes and text are read as they are, a tree is dumped first."""

    def read(data: Any) -> list[Problem]:
        text = data if isinstance(data, bytes | str) else json.dumps(data)
        with pytest.raises(InputError) as caught:
            parse_instance(text)
        return list(caught.value.problems)

    return read
