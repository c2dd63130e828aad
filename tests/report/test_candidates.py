"""Each candidate of an empty seat is named with what removed him or her."""

import io

from bianzu.models import Instance, Plan
from bianzu.report.candidates import CandidateList
from bianzu.report.catalog import Words
from bianzu.report.console import Printer
from bianzu.report.shortage_view import print_shortages, shortage_documents


def _with_rules(instance: Instance, **rules: object) -> Instance:
    tree = instance.model_dump(by_alias=True)
    tree["rules"] = rules
    tree["people"][4]["trained"] = False
    return Instance.model_validate(tree)


def test_every_candidate_has_his_causes_with_clauses(instance: Instance, plan: Plan) -> None:
    ruled = _with_rules(instance, gates={"appraisal": False}, **{"one-seat": {}, "origin": {}})
    found = CandidateList(ruled, plan).of_seat("T2-2")
    assert [(item.person.id, item.causes) for item in found] == [
        ("P1", (("one-seat", ()),)),
        ("P4", (("one-seat", ()),)),
    ]
    external = CandidateList(ruled, plan).of_seat("T1-3")
    assert {item.person.id: item.causes for item in external}["P5"] == (("gates", ("trained",)),)


def test_names_stand_in_the_text_and_in_the_document(instance: Instance, plan: Plan) -> None:
    ruled = _with_rules(instance, gates={"appraisal": False}, **{"one-seat": {}, "origin": {}})
    stream = io.StringIO()
    print_shortages(Printer(stream, 100), Words("zh"), ruled, plan)
    assert "- 王芳（P1）：已在时间重叠的组任职" in stream.getvalue()
    (document,) = shortage_documents(Words("zh"), ruled, plan)
    assert document["removed"] == [
        {"person": person, "name": "王芳", "causes": [{"rule": "one-seat", "clauses": []}]}
        for person in ("P1", "P4")
    ]
