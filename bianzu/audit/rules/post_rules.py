"""tenure, no-return, succession, post-strength and presence: how long at a post, when back to it, who comes
after whom, how many of those who hold it are drawn elsewhere, how many days on site."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from bianzu.audit.calendar import add_months
from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Case, Charge, Reason
from bianzu.audit.seating import Seating
from bianzu.audit.views import TeamView
from bianzu.models import Round, Shortage

__all__ = ["find_absences", "list_holders", "no_return", "post_strength", "succession", "tenure"]


def tenure(case: Case) -> Iterator[Reason]:
    """Months at a post, in an unbroken run of its rounds up to this one, <= T."""
    setting = case.facts.rules.tenure
    assert setting is not None
    posts, item = case.facts.posts, case.view.on.round.id
    for unit in case.view.on.team.units:
        served = _find_service(case, unit)
        months, rows = set(posts.months(unit, item)), list[str]()
        for earlier in posts.rounds_before(unit, item):
            if earlier not in served:
                break
            months |= posts.months(unit, earlier)
            rows += served[earlier]
        if len(months) > setting.t:
            yield Reason("tenure", None, setting.hardness, unit=unit, rows=tuple(rows))


def no_return(case: Case) -> Iterator[Reason]:
    """Not back to a post, after others had it, less than m months after the last round there."""
    setting = case.facts.rules.no_return
    assert setting is not None
    facts, item = case.facts, case.view.on.round
    since = add_months(item.start, -setting.m)
    for unit in case.view.on.team.units:
        served = _find_service(case, unit)
        last = next((r for r in facts.posts.rounds_before(unit, item.id) if r in served), None)
        away = next(facts.posts.rounds_before(unit, item.id), None) != last
        if last is not None and away and facts.instance.round_by_id[last].end > since:
            rows = tuple(served[last])
            yield Reason("no-return", None, "soft", unit=unit, weight=setting.weight, rows=rows)


def succession(case: Case) -> Iterator[Reason]:
    """Preferably somebody of a work unit that had people at the post in its round just before."""
    facts, item = case.facts, case.view.on.round
    setting = facts.rules.succession
    assert setting is not None
    for unit in case.view.on.team.units:
        last = next(facts.posts.rounds_before(unit, item.id), None)
        if last is not None and case.person.work_unit not in _list_senders(case, unit, last):
            yield Reason("succession", None, "soft", unit=unit, weight=setting.weight)


def _list_senders(case: Case, unit: str, item: str) -> set[str]:
    """Work units of those who were at a post in a round, past or planned."""
    known = case.facts.senders.get((unit, item))
    if known is not None:
        return known
    return {
        member.person.work_unit
        for members in case.seating.by_team.values()
        for member in members
        if member.view.on.round.id == item and unit in member.view.on.team.units
    }


def _find_service(case: Case, unit: str) -> dict[str, list[str]]:
    """Past and planned rounds in which the person is at the post, with their rows."""
    found = defaultdict[str, list[str]](list)
    for row, record in case.facts.history.get(case.person.id, ()):
        if unit in record.units:
            found[record.round].append(row)
    for member in case.seating.by_person.get(case.person.id, ()):
        team = member.view.on
        if unit in team.neighbours:
            found[team.round.id].append(f"seat {member.view.seat.id}")
    return found


def list_holders(facts: Facts, item: Round) -> dict[str, list[str]]:
    """By post, the people recorded at it in a past round that shares a day with a planned one."""
    held = defaultdict[str, list[str]](list)
    for record in facts.instance.history:
        past = facts.instance.round_by_id[record.round]
        if past.start <= item.end and item.start <= past.end:
            for unit in record.units:
                if record.person not in held[unit]:
                    held[unit].append(record.person)
    return held


def post_strength(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Of those who hold a post while a planned round lasts, n at least do not serve in it."""
    setting = facts.rules.post_strength
    if setting is None:
        return
    for item in facts.planned:
        for unit, people in list_holders(facts, item).items():
            drawn = sum(seating.serves(person, item) for person in people)
            limit = max(0, len(people) - setting.n)
            if drawn > limit:
                yield Charge(
                    rule="post-strength",
                    clause=None,
                    force=setting.hardness,
                    round=item,
                    unit=unit,
                    units=drawn - limit,
                    where=f"round {item.id}",
                    found=f"{drawn} of {len(people)} at {unit}",
                    limit=f"at most {limit}",
                )


def find_absences(facts: Facts) -> Iterator[Shortage]:
    """Days on site at each inspected unit in each year of a planned round with it >= d; what is missing.

    Past teams count as well, as far as records tell of them.
    """
    setting = facts.rules.presence
    if setting is None:
        return
    teams: defaultdict[str, list[TeamView]] = defaultdict(list)
    for team in facts.teams.values():
        for unit in team.team.units:
            teams[unit].append(team)
    past = _find_past_stays(facts)
    for unit, sent in teams.items():
        stays = [*past[unit], *((team.start, team.end, len(team.team.units)) for team in sent)]
        for year in sorted({team.round.start.year for team in sent}):
            missing = setting.d - _count_days(stays, year)
            if missing > 0:
                this_year = (team for team in sent if team.round.start.year == year)
                first = min(this_year, key=lambda team: facts.order[team.round.id])
                yield Shortage(
                    rule="presence",
                    round=first.round.id,
                    team=first.team.id,
                    unit=unit,
                    missing=missing,
                )


_Stay = tuple[date, date, int]
"""First and last day of a team, and by how many units its days are shared."""


def _find_past_stays(facts: Facts) -> defaultdict[str, list[_Stay]]:
    """Per unit the past teams that were there, by the order of rounds, then of their first records."""
    units: dict[tuple[str, str], set[str]] = {}
    for record in facts.instance.history:
        units.setdefault((record.round, record.team), set()).update(record.units)
    found = defaultdict[str, list[_Stay]](list)
    for (name, _), listed in sorted(units.items(), key=lambda item: facts.order[item[0][0]]):
        item: Round = facts.instance.round_by_id[name]
        for unit in listed:
            found[unit].append((item.start, item.end, len(listed)))
    return found


def _count_days(stays: list[_Stay], year: int) -> int:
    """Days of a year with a team at the unit: each once, and a team's shared evenly by its units."""
    seen = total = 0
    for start, end, units in stays:
        days = _mark_days(start, end, year)
        total += (days & ~seen).bit_count() // units
        seen |= days
    return total


def _mark_days(start: date, end: date, year: int) -> int:
    """The days of a year from one to another, a bit for each."""
    new_year = date(year, 1, 1)
    first, last = max(start, new_year), min(end, date(year, 12, 31))
    return 0 if first > last else (1 << (last - new_year).days + 1) - (1 << (first - new_year).days)
