"""Writes the speed tables of the READMEs from a results file of `make bench`.

Usage: ``python -m benchmarks.table benchmarks/results/2026-01-31.json``
"""

import json
import re
import statistics
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

__all__ = ["main", "render"]

ROOT = Path(__file__).resolve().parent.parent
WORDS = {
    "README.md": {
        "head": "| what | median | from … to | runs | worst gap | peak memory |",
        "note": "Written by `python -m benchmarks.table {file}` after `make bench`: {machine}, load {load}.",
    },
    "README.zh-CN.md": {
        "head": "| 项目 | 中位数 | 最小 … 最大 | 次数 | 最大差距 | 内存峰值 |",
        "note": "由 `python -m benchmarks.table {file}` 在 `make bench` 之后写入：{machine}，负载 {load}。",
    },
}


def render(results: dict[str, Any], name: str, language: str) -> str:
    """The table of a results file in the words of one README."""
    words = WORDS[language]
    times: dict[str, list[float]] = defaultdict(list)
    gaps: dict[str, list[float]] = defaultdict(list)
    peaks: dict[str, list[int]] = defaultdict(list)
    for run in results["benchmarks"]:
        case = run["params"]["case"] if run["params"] and not run["group"].startswith("solve") else ""
        label = f"{run['group']} {case}".strip()
        times[label].extend(run["stats"]["data"] if "data" in run["stats"] else [run["stats"]["median"]])
        info = run["extra_info"]
        if info.get("gap") is not None:
            gaps[label].append(info["gap"])
        if "child_peak_mib" in info:
            peaks[label].append(info["child_peak_mib"])
    lines = [words["head"], "|---|---|---|---|---|---|"]
    for label, values in times.items():
        gap = f"{100 * max(gaps[label]):.2f} %" if gaps[label] else ""
        peak = f"{max(peaks[label])} MiB" if peaks[label] else ""
        spread = f"{min(values):.3g} … {max(values):.3g} s"
        lines.append(
            f"| {label} | {statistics.median(values):.3g} s | {spread} | {len(values)} | {gap} | {peak} |"
        )
    machine = results["machine_info"]
    text = (
        f"{machine['cpu'].get('count', '?')} cores, {machine['system']}, Python {machine['python_version']}"
    )
    note = words["note"].format(file=name, machine=text, load=results.get("load", "not recorded"))
    return "\n".join([*lines, "", note])


def main(arguments: list[str]) -> int:
    """Replace the text between the speed markers of both READMEs."""
    source = Path(arguments[0]).resolve()
    results = json.loads(source.read_text(encoding="utf-8"))
    for language in WORDS:
        path = ROOT / language
        table = render(results, source.relative_to(ROOT).as_posix(), language)
        text = path.read_text(encoding="utf-8")
        text, count = re.subn(
            r"(<!-- speed -->\n).*?(<!-- /speed -->)",
            lambda match, table=table: match[1] + table + "\n" + match[2],
            text,
            flags=re.DOTALL,
        )
        if count != 1:
            raise SystemExit(f"{language} has no speed markers")
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
