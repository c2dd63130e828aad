"""Keeps the machine's load with the results: a figure measured on a busy machine says so."""

import os
from typing import Any

import pytest

_LOAD_AT_START = os.getloadavg()[0]


@pytest.hookimpl(hookwrapper=True)
def pytest_benchmark_update_json(
    config: pytest.Config, benchmarks: object, output_json: dict[str, Any]
) -> Any:
    output_json["load"] = round(_LOAD_AT_START, 2)
    yield
