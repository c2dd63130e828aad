"""A complete instance and its planted plan, opened up so that a cause can be planted in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bianzu.instances.causes.planted import Asked, PlantedCause
from bianzu.instances.dice import Dice
from bianzu.instances.names import draw_name
from bianzu.models import (
    Assignment,
    DonorLimit,
    HistoryRecord,
    Instance,
    Person,
    Pin,
    Pool,
    RecusalRequest,
    Relation,
    RuleSettings,
    Seat,
    Skill,
    Team,
    WorkUnit,
)

__all__ = ["LOW", "TOP", "Stage"]

TOP: Final = "正处"
"""Highest rank of the generator's ladder; no inspected unit has a head of it."""
LOW: Final = "办事员"
"""Lowest rank: below every head of an inspected unit."""
_GIVEN: Final = date(2026, 2, 10)


@dataclass
class Stage:
    """What causes change. Seats, teams and people that a cause has used are left alone by the next one."""

    instance: Instance
    dice: Dice
    holder: dict[str, str]
    people: dict[str, Person] = field(init=False)
    units: dict[str, WorkUnit] = field(init=False)
    teams: dict[str, Team] = field(init=False)
    donors: dict[str, DonorLimit] = field(init=False)
    relations: list[Relation] = field(init=False)
    requests: list[RecusalRequest] = field(init=False)
    history: list[HistoryRecord] = field(init=False)
    pins: list[Pin] = field(init=False)
    sets: dict[str, tuple[str, ...]] = field(init=False)
    rules: RuleSettings = field(init=False)
    used: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        given = self.instance
        self.people = dict(given.person_by_id)
        self.units = dict(given.unit_by_id)
        self.teams = dict(given.team_by_id)
        self.donors = {item.unit: item for item in given.donors}
        self.relations = list(given.relations)
        self.requests = list(given.recusal_requests)
        self.history = list(given.history)
        self.pins = list(given.pins)
        self.sets = dict(given.source_sets)
        self.rules = given.rules

    @classmethod
    def open(cls, instance: Instance, plan: Iterable[Assignment], dice: Dice) -> "Stage":
        """A stage with nothing changed yet."""
        return cls(instance, dice, {place.seat: place.person for place in plan})

    def close(self, title: str) -> Instance:
        """The instance as it is now."""
        return self.instance.model_copy(
            update={
                "title": f"{self.instance.title}；{title}",
                "completable": False,
                "people": tuple(self.people.values()),
                "units": tuple(self.units.values()),
                "teams": tuple(self.teams.values()),
                "donors": tuple(self.donors.values()),
                "relations": tuple(self.relations),
                "recusal_requests": tuple(self.requests),
                "history": tuple(self.history),
                "pins": tuple(self.pins),
                "source_sets": self.sets,
                "rules": self.rules,
            }
        )

    # -- looking

    @property
    def seated(self) -> dict[str, tuple[Team, Seat]]:
        """Team and seat of everybody whom the planted plan seats."""
        return {
            self.holder[seat.id]: (team, seat)
            for team in self.teams.values()
            for seat in team.seats
            if seat.id in self.holder
        }

    def draw_teams(self, count: int) -> list[Team]:
        """Teams that no cause has used; they are used from now on."""
        free = [team for team in self.teams.values() if team.id not in self.used]
        drawn = sorted((team.id for team in self.dice.sample(free, count)), key=list(self.teams).index)
        self.used.update(drawn)
        return [self.teams[team] for team in drawn]

    def members(self, team: Team) -> list[tuple[Seat, Person]]:
        """Seats of a team with their planted holders."""
        return [(seat, self.people[self.holder[seat.id]]) for seat in team.seats]

    def pool(self, pool: Pool) -> list[Person]:
        """Everybody in a pool."""
        return [person for person in self.people.values() if pool in person.pools]

    def head_step(self, team: Team) -> int:
        """Step of the highest head of the team's units."""
        ranks = (self.units[unit].head_rank for unit in team.units)
        return max((self.instance.ranks.step(rank) for rank in ranks if rank is not None), default=0)

    # -- changing

    def change(self, person: Person | str, **fields: object) -> Person:
        """Somebody with other facts."""
        ident = person if isinstance(person, str) else person.id
        self.people[ident] = self.people[ident].model_copy(update=fields)
        return self.people[ident]

    def change_team(self, team: Team, **fields: object) -> Team:
        """A team with other facts."""
        self.teams[team.id] = self.teams[team.id].model_copy(update=fields)
        return self.teams[team.id]

    def change_unit(self, unit: str, **fields: object) -> None:
        """A unit with other facts."""
        self.units[unit] = self.units[unit].model_copy(update=fields)

    def limit_seats(self, seats: Iterable[Seat], name: str, people: Iterable[str]) -> None:
        """Seats open to a named set of people only."""
        self.sets[name] = tuple(people)
        wanted = {seat.id for seat in seats}
        for team in list(self.teams.values()):
            if any(seat.id in wanted for seat in team.seats):
                changed = (
                    seat.model_copy(update={"source_set": name}) if seat.id in wanted else seat
                    for seat in team.seats
                )
                self.change_team(team, seats=tuple(changed))

    def unskill(self, person: Person, skill: str) -> None:
        """Take a skill away."""
        self.change(person, skills=tuple(item for item in person.skills if item.skill != skill))

    def forget(self, person: Person) -> None:
        """Somebody without a past in the inspection teams, and no cadre either."""
        self.change(person, earlier_rounds=0, promoted_on=None)
        self.history = [item for item in self.history if item.person != person.id]

    def add_newcomer(self, pool: Pool, unit: str, county: str, **fields: object) -> Person:
        """Somebody new against whom nothing speaks."""
        number = sum(ident.startswith("n") for ident in self.people) + 1
        facts: dict[str, object] = {
            "id": f"n{number:02d}",
            "name": draw_name(self.dice, "female"),
            "gender": "female",
            "birth": "1982-05",
            "party": "full",
            "rank": "副处",
            "pools": (pool,),
            "work_unit": unit,
            "work_county": county,
            "native": "outside",
            "grown": "outside",
            "residence": county if county != "city" else None,
            "birth_place": "outside",
            "spouse_work": "outside",
            "skills": (Skill(skill="writing", level=1),),
            "appraisal": "competent",
            "career": (),
            "relations_declared": True,
            **fields,
        }
        person = Person(**facts)  # type: ignore[arg-type]
        self.people[person.id] = person
        return person

    def spare_units(self, county: str | None) -> list[str]:
        """Units of a county (or of the city) from which the planted plan draws nobody."""
        drawn = {self.people[person].work_unit for person in self.seated}
        inspected = {unit for team in self.teams.values() for unit in team.units}
        found = [
            unit.id
            for unit in self.units.values()
            if unit.county == county and unit.id not in drawn | inspected and unit.id not in self.donors
        ]
        return [unit for unit in found if self.units[unit].system not in (None, "inspection")]

    def order(self, person: str, **where: str) -> int:
        """A must pin; its position."""
        self.pins.append(Pin(kind="must", person=person, asked_by="巡察办", reason="工作需要", **where))
        return len(self.pins) - 1

    def cause(self, asked: Iterable[Asked], short: int, rules: Iterable[str] = ()) -> PlantedCause:
        """A planted cause over some demands."""
        return PlantedCause(frozenset(asked), short, frozenset(rules))
