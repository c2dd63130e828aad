"""The look-ahead of new-cadre: whether the announced rounds have room for what is still owed.

A necessary condition: other duties of those rounds are not planned.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, FindingCode
from bianzu.audit.network import Network
from bianzu.audit.rules.cadres import count_served, window_end
from bianzu.audit.rules.structure import shut_gates
from bianzu.audit.seating import Seating
from bianzu.models import LookAhead, LookAheadGap, LookAheadPlace, Person, Role, Round

__all__ = ["check_look_ahead", "match"]

Place = tuple[str, Role]
"""An announced round and one of its roles."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Rounds that somebody still owes after the planned ones, and where they could be served."""

    person: str
    rounds: int
    places: tuple[Place, ...]
    last_round: str


def match(facts: Facts, seating: Seating) -> LookAhead | None:
    """A largest choice of places by augmenting paths; ``None`` when none is announced or the rule is off."""
    if not _is_due(facts):
        return None
    owing = list(_list_owed(facts, seating))
    taken = _find_largest(facts, owing)
    placed = [
        LookAheadPlace(person=item.person, round=place[0], role=place[1])
        for item in owing
        for place in item.places
        if (item.person, place) in taken
    ]
    return LookAhead(placed=tuple(placed), unplaced=tuple(_list_gaps(owing, placed)))


def check_look_ahead(
    facts: Facts, seating: Seating, claim: LookAhead | None, found: LookAhead | None
) -> Iterator[Finding]:
    """Every place is one, no larger choice exists, and everybody left over is named."""
    if claim is None or found is None:
        if claim is not found:
            code: FindingCode = "look-ahead-missing" if claim is None else "look-ahead-unexpected"
            yield Finding(code=code, rule="new-cadre", where="$.look_ahead")
        return
    owing = list(_list_owed(facts, seating))
    good: list[LookAheadPlace] = []
    for at, place in enumerate(claim.placed):
        fault = _find_fault(facts, {item.person: item for item in owing}, good, place)
        if fault is None:
            good.append(place)
            continue
        yield Finding(
            code="look-ahead-no-place",
            rule="new-cadre",
            where=f"$.look_ahead.placed[{at}]",
            claimed=f"{place.person} {place.round} {place.role}",
            found=fault,
        )
    if len(good) < len(found.placed):
        yield Finding(
            code="look-ahead-not-largest",
            rule="new-cadre",
            where="$.look_ahead.placed",
            claimed=str(len(good)),
            found=str(len(found.placed)),
        )
    claimed = [_gap_words(item) for item in claim.unplaced]
    true = [_gap_words(item) for item in _list_gaps(owing, good)]
    if sorted(claimed) != sorted(true):
        yield Finding(
            code="wrong-look-ahead-gap",
            rule="new-cadre",
            where="$.look_ahead.unplaced",
            claimed="; ".join(claimed) or "none",
            found="; ".join(true) or "none",
        )


def _find_fault(
    facts: Facts, owing: dict[str, Owed], before: list[LookAheadPlace], place: LookAheadPlace
) -> str | None:
    """Why a place cannot stand after those before it."""
    owed = owing.get(place.person)
    if owed is None:
        return "owes no round that an announced one could meet"
    if (place.round, place.role) not in owed.places:
        return "not a place for this person"
    mine = [other for other in before if other.person == place.person]
    if any(other.round == place.round for other in mine):
        return "placed in the round already"
    if len(mine) == owed.rounds:
        return f"owes {owed.rounds} only"
    seats = facts.instance.round_by_id[place.round].announced_seats[place.role]
    if sum((other.round, other.role) == (place.round, place.role) for other in before) == seats:
        return f"{seats} seats only"
    return None


def _is_due(facts: Facts) -> bool:
    return facts.rules.new_cadre is not None and any(r.status == "announced" for r in facts.rounds)


def _list_owed(facts: Facts, seating: Seating) -> Iterator[Owed]:
    """Everybody who owes rounds after the planned ones and has an announced one in the window."""
    setting = facts.rules.new_cadre
    for person in facts.people.values():
        promoted, end = person.promoted_on, window_end(facts, person)
        if setting is None or promoted is None or end is None:
            continue
        rounds = [r for r in facts.rounds if r.status == "announced" and promoted <= r.start <= end]
        owed = setting.n - count_served(facts, seating, person, facts.rounds)
        if rounds and owed > 0:
            places = (
                (item.id, role)
                for item in rounds
                for role in item.announced_seats
                if _fits(facts, seating, person, item, role)
            )
            yield Owed(person.id, owed, tuple(places), rounds[-1].id)


def _fits(facts: Facts, seating: Seating, person: Person, item: Round, role: Role) -> bool:
    """A pool allows the role; gates but age, a block from everything, and service-cap do not forbid it."""
    pools, gates, cap = facts.rules.role_pools, facts.rules.gates, facts.rules.service_cap
    if pools is not None and not any(role in pools.matrix.get(pool, ()) for pool in person.pools):
        return False
    if gates is not None and set(shut_gates(facts, person, item, role)) - {"age"}:
        return False
    if facts.rules.unfit is not None and any(
        entry.county is None and entry.unit is None for _, entry in facts.unfit.get(person.id, ())
    ):
        return False
    if cap is None or person.id in facts.full_time:
        return True
    ids = facts.past_rounds.get(person.id, frozenset()) | seating.rounds.get(person.id, set())
    served = [facts.instance.round_by_id[other] for other in ids]
    in_term = sum(other.term == item.term for other in served)
    in_year = sum(other.start.year == item.start.year for other in served)
    return in_term < cap.cap and in_year < cap.y


def _list_gaps(owing: list[Owed], placed: list[LookAheadPlace]) -> Iterator[LookAheadGap]:
    """Who has fewer places than rounds owed."""
    counts = Counter(place.person for place in placed)
    for item in owing:
        missing = item.rounds - counts[item.person]
        if missing > 0:
            yield LookAheadGap(person=item.person, owed=missing, last_round=item.last_round)


def _gap_words(item: LookAheadGap) -> str:
    return f"{item.person} {item.owed} by {item.last_round}"


_Node = tuple[str, ...]
_SINK: _Node = ("sink",)


def _find_largest(facts: Facts, owing: list[Owed]) -> set[tuple[str, Place]]:
    """(person, place) pairs of a largest flow from people through their rounds to the seats of each role."""
    network = Network[_Node]()
    for item in owing:
        for round_id, role in item.places:
            seats = facts.instance.round_by_id[round_id].announced_seats[role]
            here, seat = ("turn", item.person, round_id), ("seats", round_id, role)
            network.join(("person", item.person), here, 1)
            network.join(here, seat, 1)
            network.join(seat, _SINK, seats)
    for item in owing:
        for _ in range(item.rounds):
            if not network.push(("person", item.person), _SINK):
                break
    return {
        (item.person, place)
        for item in owing
        for place in item.places
        if not network.left["turn", item.person, place[0]]["seats", *place]
    }
