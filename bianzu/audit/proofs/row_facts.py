"""The instance as the rows of a certificate ask about it, and the units by which a row may be exceeded."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from bianzu.audit.asked import Asked
from bianzu.audit.facts import Facts
from bianzu.audit.proofs.crowd import BoolArray, Crowd, IntArray
from bianzu.audit.proofs.prices import Prices, Values, count_values
from bianzu.audit.proofs.seat_pairs import TeamPairs
from bianzu.audit.reasons import Charge, find_waiver
from bianzu.audit.rules.balance import field_value
from bianzu.audit.rules.company import list_couples
from bianzu.audit.rules.duties import Duties
from bianzu.audit.rules.minima import list_asked
from bianzu.audit.rules.post_rules import list_holders
from bianzu.audit.rules.skills import find_needs, holds
from bianzu.audit.views import TeamView
from bianzu.models import Person, Round, Seat, SkillNeed

__all__ = ["Key", "RowFacts", "let_exceed", "let_waive"]

Key = tuple[str, ...]

_OF_SEATS = ("desks", "audit-seats")
"""Minima for which it does not matter who is on a seat."""


class RowFacts:
    """Who counts in which row; what has been looked up is kept from proof to proof."""

    def __init__(self, facts: Facts, crowd: Crowd, pairs: Mapping[str, TeamPairs]) -> None:
        self.facts = facts
        self.crowd = crowd
        self.pairs = pairs
        self.everybody = crowd.everybody()
        self.planned = {item.id: item for item in facts.planned}
        self.duties = Duties(facts)
        self._teams: dict[str, list[TeamView]] = {item: [] for item in self.planned}
        for team in facts.teams.values():
            self._teams[team.round.id].append(team)
        self._asked: dict[str, dict[tuple[str, str | None, str | None], Asked]] = {}
        self._needs: dict[str, dict[str, SkillNeed]] = {}
        self._masks: dict[tuple[object, ...], BoolArray] = {}
        self._values: dict[object, Values] = {}
        self._unmet: dict[tuple[str, str, str | None], list[tuple[Values, tuple[int, ...]]]] = {}
        self._lists: dict[str, IntArray] = {}
        self._holders: dict[str, dict[str, list[str]]] = {}
        self._lately: dict[tuple[str, int], dict[str, IntArray]] = {}

    def asked(self, team: str) -> dict[tuple[str, str | None, str | None], Asked]:
        """The minima of a team by rule, clause and skill."""
        found = self._asked.get(team)
        if found is None:
            listed = list_asked(self.facts, self.facts.teams[team])
            found = self._asked[team] = {(item.rule, item.clause, item.skill): item for item in listed}
        return found

    def needs(self, team: str) -> dict[str, SkillNeed]:
        """The needs of a team by skill."""
        found = self._needs.get(team)
        if found is None:
            found = self._needs[team] = find_needs(self.facts, self.facts.teams[team])
        return found

    def unmet(self, asked: Asked, team: str) -> list[tuple[Values, tuple[int, ...]]]:
        """Who would not be counted for a minimum of a team, and the kinds of seats of which this holds."""
        key = (team, asked.rule, asked.clause)
        found = self._unmet.get(key)
        if found is None:
            kinds: dict[int, tuple[Values, list[int]]] = {}
            for kind, view in enumerate(self.pairs[team].kinds):
                values = self._unmet_on(asked, team, view.seat)
                kinds.setdefault(id(values), (values, []))[1].append(kind)
            found = self._unmet[key] = [(values, tuple(chosen)) for values, chosen in kinds.values()]
        return found

    def _unmet_on(self, asked: Asked, team: str, seat: Seat) -> Values:
        """Who would not be counted on a seat; most minima look at the person and round, some at the seat."""
        hosts: frozenset[str] | None = None
        item = self.facts.teams[team].round.id
        of_seat: tuple[object, ...] = ()
        if asked.rule in _OF_SEATS:
            of_seat = (seat.role == "leader", seat.role == "liaison", seat.side)
        elif asked.rule == "sensitive-duties":
            of_seat = (seat.role == "leader",)
            hosts = None if seat.role == "leader" else self.facts.teams[team].hosts
        key = (asked.rule, asked.clause, item, hosts, of_seat)
        found = self._values.get(key)
        if found is None:
            people = self.crowd.people
            if asked.rule in _OF_SEATS and people:
                unmet = np.full(len(people), not asked.counted(people[0], seat))
            else:
                unmet = ~self.crowd.mask(lambda person: asked.counted(person, seat))
            found = self._values[key] = count_values(unmet.astype(np.int64))
        return found

    def lacking(self, needs: Sequence[SkillNeed], most: int) -> Values:
        """How many of some needed skills somebody cannot count for, when he or she counts for ``most``."""
        key = ("lacking", *sorted((need.skill, need.level) for need in needs))
        found = self._values.get(key)
        if found is None:
            held = np.zeros(self.crowd.n, dtype=np.int64)
            for need in needs:
                held += self._able(need.skill, need.level)
            found = self._values[key] = count_values(len(needs) - np.minimum(most, held))
        return found

    def _able(self, skill: str, level: int) -> BoolArray:
        """Who holds a skill at a level."""
        key = ("skill", skill, level)
        if key not in self._masks:
            self._masks[key] = self.crowd.mask(lambda person: holds(person, skill, level))
        return self._masks[key]

    @cached_property
    def first_timers(self) -> Values:
        """Who has no earlier rounds."""
        return count_values((self.crowd.earlier == 0).astype(np.int64))

    @cached_property
    def pools(self) -> IntArray:
        """How many pools everybody is in."""
        return self.crowd.count(lambda person: len(person.pools))

    def surplus_cadres(self, item: Round) -> Values:
        """1 for a new cadre of a round, less 2 for a backbone; none for a cadre who may serve before it."""
        found = self._values.get(("cadres", item.id))
        if found is None:
            cadres = self.crowd.mask(lambda person: self._is_fresh(person, item))
            units = cadres.astype(np.int64) - 2 * (self.crowd.earlier >= 2).astype(np.int64)
            found = self._values["cadres", item.id] = count_values(units)
        return found

    def _is_fresh(self, person: Person, item: Round) -> bool:
        duty = self.duties.find(item.id, person.id)
        return duty is not None and duty.new_cadre and not duty.before

    def borrowed(self, unit: str) -> IntArray:
        """People of a work unit who are not full-time."""
        key = f"unit {unit}"
        if key not in self._lists:
            people = self.crowd.of_unit.get(unit, self.everybody[:0])
            self._lists[key] = people[~self.crowd.full_time[people]]
        return self._lists[key]

    @cached_property
    def couples(self) -> frozenset[tuple[str, str]]:
        """Pairs of people whom couples keeps from serving in one round, each in the order of ids."""
        return frozenset(list_couples(self.facts))

    @cached_property
    def together(self) -> frozenset[tuple[str, str]]:
        """Pairs of the rule together, in the order of the instance."""
        setting = self.facts.rules.together
        return frozenset() if setting is None else frozenset((pair.a, pair.b) for pair in setting.pairs)

    def holders(self, item: Round) -> dict[str, list[str]]:
        """By post, those who hold it while a planned round lasts."""
        found = self._holders.get(item.id)
        if found is None:
            found = self._holders[item.id] = list_holders(self.facts, item)
        return found

    def outside(self, name: str) -> IntArray:
        """People who are not in a source set."""
        key = f"outside {name}"
        if key not in self._lists:
            inside = self.facts.sources[name]
            self._lists[key] = np.flatnonzero(self.crowd.mask(lambda person: person.id not in inside))
        return self._lists[key]

    def served_in(self, item: str) -> IntArray:
        """People with a record in a past round."""
        key = f"round {item}"
        if key not in self._lists:
            past = self.facts.past_rounds
            self._lists[key] = np.flatnonzero(self.crowd.mask(lambda p: item in past.get(p.id, ())))
        return self._lists[key]

    def senders(self, county: str) -> IntArray | None:
        """People whose work county it is, ``None`` when there is no such county."""
        at = self.crowd.county(county)
        if at is None:
            return None
        key = f"county {county}"
        if key not in self._lists:
            self._lists[key] = np.flatnonzero(self.crowd.work_county == at)
        return self._lists[key]

    def field(self, name: str, item: Round, sign: int = 1) -> Values:
        """What everybody adds to a team's sum of a field of balance in a round, or takes from it."""
        found = self._values.get(("field", name, item.id, sign))
        if found is None:
            values = sign * self.crowd.count(lambda person: field_value(self.facts, person, name, item))
            found = self._values["field", name, item.id, sign] = count_values(values)
        return found

    def teams_in(self, item: str) -> list[TeamView]:
        """Teams of a planned round."""
        return self._teams.get(item, [])

    def teams_sent(self, item: str, unit: str) -> list[TeamView]:
        """Teams of a planned round that inspect a unit."""
        return [team for team in self.teams_in(item) if unit in team.neighbours]

    def is_exclusive(self, teams: Sequence[TeamView]) -> bool:
        """Whether nobody can be on two of some teams of a round: all of them share days, by one-seat."""
        if len(teams) < 2:
            return True
        meet = max(team.start for team in teams) <= min(team.end for team in teams)
        return meet and self.facts.rules.one_seat is not None

    def has_inspected(self, person: str, unit: str) -> bool:
        """Whether somebody inspected a unit in a past round of the term."""
        return self.facts.positions[person] in self.crowd.inspected.get(unit, ())

    def has_served_lately(self, person: str, county: str, item: Round, span: int) -> bool:
        """Whether somebody served in a county in the past among the last ``span`` rounds before a round."""
        key = (item.id, span)
        if key not in self._lately:
            self._lately[key] = self.crowd.served_lately(span, item)
        return self.facts.positions[person] in self._lately[key].get(county, ())

    def served_at(self, person: str, unit: str) -> frozenset[str]:
        """Past rounds in which somebody was at a post."""
        records = self.facts.history.get(person, ())
        return frozenset(record.round for _, record in records if unit in record.units)

    def company(self, team: TeamView, first: str, second: str, span: int) -> list[bool]:
        """For each team of the past, in the last ``span`` rounds before a team's, on which two people were:
        whether the first held a leader seat."""
        if first == second:
            return []
        now = self.facts.order[team.round.id]
        last = {item.id for item in self.facts.rounds[max(0, now - span) : now]}
        led = {(r.round, r.team): r.role == "leader" for _, r in self.facts.history.get(first, ())}
        met = {(r.round, r.team) for _, r in self.facts.history.get(second, ())}
        return [leader for key, leader in led.items() if key in met and key[0] in last]

    def everywhere(self, team: str) -> tuple[int, ...]:
        """All kinds of seats of a team."""
        return tuple(range(len(self.pairs[team].kinds)))

    def one(self, person: str) -> IntArray:
        """Position of a person."""
        found = self._lists.get(f"person {person}")
        if found is None:
            found = np.array([self.facts.positions[person]], dtype=np.int64)
            self._lists[f"person {person}"] = found
        return found

    def pair(self, a: str, b: str) -> IntArray | None:
        """Positions of two people, ``None`` when one of them does not exist."""
        positions = self.facts.positions
        if a not in positions or b not in positions:
            return None
        return np.array([positions[a], positions[b]], dtype=np.int64)


