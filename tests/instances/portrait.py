"""Counts of a generated instance, each from the rulebook's sentence and not from the generator."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from bianzu.models import Assignment, HistoryRecord, Instance, Person, Round

OUT = (None, "outside")


def year_earlier(day: date) -> date:
    return day.replace(year=day.year - 1)


@dataclass(frozen=True)
class Portrait:
    """An instance and the plan planted in it."""

    instance: Instance
    plan: tuple[Assignment, ...]

    @cached_property
    def round(self) -> Round:
        return next(item for item in self.instance.rounds if item.status == "planned")

    @cached_property
    def records(self) -> dict[str, list[HistoryRecord]]:
        found: dict[str, list[HistoryRecord]] = {}
        for record in self.instance.history:
            found.setdefault(record.person, []).append(record)
        return found

    def percent(self, people: Iterable[Person]) -> float:
        return 100 * len(list(people)) / len(self.instance.people)

    def on_leave(self, person: Person) -> bool:
        return any(item.start <= self.round.end and item.end >= self.round.start for item in person.leave)

    def passes_gates(self, person: Person) -> bool:
        return (
            person.appraisal in ("competent", "excellent")
            and person.trained
            and not person.open_clue
            and person.in_pool
            and not self.on_leave(person)
        )

    def owes(self, person: Person) -> bool:
        """Promoted within the 12 months before the round and not served since."""
        if person.promoted_on is None or person.promoted_on < year_earlier(self.round.start):
            return False
        rounds = self.instance.round_by_id
        served = self.records.get(person.id, ())
        return not any(rounds[record.round].start >= person.promoted_on for record in served)

    def barred_counties(self, person: Person) -> int:
        """Counties other than the own one that place (hard or waivable) or the county clause bars."""
        places = {person.native, person.grown, person.residence, person.spouse_work}
        since = f"{self.round.start.year - 3}-{self.round.start.month:02d}"
        for entry in person.career or ():
            if entry.county_managed and (entry.end is None or entry.end >= since):
                places.add(entry.county)
        return len(places - {*OUT, person.work_county})

    def has_skill(self, person: Person, skill: str) -> bool:
        return any(item.skill == skill for item in person.skills)

    @cached_property
    def finance_people(self) -> list[Person]:
        return [person for person in self.instance.people if self.has_skill(person, "finance-audit")]

    def in_bureau(self, person: Person) -> bool:
        return self.instance.unit_by_id[person.work_unit].system == "finance"

    def borrow_limit(self, unit_id: str) -> int:
        for donor in self.instance.donors:
            if donor.unit == unit_id:
                return donor.limit
        staff = self.instance.unit_by_id[unit_id].staff_count
        return 1 if staff <= 20 else 2 if staff <= 50 else 3

    def able(self, people: Iterable[Person]) -> int:
        """People who pass leave and gates, no more of one work unit than it can spare."""
        units = Counter(person.work_unit for person in people if self.passes_gates(person))
        return sum(min(count, self.borrow_limit(unit)) for unit, count in units.items())

    @cached_property
    def able_leaders(self) -> int:
        """Able people of the leader pool whose rank is enough for at least one team."""
        ranks, units = self.instance.ranks, self.instance.unit_by_id
        needed = min(
            max(ranks.step(units[unit].head_rank or "科员") for unit in team.units)
            for team in self.instance.teams
        )
        return self.able(
            person
            for person in self.instance.people
            if "leader" in person.pools and person.rank is not None and ranks.step(person.rank) >= needed
        )

    @cached_property
    def teams_by_host(self) -> Counter[str]:
        return Counter(county for team in self.instance.teams for county in team.host_counties)

    def able_full_time(self, county: str) -> int:
        return sum(
            "full-time" in person.pools and person.work_county == county and self.passes_gates(person)
            for person in self.instance.people
        )

    def staying_leaders(self, county: str) -> int:
        """Able people of the county's leader pool whom the planted plan does not send away as leaders."""
        away = {place.person for place in self.plan if place.role == "leader"}
        return sum(
            "leader" in person.pools
            and person.work_county == county
            and self.passes_gates(person)
            and person.id not in away
            for person in self.instance.people
        )
