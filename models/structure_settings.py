"""Settings of the rules on structure (A) and on local and external seats (B)."""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Frozen, Id, Pool, Role
from bianzu.models.setting_types import HardSetting, SoftSetting, WaivableSetting, default

__all__ = [
    "Branch",
    "CityClass",
    "DEFAULT_ROLE_POOLS",
    "Desks",
    "Floaters",
    "Gates",
    "OneSeat",
    "OriginRule",
    "Rank",
    "Reservation",
    "ReservedSeats",
    "RolePools",
    "Seats",
    "SenderSpread",
    "SensitiveDuties",
    "SourceSets",
]

# --- A. Structure


class OneSeat(HardSetting):
    """一人一岗."""


class Seats(HardSetting):
    """席位配置."""


DEFAULT_ROLE_POOLS: dict[Pool, tuple[Role, ...]] = {
    "leader": ("leader", "deputy"),
    "staff": ("member", "liaison"),
    "specialist": ("specialist", "auditor", "member"),
    "full-time": ("full-time", "liaison", "deputy"),
}


class RolePools(HardSetting):
    """库与角色."""

    matrix: dict[Pool, tuple[Role, ...]] = default(DEFAULT_ROLE_POOLS, "P")


class Rank(WaivableSetting):
    """职级."""

    leader: bool = default(True, "S")
    deputy: bool = default(False, "S")


class Gates(HardSetting):
    """资格门槛."""

    appraisal: bool = True
    trained: bool = True
    clue: bool = True
    in_pool: bool = True
    leave: bool = True
    party: bool = True
    age_limit: Annotated[int, Field(ge=18, le=100)] | None = None


class Branch(HardSetting):
    """支部建在组上."""

    n: int = default(3, "R", ge=0, le=50)


class SourceSets(HardSetting):
    """来源集合."""


class Reservation(Frozen):
    """``n`` of the seats of some teams, whichever, are kept for the people of a source set."""

    id: Id
    source_set: Id
    n: int = default(1, "S", ge=1, le=10_000)
    teams: Annotated[tuple[Id, ...], Field(min_length=1)]


class ReservedSeats(HardSetting):
    """席位预留: others take no more seats of the teams than are left."""

    groups: tuple[Reservation, ...] = ()


class Desks(WaivableSetting):
    """两人同行; ``desks`` is used for a team that states none."""

    desks: int = default(2, "P", ge=0, le=20)


class Floaters(HardSetting):
    """专业机动队; without ``source_set`` everybody with a specialist pool is one."""

    m: int = default(3, "S", ge=2, le=6)
    d: int = default(5, "S", ge=1, le=60)
    days_per_team: int = default(1, "S", ge=1, le=60)
    source_set: Id | None = None


# --- B. Local and external


class OriginRule(HardSetting):
    """本地异地配置."""


class CityClass(HardSetting):
    """市直人员视为."""

    treat_as: Literal["external", "neither"] = default("external", "S")


class SensitiveDuties(SoftSetting):
    """关键岗位限异地."""

    k: int = default(2, "P", ge=0, le=20)


class SenderSpread(WaivableSetting):
    """来源分散."""

    q: int = default(2, "P", ge=1, le=4)
