"""floaters: people who serve teams beside their seats and cover skills by half."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, FindingCode
from bianzu.audit.reasons import Case
from bianzu.audit.rules.exclusions import EXCLUSIONS
from bianzu.audit.rules.skills import find_needs, holds
from bianzu.audit.seating import Seating, Service
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import FloaterService, Person, Seat

__all__ = ["bars_service", "find_floaters", "read_floaters"]

_TESTED = frozenset(
    {
        *("gates", "place", "service", "kin", "interest", "system"),
        *("repeat-unit", "repeat-county", "unfit"),
    }
)
"""Rules that may have no reason, of whatever hardness, against a service."""


def read_floaters(facts: Facts, seating: Seating, rows: Sequence[FloaterService]) -> list[Finding]:
    """Let floaters serve as the plan says; a service with a fault is reported and covers nothing."""
    findings = []
    for at, row in enumerate(rows):
        where = f"$.floaters[{at}]"
        fault = _find_fault(facts, seating, row)
        if fault is not None:
            words = f"{row.person} for {row.team}"
            findings.append(_finding("floater-unfit", where, words, fault))
            continue
        service = Service(facts.people[row.person], facts.teams[row.team], row.counts_for, where)
        seating.services.append(service)
    return [*findings, *_check_caps(facts, seating)]


def _finding(code: FindingCode, where: str, claimed: str, found: str) -> Finding:
    return Finding(code=code, rule="floaters", where=where, claimed=claimed, found=found)


def _find_fault(facts: Facts, seating: Seating, row: FloaterService) -> str | None:
    """What is wrong with a service, if anything."""
    team, person = facts.teams.get(row.team), facts.people.get(row.person)
    if team is None or person is None or team.round.id != row.round:
        return "no such person, or no such team in the round"
    if not _is_floater(facts, person):
        return "no floater"
    if any(member.person.id == person.id for member in seating.members(team)):
        return "a member of the team"
    if any(item.person is person and item.team is team for item in seating.services):
        return "serves the team already"
    return _find_skill_fault(facts, team, person, row.counts_for) or next(
        _reasons(facts, seating, team, person), None
    )


def _is_floater(facts: Facts, person: Person) -> bool:
    """Of the source set, or of a specialist pool when none is named."""
    setting = facts.rules.floaters
    if setting is None:
        return False
    if setting.source_set is None:
        return "specialist" in person.pools
    return person.id in facts.sources[setting.source_set]


def _find_skill_fault(facts: Facts, team: TeamView, person: Person, named: Sequence[str]) -> str | None:
    """``counts_for`` is 1 to c different needed skills held at the level."""
    most = 0 if facts.rules.skill_mix is None else facts.rules.skill_mix.c
    if not 1 <= len(named) <= most or len(set(named)) < len(named):
        return f"{len(named)} skills, not 1 to {most} different ones"
    needs = find_needs(facts, team)
    for skill in named:
        if skill not in needs or not holds(person, skill, needs[skill].level):
            return f"{skill} is not needed, or not held at the level"
    return None


def find_floaters(facts: Facts) -> list[Person]:
    """Everybody who may be one."""
    return [person for person in facts.people.values() if _is_floater(facts, person)]


def bars_service(facts: Facts, team: TeamView, person: Person) -> bool:
    """Whether anything on record or a pin bars a service, seats of planned rounds left out."""
    return next(_reasons(facts, Seating(), team, person), None) is not None


def _reasons(facts: Facts, seating: Seating, team: TeamView, person: Person) -> Iterator[str]:
    """Recusal, gates, unfit and must-not pins, as for a member's seat of any origin."""
    seat = Seat(id="-", role="member", origin="any")
    case = Case(facts, seating, person, SeatView(seat, "any", team))
    for rule, test in EXCLUSIONS:
        if rule in _TESTED and rule in facts.on:
            for reason in test(case):
                yield " ".join(filter(None, ("barred by", rule, reason.clause, reason.object)))
    for pin in facts.forbidding_pins.get(person.id, ()):
        if pin.seat is None and pin.team in (None, team.team.id) and pin.round in (None, team.round.id):
            yield "barred by pins"


def _check_caps(facts: Facts, seating: Seating) -> Iterator[Finding]:
    """At most m teams and d days of a person in a round."""
    setting = facts.rules.floaters
    if setting is None:
        return
    count = Counter((item.person.id, item.team.round.id) for item in seating.services)
    for (person, round_id), teams in count.items():
        days = teams * setting.days_per_team
        if teams > setting.m or days > setting.d:
            limit = f"at most {setting.m} teams and {setting.d} days"
            found = f"{teams} teams and {days} days in {round_id}"
            yield _finding("floater-over-cap", f"person {person}", limit, found)
