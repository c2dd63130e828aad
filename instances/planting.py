"""The planted plan: one person for every seat, compliant by construction.

Each planted person is given a work county and a work unit that suit the seat, and takes along what
must be kept away from him or her later (`Draft.avoid_counties`, `Draft.avoid_units`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.presets import Preset
from bianzu.instances.sizes import Size
from bianzu.instances.squads import FINANCE_SET
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
    """How many borrowed people each unit can still spare."""

    world: World
    caps: Mapping[str, int]
    used: dict[str, int] = field(default_factory=dict)

    def free(self, unit: str) -> bool:
        """Whether the unit can spare one more."""
        return self.used.get(unit, 0) < self.caps[unit]

    def take(self, unit: str) -> None:
        """Borrow one person from the unit."""
        self.used[unit] = self.used.get(unit, 0) + 1


def finance_units(world: World, home: str) -> list[str]:
    """Finance, audit and tax bureaus of a county or of the city."""
    return [unit for unit in world.by_county[home] if world.units[unit].system == "finance"]


def plant(
    dice: Dice, world: World, teams: list[Team], size: Size, preset: Preset, places: Places
) -> list[Draft]:
    """One draft for every seat of every team."""
    spare = size.full_time - sum(seat.role == "full-time" for team in teams for seat in team.seats)
    deputies = max(0, min(len(teams) * 3 // 10, spare - 2 * len(world.counties)))
    planter = _Planter(dice, world, preset, places, deputies)
    return [draft for team in teams for draft in planter.plant_team(team)]


@dataclass
class _Planter:
    dice: Dice
    world: World
    preset: Preset
    places: Places
    full_time_deputies: int
    finance: int = 0
    in_bureaus: int = 0

    def plant_team(self, team: Team) -> list[Draft]:
        avoid = frozenset().union(*(self.world.kin_units[unit] for unit in team.units))
        systems = {self.world.units[unit].system for unit in team.units} - {None}
        whole = self.world.draw_county(self.dice, frozenset(team.host_counties))
        drafts: list[Draft] = []
        finance_at = self._finance_seat(team)
        for seat in team.seats:
            draft = self._draft(team, seat, drafts, whole if self.preset == "whole-team" else None)
            draft.avoid_units = avoid
            banned = systems if seat.role in _STRICT else set()
            self._place(draft, drafts, banned, finance=seat is finance_at)
            drafts.append(draft)
        return drafts

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

    def _draft(self, team: Team, seat: Seat, drafts: list[Draft], sender: str | None) -> Draft:
        pool: Pool = _POOLS[seat.role]
        host = team.host_counties[0]
        if seat.role == "deputy" and self.full_time_deputies > 0 and self.dice.chance(30):
            pool = "full-time"
            self.full_time_deputies -= 1
        if self.preset == "own-county" or seat.origin == "local":
            home = host
        elif seat.origin == "city-level":
            home = CITY
        elif sender is not None:
            home = sender
        else:
            home = self._draw_home(host, drafts)
        avoid = frozenset() if home == host else frozenset(team.host_counties)
        return Draft(pool, home, "", seat=seat, team=team, avoid_counties=avoid, able=True)

    def _draw_home(self, host: str, drafts: list[Draft]) -> str:
        if self.preset != "upgraded" and self.dice.chance(_CITY_PER_CENT):
            return CITY
        homes = [draft.home for draft in drafts]
        full = {home for home in homes if homes.count(home) >= _SENDER_LIMIT}
        return self.world.draw_county(self.dice, frozenset({host, *full})) or CITY

    def _place(self, draft: Draft, team: list[Draft], banned: set[str | None], *, finance: bool) -> None:
        if draft.full_time:
            draft.unit = self.world.offices[draft.home]
        else:
            taken = {mate.unit for mate in team}
            bureau = self._bureau_turn() if finance else None
            unit = self._draw_unit(draft, taken, banned, bureau)
            while unit is None:
                self._move(draft, team)
                unit = self._draw_unit(draft, taken, banned, bureau)
            draft.unit = unit
            self.places.take(unit)
        if finance:
            draft.skills[FINANCE] = self.dice.weigh((1, 2, 3), (40, 40, 20))
            self.finance += 1
            self.in_bureaus += self.world.units[draft.unit].system == "finance"

    def _move(self, draft: Draft, team: list[Draft]) -> None:
        """Take an external person from elsewhere, because no unit at home can spare one more."""
        fixed = draft.seat is None or draft.seat.origin not in ("external", "any") or draft.team is None
        if fixed or draft.team is None or self.preset in ("own-county", "whole-team"):
            raise RuntimeError(f"no unit of {draft.home} can spare one more person")
        draft.home = self._draw_home(draft.team.host_counties[0], team)

    def _bureau_turn(self) -> bool:
        return 100 * self.in_bureaus < _BUREAU_PER_CENT * (self.finance + 1)

    def _draw_unit(
        self, draft: Draft, taken: set[str], banned: set[str | None], bureau: bool | None
    ) -> str | None:
        """A unit at home that can spare one more; in or outside the finance bureaus if that is asked."""

        def fits(unit: str) -> bool:
            system = self.world.units[unit].system
            return (
                self.places.free(unit)
                and unit not in taken
                and unit not in draft.avoid_units
                and system not in banned
            )

        units = self.world.by_county[draft.home]
        if bureau is not None:
            wanted = [unit for unit in units if (self.world.units[unit].system == "finance") == bureau]
            found = [unit for unit in wanted if fits(unit)]
            if found:
                return self.dice.pick(found)
        found = [unit for unit in units if fits(unit)]
        return self.dice.pick(found) if found else None
