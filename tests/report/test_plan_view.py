"""The outcome in words: shortages, levels with bound and gap, and what counts as proven."""

import io

import pytest

from bianzu.models import Conflict, Instance, Level, Pin, Plan, Run, Shortage
from bianzu.models.plan import LEVEL_NAMES
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.plan_view import is_proven_incomplete, plan_document, print_outcome
from bianzu.report.shortage_view import shortage_lines


def _outcome(instance: Instance, plan: Plan, language: str = "zh") -> str:
    stream = io.StringIO()
    print_outcome(Printer(stream, 120), Words(language), instance, plan)
    return stream.getvalue()


def test_a_seat_shortage_names_county_team_seat_role_and_what_removed_candidates(
    instance: Instance, plan: Plan
) -> None:
    assert shortage_lines(Words("zh"), instance, plan.shortages[0]) == [
        "尤溪县，第二巡察组（T2），席位 T2-2：副组长（本地）空缺。",
        "按库别、来源和本地异地条件有候选 3 人，排除情况：",
        "- 亲属回避：2 人",
        "- 任职回避：2 人",
        "- 已在时间重叠的组任职：1 人",
        "（同一人被两条规则排除的，两处都计）",
    ]
    english = shortage_lines(Words("en"), instance, plan.shortages[0])
    assert english[0] == "尤溪县, 第二巡察组 (T2), seat T2-2: deputy (local) stays empty."
    assert "- recusal by kinship: 2" in english


def test_a_shortage_without_candidates_says_so(instance: Instance, plan: Plan) -> None:
    bare = plan.shortages[0].model_copy(update={"candidates": 0, "removed_by": {}})
    lines = shortage_lines(Words("en"), instance, bare)
    assert lines[1:] == [Words("en")("shortage.nobody-seat")]


@pytest.mark.parametrize(
    ("shortage", "line"),
    [
        (
            Shortage(rule="skill-mix", round="R1", team="T1", skill="finance-audit", missing=1),
            "大田县，第一巡察组（T1）：专业配备，财务审计，缺 1 人。",
        ),
        (
            Shortage(rule="audit-seats", clause="auditors", round="R1", team="T1", missing=2),
            "大田县，第一巡察组（T1）：审计席，审计人员，缺 2 人。",
        ),
        (
            Shortage(rule="branch", round="R1", team="T1", missing=2),
            "大田县，第一巡察组（T1）：支部建在组上，全组，缺 2 人。",
        ),
        (
            Shortage(rule="new-cadre", round="R1", person="P2", missing=1),
            "李伟（P2）：新提拔参巡，还缺 1 轮。",
        ),
        (
            Shortage(rule="presence", round="R1", team="T1", unit="gone", missing=3),
            "大田县，第一巡察组（T1），gone：驻点天数，2026 年缺 3 天。",
        ),
    ],
)
def test_shortages_of_minima_name_what_is_missing(instance: Instance, shortage: Shortage, line: str) -> None:
    assert shortage_lines(Words("zh"), instance, shortage)[0] == line


def test_days_missing_at_a_unit_name_it_and_no_candidates(instance: Instance) -> None:
    unit = instance.units[0]
    shortage = Shortage(rule="presence", round="R1", team="T1", unit=unit.id, missing=3)
    (line,) = shortage_lines(Words("en"), instance, shortage)
    assert line.endswith(f"(T1), {unit.name}: days on site - 3 day(s) too few in 2026.")


def test_levels_show_objective_bound_gap_and_what_proved_the_bound(instance: Instance, plan: Plan) -> None:
    proofs = {"leader-seats": "sign", "minima": "certificate", "soft": "engine"}
    levels = tuple(level.model_copy(update={"bound_by": proofs.get(level.name)}) for level in plan.levels)
    lines = {
        language: _outcome(instance, plan.model_copy(update={"levels": levels}), language).splitlines()
        for language in ("en", "zh")
    }
    soft = next(line for line in lines["zh"] if line.startswith("3 "))
    assert soft.split()[-5:] == ["200", "190", "5.00", "%", "求解器搜索"]
    last = next(line for line in lines["zh"] if "种子定序" in line)
    assert last.split()[-4:] == ["77", "-", "-", "-"]
    assert next(line for line in lines["en"] if line.startswith("1a")).rstrip().endswith("cannot be negative")
    assert next(line for line in lines["en"] if line.startswith("1c")).rstrip().endswith("certificate")


