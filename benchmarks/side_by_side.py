"""bianzu and its peers on the same instances, one after the other, with the same limit and the same audit.

Usage: ``python -m benchmarks.side_by_side``; choices as in `benchmarks.cases`.
"""

import sys
from collections import defaultdict
from typing import Any

from benchmarks import machine
from benchmarks.cases import Choices, instance_of, read_choices
from benchmarks.peers.answers import judge
from benchmarks.peers.race import run_peer
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.records import path_of_results, save, summarise

__all__ = ["LIMIT", "main", "summarise_runs"]

LADDER = ("county", "city", "city-tight", "metro")
LIMIT = 120.0
"""Seconds for each solve when nothing else is chosen."""


def measure(choices: Choices, limit: float) -> list[dict[str, Any]]:
    """Every peer on every instance; what is not there is asked once only."""
    names = (OURS, *(name for name in choices.peers or PEERS if name != OURS))
    unknown = [name for name in names if name not in PEERS]
    if unknown:
        raise SystemExit(f"PEERS: {', '.join(unknown)} is not one of {', '.join(PEERS)}")
    memory = choices.peer_memory
    if memory is None:
        memory = int(0.8 * (machine.describe()["machine"]["memory_mib"] or 0))
    runs = []
    for case, seed in choices.pairs(LADDER):
        instance = instance_of(case, seed)
        for name in names:
            before = machine.load()
            judged = judge(instance, run_peer(name, instance, limit, memory_mib=memory))
            run = {"case": case, "seed": seed, "load": before, **judged.to_json()}
            runs.append(run)
            print(describe_run(run), file=sys.stderr, flush=True)  # noqa: T201
    return runs


def describe_run(run: dict[str, Any]) -> str:
    """One line for whoever waits."""
    words = [run["case"], str(run["seed"]), run["peer"], run["ending"], f"{run['seconds']:.2f} s"]
    words.append("no plan" if run["levels"] is None else f"levels {run['levels']}")
    return " ".join([*words, run["note"], *run["faults"]]).strip()


def summarise_runs(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per case and peer.

    ``seconds`` sums up the time to a proof of all levels; runs without one count as the limit, or as long as
    they ran where they gave up before. ``best`` counts the runs whose plan no other beat.
    """
    grouped: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    best: dict[tuple[str, int], list[int]] = {}
    for run in runs:
        if run["ending"] != "absent":
            grouped[run["case"], run["peer"]].append(run)
        if run["levels"] is not None and not run["faults"]:
            key = run["case"], run["seed"]
            levels = list(run["levels"])
            best[key] = min(best.get(key, levels), levels)
    rows = []
    for (case, peer), own in grouped.items():
        rows.append(
            {
                "case": case,
                "peer": peer,
                **summarise([run["seconds"] for run in own]),
                "proven": sum(run["ending"] == "proven" for run in own),
                "limit_reached": sum(run["ending"] == "limit" for run in own),
                "failed": sum(run["ending"] == "failed" for run in own),
                "plans": sum(run["levels"] is not None for run in own),
                "best": sum(
                    run["levels"] is not None
                    and not run["faults"]
                    and list(run["levels"]) == best[run["case"], run["seed"]]
                    for run in own
                ),
                "faults": sum(bool(run["faults"]) for run in own),
            }
        )
    return rows


def main() -> int:
    """Measure and write the ``peers`` part of the results; fails when an answer has faults."""
    from benchmarks.table import render

    choices = read_choices()
    limit = LIMIT if choices.peer_limit is None else choices.peer_limit
    content = {**machine.describe(), "load": machine.load(), "limit": limit}
    runs = measure(choices, limit)
    content["load_at_end"] = machine.load()
    content["absent"] = {run["peer"]: run["note"] for run in runs if run["ending"] == "absent"}
    content["words"] = {name: peer.words for name, peer in PEERS.items()}
    content["rows"] = summarise_runs(runs)
    content["runs"] = [run for run in runs if run["ending"] != "absent"]
    path = path_of_results()
    results = save(path, "peers", content)
    print(render({key: results[key] for key in ("format", "peers")}, path, "README.md"))  # noqa: T201
    return int(any(run["faults"] for run in runs))


if __name__ == "__main__":
    raise SystemExit(main())
