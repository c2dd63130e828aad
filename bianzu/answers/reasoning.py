"""`why`: what speaks for somebody on a seat or against a seat, and what it would be without him or her."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from bianzu.answers.forcing import Forcer
from bianzu.answers.obeying import Goal, Obeying, set_goal
from bianzu.answers.orders import list_scarcity, open_margins, price_order
from bianzu.answers.ranking import list_candidates
from bianzu.answers.refusing import judge
from bianzu.answers.subject import Subject
from bianzu.audit.evidence import collect_evidence
from bianzu.audit.questions.margins import Margins
from bianzu.audit.questions.objections import bars, list_objections
from bianzu.audit.questions.trial import Broken
from bianzu.audit.rules.cadres import find_owing
from bianzu.audit.rules.minima import Minimum, find_minima
from bianzu.audit.seating import Member, Seating
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import (
    Checked,
    Held,
    Instance,
    Met,
    Order,
    Person,
    Plan,
    TeamVerdict,
    Why,
)
from bianzu.models.plan import LevelName
from bianzu.solver import CancelToken, SolveOptions, Worker

__all__ = ["why"]

_NEXT_BEST = 5
_NEAREST = 3
_SKILL = "skill-mix"


def why(
    instance: Instance,
    plan: Plan,
    *,
    person: str,
    solved: bool = True,
    options: SolveOptions | None = None,
    worker: Worker | None = None,
    cancel: CancelToken | None = None,
) -> Why:
    """Why somebody has a seat in a plan, or why not.

    Parameters
    ----------
    instance, plan
        A plan and what it answers.
    person
        Who.
    solved
        Solve the instance without the person, beginning with the plan, where that cost is not exact without.
    options, worker, cancel
        Of that solve.

    Returns
    -------
    Why
        For every seat what the person brings, the recusal check and who would be next; what the plan would be
        without the person. For somebody without a seat, every team with the rules that bar or what it would
        cost, nearest first.

    Raises
    ------
    InputError
        There is no such person, or the plan does not pass the audit's recount.
    """
    subject = Subject(instance, plan)
    who, margins = subject.find_person(person), open_margins(subject)
    members = list(subject.seating.by_person.get(person, ()))
    owing = [find_owing(subject.facts, subject.seating, who, item) for item in subject.facts.planned]
    due = [item for item in owing if item is not None and item.owed > 0 and item.chances > 0]
    verdicts = [] if members else _list_teams(subject, margins, who)
    barred = Counter(rule for item in verdicts for rule in item.rules)
    without = None
    if members:
        goal = set_goal(subject, margins, person, ())
        if solved:
            with Obeying(subject, margins, options, worker, cancel).unseat(who, goal) as obeyed:
                without = _leave_out(subject, margins, who, goal, thorough=obeyed is None)
                without = without if obeyed is None else obeyed.better(without)
        else:
            without = _leave_out(subject, margins, who, goal, thorough=True)
    return Why(
        input_digest=subject.digest,
        person=person,
        held=tuple(_describe(subject, margins, member) for member in members),
        owed=max((item.owed for item in due), default=0),
        last_chance=any(item.chances == 1 for item in due),
        without=without,
        teams=tuple(verdicts),
        barred_by=dict(sorted(barred.items())),
    )


def _leave_out(
    subject: Subject, margins: Margins | None, person: Person, goal: Goal | None, *, thorough: bool
) -> Order | None:
    near = Forcer(subject, margins, None if goal is None else goal.values, thorough)
    forced = near.unseat(person)
    return None if forced is None else price_order(subject, margins, forced, person.id, ())


def _describe(subject: Subject, margins: Margins | None, member: Member) -> Held:
    view, person = member.view, member.person
    candidates = [item for item in list_candidates(subject, view, idle=True) if item.standing == "free"]
    return Held(
        round=view.on.round.id,
        team=view.on.team.id,
        seat=view.seat.id,
        role=view.seat.role,
        counts_for=member.counts_for,
        standing=(
            "unknown"
            if person.work_county is None
            else "city-level"
            if person.work_county == "city"
            else "local"
            if subject.facts.is_local(person, view.on)
            else "external"
        ),
        meets=tuple(_list_met(subject, member)),
        checks=tuple(_list_checks(subject, member)),
        objections=tuple(list_objections(subject.case(person, view))),
        candidates=len(candidates),
        next_best=tuple(candidates[:_NEXT_BEST]),
        scarcity=list_scarcity(margins, person.id, view.seat.id),
    )


def _list_met(subject: Subject, member: Member) -> Iterator[Met]:
    """Minima that the person counts for."""
    for item in find_minima(subject.facts, subject.seating, member.view.on):
        if _counts(item, member) and item.rule not in ("desks", "audit-seats"):
            yield Met(
                rule=item.rule,
                clause=item.clause,
                skill=item.skill,
                need=item.need,
                met=item.met,
                decisive=item.met <= item.need,
            )


def _counts(item: Minimum, member: Member) -> bool:
    if item.skill is not None and item.skill not in member.counts_for:
        return False
    return item.counted(member.person, member.view.seat)


def _list_checks(subject: Subject, member: Member) -> Iterator[Checked]:
    """The audit's recusal check of the seat."""
    alone = Seating()
    for other in subject.seating.members(member.view.on):
        alone.add(other)
    for other in subject.seating.by_person[member.person.id]:
        if other.view.on is not member.view.on:
            alone.add(other)
    for item in collect_evidence(subject.facts, alone):
        if item.seat == member.view.seat.id:
            yield from (Checked(**line.model_dump()) for line in item.lines)


