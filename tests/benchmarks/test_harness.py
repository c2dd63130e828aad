"""The pure parts of the benchmarks: choices, ladder, summaries, tables and the reproduction check."""

from typing import Any

import pytest

from benchmarks.cases import CASES, WITHIN, build_instance, read_choices
from benchmarks.ci import compare
from benchmarks.peers.answers import Answer, judge
from benchmarks.peers.ladder import (
    LEVELS,
    SHORT_LEVELS,
    STEPS,
    Pins,
    State,
    Step,
    UnsupportedInstanceError,
    climb,
)
from benchmarks.peers.registry import OURS, PEERS
from benchmarks.peers.textbook import Textbook
from benchmarks.records import FORMAT, fit_growth, save, summarise_speed
from benchmarks.side_by_side import summarise_runs
from benchmarks.table import ROOT, WORDS, render
from bianzu.instances import generate
from bianzu.solver.costs import LOAD_TRAVEL, SOFT, WAIVERS

MACHINE = {
    "machine": {"cpu": "a processor", "cores": 2, "system": "Linux", "python": "3.11"},
    "versions": {"ortools": "9.15"},
    "load": 0.1,
    "when": "2026-01-31T08:00:00+00:00",
    "revision": "abc1234",
}


class Scripted:
    """An engine that says what it is told to say, level by level."""

    def __init__(self, steps: dict[tuple[int, bool], Step]) -> None:
        self.steps = steps
        self.asked: list[tuple[int, Pins, bool]] = []

    def minimise(self, level: int, pins: Pins, *, complete: bool, seconds: float) -> Step:
        self.asked.append((level, pins, complete))
        return self.steps[level, complete]


def test_choices_are_read_from_the_environment() -> None:
    chosen = read_choices({"BENCH_CASES": "county, city-short", "SEEDS": "1-2,5", "LIMIT": "7.5"})
    assert chosen.pairs(()) == [("county", 1), ("county", 2), ("county", 5), ("city-short", 1)]
    assert chosen.limit_of("county") == 7.5
    assert read_choices({}).pairs(("metro",)) == [("metro", 1)]
    assert read_choices({}).limit_of("metro") == CASES["metro"].limit


@pytest.mark.parametrize("bad", [{"BENCH_CASES": "nowhere"}, {"SEEDS": "1..3"}, {"LIMIT": "soon"}])
def test_wrong_choices_are_refused(bad: dict[str, str]) -> None:
    with pytest.raises(SystemExit):
        read_choices(bad)


def test_the_ladder_begins_with_complete_plans() -> None:
    engine = Scripted(
        {
            (SOFT, True): Step("optimal", 7, 7, (1, 2)),
            (LOAD_TRAVEL, True): Step("feasible", 9, 4, (1, 3)),
        }
    )
    told: list[State] = []
    last = climb(lambda: engine, told.append, 10.0)
    assert [level for level, _, _ in engine.asked] == [SOFT, LOAD_TRAVEL]
    assert engine.asked[1][1] == ((0, 0), (1, 0), (2, 0), (WAIVERS, 0), (SOFT, 7))
    assert last.keys == (1, 3)
    assert last.values == (0, 0, 0, 0, 7, 9)
    assert last.bounds == (0, 0, 0, 0, 7, 4)
    assert not last.proven
    assert told == [State((1, 2), (0, 0, 0, 0, 7, None), (0, 0, 0, 0, 7, None)), last]


def test_the_ladder_works_through_the_shortages_when_there_is_no_complete_plan() -> None:
    steps = {(level, False): Step("optimal", level, level, (level,)) for level in STEPS}
    engine = Scripted({**steps, (SOFT, True): Step("infeasible")})
    last = climb(lambda: engine, lambda _state: None, 10.0)
    assert [(level, complete) for level, _, complete in engine.asked] == [
        (SOFT, True),
        *((level, False) for level in STEPS),
    ]
    assert last.proven
    assert last.values == last.bounds == STEPS


def test_a_peer_that_finds_nothing_has_no_plan() -> None:
    engine = Scripted({(SOFT, True): Step("limit", bound=3)})
    last = climb(lambda: engine, lambda _state: None, 10.0)
    assert last.keys is None
    assert last.values == (None,) * LEVELS
    assert last.bounds == (0, 0, 0, 0, 3, None)


def test_the_textbook_model_counts_as_the_audit_does() -> None:
    instance = build_instance("mzn-data2_5_6", 1)
    state = climb(lambda: Textbook(instance, 0), lambda _state: None, 60.0)
    judged = judge(instance, Answer("cp-sat", "proven", 1.0, state.keys, None, state.values, state.bounds))
    assert state.proven
    assert judged.faults == ()
    assert judged.levels == (0, 0, 0, 0, 26, 0)


