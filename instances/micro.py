"""Micro instances: at most six people and four seats, so that every plan can be listed.

They vary as much as the rules allow: one round or two, one host county or two, rules on and off, odd
settings, people who cannot serve. Nothing is planted and nothing is claimed: ``completable`` is null.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from bianzu.instances.dice import Dice
from bianzu.instances.micro_people import MicroPeople
from bianzu.instances.micro_rules import draw_rules, draw_waivers
from bianzu.instances.names import CITY_NAMES, list_county_names
from bianzu.instances.presets import Preset, SeatTemplate, adapt_rules, list_seats
from bianzu.instances.sizes import Tightness
from bianzu.instances.world import LADDER
from bianzu.models import (
    County,
    DonorLimit,
    Duty,
    Instance,
    Origin,
    Pin,
    Role,
    Round,
    RuleSettings,
    Seat,
    Side,
    SkillNeed,
    Team,
    TeamForm,
    WorkUnit,
)

__all__ = ["generate_micro"]

_TERM: Final = "第五届"
_SHAPES: Final = ((1,), (2,), (2,), (3,), (3,), (4,), (1, 1), (1, 2), (2, 2), (1, 3), (1, 1, 2), (2, 1, 1))
_ROLES: Final[tuple[Role, ...]] = (
    "leader",
    "deputy",
    "liaison",
    "full-time",
    "specialist",
    "auditor",
    "member",
)
_ORIGINS: Final[tuple[Origin, ...]] = ("local", "external", "city-level", "any")
_DUTIES: Final[tuple[Duty, ...]] = ("complaints-desk", "clue-ledger", "leader-interviews")
_SIDES: Final[tuple[Side, ...]] = ("inspection", "audit")
_FORMS: Final[tuple[TeamForm, ...]] = ("pooled", "joint-audit", "return-visit")
_SYSTEMS: Final = ("finance", "education", None)
_TAGS: Final = ("engineering", "ideology")
_SET: Final = "名单"


def generate_micro(dice: Dice, tightness: Tightness, preset: Preset | None, title: str) -> Instance:
    """One micro instance.

    Parameters
    ----------
    dice
        Chance of this instance.
    tightness
        How many of the people are able: most (loose) to about half (tight).
    preset
        Take seats and rules from a published form; ``None`` mixes them at random.
    title
        Title of the instance.
    """
    return _Micro(dice, tightness, preset, title).run()


@dataclass
class _Micro:
    dice: Dice
    tightness: Tightness
    preset: Preset | None
    title: str
    counties: list[str] = field(default_factory=list)
    units: list[WorkUnit] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)

    def run(self) -> Instance:
        dice = self.dice
        single = self.preset == "own-county"
        count = 1 if single else dice.between(1 if self.preset is None else 2, 3)
        self.counties = [f"c{at + 1}" for at in range(count)]
        names = list_county_names(dice, count)
        self.units = self._draw_units(names)
        self.rounds = self._draw_rounds()
        teams = self._draw_teams()
        crowd = MicroPeople(dice, self.counties, self.units, self.rounds, teams, self.tightness)
        people = crowd.draw_people(dice.between(2, 6))
        rules = self._draw_rules([person.id for person in people])
        return Instance(
            city=dice.pick(CITY_NAMES),
            as_of=date(2026, 2, 13),
            term=_TERM,
            title=self.title,
            ranks=LADDER,
            counties=tuple(self._county(at, name) for at, name in enumerate(names)),
            units=tuple(crowd.list_units()),
            people=tuple(people),
            relations=crowd.draw_relations(),
            recusal_requests=crowd.draw_requests(),
            unfit=crowd.draw_unfit(),
            donors=self._draw_donors(),
            source_sets={_SET: tuple(person.id for person in people if dice.chance(60))},
            rounds=tuple(self.rounds),
            teams=tuple(teams),
            history=crowd.draw_history(),
            rules=rules,
            pins=self._draw_pins([person.id for person in people], teams),
            waivers=draw_waivers(dice, [person.id for person in people], teams),
        )

    def _county(self, at: int, name: str) -> County:
        others = [county for county in self.counties if county != self.counties[at]]
        distances = {other: self.dice.between(5, 90) for other in others if self.dice.chance(80)}
        return County(
            id=self.counties[at], name=name, city_distance=self.dice.between(0, 60), distances=distances
        )

    def _draw_units(self, names: list[str]) -> list[WorkUnit]:
        dice = self.dice
        units = [
            WorkUnit(id="u-city", name="市财政局", level="city", system="finance", staff_count=60),
            WorkUnit(id="u-xc", name="市委巡察办", level="city", system="inspection", staff_count=20),
        ]
        for county, name in zip(self.counties, names, strict=True):
            for at in range(dice.between(2, 3)):
                units.append(
                    WorkUnit(
                        id=f"u-{county}-{at + 1}",
                        name=f"{name}{['财政局', '教育局', '一中'][at]}",
                        county=county,
                        system=dice.pick(_SYSTEMS),
                        staff_count=dice.pick((12, 20, 21, 50, 51)),
                        superior=units[-1].id if at == 2 else "u-city" if dice.chance(40) else None,
                        head_rank=dice.pick((None, "副科", "正科", "副处")),
                        tags=tuple(tag for tag in _TAGS if dice.chance(20)),
                        needs=(SkillNeed(skill="writing", need=1, level=2),) if dice.chance(15) else (),
                    )
                )
        return units

    def _draw_rounds(self) -> list[Round]:
        """Up to two past rounds, the planned one, perhaps one announced."""
        dice = self.dice
        days = [date(2025, 6, 30), date(2025, 10, 13)]
        past = days[2 - dice.between(0, 2) :]
        rounds = [self._round(f"r{at + 1}", day, "past") for at, day in enumerate(past)]
        rounds.append(self._round("r5", date(2026, 3, 9), "planned"))
        if dice.chance(40):
            rounds.append(self._round("r7", date(2026, 9, 7), "announced"))
        return rounds

    def _round(self, name: str, start: date, status: str) -> Round:
        return Round.model_validate(
            {
                "id": name,
                "start": start,
                "end": start + timedelta(days=45),
                "status": status,
                "term": "第四届" if status == "past" and self.dice.chance(15) else _TERM,
                "announced_seats": {"member": 2} if status == "announced" else {},
            }
        )

    def _draw_teams(self) -> list[Team]:
        dice = self.dice
        item = next(item for item in self.rounds if item.status == "planned")
        teams = []
        for at, count in enumerate(dice.pick(_SHAPES)):
            hosts = dice.sample(self.counties, 2 if dice.chance(12) else 1)
            choice = [unit.id for unit in self.units if unit.county in hosts]
            templates = self._templates(count)
            late = dice.chance(10)
            teams.append(
                Team(
                    id=f"t{at + 1}",
                    name=f"第{at + 1}巡察组",
                    round=item.id,
                    form=dice.weigh(_FORMS, (80, 12, 8)),
                    cross_form="whole" if self.preset == "whole-team" or dice.chance(6) else "mixed",
                    host_counties=tuple(sorted(hosts)),
                    units=tuple(sorted(dice.sample(choice, dice.between(1, 2)))),
                    desks=dice.pick((None, 0, 1)),
                    womens_interviews=dice.chance(25),
                    needs=(SkillNeed(skill="discipline", need=2, level=1),) if dice.chance(12) else (),
                    start=item.start + timedelta(days=20) if late else None,
                    seats=tuple(
                        self._seat(f"t{at + 1}-s{number + 1}", template)
                        for number, template in enumerate(templates)
                    ),
                )
            )
        return teams

    def _templates(self, count: int) -> list[SeatTemplate]:
        dice = self.dice
        if self.preset is not None:
            return list(list_seats(self.preset, 5)[:count])
        roles = list(dice.sample(_ROLES, count))
        if dice.chance(70):
            roles[0] = "leader"
        return [
            SeatTemplate(
                role,
                dice.weigh(_ORIGINS, (20, 30, 8, 42)),
                dice.pick(_DUTIES) if dice.chance(15) else None,
                dice.weigh(_SIDES, (80, 20)),
            )
            for role in roles
        ]

    def _seat(self, seat_id: str, template: SeatTemplate) -> Seat:
        seat = template.build(seat_id, _SET if self.dice.chance(8) else None)
        narrow = seat.role == "liaison" and self.dice.chance(25)
        return seat.model_copy(update={"pools": ("full-time",)}) if narrow else seat

    def _draw_rules(self, people: list[str]) -> RuleSettings:
        rules = draw_rules(self.dice, people, vary=self.preset is None)
        return rules if self.preset is None else adapt_rules(self.preset, rules)

    def _draw_donors(self) -> tuple[DonorLimit, ...]:
        return tuple(
            DonorLimit(unit=unit.id, limit=self.dice.between(0, 2))
            for unit in self.units
            if self.dice.chance(8)
        )

    def _draw_pins(self, people: list[str], teams: list[Team]) -> tuple[Pin, ...]:
        """Now and then an order that somebody stays off a seat or a team."""
        dice = self.dice
        if not dice.chance(15):
            return ()
        team = dice.pick(teams)
        seat = dice.pick(team.seats).id if dice.chance(60) else None
        order = Pin(
            kind="must-not",
            person=dice.pick(people),
            team=team.id if seat is None else None,
            seat=seat,
            asked_by="领导小组",
            reason="另有安排",
        )
        return (order,)
