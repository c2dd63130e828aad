"""The words in which rules speak to the audit: a case, a reason against it, a unit to be charged."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bianzu.audit.asked import Force
from bianzu.audit.facts import Facts
from bianzu.audit.seating import Seating
from bianzu.audit.views import SeatView
from bianzu.models import Person, Round, Waiver

__all__ = ["Case", "Charge", "Reason", "find_waiver"]


@dataclass(frozen=True, slots=True)
class Case:
    """A person considered for a seat, given who sits where in earlier planned rounds."""

    facts: Facts
    seating: Seating
    person: Person
    view: SeatView

    @property
    def exempt_county(self) -> str | None:
        """On a local seat, the host county that is the person's own; tests of place skip it."""
        if self.view.origin == "local" and self.person.work_county in self.view.on.hosts:
            return self.person.work_county
        return None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person may not, or had better not, take a seat. One unit per (rule, clause, object).

    ``county`` and ``unit`` is the object (neither: none); ``rows`` are the input rows behind it.
    """

    rule: str
    clause: str | None
    force: Force
    county: str | None = None
    unit: str | None = None
    weight: int = 0
    rows: tuple[str, ...] = ()

    @property
    def object(self) -> str | None:
        """The county or unit concerned."""
        return self.county if self.county is not None else self.unit

    def charge(self, case: Case, where: str = "") -> "Charge":
        """The unit that the reason costs when the person takes the seat."""
        return Charge(
            rule=self.rule,
            clause=self.clause,
            force=self.force,
            round=case.view.on.round,
            people=(case.person.id,),
            seat=case.view.seat.id,
            team=case.view.on.team.id,
            unit=self.unit,
            weight=self.weight,
            where=where,
            found=" ".join(filter(None, (case.person.id, self.clause, self.object))),
        )


@dataclass(frozen=True, slots=True)
class Charge:
    """Units of a rule with everything a waiver's scope can name. ``None``: it has no such thing.

    A maximum of a team has no seat, one of a person neither seat nor team, one of a sending unit
    only the unit; a pair has two people. ``counties`` are a flow, sender first, or one county.
    """

    rule: str
    clause: str | None
    force: Force
    round: Round
    people: tuple[str, ...] = ()
    seat: str | None = None
    team: str | None = None
    unit: str | None = None
    counties: tuple[str, ...] = ()
    units: int = 1
    weight: int = 0
    where: str = ""
    found: str = ""
    limit: str | None = None


def find_waiver(waivers: Mapping[str, list[Waiver]], charge: Charge) -> Waiver | None:
    """The first waiver in the file that covers a unit and is in force for its round."""
    if charge.force != "waivable":
        return None
    return next(_covering(waivers.get(charge.rule, []), charge), None)


def _covering(waivers: list[Waiver], charge: Charge) -> Iterator[Waiver]:
    start = charge.round.start
    for waiver in waivers:
        if (
            waiver.granted <= start
            and (waiver.expires is None or waiver.expires >= start)
            and _speaks_of(waiver.counties, charge.counties)
            and (waiver.person is None or waiver.person in charge.people)
            and waiver.seat in (None, charge.seat)
            and waiver.team in (None, charge.team)
            and waiver.unit in (None, charge.unit)
        ):
            yield waiver


def _speaks_of(scope: tuple[str, str] | None, counties: tuple[str, ...]) -> bool:
    """Whether a waiver's pair of counties is the flow of a unit, or has its only county."""
    if scope is None or scope == counties:
        return True
    return len(counties) == 1 and counties[0] in scope
