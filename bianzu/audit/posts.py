"""Posts: inspected units with the rounds in which somebody was or is sent to them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from bianzu.models import Instance, Round

__all__ = ["Posts"]


class Posts:
    """For every inspected unit its rounds in order, and the calendar months of each."""

    def __init__(self, instance: Instance, rounds: Sequence[Round]) -> None:
        months: defaultdict[str, defaultdict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
        by_id = instance.round_by_id
        for unit, past in {(unit, record.round) for record in instance.history for unit in record.units}:
            months[unit][past].update(_touched(by_id[past].start, by_id[past].end))
        for team in instance.teams:
            item = by_id[team.round]
            for unit in team.units:
                months[unit][item.id].update(_touched(team.start or item.start, team.end or item.end))
        self._months = {
            unit: {item: frozenset(touched) for item, touched in found.items()}
            for unit, found in months.items()
        }
        order = {item.id: at for at, item in enumerate(rounds)}
        self._rounds = {unit: sorted(found, key=order.__getitem__) for unit, found in months.items()}

    def months(self, unit: str, item: str) -> frozenset[int]:
        """Calendar months that the unit's teams of one of its rounds touch."""
        return self._months[unit][item]

    def rounds_before(self, unit: str, item: str) -> Iterator[str]:
        """The unit's rounds before one of them, the nearest first."""
        rounds = self._rounds[unit]
        yield from reversed(rounds[: rounds.index(item)])


def _touched(start: date, end: date) -> range:
    return range(start.year * 12 + start.month, end.year * 12 + end.month + 1)
