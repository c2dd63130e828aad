"""Section C: the exclusions of recusal. One function per rule; each keeps the rows that cause it."""

from collections import defaultdict
from collections.abc import Iterator

from bianzu.audit.asked import Force
from bianzu.audit.calendar import full_months, shares_day, years_before
from bianzu.audit.reasons import Case, Reason
from bianzu.audit.views import Contact
from bianzu.models import Round

__all__ = [
    "interest",
    "kin",
    "place",
    "repeat_county",
    "repeat_unit",
    "service",
    "system",
    "tie_lasts",
    "unfit",
]


def place(case: Case) -> Iterator[Reason]:
    """A host county is the person's work county, place grown up, native place, residence, birth
    place or spouse's work county; a local seat is exempt for the person's own county."""
    setting = case.facts.rules.place
    assert setting is not None
    person, hosts, exempt = case.person, case.view.on.hosts, case.exempt_county
    if hosts.isdisjoint(case.facts.places[person.id]):
        return
    for clause, field, hardness, county in (
        ("work", "work_county", setting.work, person.work_county),
        ("grown", "grown", setting.grown, person.grown),
        ("native", "native", setting.native, person.native),
        ("residence", "residence", setting.residence, person.residence),
        ("birth", "birth_place", setting.birth, person.birth_place),
        ("spouse", "spouse_work", setting.spouse, person.spouse_work),
    ):
        if county in hosts and county != exempt and hardness != "off":
            row = f"{case.facts.row(person.id)}.{field}"
            yield Reason("place", clause, hardness, county=county, weight=setting.weight, rows=(row,))


def service(case: Case) -> Iterator[Reason]:
    """(unit) worked in the inspected unit, its superior or a subordinate within Y years before the
    round, or ever for Z years or more; (county) county-managed in a host county within Yc years."""
    setting = case.facts.rules.service
    assert setting is not None
    if setting.unit_clause:
        yield from _served_units(case, setting.y, setting.z)
    if setting.county_clause:
        yield from _served_counties(case, setting.yc)


def _served_units(case: Case, years: int, long: int) -> Iterator[Reason]:
    person = case.person
    worked = case.facts.worked[person.id]
    for unit, near in case.view.on.neighbours.items():
        if worked.isdisjoint(near):
            continue
        rows = _unit_rows(case, near, years, long)
        if rows:
            yield Reason("service", "unit", "hard", unit=unit, rows=tuple(sorted(rows)))


def _unit_rows(case: Case, near: frozenset[str], years: int, long: int) -> set[str]:
    """Rows of the person that lie in one of the units, recently, or long enough in one of them."""
    person, start, here = case.person, case.view.on.round.start, case.facts.row(case.person.id)
    rows = {f"{here}.work_unit"} if person.work_unit in near else set()
    months: defaultdict[str, set[int]] = defaultdict(set)
    sources: defaultdict[str, set[str]] = defaultdict(set)
    for at, entry in enumerate(person.career or ()):
        if entry.unit is None or entry.unit not in near:
            continue
        row = f"{here}.career[{at}]"
        if shares_day(entry.start, entry.end, years_before(start, years), start):
            rows.add(row)
        months[entry.unit].update(full_months(entry.start, entry.end, start))
        sources[entry.unit].add(row)
    for unit, counted in months.items():
        if len(counted) >= 12 * long:
            rows |= sources[unit]
    return rows


def _served_counties(case: Case, years: int) -> Iterator[Reason]:
    if case.view.on.hosts.isdisjoint(case.facts.places[case.person.id]):
        return
    start, here = case.view.on.round.start, case.facts.row(case.person.id)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for at, entry in enumerate(case.person.career or ()):
        if not entry.county_managed or entry.county is None or entry.county not in case.view.on.hosts:
            continue
        recent = shares_day(entry.start, entry.end, years_before(start, years), start)
        if recent and entry.county != case.exempt_county:
            found[entry.county].append(f"{here}.career[{at}]")
    for county in sorted(found):
        yield Reason("service", "county", "hard", county=county, rows=tuple(found[county]))


def _contacts(case: Case) -> dict[str, list[Contact]]:
    """The person's contacts in each inspected unit, in the order of the team's units."""
    listed = case.facts.contacts.get(case.person.id)
    if not listed:
        return {}
    return {unit.id: [c for c in listed if c.unit == unit.id] for unit in case.view.on.units}


def kin(case: Case) -> Iterator[Reason]:
    """Spouse, blood or in-law of a member of the unit's leading group; spouse or direct blood of any
    of its staff. Such ties have no end date."""
    setting = case.facts.rules.kin
    assert setting is not None
    for unit, contacts in _contacts(case).items():
        rows = tuple(
            c.row
            for c in contacts
            if c.kind in setting.staff_classes or (c.leader and c.kind in setting.classes)
        )
        if rows:
            yield Reason("kin", None, "hard", unit=unit, rows=rows)


