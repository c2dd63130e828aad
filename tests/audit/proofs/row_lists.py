"""Every row that a certificate may price in an instance, listed from the table in docs/format.md."""

from collections.abc import Iterator
from itertools import combinations

from bianzu.audit.facts import Facts
from bianzu.audit.rules.company import list_couples
from bianzu.audit.rules.minima import list_asked
from bianzu.audit.rules.post_rules import list_holders
from bianzu.audit.rules.skills import find_needs
from bianzu.models import BLOOD_AND_MARRIAGE, Instance, LevelProof, PricedRows
from tests.audit.proofs.flow_rows import list_flow_rows
from tests.audit.proofs.rotation_rows import Row, list_rotation_rows

__all__ = ["Row", "list_rows", "make_proof"]


def list_rows(instance: Instance) -> list[Row]:
    """All rows, whether or not they could ever bind; debts of cadres include those at risk."""
    facts = Facts(instance)
    found: list[Row] = [("seats", None, (seat,)) for seat in facts.seats]
    for team in instance.teams:
        found += _list_team(facts, team.id)
    rules, planned = instance.rules, [item.id for item in facts.planned]
    if rules.borrow_cap is not None:
        found += [("borrow-cap", None, (item, unit.id)) for item in planned for unit in instance.units]
    if rules.reserved_seats is not None:
        found += [("reserved-seats", None, (item.id,)) for item in rules.reserved_seats.groups]
    if rules.post_strength is not None:
        found += [
            ("post-strength", None, (item.id, u)) for item in facts.planned for u in list_holders(facts, item)
        ]
    if rules.couples is not None:
        found += [("couples", None, (item, *pair)) for item in planned for pair in list_couples(facts)]
    found += list_rotation_rows(facts)
    found += list_flow_rows(facts)
    found += _list_floaters(facts)
    found += [("pins", None, (str(at),)) for at, pin in enumerate(instance.pins) if pin.kind != "must-not"]
    found += [("waiver", None, (waiver.id,)) for waiver in instance.waivers]
    return list(dict.fromkeys(found))


def _list_team(facts: Facts, team: str) -> Iterator[Row]:
    rules, instance, view = facts.rules, facts.instance, facts.teams[team]
    for asked in list_asked(facts, view):
        if asked.rule != "skill-mix":
            yield asked.rule, asked.clause, (team,)
    needs = sorted(find_needs(facts, view))
    for size in range(1, len(needs) + 1):
        yield from (("skill-mix", None, (team, *chosen)) for chosen in combinations(needs, size))
    if rules.mentoring is not None:
        yield "mentoring", "first-timers", (team,)
        yield "mentoring", "new-cadres", (team,)
    counties = [county.id for county in instance.counties]
    if rules.sender_spread is not None and view.team.cross_form != "whole":
        yield from (("sender-spread", None, (team, county)) for county in counties)
    if rules.cross_form is not None and view.team.cross_form == "whole":
        yield from (("cross-form", None, (s.id, county)) for s in view.team.seats for county in counties)
    if rules.in_team is not None:
        yield from _list_in_team(facts, team)
    for pair in () if rules.apart is None else rules.apart.pairs:
        yield "apart", None, (team, pair.a, pair.b)
    for pair in () if rules.together is None else rules.together.pairs:
        yield from (("together", clause, (team, pair.a, pair.b)) for clause in ("first", "second"))
    for field in () if rules.balance is None else rules.balance.fields:
        yield from (("balance", clause, (team, field)) for clause in ("high", "low"))


def _list_floaters(facts: Facts) -> Iterator[Row]:
    rules, planned = facts.rules, facts.planned
    for team in facts.teams.values() if rules.floaters is not None else ():
        yield from (("floaters", "half", (team.team.id, skill)) for skill in find_needs(facts, team))
        yield from (("floaters", "member", (team.team.id, person)) for person in facts.people)
        for item in planned[: planned.index(team.round)]:
            near = 0 if rules.repeat_county is None else rules.repeat_county.g_others
            close = facts.order[team.round.id] - facts.order[item.id] <= near
            in_term = rules.repeat_unit is not None and item.term == facts.instance.term
            others = [other for other in facts.teams.values() if other.round is item]
            if any(
                (close and team.hosts & other.hosts)
                or (in_term and set(team.team.units) & set(other.team.units))
                for other in others
            ):
                yield from (("floaters", "again", (team.team.id, person, item.id)) for person in facts.people)


def _list_in_team(facts: Facts, team: str) -> Iterator[Row]:
    setting, instance = facts.rules.in_team, facts.instance
    assert setting is not None
    classes = BLOOD_AND_MARRIAGE if facts.rules.kin is None else facts.rules.kin.classes
    if setting.kin != "off":
        kin = {
            tuple(sorted((tie.person, tie.other_person)))
            for tie in instance.relations
            if tie.other_person is not None and tie.kind in classes
        }
        yield from (("in-team", "kin", (team, *pair)) for pair in sorted(kin))
    if setting.superior != "off":
        people = [person for person in instance.people if person.superior is not None]
        yield from (("in-team", "superior", (team, who.id, who.superior or "")) for who in people)
    if setting.same_unit != "off":
        yield from (("in-team", "same-unit", (team, unit.id)) for unit in instance.units)


def make_proof(level: str, prices: dict[Row, int], pins: dict[str, int] | None = None) -> LevelProof:
    """A proof from multipliers by row."""
    tree = {
        "level": level,
        "pins": tuple((pins or {}).items()),
        "rows": tuple(
            PricedRows(rule=rule, clause=clause, prices=((key, price),))
            for (rule, clause, key), price in prices.items()
        ),
    }
    return LevelProof.model_validate(tree)
