"""Teams of the planned round: where they go, what they inspect and which seats they have."""

from bianzu.instances.campaign import CAMPAIGN
from bianzu.instances.dice import Dice
from bianzu.instances.presets import Preset, SeatTemplate, list_seats, team_form
from bianzu.instances.sizes import Size
from bianzu.instances.world import World, spread
from bianzu.models import SkillNeed, Team

__all__ = ["FINANCE_SET", "build_teams"]

FINANCE_SET = "财会骨干"
"""Source set that a few specialist seats are limited to."""

_JOINT_AUDIT_SEATS = 7
_EXTRA_NEEDS = (
    SkillNeed(skill="engineering", need=1, level=2),
    SkillNeed(skill="data-analysis", need=1, level=1),
    SkillNeed(skill="complaints-law", need=1, level=1),
)


def build_teams(dice: Dice, world: World, size: Size, preset: Preset) -> list[Team]:
    """Teams spread over the counties by weight, each county at least one."""
    weights = dict.fromkeys(world.weights, 1) if size.even else world.weights
    hosts = spread(size.teams, weights, least=1)
    teams: list[Team] = []
    for county in world.counties:
        targets = [unit for unit in world.by_county[county.id] if world.units[unit].county == county.id]
        dice.shuffle(targets)
        for number in range(hosts[county.id]):
            units = tuple(sorted(targets.pop() for _ in range(dice.weigh((1, 2), (45, 55)))))
            name = f"{county.name}第{number + 1}巡察组"
            teams.append(_build_team(dice, len(teams), name, county.id, units, size, preset))
    _add_unit_needs(dice, world, teams)
    return teams


def _build_team(
    dice: Dice, number: int, name: str, county: str, units: tuple[str, ...], size: Size, preset: Preset
) -> Team:
    count = size.seats[number % len(size.seats)]
    joint = number % 20 == 10 and count >= _JOINT_AUDIT_SEATS and preset in ("shanxi", "own-county")
    templates = list_seats(preset, count, joint_audit=joint)
    team_id = f"t{number + 1:03d}"
    return Team(
        id=team_id,
        name=name,
        round=CAMPAIGN.planned.id,
        form="joint-audit" if joint else team_form(preset),
        cross_form="whole" if preset == "whole-team" else "mixed",
        host_counties=(county,),
        units=units,
        owner_level="city" if preset == "upgraded" else "county",
        desks=3 if count > 6 and dice.chance(20) else None,
        womens_interviews=dice.chance(20),
        needs=(dice.pick(_EXTRA_NEEDS),) if dice.chance(12) else (),
        seats=tuple(
            template.build(f"{team_id}-s{at + 1}", _source_set(number, at, templates))
            for at, template in enumerate(templates)
        ),
    )


def _source_set(number: int, at: int, templates: tuple[SeatTemplate, ...]) -> str | None:
    """Every twelfth team takes its first specialist from the finance set."""
    first = next((at for at, seat in enumerate(templates) if seat.role == "specialist"), None)
    return FINANCE_SET if number % 12 == 3 and at == first else None


def _add_unit_needs(dice: Dice, world: World, teams: list[Team]) -> None:
    for team in teams:
        for unit in team.units:
            if dice.chance(10):
                need = SkillNeed(skill="data-analysis", need=1, level=1)
                world.units[unit] = world.units[unit].model_copy(update={"needs": (need,)})
