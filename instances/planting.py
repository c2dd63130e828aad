"""The planted plan: one person for every seat of every round, compliant by construction.

Each planted person is given a work county and a work unit that suit the seat, and takes along what
must be kept away from him or her later (`Draft.avoid_counties`, `Draft.avoid_units`). From the second
round on, people planted before are recalled where caps, rest and recusal let them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bianzu.instances.campaign import Campaign
from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.presets import Preset
from bianzu.instances.sizes import Size
from bianzu.instances.squads import FINANCE_SET
from bianzu.instances.veterans import Quotas, Veterans
from bianzu.instances.world import World
from bianzu.models import CITY, Pool, Role, Seat, Team

__all__ = ["FINANCE", "Places", "finance_units", "plant"]

FINANCE: Final = "finance-audit"
_SENDER_LIMIT: Final = 2
_CITY_PER_CENT: Final = 14
_BUREAU_PER_CENT: Final = 60
_STRICT: Final = ("leader", "deputy", "liaison", "member")
_POOLS: Final[Mapping[Role, Pool]] = {
    "leader": "leader",
    "deputy": "leader",
    "liaison": "staff",
    "full-time": "full-time",
    "specialist": "specialist",
    "auditor": "specialist",
    "member": "staff",
}


@dataclass
class Places:
    """How many borrowed people each unit can still spare in the round at hand."""

    world: World
    caps: Mapping[str, int]
    used: dict[str, int] = field(default_factory=dict)

    def free(self, unit: str) -> bool:
        """Whether the unit can spare one more."""
        return self.used.get(unit, 0) < self.caps[unit]

    def take(self, unit: str) -> None:
        """Borrow one person from the unit."""
        self.used[unit] = self.used.get(unit, 0) + 1

    def clear(self) -> None:
        """Begin another round: nobody is borrowed yet."""
        self.used.clear()


def finance_units(world: World, home: str) -> list[str]:
    """Finance, audit and tax bureaus of a county or of the city."""
    return [unit for unit in world.by_county[home] if world.units[unit].system == "finance"]


def plant(
    dice: Dice,
    world: World,
    campaign: Campaign,
    teams: list[Team],
    size: Size,
    preset: Preset,
    places: Places,
    quotas: Quotas,
    senders: Mapping[str, str],
) -> list[Draft]:
    """One draft for every seat of the first round, and as many more as the later rounds take.

    ``senders`` names the county of each whole team; without it, one is drawn.
    """
    spare = _count_spare(teams, size) - 2 * len(world.counties)
    deputies = max(0, min(size.teams * 3 // 10, spare))
    veterans = Veterans(dice.branch("recall"), campaign, quotas)
    planter = _Planter(dice, world, preset, places, veterans, senders)
    for item in campaign.planned:
        places.clear()
        veterans.open_round(item)
        planter.full_time_deputies = deputies
        for team in teams:
            if team.round == item.id:
                planter.plant_team(team)
    return planter.drafts


def _count_spare(teams: list[Team], size: Size) -> int:
    """Full-time staff beyond those whom the counties' full-time seats take in their fullest rounds."""
    taken = Counter(
        (team.host_counties[0], team.round)
        for team in teams
        for seat in team.seats
        if seat.role == "full-time"
    )
    fullest: dict[str, int] = {}
    for (county, _), count in taken.items():
        fullest[county] = max(count, fullest.get(county, 0))
    return size.full_time - sum(fullest.values())


@dataclass
class _Opening:
    """A seat to fill, and what its holder must keep away from."""

    team: Team
    seat: Seat
    mates: list[Draft]
    avoid: frozenset[str]
    banned: set[str | None]
    sender: str | None
    finance: bool

    @property
    def host(self) -> str:
        return self.team.host_counties[0]

    @property
    def full_homes(self) -> set[str]:
        """Homes of as many mates as one sending county may give."""
        homes = [mate.home for mate in self.mates]
        return {home for home in homes if homes.count(home) >= _SENDER_LIMIT}

    def name_kind(self, pool: Pool) -> str:
        """Of which people the holder is one (see `Veterans`)."""
        if pool == "full-time":
            return pool
        if self.finance:
            return "finance"
        return "deputy" if self.seat.role == "deputy" else pool


