"""Counties and work units: who is where, under whom, and in which system."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bianzu.instances.dice import Dice
from bianzu.instances.names import list_county_names
from bianzu.models import CITY, County, RankLadder, WorkUnit
from bianzu.models.geography import UnitLevel

__all__ = [
    "DEPUTY_STEP",
    "HEAD_STEP",
    "INSPECTION",
    "LADDER",
    "TOWNS",
    "World",
    "build_world",
    "link_units",
    "spread",
]

INSPECTION: Final = "inspection"
"""System of the inspection offices (巡察办), where the full-time staff work."""

LADDER: Final = RankLadder(
    steps=("办事员", "科员", "副科", "正科", "副处", "正处"),
    equivalents={
        "二级科员": "办事员",
        "一级科员": "科员",
        "四级主任科员": "副科",
        "三级主任科员": "副科",
        "二级主任科员": "正科",
        "一级主任科员": "正科",
        "四级调研员": "副处",
        "三级调研员": "副处",
        "二级调研员": "正处",
        "一级调研员": "正处",
    },
)
HEAD_STEP: Final = LADDER.step("正科")
"""Step of the head of an ordinary county unit."""
DEPUTY_STEP: Final = LADDER.step("副科")

_BUREAUS: Final[tuple[tuple[str, str, str, int], ...]] = (
    ("纪委监委", "discipline", "党群", 70),
    ("组织部", "organisation", "党群", 35),
    ("宣传部", "publicity", "党群", 28),
    ("政法委", "politics-law", "政法", 22),
    ("财政局", "finance", "财税", 58),
    ("审计局", "finance", "财税", 30),
    ("税务局", "finance", "财税", 95),
    ("教育局", "education", "教育", 60),
    ("卫生健康局", "health", "卫生", 52),
    ("农业农村局", "agriculture", "农业", 64),
    ("水利局", "agriculture", "农业", 44),
    ("林业局", "agriculture", "农业", 36),
    ("住房和城乡建设局", "construction", "城建", 66),
    ("交通运输局", "construction", "城建", 54),
    ("自然资源局", "resources", "城建", 62),
    ("生态环境局", "resources", "城建", 34),
    ("人力资源和社会保障局", "social-security", "民生", 56),
    ("民政局", "social-security", "民生", 32),
    ("退役军人事务局", "social-security", "民生", 18),
    ("公安局", "politics-law", "政法", 190),
    ("司法局", "politics-law", "政法", 38),
    ("市场监督管理局", "market", "经济", 88),
    ("商务局", "market", "经济", 24),
    ("发展和改革局", "economy", "经济", 40),
    ("工业和信息化局", "economy", "经济", 30),
    ("统计局", "economy", "经济", 19),
    ("文化和旅游局", "culture", "文教", 42),
    ("档案馆", "culture", "文教", 16),
    ("应急管理局", "emergency", "安全", 33),
    ("信访局", "letters", "党群", 17),
)
_BRANCHES: Final[tuple[tuple[str, str, int], ...]] = (
    ("第一中学", "教育局", 150),
    ("职业技术学校", "教育局", 110),
    ("人民医院", "卫生健康局", 320),
    ("疾病预防控制中心", "卫生健康局", 60),
)
_TAGS: Final[Mapping[str, str]] = {
    "construction": "engineering",
    "resources": "engineering",
    "politics-law": "complaints-law",
    "letters": "complaints-law",
    "publicity": "ideology",
    "education": "ideology",
    "market": "trade",
    "economy": "trade",
}
_CITIES: Final = ("璟阳", "蘅州", "漱阳", "棠州", "霁阳", "筠阳", "翎州", "葭阳", "砚州")
_COUNTIES_PER_CITY: Final = 14
TOWNS: Final = (
    "河口",
    "石桥",
    "双塘",
    "大坪",
    "新丰",
    "东坝",
    "柳店",
    "白沙",
    "龙泉",
    "青山",
    "杨林",
    "马市",
)


@dataclass
class World:
    """Counties with a weight each, and work units by county.

    ``by_county`` holds the units in which people work (but the inspection offices), ``branches`` the
    smaller ones that are only inspected. ``kin_units`` maps a unit to itself, its direct superior and
    its direct subordinates.
    """

    counties: list[County]
    weights: dict[str, int]
    units: dict[str, WorkUnit]
    by_county: dict[str, list[str]] = field(default_factory=dict)
    branches: dict[str, list[str]] = field(default_factory=dict)
    offices: dict[str, str] = field(default_factory=dict)
    kin_units: dict[str, frozenset[str]] = field(default_factory=dict)

    def list_targets(self, county: str) -> list[str]:
        """Units that teams may inspect in a county: where people work, and the smaller ones."""
        return [*self.by_county[county], *self.branches.get(county, ())]

    @property
    def county_ids(self) -> list[str]:
        """Ids of the counties, in order."""
        return [county.id for county in self.counties]

    def draw_county(self, dice: Dice, without: frozenset[str] = frozenset()) -> str | None:
        """A county by weight, none of ``without``; ``None`` when there is no other."""
        rest = [county for county in self.county_ids if county not in without]
        return dice.weigh(rest, [self.weights[county] for county in rest]) if rest else None


def spread(total: int, weights: Mapping[str, int], least: int = 0) -> dict[str, int]:
    """Share ``total`` out in proportion to ``weights`` by largest remainder, ``least`` to each first."""
    rest = total - least * len(weights)
    whole = sum(weights.values())
    shares = {key: least + rest * weight // whole for key, weight in weights.items()}
    order = sorted(weights, key=lambda key: (-(rest * weights[key] % whole), key))
    for key in order[: total - sum(shares.values())]:
        shares[key] += 1
    return shares


def build_world(dice: Dice, count: int) -> World:
    """Counties on a map, each with bureaus under the city's bureaus, schools, hospitals and towns."""
    world = World(_build_counties(dice, count), {}, {})
    for county in world.counties:
        world.weights[county.id] = dice.between(35, 190)
    for at in range(-(-count // _COUNTIES_PER_CITY)):
        _build_city_units(world, dice, at)
    for at, county in enumerate(world.counties):
        _build_county_units(world, county, _city_stem(at // _COUNTIES_PER_CITY), dice)
    link_units(world)
    return world


def link_units(world: World) -> None:
    """Note for every unit what stands directly above and below it."""
    below: dict[str, set[str]] = {}
    for unit in world.units.values():
        if unit.superior is not None:
            below.setdefault(unit.superior, set()).add(unit.id)
    for unit in world.units.values():
        near = {unit.id, *below.get(unit.id, ())} | ({unit.superior} if unit.superior else set())
        world.kin_units[unit.id] = frozenset(near)


def _build_counties(dice: Dice, count: int) -> list[County]:
    width = 60 + 20 * math.isqrt(count)
    points = [(dice.below(width), dice.below(width)) for _ in range(count)]
    ids = [f"c{at + 1:03d}" for at in range(count)]
    names = list_county_names(dice, count)

    def distance(a: tuple[int, int], b: tuple[int, int]) -> int:
        return 8 + math.isqrt(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) * 2)

    return [
        County(
            id=ids[at],
            name=names[at],
            city_distance=distance(points[at], (width // 2, width // 2)),
            distances={ids[to]: distance(points[at], points[to]) for to in range(count) if to != at},
        )
        for at in range(count)
    ]


def _add(world: World, unit: WorkUnit, home: str) -> None:
    world.units[unit.id] = unit
    if unit.system == INSPECTION:
        world.offices.setdefault(home, unit.id)
    else:
        world.by_county.setdefault(home, []).append(unit.id)


def _city_stem(at: int) -> str:
    """Ids of the units above the counties; a province has a set of them for every city."""
    return "u-city" if at == 0 else f"u-city{at + 1}"


def _build_city_units(world: World, dice: Dice, at: int) -> None:
    stem = _city_stem(at)
    prefix = "市" if at == 0 else f"{_CITIES[at % len(_CITIES)]}市"
    for number, (name, system, _, staff) in enumerate(_BUREAUS):
        count = staff * dice.between(110, 190) // 100
        unit = WorkUnit(
            id=f"{stem}-{number + 1:02d}",
            name=prefix + name,
            level="city",
            system=system,
            staff_count=count,
            head_rank="正处",
        )
        _add(world, unit, CITY)
    office = WorkUnit(
        id=f"{stem}-xc",
        name=f"{prefix}委巡察办",
        level="city",
        system=INSPECTION,
        staff_count=32,
        head_rank="正处",
    )
    _add(world, office, CITY)


def _build_county_units(world: World, county: County, city: str, dice: Dice) -> None:
    size = world.weights[county.id]
    stem = f"u-{county.id}"
    superiors: dict[str, str] = {}

    def add(
        number: str,
        name: str,
        staff: int,
        system: str | None,
        sector: str | None,
        superior: str | None,
        level: UnitLevel = "county",
    ) -> None:
        heavy = name in ("公安局", "人民医院", "税务局") and dice.chance(35)
        tag = _TAGS.get(system or "")
        unit = WorkUnit(
            id=f"{stem}-{number}",
            name=county.name + name,
            county=county.id,
            level=level,
            system=system,
            staff_count=max(8, staff * (40 + size // 2) * dice.between(70, 130) // 10_000),
            superior=superior,
            sector=sector,
            head_rank="副处" if heavy else "正科",
            tags=(tag,) if tag is not None and dice.chance(45) else (),
        )
        superiors[name] = unit.id
        _add(world, unit, county.id)

    for at, (name, system, sector, staff) in enumerate(_BUREAUS):
        add(f"{at + 1:02d}", name, staff, system, sector, f"{city}-{at + 1:02d}")
    for at, (name, parent, staff) in enumerate(_BRANCHES):
        above = world.units[superiors[parent]]
        add(f"b{at + 1}", name, staff, above.system, above.sector, above.id)
    towns = dice.sample(TOWNS, 4 + size // 25)
    for at, name in enumerate(towns):
        town = name + dice.pick(("镇", "镇", "乡", "街道"))
        add(f"t{at + 1:02d}", town, 55, None, "乡镇", None, "township")
    add("xc", "委巡察办", 24, INSPECTION, None, f"{city}-xc")
