"""`reserves`: people for every team who could step in, one after the other or all at once."""

from collections.abc import Iterable, Iterator

from bianzu.answers.subject import Subject
from bianzu.audit.levels import cost_of_seat, tie_break_value
from bianzu.audit.questions.objections import bars, list_objections
from bianzu.audit.questions.reseating import reseat
from bianzu.audit.rules.exclusions import is_barred
from bianzu.audit.rules.maxima import MAXIMA
from bianzu.audit.seating import Seating
from bianzu.audit.shortages import Searcher
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import Instance, Person, Plan, StandIn, StandIns

__all__ = ["reserves"]

_Place = tuple[int, int, int, str, str]
"""Soft cost, load and travel, tie-break, person, seat."""


def reserves(instance: Instance, plan: Plan, r: int = 2) -> StandIns:
    """Up to ``r`` ranked reserves for every team, whatever the rule reserves says.

    Parameters
    ----------
    instance, plan
        A plan and what it answers.
    r
        How many for each team, 1 to 20.

    Returns
    -------
    StandIns
        Everybody listed is without a seat on an overlapping team and breaks no rule on the seat named:
        exclusions, caps of the person, maxima of team and sending unit, all others in place. No
        reserve is one of two teams that overlap; all those of one rank could step in together. The first of
        a team can lead it where anybody is left who can; apart from that the cheapest come first: soft cost
        of the seat, then load and travel, then tie-break.

    Raises
    ------
    ValueError
        ``r`` is out of range.
    InputError
        The plan does not pass the audit's recount.
    """
    if not 1 <= r <= 20:
        raise ValueError("1 to 20 reserves for a team")
    subject = Subject(instance, plan)
    roster = _Roster(subject)
    chosen: list[tuple[TeamView, int, _Place]] = []
    short: dict[str, int] = {}
    for rank in range(1, r + 1):
        joint = subject.seating
        for team in roster.by_need(lead=rank == 1):
            found = roster.pick(team, joint, lead=rank == 1)
            if found is None:
                short[team.team.id] = short.get(team.team.id, 0) + 1
                continue
            place, joint = found
            chosen.append((team, rank, place))
    order = {team: at for at, team in enumerate(subject.facts.teams)}
    chosen.sort(key=lambda item: (order[item[0].team.id], item[1]))
    leading = {team.team.id for team, _, place in chosen if roster.can_lead(place[3], team)}
    named = (seat.role == "leader" for team in subject.facts.teams.values() for seat in team.team.seats)
    return StandIns(
        input_digest=subject.digest,
        r=r,
        reserves=tuple(_tell(subject, roster, *item) for item in _rank(chosen)),
        short=dict(sorted(short.items(), key=lambda item: order[item[0]])),
        leaderless=tuple(team for team in order if team not in leading) if any(named) else (),
    )


def _rank(chosen: Iterable[tuple[TeamView, int, _Place]]) -> Iterator[tuple[TeamView, int, _Place]]:
    """Ranks without holes: a team whose first was not found begins with its next."""
    count: dict[str, int] = {}
    for team, _, place in chosen:
        count[team.team.id] = count.get(team.team.id, 0) + 1
        yield team, count[team.team.id], place


def _tell(subject: Subject, roster: "_Roster", team: TeamView, rank: int, place: _Place) -> StandIn:
    person, seat = place[3], place[4]
    tried = subject.trial.measure({seat: person})
    open_to = [view.seat.id for view in roster.seats(person, team)]
    fits = [name for name in open_to if not subject.trial.list_breaches({name: person})]
    return StandIn(
        team=team.team.id, rank=rank, person=person, seat=seat, seats=tuple(fits), outcome=subject.tell(tried)
    )


