"""Teams of the planned rounds: where they go, what they inspect and which seats they have."""

from collections.abc import Sequence
from dataclasses import dataclass

from bianzu.instances.branches import add_branches
from bianzu.instances.campaign import Campaign
from bianzu.instances.dice import Dice
from bianzu.instances.past import count_past_teams
from bianzu.instances.presets import Preset, SeatTemplate, list_seats, team_form
from bianzu.instances.sizes import Size
from bianzu.instances.world import World, spread
from bianzu.models import SkillNeed, Team

__all__ = ["FINANCE_SET", "build_teams"]

FINANCE_SET = "财会骨干"
"""Source set that a few specialist seats are limited to."""

_JOINT_AUDIT_SEATS = 7
_JOINT_AUDIT_EVERY = 20
_EXTRA_NEEDS = (
    SkillNeed(skill="engineering", need=1, level=2),
    SkillNeed(skill="data-analysis", need=1, level=1),
    SkillNeed(skill="complaints-law", need=1, level=1),
)


def build_teams(dice: Dice, world: World, size: Size, preset: Preset, campaign: Campaign) -> list[Team]:
    """Teams of each round spread over the counties by weight, each county at least one.

    No two teams inspect the same unit; for several rounds the counties get as many smaller units as
    that takes, and the weights vary by round.
    """
    hosts = _share_hosts(dice, world, size, campaign)
    if len(hosts) > 1:
        past = count_past_teams(size) * len(campaign.past)
        visits = {county: sum(shares[county] for shares in hosts) for county in world.county_ids}
        before = spread(past, world.weights, least=0)
        needed = {county: 2 * (visits[county] + before[county] + len(campaign.past)) for county in visits}
        add_branches(dice.branch("branches"), world, needed)
    targets: dict[str, list[str]] = {}
    teams: list[Team] = []
    for item, shares in zip(campaign.planned, hosts, strict=True):
        prefix = f"{item.id}-" if len(hosts) > 1 else ""
        first = len(teams)
        for county in world.counties:
            if county.id not in targets:
                targets[county.id] = world.list_targets(county.id)
                dice.shuffle(targets[county.id])
            for number in range(shares[county.id]):
                count = dice.weigh((1, 2), (45, 55))
                units = tuple(sorted(targets[county.id].pop() for _ in range(count)))
                name = f"{county.name}第{number + 1}巡察组"
                draft = _TeamDraft(item.id, prefix, len(teams) - first, name, county.id, units)
                teams.append(_build_team(dice, draft, size, preset))
    _add_unit_needs(dice, world, teams)
    return teams


def _share_hosts(dice: Dice, world: World, size: Size, campaign: Campaign) -> Sequence[dict[str, int]]:
    """Teams by county for every round; after the first the counties' weights vary."""
    shares = []
    for at in range(len(campaign.planned)):
        weights = dict(world.weights)
        if size.even:
            weights = dict.fromkeys(weights, 1)
        elif at:
            vary = dice.branch(f"hosts/{at}")
            weights = {county: weight * vary.between(60, 140) for county, weight in weights.items()}
        shares.append(spread(size.teams, weights, least=1))
    return shares


@dataclass(frozen=True)
class _TeamDraft:
    """Where a team goes before it has seats; ``number`` counts the teams of its round."""

    round: str
    prefix: str
    number: int
    name: str
    county: str
    units: tuple[str, ...]


def _build_team(dice: Dice, draft: _TeamDraft, size: Size, preset: Preset) -> Team:
    number = draft.number
    count = size.seats[number % len(size.seats)]
    chosen = size.joint_audits or number % _JOINT_AUDIT_EVERY == _JOINT_AUDIT_EVERY // 2
    joint = chosen and count >= _JOINT_AUDIT_SEATS and preset in ("shanxi", "own-county")
    templates = list_seats(preset, count, joint_audit=joint)
    team_id = f"{draft.prefix}t{number + 1:03d}"
    return Team(
        id=team_id,
        name=draft.name,
        round=draft.round,
        form="joint-audit" if joint else team_form(preset),
        cross_form="whole" if preset == "whole-team" else "mixed",
        host_counties=(draft.county,),
        units=draft.units,
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
