"""Village first secretaries: one seat a village, one person a sending unit, need matched to function.

The host of a village's team is its township, so that the rule place keeps people from
their home township. The real counties are in the list of counties, too: people work there, and townships
say how far they are.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bianzu.instances.campaign import AS_OF, TERM, month_name, months_of
from bianzu.instances.dice import Dice
from bianzu.instances.names import CITY_NAMES, draw_name, list_county_names
from bianzu.instances.ranks import draw_rank
from bianzu.instances.world import DEPUTY_STEP, LADDER, TOWNS
from bianzu.models import (
    CITY,
    OUTSIDE,
    County,
    Gender,
    HistoryRecord,
    Instance,
    LeadingMember,
    Person,
    Pin,
    Relation,
    Round,
    RuleSettings,
    Seat,
    Skill,
    SkillNeed,
    Team,
    WorkUnit,
)
from bianzu.models import settings as rules
from bianzu.models.geography import UnitLevel

__all__ = ["LEAST_VILLAGES", "MOST_VILLAGES", "build_village_secretaries"]

LEAST_VILLAGES: Final = 20
MOST_VILLAGES: Final = 7_415
_VILLAGES_A_COUNTY: Final = 75
_VILLAGES_A_TOWN: Final = 10
_FEWEST_COUNTIES: Final = 3
_UNITS_PER_CENT: Final = 120
_PEOPLE_PER_CENT: Final = 150
_STAYING_PER_CENT: Final = 30
_PROVINCIAL_SET: Final = "省直选派"
_FUNCTIONS: Final[tuple[tuple[str, str], ...]] = (
    ("农业农村局", "industry"),
    ("商务局", "industry"),
    ("农业发展公司", "industry"),
    ("组织部", "party-building"),
    ("党校", "party-building"),
    ("司法局", "governance"),
    ("民政局", "governance"),
    ("教育局", "services"),
    ("卫生健康局", "services"),
    ("财政局", "finance-audit"),
)
"""Sending units and the function that their people bring."""

_NEEDS: Final = ("industry", "party-building", "governance", "services", "finance-audit")
_NEED_WEIGHTS: Final = (34, 24, 20, 14, 8)
_VILLAGES: Final = ("前", "后", "上", "下", "东", "西", "南", "北", "大", "新")
_STEMS: Final = (
    "王家",
    "李庄",
    "石桥",
    "柳林",
    "杨树",
    "河湾",
    "山口",
    "水头",
    "塘坊",
    "岭脚",
    "田心",
    "樟树",
)
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
        20 to 7 415; 3 in 10 keep their secretary of the last batch, all others are open.

    Raises
    ------
    ValueError
        For another number of villages.
    """
    if not LEAST_VILLAGES <= villages <= MOST_VILLAGES:
        raise ValueError(f"villages {villages} is not between {LEAST_VILLAGES} and {MOST_VILLAGES}")
    return _Batch(Dice(f"bianzu/template/village-secretaries/{villages}"), villages).run()


