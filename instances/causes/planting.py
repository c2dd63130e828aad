"""`plant_cause`: a generated instance with a cause of a kind, and the whole set."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bianzu.instances.causes.leaders import (
    bar_from_seat,
    lose_leaders,
    raise_heads,
    rest_leaders,
    send_to_course,
    share_system,
)
from bianzu.instances.causes.makeup import cap_unit, crowd_desks, lose_backbone, lose_members, lose_skill
from bianzu.instances.causes.orders import contradict, crowd_cadres
from bianzu.instances.causes.places import lose_deputies, marry_seats, narrow_senders
from bianzu.instances.causes.planted import KINDS, Kind, Planted, PlantedCause
from bianzu.instances.causes.stage import Stage
from bianzu.instances.dice import Dice
from bianzu.instances.generator import planted

__all__ = ["OF_COUNTIES", "list_planted", "plant_cause"]

OF_COUNTIES: Final[tuple[Kind, ...]] = ("local-deputy", "sender-spread")
"""Kinds that take several counties; the size ``county`` has one."""

_Planter = Callable[[Stage, int], PlantedCause]
_PLANTERS: Final[Mapping[str, _Planter]] = {
    "rank": lambda stage, seed: raise_heads(stage, short=1 + seed % 2),
    "gates-rank": lambda stage, seed: lose_leaders(stage, short=1 + seed % 2),
    "leave-rank": lambda stage, seed: send_to_course(stage, short=1 + seed % 3),
    "rest-rank": lambda stage, seed: rest_leaders(stage, short=1 + seed % 2),
    "system-rank": lambda stage, _: share_system(stage),
    "recusal": lambda stage, _: bar_from_seat(stage),
    "local-deputy": lambda stage, _: lose_deputies(stage),
    "sender-spread": lambda stage, _: narrow_senders(stage),
    "pair": lambda stage, _: marry_seats(stage),
    "skill": lambda stage, seed: lose_skill(stage, short=1 + seed % 3),
    "borrow-cap": lambda stage, _: cap_unit(stage),
    "branch": lambda stage, seed: lose_members(stage, short=1 + seed % 3),
    "backbone": lambda stage, seed: lose_backbone(stage, short=1 + seed % 2),
    "desks": lambda stage, seed: crowd_desks(stage, short=1 + seed % 2),
    "new-cadre": lambda stage, _: crowd_cadres(stage),
    "pins": contradict,
}
_COUPLES: Final = (
    ("skill", "desks"),
    ("branch", "desks"),
    ("pair", "new-cadre"),
    ("desks", "rank"),
    ("recusal", "desks"),
)
"""Kinds planted together: no empty seat of one counts towards a minimum of the other."""


def plant_cause(kind: Kind, size: str, seed: int) -> Planted:
    """A complete generated instance with one cause of a kind (two for ``two``) planted in it.

    Parameters
    ----------
    kind
        What goes wrong.
    size
        ``tiny``, ``county`` (not for `OF_COUNTIES`) or ``city``.
    seed
        Any whole number; the same arguments give the same instance.

    Raises
    ------
    ValueError
        For a kind that the size is too small for.
    """
    if size == "county" and kind in OF_COUNTIES:
        raise ValueError(f"{kind} needs more than one county")
    instance, plan = planted(size, seed=seed)
    stage = Stage.open(instance, plan, Dice(f"bianzu/causes/{kind}/{size}/{seed}"))
    kinds = _COUPLES[seed % len(_COUPLES)] if kind == "two" else (kind,)
    causes = tuple(_PLANTERS[item](stage, seed) for item in kinds)
    return Planted(f"{kind}-{size}-{seed}", kind, stage.close("+".join(kinds)), causes)


def list_planted(sizes: Mapping[str, tuple[int, ...]]) -> Iterator[Planted]:
    """Every kind at every size that it can have, for the seeds given by size."""
    for kind in KINDS:
        for size, seeds in sizes.items():
            if size == "county" and kind in OF_COUNTIES:
                continue
            for seed in seeds:
                yield plant_cause(kind, size, seed)
