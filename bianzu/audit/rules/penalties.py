"""Soft units that are neither exclusions nor minima: duties, mentoring, together, service over time."""

from collections.abc import Callable, Iterator

from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Charge
from bianzu.audit.rules.balance import balance
from bianzu.audit.rules.cadres import is_new_cadre
from bianzu.audit.rules.company import fresh_pairs, keep_backbone
from bianzu.audit.rules.crossing import swapped_leaders
from bianzu.audit.rules.visits import spacing
from bianzu.audit.seating import Seating

__all__ = ["PENALTIES", "fair_load", "find_penalties", "service_floor"]


def sensitive_duties(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """One unit per seat with a duty that is held by somebody who is not external."""
    setting = facts.rules.sensitive_duties
    if setting is None:
        return
    for member in seating.by_seat.values():
        team = member.view.on
        if member.view.seat.duty is not None and not facts.is_external(member.person, team):
            yield Charge(
                "sensitive-duties", "duty", "soft", team.round, weight=setting.weight, where=member.where
            )


def mentoring(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """First-timers above floor(f x seats); new cadres above 2 x backbones."""
    setting = facts.rules.mentoring
    if setting is None:
        return
    for team in facts.teams.values():
        people = [member.person for member in seating.members(team)]
        first = sum(facts.earlier_rounds[person.id] == 0 for person in people)
        backbones = sum(facts.earlier_rounds[person.id] >= 2 for person in people)
        cadres = sum(is_new_cadre(facts, seating, person, team.round) for person in people)
        allowed = setting.f_percent * len(team.team.seats) // 100
        for clause, excess in (
            ("first-timers", first - allowed),
            ("new-cadres", cadres - 2 * backbones),
        ):
            if excess > 0:
                yield Charge(
                    "mentoring",
                    clause,
                    "soft",
                    team.round,
                    team=team.team.id,
                    units=excess,
                    weight=setting.weight,
                    where=f"team {team.team.id}",
                )


def together(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Two named people on the same team: per planned round one unit unless they are."""
    setting = facts.rules.together
    for pair in () if setting is None else setting.pairs:
        for item in facts.planned:
            mine = {
                m.view.on.team.id for m in seating.by_person.get(pair.a, ()) if m.view.on.round.id == item.id
            }
            theirs = {m.view.on.team.id for m in seating.by_person.get(pair.b, ())}
            if mine.isdisjoint(theirs):
                yield Charge(
                    "together",
                    None,
                    "soft",
                    item,
                    people=(pair.a, pair.b),
                    weight=pair.weight,
                    where=f"round {item.id}",
                )


def fair_load(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Sum over pools and their people of (rounds served, history included) squared."""
    setting = facts.rules.fair_load
    if setting is None:
        return
    units = 0
    for person in facts.people.values():
        served = facts.earlier_rounds[person.id] + len(seating.rounds.get(person.id, ()))
        units += len(person.pools) * served**2
    if units:
        last = facts.planned[-1]
        yield Charge("fair-load", None, "soft", last, units=units, weight=setting.weight, where="plan")


def service_floor(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Rounds in each planned term >= floor for everybody in a pool; known rounds only."""
    setting = facts.rules.service_floor
    if setting is None:
        return
    for term, last in {item.term: item for item in facts.planned}.items():
        rounds = {item.id for item in facts.rounds if item.term == term}
        for person in facts.people.values():
            done = facts.past_rounds.get(person.id, frozenset()) | seating.rounds.get(person.id, set())
            units = setting.floor - len(done & rounds)
            if person.pools and units > 0:
                yield Charge(
                    "service-floor",
                    None,
                    "soft",
                    last,
                    people=(person.id,),
                    units=units,
                    weight=setting.weight,
                    where=f"person {person.id}",
                )


PENALTIES: tuple[Callable[[Facts, Seating], Iterator[Charge]], ...] = (
    sensitive_duties,
    swapped_leaders,
    mentoring,
    together,
    balance,
    service_floor,
    keep_backbone,
    fresh_pairs,
    fair_load,
    spacing,
)


def find_penalties(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Soft units of a plan as a whole."""
    for rule in PENALTIES:
        yield from rule(facts, seating)
