"""The people of an instance as arrays, in the order of the instance: what rules ask of everybody at once.

Used only where millions of pairs have to be looked at; a single person on a single seat is judged by the
plain tests of `exclusions`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

import numpy as np
import numpy.typing as npt

from bianzu.audit.calendar import shares_day, years_before
from bianzu.audit.facts import Facts
from bianzu.audit.levels import kilometres
from bianzu.audit.views import Contact, TeamView
from bianzu.models import CITY, BelowCompetent, Person, Round

__all__ = ["BoolArray", "Crowd", "IntArray", "collect"]

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]

_NOBODY: IntArray = np.zeros(0, dtype=np.int64)


class Crowd:
    """Masks and look-ups over everybody; those that depend on a planned round are given it."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.people = facts.instance.people
        self.n = len(self.people)
        self._county_at = {county.id: at for at, county in enumerate(facts.instance.counties)}
        self._hosts: dict[frozenset[str], BoolArray] = {}
        self._kilometres: dict[frozenset[str], IntArray] = {}
        self._tied: dict[tuple[str, frozenset[str], bool], BoolArray] = {}

    def mask(self, test: Callable[[Person], bool]) -> BoolArray:
        """Who passes a test."""
        return np.fromiter(map(test, self.people), dtype=bool, count=self.n)

    def count(self, value: Callable[[Person], int]) -> IntArray:
        """A number of everybody."""
        return np.fromiter(map(value, self.people), dtype=np.int64, count=self.n)

    def everybody(self) -> IntArray:
        """Positions of all people."""
        return np.arange(self.n, dtype=np.int64)

    # -- places

    def places(self, field: str) -> IntArray:
        """County of a place, by its position; the position after the last stands for no county."""
        none = len(self._county_at)
        return self.count(lambda person: self._county_at.get(getattr(person, field), none))

    @cached_property
    def tied_places(self) -> dict[str, IntArray]:
        """`places` of the six fields that the rule place looks at."""
        fields = ("work_county", "grown", "native", "residence", "birth_place", "spouse_work")
        return {field: self.places(field) for field in fields}

    @cached_property
    def work_county(self) -> IntArray:
        """`places` of the work county."""
        return self.tied_places["work_county"]

    def county(self, name: str) -> int | None:
        """Position of a county."""
        return self._county_at.get(name)

    def hosts(self, team: TeamView) -> BoolArray:
        """By position of a county, whether it hosts the team."""
        found = self._hosts.get(team.hosts)
        if found is None:
            found = np.zeros(len(self._county_at) + 1, dtype=bool)
            found[[self._county_at[host] for host in team.hosts]] = True
            self._hosts[team.hosts] = found
        return found

    def is_tied(self, field: str, team: TeamView, *, but_home: bool) -> BoolArray:
        """Whom one of `tied_places` ties to a host county; ``but_home``: other than the own work county."""
        key = field, team.hosts, but_home
        found = self._tied.get(key)
        if found is None:
            county = self.tied_places[field]
            found = self.hosts(team)[county]
            if but_home:
                found &= ~(self.is_local(team) & (county == self.work_county))
            self._tied[key] = found
        return found

    def is_local(self, team: TeamView) -> BoolArray:
        """Who works in a host county."""
        return self.hosts(team)[self.work_county]

    @cached_property
    def is_city_level(self) -> BoolArray:
        """Who has the city for a work county."""
        return self.mask(lambda person: person.work_county == CITY)

    @cached_property
    def _elsewhere(self) -> BoolArray:
        """Who would be external to a team that no county hosts."""
        setting = self.facts.rules.city_class
        known = self.mask(lambda person: person.work_county is not None)
        return known if setting is None or setting.treat_as == "external" else known & ~self.is_city_level

    def is_external(self, team: TeamView) -> BoolArray:
        """Who is external to the team."""
        return self._elsewhere & ~self.is_local(team)

    @cached_property
    def _homes(self) -> tuple[IntArray, list[Person]]:
        """Everybody's work county by number, and one person for each number."""
        numbers: dict[str | None, int] = {}
        shown: list[Person] = []
        for person in self.people:
            if person.work_county not in numbers:
                numbers[person.work_county] = len(shown)
                shown.append(person)
        return self.count(lambda person: numbers[person.work_county]), shown

    def kilometres(self, team: TeamView) -> IntArray:
        """Kilometres of everybody to the team's nearest host county; they depend on the work county."""
        found = self._kilometres.get(team.hosts)
        if found is None:
            homes, shown = self._homes
            found = np.array([kilometres(self.facts, p, team) for p in shown], dtype=np.int64)[homes]
            self._kilometres[team.hosts] = found
        return found

    # -- standing

    @cached_property
    def earlier(self) -> IntArray:
        """Earlier rounds."""
        return self.count(lambda person: self.facts.earlier_rounds[person.id])

    @cached_property
    def full_time(self) -> BoolArray:
        """Full-time people."""
        return self.mask(lambda person: person.id in self.facts.full_time)

    @cached_property
    def full_member(self) -> BoolArray:
        """Full party members."""
        return self.mask(lambda person: person.party == "full")

    @cached_property
    def rank(self) -> IntArray:
        """Step on the ladder, -1 without a rank."""
        step = self.facts.step
        return self.count(lambda person: -1 if person.rank is None else step(person.rank))

    @cached_property
    def below_competent(self) -> BoolArray:
        """Whose last rating is below competent."""
        return self.mask(lambda person: self.facts.last_ratings[person.id] in BelowCompetent)

    @cached_property
    def less_than_excellent(self) -> BoolArray:
        """Whose last rating is known and not the best."""
        return self.mask(lambda person: self.facts.last_ratings[person.id] not in (None, "excellent"))

    # -- who is tied to what

    def group(self, pairs: Iterable[tuple[str, str]]) -> dict[str, IntArray]:
        """Positions of the people named with each key, each once."""
        positions = self.facts.positions
        groups: defaultdict[str, set[int]] = defaultdict(set)
        for key, person in pairs:
            groups[key].add(positions[person])
        return {key: np.array(sorted(found), dtype=np.int64) for key, found in groups.items()}

    @cached_property
    def of_unit(self) -> dict[str, IntArray]:
        """People by work unit."""
        return self.group((person.work_unit, person.id) for person in self.people)

    @cached_property
    def _systems(self) -> dict[str, IntArray]:
        units = self.facts.units
        systems = ((units[person.work_unit].system, person.id) for person in self.people)
        return self.group((system, person) for system, person in systems if system is not None)

    def of_system(self, system: str) -> IntArray:
        """People whose work unit belongs to a system."""
        return self._systems.get(system, _NOBODY)

    @cached_property
    def worked_in(self) -> dict[str, IntArray]:
        """People by unit in which they work or worked."""
        return self.group(
            (unit, person)
            for person, units in self.facts.worked.items()
            for unit in units
            if unit is not None
        )

    def served_counties(self, years: int, item: Round) -> dict[str, IntArray]:
        """By county, the people who were county-managed in it within so many years before a round."""
        start = item.start
        first = years_before(start, years)
        return self.group(
            (entry.county, person.id)
            for person in self.people
            for entry in person.career or ()
            if entry.county_managed
            and entry.county is not None
            and shares_day(entry.start, entry.end, first, start)
        )

    def in_contact(self, test: Callable[[Contact], bool]) -> dict[str, IntArray]:
        """By unit, the people with a contact in it that passes a test."""
        contacts = self.facts.contacts.items()
        return self.group((item.unit, who) for who, found in contacts for item in found if test(item))

    @cached_property
    def inspected(self) -> dict[str, IntArray]:
        """By unit, the people who inspected it in a past round of the term."""
        term, rounds = self.facts.instance.term, self.facts.instance.round_by_id
        return self.group(
            (unit, record.person)
            for record in self.facts.instance.history
            if rounds[record.round].term == term
            for unit in record.units
        )

    @cached_property
    def posted(self) -> dict[str, IntArray]:
        """By unit, the people who inspected it in any past round."""
        history = self.facts.instance.history
        return self.group((unit, record.person) for record in history for unit in record.units)

    def served_lately(self, span: int, item: Round) -> dict[str, IntArray]:
        """By county, the people on record in it in the last ``span`` rounds of the city before a round."""
        now = self.facts.order[item.id]
        last = {other.id for other in self.facts.rounds[max(0, now - span) : now]}
        records = (record for record in self.facts.instance.history if record.round in last)
        return self.group((county, record.person) for record in records for county in record.counties)


def collect(groups: dict[str, IntArray], keys: Iterable[str]) -> Iterator[IntArray]:
    """The groups of those keys that have one."""
    for key in keys:
        found = groups.get(key, _NOBODY)
        if len(found):
            yield found