def test_wrong_claims_are_faults() -> None:
    instance = build_instance("mzn-data2_5_6", 1)
    state = climb(lambda: Textbook(instance, 0), lambda _state: None, 60.0)
    values = (*state.values[:SHORT_LEVELS], 25, 0)
    bounds = (*state.bounds[:SHORT_LEVELS], 27, 0)
    judged = judge(instance, Answer("cp-sat", "proven", 1.0, state.keys, None, values, bounds))
    assert len(judged.faults) == 2
    barred = judge(instance, Answer("cp-sat", "proven", 1.0, (1,)))
    assert barred.levels is None
    assert barred.faults


def _run(case: str, seed: int, peer: str, ending: str, seconds: float, soft: int | None) -> dict[str, Any]:
    levels = None if soft is None else [0, 0, 0, 0, soft, 0]
    return {
        "case": case,
        "seed": seed,
        "peer": peer,
        "ending": ending,
        "seconds": seconds,
        "levels": levels,
        "faults": [],
    }


def _peers_part() -> dict[str, Any]:
    runs = [
        _run("city", 1, OURS, "proven", 2.0, 10),
        _run("city", 2, OURS, "proven", 4.0, 12),
        _run("city", 1, "highs", "proven", 1.0, 10),
        _run("city", 2, "highs", "proven", 1.0, 12),
        _run("city", 1, "cp-sat", "limit", 60.0, 15),
        _run("city", 2, "cp-sat", "limit", 60.0, None),
        _run("city", 1, "timefold", "absent", 0.0, None),
    ]
    return {
        **MACHINE,
        "limit": 60.0,
        "rows": summarise_runs(runs),
        "runs": runs,
        "absent": {"timefold": "not there"},
        "words": {name: peer.words for name, peer in PEERS.items()},
    }


def test_runs_are_summed_up_by_case_and_peer() -> None:
    rows = {row["peer"]: row for row in _peers_part()["rows"]}
    assert "timefold" not in rows
    assert rows[OURS]["median"] == 3.0
    assert rows[OURS]["best"] == rows["highs"]["best"] == 2
    assert rows["cp-sat"] | {"best": 0, "plans": 1, "limit_reached": 2, "proven": 0} == rows["cp-sat"]


def test_losses_and_limits_are_shown() -> None:
    text = render({"format": FORMAT, "peers": _peers_part()}, ROOT / "results.json", "README.md")
    assert "| city | bianzu | 3 s | 2 … 4 s |  | 2/2 | 2/2 |  |" in text
    assert "| 1 s | 1 … 1 s | 0.33 | 2/2 | 2/2 |  |" in text
    assert "| > 60 s | 60 … 60 s | > 20 | 0/2 | 0/2 | 1 |" in text
    assert "Shorter than bianzu's time: HiGHS, compact full model (city)." in text
    assert "Not measured: timefold." in text
    assert "after `make bench-peers` of 2026-01-31 (abc1234): a processor" in text


def _speed_output() -> dict[str, Any]:
    def run(
        case: str, people: int, seconds: float, gap: float | None = 0.0, asked: float = 0.0
    ) -> dict[str, Any]:
        info = {
            "case": case,
            "seed": 1,
            "people": people,
            "asked": asked,
            "gap": gap,
            "stop_reason": "time-limit" if gap is None else "finished",
            "child_peak_mib": 90,
            "child_peak_before_mib": 90 if case == "metro" else 80,
        }
        return {
            "group": f"to within 0.5 % {case}" if asked else f"solve {case}",
            "params": None,
            "stats": {"median": seconds, "data": [seconds]},
            "extra_info": info,
        }

    published = run("mzn-data2_5_6", 30, 1.5)
    published["extra_info"]["mzn"] = {
        "objective": 974,
        "bound": 974,
        "certified": 976,
        "by": "engine",
        "limit": 20,
        "textbook": {"objective": 974, "bound": None, "seconds": 20.0, "ending": "limit", "faults": []},
    }
    read = {
        "group": "read and validate county",
        "params": None,
        "stats": {"median": 0.02, "data": [0.01, 0.02, 0.04]},
        "extra_info": {},
    }
    return {
        "bianzu": MACHINE,
        "benchmarks": [
            read,
            run("city", 1300, 4.0),
            run("city-2", 2600, 16.0),
            run("city-4", 5200, 20.0, 0.001),
            run("metro", 4000, 90.0),
            run("city", 1300, 3.0, asked=WITHIN),
            run("city-2", 2600, 6.0, 0.001, asked=WITHIN),
            run("city-4", 5200, 12.0, WITHIN, asked=WITHIN),
            run("province", 15000, 900.0, None, asked=WITHIN),
            published,
        ],
    }


