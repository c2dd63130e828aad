"""Settings of the rules on skills and make-up (E)."""

from typing import Final, Literal

from bianzu.models.base import Frozen, Id
from bianzu.models.geography import SkillNeed
from bianzu.models.setting_types import HardSetting, Setting, SoftSetting, Weight, default

__all__ = [
    "AgeBands",
    "Apart",
    "ApartPair",
    "AuditSeats",
    "BALANCE_FIELDS",
    "Balance",
    "DEFAULT_NEEDS",
    "DEFAULT_TAG_NEEDS",
    "GenderRule",
    "Mentoring",
    "Seniority",
    "SkillMix",
    "Together",
    "TogetherPair",
]

# --- E. Skills and make-up


DEFAULT_NEEDS = (
    SkillNeed(skill="finance-audit"),
    SkillNeed(skill="discipline"),
    SkillNeed(skill="organisation"),
    SkillNeed(skill="writing"),
)
DEFAULT_TAG_NEEDS = {
    tag: (SkillNeed(skill=tag),) for tag in ("engineering", "complaints-law", "ideology", "trade")
}


class SkillMix(Setting):
    """专业配备; the needs of ``hard_skills`` are minima, all others soft."""

    needs: tuple[SkillNeed, ...] = default(DEFAULT_NEEDS, "S")
    tag_needs: dict[Id, tuple[SkillNeed, ...]] = default(DEFAULT_TAG_NEEDS, "S")
    hard_skills: tuple[Id, ...] = default(("finance-audit",), "S")
    hard_hardness: Literal["hard", "waivable"] = "waivable"
    c: int = default(2, "S", ge=1, le=3)
    weight: Weight = default(20, "S")


class AuditSeats(HardSetting):
    """审计席."""

    a: int = default(2, "S", ge=0, le=20)
    b: int = default(3, "S", ge=0, le=20)


class AgeBands(SoftSetting):
    """老中青: up to ``young``, up to ``middle``, above."""

    young: int = default(35, "S", ge=18, le=100)
    middle: int = default(45, "S", ge=18, le=100)


class Mentoring(Setting):
    """以老带新."""

    f_percent: int = default(50, "S", ge=0, le=100)
    weight: Weight = default(10, "S")


class Seniority(SoftSetting):
    """高低搭配: a rank at or above ``senior`` and one at or below ``junior``."""

    senior: Id
    junior: Id


class GenderRule(SoftSetting):
    """性别."""


class TogetherPair(Frozen):
    """Two people wanted on one team."""

    a: Id
    b: Id
    weight: Weight = 10


class Together(Setting):
    """同组."""

    pairs: tuple[TogetherPair, ...] = ()


class ApartPair(Frozen):
    """Two people not wanted on one team."""

    a: Id
    b: Id
    hardness: Literal["hard", "soft"] = "hard"
    weight: Weight = 10


class Apart(Setting):
    """不同组."""

    pairs: tuple[ApartPair, ...] = ()


BALANCE_FIELDS: Final = ("experience", "skill-points", "age")
"""What `Balance` can add up for anybody; every other field is the name of one of ``Person.numbers``."""


class Balance(SoftSetting):
    """均衡: teams with much the same sum of each field."""

    fields: tuple[Id, ...] = ("experience",)
