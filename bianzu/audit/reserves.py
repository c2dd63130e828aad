"""reserves: ranked people for every team who could step in, one of them able to lead it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, FindingCode
from bianzu.audit.levels import cost_of_seat, tie_break_value
from bianzu.audit.reasons import Case
from bianzu.audit.rules.exclusions import LIMITS, find_reasons, is_barred, list_barring_rules, stands
from bianzu.audit.seating import Seating
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import Person, Reserve

__all__ = ["check_reserves"]


def check_reserves(facts: Facts, seating: Seating, claims: Sequence[Reserve], seed: int) -> Iterator[Finding]:
    """Everybody listed could step in, in the right order, and nobody is missing who could."""
    checker = _Checker(facts, seating, seed)
    for at, item in enumerate(claims):
        fault = checker.add(item)
        if fault is not None:
            words = f"{item.person} for {item.seat} of {item.team}"
            yield _finding("reserve-unfit", f"$.reserves[{at}]", words, fault)
    for team in facts.teams.values():
        yield from checker.check_team(team)


def _finding(code: FindingCode, where: str, claimed: str, found: str) -> Finding:
    return Finding(code=code, rule="reserves", where=where, claimed=claimed, found=found)


@dataclass
class _Checker:
    """Entries that make sense, by team and by person."""

    facts: Facts
    seating: Seating
    seed: int
    by_team: defaultdict[str, list[Reserve]] = field(default_factory=lambda: defaultdict(list))
    by_person: defaultdict[str, list[TeamView]] = field(default_factory=lambda: defaultdict(list))

    def add(self, item: Reserve) -> str | None:
        """Take an entry, or say why it is none."""
        team, view = self.facts.teams.get(item.team), self.facts.seats.get(item.seat)
        person = self.facts.people.get(item.person)
        if team is None or view is None or person is None or view.on is not team:
            return "no such person, team or seat of the team"
        if self.seating.sits_beside(person.id, team):
            return "sits on an overlapping team"
        if self._is_reserve(person, team):
            return "a reserve of an overlapping team already"
        case = Case(self.facts, self.seating, person, view)
        rules = list_barring_rules(case) | set(self._list_overrun(case))
        if rules:
            return "barred by " + ", ".join(sorted(rules))
        self.by_team[team.team.id].append(item)
        self.by_person[person.id].append(team)
        return None

    def _is_reserve(self, person: Person, team: TeamView) -> bool:
        return any(team.overlaps(other) for other in self.by_person.get(person.id, ()))

    def check_team(self, team: TeamView) -> Iterator[Finding]:
        """Ranks and order; not too many, and nobody missing; one able to lead."""
        setting = self.facts.rules.reserves
        limit, where = 0 if setting is None else setting.r, f"team {team.team.id}"
        listed = sorted(self.by_team[team.team.id], key=lambda item: item.rank)
        ranks = [item.rank for item in listed]
        if ranks != list(range(1, len(ranks) + 1)):
            yield _finding("wrong-reserve-order", where, f"ranks {ranks}", "1, 2 and so on")
        elif [self._weigh(item) for item in listed] != sorted(map(self._weigh, listed)):
            best = " ".join(item.person for item in sorted(listed, key=self._weigh))
            yield _finding("wrong-reserve-order", where, " ".join(item.person for item in listed), best)
        if len(listed) > limit:
            yield _finding("too-many-reserves", where, str(len(listed)), f"at most {limit}")
        if len(listed) < limit:
            spare = next((who for who in self._list_left(team) if self._can_sit(who, team)), None)
            if spare is not None:
                yield _finding("reserve-missing", where, f"{len(listed)} of {limit}", f"{spare.id} is left")
        if limit and not any(self._can_lead(self.facts.people[item.person], team) for item in listed):
            able = next((who for who in self._list_left(team) if self._can_lead(who, team)), None)
            if able is not None:
                yield _finding("no-reserve-leads", where, f"{len(listed)} reserves", f"{able.id} could")

    def _weigh(self, item: Reserve) -> tuple[int, int, int]:
        """Soft cost of the seat, load and travel, tie-break."""
        facts, person, view = self.facts, self.facts.people[item.person], self.facts.seats[item.seat]
        reasons = find_reasons(Case(facts, self.seating, person, view))
        soft = sum(reason.weight for reason in reasons if reason.force == "soft")
        duties = facts.rules.sensitive_duties
        if duties is not None and view.seat.duty is not None and not facts.is_external(person, view.on):
            soft += duties.weight
        tie = tie_break_value(self.seed, person.id, view.seat.id)
        return soft, cost_of_seat(facts, person, view.on), tie

    def _list_left(self, team: TeamView) -> Iterator[Person]:
        """People who neither sit on an overlapping team nor are a reserve of one."""
        for person in self.facts.people.values():
            if not self.seating.sits_beside(person.id, team) and not self._is_reserve(person, team):
                yield person

    def _can_sit(self, person: Person, team: TeamView) -> bool:
        return any(not self._is_barred(person, view) for view in self._seats(team))

    def _can_lead(self, person: Person, team: TeamView) -> bool:
        leads = [view for view in self._seats(team) if view.seat.role == "leader"]
        return bool(leads) and not any(self._is_barred(person, view) for view in leads)

    def _seats(self, team: TeamView) -> Iterator[SeatView]:
        return (self.facts.seats[seat.id] for seat in team.team.seats)

    def _is_barred(self, person: Person, view: SeatView) -> bool:
        case = Case(self.facts, self.seating, person, view)
        return is_barred(case) or next(self._list_overrun(case), None) is not None

    def _list_overrun(self, case: Case) -> Iterator[str]:
        """Limits of a person that this round, served besides all planned ones, would break unwaived."""
        planned = [item for item in self.facts.planned if self.seating.serves(case.person.id, item)]
        if case.view.on.round in planned:
            return
        for rule, limit in LIMITS:
            if rule in self.facts.on:
                had = limit(self.facts, case.person.id, planned)
                known = {(charge.clause, charge.round.id) for charge in had}
                charges = limit(self.facts, case.person.id, [*planned, case.view.on.round])
                new = (charge for charge in charges if (charge.clause, charge.round.id) not in known)
                if any(stands(case, charge) for charge in new):
                    yield rule