def let_exceed(
    prices: Prices, facts: Facts, name: Key, charge: Charge, multiplier: int, *, minimum: bool = False
) -> None:
    """The counted units of a row, at most those of the charge: soft ones, or waiver units and, for a
    minimum, missing ones."""
    if charge.force == "soft":
        prices.add_slack((*name, "soft"), "soft", charge.units, multiplier, cost=charge.weight)
        return
    waiver = find_waiver(facts.waivers, charge)
    if waiver is not None:
        most = min(charge.units, waiver.amount)
        prices.add_slack((*name, "waived"), "waivers", most, multiplier, waiver=waiver.id)
    if minimum:
        prices.add_slack((*name, "missing"), "minima", charge.units, multiplier)


def let_waive(
    prices: Prices, facts: Facts, name: Key, charges: Iterable[Charge], multiplier: int, *, most: int
) -> None:
    """The waiver units of a row that spans several rounds or seats: those of every waiver that is the first
    one in any of them, as many as there are, ``most`` and the waiver's amount."""
    found = [find_waiver(facts.waivers, charge) for charge in charges]
    counts = Counter(waiver.id for waiver in found if waiver is not None)
    amounts = {waiver.id: waiver.amount for waiver in found if waiver is not None}
    for waiver, count in counts.items():
        upper = min(count, amounts[waiver], most)
        prices.add_slack((*name, "waived", waiver), "waivers", upper, multiplier, waiver=waiver)
