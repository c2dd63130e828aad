"""Settings of the rules on recusal (C) and from county to county (D)."""

from typing import Literal

from bianzu.models.base import Hardness, Role
from bianzu.models.people import BLOOD_AND_MARRIAGE, RelationClass
from bianzu.models.setting_types import HardSetting, Setting, SoftSetting, WaivableSetting, Weight, default

__all__ = [
    "Couples",
    "CrossForm",
    "FlowBalance",
    "FreshPairing",
    "InTeam",
    "Interest",
    "Kin",
    "NoSwap",
    "PlaceRule",
    "RepeatCounty",
    "RepeatUnit",
    "Service",
    "System",
    "UnfitRule",
]

# --- C. Recusal


class PlaceRule(Setting):
    """地域回避; one hardness per source of a tie, ``weight`` for the soft ones."""

    work: Literal["hard", "off"] = "hard"
    grown: Literal["hard", "off"] = "hard"
    native: Literal["hard", "waivable", "off"] = "waivable"
    residence: Literal["hard", "waivable", "off"] = "waivable"
    birth: Hardness = "soft"
    spouse: Literal["hard", "waivable", "off"] = "hard"
    weight: Weight = default(10, "S")


class Service(HardSetting):
    """任职回避."""

    unit_clause: bool = True
    county_clause: bool = True
    y: int = default(3, "P", ge=0, le=50)
    z: int = default(3, "P", ge=1, le=50)
    yc: int = default(3, "S", ge=0, le=50)


class Kin(HardSetting):
    """亲属回避."""

    classes: tuple[RelationClass, ...] = default(BLOOD_AND_MARRIAGE, "R")
    staff_classes: tuple[RelationClass, ...] = default(("spouse", "direct-blood"), "R")


class Interest(Setting):
    """公务回避; ``ties`` binds ``strict_roles`` as ``strict_hardness``, all other roles softly."""

    ties: tuple[RelationClass, ...] = default(("teacher-student", "classmate", "superior-subordinate"), "P")
    years: int = default(3, "P", ge=0, le=50)
    strict_roles: tuple[Role, ...] = default(("leader", "deputy"), "P")
    strict_hardness: Literal["hard", "waivable"] = "waivable"
    weight: Weight = default(10, "S")


class System(Setting):
    """系统回避."""

    strict_roles: tuple[Role, ...] = default(("leader", "deputy"), "S")
    strict_hardness: Literal["hard", "waivable"] = "waivable"
    soft_roles: tuple[Role, ...] = default(("liaison", "member"), "S")
    weight: Weight = default(10, "S")


class InTeam(Setting):
    """组内回避."""

    kin: Literal["hard", "off"] = "hard"
    superior: Literal["hard", "waivable", "off"] = "waivable"
    same_unit: Literal["hard", "waivable", "off"] = "waivable"
    n: int = default(1, "S", ge=1, le=20)


class Couples(WaivableSetting):
    """夫妻不同派: two people with a tie of ``classes`` do not both serve in one round."""

    classes: tuple[RelationClass, ...] = default(("spouse",), "S")


class RepeatUnit(WaivableSetting):
    """不重复巡同一单位."""


class RepeatCounty(SoftSetting):
    """不重复巡同一县."""

    g: int = default(2, "S", ge=0, le=20)
    g_others: int = default(1, "S", ge=0, le=20)


class UnfitRule(HardSetting):
    """不适宜."""


# --- D. County to county


class CrossForm(HardSetting):
    """交叉形式: a team whose ``cross_form`` is ``whole`` comes from one sending county."""


class NoSwap(Setting):
    """避免互巡."""

    mode: Literal["forbid", "avoid", "allow"] = "forbid"
    look_back: int = default(1, "S", ge=0, le=20)
    weight: Weight = default(10, "S")


class FreshPairing(Setting):
    """不重复对口."""

    w: int | None = default(None, "S", ge=0, le=20)
    weight: Weight = default(10, "S")


class FlowBalance(WaivableSetting):
    """派出接收平衡."""

    d: int = default(1, "S", ge=0, le=20)
