"""The textbook model's rules of single teams."""

from collections import defaultdict

from ortools.sat.python import cp_model

from benchmarks.peers.textbook_model import Model, Term
from bianzu.models import BLOOD_AND_MARRIAGE
from bianzu.solver.rules.new_cadre import compute_duties
from bianzu.solver.rules.skill_mix import needs_of_team

__all__ = ["add_party_and_desks", "add_origins", "keep_apart", "add_skills", "add_make_up", "add_mentoring"]


def add_party_and_desks(model: Model, team: int) -> None:
    data, rules = model.data, model.data.rules
    if rules.branch is not None:
        party = model.members(team, lambda _slot, person: bool(data.full_member[person]))
        model.at_least(team, rules.branch.n, party, "hard")
    if rules.desks is not None:
        own = data.teams[team].desks
        desks = rules.desks.desks if own is None else own
        others = model.members(team, lambda slot, _person: data.slots[slot].seat.role != "leader")
        model.at_least(team, 2 * desks, others, rules.desks.hardness, rule="desks")


def add_origins(model: Model, team: int) -> None:
    """sensitive-duties and sender-spread."""
    data, rules = model.data, model.data.rules
    external = data.find_externals(team)
    duties = rules.sensitive_duties
    if duties is not None:
        wrong = model.members(
            team, lambda slot, person: data.slots[slot].seat.duty is not None and not external[person]
        )
        model.soft(duties.weight * seated for seated in wrong)
        right = model.members(
            team,
            lambda slot, person: bool(external[person]) and data.slots[slot].seat.role != "leader",
        )
        model.at_least(team, duties.k, right, "soft", weight=duties.weight)
    spread = rules.sender_spread
    if spread is None or data.teams[team].cross_form == "whole":
        return
    senders: dict[int, list[Term]] = defaultdict(list)
    for slot in data.team_slots[team]:
        if data.origin(slot) != "local":
            for person in model.of_slot[slot]:
                if data.work_county[person] >= 0:
                    senders[int(data.work_county[person])].append(model.x[slot, person])
    for people in senders.values():
        over: Term = 0
        if spread.hardness == "waivable":
            over = model.waive("sender-spread", len(people), team=data.teams[team].id)
        model.at_most(people, spread.q, over)


def keep_apart(model: Model, team: int) -> None:
    """in-team and apart."""
    data, rules = model.data, model.data.rules
    name = data.teams[team].id
    setting = rules.in_team
    if setting is not None and setting.kin != "off":
        kinds = BLOOD_AND_MARRIAGE if rules.kin is None else rules.kin.classes
        pairs = {
            frozenset((data.person_at[tie.person], data.person_at[tie.other_person]))
            for tie in data.instance.relations
            if tie.other_person is not None and tie.kind in kinds
        }
        for a, b in sorted(sorted(pair) for pair in pairs if len(pair) == 2):
            model.pair_apart(team, a, b)
    if setting is not None and setting.superior != "off":
        for at, person in enumerate(data.people):
            if person.superior is not None:
                over: Term = 0
                if setting.superior == "waivable":
                    over = model.waive("in-team", 1, people=(person.id, person.superior), team=name)
                model.pair_apart(team, at, data.person_at[person.superior], over)
    if setting is not None and setting.same_unit != "off":
        colleagues: dict[int, list[Term]] = defaultdict(list)
        for slot in data.team_slots[team]:
            for at in model.of_slot[slot]:
                if not data.full_time[at]:
                    colleagues[int(data.work_unit[at])].append(model.x[slot, at])
        for unit, people in colleagues.items():
            over = 0
            if setting.same_unit == "waivable":
                unit_id = data.instance.units[unit].id
                over = model.waive("in-team", int(data.team_size[team]), team=name, unit=unit_id)
            model.at_most(people, setting.n, over)
    for pair in () if rules.apart is None else rules.apart.pairs:
        over = 0
        if pair.hardness == "soft":
            over = model.cp.new_bool_var("")
            model.soft([pair.weight * over])
        model.pair_apart(team, data.person_at[pair.a], data.person_at[pair.b], over)


