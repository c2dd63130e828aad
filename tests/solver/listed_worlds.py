"""Micro instances with a published list: seats held, left empty, or not on it, and people who are gone."""

import random

from bianzu.models import Baseline, Instance, ListedSeat
from tests.audit.legal import count_seatings
from tests.audit.proofs.certificate_worlds import COMPETING
from tests.audit.worlds import WORLDS
from tests.builders import make_instance, person, seat, team
from tests.solver.mixed_worlds import MIXED_WORLDS
from tests.solver.oracle import list_micro
from tests.solver.rotation_worlds import ROTATION_WORLDS
from tests.solver.waiver_worlds import WAIVER_WORLDS

__all__ = ["LISTED_WORLDS", "publish"]


def publish(instance: Instance, allowance: int = 0, **seats: str | None) -> Instance:
    """The instance with a published list."""
    listed = tuple(ListedSeat(seat=seat, person=who) for seat, who in seats.items())
    return instance.model_copy(update={"baseline": Baseline(seats=listed, allowance=allowance)})


def _draw(instance: Instance, number: int) -> Instance:
    """A list that may be against the rules: what is published is not always what should be."""
    dice = random.Random(number)
    people: list[str | None] = [*(item.id for item in instance.people), None, "gone"]
    seats: dict[str, str | None] = {"no such seat": people[0]}
    for item in instance.teams:
        used: set[str | None] = set()
        for place in item.seats:
            who = dice.choice([name for name in people if name not in used or name is None])
            used.add(who)
            if dice.random() < 0.85:
                seats[place.id] = who
    return publish(instance, dice.choice((0, 0, 0, 1, 2)), **seats)


_ALIKE = make_instance(
    [person("x"), person("y"), person("z"), person("w", work_county="A")],
    [team("T1", "s", "t", seat("u", duty="clue-ledger")), team("T2", "v")],
    {"seats": {}, "one-seat": {}, "sensitive-duties": {"k": 1}},
)
_BASES: dict[str, Instance] = {
    **MIXED_WORLDS,
    **WAIVER_WORLDS,
    **COMPETING,
    **ROTATION_WORLDS,
    **{f"{item.rule} {at}": item.instance for at, item in enumerate(WORLDS) if at % 6 == 0},
    **{f"micro {at}": item for at, item in enumerate(list_micro(range(700, 720), 300))},
}
LISTED_WORLDS: dict[str, Instance] = {
    "listed: seats alike": publish(_ALIKE, s="x", t="y", u="z", v=None),
    "listed: seats alike, one of them empty": publish(_ALIKE, s="x", t=None, v="z"),
    "listed: one is gone, one seat is free": publish(_ALIKE, 1, s="gone", t="y", u="x", v="w"),
    "listed: more free than there are": publish(_ALIKE, 5, s="x", t="y"),
    **{
        f"listed: {name}": _draw(item, at)
        for at, (name, item) in enumerate(_BASES.items())
        if at % 3 == 0 and count_seatings(item) <= 500
    },
}
