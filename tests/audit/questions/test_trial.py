"""A trial's numbers are those of the whole recount of the changed plan, whatever rules are on."""

from random import Random

import pytest

from bianzu.audit import measure
from bianzu.audit.facts import Facts
from bianzu.audit.questions import trial as trials
from bianzu.audit.questions.trial import Broken, Trial, Tried
from bianzu.audit.recount import Tally, tally
from bianzu.audit.rules.skills import count_members
from bianzu.audit.seating import Seating, read_assignments
from bianzu.models import Assignment, Instance, RuleResult
from tests.builders import assign, make_instance, past, person, pin, planned, record, seat, team
from tests.solver.agreeing import list_seatings
from tests.solver.drawn_worlds import draw_world
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.rotation_worlds import ROTATION_WORLDS
from tests.solver.round_worlds import ROUND_WORLDS
from tests.solver.waiver_worlds import WAIVER_WORLDS

WORLDS = {**ROUND_WORLDS, **ROTATION_WORLDS, **WAIVER_WORLDS, **MIXED_WORLDS}
SEED = 5


def _start(instance: Instance, seats: dict[str, str]) -> tuple[Trial, list[Assignment]] | None:
    """A trial of a seating whose members count for skills as well as can be; none of an illegal one."""
    facts = Facts(instance)
    seating, faults = read_assignments(facts, assign(instance, seats))
    if faults:
        return None
    rows = {row.seat: row for row in assign(instance, seats)}
    for view in facts.teams.values():
        for member in count_members(facts, seating, view):
            seat_id = member.view.seat.id
            rows[seat_id] = rows[seat_id].model_copy(update={"counts_for": member.counts_for})
    best, _ = read_assignments(facts, list(rows.values()))
    trial = Trial(facts, best, SEED)
    return None if trial.breaches else (trial, list(rows.values()))


def _change(rows: list[Assignment], change: dict[str, str | None], tried: Tried) -> list[Assignment]:
    left = {row.seat: row for row in rows if change.get(row.seat, row.person) == row.person}
    return list({**left, **{row.seat: row for row in tried.seats}}.values())


def _compare(instance: Instance, trial: Trial, rows: list[Assignment], change: dict[str, str | None]) -> None:
    tried = trial.measure(change)
    old, new = measure(instance, rows, seed=SEED), measure(instance, _change(rows, change, tried), seed=SEED)
    assert tried.values == tuple(level.objective for level in new.levels), change
    before = {item.rule: item for item in old.rules}
    moved = {item.rule: _subtract(item, before[item.rule]) for item in new.rules}
    told = {s.rule: (s.objective, s.violations, s.missing, s.waived) for s in tried.rules}
    assert told == {rule: step for rule, step in moved.items() if any(step)}, change
    fresh = {str(item) for item in new.breaches} - {str(item) for item in old.breaches}
    assert bool(tried.breaches) == bool(fresh), (change, fresh)
    order = list(instance.rules.on)
    assert [step.rule for step in tried.rules] == sorted(told, key=order.index)
    attempted = trial.attempt(change)
    if isinstance(attempted, Broken):
        assert fresh
        assert {str(item) for item in attempted.breaches} == {str(item) for item in tried.breaches}, change
    else:
        assert attempted == tried, change


def _subtract(one: RuleResult, other: RuleResult) -> tuple[int, int, int, int]:
    return (
        one.objective - other.objective,
        one.violations - other.violations,
        one.missing - other.missing,
        one.waived - other.waived,
    )


def _is_twice_on_a_team(instance: Instance, held: dict[str, str | None]) -> bool:
    """Such an assignment makes no sense to the audit, which leaves it out."""
    filled = [(instance.seat_by_id[place][0].id, who) for place, who in held.items() if who is not None]
    return len(set(filled)) < len(filled)


def _try_changes(instance: Instance, random: Random, seatings: int, changes: int) -> int:
    found = list(list_seatings(instance))
    people, seats, tried = list(instance.person_by_id), list(instance.seat_by_id), 0
    for seating in random.sample(found, min(400, len(found))):
        start = _start(instance, seating)
        if start is None or tried >= seatings * changes:
            continue
        trial, rows = start
        held = {row.seat: row.person for row in rows}
        for _ in range(changes):
            place = random.choice(seats)
            change: dict[str, str | None] = {place: random.choice([*people, None])}
            other = next((s for s, who in held.items() if who == change[place] and s != place), None)
            if other is not None and random.random() < 0.7:
                change[other] = held.get(place) if random.random() < 0.5 else None
            if _is_twice_on_a_team(instance, {**held, **change}):
                continue
            _compare(instance, trial, rows, change)
            tried += 1
    return tried


FAR = [person("x"), person("y", work_unit="b2"), person("z", work_unit="c1", work_county="C")]
APART = [team("T1", "s"), team("T2", "u"), team("T3", "v")]
ACROSS = {
    "couples": make_instance(
        FAR,
        APART,
        {"one-seat": {}, "seats": {}, "couples": {}},
        relations=[{"person": "x", "kind": "spouse", "other_person": "y"}],
    ),
    "reserved-seats": make_instance(
        [*FAR, person("w", work_unit="b2")],
        APART,
        {
            "one-seat": {},
            "seats": {},
            "reserved-seats": {
                "groups": [
                    {"id": "g", "source_set": "few", "teams": ["T1", "T2"], "n": 1},
                    {"id": "h", "source_set": "others", "teams": ["T2", "T3"], "n": 1},
                ]
            },
        },
        source_sets={"few": ["x", "y"], "others": ["y", "z"]},
    ),
    "post-strength": make_instance(
        FAR,
        APART,
        {"one-seat": {}, "seats": {}, "post-strength": {"n": 1}},
        rounds=(past("Y", "2025-01-01", "2026-04-15"), planned("R1", "2026-04-15", "2026-05-20")),
        history=[record(who, "Y", units=["m1"]) for who in "xyz"],
    ),
}
"""Rules that tie people of different units on different teams, or several teams together."""


