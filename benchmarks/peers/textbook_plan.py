"""The textbook model's rules of people and of the plan as a whole, and load and travel."""

from collections import defaultdict
from itertools import product

from ortools.sat.python import cp_model

from benchmarks.peers.textbook_model import Model, Term
from bianzu.solver.costs import LOAD_TRAVEL
from bianzu.solver.data import Data
from bianzu.solver.exclusions import pin_slots
from bianzu.solver.rules.new_cadre import compute_duties

__all__ = [
    "add_whole_teams",
    "add_wishes",
    "add_balance",
    "add_new_cadres",
    "add_service",
    "add_pins",
    "add_load_and_travel",
]


def add_whole_teams(model: Model) -> None:
    """cross-form: everybody on the team from one county."""
    data = model.data
    if data.rules.cross_form is None:
        return
    for team, item in enumerate(data.teams):
        if item.cross_form != "whole":
            continue
        chosen = [model.cp.new_bool_var("") for _ in data.instance.counties]
        model.cp.add_at_most_one(chosen)
        for slot in data.team_slots[team]:
            for person in model.of_slot[slot]:
                county = int(data.work_county[person])
                seated = model.x[slot, person]
                if county < 0:
                    model.cp.add(seated == 0)
                else:
                    model.cp.add_implication(seated, chosen[county])


def add_wishes(model: Model) -> None:
    """together."""
    data, setting = model.data, model.data.rules.together
    if setting is None:
        return
    for pair in setting.pairs:
        met: list[Term] = []
        for team in range(len(data.teams)):
            ends = [model.on_team(team, data.person_at[end]) for end in (pair.a, pair.b)]
            if all(ends):
                both = model.cp.new_bool_var("")
                for end in ends:
                    model.cp.add(both <= cp_model.LinearExpr.sum(end))
                met.append(both)
        apart = model.cp.new_bool_var("")
        model.cp.add(cp_model.LinearExpr.sum([*met, apart]) >= 1)
        model.soft([pair.weight * apart])


def add_balance(model: Model) -> None:
    data, setting = model.data, model.data.rules.balance
    if setting is None:
        return
    for field in setting.fields:
        values = [_value(data, field, person) for person in range(data.n)]
        most = sum(sorted(values, reverse=True)[: int(data.team_size.max())])
        high, low = model.cp.new_int_var(0, most, ""), model.cp.new_int_var(0, most, "")
        for slots in data.team_slots:
            seated = [
                values[person] * model.x[slot, person]
                for slot in slots
                for person in model.of_slot[slot]
                if values[person]
            ]
            total = cp_model.LinearExpr.sum(seated)
            model.cp.add(total <= high)
            model.cp.add(total >= low)
        model.soft([setting.weight * high, -setting.weight * low])


def _value(data: Data, field: str, person: int) -> int:
    item = data.people[person]
    known = {
        "experience": int(data.earlier[person]),
        "age": int(data.ages[0, person]),
        "skill-points": sum(skill.level for skill in item.skills),
    }
    return known.get(field, item.numbers.get(field, 0))


def add_new_cadres(model: Model) -> None:
    data, setting = model.data, model.data.rules.new_cadre
    if setting is None:
        return
    for person, duty in enumerate(compute_duties(data)[0]):
        if duty.owed == 0:
            continue
        serving = model.serves(person)
        if duty.overdue or duty.chances > 1:
            units = 24 * duty.owed if duty.overdue else -(-12 * duty.owed // duty.chances)
            away = model.cp.new_bool_var("")
            model.cp.add(cp_model.LinearExpr.sum([*serving, away]) == 1)
            model.soft([setting.weight * units * away])
        elif duty.chances == 1 and model.allowed_by_rules[:, person].any():
            model.at_least(-1, duty.owed, serving, "hard", empty=False)


def add_service(model: Model) -> None:
    """borrow-cap and fair-load."""
    data, cap, load = model.data, model.data.rules.borrow_cap, model.data.rules.fair_load
    if cap is not None:
        own = {item.unit: item.limit for item in data.instance.donors}
        lent: dict[int, list[Term]] = defaultdict(list)
        for person in range(data.n):
            if not data.full_time[person]:
                lent[int(data.work_unit[person])].extend(model.serves(person))
        for at, people in lent.items():
            unit = data.instance.units[at]
            bands = (b.b for b in cap.bands if b.up_to is None or unit.staff_count <= b.up_to)
            limit = own.get(unit.id, next(bands, None))
            if limit is not None:
                over: Term = 0
                if cap.hardness == "waivable":
                    over = model.waive("borrow-cap", len(people), unit=unit.id)
                model.at_most(people, limit, over)
    if load is not None:
        for person, item in enumerate(data.people):
            before, pools = int(data.earlier[person]), len(item.pools)
            model.soft([load.weight * pools * before**2])
            more = pools * ((before + 1) ** 2 - before**2)
            model.soft(load.weight * more * seated for seated in model.serves(person))


def add_pins(model: Model) -> None:
    for at, pin in enumerate(model.data.instance.pins):
        if pin.kind != "must-not":
            person = model.data.person_at[pin.person]
            seats = [model.x[s, person] for s in pin_slots(model.data, at) if (s, person) in model.x]
            model.cp.add_bool_or(seats)


def add_load_and_travel(model: Model) -> None:
    data, setting = model.data, model.data.rules.priority
    if setting is None:
        return
    counties = data.instance.counties
    for team, item in enumerate(data.teams):
        hosts = [counties[data.county_at[host]] for host in item.host_counties]
        kilometres: dict[int, int] = {-1: min(host.city_distance for host in hosts)}
        for at, home in enumerate(counties):
            kilometres[at] = min(
                0 if host is home else home.distances.get(host.id, host.distances.get(home.id, 0))
                for host in hosts
            )
        for slot, person in product(data.team_slots[team], range(data.n)):
            if (slot, person) in model.x:
                away = kilometres[max(-1, int(data.work_county[person]))]
                cost = setting.load * int(data.earlier[person]) + setting.travel * away
                model.terms[LOAD_TRAVEL].append(cost * model.x[slot, person])