def add_skills(model: Model, team: int) -> None:
    """skill-mix: a boolean for each member and skill that says whether the member counts for it."""
    setting = model.data.rules.skill_mix
    if setting is None:
        return
    counts: dict[int, list[cp_model.IntVar]] = defaultdict(list)
    for need in needs_of_team(model.data, model.data.teams[team]):
        held = model.data.holders(need.skill, need.level)
        met: list[Term] = []
        on = sorted({p for slot in model.data.team_slots[team] for p in model.of_slot[slot] if held[p]})
        for person in on:
            counted = model.cp.new_bool_var("")
            model.cp.add(counted <= cp_model.LinearExpr.sum(model.on_team(team, person)))
            counts[person].append(counted)
            met.append(counted)
        model.at_least(team, need.need, met, need.hardness, rule="skill-mix", weight=setting.weight)
    for counted_for in counts.values():
        model.at_most(counted_for, setting.c)


def add_make_up(model: Model, team: int) -> None:
    """audit-seats, age-bands, seniority and gender."""
    data, rules = model.data, model.data.rules
    if rules.audit_seats is not None and data.teams[team].form == "joint-audit":
        sides = (("audit", rules.audit_seats.a), ("inspection", rules.audit_seats.b))
        for side, need in sides:
            mine = model.members(team, lambda slot, _p, side=side: data.slots[slot].seat.side == side)  # type: ignore[misc]
            model.at_least(team, need, mine, "hard")
            liaison = model.members(
                team,
                lambda slot, _p, side=side: (  # type: ignore[misc]
                    data.slots[slot].seat.side == side and data.slots[slot].seat.role == "liaison"
                ),
            )
            model.at_least(team, 1, liaison, "hard")
    if rules.age_bands is not None:
        young, middle = rules.age_bands.young, rules.age_bands.middle
        for low, high in ((-1, young), (young, middle), (middle, 1000)):
            band = model.members(team, lambda _s, p, low=low, high=high: bool(low < data.ages[0, p] <= high))  # type: ignore[misc]
            model.at_least(team, 1, band, "soft", weight=rules.age_bands.weight)
    if rules.seniority is not None:
        senior = data.instance.ranks.step(rules.seniority.senior)
        junior = data.instance.ranks.step(rules.seniority.junior)
        hardness = "hard" if data.team_size[team] == 2 else "soft"
        for grade in (
            model.members(team, lambda _s, p: bool(data.rank[p] >= senior)),
            model.members(team, lambda _s, p: bool(0 <= data.rank[p] <= junior)),
        ):
            model.at_least(team, 1, grade, hardness, weight=rules.seniority.weight)
    if rules.gender is not None:
        women = 2 if data.teams[team].womens_interviews else 1
        for woman, need in ((True, women), (False, 1)):
            people = model.members(team, lambda _s, p, woman=woman: bool(data.woman[p]) is woman)  # type: ignore[misc]
            model.at_least(team, need, people, "soft", weight=rules.gender.weight)


def add_mentoring(model: Model, team: int) -> None:
    data, setting = model.data, model.data.rules.mentoring
    if setting is None:
        return
    backbone = model.members(team, lambda _s, p: bool(data.earlier[p] >= 2))
    model.at_least(team, 1, backbone, "hard")
    size = int(data.team_size[team])
    first = model.members(team, lambda _s, p: bool(data.earlier[p] == 0))
    over = model.cp.new_int_var(0, size, "")
    model.at_most(first, setting.f_percent * size // 100, over)
    duties = compute_duties(data)[0]
    fresh = model.members(team, lambda _s, p: duties[p].new_cadre)
    above = model.cp.new_int_var(0, size, "")
    if fresh:
        model.cp.add(cp_model.LinearExpr.sum(fresh) <= 2 * cp_model.LinearExpr.sum(backbone) + above)
    model.soft([setting.weight * over, setting.weight * above])
