"""How big the generated instances are, and how tight."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from bianzu.instances.presets import Preset
from bianzu.models import Pool

__all__ = ["SIZES", "SLACKS", "TIGHTNESSES", "Size", "SizeName", "Slack", "Tightness"]

SizeName = Literal["micro", "tiny", "county", "city", "metro", "province"]
Tightness = Literal["loose", "normal", "tight"]
TIGHTNESSES: Final[tuple[Tightness, ...]] = get_args(Tightness)


@dataclass(frozen=True)
class Size:
    """Counties, teams with their seats, and people by pool.

    ``even``: as many teams in each county. ``joint_audits``: every team is a joint audit, else one in
    twenty. ``past_teams``: teams of each past round, 0 for three fifths of the planned ones.
    ``revisited``: per cent of the units to inspect that a past round inspected already.
    """

    counties: int
    teams: int
    seats: tuple[int, ...]
    leaders: int
    staff: int
    specialists: int
    full_time: int
    preset: Preset = "shanxi"
    even: bool = False
    joint_audits: bool = False
    past_teams: int = 0
    revisited: int = 12

    @property
    def people(self) -> int:
        """All people together; the pools do not overlap."""
        return self.leaders + self.staff + self.specialists + self.full_time

    def multiply(self, factor: int) -> "Size":
        """So many times the counties, teams and people; teams stay as large."""
        return replace(
            self,
            counties=factor * self.counties,
            teams=factor * self.teams,
            leaders=factor * self.leaders,
            staff=factor * self.staff,
            specialists=factor * self.specialists,
            full_time=factor * self.full_time,
            past_teams=factor * self.past_teams,
        )

    def grow(self, planted: Mapping[Pool, int]) -> "Size":
        """The same size with pools that hold the planted people and some more.

        Where leaders, specialists or full-time staff are too few for several rounds, members of the
        staff pool make room; when they are too few as well, there are more people.
        """

        def least(pool: Pool) -> int:
            return planted.get(pool, 0) * 11 // 10 + 2

        leaders = max(self.leaders, least("leader"))
        specialists = max(self.specialists, least("specialist"))
        full_time = max(self.full_time, planted.get("full-time", 0) + self.counties)
        staff = max(self.people - leaders - specialists - full_time, least("staff"))
        return replace(self, leaders=leaders, specialists=specialists, full_time=full_time, staff=staff)


SIZES: Final[Mapping[str, Size]] = {
    "tiny": Size(3, 6, (6,), leaders=18, staff=36, specialists=14, full_time=12, even=True),
    "county": Size(1, 5, (7,), leaders=22, staff=92, specialists=30, full_time=16, preset="own-county"),
    "city": Size(12, 42, (8,), leaders=150, staff=800, specialists=240, full_time=110),
    "metro": Size(40, 120, (7,), leaders=460, staff=2_500, specialists=740, full_time=300),
    "province": Size(120, 480, (7, 8), leaders=1_700, staff=9_300, specialists=2_800, full_time=1_200),
}
"""Every size but micro, which has a module of its own. ``seats`` are taken in turn."""


@dataclass(frozen=True)
class Slack:
    """Able people per hundred needed: for leader seats, and for one finance-audit holder a team."""

    leaders: int
    finance: int


SLACKS: Final[Mapping[Tightness, Slack]] = {
    "loose": Slack(leaders=210, finance=230),
    "normal": Slack(leaders=160, finance=160),
    "tight": Slack(leaders=110, finance=110),
}
