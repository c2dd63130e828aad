"""The results files ``benchmarks/results/<date>.json``: one part of `make bench`, one of `make bench-peers`.

Usage: ``python -m benchmarks.records FILE`` takes over the output of pytest-benchmark and prints the table.
"""

import json
import math
import os
import statistics
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any

from benchmarks.cases import GROWTH, WITHIN

__all__ = ["FORMAT", "fit_growth", "main", "path_of_results", "save", "summarise", "summarise_speed"]

FORMAT = "bianzu-benchmarks/2"
FOLDER = Path(__file__).resolve().parent / "results"


def path_of_results() -> Path:
    """Where the results of today stand, or the file that the variable ``RESULTS`` names."""
    chosen = os.environ.get("RESULTS")
    return Path(chosen) if chosen else FOLDER / f"{datetime.now(UTC).date().isoformat()}.json"


def save(path: Path, part: str, content: dict[str, Any]) -> dict[str, Any]:
    """Replace one part of a results file, ``speed`` or ``peers``; returns all of it."""
    results: dict[str, Any] = {"format": FORMAT}
    if path.exists():
        kept = json.loads(path.read_text(encoding="utf-8"))
        if kept.get("format") == FORMAT:
            results = kept
    results[part] = content
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return results


def summarise(seconds: Sequence[float]) -> dict[str, Any]:
    """Median and spread."""
    return {
        "median": round(statistics.median(seconds), 5),
        "least": round(min(seconds), 5),
        "most": round(max(seconds), 5),
        "count": len(seconds),
    }


def summarise_speed(output: dict[str, Any]) -> dict[str, Any]:
    """The ``speed`` part from the output of pytest-benchmark."""
    seconds: dict[str, list[float]] = defaultdict(list)
    notes: dict[str, list[dict[str, Any]]] = defaultdict(list)
    published = []
    for run in output["benchmarks"]:
        name, info, stats = run["group"], run["extra_info"], run["stats"]
        if "mzn" in info:
            published.append({"case": info["case"], "seconds": round(stats["median"], 3), **info["mzn"]})
            continue
        seconds[name].extend(stats["data"] if "data" in stats else [stats["median"]])
        if "seed" in info:
            notes[name].append({"seconds": round(stats["median"], 4), **info})
    rows = []
    for name, values in seconds.items():
        runs = notes[name]
        gaps = [run["gap"] for run in runs]
        row = {"name": name, **summarise(values)}
        if runs:
            row["worst_gap"] = None if None in gaps else max(gaps)
            row["limit_reached"] = sum(run["stop_reason"] == "time-limit" for run in runs)
            row["peak_mib"] = max(run["child_peak_mib"] for run in runs)
            row["peak_is_own"] = any(run["child_peak_mib"] > run["child_peak_before_mib"] for run in runs)
            row["runs"] = runs
        rows.append(row)
    return {
        **output["bianzu"],
        "rows": rows,
        "growth": [fit for asked in (0.0, WITHIN) if (fit := fit_growth(chain(*notes.values()), asked))],
        "published": published,
    }


def fit_growth(runs: Iterable[dict[str, Any]], asked: float) -> dict[str, Any] | None:
    """Exponent of time against people over the growth ladder, by least squares of the logarithms of medians.

    Of the runs that were asked for a plan within ``asked`` of the best. Sizes of which some run did not get
    there are named, not fitted: the time it takes is not known.
    """
    times: dict[int, list[float]] = defaultdict(list)
    missed: dict[int, str] = {}
    names: dict[int, str] = {}
    for run in runs:
        if run["case"] not in GROWTH or run["asked"] != asked:
            continue
        people = run["people"]
        names[people] = run["case"]
        times[people].append(run["seconds"])
        if run["gap"] is None or run["gap"] > asked:
            missed[people] = run["case"]
    sizes = sorted(people for people in times if people not in missed)
    if not times:
        return None
    exponent = None
    if len(sizes) >= 2:
        x = [math.log(people) for people in sizes]
        y = [math.log(statistics.median(times[people])) for people in sizes]
        exponent = round(statistics.linear_regression(x, y).slope, 2)
    return {
        "asked": asked,
        "exponent": exponent,
        "cases": [names[people] for people in sizes],
        "people": sizes,
        "missed": [missed[people] for people in sorted(missed)],
    }


def main(arguments: list[str]) -> int:
    """Take over the output of pytest-benchmark."""
    from benchmarks.table import render

    output = json.loads(Path(arguments[0]).read_text(encoding="utf-8"))
    path = path_of_results()
    results = save(path, "speed", summarise_speed(output))
    print(render({key: results[key] for key in ("format", "speed")}, path, "README.md"))  # noqa: T201
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
