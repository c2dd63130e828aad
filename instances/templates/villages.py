"""Village first secretaries: one seat a village, one person a sending unit, need matched to function.

The host of a village's team is its township, so that the rule place keeps people from their home township.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bianzu.instances.campaign import AS_OF, TERM, month_name, months_of
from bianzu.instances.dice import Dice
from bianzu.instances.names import CITY_NAMES, draw_name
from bianzu.instances.ranks import draw_rank
from bianzu.instances.templates.land import NEEDS, Land, draw_land
from bianzu.instances.world import DEPUTY_STEP, LADDER
from bianzu.models import (
    CITY,
    OUTSIDE,
    Gender,
    HistoryRecord,
    Instance,
    Person,
    Pin,
    Relation,
    Round,
    RuleSettings,
    Seat,
    Skill,
    Team,
    WorkUnit,
)
from bianzu.models import settings as rules

__all__ = ["LEAST_VILLAGES", "MOST_VILLAGES", "build_village_secretaries"]

LEAST_VILLAGES: Final = 20
MOST_VILLAGES: Final = 7_415
_PEOPLE_PER_CENT: Final = 150
_STAYING_PER_CENT: Final = 30
_LEAVING_PER_CENT: Final = 10
_PROVINCIAL_SET: Final = "省直选派"
_PAST: Final = Round(id="v2025", start=date(2025, 1, 1), end=date(2025, 12, 31), status="past", term=TERM)
_PLANNED: Final = Round(
    id="v2026", start=date(2026, 1, 1), end=date(2027, 12, 31), status="planned", term=TERM
)
_PLACES_OFF: Final = rules.PlaceRule(
    work="off", grown="hard", native="hard", residence="off", birth="off", spouse="off"
)


def build_village_secretaries(villages: int = 150) -> Instance:
    """A batch of first secretaries.

    Parameters
    ----------
    villages
        20 to 7 415; 3 in 10 keep their secretary of the last batch, 1 in 10 had one who leaves, the others
        are open.

    Raises
    ------
    ValueError
        For another number of villages.
    """
    if not LEAST_VILLAGES <= villages <= MOST_VILLAGES:
        raise ValueError(f"villages {villages} is not between {LEAST_VILLAGES} and {MOST_VILLAGES}")
    dice = Dice(f"bianzu/template/village-secretaries/{villages}")
    return _Batch(dice, villages, draw_land(dice, villages)).run()


@dataclass
class _Batch:
    dice: Dice
    count: int
    land: Land
    people: list[Person] = field(default_factory=list)
    staying: list[tuple[Person, WorkUnit]] = field(default_factory=list)
    leaving: list[tuple[Person, WorkUnit]] = field(default_factory=list)

    def run(self) -> Instance:
        self._draw_people(self.dice.branch("people"))
        self._keep_some(self.dice.branch("staying"))
        couples = self._draw_couples(self.dice.branch("couples"))
        self._recall_some(self.dice.branch("leaving"), {item.person for item in couples})
        provincial = [p.id for p in self.people if p.work_county == OUTSIDE]
        city = self.dice.branch("city").pick(CITY_NAMES)
        return Instance(
            city=city,
            as_of=AS_OF,
            term=TERM,
            title=f"{city}：驻村第一书记选派（{self.count} 个村）",
            completable=True,
            ranks=LADDER,
            counties=tuple(self.land.places),
            units=(*self.land.villages, *self.land.senders),
            people=tuple(self.people),
            relations=tuple(couples),
            source_sets={_PROVINCIAL_SET: tuple(provincial)},
            rounds=(_PAST, _PLANNED),
            teams=tuple(self._build_teams()),
            history=tuple(self._build_history()),
            rules=_build_rules(self._reserve_seats()),
            pins=tuple(self._lock_staying()),
        )

    # -- people

    def _draw_people(self, dice: Dice) -> None:
        total = self.count * _PEOPLE_PER_CENT // 100
        width = max(4, len(str(total)))
        for at in range(total):
            unit = self.land.senders[at] if at < len(self.land.senders) else dice.pick(self.land.senders)
            self.people.append(
                self._draw_person(dice, f"p{at + 1:0{width}d}", unit, sure=at < len(self.land.senders))
            )

    def _draw_person(self, dice: Dice, person_id: str, unit: WorkUnit, *, sure: bool) -> Person:
        gender: Gender = dice.weigh(("female", "male"), (30, 70))
        home = unit.county or dice.pick(self.land.counties)
        native = dice.pick(self.land.towns[home]) if dice.chance(65) else OUTSIDE
        skills = {self.land.functions[unit.id]: dice.between(1, 3)}
        if dice.chance(35):
            skills.setdefault(dice.pick(NEEDS), 1)
        work = unit.county if unit.county is not None else CITY if unit.level == "city" else OUTSIDE
        return Person(
            id=person_id,
            name=draw_name(dice, gender),
            gender=gender,
            birth=month_name(months_of(AS_OF) - dice.between(28 * 12, 52 * 12)),
            party="full" if sure or dice.chance(90) else "probationary",
            rank=draw_rank(dice, dice.weigh((DEPUTY_STEP - 1, DEPUTY_STEP, DEPUTY_STEP + 1), (40, 40, 20))),
            pools=("leader",),
            work_unit=unit.id,
            work_county=work,
            native=native,
            grown=native,
            residence=unit.county or OUTSIDE,
            birth_place=native,
            skills=tuple(Skill(skill=skill, level=level) for skill, level in skills.items()),
            earlier_rounds=dice.weigh((0, 1, 2), (70, 20, 10)),
            appraisal=dice.weigh(("excellent", "competent"), (25, 75)),
            trained=sure or dice.chance(95),
            relations_declared=True,
        )

    def _keep_some(self, dice: Dice) -> None:
        """Secretaries of the last batch who stay; each of another sending unit, none at home."""
        people = [person for person in self.people[: len(self.land.senders)] if person.work_county != OUTSIDE]
        dice.shuffle(people)
        first = set(self.land.name_first_villages())
        villages = [village for village in self.land.villages if village.id not in first]
        for village in villages[: self.count * _STAYING_PER_CENT // 100]:
            at = next(at for at, person in enumerate(people) if person.native != village.county)
            self.staying.append((people.pop(at), village))

    def _draw_couples(self, dice: Dice) -> list[Relation]:
        """Couples in the pool; the one named first is not among those who are sure to be able to go."""
        posted = {person.id for person, _ in self.staying}
        sure = len(self.land.senders)
        free = [person for person in self.people[sure:] if person.id not in posted]
        women = [person for person in free if person.gender == "female"]
        men = [person for person in self.people[:sure] if person.gender == "male"]
        pairs = list(zip(women, dice.sample(men, len(women)), strict=False))[: max(1, self.count // 40)]
        return [
            Relation(person=one.id, kind="spouse", other_person=other.id, other_name=other.name)
            for one, other in pairs
        ]

    def _recall_some(self, dice: Dice, bound: set[str]) -> None:
        """Secretaries of the last batch who come home; a colleague of the same unit could take over."""
        kept = {*(village.id for _, village in self.staying), *self.land.name_first_villages()}
        villages = [village for village in self.land.villages if village.id not in kept]
        busy = {person.work_unit for person, _ in self.staying}
        sure = {unit.id for unit in self.land.senders if unit.id not in busy}
        for at in dice.sample(range(len(self.land.senders), len(self.people)), len(self.people)):
            person, village = self.people[at], villages[-1]
            free = person.id not in bound and person.work_county != OUTSIDE
            if free and person.work_unit in sure and person.native != village.county:
                sure.remove(person.work_unit)
                villages.pop()
                self.people[at] = person.model_copy(update={"in_pool": False})
                self.leaving.append((self.people[at], village))
            if len(self.leaving) == self.count * _LEAVING_PER_CENT // 100:
                break

    # -- teams, history, orders

    def _build_teams(self) -> list[Team]:
        return [
            Team(
                id=f"t{village.id[1:]}",
                name=village.name,
                round=_PLANNED.id,
                form="village",
                host_counties=(str(village.county),),
                units=(village.id,),
                seats=(Seat(id=f"t{village.id[1:]}-s1", role="leader"),),
            )
            for village in self.land.villages
        ]

    def _reserve_seats(self) -> rules.ReservedSeats:
        """One provincial secretary in every county."""
        teams: dict[str, list[str]] = {}
        for village in self.land.villages:
            teams.setdefault(str(village.county)[:4], []).append(f"t{village.id[1:]}")
        names = {county.id: county.name for county in self.land.places}
        groups = [
            rules.Reservation(id=names[county], source_set=_PROVINCIAL_SET, n=1, teams=tuple(listed))
            for county, listed in teams.items()
        ]
        return rules.ReservedSeats(groups=tuple(groups))

    def _build_history(self) -> list[HistoryRecord]:
        return [
            HistoryRecord(
                round=_PAST.id,
                team=f"t{village.id[1:]}",
                person=person.id,
                role="leader",
                counties=(str(village.county),),
                units=(village.id,),
                rating="competent",
            )
            for person, village in (*self.staying, *self.leaving)
        ]

    def _lock_staying(self) -> list[Pin]:
        return [
            Pin(
                kind="lock",
                person=person.id,
                seat=f"t{village.id[1:]}-s1",
                asked_by="选派办公室",
                reason="任期未满，留任；期满或召回时删去本条即空出席位",
            )
            for person, village in self.staying
        ]


def _build_rules(reserved: rules.ReservedSeats) -> RuleSettings:
    return RuleSettings(
        one_seat=rules.OneSeat(),
        seats=rules.Seats(),
        role_pools=rules.RolePools(),
        gates=rules.Gates(leave=False, age_limit=55),
        reserved_seats=reserved,
        place=_PLACES_OFF,
        service=rules.Service(county_clause=False),
        kin=rules.Kin(),
        couples=rules.Couples(hardness="hard"),
        unfit=rules.UnfitRule(),
        skill_mix=rules.SkillMix(needs=(), tag_needs={}, hard_skills=(), c=1),
        borrow_cap=rules.BorrowCap(bands=(rules.BorrowBand(up_to=None, b=1),), hardness="hard"),
        tenure=rules.Tenure(t=36),
        succession=rules.Succession(),
        rating=rules.RatingRule(),
        presence=rules.Presence(d=240),
        priority=rules.Priority(load=0, travel=1),
    )
