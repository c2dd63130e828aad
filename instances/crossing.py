"""Which county sends each whole team, so that no-swap, fresh-pairing and flow-balance can be kept.

The counties stand in a ring, each as wide as the teams it hosts; every team comes from some places further
on. So a county sends as many teams as it receives, and never to one that sends to it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from bianzu.instances.dice import Dice
from bianzu.instances.world import World
from bianzu.models import Team

__all__ = ["Flows", "draw_past_sender", "draw_senders"]

Flows = frozenset[tuple[str, str]]
"""(sending county, host county) of every planned team."""

_LEAST_TURNS = 4
"""The ring is at least so many times as long as its widest county; else somebody would send back."""


def draw_senders(dice: Dice, world: World, teams: Sequence[Team]) -> Mapping[str, str]:
    """The sending county of every team of one round, by team; none where the ring is too short."""
    counties = world.county_ids
    dice.shuffle(counties)
    order = {county: at for at, county in enumerate(counties)}
    ring = sorted(teams, key=lambda team: (order[team.host_counties[0]], team.id))
    hosts = [team.host_counties[0] for team in ring]
    widest = max(Counter(hosts).values())
    if len(ring) < _LEAST_TURNS * widest:
        return {}
    return {team.id: hosts[(at + widest) % len(ring)] for at, team in enumerate(ring)}


def draw_past_sender(dice: Dice, world: World, host: str, flows: Flows) -> str | None:
    """Who sent a past team to a county, so that no planned team repeats or answers it."""
    barred = {county for flow in flows if host in flow for county in flow}
    return world.draw_county(dice, frozenset({host, *barred}))
