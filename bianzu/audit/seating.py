"""Who sits where: the assignments of a plan, as far as they make sense, indexed both ways."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, FindingCode
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import Assignment, Person, Round

__all__ = ["Member", "Seating", "Service", "read_assignments"]


@dataclass(frozen=True, slots=True)
class Member:
    """A person on a seat. ``counts_for`` are the skills that count, ``where`` the plan's JSON path."""

    person: Person
    view: SeatView
    counts_for: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class Service:
    """A floater who serves a team beside its seats."""

    person: Person
    team: TeamView
    counts_for: tuple[str, ...]
    where: str


@dataclass
class Seating:
    """Members by seat, team and person; ``rounds`` holds the planned rounds each person serves,
    ``leaders`` the members on leader seats by round.

    ``services`` are those of floaters, who are no members.
    """

    by_seat: dict[str, Member] = field(default_factory=dict)
    by_team: defaultdict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    by_person: defaultdict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    rounds: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    leaders: defaultdict[str, list[Member]] = field(default_factory=lambda: defaultdict(list))
    services: list[Service] = field(default_factory=list)

    def add(self, member: Member) -> None:
        """Seat one more person."""
        team = member.view.on.team.id
        self.by_seat[member.view.seat.id] = member
        self.by_team[team].append(member)
        self.by_person[member.person.id].append(member)
        self.rounds[member.person.id].add(member.view.on.round.id)
        if member.view.seat.role == "leader":
            self.leaders[member.view.on.round.id].append(member)

    def members(self, team: TeamView) -> list[Member]:
        """People on the seats of a team."""
        return self.by_team.get(team.team.id, [])

    def empty_seats(self, team: TeamView) -> int:
        """How many seats of a team nobody holds."""
        return len(team.team.seats) - len(self.members(team))

    def covered(self, team: TeamView, skill: str) -> int:
        """Units of a team's need that floaters cover: every two of them one."""
        return sum(item.team is team and skill in item.counts_for for item in self.services) // 2

    def serves(self, person: str, item: Round) -> bool:
        """Whether the person has a seat in the planned round."""
        return item.id in self.rounds.get(person, ())

    def sits_beside(self, person: str, team: TeamView) -> bool:
        """Whether the person sits on a team that overlaps this one, itself included."""
        return any(team.overlaps(member.view.on) for member in self.by_person.get(person, ()))


def read_assignments(facts: Facts, assignments: Sequence[Assignment]) -> tuple[Seating, list[Finding]]:
    """Seat people as the plan says; what makes no sense is left out and reported."""
    seating, findings = Seating(), []
    for at, row in enumerate(assignments):
        where = f"$.assignments[{at}]"
        faults = list(_check_row(facts, seating, row, where))
        findings += faults
        if not any(fault.code in _UNUSABLE for fault in faults):
            view = facts.seats[row.seat]
            seating.add(Member(facts.people[row.person], view, row.counts_for, where))
    return seating, findings


_UNUSABLE = frozenset({"unknown-seat", "unknown-person", "duplicate-seat", "duplicate-person"})


def _check_row(facts: Facts, seating: Seating, row: Assignment, where: str) -> Iterator[Finding]:
    """Seat and person exist, each once on a team; round, team, role and duty are the seat's own."""
    if row.person not in facts.people:
        yield Finding(code="unknown-person", where=f"{where}.person", claimed=row.person)
    view = facts.seats.get(row.seat)
    if view is None:
        yield Finding(code="unknown-seat", where=f"{where}.seat", claimed=row.seat)
        return
    held = seating.by_seat.get(row.seat)
    if held is not None:
        yield Finding(
            code="duplicate-seat", rule="seats", where=where, claimed=row.person, found=held.person.id
        )
    for member in seating.members(view.on):
        if member.person.id == row.person and member is not held:
            seat = member.view.seat.id
            yield Finding(code="duplicate-person", rule="one-seat", where=where, claimed=row.seat, found=seat)
    fields: tuple[tuple[FindingCode, str, str, str], ...] = (
        ("wrong-team", "team", row.team, view.on.team.id),
        ("wrong-round", "round", row.round, view.on.round.id),
        ("wrong-role", "role", row.role, view.seat.role),
        ("wrong-duty", "duty", row.duty or "none", view.seat.duty or "none"),
    )
    for code, name, claimed, found in fields:
        if claimed != found:
            yield Finding(code=code, where=f"{where}.{name}", claimed=claimed, found=found)