@pytest.mark.parametrize("name", ACROSS)
def test_people_on_teams_that_a_change_leaves_alone_still_count(name: str) -> None:
    assert _try_changes(ACROSS[name], Random(name), 9, 8) > 0


def test_seats_reserved_over_several_teams_are_counted_without_a_whole_recount(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    trial, _ = _started(ACROSS["reserved-seats"], {"s": "x", "u": "w", "v": "z"})
    counted: list[int] = []

    def note(facts: Facts, seating: Seating) -> Tally:
        counted.append(len(facts.teams))
        return tally(facts, seating)

    monkeypatch.setattr(trials, "tally", note)
    assert not trial.measure({"s": "w", "u": None}).breaches
    change: dict[str, str | None] = {"s": None, "v": "x"}
    (breach,) = trial.measure(change).breaches
    assert (breach.code, breach.rule, breach.where) == ("over-maximum", "reserved-seats", "group h")
    _, (charge,) = trial.list_excesses(change)
    assert (charge.rule, charge.units) == ("reserved-seats", 1)
    assert max(counted) < 3


def test_people_who_cost_something_idle_are_counted_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """As by a rule that adds up over people and is not counted apart."""
    instance = make_instance("xyz", [team("T1", "s")], {"one-seat": {}, "seats": {}, "service-floor": {}})
    monkeypatch.setattr(trials, "_BY_PERSON", {})
    trial, rows = _started(instance, {"s": "x"})
    for change in ({"s": "y"}, {"s": "z"}, {"s": None}):
        _compare(instance, trial, rows, change)
    assert trial.measure({"s": "y"}).rules == ()
    assert [step.rule for step in trial.measure({"s": None}).rules] == ["seats", "service-floor"]


def test_people_who_cost_nothing_are_not_counted_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    units = [{"id": f"v{at}", "name": f"v{at}", "county": "B", "staff_count": 50} for at in range(9)]
    people = [person(f"p{at}", work_unit=f"v{at}") for at in range(9)]
    cadre = person("q", work_unit="v0", promoted_on="2026-01-01")
    rules = {"one-seat": {}, "seats": {}, "fair-load": {}, "new-cadre": {}}
    instance = make_instance([*people, cadre], [team("T1", "s", "t")], rules, units=units)
    trial, rows = _started(instance, {"s": "p0", "t": "p1"})
    counted: list[int] = []

    def note(facts: Facts, seating: Seating) -> Tally:
        counted.append(len(facts.people))
        return tally(facts, seating)

    monkeypatch.setattr(trials, "tally", note)
    for who in ("p2", "p3", "p4", "p5", "q"):
        _compare(instance, trial, rows, {"s": who})
    assert sorted(counted) == [0, 1, 1, 7]


@pytest.mark.parametrize("name", WORLDS)
def test_a_changed_plan_is_measured_as_the_whole_recount_does(name: str) -> None:
    assert _try_changes(WORLDS[name], Random(name), 3, 8) > 0


@pytest.mark.parametrize("seed", range(30))
def test_drawn_worlds_of_several_rounds_are_measured_alike(seed: int) -> None:
    _try_changes(draw_world(seed), Random(seed), 4, 6)


def _started(instance: Instance, seats: dict[str, str]) -> tuple[Trial, list[Assignment]]:
    start = _start(instance, seats)
    assert start is not None
    return start


def test_taking_somebody_off_a_seat_that_a_pin_orders_breaks_the_pin() -> None:
    instance = make_instance("xyz", [team("T1", "s", "t")], {"seats": {}}, pins=[pin("must", "x", seat="s")])
    trial, _ = _started(instance, {"s": "x", "t": "y"})
    assert [item.code for item in trial.measure({"s": "z"}).breaches] == ["pin-not-honoured"]
    assert trial.measure({"t": "z"}).breaches == ()


def test_members_who_stay_count_for_what_the_one_who_left_did() -> None:
    both = [{"skill": "law"}, {"skill": "it"}]
    people = [person("x", skills=both), person("y", skills=both), person("z", skills=both[1:]), "w"]
    mix = {"c": 1, "needs": [{"skill": "law", "need": 1}, {"skill": "it", "need": 1}], "hard_skills": ["law"]}
    instance = make_instance(people, [team("T1", "s", "t")], {"seats": {}, "skill-mix": mix})
    trial, rows = _started(instance, {"s": "x", "t": "y"})
    counted = {row.person: row.counts_for for row in rows}
    lawyer = next(row for row in rows if row.counts_for == ("law",))
    assert sorted(counted.values()) == [("it",), ("law",)]
    tried = trial.measure({lawyer.seat: "z"})
    assert {row.person: row.counts_for for row in tried.seats} == {
        "z": ("it",),
        next(who for who in counted if who != lawyer.person): ("law",),
    }
    assert (tried.rules, tried.shortages, tried.breaches) == ((), (), ())
    missing = trial.measure({lawyer.seat: "w"})
    assert [(step.rule, step.violations) for step in missing.rules] == [("skill-mix", 1)]


def test_an_empty_seat_is_a_shortage_that_the_trial_names() -> None:
    instance = make_instance("xy", [team("T1", seat("s", "leader"), "t")], {"seats": {}})
    trial, _ = _started(instance, {"s": "x", "t": "y"})
    tried = trial.measure({"s": None})
    assert (tried.values[0], [item.seat for item in tried.shortages]) == (1, ["s"])
    assert trial.measure({"s": "y", "t": "x"}).values[:2] == (0, 0)
