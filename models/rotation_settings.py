"""Settings of the rules on use over time (F), the term plan (G), and choice, change and record (H)."""

from bianzu.models.base import Count, Frozen
from bianzu.models.setting_types import HardSetting, Setting, SoftSetting, WaivableSetting, Weight, default

__all__ = [
    "BorrowBand",
    "BorrowCap",
    "Capacity",
    "Coverage",
    "FairLoad",
    "FreshPairs",
    "KeepBackbone",
    "Linked",
    "NewCadre",
    "NoReturn",
    "PostStrength",
    "Presence",
    "Priority",
    "RatingRule",
    "Reserves",
    "Rest",
    "SectorSync",
    "ServiceCap",
    "ServiceFloor",
    "Spacing",
    "Succession",
    "Tenure",
]

# --- F. Use over time


class NewCadre(Setting):
    """新提拔参巡."""

    n: int = default(1, "R", ge=1, le=2)
    w: int = default(12, "P", ge=12, le=24)
    weight: Weight = default(1, "S")


class ServiceFloor(SoftSetting):
    """入库必用."""

    floor: int = default(1, "S", ge=0, le=20)


class ServiceCap(WaivableSetting):
    """频次上限."""

    cap: int = default(6, "S", ge=0, le=100)
    y: int = default(2, "S", ge=0, le=20)


class Rest(WaivableSetting):
    """轮休."""

    c: int = default(2, "S", ge=1, le=20)


class BorrowBand(Frozen):
    """Units of up to ``up_to`` staff (null: any size) can spare ``b`` people."""

    up_to: Count | None
    b: Count


class BorrowCap(WaivableSetting):
    """选派单位上限; the first band that fits a unit's staff count applies."""

    bands: tuple[BorrowBand, ...] = default(
        (BorrowBand(up_to=20, b=1), BorrowBand(up_to=50, b=2), BorrowBand(up_to=None, b=3)), "S"
    )


class KeepBackbone(SoftSetting):
    """骨干稳定."""

    lo_percent: int = default(30, "S", ge=0, le=100)
    hi_percent: int = default(50, "S", ge=0, le=100)


class FreshPairs(SoftSetting):
    """换组."""

    g: int = default(1, "S", ge=0, le=20)


class FairLoad(SoftSetting):
    """均衡使用."""

    weight: Weight = default(1, "S")


class Tenure(WaivableSetting):
    """任期上限."""

    t: int = default(60, "P", ge=1, le=600)


class NoReturn(SoftSetting):
    """不回原岗."""

    m: int = default(24, "S", ge=0, le=600)


class PostStrength(WaivableSetting):
    """留岗底线: of those who hold a post, ``n`` at least are not drawn into another round."""

    n: int = default(3, "S", ge=0, le=50)


class Succession(SoftSetting):
    """原单位接任: preferably somebody of a work unit whose people were at the post just before."""


class RatingRule(Setting):
    """鉴定反馈."""

    gate: bool = default(True, "R")
    preference: Weight = default(0, "S")


# --- G. Term plan


class Coverage(HardSetting):
    """全覆盖."""


class SectorSync(SoftSetting):
    """板块轮动."""

    sectors: int = default(2, "S", ge=1, le=20)


class Linked(HardSetting):
    """市县联动."""


class Capacity(HardSetting):
    """一托几."""

    n: int = default(2, "P", ge=1, le=40)


class Spacing(SoftSetting):
    """间隔."""

    w: int = default(12, "S", ge=0, le=120)


class Presence(HardSetting):
    """驻点天数."""

    d: int = default(15, "R", ge=0, le=366)


# --- H. Choice, change and record


class Priority(Setting):
    """优先次序: the two weights of the fourth level, per earlier round and per kilometre."""

    load: Weight = default(10, "S")
    travel: Weight = default(1, "S")


class Reserves(Setting):
    """替补."""

    r: int = default(2, "S", ge=0, le=10)
