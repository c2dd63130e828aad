"""The staffing price list: what one more and one fewer person of a kind changes."""

from typing import Literal

from bianzu.models.base import Count, Frozen, Id
from bianzu.models.plan import LevelName, Status

__all__ = ["Kind", "LevelPrice", "PersonWorth", "Price", "PriceLine", "PriceList", "PRICES_FORMAT"]

PRICES_FORMAT: Literal["bianzu-prices/1"] = "bianzu-prices/1"


Kind = Literal["skill", "pool", "role", "county"]


class PersonWorth(Frozen):
    """Without ``person`` a level is worse by ``at_least`` so much, earlier levels being as they are."""

    person: Id
    level: LevelName
    at_least: Count


class LevelPrice(Frozen):
    """By how much a level's value differs from the base plan's (negative: better), and how low the
    difference could be in any plan; null where nothing is known."""

    level: LevelName
    change: int | None
    at_least: int | None


class Price(Frozen):
    """What one more or one fewer person changes.

    ``source`` says how it is known: the audit proves with the base plan's own certificate that this plan is
    the best of the changed instance as well (``certificate``: exactly nothing changes); or it is proven
    optimal and still a plan, while no other has come up (``plan``: the same); or the changed instance was
    solved (``solve``). ``proven`` says whether both plans are optimal, and so the change exact.
    """

    people: tuple[Id, ...]
    source: Literal["certificate", "plan", "solve"]
    proven: bool
    status: Status
    complete: bool
    changes: tuple[LevelPrice, ...]


class PriceLine(Frozen):
    """One kind of people: how many there are, how many serve, who of them is worth most, and three prices.

    ``more`` adds somebody with nothing against him or her, as `AddPeople` does. ``fewer`` has the one who can
    best be spared serve nowhere, ``lost`` the one seated who would be missed most as far as the certificate
    knows; null when there is nobody.
    """

    kind: Kind
    name: Id
    level: Count = 0
    people: Count
    seated: Count
    dearest: tuple[PersonWorth, ...] = ()
    more: Price
    fewer: Price | None
    lost: Price | None


class PriceList(Frozen):
    """Prices of an instance as a plan staffs it."""

    format: Literal["bianzu-prices/1"] = PRICES_FORMAT
    input_digest: str
    plan_digest: str
    lines: tuple[PriceLine, ...]
