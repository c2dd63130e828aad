"""The recomputation: from an instance and its assignments to every number of a plan."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, Measure
from bianzu.audit.ledger import Ledger
from bianzu.audit.levels import count_changes, load_travel, tie_break
from bianzu.audit.reasons import Case, Charge
from bianzu.audit.rules.cadres import Debt, find_debts
from bianzu.audit.rules.exclusions import find_reasons
from bianzu.audit.rules.floaters import read_floaters
from bianzu.audit.rules.look_ahead import match
from bianzu.audit.rules.maxima import find_excesses
from bianzu.audit.rules.minima import Minimum, find_minima
from bianzu.audit.rules.penalties import find_penalties
from bianzu.audit.rules.post_rules import find_absences
from bianzu.audit.rules.skills import check_counts_for
from bianzu.audit.rules.structure import covers_seat
from bianzu.audit.seating import Seating, read_assignments
from bianzu.audit.shortages import Searcher
from bianzu.models import (
    ALL_LEVEL_NAMES,
    LEVEL_NAMES,
    Assignment,
    AtRisk,
    FloaterService,
    Instance,
    Level,
    Shortage,
)
from bianzu.models.plan import LevelName

__all__ = ["AUDITED", "Tally", "charge", "complete", "list_level_names", "measure", "recount", "tally"]

AUDITED = frozenset(
    {
        *("one-seat", "seats", "role-pools", "rank", "gates", "branch", "source-sets", "desks"),
        *("reserved-seats", "floaters"),
        *("origin", "city-class", "sensitive-duties", "sender-spread"),
        *("place", "service", "kin", "interest", "system"),
        *("in-team", "couples", "repeat-unit", "repeat-county", "unfit"),
        *("cross-form", "no-swap", "fresh-pairing", "flow-balance"),
        *("skill-mix", "audit-seats", "age-bands", "mentoring", "seniority", "gender"),
        *("together", "apart", "balance", "new-cadre", "service-floor", "service-cap", "rest", "borrow-cap"),
        *("keep-backbone", "fresh-pairs", "fair-load", "tenure", "no-return", "post-strength"),
        *("succession", "rating"),
        *("linked", "capacity", "spacing", "presence"),
        *("priority", "reserves"),
    }
)
"""Rules that the audit recomputes; any other that is on makes it fail."""


def measure(
    instance: Instance,
    assignments: Sequence[Assignment],
    *,
    seed: int = 0,
    floaters: Sequence[FloaterService] = (),
) -> Measure:
    """Measure assignments against an instance, comparing them with no claim.

    Parameters
    ----------
    instance
        What the assignments answer.
    assignments
        Filled seats; those that name unknown or repeated seats or people are breaches and not counted.
    seed
        Seed of the tie-break, the plan's ``provenance.seed``.
    floaters
        Services beside the seats; those with a fault are breaches and not counted.

    Returns
    -------
    Measure
        Levels, shortages, waivers used, results by rule, people at risk, the look-ahead, and ``breaches``.
    """
    facts = Facts(instance)
    seating, findings = read_assignments(facts, assignments)
    findings += read_floaters(facts, seating, floaters)
    result = recount(facts, seating, seed)
    return result.model_copy(update={"breaches": (*findings, *result.breaches)})


@dataclass(frozen=True)
class Tally:
    """What a seating costs: the account of its units, what is missing, and who is at risk."""

    ledger: Ledger
    shortages: tuple[Shortage, ...]
    at_risk: tuple[AtRisk, ...]

    def add_up(self, seating: Seating, seed: int) -> tuple[int, ...]:
        """The values of the levels, in the order of `list_level_names`."""
        ledger = self.ledger
        empty = [item.seat for item in self.shortages if item.seat is not None]
        leaders = sum(ledger.facts.seats[seat].seat.role == "leader" for seat in empty)
        changed = () if ledger.facts.instance.baseline is None else (count_changes(ledger.facts, seating),)
        return (
            leaders,
            len(empty) - leaders,
            sum(item.missing for item in self.shortages) - len(empty),
            *changed,
            sum(ledger.used.values()),
            sum(ledger.soft_cost.values()),
            load_travel(ledger.facts, seating),
            tie_break(seating, seed),
        )


def list_level_names(facts: Facts) -> tuple[LevelName, ...]:
    """The levels of plans for an instance; changed seats are one where there is a published list."""
    return LEVEL_NAMES if facts.instance.baseline is None else ALL_LEVEL_NAMES


def recount(facts: Facts, seating: Seating, seed: int) -> Measure:
    """Measure a seating: charge every unit, name every shortage, add up every level."""
    found = tally(facts, seating)
    return Measure(
        complete=not found.shortages,
        levels=tuple(
            Level(name=name, objective=value)
            for name, value in zip(list_level_names(facts), found.add_up(seating, seed), strict=True)
        ),
        shortages=found.shortages,
        waivers_used=found.ledger.list_uses(),
        rules=found.ledger.list_results(),
        at_risk=found.at_risk,
        look_ahead=match(facts, seating),
        breaches=tuple(found.ledger.breaches),
    )


def tally(facts: Facts, seating: Seating) -> Tally:
    """Charge every unit of a seating and name every shortage."""
    return complete(charge(facts, seating, find_excesses(facts, seating)), seating)


def charge(facts: Facts, seating: Seating, excesses: Iterable[Charge]) -> Ledger:
    """An account of every unit of exclusions, of maxima (``excesses``) and of penalties, with all that the
    seating breaks."""
    ledger = Ledger(facts)
    for unit in _exclusion_charges(facts, seating):
        ledger.take(unit, "excluded")
    for unit in chain(excesses, find_penalties(facts, seating)):
        ledger.take(unit, "over-maximum")
    ledger.breaches += _broken_pins(facts, seating)
    for team in facts.teams.values():
        ledger.breaches += check_counts_for(facts, seating, team)
    return ledger


def complete(ledger: Ledger, seating: Seating) -> Tally:
    """Add what is missing to the account of what a seating does, and name every shortage."""
    facts = ledger.facts
    searcher = Searcher(facts, seating)
    shortages = [*_empty_seats(searcher, ledger), *_unmet_minima(searcher, ledger)]
    for absence in find_absences(facts):
        ledger.missing["presence"] += absence.missing
        shortages.append(absence)
    at_risk = []
    for debt in find_debts(facts, seating):
        shortages += _take_debt(ledger, debt)
        at_risk += [] if debt.at_risk is None else [debt.at_risk]
    return Tally(ledger, tuple(shortages), tuple(at_risk))


def _exclusion_charges(facts: Facts, seating: Seating) -> Iterator[Charge]:
    """One unit per reason against each person on his or her seat, in the order of the seats."""
    for view in facts.seats.values():
        member = seating.by_seat.get(view.seat.id)
        if member is not None:
            case = Case(facts, seating, member.person, view)
            for reason in find_reasons(case):
                yield reason.charge(case, member.where)


def _empty_seats(searcher: Searcher, ledger: Ledger) -> Iterator[Shortage]:
    """Every seat is filled."""
    if searcher.facts.rules.seats is None:
        return
    for view in searcher.facts.seats.values():
        if view.seat.id not in searcher.seating.by_seat:
            ledger.missing["seats"] += 1
            yield searcher.name_seat(view)


def _unmet_minima(searcher: Searcher, ledger: Ledger) -> Iterator[Shortage]:
    """Missing units of every minimum of every team: waivers first, the rest are shortages."""
    for team in searcher.facts.teams.values():
        for minimum in find_minima(searcher.facts, searcher.seating, team):
            if minimum.missing > 0:
                left = ledger.take_minimum(_charge_minimum(minimum))
                if left:
                    yield searcher.name_minimum(minimum, left)


def _charge_minimum(minimum: Minimum) -> Charge:
    return Charge(
        rule=minimum.rule,
        clause=minimum.clause,
        force=minimum.force,
        round=minimum.team.round,
        team=minimum.team.team.id,
        units=minimum.missing,
        weight=minimum.weight,
        where=f"team {minimum.team.team.id}",
    )


def _take_debt(ledger: Ledger, debt: Debt) -> list[Shortage]:
    """New cadres: missing units at the last chance, soft units otherwise."""
    setting, owing = ledger.facts.rules.new_cadre, debt.owing
    assert setting is not None
    ledger.soft_units["new-cadre"] += debt.soft
    ledger.soft_cost["new-cadre"] += setting.weight * debt.soft
    if not debt.missing:
        return []
    ledger.missing["new-cadre"] += debt.missing
    return [Shortage(rule="new-cadre", round=owing.round.id, person=owing.person.id, missing=debt.missing)]


def _broken_pins(facts: Facts, seating: Seating) -> Iterator[Finding]:
    """A must or lock pin: the person holds a seat that the pin covers."""
    for at, pin in enumerate(facts.instance.pins):
        held = seating.by_person.get(pin.person, ())
        if pin.kind != "must-not" and not any(covers_seat(pin, member.view) for member in held):
            scope = pin.seat or pin.team or pin.round or "a seat"
            seats = ", ".join(member.view.seat.id for member in held) or "no seat"
            yield Finding(
                code="pin-not-honoured",
                rule="pins",
                where=f"$.pins[{at}] of the instance",
                claimed=f"{pin.person} {pin.kind} {scope}",
                found=seats,
            )
