"""Seatings with a few seats given to others, and parts of seatings."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet

from bianzu.audit.facts import Facts
from bianzu.audit.rules.skills import count_members
from bianzu.audit.seating import Member, Seating

__all__ = ["Holders", "pick", "reseat", "sits"]

Holders = Mapping[str, str | None]
"""Seat -> who takes it; ``None`` leaves it empty."""


def reseat(facts: Facts, old: Seating, change: Holders) -> Seating:
    """A seating after a change, with skills of the changed teams counted anew; the old one stays as it is."""
    seating = Seating(
        by_seat=dict(old.by_seat),
        by_team=old.by_team.copy(),
        by_person=old.by_person.copy(),
        rounds=old.rounds.copy(),
        leaders=old.leaders.copy(),
        services=list(old.services),
    )
    for seat in change:
        gone = seating.by_seat.pop(seat, None)
        if gone is not None:
            _unseat(seating, gone)
    teams = {facts.seats[seat].on.team.id: None for seat in change}
    for team in teams:
        seating.by_team[team] = list(seating.by_team.get(team, ()))
        item = facts.teams[team].round.id
        seating.leaders[item] = list(seating.leaders.get(item, ()))
    for seat, person in change.items():
        if person is not None:
            seating.by_person[person] = list(seating.by_person.get(person, ()))
            seating.rounds[person] = set(seating.rounds.get(person, ()))
            seating.add(Member(facts.people[person], facts.seats[seat], (), f"seat {seat}"))
    seating.services = [s for s in old.services if not sits(seating, s.person.id, s.team.team.id)]
    for team in teams:
        for member in count_members(facts, seating, facts.teams[team]):
            _replace(seating, member)
    return seating


def _unseat(seating: Seating, member: Member) -> None:
    """Take a member off a copied seating, whose lists are still those of the original."""
    person, team, round_id = member.person.id, member.view.on.team.id, member.view.on.round.id
    seating.by_team[team] = [item for item in seating.by_team[team] if item is not member]
    seating.leaders[round_id] = [item for item in seating.leaders.get(round_id, ()) if item is not member]
    left = [item for item in seating.by_person[person] if item is not member]
    if left:
        seating.by_person[person] = left
        seating.rounds[person] = {item.view.on.round.id for item in left}
    else:
        del seating.by_person[person], seating.rounds[person]


def _replace(seating: Seating, member: Member) -> None:
    """Put a member in the place of the one on the same seat, who is the same person."""
    seat, person, team = member.view.seat.id, member.person.id, member.view.on.team.id
    if seating.by_seat[seat] is not member:
        seating.by_seat[seat] = member
        round_id = member.view.on.round.id
        for index, key in (
            (seating.by_team, team),
            (seating.by_person, person),
            (seating.leaders, round_id),
        ):
            index[key] = [member if item.view.seat.id == seat else item for item in index[key]]


def pick(seating: Seating, people: Iterable[str], teams: AbstractSet[str]) -> Seating:
    """The seats of some people only, and the services to some teams."""
    picked = Seating(services=[item for item in seating.services if item.team.team.id in teams])
    for person in people:
        for member in seating.by_person.get(person, ()):
            picked.add(member)
    return picked


def sits(seating: Seating, person: str, team: str) -> bool:
    """Whether somebody is on a team."""
    return any(member.view.on.team.id == team for member in seating.by_person.get(person, ()))
