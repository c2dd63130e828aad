"""What newly promoted people owe before each planned round, as far as the past alone says it."""

from dataclasses import dataclass, replace

from bianzu.audit.calendar import add_months
from bianzu.audit.facts import Facts
from bianzu.audit.rules.cadres import Owing, find_owing, is_at_risk, soft_units
from bianzu.audit.seating import Seating
from bianzu.models import Person, Round

__all__ = ["Duties", "Duty"]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a person owes by the past alone, more than nothing; ``before`` are the earlier planned rounds of
    the window, in which the person may still serve some of it."""

    owing: Owing
    before: tuple[str, ...]

    @property
    def owed(self) -> int:
        """Rounds owed."""
        return self.owing.owed

    @property
    def new_cadre(self) -> bool:
        """Whether the person is a new cadre as long as something is owed: the window is not over."""
        return self.owing.chances > 0

    def units(self, owed: int) -> int:
        """Soft units of not serving when so many rounds are still owed."""
        return soft_units(replace(self.owing, owed=owed))


class Duties:
    """Duties by planned round and person, each looked up once."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._rounds = {item.id: item for item in facts.planned}
        self._known: dict[tuple[str, str], Duty | None] = {}
        self._hard: dict[tuple[str, str], bool] = {}

    def find(self, item: str, person: str) -> Duty | None:
        """The duty of a person in a planned round, ``None`` when there is none or no such person or round."""
        key = (item, person)
        if key not in self._known:
            who, when = self._facts.people.get(person), self._rounds.get(item)
            self._known[key] = None if who is None or when is None else self._find(who, when)
        return self._known[key]

    def _find(self, person: Person, item: Round) -> Duty | None:
        setting, promoted = self._facts.rules.new_cadre, person.promoted_on
        owing = find_owing(self._facts, Seating(), person, item)
        if setting is None or promoted is None or owing is None or owing.owed == 0:
            return None
        end, now = add_months(promoted, setting.w), self._facts.order[item.id]
        earlier = (other for other in self._facts.planned if self._facts.order[other.id] < now)
        return Duty(owing, tuple(other.id for other in earlier if promoted <= other.start <= end))

    def is_hard(self, item: str, person: str) -> bool:
        """Whether the round is the last chance of a person who is not at risk."""
        key = (item, person)
        if key not in self._hard:
            duty = self.find(item, person)
            last = duty is not None and duty.owing.chances == 1
            self._hard[key] = duty is not None and last and not is_at_risk(self._facts, duty.owing)
        return self._hard[key]
