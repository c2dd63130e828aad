"""Keeps the machine and its load with the results: a figure measured on a busy machine says so."""

from typing import Any

import pytest

from benchmarks import machine

_LOAD_AT_START = machine.load()


@pytest.hookimpl(hookwrapper=True)
def pytest_benchmark_update_json(
    config: pytest.Config, benchmarks: object, output_json: dict[str, Any]
) -> Any:
    output_json["bianzu"] = {
        **machine.describe(),
        "load": _LOAD_AT_START,
        "load_at_end": machine.load(),
    }
    yield
