"""Writes the speed tables of the READMEs from a results file of `make bench` and `make bench-peers`.

Usage: ``python -m benchmarks.table benchmarks/results/2026-01-31.json``
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.peers.registry import OURS
from benchmarks.records import FORMAT

__all__ = ["main", "render"]

ROOT = Path(__file__).resolve().parent.parent
WORDS: dict[str, dict[str, str]] = {
    "README.md": {
        "speed-head": "what | median | from … to | runs | worst gap | at the limit | peak memory",
        "growth-proof": "Time to a proof grows with the number of people as its power {exponent} ({cases}).",
        "growth-within": "Time to a plan proven to be within {asked:g} % of the best grows with the number "
        "of people as its power {exponent} ({cases}).",
        "growth-missed": "Not fitted, as not every run got there: {cases}.",
        "published-head": "MiniZinc Challenge 2018, team-assignment (maximise) | objective | proven bound | "
        "certified bound | time | CP-SAT textbook: objective | bound | time",
        "peers-head": "case | solver | median time to a proof | from … to | times bianzu's | proven | "
        "best plan | no plan",
        "peers-note": "Every solver had {limit:g} s and both cores, the peers our compact model or the "
        "textbook one, level by level; every plan went through the same audit.",
        "peers-faults": "Answers with faults: {count}.",
        "stopped": "ended without a proof",
        "absent": "Not measured: {names}.",
        "faster": "Shorter than bianzu's time: {names}.",
        "note": "Written by `python -m benchmarks.table {file}` after `{command}` of {when} ({revision}): "
        "{machine}, load {load}.",
        "and": "; ",
    },
    "README.zh-CN.md": {
        "speed-head": "项目 | 中位数 | 最小 … 最大 | 次数 | 最大差距 | 到时限 | 内存峰值",
        "growth-proof": "证到最优的用时随人数按 {exponent} 次幂增长（{cases}）。",
        "growth-within": "得到已证明差距不超过 {asked:g} % 的方案，用时随人数按 {exponent} 次幂增长"
        "（{cases}）。",
        "growth-missed": "有未达到者、未计入拟合：{cases}。",
        "published-head": "MiniZinc Challenge 2018 team-assignment（求最大） | 目标值 | 已证明的界 | "
        "证书的界 | 用时 | "
        "CP-SAT 教科书模型：目标值 | 界 | 用时",
        "peers-head": "算例 | 求解器 | 证完的中位用时 | 最小 … 最大 | 为 bianzu 的倍数 | 已证明 | "
        "方案最优 | 无方案",
        "peers-note": "每个求解器限时 {limit:g} 秒、用满双核；其他求解器用本库的紧凑模型或教科书模型，"
        "逐层求解；每份名单都经同一独立核验。",
        "peers-faults": "有差错的答案：{count}。",
        "stopped": "未证完即结束",
        "absent": "未测：{names}。",
        "faster": "用时比 bianzu 短：{names}。",
        "note": "由 `python -m benchmarks.table {file}` 在 `{command}`（{when}，{revision}）之后写入："
        "{machine}，负载 {load}。",
        "and": "、",
    },
}
_NAMES = {
    "import bianzu (a fresh interpreter)": "导入 bianzu（新解释器）",
    "read and validate": "读入并校验",
    "eligibility and model": "资格与建模",
    "to within": "求解到已证明差距不超过",
    "solve": "求解",
    "audit": "独立核验（含证书）",
    "(worker ready)": "（进程已备好）",
}


def render(results: dict[str, Any], source: Path, language: str) -> str:
    """The tables of a results file in the words of one README.

    Raises
    ------
    SystemExit
        For a file of another format.
    """
    source = source.resolve()
    name = source.relative_to(ROOT).as_posix() if source.is_relative_to(ROOT) else source.name
    if results.get("format") != FORMAT:
        raise SystemExit(f"{name} is not a results file of the format {FORMAT}")
    words = WORDS[language]
    parts: list[str] = []
    if "speed" in results:
        parts.extend(_render_speed(results["speed"], words, chinese=language != "README.md"))
        parts.append(_note(results["speed"], words, name, "make bench"))
    if "peers" in results:
        parts.extend(_render_peers(results["peers"], words))
        parts.append(_note(results["peers"], words, name, "make bench-peers"))
    return "\n\n".join(parts)


def _table(head: str, rows: Sequence[Sequence[str]]) -> str:
    lines = [f"| {head} |", "|" + "---|" * (head.count(" | ") + 1)]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _seconds(value: float) -> str:
    return f"{value:.0f} s" if value >= 100 else f"{value:.3g} s"


def _whole(value: int | None) -> str:
    return "–" if value is None else str(value)


def _translate(name: str) -> str:
    for word, chinese in _NAMES.items():
        name = name.replace(word, chinese)
    return name


def _render_speed(speed: dict[str, Any], words: dict[str, str], *, chinese: bool) -> list[str]:
    rows = []
    for row in speed["rows"]:
        solved = "runs" in row
        gap = ""
        if solved:
            gap = "–" if row["worst_gap"] is None else f"{100 * row['worst_gap']:.2f} %"
        rows.append(
            (
                _translate(row["name"]) if chinese else row["name"],
                _seconds(row["median"]),
                f"{row['least']:.3g} … {row['most']:.3g} s",
                str(row["count"]),
                gap,
                str(row["limit_reached"] or "") if solved else "",
                f"{'' if row['peak_is_own'] else '≤ '}{row['peak_mib']} MiB" if solved else "",
            )
        )
    parts = [_table(words["speed-head"], rows)]
    parts.extend(said for fit in speed["growth"] if (said := _describe_growth(fit, words)))
    if speed["published"]:
        parts.append(_render_published(speed["published"], words))
    return parts


def _describe_growth(fit: dict[str, Any], words: dict[str, str]) -> str:
    said = []
    if fit["exponent"] is not None:
        sizes = (f"{case} {people}" for case, people in zip(fit["cases"], fit["people"], strict=True))
        sentence = words["growth-within" if fit["asked"] else "growth-proof"]
        cases = words["and"].join(sizes)
        said.append(sentence.format(asked=100 * fit["asked"], exponent=fit["exponent"], cases=cases))
    if fit["missed"]:
        said.append(words["growth-missed"].format(cases=words["and"].join(fit["missed"])))
    return " ".join(said)


def _render_published(published: Sequence[dict[str, Any]], words: dict[str, str]) -> str:
    rows = []
    for item in published:
        other = item["textbook"]
        rows.append(
            (
                item["case"].removeprefix("mzn-"),
                _whole(item["objective"]),
                _whole(item["bound"]),
                _whole(item["certified"]),
                _seconds(item["seconds"]),
                _whole(other["objective"]),
                _whole(other["bound"]),
                _seconds(other["seconds"]),
            )
        )
    return _table(words["published-head"], rows)


def _render_peers(peers: dict[str, Any], words: dict[str, str]) -> list[str]:
    ours = {row["case"]: row for row in peers["rows"] if row["peer"] == OURS}
    rows = []
    shorter = []
    for row in peers["rows"]:
        own = ours.get(row["case"])
        if row["peer"] != OURS and own is not None and row["median"] < own["median"] and _is_proof(row):
            shorter.append(f"{peers['words'][row['peer']]} ({row['case']})")
        rows.append(
            (
                row["case"],
                row["peer"] if row["peer"] == OURS else peers["words"][row["peer"]],
                _median(row, words),
                f"{row['least']:.3g} … {row['most']:.3g} s",
                "" if own is None or row["peer"] == OURS else _ratio(row, own),
                f"{row['proven']}/{row['count']}",
                f"{row['best']}/{row['count']}",
                str(row["count"] - row["plans"] or ""),
            )
        )
    said = [words["peers-note"].format(limit=peers["limit"])]
    faults = sum(row["faults"] for row in peers["rows"])
    if faults:
        said.append(words["peers-faults"].format(count=faults))
    if shorter:
        said.append(words["faster"].format(names=words["and"].join(shorter)))
    if peers["absent"]:
        said.append(words["absent"].format(names=words["and"].join(sorted(peers["absent"]))))
    return [_table(words["peers-head"], rows), " ".join(said)]


def _is_proof(row: dict[str, Any]) -> bool:
    """Whether most runs ended with a proof, so that the median is the time to one."""
    return bool(2 * row["proven"] > row["count"])


def _median(row: dict[str, Any], words: dict[str, str]) -> str:
    if _is_proof(row):
        return _seconds(row["median"])
    if 2 * row["limit_reached"] >= row["count"]:
        return f"> {_seconds(row['median'])}"
    return f"{words['stopped']}, {_seconds(row['median'])}"


def _ratio(row: dict[str, Any], own: dict[str, Any]) -> str:
    """Times bianzu's median; open upwards where the peer has no proof, empty where bianzu has none."""
    if not _is_proof(own) or not own["median"]:
        return ""
    ratio = f"{row['median'] / own['median']:.2g}"
    return ratio if _is_proof(row) else f"> {ratio}"


def _note(part: dict[str, Any], words: dict[str, str], name: str, command: str) -> str:
    machine, versions = part["machine"], part["versions"]
    text = (
        f"{machine['cpu']}, {machine['cores']} cores, {machine['system']}, Python {machine['python']}, "
        f"ortools {versions.get('ortools', '?')}"
    )
    when, revision = part["when"][:10], part["revision"]
    return words["note"].format(
        file=name, command=command, when=when, revision=revision, machine=text, load=part["load"]
    )


def main(arguments: list[str]) -> int:
    """Replace the text between the speed markers of both READMEs."""
    source = Path(arguments[0]).resolve()
    results = json.loads(source.read_text(encoding="utf-8"))
    for language in WORDS:
        path = ROOT / language
        table = render(results, source, language)
        text = path.read_text(encoding="utf-8")
        before, opening, rest = text.partition("<!-- speed -->\n")
        _, closing, after = rest.partition("<!-- /speed -->")
        if not closing:
            raise SystemExit(f"{language} has no speed markers")
        path.write_text(before + opening + table + "\n" + closing + after, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
