"""The look-ahead of new-cadre: a largest matching of what is still owed to the seats of announced rounds.

Kuhn's augmenting chains over (round, role) seats. A necessary condition only (docs/format.md).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bianzu.models import (
    Assignment,
    BelowCompetent,
    Instance,
    LookAhead,
    LookAheadGap,
    LookAheadPlace,
    Person,
    Role,
    Round,
)
from bianzu.solver.data import months_after

__all__ = ["look_ahead"]

_Served = dict[str, list[Round]]

_PARTY_ROLES = ("leader", "deputy", "liaison")


@dataclass(frozen=True)
class _Debtor:
    """Somebody who owes rounds after the planned ones, with the announced rounds of the window."""

    person: Person
    owed: int
    rounds: tuple[Round, ...]


def look_ahead(instance: Instance, assignments: Sequence[Assignment]) -> LookAhead | None:
    """A largest choice of places, ``None`` when no round is announced or new-cadre is off."""
    announced = sorted((r for r in instance.rounds if r.status == "announced"), key=lambda r: (r.start, r.id))
    if instance.rules.new_cadre is None or not announced:
        return None
    served = _list_served(instance, assignments)
    debtors = _list_debtors(instance, announced, served)
    roster = _Roster(instance, debtors, served)
    for debtor in debtors:
        for _ in range(debtor.owed):
            roster.place(debtor.person.id)
    placed, unplaced = [], []
    for debtor in debtors:
        who, held = debtor.person.id, roster.held[debtor.person.id]
        placed += [LookAheadPlace(person=who, round=item, role=role) for item, role in sorted(held.items())]
        if len(held) < debtor.owed:
            missing, last = debtor.owed - len(held), debtor.rounds[-1].id
            unplaced.append(LookAheadGap(person=who, owed=missing, last_round=last))
    return LookAhead(placed=tuple(placed), unplaced=tuple(unplaced))


def _list_served(instance: Instance, assignments: Sequence[Assignment]) -> _Served:
    """Past and planned rounds of everybody, each once."""
    rounds: dict[str, set[str]] = {}
    for record in instance.history:
        rounds.setdefault(record.person, set()).add(record.round)
    for row in assignments:
        rounds.setdefault(row.person, set()).add(row.round)
    return {who: [instance.round_by_id[item] for item in sorted(found)] for who, found in rounds.items()}


def _list_debtors(instance: Instance, announced: Sequence[Round], served: _Served) -> list[_Debtor]:
    setting = instance.rules.new_cadre
    assert setting is not None
    debtors = []
    for person in instance.people:
        start = person.promoted_on
        if start is None:
            continue
        end = months_after(start, setting.w)
        owed = setting.n - sum(start <= item.start <= end for item in served.get(person.id, ()))
        rounds = tuple(item for item in announced if start <= item.start <= end)
        if owed > 0 and rounds:
            debtors.append(_Debtor(person, owed, rounds))
    return debtors


class _Roster:
    """Places in announced rounds, filled one by one; whoever is in the way moves on where possible."""

    def __init__(self, instance: Instance, debtors: Sequence[_Debtor], served: _Served) -> None:
        self.held: dict[str, dict[str, Role]] = {item.person.id: {} for item in debtors}
        self._open: dict[str, dict[str, list[Role]]] = {}
        self._holders: dict[tuple[str, Role], list[str]] = {}
        self._seats: dict[tuple[str, Role], int] = {}
        for debtor in debtors:
            who = debtor.person
            past = served.get(who.id, [])
            self._open[who.id] = {
                item.id: [role for role in item.announced_seats if _can_take(instance, who, item, role, past)]
                for item in debtor.rounds
            }
            for item in debtor.rounds:
                for role, seats in item.announced_seats.items():
                    self._seats[item.id, role] = seats

    def place(self, person: str) -> bool:
        """Give somebody one more round; false when that is impossible."""
        return self._enter(person, set(), {person})

    def _enter(self, person: str, seen: set[tuple[str, Role]], moved: set[str]) -> bool:
        """One of the rounds that the person is not placed in."""
        rounds = [item for item in self._open[person] if item not in self.held[person]]
        return any(self._take(person, item, seen, moved) for item in rounds)

    def _take(self, person: str, item: str, seen: set[tuple[str, Role]], moved: set[str]) -> bool:
        """A seat of the round: a free one, or one whose holder can change the role or the round."""
        for role in self._open[person][item]:
            seat = item, role
            if seat in seen:
                continue
            seen.add(seat)
            holders = self._holders.setdefault(seat, [])
            free = len(holders) < self._seats[seat]
            leaver = None if free else next((p for p in holders if self._leave(p, item, seen, moved)), None)
            if free or leaver is not None:
                if leaver is not None:
                    holders.remove(leaver)
                holders.append(person)
                self.held[person][item] = role
                return True
        return False

    def _leave(self, person: str, item: str, seen: set[tuple[str, Role]], moved: set[str]) -> bool:
        """Find a holder another role in the round, else another round."""
        if self._take(person, item, seen, moved):
            return True
        if person in moved:
            return False
        moved.add(person)
        if self._enter(person, seen, moved):
            del self.held[person][item]
            return True
        return False


def _can_take(instance: Instance, person: Person, item: Round, role: Role, served: Sequence[Round]) -> bool:
    """Pool, gates but age, block list and service-cap; nothing else is known of an announced round."""
    rules = instance.rules
    pools, cap = rules.role_pools, rules.service_cap
    if pools is not None and not any(role in pools.matrix.get(pool, ()) for pool in person.pools):
        return False
    if rules.unfit is not None and any(
        entry.person == person.id and entry.county is None and entry.unit is None for entry in instance.unfit
    ):
        return False
    if cap is not None and "full-time" not in person.pools:
        term = sum(other.term == item.term for other in served)
        year = sum(other.start.year == item.start.year for other in served)
        if term >= cap.cap or year >= cap.y:
            return False
    return _passes_gates(instance, person, item, role)


def _passes_gates(instance: Instance, person: Person, item: Round, role: Role) -> bool:
    gates = instance.rules.gates
    if gates is None:
        return True
    return not (
        (gates.appraisal and (person.appraisal is None or person.appraisal in BelowCompetent))
        or (gates.trained and not person.trained)
        or (gates.clue and person.open_clue)
        or (gates.in_pool and not person.in_pool)
        or (gates.party and person.party != "full" and role in _PARTY_ROLES)
        or (gates.leave and any(away.start <= item.end and item.start <= away.end for away in person.leave))
    )