@dataclass
class _Planter:
    dice: Dice
    world: World
    preset: Preset
    places: Places
    veterans: Veterans
    senders: Mapping[str, str]
    full_time_deputies: int = 0
    finance: int = 0
    in_bureaus: int = 0
    drafts: list[Draft] = field(default_factory=list)

    def plant_team(self, team: Team) -> None:
        avoid = frozenset().union(*(self.world.kin_units[unit] for unit in team.units))
        systems = {self.world.units[unit].system for unit in team.units} - {None}
        whole = self.senders.get(team.id) or self.world.draw_county(self.dice, frozenset(team.host_counties))
        mates: list[Draft] = []
        finance_at = self._finance_seat(team)
        for seat in team.seats:
            banned = systems if seat.role in _STRICT else set()
            sender = whole if self.preset == "whole-team" else None
            opening = _Opening(team, seat, mates, avoid, banned, sender, seat is finance_at)
            mates.append(self._fill(opening))

    def _finance_seat(self, team: Team) -> Seat:
        """The seat whose holder brings finance-audit: the source set's, a specialist's, a member's."""
        order = ("specialist", "auditor", "member", "full-time")
        return min(
            team.seats,
            key=lambda seat: (
                seat.source_set != FINANCE_SET,
                order.index(seat.role) if seat.role in order else len(order),
                seat.id,
            ),
        )

    def _fill(self, opening: _Opening) -> Draft:
        pool = self._draw_pool(opening.seat)
        draft = self._recall(pool, opening)
        extra = pool == "full-time" and opening.seat.role == "deputy"
        if draft is None and extra and not self.veterans.in_first_round:
            pool = "leader"
            draft = self._recall(pool, opening)
        return self._enlist(pool, opening) if draft is None else draft

    def _draw_pool(self, seat: Seat) -> Pool:
        if seat.role == "deputy" and self.full_time_deputies > 0 and self.dice.chance(30):
            self.full_time_deputies -= 1
            return "full-time"
        return _POOLS[seat.role]

    def _fixed_home(self, opening: _Opening) -> str | None:
        """The only home that the seat allows, if there is only one."""
        if self.preset == "own-county" or opening.seat.origin == "local":
            return opening.host
        return CITY if opening.seat.origin == "city-level" else opening.sender

    # -- people planted before

    def _recall(self, pool: Pool, opening: _Opening) -> Draft | None:
        full = opening.full_homes if opening.sender is None else set()
        taken = {mate.unit for mate in opening.mates}
        fixed = self._fixed_home(opening)

        def suits(draft: Draft) -> bool:
            if fixed is None and (draft.home == opening.host or (draft.home != CITY and draft.home in full)):
                return False
            if self.preset == "upgraded" and fixed is None and draft.home == CITY:
                return False
            if draft.full_time:
                return True
            unit = draft.unit
            barred = unit in taken or unit in opening.avoid
            return (
                not barred and self.world.units[unit].system not in opening.banned and self.places.free(unit)
            )

        draft = self.veterans.recall(opening.name_kind(pool), fixed, suits)
        if draft is not None:
            draft.posts.append((opening.team, opening.seat))
            draft.avoid_units |= opening.avoid
            draft.avoid_counties |= self._list_avoided(opening, draft.home)
            if not draft.full_time:
                self.places.take(draft.unit)
        return draft

    def _list_avoided(self, opening: _Opening, home: str) -> frozenset[str]:
        return frozenset() if home == opening.host else frozenset(opening.team.host_counties)

    # -- new people

    def _enlist(self, pool: Pool, opening: _Opening) -> Draft:
        home = self._fixed_home(opening) or self._draw_home(opening)
        avoided = self._list_avoided(opening, home)
        posts = [(opening.team, opening.seat)]
        draft = Draft(
            pool, home, "", posts=posts, avoid_counties=avoided, avoid_units=opening.avoid, able=True
        )
        self._place(draft, opening)
        self.veterans.enlist(opening.name_kind(pool), draft)
        self.drafts.append(draft)
        return draft

    def _draw_home(self, opening: _Opening) -> str:
        if self.preset != "upgraded" and self.dice.chance(_CITY_PER_CENT):
            return CITY
        return self.world.draw_county(self.dice, frozenset({opening.host, *opening.full_homes})) or CITY

    def _place(self, draft: Draft, opening: _Opening) -> None:
        if draft.full_time:
            draft.unit = self.world.offices[draft.home]
        else:
            bureau = self._bureau_turn() if opening.finance else None
            unit = self._draw_unit(draft, opening, bureau)
            while unit is None:
                self._move(draft, opening)
                unit = self._draw_unit(draft, opening, bureau)
            draft.unit = unit
            self.places.take(unit)
        if opening.finance:
            draft.skills[FINANCE] = self.dice.weigh((1, 2, 3), (40, 40, 20))
            self.finance += 1
            self.in_bureaus += self.world.units[draft.unit].system == "finance"

    def _move(self, draft: Draft, opening: _Opening) -> None:
        """Take an external person from elsewhere, because no unit at home can spare one more."""
        fixed = opening.seat.origin not in ("external", "any")
        if fixed or self.preset in ("own-county", "whole-team"):
            raise RuntimeError(f"no unit of {draft.home} can spare one more person")
        draft.home = self._draw_home(opening)

    def _bureau_turn(self) -> bool:
        return 100 * self.in_bureaus < _BUREAU_PER_CENT * (self.finance + 1)

    def _draw_unit(self, draft: Draft, opening: _Opening, bureau: bool | None) -> str | None:
        """A unit at home that can spare one more; in or outside the finance bureaus if that is asked."""
        taken = {mate.unit for mate in opening.mates}

        def fits(unit: str) -> bool:
            system = self.world.units[unit].system
            return (
                self.places.free(unit)
                and unit not in taken
                and unit not in opening.avoid
                and system not in opening.banned
            )

        units = self.world.by_county[draft.home]
        if bureau is not None:
            wanted = [unit for unit in units if (self.world.units[unit].system == "finance") == bureau]
            found = [unit for unit in wanted if fits(unit)]
            if found:
                return self.dice.pick(found)
        found = [unit for unit in units if fits(unit)]
        return self.dice.pick(found) if found else None
