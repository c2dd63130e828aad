"""Scenarios are shown with names of counties; files and JSON keep the ids."""

import pytest

from bianzu.instances import read_library
from bianzu.models import AddPeople, CloseCounty, RemovePeople, Scenario
from bianzu.models.changes import Change, Traits
from bianzu.report.catalog import Words
from bianzu.report.sweep_view import name_scenarios

TINY = read_library("tiny")
FIRST, SECOND = TINY.counties[0], TINY.counties[1]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(
    ("name", "changes", "shown"),
    [
        (f"{FIRST.id} 不再派人", [CloseCounty(county=FIRST.id)], f"{FIRST.name} 不再派人"),
        (f"撤出{FIRST.id}再算", [CloseCounty(county=FIRST.id)], f"撤出{FIRST.name}再算"),
        (
            f"{FIRST.id}, {SECOND.id}",
            [CloseCounty(county=FIRST.id), AddPeople(count=1, traits=Traits(county=SECOND.id))],
            f"{FIRST.name}, {SECOND.name}",
        ),
        (
            f"{FIRST.id}x and t-{FIRST.id}",
            [RemovePeople(count=1, traits=Traits(county=FIRST.id))],
            f"{FIRST.id}x and t-{FIRST.id}",
        ),
        (f"{FIRST.id} is not what is changed", [], f"{FIRST.id} is not what is changed"),
    ],
)
def test_ids_of_counties_that_a_scenario_changes_become_names(
    language: str, name: str, changes: list[Change], shown: str
) -> None:
    scenario = Scenario(name=name, changes=tuple(changes))
    assert name_scenarios(Words(language), TINY, [scenario]) == {name: shown}
