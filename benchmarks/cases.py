"""What is measured: named cases, each an instance of the generator or the library, and the choices of a run.

Choices come from the environment, so that make variables can set them:

``BENCH_CASES``
    names of cases, separated by commas or blanks;
``SEEDS``
    seeds of the generated cases, such as ``1-3`` or ``1,4``;
``LIMIT``
    seconds for each solve, instead of the case's own limit;
``PEER_LIMIT``
    seconds for each solve of a side-by-side, for bianzu as for its peers;
``PEERS``
    names of the peers of a side-by-side;
``PEER_MEMORY``
    MiB that a peer may use, by default four fifths of the machine's;
``RESULTS``
    the results file, instead of that of today.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bianzu.instances import (
    PRESETS,
    SIZES,
    SizeName,
    format_model,
    generate,
    library_team_assignment,
    read_library,
    team_assignment_names,
    with_balance,
)
from bianzu.instances.generator import plant_size
from bianzu.models import Instance

__all__ = ["CASES", "GROWTH", "WITHIN", "Case", "Choices", "file_of", "instance_of", "read_choices"]

MZN = "mzn-"


@dataclass(frozen=True)
class Case:
    """A case of the benchmarks.

    Attributes
    ----------
    seeds
        Seeds measured when none are chosen; a case that is always the same has the seed 1 only.
    limit
        Seconds for one solve of bianzu alone.
    """

    name: str
    seeds: tuple[int, ...]
    limit: float
    fixed: bool = False


_LISTED = (
    Case("tiny", (1, 2, 3), 30),
    Case("county", (1, 2, 3), 60),
    Case("city", (1, 2, 3), 60),
    Case("city-tight", (1, 2, 3), 60),
    Case("city-short", (1,), 60, fixed=True),
    Case("city-balance", (1,), 60),
    Case("city-2", (1, 2, 3), 300),
    Case("city-4", (1, 2, 3), 300),
    Case("city-8", (1,), 300),
    Case("metro", (1,), 180),
    Case("metro-tight", (1,), 60),
    Case("tiny-term", (1, 2), 30),
    Case("city-term", (5,), 180),
    Case("city-long-term", (5,), 400),
    Case("province", (1,), 900),
    *(Case(f"tiny-{preset}", (1,), 30) for preset in PRESETS),
    *(Case(MZN + name, (1,), 20, fixed=True) for name in team_assignment_names()),
)
_TERMS: Mapping[str, tuple[SizeName, int]] = {
    "tiny-term": ("tiny", 3),
    "city-term": ("city", 6),
    "city-long-term": ("city", 12),
}
"""Size and planned rounds of the cases over several rounds."""
_MULTIPLES = {f"city-{factor}": factor for factor in (2, 4, 8)}
GROWTH = ("city", *_MULTIPLES, "province")
"""Sizes of the growth ladder: people, teams and counties of a city doubled step by step, and a province."""
WITHIN = 0.005
"""The share of the best plan within which the growth ladder asks for a plan, as goals for a province do."""
_TIGHT: Mapping[str, SizeName] = {"city-tight": "city", "metro-tight": "metro"}
CASES: Mapping[str, Case] = {case.name: case for case in _LISTED}


def build_instance(case: str, seed: int) -> Instance:
    """The instance of a case."""
    name, _, rest = case.partition("-")
    if case == "city-short":
        return read_library(case)
    if case in _TIGHT:
        return generate(_TIGHT[case], tightness="tight", seed=seed)
    if case in _TERMS:
        size, rounds = _TERMS[case]
        return generate(size, seed=seed, rounds=rounds)
    if case in _MULTIPLES:
        size = SIZES["city"].multiply(_MULTIPLES[case])
        return plant_size(case, size, "normal", seed, size.preset)[0]
    if case == "city-balance":
        return with_balance(generate("city", seed=seed))
    if case.startswith(MZN):
        return library_team_assignment(rest).instance
    if name == "tiny" and rest:
        return generate("tiny", seed=seed, preset=rest)  # type: ignore[arg-type]
    return generate(case, seed=seed)


@lru_cache(maxsize=4)
def instance_of(case: str, seed: int) -> Instance:
    """The instance of a case; the last few are kept."""
    return build_instance(case, seed)


@lru_cache(maxsize=4)
def file_of(case: str, seed: int) -> bytes:
    """The instance as the bytes of a file."""
    return format_model(instance_of(case, seed))


@dataclass(frozen=True)
class Choices:
    """What the environment chose; empty or ``None`` where it did not."""

    cases: tuple[str, ...] = ()
    seeds: tuple[int, ...] = ()
    limit: float | None = None
    peer_limit: float | None = None
    peers: tuple[str, ...] = ()
    peer_memory: int | None = None

    def pairs(self, default: tuple[str, ...]) -> list[tuple[str, int]]:
        """(case, seed) pairs to measure."""
        chosen = [CASES[name] for name in self.cases or default]
        return [
            (case.name, seed)
            for case in chosen
            for seed in (case.seeds if case.fixed else self.seeds or case.seeds)
        ]

    def limit_of(self, case: str) -> float:
        """Seconds for one solve."""
        return CASES[case].limit if self.limit is None else self.limit


def read_choices(environment: Mapping[str, str] = os.environ) -> Choices:
    """Read the environment.

    Raises
    ------
    SystemExit
        For a case that is not known, or seeds and limits that are no numbers.
    """

    def words(name: str) -> tuple[str, ...]:
        return tuple(re.split(r"[,\s]+", value)) if (value := environment.get(name, "").strip(", ")) else ()

    def number(name: str) -> float | None:
        value = environment.get(name, "").strip()
        try:
            return float(value) if value else None
        except ValueError:
            raise SystemExit(f"{name}={value} is not a number") from None

    cases = words("BENCH_CASES")
    for case in cases:
        if case not in CASES:
            raise SystemExit(f"BENCH_CASES: {case} is not one of {', '.join(CASES)}")
    memory = number("PEER_MEMORY")
    return Choices(
        cases=cases,
        seeds=tuple(seed for word in words("SEEDS") for seed in _seeds(word)),
        limit=number("LIMIT"),
        peer_limit=number("PEER_LIMIT"),
        peers=words("PEERS"),
        peer_memory=None if memory is None else int(memory),
    )


def _seeds(word: str) -> range:
    match = re.fullmatch(r"(\d+)(?:-(\d+))?", word)
    if match is None:
        raise SystemExit(f"SEEDS: {word} is neither a seed nor a span such as 1-3")
    first = int(match[1])
    return range(first, int(match[2] or first) + 1)
