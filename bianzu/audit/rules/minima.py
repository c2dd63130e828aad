"""Minima of a team: at least so many, empty seats forgiven. One function per rule."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from bianzu.audit.asked import Asked, Counted, Force
from bianzu.audit.calendar import age_at
from bianzu.audit.facts import Facts
from bianzu.audit.rules.skills import find_needs, holds
from bianzu.audit.seating import Member, Seating
from bianzu.audit.views import TeamView
from bianzu.models import Person, Seat

__all__ = ["MINIMA", "Minimum", "find_minima", "list_asked"]


@dataclass(frozen=True, slots=True)
class Minimum:
    """At least ``need`` people of a team who are ``counted``; ``missing`` after its empty seats.

    ``counted`` says whether a person on a seat of the team would count; for skill-mix ``met`` counts
    only those whom the plan names in ``counts_for``, and what floaters cover.
    """

    rule: str
    clause: str | None
    force: Force
    team: TeamView
    need: int
    met: int
    missing: int
    counted: Counted
    weight: int = 0
    skill: str | None = None


def branch(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """Full party members on the team >= n."""
    setting = facts.rules.branch
    if setting is not None:
        yield Asked("branch", None, "hard", setting.n, lambda p, s: p.party == "full")


def desks(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """People without the leader >= 2 x interview desks."""
    setting = facts.rules.desks
    if setting is not None:
        count = setting.desks if team.team.desks is None else team.team.desks
        yield Asked("desks", None, setting.hardness, 2 * count, lambda p, s: s.role != "leader")


def skill_mix(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """Per team and skill, at least need people at level >= l."""
    setting = facts.rules.skill_mix
    if setting is None:
        return
    for skill, need in find_needs(facts, team).items():
        hard = skill in setting.hard_skills
        yield Asked(
            "skill-mix",
            None,
            setting.hard_hardness if hard else "soft",
            need.need,
            partial(_has_skill, skill, need.level),
            weight=0 if hard else setting.weight,
            skill=skill,
        )


def _has_skill(skill: str, level: int, person: Person, seat: Seat) -> bool:
    return holds(person, skill, level)


def audit_seats(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """Joint inspection and audit: auditors >= a, inspectors >= b, one liaison a side."""
    setting = facts.rules.audit_seats
    if setting is None or team.team.form != "joint-audit":
        return
    yield Asked("audit-seats", "auditors", "hard", setting.a, lambda p, s: s.side == "audit")
    yield Asked("audit-seats", "inspectors", "hard", setting.b, lambda p, s: s.side == "inspection")
    yield Asked("audit-seats", "liaison-audit", "hard", 1, lambda p, s: _is_liaison(s, "audit"))
    yield Asked("audit-seats", "liaison-inspection", "hard", 1, lambda p, s: _is_liaison(s, "inspection"))


def _is_liaison(seat: Seat, side: str) -> bool:
    return seat.role == "liaison" and seat.side == side


def mentoring(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """At least one backbone: two or more earlier rounds."""
    if facts.rules.mentoring is not None:
        yield Asked("mentoring", "backbone", "hard", 1, lambda p, s: facts.earlier_rounds[p.id] >= 2)


def seniority(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """At least one senior and one junior grade; hard in two-person posts."""
    setting = facts.rules.seniority
    if setting is None:
        return
    force: Force = "hard" if len(team.team.seats) == 2 else "soft"
    senior, junior, weight = facts.step(setting.senior), facts.step(setting.junior), setting.weight

    def is_senior(person: Person, seat: Seat) -> bool:
        return person.rank is not None and facts.step(person.rank) >= senior

    def is_junior(person: Person, seat: Seat) -> bool:
        return person.rank is not None and facts.step(person.rank) <= junior

    yield Asked("seniority", "senior", force, 1, is_senior, weight)
    yield Asked("seniority", "junior", force, 1, is_junior, weight)


def age_bands(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """At least one each of young, middle and old."""
    setting = facts.rules.age_bands
    if setting is None:
        return
    bands = (("young", 0, setting.young), ("middle", setting.young + 1, setting.middle))
    for clause, low, high in (*bands, ("old", setting.middle + 1, 999)):
        yield Asked("age-bands", clause, "soft", 1, partial(_is_aged, team, low, high), setting.weight)


def _is_aged(team: TeamView, low: int, high: int, person: Person, seat: Seat) -> bool:
    return low <= age_at(person.birth, team.round.start) <= high


def gender(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """At least one woman and one man; two women where women's interviews are flagged."""
    setting = facts.rules.gender
    if setting is not None:
        women = 2 if team.team.womens_interviews else 1
        yield Asked("gender", "female", "soft", women, lambda p, s: p.gender == "female", setting.weight)
        yield Asked("gender", "male", "soft", 1, lambda p, s: p.gender == "male", setting.weight)


def sensitive_duties(facts: Facts, team: TeamView) -> Iterator[Asked]:
    """At least k external members besides the leader."""
    setting = facts.rules.sensitive_duties
    if setting is not None:

        def counted(person: Person, seat: Seat) -> bool:
            return seat.role != "leader" and facts.is_external(person, team)

        yield Asked("sensitive-duties", "external", "soft", setting.k, counted, setting.weight)


MINIMA: tuple[Callable[[Facts, TeamView], Iterator[Asked]], ...] = (
    branch,
    desks,
    skill_mix,
    audit_seats,
    mentoring,
    seniority,
    age_bands,
    gender,
    sensitive_duties,
)
"""Every minimum of a team, in the order in which they are charged to waivers and listed."""


def list_asked(facts: Facts, team: TeamView) -> tuple[Asked, ...]:
    """What the minima ask of one team, whoever is on it; found once for a team."""
    name = team.team.id
    if name not in facts.asked:
        facts.asked[name] = tuple(asked for rule in MINIMA for asked in rule(facts, team))
    return facts.asked[name]


def find_minima(facts: Facts, seating: Seating, team: TeamView) -> Iterator[Minimum]:
    """Minima of one team; missing = max(0, need - met - empty seats of the team)."""
    members, empty = seating.members(team), seating.empty_seats(team)
    every = list_asked(facts, team)
    marks = [_mark(facts, team, every, member) for member in members]
    counts = [sum(column) for column in zip(*marks, strict=True)] if marks else [0] * len(every)
    for at, (asked, met) in enumerate(zip(every, counts, strict=True)):
        skill = asked.skill
        if skill is not None:
            counted = zip(members, marks, strict=True)
            met = sum(mark[at] and skill in member.counts_for for member, mark in counted)
            met += seating.covered(team, skill)
        yield Minimum(
            rule=asked.rule,
            clause=asked.clause,
            force=asked.force,
            team=team,
            need=asked.need,
            met=met,
            missing=max(0, asked.need - met - empty),
            counted=asked.counted,
            weight=asked.weight,
            skill=asked.skill,
        )


def _mark(facts: Facts, team: TeamView, every: Sequence[Asked], member: Member) -> tuple[bool, ...]:
    """For which minima of the team a member would count; found once for a person and seat."""
    person, seat = member.person, member.view.seat
    key = team.team.id, person.id, seat.id
    if key not in facts.counting:
        facts.counting[key] = tuple(asked.counted(person, seat) for asked in every)
    return facts.counting[key]
