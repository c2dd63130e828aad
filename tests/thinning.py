"""Fewer worlds for the quick tests: the others are looked at by the long ones."""

from collections.abc import Iterable

import pytest
from _pytest.mark import ParameterSet

__all__ = ["thin"]


def thin(names: Iterable[str], step: int, first: int = 0) -> list[ParameterSet]:
    """Every ``step``-th name from the ``first`` on for all runs, the others for the long run."""
    return [
        pytest.param(name, id=name, marks=() if at % step == first else pytest.mark.long)
        for at, name in enumerate(names)
    ]
