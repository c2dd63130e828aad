"""The rows that tie planned rounds to each other, listed from the table in docs/format.md."""

from collections.abc import Iterator
from itertools import combinations

from bianzu.audit.calendar import add_months
from bianzu.audit.facts import Facts
from bianzu.audit.rules.cadres import find_owing
from bianzu.audit.seating import Seating
from bianzu.models import Person, Round

__all__ = ["Row", "list_rotation_rows"]

Row = tuple[str, str | None, tuple[str, ...]]
"""Rule, clause and key."""


def list_rotation_rows(facts: Facts) -> Iterator[Row]:
    """Rows of people in planned rounds, and of teams against other rounds."""
    for item in facts.planned:
        for person in facts.people.values():
            yield from _list_cadre(facts, item, person)
            yield from _list_rest(facts, item, person)
            yield from _list_counties(facts, item, person)
    yield from _list_caps(facts)
    yield from _list_units(facts)
    if facts.rules.fair_load is not None and len(facts.planned) > 1:
        yield from (("fair-load", None, (person,)) for person in facts.people)
    yield from _list_backbone(facts)
    yield from _list_company(facts)
    yield from _list_stays(facts)
    yield from _list_returns(facts)
    yield from _list_successions(facts)


def _is_before(facts: Facts, a: Round, b: Round) -> bool:
    return facts.order[a.id] < facts.order[b.id]


def _list_cadre(facts: Facts, item: Round, person: Person) -> Iterator[Row]:
    setting, promoted = facts.rules.new_cadre, person.promoted_on
    owing = find_owing(facts, Seating(), person, item)
    if setting is None or promoted is None or owing is None or owing.owed == 0:
        return
    end = add_months(promoted, setting.w)
    before = [r.id for r in facts.planned if promoted <= r.start <= end and _is_before(facts, r, item)]
    if owing.chances == 1:
        yield "new-cadre", "last", (item.id, person.id)
    elif before:
        for k in range(1, owing.owed + 1):
            for left in combinations(before, min(owing.owed - k, len(before))):
                yield "new-cadre", "soft", (item.id, person.id, str(k), *left)
    if before and owing.chances and facts.rules.mentoring is not None:
        for team in facts.teams.values():
            for left in combinations(before, min(owing.owed - 1, len(before))):
                if team.round.id == item.id:
                    yield "mentoring", "fresh", (team.team.id, person.id, *left)


def _list_rest(facts: Facts, item: Round, person: Person) -> Iterator[Row]:
    setting, now = facts.rules.rest, facts.order[item.id]
    if setting is None or person.id in facts.full_time or now < setting.c:
        return
    before = facts.rounds[now - setting.c : now]
    past = facts.past_rounds.get(person.id, frozenset())
    if all(r.status == "planned" or r.id in past for r in before) and before[-1].status == "planned":
        yield "rest", None, (item.id, person.id)


def _list_counties(facts: Facts, item: Round, person: Person) -> Iterator[Row]:
    """Where a seat of the round looks back as far as the earlier one, the past being silent."""
    setting = facts.rules.repeat_county
    if setting is None:
        return
    for earlier in facts.planned:
        back = facts.order[item.id] - facts.order[earlier.id]
        for county in facts.instance.county_by_id:
            seats = [
                view
                for view in facts.seats.values()
                if view.on.round.id == item.id and county in view.on.hosts and view.origin != "local"
            ]
            spans = {setting.g if view.seat.role == "leader" else setting.g_others for view in seats}
            hosted = any(t.round.id == earlier.id and county in t.hosts for t in facts.teams.values())
            open_spans = (n for n in spans if n >= back and not _knows(facts, person, item, county, n))
            if back > 0 and hosted and any(True for _ in open_spans):
                yield "repeat-county", None, (item.id, person.id, county, earlier.id)


def _knows(facts: Facts, person: Person, item: Round, county: str, span: int) -> bool:
    now = facts.order[item.id]
    last = {r.id for r in facts.rounds[max(0, now - span) : now]}
    return any(r.round in last and county in r.counties for _, r in facts.history.get(person.id, ()))


def _list_units(facts: Facts) -> Iterator[Row]:
    if facts.rules.repeat_unit is None:
        return
    term, by_id = facts.instance.term, facts.instance.round_by_id
    for team in facts.teams.values():
        for unit in team.team.units:
            for other in facts.teams.values():
                if other.round.term != term or not _is_before(facts, other.round, team.round):
                    continue
                for person in facts.people if unit in other.team.units else ():
                    records = [record for _, record in facts.history.get(person, ())]
                    if not any(by_id[r.round].term == term and unit in r.units for r in records):
                        yield "repeat-unit", None, (team.team.id, person, unit, other.round.id)


