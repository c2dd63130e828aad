"""`price_list`: every price is what a solve of the changed instance says, and worth is never overstated."""

import sys
from collections.abc import Iterator

import pytest

import bianzu
from bianzu.audit import value_people
from bianzu.models import AddPeople, AddPin, InputError, Instance, Pin, Plan, Price, Skill, Traits
from bianzu.report.catalog import LANGUAGES, Language, Words
from bianzu.report.console import Printer
from bianzu.report.price_view import price_text, print_prices
from tests.builders import make_instance, person, seat, team

OFFICE = make_instance(
    [
        person("x", pools=["leader"], earlier_rounds=3),
        person("y", pools=["leader"], earlier_rounds=5),
        person("a", pools=["staff"], work_county="C", earlier_rounds=1),
        person("b", pools=["staff"], work_county="C", earlier_rounds=4),
        person("c", pools=["staff"], work_county="D", earlier_rounds=6),
    ],
    [team("T1", seat("s", "leader"), "t", "u")],
    {"seats": {}, "one-seat": {}, "role-pools": {}, "priority": {"load": 1, "travel": 0}},
)


@pytest.fixture(scope="module")
def worker() -> Iterator[bianzu.Worker]:
    with bianzu.Worker() as ready:
        yield ready


@pytest.fixture(scope="module")
def plan(worker: bianzu.Worker) -> Plan:
    return bianzu.solve(OFFICE, worker=worker)


@pytest.fixture(scope="module")
def prices(plan: Plan, worker: bianzu.Worker) -> bianzu.PriceList:
    return bianzu.price_list(OFFICE, plan, worker=worker)


def _load(price: Price | None) -> tuple[str, int | None]:
    assert price is not None
    found = {item.level: item.change for item in price.changes}
    return price.source, found["load-travel"]


def test_prices_of_an_office_by_hand(prices: bianzu.PriceList) -> None:
    """x, a and b serve: load 3 + 1 + 4. Somebody new carries no load; c would carry 6 instead of b's 4."""
    lines = {(line.kind, line.name): line for line in prices.lines}
    leaders, staff = lines["pool", "leader"], lines["pool", "staff"]
    assert (leaders.people, leaders.seated) == (2, 1)
    assert _load(leaders.more) == ("solve", -3)
    assert leaders.fewer is not None
    assert leaders.fewer.people == ("y",)
    assert _load(leaders.fewer)[1] == 0
    assert leaders.lost is not None
    assert leaders.lost.people == ("x",)
    assert _load(leaders.lost) == ("solve", 2)
    assert (staff.people, staff.seated) == (3, 2)
    assert _load(staff.more) == ("solve", -4)
    assert _load(staff.lost) == ("solve", 5 if staff.lost and staff.lost.people == ("a",) else 2)
    assert all(price.proven for line in prices.lines for price in (line.more, line.fewer, line.lost) if price)


def test_what_is_said_without_a_solve_is_what_a_solve_finds(
    plan: Plan, prices: bianzu.PriceList, worker: bianzu.Worker
) -> None:
    unsolved = [
        price
        for line in prices.lines
        for price in (line.fewer, line.lost)
        if price is not None and price.source != "solve"
    ]
    assert unsolved
    for price in unsolved:
        assert _values(bianzu.solve(_without(OFFICE, price.people[0]), worker=worker)) == _values(plan)


def test_a_skill_nobody_lacks_is_proven_worthless_by_the_certificate(worker: bianzu.Worker) -> None:
    """More people than seats and nothing to choose between them: the certificate says so."""
    office = OFFICE.model_copy(update={"rules": OFFICE.rules.model_copy(update={"priority": None})})
    plan = bianzu.solve(office, worker=worker)
    lines = bianzu.price_list(office, plan, kinds=["pool"], worker=worker).lines
    assert [line.more.source for line in lines] == ["certificate"] * 4
    assert all(item.change == 0 for line in lines for item in line.more.changes)


def test_worth_is_proven_and_never_more_than_a_solve_finds(plan: Plan, worker: bianzu.Worker) -> None:
    found = value_people(OFFICE, plan)
    assert {item.person for item in found} <= {"x", "a", "b"}
    assert found
    for item in found:
        without = _values(bianzu.solve(_without(OFFICE, item.person), worker=worker))
        names = [level.name for level in plan.levels]
        at = names.index(item.level)
        assert without[:at] > _values(plan)[:at] or without[at] >= _values(plan)[at] + item.at_least


def test_a_plan_of_another_instance_is_refused(plan: Plan) -> None:
    other = OFFICE.model_copy(update={"title": "another"})
    with pytest.raises(InputError, match="plan-of-another-instance"):
        bianzu.price_list(other, plan)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_names_people_and_changes(
    language: Language, prices: bianzu.PriceList, capsys: pytest.CaptureFixture[str]
) -> None:
    words = Words(language)
    print_prices(Printer(sys.stdout), words, OFFICE, prices)
    shown = capsys.readouterr().out
    line = next(line for line in prices.lines if line.name == "leader")
    assert line.lost is not None
    assert "+2" in price_text(words, OFFICE, line.lost)
    assert words("title.prices-pool") in shown
    assert words("prices.note")[:20] in shown


def test_one_more_counts_for_a_team_that_lacks_a_skill(worker: bianzu.Worker) -> None:
    needing = make_instance(
        [person("x", pools=["leader"]), person("a"), person("b")],
        [team("T1", seat("s", "leader"), "t")],
        {
            "seats": {},
            "one-seat": {},
            "role-pools": {},
            "skill-mix": {"needs": [{"skill": "trade"}], "hard_skills": ["trade"]},
        },
    )
    plan = bianzu.solve(needing, worker=worker)
    assert not plan.complete
    lines = bianzu.price_list(needing, plan, kinds=["skill"], worker=worker).lines
    line = next(line for line in lines if line.name == "trade")
    assert line.people == 0
    assert line.fewer is None
    assert line.more.complete
    assert [item.change for item in line.more.changes if item.level == "minima"] == [-1]
    added = bianzu.apply_changes(needing, [AddPeople(count=1, traits=Traits(skill=Skill(skill="trade")))])
    assert bianzu.solve(added, worker=worker).complete


def _without(instance: Instance, who: str) -> Instance:
    pin = Pin(kind="must-not", person=who, round=instance.rounds[-1].id, asked_by="office", reason="test")
    return bianzu.apply_changes(instance, [AddPin(pin=pin)])


def _values(plan: Plan) -> list[int]:
    return [level.objective or 0 for level in plan.levels[:-1]]
