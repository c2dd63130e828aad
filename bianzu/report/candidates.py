"""Who could have taken an empty seat, by name, and what removed each of them.

A plan counts the candidates whom each rule removed. Here the audit's own tests say it person by person.
"""

from dataclasses import dataclass

from bianzu.audit.facts import Facts
from bianzu.audit.reasons import Case
from bianzu.audit.rules.exclusions import find_reasons, stands
from bianzu.audit.seating import read_assignments
from bianzu.audit.shortages import Searcher
from bianzu.models import Instance, Person, Plan

__all__ = ["CandidateList", "Removal"]


@dataclass(frozen=True)
class Removal:
    """One candidate and the causes against him or her: rule and the clauses of it that bar.

    Beside the rules there are the causes ``one-seat`` (sits on an overlapping team) and ``maxima`` (a cap
    would be exceeded), as in ``removed_by`` of a plan.
    """

    person: Person
    causes: tuple[tuple[str, tuple[str, ...]], ...]


class CandidateList:
    """Candidates of the empty seats of one plan."""

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self._facts = Facts(instance)
        self._seating, _ = read_assignments(self._facts, plan.assignments)
        self._searcher = Searcher(self._facts, self._seating)

    def of_seat(self, seat: str) -> list[Removal]:
        """Every candidate of an empty seat, those with the fewest causes first."""
        view = self._facts.seats[seat]
        removals = []
        for person in self._searcher.list_candidates(view):
            barring = self._searcher.find_bars(person, view)
            if not barring:
                beside = self._seating.sits_beside(person.id, view.on)
                removals.append(Removal(person, (("one-seat" if beside else "maxima", ()),)))
                continue
            case = Case(self._facts, self._seating, person, view)
            clauses: dict[str, list[str]] = {rule: [] for rule in sorted(barring)}
            for reason in find_reasons(case):
                if reason.rule in clauses and reason.clause and stands(case, reason.charge(case)):
                    clauses[reason.rule].append(reason.clause)
            causes = tuple((rule, tuple(dict.fromkeys(found))) for rule, found in clauses.items())
            removals.append(Removal(person, causes))
        return sorted(removals, key=lambda item: (len(item.causes), item.causes))