def _list_caps(facts: Facts) -> Iterator[Row]:
    cap, floor = facts.rules.service_cap, facts.rules.service_floor
    by_id = facts.instance.round_by_id
    for person in facts.instance.people:
        past = [by_id[item] for item in facts.past_rounds.get(person.id, ())]
        for term in sorted({item.term for item in facts.planned}):
            done = sum(item.term == term for item in past)
            if cap is not None and person.id not in facts.full_time and done < cap.cap:
                yield "service-cap", "term", (term, person.id)
            if floor is not None and person.pools and done < floor.floor:
                yield "service-floor", None, (term, person.id)
        for year in sorted({item.start.year for item in facts.planned}):
            done = sum(item.start.year == year for item in past)
            if cap is not None and person.id not in facts.full_time and done < cap.y:
                yield "service-cap", "year", (str(year), person.id)


def _list_backbone(facts: Facts) -> Iterator[Row]:
    if facts.rules.keep_backbone is None:
        return
    for item in facts.planned:
        before = facts.rounds[facts.order[item.id] - 1] if facts.order[item.id] else None
        if before is not None:
            yield from (("keep-backbone", clause, (item.id,)) for clause in ("low", "high"))
        if before is not None and before.status == "planned":
            for person in facts.people:
                for clause in ("held", "before", "both"):
                    yield "keep-backbone", clause, (item.id, person)


def _list_company(facts: Facts) -> Iterator[Row]:
    setting = facts.rules.fresh_pairs
    for team in facts.teams.values() if setting is not None else ():
        now = facts.order[team.round.id]
        last = {item.id for item in facts.rounds[max(0, now - setting.g) : now]} if setting else set()
        for a in facts.instance.history:
            for b in facts.instance.history:
                if (a.round, a.team) == (b.round, b.team) and a.person != b.person and a.round in last:
                    if a.person < b.person:
                        yield "fresh-pairs", "pair", (team.team.id, a.person, b.person)
                    if a.role == "leader":
                        yield "fresh-pairs", "leader", (team.team.id, a.person, b.person)


def _was_there(facts: Facts, person: str, unit: str) -> set[str]:
    return {record.round for _, record in facts.history.get(person, ()) if unit in record.units}


def _list_stays(facts: Facts) -> Iterator[Row]:
    setting = facts.rules.tenure
    for team in facts.teams.values() if setting is not None else ():
        for unit in team.team.units:
            rounds = [team.round.id, *facts.posts.rounds_before(unit, team.round.id)]
            months = [facts.posts.months(unit, item) for item in rounds]
            sizes = [len(frozenset().union(*months[:at])) for at in range(1, len(rounds) + 1)]
            length = next((at for at, size in enumerate(sizes, 1) if setting and size > setting.t), 0)
            past = {item for item in rounds[:length] if facts.instance.round_by_id[item].status == "past"}
            for person in facts.people:
                if length - len(past) > 1 and past <= _was_there(facts, person, unit):
                    yield "tenure", None, (team.team.id, person, unit)


def _list_returns(facts: Facts) -> Iterator[Row]:
    setting = facts.rules.no_return
    by_id = facts.instance.round_by_id
    for team in facts.teams.values() if setting is not None else ():
        for unit in team.team.units:
            before = list(facts.posts.rounds_before(unit, team.round.id))
            for at, item in enumerate(before[1:], 1):
                since = add_months(team.round.start, -setting.m) if setting else team.round.start
                for person in facts.people if by_id[item].end > since else ():
                    key = (team.round.id, person, unit, item)
                    if by_id[item].status == "planned":
                        yield "no-return", None, key
                        continue
                    was = _was_there(facts, person, unit)
                    waiting = any(by_id[other].status == "planned" for other in before[:at])
                    if item in was and waiting and not was & set(before[:at]):
                        yield "no-return", None, key


def _list_successions(facts: Facts) -> Iterator[Row]:
    senders = dict.fromkeys(person.work_unit for person in facts.people.values())
    for team in facts.teams.values() if facts.rules.succession is not None else ():
        for unit in team.team.units:
            before = next(facts.posts.rounds_before(unit, team.round.id), None)
            if before is not None and facts.instance.round_by_id[before].status == "planned":
                yield from (("succession", None, (team.team.id, unit, sender)) for sender in senders)
