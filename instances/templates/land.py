"""Counties, townships and villages, and the units that send people to them.

Townships stand in the list of counties beside the real counties, so that a township can be the host of a
village's team; they say how far they are from each county.
"""

import math
from dataclasses import dataclass, field
from typing import Final

from bianzu.instances.dice import Dice
from bianzu.instances.names import draw_name, list_county_names
from bianzu.instances.world import TOWNS
from bianzu.models import County, Gender, LeadingMember, SkillNeed, WorkUnit
from bianzu.models.geography import UnitLevel

__all__ = ["NEEDS", "Land", "draw_land"]

_UNITS_PER_CENT: Final = 120
_FEWEST_COUNTIES: Final = 3
_VILLAGES_A_TOWN: Final = 10
_VILLAGES_A_COUNTY: Final = 75
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

NEEDS: Final = ("industry", "party-building", "governance", "services", "finance-audit")
_WEIGHTS: Final = (34, 24, 20, 14, 8)
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


@dataclass
class Land:
    """Counties, their townships (both among the ``places``), villages, sending units and their functions."""

    count: int
    counties: list[str] = field(default_factory=list)
    places: list[County] = field(default_factory=list)
    towns: dict[str, list[str]] = field(default_factory=dict)
    villages: list[WorkUnit] = field(default_factory=list)
    senders: list[WorkUnit] = field(default_factory=list)
    functions: dict[str, str] = field(default_factory=dict)

    def name_first_villages(self) -> list[str]:
        """The first village of every county."""
        first: dict[str, str] = {}
        for village in self.villages:
            first.setdefault(str(village.county)[:4], village.id)
        return list(first.values())

    def draw_map(self, dice: Dice) -> None:
        """Counties around the city seat, each with as many townships."""
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

    def draw_villages(self, dice: Dice) -> None:
        """Villages over the townships by turns, each with one need."""
        names = {place.id: place.name for place in self.places}
        towns = [town for at in range(len(self.towns[self.counties[0]])) for town in self._list_nth(at)]
        for at in range(self.count):
            town = towns[at % len(towns)]
            turn = at // len(towns)
            stem = _STEMS[(turn + 5 * (at % len(towns))) % len(_STEMS)]
            need = SkillNeed(skill=dice.weigh(NEEDS, _WEIGHTS), level=dice.weigh((1, 2), (70, 30)))
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

    def draw_senders(self, dice: Dice) -> None:
        """Provincial, city and county units, each with one function."""
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


def draw_land(dice: Dice, villages: int) -> Land:
    """A land with so many villages."""
    land = Land(villages)
    land.draw_map(dice.branch("map"))
    land.draw_villages(dice.branch("villages"))
    land.draw_senders(dice.branch("senders"))
    return land
