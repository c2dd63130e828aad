"""Orders as changes: the pins by which somebody sits on a team, or nowhere."""

from collections.abc import Iterable

from bianzu.models import AddPin, Instance, Pin

__all__ = ["seat_nowhere", "seat_on"]


def seat_nowhere(instance: Instance, person: str) -> tuple[AddPin, ...]:
    """Somebody has no seat in any planned round, but stays in the books."""
    planned = [item.id for item in instance.rounds if item.status == "planned"]
    return tuple(_order(Pin(kind="must-not", person=person, round=item, **_ASKED)) for item in planned)


def seat_on(person: str, team: str, but: Iterable[str] = ()) -> tuple[AddPin, ...]:
    """Somebody sits on a team, on none of some of its seats."""
    must = _order(Pin(kind="must", person=person, team=team, **_ASKED))
    return must, *(_order(Pin(kind="must-not", person=person, seat=seat, **_ASKED)) for seat in but)


def _order(pin: Pin) -> AddPin:
    return AddPin(pin=pin)


_ASKED = {"asked_by": "bianzu", "reason": "question"}