def test_growth_is_fitted_to_the_sizes_that_got_there() -> None:
    proof, within = summarise_speed(_speed_output())["growth"]
    assert proof["asked"] == 0
    assert proof["exponent"] == 2.0
    assert proof["people"] == [1300, 2600]
    assert proof["missed"] == ["city-4"]
    assert within["asked"] == WITHIN
    assert within["exponent"] == 1.0
    assert within["cases"] == ["city", "city-2", "city-4"]
    assert within["missed"] == ["province"]
    assert fit_growth([], WITHIN) is None


def test_growth_is_stated_in_words() -> None:
    results = {"format": FORMAT, "speed": summarise_speed(_speed_output())}
    text = render(results, ROOT / "r.json", "README.md")
    assert (
        "Time to a proof grows with the number of people as its power 2.0 (city 1300; city-2 2600). "
        "Not fitted, as not every run got there: city-4." in text
    )
    assert "within 0.5 % of the best grows with the number of people as its power 1.0 (city 1300; " in text
    chinese = render(results, ROOT / "r.json", "README.zh-CN.md")
    assert "| 求解到已证明差距不超过 0.5 % city-2 |" in chinese
    assert "有未达到者、未计入拟合：province。" in chinese


def test_one_size_alone_says_nothing_of_growth() -> None:
    output = _speed_output()
    output["benchmarks"] = output["benchmarks"][:2]
    text = render({"format": FORMAT, "speed": summarise_speed(output)}, ROOT / "r.json", "README.md")
    assert [part[:6] for part in text.split("\n\n")] == ["| what", "Writte"]


def test_a_peak_of_earlier_runs_is_only_a_limit() -> None:
    results = {"format": FORMAT, "speed": summarise_speed(_speed_output())}
    text = render(results, ROOT / "r.json", "README.md")
    assert "| solve metro | 90 s | 90 … 90 s | 1 | 0.00 % |  | ≤ 90 MiB |" in text
    assert "| solve city | 4 s | 4 … 4 s | 1 | 0.00 % |  | 90 MiB |" in text


@pytest.mark.parametrize(("case", "people"), [("city-2", 2600), ("city-8", 10400)])
def test_the_growth_ladder_doubles_a_city(case: str, people: int) -> None:
    factor = people // 1300
    instance = build_instance(case, 1)
    assert len(instance.people) == people
    assert len(instance.teams) == 42 * factor


@pytest.mark.parametrize("language", WORDS)
def test_every_table_has_as_many_cells_in_each_row(language: str) -> None:
    results = {"format": FORMAT, "speed": summarise_speed(_speed_output()), "peers": _peers_part()}
    tables = [part for part in render(results, ROOT / "r.json", language).split("\n\n") if part[0] == "|"]
    assert len(tables) == 3
    for table in tables:
        assert len({line.count("|") for line in table.splitlines()}) == 1


def test_another_format_is_refused() -> None:
    with pytest.raises(SystemExit):
        render({"benchmarks": []}, ROOT / "r.json", "README.md")


def test_parts_of_one_file_are_kept(tmp_path: Any) -> None:
    path = tmp_path / "results" / "r.json"
    save(path, "speed", {"rows": 1})
    assert save(path, "peers", {"rows": 2}) == {"format": FORMAT, "speed": {"rows": 1}, "peers": {"rows": 2}}


def test_differences_are_named() -> None:
    old = {"tiny 1": {"levels": {"soft": 10}, "plan": "a" * 64}, "tiny 2": {"levels": {}}}
    new = {"tiny 1": {"levels": {"soft": 12}, "plan": "b" * 64}, "tiny 3": {"levels": {}}}
    assert compare(old, old) == []
    lines = compare(old, new)
    assert lines[0] == "tiny 1:"
    assert lines[1].split() == ["levels.soft", "10", "->", "12", "(+2,", "+20.0", "%)"]
    assert lines[2].split() == ["plan", "aaaaaaaaaaaa…", "->", "bbbbbbbbbbbb…"]
    assert lines[3:] == ["tiny 2: in the baseline, not measured", "tiny 3: measured, not in the baseline"]


def test_the_textbook_model_refuses_several_planned_rounds() -> None:
    with pytest.raises(UnsupportedInstanceError, match="several planned rounds"):
        Textbook(generate("tiny", seed=1, rounds=2), 0)
