"""The verdict of the audit in words: what is certified."""

import io
from typing import Any

import pytest

from bianzu.audit import Audit
from bianzu.models import LEVEL_NAMES, Level
from bianzu.report.audit_view import audit_document, print_audit
from bianzu.report.catalog import Words
from bianzu.report.console import Printer

LEVELS = tuple(Level(name=name, objective=0) for name in LEVEL_NAMES)


def _lines(language: Any, **fields: Any) -> list[str]:
    stream = io.StringIO()
    audit = Audit(passed=True, findings=(), complete=True, **{"levels": LEVELS, **fields})
    print_audit(Printer(stream, 200), Words(language), audit)
    return stream.getvalue().splitlines()[1:]


@pytest.mark.parametrize(
    ("fields", "english", "chinese"),
    [
        ({"certified": "optimal", "certified_gap": 0.0}, "Certified optimal:", "最优性已核证："),
        (
            {"certified": "within", "certified_gap": 0.0123},
            "Certified within 1.23 %:",
            "已核证差距不超过 1.23 %：",
        ),
        ({"certified": "none"}, "Bounds are claimed but not certified:", "名单所称下界未经核证："),
    ],
)
def test_one_line_says_what_is_certified(fields: dict[str, Any], english: str, chinese: str) -> None:
    assert [line[: len(english)] for line in _lines("en", **fields)] == [english]
    assert [line[: len(chinese)] for line in _lines("zh", **fields)] == [chinese]


def test_where_there_is_no_plan_nothing_is_said_of_bounds() -> None:
    assert _lines("en", levels=()) == []


def test_the_document_says_what_is_certified() -> None:
    audit = Audit(
        passed=True, findings=(), complete=True, certified="within", certified_gap=0.5, levels=LEVELS
    )
    tree = audit_document(Words("en"), audit, evidence=False)
    assert (tree["certified"], tree["certified_gap"]) == ("within", 0.5)
