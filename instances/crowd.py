"""Everybody who is not planted: as many as the pools ask, as few able ones as the tightness asks."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bianzu.instances.dice import Dice
from bianzu.instances.drafts import Draft
from bianzu.instances.planting import FINANCE, Places, finance_units
from bianzu.instances.ranks import draw_rank
from bianzu.instances.sizes import Size, Slack
from bianzu.instances.world import DEPUTY_STEP, HEAD_STEP, World, spread
from bianzu.models import CITY, Pool

__all__ = ["gather_crowd"]

_CITY_PER_CENT = 13
_FULL_TIME_CITY_PER_CENT = 7
_SPOILT_PER_CENT = 12
_CROWDED_PER_CENT = 8
_BUREAU_PER_CENT = 60


def gather_crowd(
    dice: Dice, world: World, size: Size, slack: Slack, planted: list[Draft], places: Places, needed: int
) -> list[Draft]:
    """People who fill the pools up to the size's numbers.

    ``needed``: how many leaders the teams cannot do without, and as many holders of finance-audit.
    """
    crowd = _Crowd(dice, world, size, places, planted, needed)
    crowd.add_leaders(slack.leaders)
    crowd.add_finance(slack.finance)
    crowd.add_full_time()
    crowd.add_rest("specialist", size.specialists)
    crowd.add_rest("staff", size.staff)
    return crowd.drafts


@dataclass
class _Crowd:
    dice: Dice
    world: World
    size: Size
    places: Places
    planted: list[Draft]
    needed: int
    drafts: list[Draft] = field(default_factory=list)

    def _missing(self, pool: Pool, total: int) -> int:
        return total - sum(draft.pool == pool for draft in (*self.planted, *self.drafts))

    def _home(self) -> str:
        if self.dice.chance(_CITY_PER_CENT):
            return CITY
        return self.world.draw_county(self.dice) or CITY

    def _unit(self, home: str, fits: Callable[[str], bool] | None = None) -> str | None:
        units = self.world.by_county[home]
        found = units if fits is None else [unit for unit in units if fits(unit)]
        return self.dice.pick(found) if found else None

    def _add(self, pool: Pool, home: str, unit: str) -> Draft:
        draft = Draft(pool, home, unit)
        self.drafts.append(draft)
        return draft

    # -- leaders

    def add_leaders(self, slack: int) -> None:
        """Able ones of a head's rank, spoilt ones of that rank, and ones fit to be deputies only."""
        missing = self._missing("leader", self.size.leaders)
        spoilt = min(missing // 2, max(1, self.size.teams * _SPOILT_PER_CENT // 100))
        leading = sum(draft.holds("leader") for draft in self.planted)
        able = max(0, min(missing - spoilt, -(-self.needed * slack // 100) - leading))
        able_at: dict[str, int] = {}

        def spare(unit: str) -> bool:
            return able_at.get(unit, 0) < self.places.caps[unit]

        for draft in self.planted:
            if draft.holds("leader"):
                able_at[draft.unit] = able_at.get(draft.unit, 0) + 1
        for number in range(missing):
            home = self._home()
            unit = self._unit(home, spare if number < able else None)
            if unit is None:
                home = CITY
                unit = self._unit(CITY, spare) or self.world.by_county[CITY][0]
            draft = self._add("leader", home, unit)
            draft.able = number < able
            draft.spoilt = able <= number < able + spoilt
            draft.rank = draw_rank(self.dice, HEAD_STEP if number < able + spoilt else DEPUTY_STEP)
            if draft.able:
                able_at[unit] = able_at.get(unit, 0) + 1

    # -- specialists with finance-audit

    def add_finance(self, slack: int) -> None:
        """Able holders up to the slack, spoilt ones, and ones whose bureau cannot spare them as well."""
        missing = self._missing("specialist", self.size.specialists)
        spoilt = min(missing // 2, max(1, self.size.teams * _SPOILT_PER_CENT // 100))
        holding = sum(FINANCE in draft.skills for draft in self.planted)
        able = max(0, min(missing - spoilt, -(-self.needed * slack // 100) - holding))
        crowded = min(missing - spoilt - able, self.size.teams * _CROWDED_PER_CENT // 100)
        held: dict[str, int] = {}
        for draft in self.planted:
            if FINANCE in draft.skills:
                held[draft.unit] = held.get(draft.unit, 0) + 1
        bureau = {unit for units in self.world.by_county.values() for unit in units if self._is_bureau(unit)}
        inside = sum(count for unit, count in held.items() if unit in bureau)
        total = sum(held.values())
        kinds = ["crowded"] * crowded + ["able"] * able + ["spoilt"] * spoilt
        for kind in kinds:
            wants_bureau = kind == "crowded" or 100 * inside < _BUREAU_PER_CENT * (total + 1)
            draft = self._finance_draft(kind, wants_bureau, held)
            draft.able, draft.spoilt = kind == "able", kind == "spoilt"
            draft.skills[FINANCE] = self.dice.weigh((1, 2, 3), (40, 40, 20))
            total += 1
            inside += draft.unit in bureau
            if kind == "able":
                held[draft.unit] = held.get(draft.unit, 0) + 1

    def _is_bureau(self, unit: str) -> bool:
        return self.world.units[unit].system == "finance"

    def _finance_draft(self, kind: str, wants_bureau: bool, held: dict[str, int]) -> Draft:
        caps = self.places.caps
        if kind == "crowded":
            full = sorted(unit for unit in held if self._is_bureau(unit) and held[unit] >= caps[unit])
            if full:
                unit = self.dice.pick(full)
                return self._add("specialist", self.world.units[unit].county or CITY, unit)
        for _ in range(50):
            home = self._home()
            units = finance_units(self.world, home) if wants_bureau else self.world.by_county[home]
            found = [
                unit
                for unit in units
                if self._is_bureau(unit) == wants_bureau and held.get(unit, 0) < caps[unit]
            ]
            if found:
                return self._add("specialist", home, self.dice.pick(found))
        return self._add("specialist", CITY, self.dice.pick(self.world.by_county[CITY]))

    # -- full-time staff and the rest

    def add_full_time(self) -> None:
        """One able spare for every county first, the others by the counties' weights."""
        missing = self._missing("full-time", self.size.full_time)
        for county in self.world.county_ids[:missing]:
            self._add("full-time", county, self.world.offices[county]).able = True
        rest = max(0, missing - len(self.world.counties))
        at_city = min(rest, self.size.full_time * _FULL_TIME_CITY_PER_CENT // 100)
        for _ in range(at_city):
            self._add("full-time", CITY, self.world.offices[CITY])
        for county, count in spread(rest - at_city, self.world.weights).items():
            for _ in range(count):
                self._add("full-time", county, self.world.offices[county])

    def add_rest(self, pool: Pool, total: int) -> None:
        """Fill the pool up with people anywhere."""
        for _ in range(self._missing(pool, total)):
            home = self._home()
            self._add(pool, home, self.dice.pick(self.world.by_county[home]))
