"""Changed seats, levels 4 and 5: load, travel and the seeded tie-break, straight from their definitions."""

from hashlib import sha256

from bianzu.audit.facts import Facts
from bianzu.audit.seating import Seating
from bianzu.audit.views import TeamView
from bianzu.models import CITY, OUTSIDE, Person

__all__ = ["cost_of_seat", "count_changes", "kilometres", "load_travel", "tie_break", "tie_break_value"]


def count_changes(facts: Facts, seating: Seating) -> int:
    """Seats of the published list whose occupant is not the one listed, less the free ones."""
    baseline, changed = facts.instance.baseline, 0
    if baseline is None:
        return 0
    for item in baseline.seats:
        if item.seat in facts.seats:
            member = seating.by_seat.get(item.seat)
            changed += (None if member is None else member.person.id) != item.person
    return max(0, changed - baseline.allowance)


def load_travel(facts: Facts, seating: Seating) -> int:
    """Sum over assignments and services of load x earlier rounds + travel x kilometres."""
    seats = sum(cost_of_seat(facts, member.person, member.view.on) for member in seating.by_seat.values())
    return seats + sum(cost_of_seat(facts, item.person, item.team) for item in seating.services)


def cost_of_seat(facts: Facts, person: Person, team: TeamView) -> int:
    """Load x earlier rounds + travel x kilometres of a person on a team."""
    priority = facts.rules.priority
    if priority is None:
        return 0
    load = priority.load * facts.earlier_rounds[person.id]
    return load + priority.travel * kilometres(facts, person, team)


def kilometres(facts: Facts, person: Person, team: TeamView) -> int:
    """From the work county, or the city seat when there is none in the city, to the nearest host county."""
    home = person.work_county
    if home in team.hosts:
        return 0
    counties = facts.instance.county_by_id
    if home is None or home in (CITY, OUTSIDE):
        return min(counties[host].city_distance for host in team.hosts)
    return min(_distance(facts, home, host) for host in team.hosts)


def _distance(facts: Facts, home: str, host: str) -> int:
    """As the work county lists it, else as the host county does, else 0."""
    counties = facts.instance.county_by_id
    listed = counties[home].distances.get(host)
    return counties[host].distances.get(home, 0) if listed is None else listed


def tie_break_value(seed: int, person: str, seat: str) -> int:
    """First four bytes of SHA-256 of seed, person and seat, shifted right by 8 bits: 0 .. 2**24 - 1."""
    text = f"{seed}\n{person}\n{seat}".encode()
    return int.from_bytes(sha256(text).digest()[:4], "big") >> 8


def tie_break(seating: Seating, seed: int) -> int:
    """Sum of the tie-break values of all assignments."""
    members = seating.by_seat.items()
    return sum(tie_break_value(seed, member.person.id, seat) for seat, member in members)
