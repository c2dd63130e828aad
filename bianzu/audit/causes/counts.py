"""The count behind a cause, repeated: need, who is able, limits, what removed the others."""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from bianzu.audit.causes.flows import Flow
from bianzu.audit.causes.places import Places
from bianzu.audit.causes.supplies import build_flow
from bianzu.audit.findings import Finding, FindingCode
from bianzu.audit.reasons import Charge, find_waiver
from bianzu.audit.rules.maxima import spare_people
from bianzu.models import Cause, Demand, HallSet, Maximum

__all__ = ["check_count", "limit_of_unit"]


def check_count(places: Places, cause: Cause, where: str) -> Iterator[Finding]:
    """All that a cause says of its count."""
    hall = cause.hall
    members = [item for item in cause.members if isinstance(item, Demand)]
    demands = [*members, *cause.also]
    if hall is None or not demands:
        yield _finding("cause-unproven", where, "hall", "no count")
        return
    if hall.by == "days":
        yield from _check_days(places, cause, hall, where)
        return
    kinds = {(item.rule, item.clause, item.skill, item.person is None) for item in demands}
    by_people = all(item.person is None for item in demands)
    if len(kinds) > 1 or by_people != (hall.by == "people") or not members:
        yield _finding("cause-unproven", where, hall.by, "demands of several kinds")
        return
    need = sum(places.left(item) for item in demands)
    if hall.by == "seats":
        yield from _check_services(places, hall, need, demands, where)
        yield from _check_core(places, cause, where)
        return
    if not places.are_together(demands):
        yield _finding("cause-unproven", where, "people meet one unit each", "teams that do not overlap")
        return
    yield from _check_people(places, hall, need, demands, where)
    yield from _check_core(places, cause, where)


def _finding(code: FindingCode, where: str, claimed: object, found: object) -> Finding:
    return Finding(code=code, where=where, claimed=str(claimed), found=str(found))


def _compare(where: str, claims: Sequence[tuple[str, object, object]]) -> Iterator[Finding]:
    for name, claimed, found in claims:
        if claimed != found:
            yield _finding("wrong-count", f"{where}.hall.{name}", claimed, found)


def _check_days(places: Places, cause: Cause, hall: HallSet, where: str) -> Iterator[Finding]:
    stated = [places.state(item) for item in cause.members if isinstance(item, Demand)]
    if len(stated) != 1 or stated[0] is None or stated[0].unit is None or len(cause.members) > 1:
        yield _finding("cause-unproven", where, "days", "no such absence")
        return
    demand = stated[0]
    from bianzu.audit.rules.post_rules import find_absences

    missing = next(
        item.missing
        for item in find_absences(places.facts)
        if (item.unit, item.round, item.team) == (demand.unit, demand.round, demand.team)
    )
    yield from _compare(where, [("need", hall.need, demand.need), ("have", hall.have, demand.need - missing)])


def _check_services(
    places: Places, hall: HallSet, need: int, demands: list[Demand], where: str
) -> Iterator[Finding]:
    """People who must serve: seats open to them, and how many rounds they can serve at most."""
    have, seats = _count_services(places, demands)
    yield from _compare(
        where,
        [
            ("need", hall.need, need),
            ("people", sorted(hall.people), sorted(item.person or "" for item in demands)),
            ("seats", sorted(hall.seats), sorted(seats)),
            ("have", hall.have, have),
        ],
    )


def _count_services(places: Places, demands: Sequence[Demand]) -> tuple[int, set[str]]:
    edges: dict[str, dict[str, list[str]]] = {}
    seats: set[str] = set()
    needs = {}
    for at, demand in enumerate(demands):
        needs[str(at)] = places.left(demand)
        rounds: dict[str, list[str]] = {}
        for person, view in places.list_spots(demand):
            if places.is_open(person, view, None, ()):
                rounds.setdefault(f"{person.id} {view.on.round.id}", []).append(view.seat.id)
                seats.add(view.seat.id)
        edges[str(at)] = rounds
    return Flow(needs, edges, {}).met, seats


def _check_people(
    places: Places, hall: HallSet, need: int, demands: list[Demand], where: str
) -> Iterator[Finding]:
    able = _list_able(places, demands, set(hall.seats))
    candidates, removed = _list_removed(places, demands)
    seats = {view.seat.id for demand in demands for view in places.list_seats(demand)}
    for row in hall.limits:
        limit = limit_of_unit(places, row)
        if row.rule != "borrow-cap" or limit != row.limit:
            yield _finding("wrong-count", f"{where}.hall.limits", f"{row.unit} {row.limit}", limit)
    order = places.facts.positions
    yield from _compare(
        where,
        [
            ("need", hall.need, need),
            ("people", list(hall.people), sorted(able, key=lambda person: order[person])),
            ("seats", sorted(hall.seats), sorted(set(hall.seats) & seats)),
            ("have", hall.have, _count(places, able, hall.limits, len(hall.seats))),
            ("candidates", hall.candidates, candidates),
            ("removed_by", dict(hall.removed_by), removed),
        ],
    )


def _check_core(places: Places, cause: Cause, where: str) -> Iterator[Finding]:
    """The members alone fail the count, with their own exclusions, pins and limits only."""
    asked = sum(places.left(item) for item in cause.members if isinstance(item, Demand))
    met = build_flow(places, cause.members).met
    if met >= asked:
        yield _finding("cause-unproven", where, f"{asked} units", f"{met} can be had")


def _list_able(places: Places, demands: Sequence[Demand], full: Collection[str]) -> set[str]:
    return {
        person.id
        for demand in demands
        for person, view in places.list_spots(demand)
        if view.seat.id not in full and places.is_open(person, view, None, ())
    }


def _count(places: Places, able: Collection[str], limits: Sequence[Maximum], full: int) -> int:
    """How many units some people and full seats meet at most."""
    facts = places.facts
    most = {row.unit: row.limit for row in limits}
    units = Counter(facts.people[person].work_unit for person in able if person not in facts.full_time)
    over = sum(max(0, count - most[unit]) for unit, count in units.items() if unit in most)
    return len(able) - over + full


def limit_of_unit(places: Places, row: Maximum) -> int | None:
    """What a unit can spare in a round, with the waiver that covers it."""
    facts = places.facts
    setting, item = facts.rules.borrow_cap, facts.instance.round_by_id.get(row.round or "")
    if setting is None or item is None or row.unit not in facts.units:
        return None
    limit = spare_people(facts, row.unit)
    if limit is None:
        return None
    charge = Charge(rule="borrow-cap", clause=None, force=setting.hardness, round=item, unit=row.unit)
    waiver = find_waiver(facts.waivers, charge)
    own = sum(
        person.work_unit == row.unit and person.id not in facts.full_time for person in facts.people.values()
    )
    return limit + (0 if waiver is None else min(own, waiver.amount))


def _list_removed(places: Places, demands: Sequence[Demand]) -> tuple[int, dict[str, int]]:
    """Candidates, and those who are able nowhere by what bars them from every place of theirs."""
    bars: dict[str, list[frozenset[str]]] = {}
    for demand in demands:
        for person, view in places.list_spots(demand):
            bars.setdefault(person.id, []).append(places.find_bars(person, view))
    removed: Counter[str] = Counter()
    for found in bars.values():
        if all(found):
            removed.update(frozenset.intersection(*found) or {"combined"})
    return len(bars), dict(removed)
