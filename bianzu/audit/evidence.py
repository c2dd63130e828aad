"""The recusal evidence of a filled seat: each class of section C, what was compared, which rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from bianzu.audit.facts import Facts
from bianzu.audit.findings import EvidenceLine, SeatEvidence, Verdict
from bianzu.audit.reasons import Case, Charge, Reason, find_waiver
from bianzu.audit.rules.exclusions import find_reasons
from bianzu.audit.rules.maxima import find_team_excesses
from bianzu.audit.seating import Member, Seating
from bianzu.audit.views import TeamView

__all__ = ["CLASSES", "collect_evidence"]

_SEVERITY: tuple[Verdict, ...] = ("barred", "waived", "penalised")


@dataclass(frozen=True, slots=True)
class _Check:
    """What a class looks at: ``source`` rows of the person, whether anything is known, exemption."""

    compared: str
    rows: tuple[str, ...] = ()
    known: bool = True
    exempt: bool = False


@dataclass(frozen=True)
class _Seen:
    """One filled seat with its reasons by (rule, clause) and its part in excesses of the team."""

    case: Case
    reasons: Mapping[tuple[str, str | None], list[Reason]]
    excesses: tuple[Charge, ...] = field(default=())

    @property
    def hosts(self) -> str:
        return "hosts " + ", ".join(self.case.view.on.team.host_counties)

    @property
    def units(self) -> str:
        return "units " + (", ".join(self.case.view.on.team.units) or "none")


def _check_place(seen: _Seen, clause: str, name: str, value: str | None) -> _Check:
    row = f"{seen.case.facts.row(seen.case.person.id)}.{name}"
    exempt = seen.case.exempt_county is not None
    return _Check(f"{name} {value or 'unknown'}; {seen.hosts}", (row,), value is not None, exempt)


def _check_service_unit(seen: _Seen) -> _Check:
    person, row = seen.case.person, seen.case.facts.row(seen.case.person.id)
    entries = "unknown" if person.career is None else f"{len(person.career)} entries"
    words = f"work_unit {person.work_unit}, career {entries}; {seen.units}"
    return _Check(words, (f"{row}.career", f"{row}.work_unit"), person.career is not None)


def _check_service_county(seen: _Seen) -> _Check:
    person, row = seen.case.person, seen.case.facts.row(seen.case.person.id)
    managed = [entry.county or "unknown" for entry in person.career or () if entry.county_managed]
    words = f"county-managed in {', '.join(managed) or 'none'}; {seen.hosts}"
    exempt = seen.case.exempt_county is not None
    return _Check(words, (f"{row}.career",), person.career is not None, exempt)


def _check_ties(seen: _Seen) -> _Check:
    person, facts = seen.case.person, seen.case.facts
    ties = facts.ties.get(person.id, [])
    declared = "declared" if person.relations_declared else "not declared"
    rows = tuple(tie.row for tie in ties) or (f"{facts.row(person.id)}.relations_declared",)
    return _Check(
        f"{len(ties)} relations, {declared}; {seen.units}", rows, bool(ties) or person.relations_declared
    )


def _check_requests(seen: _Seen) -> _Check:
    requests = seen.case.facts.requests.get(seen.case.person.id, [])
    rows = tuple(row for row, _ in requests) or ("$.recusal_requests",)
    return _Check(f"{len(requests)} requests; {seen.hosts}; {seen.units}", rows)


def _check_system(seen: _Seen) -> _Check:
    facts, person, setting = seen.case.facts, seen.case.person, seen.case.facts.rules.system
    own = facts.units[person.work_unit].system
    theirs = [unit.system for unit in seen.case.view.on.units]
    tested = setting is not None and seen.case.view.seat.role in (*setting.strict_roles, *setting.soft_roles)
    words = f"system {own or 'unknown'}; inspected {', '.join(s or 'unknown' for s in theirs) or 'none'}"
    known = tested and own is not None and None not in theirs
    return _Check(words, (f"{facts.row(person.id)}.work_unit",), known)


def _check_in_team(seen: _Seen) -> _Check:
    facts, person, setting = seen.case.facts, seen.case.person, seen.case.facts.rules.in_team
    row, ties = facts.row(person.id), facts.ties.get(person.id, [])
    kin_off = setting is not None and setting.kin == "off"
    words = f"relations {len(ties)}, superior {person.superior or 'none'}, work_unit {person.work_unit}"
    rows = (f"{row}.superior", f"{row}.work_unit", *(tie.row for tie in ties))
    return _Check(words, rows, kin_off or bool(ties) or person.relations_declared)


def _check_history(seen: _Seen) -> _Check:
    records = seen.case.facts.history.get(seen.case.person.id, [])
    rows = tuple(row for row, _ in records) or ("$.history",)
    return _Check(f"{len(records)} records; {seen.units}; {seen.hosts}", rows)


def _check_repeat_county(seen: _Seen) -> _Check:
    check = _check_history(seen)
    return _Check(check.compared, check.rows, exempt=seen.case.view.origin == "local")


def _check_unfit(seen: _Seen) -> _Check:
    entries = seen.case.facts.unfit.get(seen.case.person.id, [])
    rows = tuple(row for row, _ in entries) or ("$.unfit",)
    return _Check(f"{len(entries)} entries; {seen.hosts}; {seen.units}", rows)


CLASSES: tuple[tuple[str, str | None, Callable[[_Seen], _Check]], ...] = (
    ("place", "work", lambda s: _check_place(s, "work", "work_county", s.case.person.work_county)),
    ("place", "grown", lambda s: _check_place(s, "grown", "grown", s.case.person.grown)),
    ("place", "native", lambda s: _check_place(s, "native", "native", s.case.person.native)),
    ("place", "residence", lambda s: _check_place(s, "residence", "residence", s.case.person.residence)),
    ("place", "birth", lambda s: _check_place(s, "birth", "birth_place", s.case.person.birth_place)),
    ("place", "spouse", lambda s: _check_place(s, "spouse", "spouse_work", s.case.person.spouse_work)),
    ("service", "unit", _check_service_unit),
    ("service", "county", _check_service_county),
    ("kin", None, _check_ties),
    ("interest", "request", _check_requests),
    ("interest", "declared", _check_ties),
    ("interest", "tie", _check_ties),
    ("system", None, _check_system),
    ("in-team", None, _check_in_team),
    ("repeat-unit", None, _check_history),
    ("repeat-county", None, _check_repeat_county),
    ("unfit", None, _check_unfit),
)
"""The classes of section C in rulebook order, one evidence line each."""


def collect_evidence(facts: Facts, seating: Seating) -> Iterator[SeatEvidence]:
    """Evidence of every filled seat, in the order of the instance's seats."""
    for team in facts.teams.values():
        members = seating.members(team)
        excesses = [c for c in find_team_excesses(facts, seating, team) if c.rule == "in-team"]
        for seat in team.team.seats:
            member = seating.by_seat.get(seat.id)
            if member is not None and member in members:
                yield _describe(facts, seating, team, member, excesses)


