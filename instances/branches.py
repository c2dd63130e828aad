"""Smaller units of the counties, made when several rounds need more units than there are."""

from collections.abc import Mapping
from typing import Final

from bianzu.instances.dice import Dice
from bianzu.instances.world import TOWNS, World, link_units
from bianzu.models import WorkUnit

__all__ = ["add_branches"]

_KINDS: Final[tuple[tuple[str, str, int], ...]] = (
    ("中心小学", "教育局", 60),
    ("中学", "教育局", 90),
    ("中心卫生院", "卫生健康局", 45),
    ("农业技术推广站", "农业农村局", 14),
    ("水库管理所", "水利局", 18),
    ("林场", "林业局", 30),
    ("公路养护站", "交通运输局", 22),
    ("自然资源所", "自然资源局", 12),
    ("司法所", "司法局", 10),
    ("市场监督管理所", "市场监督管理局", 16),
    ("敬老院", "民政局", 15),
    ("文化站", "文化和旅游局", 9),
)


def add_branches(dice: Dice, world: World, needed: Mapping[str, int]) -> None:
    """Give every county at least ``needed`` units to inspect."""
    for county in world.counties:
        missing = needed[county.id] - len(world.by_county[county.id])
        above = {world.units[unit].name: unit for unit in world.by_county[county.id]}
        choice = [(town, kind) for kind in _KINDS for town in TOWNS]
        dice.shuffle(choice)
        for at in range(max(0, missing)):
            town, (kind, bureau, staff) = choice[at % len(choice)]
            superior = world.units[above[county.name + bureau]]
            number = "" if at < len(choice) else f"第{at // len(choice) + 1}"
            unit = WorkUnit(
                id=f"u-{county.id}-s{at + 1:03d}",
                name=f"{county.name}{town}{number}{kind}",
                county=county.id,
                level="county",
                system=superior.system,
                staff_count=max(8, staff * dice.between(60, 160) // 100),
                superior=superior.id,
                sector=superior.sector,
                head_rank="副科" if dice.chance(70) else "正科",
            )
            world.units[unit.id] = unit
            world.branches.setdefault(county.id, []).append(unit.id)
    link_units(world)