def _list_teams(subject: Subject, margins: Margins | None, person: Person) -> list[TeamVerdict]:
    """Every team, nearest first; the nearest ones measured exactly."""
    found = [_see_team(subject, margins, person, team) for team in subject.facts.teams.values()]
    found.sort(key=_distance(subject))
    near = [item for item in found if item.seat is not None][:_NEAREST]
    measured = [_measure(subject, person, item) for item in near]
    measured.sort(
        key=lambda item: (
            item.outcome is None,
            [] if item.outcome is None else [s.value for s in item.outcome.steps],
        )
    )
    return [*measured, *(item for item in found if item not in near)]


def _distance(subject: Subject) -> Callable[[TeamVerdict], tuple[object, ...]]:
    order = {name: at for at, name in enumerate(subject.trial.names)}

    def weigh(item: TeamVerdict) -> tuple[object, ...]:
        if item.seat is None:
            return (1, len(item.rules), 0, item.team)
        at = len(order) if item.level is None else order[item.level]
        return (0, -at, item.least or 0, item.team)

    return weigh


def _see_team(subject: Subject, margins: Margins | None, person: Person, team: TeamView) -> TeamVerdict:
    views = [subject.facts.seats[seat.id] for seat in team.team.seats]
    verdicts = [judge(subject, person, view) for view in views]
    open_views = [view for view, item in zip(views, verdicts, strict=True) if not item.barred]
    if not open_views:
        rules = [{o.rule for o in item.objections if bars(o)} for item in verdicts]
        everywhere = set.intersection(*rules) or set.union(*rules)
        return TeamVerdict(team=team.team.id, round=team.round.id, rules=tuple(sorted(everywhere)))
    level, least, seat = _bound(subject, margins, person, open_views)
    return TeamVerdict(team=team.team.id, round=team.round.id, seat=seat, level=level, least=least)


def _bound(
    subject: Subject, margins: Margins | None, person: Person, views: Sequence[SeatView]
) -> tuple[LevelName | None, int | None, str]:
    """First proven level at which the person on the team costs something, the least cost, and the seat."""
    if margins is None:
        return None, None, views[0].seat.id
    values: dict[str, int] = dict(zip(subject.trial.names, subject.trial.values, strict=True))
    for level in [name for name in subject.trial.names if name in margins.levels]:
        costs = []
        for at, view in enumerate(views):
            bound = margins.bound_with(level, values, person.id, [view.seat.id])
            if bound is not None:
                costs.append((bound - values[level], at))
        if costs and (min(costs)[0] > 0 or level == margins.levels[-1]):
            least, at = min(costs)
            return level, max(0, least), views[at].seat.id
    return None, None, views[0].seat.id


def _measure(subject: Subject, person: Person, item: TeamVerdict) -> TeamVerdict:
    """Step in on the seat of the team where that is best."""
    best = None
    for seat in subject.facts.teams[item.team].team.seats:
        view = subject.facts.seats[seat.id]
        if any(bars(o) for o in list_objections(subject.case(person, view))):
            continue
        tried = subject.trial.attempt({seat.id: person.id})
        if not isinstance(tried, Broken) and (best is None or tried.values < best[0].values):
            best = tried, view
    if best is None:
        return item
    tried, view = best
    holder = subject.holder(view)
    return item.model_copy(
        update={
            "seat": view.seat.id,
            "replaces": None if holder is None else holder.person.id,
            "outcome": subject.tell(tried),
        }
    )