@dataclass
class _Batch:
    dice: Dice
    count: int
    counties: list[str] = field(default_factory=list)
    places: list[County] = field(default_factory=list)
    towns: dict[str, list[str]] = field(default_factory=dict)
    villages: list[WorkUnit] = field(default_factory=list)
    senders: list[WorkUnit] = field(default_factory=list)
    functions: dict[str, str] = field(default_factory=dict)
    people: list[Person] = field(default_factory=list)
    staying: list[tuple[Person, WorkUnit]] = field(default_factory=list)

    def run(self) -> Instance:
        self._draw_map(self.dice.branch("map"))
        self._draw_villages(self.dice.branch("villages"))
        self._draw_senders(self.dice.branch("senders"))
        self._draw_people(self.dice.branch("people"))
        self._keep_some(self.dice.branch("staying"))
        couples = self._draw_couples(self.dice.branch("couples"))
        provincial = [p.id for p in self.people if p.work_county == OUTSIDE]
        city = self.dice.branch("city").pick(CITY_NAMES)
        return Instance(
            city=city,
            as_of=AS_OF,
            term=TERM,
            title=f"{city}：驻村第一书记选派（{self.count} 个村）",
            completable=True,
            ranks=LADDER,
            counties=tuple(self.places),
            units=(*self.villages, *self.senders),
            people=tuple(self.people),
            relations=tuple(couples),
            source_sets={_PROVINCIAL_SET: tuple(provincial)},
            rounds=(_PAST, _PLANNED),
            teams=tuple(self._build_teams()),
            history=tuple(self._build_history()),
            rules=_build_rules(),
            pins=(*self._lock_staying(), *_keep_home(couples)),
        )

    # -- places and units

    def _draw_map(self, dice: Dice) -> None:
        number = max(_FEWEST_COUNTIES, -(-self.count // _VILLAGES_A_COUNTY))
        names = list_county_names(dice, number)
        self.counties = [f"c{at + 1:03d}" for at in range(number)]
        width = 40 + 10 * math.isqrt(number)
        points = [(dice.below(width), dice.below(width)) for _ in range(number)]
        away = [
            {
                other: 10 + abs(x - points[to][0]) + abs(y - points[to][1])
                for to, other in enumerate(self.counties)
                if to != at
            }
            for at, (x, y) in enumerate(points)
        ]
        seat = [10 + abs(x - width // 2) + abs(y - width // 2) for x, y in points]
        for at, county in enumerate(self.counties):
            self.places.append(County(id=county, name=names[at], city_distance=seat[at], distances=away[at]))
        per_county = -(-self.count // (number * _VILLAGES_A_TOWN))
        for at, county in enumerate(self.counties):
            for town in range(per_county):
                local = dice.between(8, 45)
                name = TOWNS[town % len(TOWNS)] + ("镇" if town < len(TOWNS) else "乡")
                place = County(
                    id=f"{county}-{town + 1:02d}",
                    name=names[at] + name,
                    city_distance=seat[at] + local,
                    distances={county: local} | {other: km + local for other, km in away[at].items()},
                )
                self.places.append(place)
                self.towns.setdefault(county, []).append(place.id)

    def _draw_villages(self, dice: Dice) -> None:
        names = {place.id: place.name for place in self.places}
        towns = [town for at in range(len(self.towns[self.counties[0]])) for town in self._list_nth(at)]
        for at in range(self.count):
            town = towns[at % len(towns)]
            turn = at // len(towns)
            stem = _STEMS[(turn + 5 * (at % len(towns))) % len(_STEMS)]
            need = SkillNeed(skill=dice.weigh(_NEEDS, _NEED_WEIGHTS), level=dice.weigh((1, 2), (70, 30)))
            gender: Gender = dice.weigh(("female", "male"), (20, 80))
            self.villages.append(
                WorkUnit(
                    id=f"v{at + 1:04d}",
                    name=f"{names[town]}{_VILLAGES[turn % len(_VILLAGES)]}{stem}村",
                    county=town,
                    level="village",
                    staff_count=dice.between(5, 9),
                    leading_group=(LeadingMember(name=draw_name(dice, gender)),),
                    needs=(need,),
                )
            )

    def _list_nth(self, at: int) -> list[str]:
        return [self.towns[county][at] for county in self.counties]

    def _draw_senders(self, dice: Dice) -> None:
        total = self.count * _UNITS_PER_CENT // 100
        provincial = max(2 * len(self.counties), total // 10)
        city = total // 4
        names = {place.id: place.name for place in self.places}
        levels: list[tuple[UnitLevel, str | None, str]] = [
            *(("province", None, "省") for _ in range(provincial)),
            *(("city", None, "市") for _ in range(city)),
            *(
                (
                    "county",
                    self.counties[at % len(self.counties)],
                    names[self.counties[at % len(self.counties)]],
                )
                for at in range(max(0, total - provincial - city))
            ),
        ]
        for at, (level, county, prefix) in enumerate(levels):
            name, skill = dice.pick(_FUNCTIONS)
            unit = WorkUnit(
                id=f"u{at + 1:05d}",
                name=f"{prefix}{name}第{at + 1}处" if level != "county" else f"{prefix}{name}第{at + 1}科",
                county=county,
                level=level,
                staff_count=dice.between(8, 120),
            )
            self.senders.append(unit)
            self.functions[unit.id] = skill

    # -- people

    def _draw_people(self, dice: Dice) -> None:
        total = self.count * _PEOPLE_PER_CENT // 100
        width = max(4, len(str(total)))
        for at in range(total):
            unit = self.senders[at] if at < len(self.senders) else dice.pick(self.senders)
            self.people.append(
                self._draw_person(dice, f"p{at + 1:0{width}d}", unit, sure=at < len(self.senders))
            )

    def _draw_person(self, dice: Dice, person_id: str, unit: WorkUnit, *, sure: bool) -> Person:
        gender: Gender = dice.weigh(("female", "male"), (30, 70))
        home = unit.county or dice.pick(self.counties)
        native = dice.pick(self.towns[home]) if dice.chance(65) else OUTSIDE
        skills = {self.functions[unit.id]: dice.between(1, 3)}
        if dice.chance(35):
            skills.setdefault(dice.pick(_NEEDS), 1)
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
        people = [person for person in self.people[: len(self.senders)] if person.work_county != OUTSIDE]
        dice.shuffle(people)
        first = set(self._name_provincial())
        villages = [village for village in self.villages if village.id not in first]
        for village in villages[: self.count * _STAYING_PER_CENT // 100]:
            at = next(at for at, person in enumerate(people) if person.native != village.county)
            self.staying.append((people.pop(at), village))

    def _draw_couples(self, dice: Dice) -> list[Relation]:
        """Couples in the pool; the one named first is to stay at home."""
        posted = {person.id for person, _ in self.staying}
        sure = len(self.senders)
        free = [person for person in self.people[sure:] if person.id not in posted]
        women = [person for person in free if person.gender == "female"]
        men = [person for person in self.people[:sure] if person.gender == "male"]
        pairs = list(zip(women, dice.sample(men, len(women)), strict=False))[: max(1, self.count // 40)]
        return [
            Relation(person=one.id, kind="spouse", other_person=other.id, other_name=other.name)
            for one, other in pairs
        ]

    # -- teams, history, orders

    def _name_provincial(self) -> list[str]:
        """The first village of every county, which asks for a provincial secretary."""
        first: dict[str, str] = {}
        for village in self.villages:
            first.setdefault(str(village.county)[:4], village.id)
        return list(first.values())

    def _build_teams(self) -> list[Team]:
        provincial = set(self._name_provincial())
        return [
            Team(
                id=f"t{village.id[1:]}",
                name=village.name,
                round=_PLANNED.id,
                form="village",
                host_counties=(str(village.county),),
                units=(village.id,),
                seats=(
                    Seat(
                        id=f"t{village.id[1:]}-s1",
                        role="leader",
                        source_set=_PROVINCIAL_SET if village.id in provincial else None,
                    ),
                ),
            )
            for village in self.villages
        ]

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
            for person, village in self.staying
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


def _keep_home(couples: Sequence[Relation]) -> list[Pin]:
    return [
        Pin(
            kind="must-not",
            person=couple.person,
            round=_PLANNED.id,
            asked_by="选派办公室",
            reason="夫妻不同时驻村，本批由配偶报名",
        )
        for couple in couples
    ]


def _build_rules() -> RuleSettings:
    return RuleSettings(
        one_seat=rules.OneSeat(),
        seats=rules.Seats(),
        role_pools=rules.RolePools(),
        gates=rules.Gates(leave=False, age_limit=55),
        source_sets=rules.SourceSets(),
        place=_PLACES_OFF,
        service=rules.Service(county_clause=False),
        kin=rules.Kin(),
        unfit=rules.UnfitRule(),
        skill_mix=rules.SkillMix(needs=(), tag_needs={}, hard_skills=(), c=1),
        borrow_cap=rules.BorrowCap(bands=(rules.BorrowBand(up_to=None, b=1),), hardness="hard"),
        rating=rules.RatingRule(),
        priority=rules.Priority(load=0, travel=1),
    )