@pytest.mark.parametrize(
    ("values", "proven"),
    [
        ({"leader-seats": (1, 1)}, True),
        ({"leader-seats": (2, 1)}, True),
        ({"leader-seats": (1, 0), "minima": (5, 5)}, False),
        ({"leader-seats": (1, None)}, False),
        ({"minima": (3, 1)}, True),
        ({"other-seats": (3, 0)}, False),
        ({"leader-seats": (None, None), "minima": (3, 3)}, False),
    ],
)
def test_incomplete_is_proven_only_by_the_bound_of_the_first_level_that_misses(
    plan: Plan, values: dict[str, tuple[int | None, int | None]], proven: bool
) -> None:
    levels = tuple(
        Level(name=name, objective=values.get(name, (0, 0))[0], bound=values.get(name, (0, 0))[1])
        for name in LEVEL_NAMES
    )
    assert is_proven_incomplete(plan.model_copy(update={"levels": levels})) is proven


def test_infeasible_is_proven_and_complete_is_not_incomplete(plan: Plan) -> None:
    assert is_proven_incomplete(plan.model_copy(update={"status": "infeasible", "levels": ()}))
    assert not is_proven_incomplete(plan.model_copy(update={"complete": True}))


def test_the_headline_says_proven_or_open(instance: Instance, plan: Plan) -> None:
    assert Words("zh")("plan.incomplete-proven") in _outcome(instance, plan)
    open_levels = tuple(level.model_copy(update={"bound": None}) for level in plan.levels)
    still_open = plan.model_copy(update={"levels": open_levels})
    assert Words("zh")("plan.incomplete-open") in _outcome(instance, still_open)


def test_a_second_start_of_the_solving_process_is_told(instance: Instance, plan: Plan) -> None:
    assert "求解进程曾异常中断" not in _outcome(instance, plan)
    run = Run(retried=True, retry_reason="memory")
    provenance = plan.provenance.model_copy(update={"run": run})
    retried = plan.model_copy(update={"provenance": provenance})
    assert "求解进程曾异常中断（到达内存上限），已按更稳妥的设置重新启动。" in _outcome(instance, retried)
    assert "died once (memory limit reached)" in _outcome(instance, retried, "en")


def test_contradicting_pins_are_named(instance: Instance, plan: Plan) -> None:
    pins = tuple(
        Pin(kind="must", person=person, seat="T1-1", asked_by="x", reason="y") for person in ("P1", "P2")
    )
    stuck = plan.model_copy(
        update={
            "status": "infeasible",
            "levels": (),
            "assignments": (),
            "shortages": (),
            "conflicts": (Conflict(pins=(0, 1), rules=("one-seat",)),),
        }
    )
    text = _outcome(instance.model_copy(update={"pins": pins}), stuck)
    assert "第 1 条 必选 王芳 (P1) T1-1、第 2 条 必选 李伟 (P2) T1-1；冲突的规则：一人一岗" in text
    assert "缺口" not in text


def test_the_document_tells_the_same(instance: Instance, plan: Plan) -> None:
    tree = plan_document(Words("zh"), instance, plan)
    assert tree["proven_incomplete"] is True
    assert tree["seats"] == {"filled": 5, "total": 6}
    assert isinstance(tree["levels"], list)
    assert tree["levels"][4] == {
        "name": "soft",
        "objective": 200,
        "bound": 190,
        "certified_bound": None,
        "bound_by": None,
        "gap": 0.05,
    }
    assert isinstance(tree["shortages"], list)
    shortage = tree["shortages"][0]
    assert shortage["counties"] == ["C1"]
    assert shortage["role"] == "deputy"
    assert shortage["removed_by"] == {"service": 2, "kin": 2, "one-seat": 1}
