"""The brute-force oracle: every assignment of a micro instance, measured by the audit alone."""

from collections.abc import Iterator, Mapping

from bianzu.instances import Tightness, generate
from bianzu.models import InputError, Instance, Pin
from bianzu.solver.rules import check_supported
from tests.audit.legal import count_seatings, measure_legal
from tests.solver.agreeing import list_seatings
from tests.solver.running import vector

__all__ = ["best_vector", "honours", "legal_seatings", "list_micro"]

Seating = Mapping[str, str]


def list_micro(seeds: range, most: int, tightness: Tightness = "normal") -> list[Instance]:
    """Generated micro instances that the solver takes on, with at most so many assignments."""
    drawn = (generate("micro", seed=seed, tightness=tightness) for seed in seeds)
    return [item for item in drawn if count_seatings(item) <= most and _is_supported(item)]


def _is_supported(instance: Instance) -> bool:
    try:
        check_supported(instance)
    except InputError:
        return False
    return True


def best_vector(instance: Instance) -> tuple[int, ...] | None:
    """The least levels 1 to 4 over all legal assignments, ``None`` when there is none."""
    return min((found for _, found in legal_seatings(instance)), default=None)


def legal_seatings(instance: Instance) -> Iterator[tuple[Seating, tuple[int, ...]]]:
    """Legal assignments and their levels 1 to 4."""
    for seating, measured in measure_legal(instance, list_seatings(instance)):
        yield seating, vector(measured.levels)


def honours(instance: Instance, seating: Seating, pin: Pin) -> bool:
    """Whether the pinned person has a seat that a must or lock pin allows."""
    return any(
        who == pin.person and pin.seat in (None, seat) and pin.team in (None, instance.seat_by_id[seat][0].id)
        for seat, who in seating.items()
    )
