"""Three past rounds that obey the caps, the rest and the repeat rules, before the planted ones."""

from dataclasses import dataclass, field
from typing import Final

from bianzu.instances.campaign import Campaign
from bianzu.instances.caps import keeps_caps
from bianzu.instances.crossing import Flows, draw_past_sender
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.presets import Preset, SeatTemplate, list_seats
from bianzu.instances.sizes import Size
from bianzu.instances.world import World, spread
from bianzu.models import HistoryRecord, OutcomeGrade, Pool, Role, Round, Team

__all__ = ["count_past_teams", "write_history"]

_TEAMS_PER_CENT: Final = 60
_TRIES: Final = 60
_LIMIT: Final = 2
"""Rounds a borrowed person serves of the three: the year's cap, and never three in a row."""

_RATINGS: Final[tuple[OutcomeGrade | None, ...]] = ("excellent", "competent", "basic", None)
_POOLS: Final[dict[Role, tuple[Pool, ...]]] = {
    "leader": ("leader",),
    "deputy": ("leader", "full-time"),
    "liaison": ("staff", "full-time"),
    "full-time": ("full-time",),
    "specialist": ("specialist",),
    "auditor": ("specialist",),
    "member": ("staff", "specialist"),
}


def write_history(
    dice: Dice,
    world: World,
    campaign: Campaign,
    teams: list[Team],
    drafts: list[Draft],
    size: Size,
    preset: Preset,
    flows: Flows,
) -> list[HistoryRecord]:
    """Records of the past rounds, also kept with each draft; whole teams keep clear of planned ``flows``."""
    writer = _Writer(dice, world, campaign, size, preset, drafts, flows)
    writer.plan_units(teams)
    return [record for at, item in enumerate(campaign.past) for record in writer.write_round(at, item)]


def count_past_teams(size: Size) -> int:
    """Teams of each past round."""
    return size.past_teams or max(1, size.teams * _TEAMS_PER_CENT // 100)


@dataclass
class _Writer:
    dice: Dice
    world: World
    campaign: Campaign
    size: Size
    preset: Preset
    drafts: list[Draft]
    flows: Flows
    fresh: dict[str, list[str]] = field(default_factory=dict)
    by_pool: dict[tuple[Pool, str | None], list[Draft]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for draft in self.drafts:
            self.by_pool.setdefault((draft.pool, None), []).append(draft)
            self.by_pool.setdefault((draft.pool, draft.home), []).append(draft)

    def plan_units(self, teams: list[Team]) -> None:
        """Units still uninspected; those that the one planned round revisits first, none with several."""
        revisited = self.size.revisited if len(self.campaign.planned) == 1 else 0
        coming = {unit for team in teams for unit in team.units}
        for county in self.world.county_ids:
            units = [unit for unit in self.world.list_targets(county) if unit not in coming]
            self.dice.shuffle(units)
            again = [unit for unit in self.world.list_targets(county) if unit in coming]
            self.fresh[county] = [*units, *(unit for unit in again if self.dice.chance(revisited))]

    def write_round(self, at: int, item: Round) -> list[HistoryRecord]:
        hosts = spread(count_past_teams(self.size), self.world.weights)
        records: list[HistoryRecord] = []
        number = 0
        for county in self.world.county_ids:
            for _ in range(hosts[county]):
                number += 1
                fresh = self.fresh[county]
                units = tuple(fresh.pop() for _ in range(min(len(fresh), self.dice.between(1, 2))))
                seats = list_seats(self.preset, self.size.seats[number % len(self.size.seats)])
                records += self._write_team(at, item, f"{item.id}-t{number:03d}", county, units, seats)
        return records

    def _write_team(
        self,
        at: int,
        item: Round,
        team: str,
        county: str,
        units: tuple[str, ...],
        seats: tuple[SeatTemplate, ...],
    ) -> list[HistoryRecord]:
        records = []
        sender = draw_past_sender(self.dice, self.world, county, self.flows) if self.flows else None
        for seat in seats:
            home = county if seat.origin == "local" else sender
            pool = self.dice.pick(_POOLS[seat.role])
            candidates = self.by_pool.get((pool, home), [])
            for _ in range(_TRIES if candidates else 0):
                draft = self.dice.pick(candidates)
                if self._suits(draft, at, item, county, units, seat):
                    rating = self.dice.weigh(
                        _RATINGS,
                        (22, 68, 0 if draft.able else 4, 6),
                    )
                    record = HistoryRecord(
                        round=item.id,
                        team=team,
                        person=draft.id,
                        role=seat.role,
                        counties=(county,),
                        units=units,
                        rating=rating,
                    )
                    draft.records.append(record)
                    records.append(record)
                    break
        return records

    def _suits(
        self, draft: Draft, at: int, item: Round, county: str, units: tuple[str, ...], seat: SeatTemplate
    ) -> bool:
        if draft.promoted_on is not None and draft.promoted_on <= item.start:
            return False
        served = {record.round for record in draft.records}
        if item.id in served or not self._rested(draft, served, item):
            return False
        if draft.unit in units or draft.avoid_units.intersection(units):
            return False
        if self.preset == "own-county" or seat.origin == "local":
            return draft.home == county
        if draft.home == county or county in draft.tie_counties:
            return False
        if at + 1 >= len(self.campaign.past) - self._memory(draft) and county in draft.avoid_counties:
            return False
        back = 2 if seat.role == "leader" else 1
        recent = [past.id for past in self.campaign.past[max(0, at - back) : at]]
        return not any(county in record.counties for record in draft.records if record.round in recent)

    def _memory(self, draft: Draft) -> int:
        """How many past rounds before the last one the repeat-county rule looks at for the plant."""
        return 1 if draft.holds("leader") else 0

    def _rested(self, draft: Draft, served: set[str], item: Round) -> bool:
        if draft.full_time:
            return True
        if len(served) >= _LIMIT:
            return False
        planted = draft.rounds or {self.campaign.first.id} if draft.able else frozenset()
        return keeps_caps(self.campaign, {*served, *planted}, item)