class _Roster:
    """Who could be a reserve of which team, and who is one already."""

    def __init__(self, subject: Subject) -> None:
        self.subject = subject
        self.taken: dict[str, list[TeamView]] = {}
        self._places: dict[str, list[_Place]] = {}
        instance = subject.instance
        self._named = {waiver.seat for waiver in instance.waivers} | {pin.seat for pin in instance.pins}
        self._searcher = Searcher(subject.facts, subject.seating)
        self._over = self._list_over(subject.seating)
        self._open: dict[tuple[str, str], list[SeatView]] = {}
        for team in subject.facts.teams.values():
            self._places[team.team.id] = sorted(self._list_places(team))

    def by_need(self, *, lead: bool) -> list[TeamView]:
        """Teams with few people to choose from first, or few who could lead."""

        def count(team: TeamView) -> int:
            people = {place[3] for place in self._places[team.team.id]}
            return sum(self.can_lead(who, team) for who in people) if lead else len(people)

        return sorted(self.subject.facts.teams.values(), key=count)

    def seats(self, person: str, team: TeamView) -> list[SeatView]:
        """Seats of a team from which nothing bars somebody."""
        return self._open.get((person, team.team.id), [])

    def can_lead(self, person: str, team: TeamView) -> bool:
        """Whether nothing bars somebody from any leader seat of a team that has one."""
        leads = [seat.id for seat in team.team.seats if seat.role == "leader"]
        mine = {view.seat.id for view in self.seats(person, team)}
        return bool(leads) and mine.issuperset(leads)

    def pick(self, team: TeamView, joint: Seating, *, lead: bool) -> tuple[_Place, Seating] | None:
        """The cheapest person left who breaks nothing, alone or with those picked for other teams."""
        places = [p for p in self._places[team.team.id] if self._is_left(p[3], team)]
        if lead:
            views = self.subject.facts.seats
            leads = [p for p in places if views[p[4]].seat.role == "leader" and self.can_lead(p[3], team)]
            places = [*leads, *(p for p in places if p not in leads)]
        for place in places:
            change = {place[4]: place[3]}
            if self.subject.trial.list_breaches(change):
                continue
            after = reseat(self.subject.facts, joint, change)
            if not self._list_over(after) <= self._over:
                continue
            self.taken.setdefault(place[3], []).append(team)
            return place, after
        return None

    def _list_over(self, seating: Seating) -> set[str]:
        """Units beyond maxima that several teams share, waived ones too: who steps in together with others
        uses no waiver for it."""
        facts = self.subject.facts
        return {
            f"{charge.rule} {charge.where} {charge.found}"
            for rule in MAXIMA
            for charge in rule(facts, seating)
        }

    def _is_left(self, person: str, team: TeamView) -> bool:
        return not any(team.overlaps(other) for other in self.taken.get(person, ()))

    def _list_places(self, team: TeamView) -> Iterator[_Place]:
        facts, seed = self.subject.facts, self.subject.plan.provenance.seed
        kinds: dict[tuple[object, ...], list[SeatView]] = {}
        for seat in team.team.seats:
            view = facts.seats[seat.id]
            own = seat.id if seat.id in self._named else None
            key = (seat.role, view.origin, seat.pools, seat.source_set, seat.duty is None, own)
            kinds.setdefault(key, []).append(view)
        for views in kinds.values():
            for person in self._searcher.list_candidates(views[0]):
                soft = self._weigh(person, views[0])
                if soft is not None:
                    self._open.setdefault((person.id, team.team.id), []).extend(views)
                    travel = cost_of_seat(facts, person, team)
                    for view in views:
                        tie = tie_break_value(seed, person.id, view.seat.id)
                        yield soft, travel, tie, person.id, view.seat.id

    def _weigh(self, person: Person, view: SeatView) -> int | None:
        """Soft cost of the seat, ``None`` when an objection stands or the person sits on such a team."""
        case = self.subject.case(person, view)
        if self.subject.seat_beside(person.id, view.on) is not None or is_barred(case):
            return None
        found = list_objections(case)
        return None if any(bars(item) for item in found) else sum(item.weight for item in found)
