"""Necessary counts and settings in words, each default with where it comes from."""

import io

from bianzu.models import Instance
from bianzu.report.catalog import Words
from bianzu.report.check_view import check_document, print_checks, print_settings
from bianzu.report.console import Printer
from bianzu.solver import Necessity


def _rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_counts_name_their_place_and_say_which_falls_short(instance: Instance) -> None:
    stream = io.StringIO()
    found = (
        Necessity("leaders", {"teams": "T1, T2"}, 2, 1),
        Necessity("skill", {"skill": "finance-audit"}, 2, 4),
        Necessity("local-seats", {"county": "C1"}, 1, 1),
    )
    print_checks(Printer(stream, 120), Words("zh"), instance, found)
    rows = _rows(stream.getvalue())
    assert ["组长人数", "第一巡察组、第二巡察组", "2", "1", "不足"] in rows
    assert ["专业人员数", "财务审计", "2", "4", "满足"] in rows
    assert ["县区本地席位人数", "尤溪县", "1", "1", "满足"] in rows
    assert rows[-1] == [Words("zh")("check.short")]
    document = check_document(instance, found)
    assert isinstance(document["checks"], list)
    assert [item["ok"] for item in document["checks"]] == [False, True, True]


def test_defaults_carry_their_source_and_changes_say_so(instance: Instance) -> None:
    stream = io.StringIO()
    print_settings(Printer(stream, 160), Words("zh"), instance)
    rows = _rows(stream.getvalue())
    assert ["支部建在组上", "硬性", "n", "5", "本单位设定"] in rows
    assert ["职级", "硬性（可让步）", "leader", "是", "软件建议值"] in rows
    assert ["地域回避", "native", "硬性（可让步）"] in rows
    assert not any("任职回避" in row for row in rows)