def _describe(
    facts: Facts, seating: Seating, team: TeamView, member: Member, excesses: list[Charge]
) -> SeatEvidence:
    case = Case(facts, seating, member.person, member.view)
    reasons: dict[tuple[str, str | None], list[Reason]] = {}
    for reason in find_reasons(case):
        reasons.setdefault((reason.rule, reason.clause), []).append(reason)
    concerned = tuple(charge for charge in excesses if _concerns(facts, member, charge))
    seen = _Seen(case, reasons, concerned)
    return SeatEvidence(
        round=team.round.id,
        team=team.team.id,
        seat=member.view.seat.id,
        person=member.person.id,
        lines=tuple(_judge(seen, rule, clause, check) for rule, clause, check in CLASSES),
    )


def _concerns(facts: Facts, member: Member, charge: Charge) -> bool:
    """The member is one of the pair, or one of the people of the work unit."""
    if charge.people:
        return member.person.id in charge.people
    return member.person.work_unit == charge.unit and member.person.id not in facts.full_time


def _judge(seen: _Seen, rule: str, clause: str | None, look: Callable[[_Seen], _Check]) -> EvidenceLine:
    """Reasons decide; else the rule may be off, the source unknown, the seat exempt; else clear."""
    check = look(seen)
    rows: tuple[str, ...] = ()
    verdicts: list[Verdict] = []
    objects: tuple[str, ...] = ()
    reasons = seen.reasons.get((rule, clause), [])
    if reasons:
        verdicts = [_verdict(seen.case.facts, r.charge(seen.case)) for r in reasons]
        objects = tuple(r.object for r in reasons if r.object is not None)
        rows = tuple(dict.fromkeys(row for r in reasons for row in r.rows))
    elif rule == "in-team" and seen.excesses:
        verdicts = [_verdict(seen.case.facts, charge) for charge in seen.excesses]
        mine = seen.case.person.id
        others = (o for c in seen.excesses for o in (*c.people, *filter(None, (c.unit,))) if o != mine)
        objects = tuple(dict.fromkeys(others))
    verdict: Verdict
    if verdicts:
        verdict = min(verdicts, key=_SEVERITY.index)
    elif not _is_on(seen.case.facts, rule, clause) or not check.known:
        verdict = "not-checked"
    else:
        verdict = "exempt" if check.exempt else "clear"
    return EvidenceLine(
        rule=rule,
        clause=clause,
        verdict=verdict,
        compared=check.compared,
        objects=objects,
        rows=rows or check.rows,
    )


def _verdict(facts: Facts, charge: Charge) -> Verdict:
    if charge.force == "soft":
        return "penalised"
    return "barred" if find_waiver(facts.waivers, charge) is None else "waived"


def _is_on(facts: Facts, rule: str, clause: str | None) -> bool:
    """The rule is on, and its clause is not switched off."""
    if rule not in facts.on:
        return False
    place, service = facts.rules.place, facts.rules.service
    if rule == "place" and place is not None:
        hardness = {
            "work": place.work,
            "grown": place.grown,
            "native": place.native,
            "residence": place.residence,
            "birth": place.birth,
            "spouse": place.spouse,
        }
        return clause is not None and hardness[clause] != "off"
    if rule == "service" and service is not None:
        return service.unit_clause if clause == "unit" else service.county_clause
    return True
