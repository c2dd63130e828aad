"""keep-backbone, fresh-pairs and couples: who serves again, together again, or not at the same time."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Charge
from bianzu.audit.seating import Seating
from bianzu.audit.views import TeamView
from bianzu.models import Round

__all__ = ["couples", "fresh_pairs", "keep_backbone", "list_couples"]

Companies = dict[str, dict[tuple[str, str], bool]]
"""For each person the teams served on, by round and team, and whether on a leader seat."""


def keep_backbone(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Seats of each planned round held by people of the round just before: between lo and hi percent."""
    setting = facts.rules.keep_backbone
    if setting is None:
        return
    for item in facts.planned:
        at = facts.order[item.id]
        if at == 0:
            continue
        kept = len(_list_serving(facts, seating, item) & _list_serving(facts, seating, facts.rounds[at - 1]))
        seats = sum(len(team.team.seats) for team in facts.teams.values() if team.round.id == item.id)
        low, high = -(-setting.lo_percent * seats // 100), setting.hi_percent * seats // 100
        units = max(0, low - kept) + max(0, kept - high)
        if units:
            yield Charge(
                "keep-backbone",
                None,
                "soft",
                item,
                units=units,
                weight=setting.weight,
                where=f"round {item.id}",
            )


def _list_serving(facts: Facts, seating: Seating, item: Round) -> set[str]:
    """People with a record in a past round, or a seat in a planned one."""
    rounds = facts.past_rounds if item.status == "past" else seating.rounds
    return {person for person, served in rounds.items() if item.id in served}


def fresh_pairs(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Two people of one team of the last g rounds are not together again; a leader who led the other
    there does not lead him or her again."""
    setting = facts.rules.fresh_pairs
    if setting is None:
        return
    known = _list_companies(facts, seating)
    for team in facts.teams.values():
        last = _last_rounds(facts, team, setting.g)
        leading = {m.person.id: m.view.seat.role == "leader" for m in seating.members(team)}
        for pair in combinations(leading, 2):
            first, second = (known.get(person, {}) for person in pair)
            shared = [key for key in first if key in second and key[0] in last]
            if shared:
                led = sum(leading[person] and any(known[person][key] for key in shared) for person in pair)
                yield Charge(
                    "fresh-pairs",
                    None,
                    "soft",
                    team.round,
                    people=pair,
                    team=team.team.id,
                    units=1 + led,
                    weight=setting.weight,
                    where=f"team {team.team.id}",
                )


def _last_rounds(facts: Facts, team: TeamView, span: int) -> set[str]:
    now = facts.order[team.round.id]
    return {item.id for item in facts.rounds[max(0, now - span) : now]}


def _list_companies(facts: Facts, seating: Seating) -> Companies:
    found: defaultdict[str, dict[tuple[str, str], bool]] = defaultdict(dict)
    for record in facts.instance.history:
        found[record.person][record.round, record.team] = record.role == "leader"
    for member in seating.by_seat.values():
        team = member.view.on
        found[member.person.id][team.round.id, team.team.id] = member.view.seat.role == "leader"
    return dict(found)


def list_couples(facts: Facts) -> Iterator[tuple[str, str]]:
    """Pairs of people between whom a relation of the classes of couples stands, each once."""
    setting = facts.rules.couples
    classes = () if setting is None else setting.classes
    found = set[tuple[str, str]]()
    for tie in facts.instance.relations:
        if tie.other_person is not None and tie.kind in classes:
            pair = min(tie.person, tie.other_person), max(tie.person, tie.other_person)
            if pair not in found:
                found.add(pair)
                yield pair


def couples(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """Two people with a tie of the classes (spouses) do not both serve in one planned round."""
    setting = facts.rules.couples
    if setting is None:
        return
    for a, b in list_couples(facts):
        for item in facts.planned:
            if seating.serves(a, item) and seating.serves(b, item):
                yield Charge(
                    rule="couples",
                    clause=None,
                    force=setting.hardness,
                    round=item,
                    people=(a, b),
                    where=f"round {item.id}",
                    found=f"{a} and {b}",
                    limit="not both in one round",
                )
