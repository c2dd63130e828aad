"""The register of waivers in plans and audits, in both languages."""

import pytest

from bianzu.models import Instance, WaiverRecord, WaiverUse
from bianzu.report.catalog import LANGUAGES, Language, Words
from bianzu.report.console import Printer
from bianzu.report.waiver_view import print_register, register_document
from tests.builders import make_instance, past, person, planned, seat, team, waiver

OFFICE = make_instance(
    [person("x"), person("y")],
    [team("T1", seat("s", "leader"), "t")],
    {"seats": {}, "rank": {}, "place": {}},
    rounds=[past("P1", "2025-03-01"), planned("R1")],
    waivers=[
        waiver("w1", "place", person="x", amount=2, granted="2026-02-01", expires="2026-12-31"),
        waiver("w2", "rank", seat="s", granted="2026-02-01"),
        waiver("w3", "place", team="T1", granted="2025-01-01", expires="2025-12-31"),
        waiver("w4", "place", granted="2026-04-01"),
    ],
)
USES = (WaiverUse(waiver="w1", units=1),)


def _with_history() -> Instance:
    record = WaiverRecord(round="P1", units=1, waiver=OFFICE.waivers[2])
    return OFFICE.model_copy(update={"waiver_history": (record,)})


def test_the_register_as_json() -> None:
    tree = register_document(_with_history(), USES)
    states = {item["id"]: (item["used"], item["state"]) for item in tree["waivers"]}  # type: ignore[attr-defined]
    assert states == {"w1": (1, "used"), "w2": (0, "unused"), "w3": (0, "expired"), "w4": (0, "too-early")}
    (kept,) = tree["waiver_history"]  # type: ignore[misc]
    assert (kept["round"], kept["units"], kept["waiver"]["id"]) == ("P1", 1, "w3")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_register_in_words(language: Language, capsys: pytest.CaptureFixture[str]) -> None:
    words = Words(language)
    print_register(Printer(width=200), words, _with_history(), USES)
    out = capsys.readouterr().out
    assert words("title.waivers", used=1, count=4) in out
    assert words("title.waiver-history", count=1) in out
    for text in ("1/2", "0/1", "2026-12-31", "2026-02-01", "Name of x (x)", "Team T1 (T1)"):
        assert text in out
    for key in ("used", "unused", "expired", "too-early", "open-ended", "everything"):
        assert words(f"waiver.{key}") in out
    assert words("waiver.seat", seat="s") in out
    assert OFFICE.waivers[0].approver in out
    assert OFFICE.waivers[0].reason in out


def test_no_waivers_no_register(capsys: pytest.CaptureFixture[str]) -> None:
    print_register(Printer(), Words("en"), OFFICE.model_copy(update={"waivers": ()}), ())
    assert capsys.readouterr().out == ""
