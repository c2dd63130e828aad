"""`why_not`: what keeps somebody off a team, or what it would cost to have him or her there."""

from collections.abc import Sequence

from bianzu.answers.forcing import Forcer
from bianzu.answers.obeying import Goal, Obeying, set_goal
from bianzu.answers.orders import list_scarcity, open_margins, price_order
from bianzu.answers.subject import Subject, unknown
from bianzu.audit.questions.margins import Margins
from bianzu.audit.questions.objections import bars, list_objections
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import (
    InputError,
    Instance,
    Order,
    Person,
    Plan,
    Role,
    SeatVerdict,
    WhyNot,
)
from bianzu.solver import CancelToken, SolveOptions, Worker

__all__ = ["judge", "why_not"]


def why_not(
    instance: Instance,
    plan: Plan,
    *,
    person: str,
    team: str,
    role: Role | None = None,
    solved: bool = True,
    options: SolveOptions | None = None,
    worker: Worker | None = None,
    cancel: CancelToken | None = None,
) -> WhyNot:
    """Why somebody is not on a team.

    Parameters
    ----------
    instance, plan
        A plan and what it answers.
    person, team, role
        Who, where, and optionally as what.
    solved
        Solve the instance with that order, beginning with the plan, where the cost is not exact without.
    options, worker, cancel
        Of that solve.

    Returns
    -------
    WhyNot
        Every objection with its input row; for somebody whom nothing bars, the cost of having it so: the best
        plan found, measured by the audit, and what the certificate proves that no plan can beat.

    Raises
    ------
    InputError
        There is no such person, team, or seat of the role, or the plan does not pass the audit's recount.
    """
    subject = Subject(instance, plan)
    who, where = subject.find_pair(person, team)
    views = [subject.facts.seats[seat.id] for seat in where.team.seats if role in (None, seat.role)]
    if not views:
        raise InputError([unknown("role", str(role))])
    held = next((m for m in subject.seating.members(where) if m.person is who), None)
    seated = held is not None and held.view in views
    verdicts = tuple(judge(subject, who, view) for view in views)
    open_views = [view for view, item in zip(views, verdicts, strict=True) if not item.barred]
    margins = open_margins(subject)
    order = None
    if open_views and not seated:
        wanted = [view.seat.id for view in open_views]
        goal = set_goal(subject, margins, person, wanted)
        if solved:
            with Obeying(subject, margins, options, worker, cancel).seat(who, team, wanted, goal) as obeyed:
                order = _look_near(subject, margins, who, open_views, goal, thorough=obeyed is None)
                order = order if obeyed is None else obeyed.better(order)
        else:
            order = _look_near(subject, margins, who, open_views, goal, thorough=True)
    shown = held.view if held is not None else (open_views or views)[0]
    return WhyNot(
        input_digest=subject.digest,
        person=person,
        team=team,
        role=role,
        verdict=(
            "seated" if seated else "barred" if not open_views else "costs" if order else "no-plan-found"
        ),
        seat=held.view.seat.id if held is not None and seated else _seat_beside(subject, who, where),
        seats=verdicts,
        order=order,
        scarcity=list_scarcity(margins, person, shown.seat.id) if open_views else (),
    )


def _seat_beside(subject: Subject, person: Person, team: TeamView) -> str | None:
    beside = subject.seat_beside(person.id, team)
    return None if beside is None else beside.view.seat.id


def _look_near(
    subject: Subject,
    margins: Margins | None,
    person: Person,
    seats: Sequence[SeatView],
    goal: Goal | None,
    *,
    thorough: bool,
) -> Order | None:
    near = Forcer(subject, margins, None if goal is None else goal.values, thorough)
    forced = near.seat(person, seats)
    wanted = [view.seat.id for view in seats]
    return None if forced is None else price_order(subject, margins, forced, person.id, wanted)


def judge(subject: Subject, person: Person, view: SeatView) -> SeatVerdict:
    """What speaks against somebody on a seat."""
    found = list_objections(subject.case(person, view))
    return SeatVerdict(
        seat=view.seat.id,
        role=view.seat.role,
        barred=any(bars(item) for item in found),
        objections=tuple(found),
    )
