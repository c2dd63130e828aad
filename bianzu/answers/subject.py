"""What questions about a plan share: the plan read and measured once, and its people and seats by name."""

from bianzu.audit.facts import Facts
from bianzu.audit.questions.trial import Trial, Tried
from bianzu.audit.reasons import Case
from bianzu.audit.rules.floaters import read_floaters
from bianzu.audit.seating import Member, read_assignments
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import (
    InputError,
    Instance,
    Outcome,
    Person,
    Plan,
    Problem,
    Step,
    digest,
)

__all__ = ["Subject", "unknown"]


class Subject:
    """An audited plan under question.

    Raises
    ------
    InputError
        The plan answers another instance, or breaks a rule of this one: nothing said of it would hold.
    """

    def __init__(self, instance: Instance, plan: Plan) -> None:
        self.instance = instance
        self.plan = plan
        self.digest = digest(instance)
        self.facts = Facts(instance)
        self.seating, faults = read_assignments(self.facts, plan.assignments)
        faults += read_floaters(self.facts, self.seating, plan.floaters)
        if plan.provenance.input_digest != self.digest:
            claimed = plan.provenance.input_digest
            raise InputError(
                [Problem("plan-of-another-instance", "$.provenance.input_digest", claimed, self.digest)]
            )
        self.trial = Trial(self.facts, self.seating, plan.provenance.seed)
        broken = [*faults, *self.trial.breaches]
        if broken:
            raise InputError(
                [
                    Problem("plan-not-accepted", item.where, item.claimed, item.found, {"finding": item.code})
                    for item in broken
                ]
            )

    def find_person(self, person: str) -> Person:
        """Somebody of the instance."""
        found = self.facts.people.get(person)
        if found is None:
            raise InputError([unknown("person", person)])
        return found

    def find_team(self, team: str) -> TeamView:
        """A team of the instance."""
        found = self.facts.teams.get(team)
        if found is None:
            raise InputError([unknown("team", team)])
        return found

    def find_pair(self, person: str, team: str) -> tuple[Person, TeamView]:
        """Somebody and a team, with all that is wrong with either."""
        people, teams = self.facts.people, self.facts.teams
        asked = (("person", person, person in people), ("team", team, team in teams))
        problems = [unknown(kind, value) for kind, value, known in asked if not known]
        if problems:
            raise InputError(problems)
        return people[person], teams[team]

    def find_seat(self, team: str, seat: str) -> SeatView:
        """A seat of a team."""
        found = self.facts.seats.get(seat)
        if found is None or found.on is not self.find_team(team):
            raise InputError([unknown("seat", seat)])
        return found

    def case(self, person: Person, view: SeatView) -> Case:
        """A person considered for a seat, with the seats of his or her other rounds."""
        return Case(self.facts, self.seating, person, view)

    def seat_beside(self, person: str, team: TeamView) -> Member | None:
        """The seat of a person on a team that overlaps, itself included."""
        held = self.seating.by_person.get(person, ())
        return next((member for member in held if team.overlaps(member.view.on)), None)

    def holder(self, view: SeatView) -> Member | None:
        """Who sits on a seat."""
        return self.seating.by_seat.get(view.seat.id)

    def tell(self, tried: Tried, emptied: tuple[str, ...] = ()) -> Outcome:
        """A measured change as an outcome."""
        levels = zip(self.trial.names, self.trial.values, tried.values, strict=True)
        return Outcome(
            steps=tuple(Step(level=name, value=new, change=new - old) for name, old, new in levels),
            rules=tried.rules,
            seats=tried.seats,
            emptied=emptied,
        )


def unknown(kind: str, value: str) -> Problem:
    """An option that names nothing of the instance."""
    return Problem("dangling-reference", f"--{kind}", repr(value), f"the id of a listed {kind}")
