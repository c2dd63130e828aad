"""Maxima: counts that are never exceeded, but by units of a covering waiver. One function per rule."""

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import combinations

from bianzu.audit.asked import Force
from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Charge
from bianzu.audit.rules.company import couples
from bianzu.audit.rules.crossing import flow_balance, fresh_pairing, no_swap
from bianzu.audit.rules.post_rules import post_strength
from bianzu.audit.rules.rotation import rest, service_cap
from bianzu.audit.rules.visits import capacity, linked
from bianzu.audit.seating import Member, Seating
from bianzu.audit.views import TeamView
from bianzu.models import BLOOD_AND_MARRIAGE, CITY, OUTSIDE, Round

__all__ = ["MAXIMA", "TEAM_MAXIMA", "find_excesses", "find_team_excesses", "reserved_seats", "spare_people"]


def one_seat(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """A person holds at most one seat among teams whose dates overlap."""
    if facts.rules.one_seat is None:
        return
    for person, members in seating.by_person.items():
        for a, b in combinations(members, 2):
            if a.view.on.overlaps(b.view.on):
                yield Charge(
                    rule="one-seat",
                    clause=None,
                    force="hard",
                    round=b.view.on.round,
                    people=(person,),
                    where=b.where,
                    found=f"{person} on {a.view.seat.id} and {b.view.seat.id}",
                    limit="one seat on overlapping teams",
                )


def reserved_seats(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Seats of the listed teams held by people outside the set <= max(0, seats - n)."""
    setting = facts.rules.reserved_seats
    for item in () if setting is None else setting.groups:
        teams = [facts.teams[team] for team in item.teams]
        inside = facts.sources[item.source_set]
        held = sum(member.person.id not in inside for team in teams for member in seating.members(team))
        limit = max(0, sum(len(team.team.seats) for team in teams) - item.n)
        if held > limit:
            yield Charge(
                rule="reserved-seats",
                clause=None,
                force="hard",
                round=teams[0].round,
                units=held - limit,
                where=f"group {item.id}",
                found=f"{held} others on seats of {item.id}",
                limit=f"at most {limit}",
            )


def sender_spread(facts: Facts, team: TeamView, members: list[Member]) -> Iterator[Charge]:
    """People from one sending county on one team <= q; local seats are not counted, whole teams are
    not tested, city-level and outside people stand outside."""
    setting = facts.rules.sender_spread
    if setting is None or team.team.cross_form == "whole":
        return
    counties = (m.person.work_county for m in members if m.view.origin != "local")
    counts = Counter(county for county in counties if county not in (None, CITY, OUTSIDE))
    for county, count in counts.items():
        if count > setting.q:
            yield _team_excess(
                team,
                "sender-spread",
                None,
                setting.hardness,
                units=count - setting.q,
                found=f"{count} from {county}",
                limit=f"at most {setting.q}",
            )


def in_team_kin(facts: Facts, team: TeamView, members: list[Member]) -> Iterator[Charge]:
    """Kin, of the classes of the rule kin, never on one team."""
    setting = facts.rules.in_team
    if setting is None or setting.kin == "off":
        return
    classes = BLOOD_AND_MARRIAGE if facts.rules.kin is None else facts.rules.kin.classes
    here = {member.person.id for member in members}
    pairs = {
        (min(person, tie.other_person), max(person, tie.other_person))
        for person in here
        for tie in facts.ties.get(person, ())
        if tie.other_person is not None and tie.other_person in here and tie.kind in classes
    }
    for a, b in sorted(pairs):
        yield _team_excess(
            team, "in-team", "kin", "hard", people=(a, b), found=f"{a} and {b}", limit="not both"
        )


def in_team_superior(facts: Facts, team: TeamView, members: list[Member]) -> Iterator[Charge]:
    """A direct superior and subordinate are not together."""
    setting = facts.rules.in_team
    if setting is None or setting.superior == "off":
        return
    here = {member.person.id for member in members}
    for member in members:
        above = member.person.superior
        if above is not None and above in here:
            pair = (member.person.id, above)
            yield _team_excess(
                team,
                "in-team",
                "superior",
                setting.superior,
                people=pair,
                found=f"{pair[0]} and {above}",
                limit="not both",
            )


def in_team_same_unit(facts: Facts, team: TeamView, members: list[Member]) -> Iterator[Charge]:
    """People of one work unit on a team <= n, full-time people not counted."""
    setting = facts.rules.in_team
    if setting is None or setting.same_unit == "off":
        return
    counts = Counter(m.person.work_unit for m in members if m.person.id not in facts.full_time)
    for unit, count in counts.items():
        if count > setting.n:
            yield _team_excess(
                team,
                "in-team",
                "same-unit",
                setting.same_unit,
                unit=unit,
                units=count - setting.n,
                found=f"{count} of {unit}",
                limit=f"at most {setting.n}",
            )


def apart(facts: Facts, team: TeamView, members: list[Member]) -> Iterator[Charge]:
    """Two named people not on the same team, hard or soft as the pair says."""
    setting = facts.rules.apart
    here = {member.person.id for member in members}
    for pair in () if setting is None else setting.pairs:
        if pair.a in here and pair.b in here:
            yield _team_excess(
                team,
                "apart",
                None,
                pair.hardness,
                people=(pair.a, pair.b),
                weight=pair.weight,
                found=f"{pair.a} and {pair.b}",
                limit="not both",
            )


def cross_form(facts: Facts, team: TeamView, members: list[Member]) -> Iterator[Charge]:
    """A whole team (整编): every member has a county as work county, and it is the same one."""
    if facts.rules.cross_form is None or team.team.cross_form != "whole":
        return
    counties = {member.person.work_county for member in members}
    if len(counties) > 1 or counties & {None, CITY, OUTSIDE}:
        words = ", ".join(sorted(county or "unknown" for county in counties))
        yield _team_excess(team, "cross-form", None, "hard", found=words, limit="one sending county")


def _team_excess(
    team: TeamView,
    rule: str,
    clause: str | None,
    force: Force,
    *,
    people: tuple[str, ...] = (),
    unit: str | None = None,
    units: int = 1,
    weight: int = 0,
    found: str,
    limit: str,
) -> Charge:
    return Charge(
        rule=rule,
        clause=clause,
        force=force,
        round=team.round,
        people=people,
        team=team.team.id,
        unit=unit,
        units=units,
        weight=weight,
        where=f"team {team.team.id}",
        found=found,
        limit=limit,
    )


def borrow_cap(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """People outside the full-time pool drawn from one work unit in one round <= the donor table's
    limit, else the first band that fits the unit's staff count."""
    setting = facts.rules.borrow_cap
    if setting is None:
        return
    known = facts.instance.person_by_id
    for item in facts.planned:
        people = (known[person] for person in seating.rounds if seating.serves(person, item))
        counts = Counter(who.work_unit for who in people if who.id not in facts.full_time)
        for unit, count in counts.items():
            limit = spare_people(facts, unit)
            if limit is not None and count > limit:
                yield _borrowed(item, unit, setting.hardness, count, limit)


def spare_people(facts: Facts, unit: str) -> int | None:
    """How many people a work unit can spare in one round, ``None`` for any number."""
    fixed = facts.donor_limits.get(unit)
    if fixed is not None:
        return fixed
    staff = facts.units[unit].staff_count
    setting = facts.rules.borrow_cap
    bands = () if setting is None else setting.bands
    return next((band.b for band in bands if band.up_to is None or band.up_to >= staff), None)


def _borrowed(item: Round, unit: str, force: Force, count: int, limit: int) -> Charge:
    return Charge(
        rule="borrow-cap",
        clause=None,
        force=force,
        round=item,
        unit=unit,
        units=count - limit,
        where=f"round {item.id}",
        found=f"{count} of {unit}",
        limit=f"at most {limit}",
    )


def limits_of_people(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """service-cap and rest over the planned rounds of everybody who serves."""
    for person in facts.people:
        if person in seating.rounds:
            planned = [item for item in facts.planned if seating.serves(person, item)]
            yield from service_cap(facts, person, planned)
            yield from rest(facts, person, planned)


TEAM_MAXIMA: tuple[Callable[[Facts, TeamView, list[Member]], Iterator[Charge]], ...] = (
    sender_spread,
    in_team_kin,
    in_team_superior,
    in_team_same_unit,
    apart,
    cross_form,
)
MAXIMA: tuple[Callable[[Facts, Seating], Iterator[Charge]], ...] = (
    one_seat,
    reserved_seats,
    no_swap,
    fresh_pairing,
    flow_balance,
    couples,
    borrow_cap,
    post_strength,
    limits_of_people,
    linked,
    capacity,
)


def find_team_excesses(facts: Facts, seating: Seating, team: TeamView) -> Iterator[Charge]:
    """Units beyond the maxima of one team."""
    members = seating.members(team)
    for rule in TEAM_MAXIMA:
        yield from rule(facts, team, members)


def find_excesses(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Units beyond every maximum, in the order of the registries."""
    for team in facts.teams.values():
        yield from find_team_excesses(facts, seating, team)
    for rule in MAXIMA:
        yield from rule(facts, seating)
