"""A small world in which everybody is spoken of everywhere, for the tests of changes."""

import pytest

from bianzu.instances import apply_changes
from bianzu.models import (
    Change,
    InputError,
    Instance,
)
from tests.builders import (
    make_instance,
    past,
    person,
    pin,
    planned,
    record,
    seat,
    team,
    unit,
    waiver,
)


def make_world(**parts: object) -> Instance:
    """Four people who are spoken of everywhere, two teams, one past round."""
    fields: dict[str, object] = {
        "units": [
            unit("a1", "A", leading_group=[{"name": "Head", "person": "p2"}, {"name": "Other"}]),
            unit("a2", "A"),
        ],
        "relations": [
            {"person": "p1", "kind": "classmate", "other_person": "p2"},
            {"person": "p3", "kind": "spouse", "other_unit": "a1"},
        ],
        "recusal_requests": [{"id": "q1", "person": "p2", "county": "A", "decision": "upheld"}],
        "unfit": [{"person": "p2"}],
        "source_sets": {"named": ["p2", "p3"]},
        "history": [record("p2", "R0"), record("p3", "R0")],
        "rounds": [past("R0", "2025-10-01"), planned("R1")],
        "pins": [pin("must-not", "p2", team="T1"), pin("must", "p3", seat="T2-s1")],
        "waivers": [waiver("w1", "place", person="p2"), waiver("w2", "desks", team="T2")],
        **parts,
    }
    return make_instance(
        [
            person("p1", superior="p2"),
            person("p2", numbers={"rare": 3}),
            person("p3", work_county="C", work_unit="c1", skills=[{"skill": "writing", "level": 2}]),
            person("p4", work_county="C", work_unit="c1", pools=["leader"], rank="division-head"),
        ],
        [
            team("T1", seat("T1-s1", "leader"), "T1-s2"),
            team("T2", "T2-s1", "odd", units=["a2"], host_counties=["A", "D"], parent_team="T1"),
        ],
        {"together": {"pairs": [{"a": "p1", "b": "p2"}, {"a": "p1", "b": "p3"}]}, "balance": {}},
        **fields,  # type: ignore[arg-type]
    )


def problems(instance: Instance, *changes: Change) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        apply_changes(instance, changes)
    return [(item.where, item.code) for item in caught.value.problems]