def interest(case: Case) -> Iterator[Reason]:
    """An upheld recusal request; a declared interest; teacher-student, classmate, or superior and
    subordinate within 3 years, with a member of the leading group."""
    setting = case.facts.rules.interest
    assert setting is not None
    for row, request in case.facts.requests.get(case.person.id, ()):
        asked = request.county in case.view.on.hosts or request.unit in case.view.on.neighbours
        if request.decision == "upheld" and asked:
            yield Reason("interest", "request", "hard", county=request.county, unit=request.unit, rows=(row,))
    strict = case.view.seat.role in setting.strict_roles
    force: Force = setting.strict_hardness if strict else "soft"
    for unit, contacts in _contacts(case).items():
        declared = tuple(c.row for c in contacts if c.kind == "declared-interest")
        if declared:
            yield Reason("interest", "declared", "hard", unit=unit, rows=declared)
        ties = tuple(
            c.row
            for c in contacts
            if c.leader and c.kind in setting.ties and tie_lasts(c, case.view.on.round, setting.years)
        )
        if ties:
            yield Reason("interest", "tie", force, unit=unit, weight=setting.weight, rows=ties)


def tie_lasts(contact: Contact, item: Round, years: int) -> bool:
    """A tie of superior and subordinate counts while it lasts and some years after; others always."""
    if contact.kind != "superior-subordinate":
        return True
    return shares_day(contact.start, contact.end, years_before(item.start, years), item.start)


def system(case: Case) -> Iterator[Reason]:
    """The person's work unit and an inspected unit belong to one system."""
    setting = case.facts.rules.system
    assert setting is not None
    role, work = case.view.seat.role, case.facts.units[case.person.work_unit]
    if role in setting.strict_roles:
        force: Force = setting.strict_hardness
    elif role in setting.soft_roles:
        force = "soft"
    else:
        return
    for unit in case.view.on.units:
        if work.system is not None and unit.system == work.system:
            row = f"{case.facts.row(case.person.id)}.work_unit"
            yield Reason("system", None, force, unit=unit.id, weight=setting.weight, rows=(row,))


def repeat_unit(case: Case) -> Iterator[Reason]:
    """The person did not inspect this unit earlier in the term."""
    setting = case.facts.rules.repeat_unit
    assert setting is not None
    facts, term = case.facts, case.facts.instance.term
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row, record in facts.history.get(case.person.id, ()):
        if facts.instance.round_by_id[record.round].term == term:
            for unit in record.units:
                found[unit].append(row)
    for member in case.seating.by_person.get(case.person.id, ()):
        if member.view.on.round.term == term and _is_earlier(case, member.view.on.round):
            for unit in member.view.on.team.units:
                found[unit].append(f"seat {member.view.seat.id}")
    for inspected in case.view.on.units:
        if inspected.id in found:
            rows = tuple(found[inspected.id])
            yield Reason("repeat-unit", None, setting.hardness, unit=inspected.id, rows=rows)


def _is_earlier(case: Case, item: Round) -> bool:
    return case.facts.order[item.id] < case.facts.order[case.view.on.round.id]


def repeat_county(case: Case) -> Iterator[Reason]:
    """The person did not serve in this county within the last g rounds of the city (leaders) or g'
    (others); local seats are exempt."""
    setting = case.facts.rules.repeat_county
    assert setting is not None
    if case.view.origin == "local":
        return
    span = setting.g if case.view.seat.role == "leader" else setting.g_others
    now = case.facts.order[case.view.on.round.id]
    last = {item.id for item in case.facts.rounds[max(0, now - span) : now]}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row, record in case.facts.history.get(case.person.id, ()):
        if record.round in last:
            for county in record.counties:
                found[county].append(row)
    for member in case.seating.by_person.get(case.person.id, ()):
        if member.view.on.round.id in last:
            for county in member.view.on.hosts:
                found[county].append(f"seat {member.view.seat.id}")
    for county in case.view.on.team.host_counties:
        if county in found:
            rows = tuple(found[county])
            yield Reason("repeat-county", None, "soft", county=county, weight=setting.weight, rows=rows)


def unfit(case: Case) -> Iterator[Reason]:
    """Block list: person, or person and county, or person and unit."""
    for row, entry in case.facts.unfit.get(case.person.id, ()):
        nowhere = entry.county is None and entry.unit is None
        if nowhere or entry.county in case.view.on.hosts or entry.unit in case.view.on.neighbours:
            yield Reason("unfit", None, "hard", county=entry.county, unit=entry.unit, rows=(row,))
