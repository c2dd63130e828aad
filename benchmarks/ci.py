"""The reproduction check: deterministic quantities of small cases against ``benchmarks/baseline.json``.

Usage: ``python -m benchmarks.ci`` compares, ``python -m benchmarks.ci --update`` writes the baseline anew.
Times are neither kept nor compared.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.cases import read_choices
from bianzu.instances import PRESETS

__all__ = ["CASES", "compare", "flatten", "main"]

ROOT = Path(__file__).resolve().parent.parent
BASELINE = ROOT / "benchmarks" / "baseline.json"
CASES: tuple[tuple[str, int], ...] = (
    *(("tiny", seed) for seed in (1, 2, 3)),
    *((f"tiny-{preset}", 1) for preset in PRESETS if preset != "shanxi"),
    *(("county", seed) for seed in (1, 2, 3)),
    ("mzn-data2_5_6", 1),
    *(("tiny-term", seed) for seed in (1, 2)),
)
"""Ordinary tiny teams are of the form shanxi."""

_SETTINGS = {
    "PYTHONHASHSEED": "0",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""As in the solving process."""


def measure(case: str, seed: int) -> dict[str, Any]:
    """Count one case in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks.counting", case, str(seed)],
        cwd=ROOT,
        env={**os.environ, **_SETTINGS},
        capture_output=True,
        text=True,
        check=False,
    )
    if said.returncode != 0:
        return {"error": (said.stderr.strip().splitlines() or ["no words"])[-1]}
    found: dict[str, Any] = json.loads(said.stdout.splitlines()[-1])
    return found


def flatten(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """(dotted path, value) of everything that is no mapping."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from flatten(item, f"{path}.{key}" if path else str(key))
    else:
        yield path, value


def compare(expected: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    """Lines that say what differs: per case, quantity by quantity; no line when nothing does."""
    lines = []
    for case in dict.fromkeys((*expected, *found)):
        if case not in found:
            lines.append(f"{case}: in the baseline, not measured")
            continue
        if case not in expected:
            lines.append(f"{case}: measured, not in the baseline")
            continue
        old, new = dict(flatten(expected[case])), dict(flatten(found[case]))
        changed = [path for path in dict.fromkeys((*old, *new)) if old.get(path) != new.get(path)]
        if changed:
            lines.append(f"{case}:")
            lines.extend(_describe(path, old.get(path), new.get(path)) for path in changed)
    return lines


def _describe(path: str, old: object, new: object) -> str:
    if isinstance(old, str) and isinstance(new, str) and len(old) == len(new) == 64:
        return f"  {path:<32} {old[:12]}… -> {new[:12]}…"
    change = ""
    if isinstance(old, int | float) and isinstance(new, int | float):
        change = f"  ({new - old:+g}" + (f", {100 * (new - old) / abs(old):+.1f} %)" if old else ")")
    return f"  {path:<32} {old} -> {new}{change}"


def main(arguments: list[str]) -> int:
    """Compare, or write; 1 when something differs."""
    chosen = read_choices().cases
    cases = [(case, seed) for case, seed in CASES if not chosen or case in chosen]
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        found = {
            f"{case} {seed}": result
            for (case, seed), result in zip(cases, pool.map(lambda pair: measure(*pair), cases), strict=True)
        }
    failed = [f"{case}: {result['error']}" for case, result in found.items() if "error" in result]
    failed += [
        f"{case}: the audit fails" for case, result in found.items() if result.get("audit") == "failed"
    ]
    if failed:
        print("\n".join(failed))  # noqa: T201
        return 1
    if "--update" in arguments:
        kept = {"versions": {"ortools": version("ortools"), "numpy": version("numpy")}, "cases": found}
        BASELINE.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
        print(f"{len(found)} cases written to {BASELINE.relative_to(ROOT)}")  # noqa: T201
        return 0
    if not BASELINE.exists():
        print("There is no benchmarks/baseline.json; write it: python -m benchmarks.ci --update")  # noqa: T201
        return 1
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    expected = {case: item for case, item in baseline["cases"].items() if not chosen or case in found}
    lines = compare(expected, found)
    if not lines:
        print(f"{len(found)} cases as in the baseline")  # noqa: T201
        return 0
    for package, known in baseline["versions"].items():
        if version(package) != known:
            lines.append(f"(the baseline was made with {package} {known}, here is {version(package)})")
    print("\n".join(lines))  # noqa: T201
    return 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
