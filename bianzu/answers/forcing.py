"""Plans that must, or must not, seat somebody: good ones by chains of replacements, each measured exactly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

import numpy as np

from bianzu.answers.chains import Board, Chain
from bianzu.answers.subject import Subject
from bianzu.audit.questions.margins import NEVER, Margins
from bianzu.audit.questions.reseating import reseat
from bianzu.audit.questions.trial import Broken, Trial, Tried
from bianzu.audit.rules.minima import find_minima, list_asked
from bianzu.audit.views import SeatView
from bianzu.models import Certificate, Person, Round, Shortage

__all__ = ["Forced", "Forcer"]

_NO_CERTIFICATE = Certificate(scale=1)
_TRIALS = 120
"""Chains that are measured."""
_POLISH = 240
"""Replacements that are measured to better the best one."""


@dataclass(frozen=True)
class Forced:
    """The best plan found with an order: seat -> person of all changed seats, and what becomes of it."""

    change: dict[str, str | None]
    tried: Tried


@dataclass
class Forcer:
    """Looks for plans near one plan.

    ``margins`` is None where there is no certificate; then reduced costs are all 0 and chains are short.
    ``goal`` are the first levels of a plan that no other one can beat: with it the search ends. Without
    ``thorough`` what is found is not bettered further.
    """

    subject: Subject
    margins: Margins | None
    goal: tuple[int, ...] | None = None
    thorough: bool = True
    _boards: dict[str, tuple[list[str], Board]] = field(default_factory=dict)

    def seat(self, person: Person, seats: Sequence[SeatView]) -> Forced | None:
        """The best plan found in which somebody holds one of some seats of one team."""
        changes = []
        for view in seats:
            changes += list(islice(self._list_ways(person, view), max(20, _TRIALS // len(seats))))
        best = self._measure([change for _, change in sorted(changes, key=lambda item: item[0])][:_TRIALS])
        if best is None:
            return None
        fixed = next(seat for seat, who in best.change.items() if who == person.id)
        return self._polish(best, frozenset({fixed}), frozenset({person.id}), seats[0].on.round)

    def unseat(self, person: Person) -> Forced | None:
        """The best plan found in which somebody has no seat."""
        changes: list[dict[str, str | None]] = [{}]
        for member in self.subject.seating.by_person.get(person.id, ()):
            seats, board = self._board(member.view.on.round, person.id, ())
            ways = [
                self._read(seats, way, {}) for way in self._fill(seats, board, member.view.seat.id, _TRIALS)
            ]
            ways.append({member.view.seat.id: None})
            changes = [{**one, **other} for one in changes for other in ways][: 2 * _TRIALS]
        best = self._measure(changes)
        if best is None:
            return None
        held = self.subject.seating.by_person[person.id]
        return self._polish(best, frozenset(), frozenset({person.id}), held[0].view.on.round)

    def _list_ways(self, person: Person, view: SeatView) -> Iterator[tuple[int, dict[str, str | None]]]:
        """Changes that seat somebody, with their prices, cheapest first."""
        beside = self.subject.seat_beside(person.id, view.on)
        left = None if beside is None else beside.view.seat.id
        seats, board = self._board(
            view.on.round, person.id, (view.seat.id, *(() if left is None else (left,)))
        )
        target = seats.index(view.seat.id)
        first: dict[str, str | None] = {view.seat.id: person.id}
        holder = self.subject.holder(view)
        base = int(board.reduced[target, self.subject.facts.positions[person.id]])
        pushed = [Chain(0, ())]
        closed: list[Chain] = []
        if holder is not None:
            at = self.subject.facts.positions[holder.person.id]
            pushed = board.push(at, target)
            if left is not None and left in seats:
                closed = board.push(at, target, seats.index(left))
        if left is None:
            yield from ((base + c.cost, self._read(seats, c, first)) for c in pushed)
            return
        first = {left: None, **first}
        found = [(base + c.cost, self._read(seats, c, first)) for c in closed]
        found += [(base + c.cost, self._read(seats, c, first)) for c in pushed[:12]]
        if left in seats:
            for filled in self._fill(seats, board, left):
                for away in pushed[:4]:
                    if not _meet(filled, away):
                        both = Chain(filled.cost + away.cost, (*away.moves, *filled.moves))
                        found.append((base + both.cost, self._read(seats, both, first)))
        yield from sorted(found, key=lambda item: item[0])

    def _fill(self, seats: list[str], board: Board, seat: str, most: int = 30) -> list[Chain]:
        """Chains that fill a seat: the cheapest, and those by people who count for what its holder does."""
        facts, holder = self.subject.facts, self.subject.seating.by_seat[seat]
        place = seats.index(seat)
        asked = [
            item
            for item in find_minima(facts, self.subject.seating, holder.view.on)
            if item.force != "soft"
            and item.met <= item.need
            and item.counted(holder.person, holder.view.seat)
        ]
        alike = [
            at
            for at in np.flatnonzero(board.reduced[place] < NEVER).tolist()
            if all(item.counted(facts.instance.people[at], holder.view.seat) for item in asked)
        ]
        like = board.pull(place, frozenset(alike))[:most] if asked else []
        return [*like, *(way for way in board.pull(place)[:most] if way not in like)]

    def _read(self, seats: list[str], chain: Chain, first: dict[str, str | None]) -> dict[str, str | None]:
        """A chain as seat -> person; seats that movers leave are filled by it or stay empty."""
        people = self.subject.instance.people
        return {**first, **{seats[seat]: people[who].id for who, seat in chain.moves}}

    def _board(self, item: Round, person: str, fixed: Iterable[str]) -> tuple[list[str], Board]:
        if item.id not in self._boards:
            self._boards[item.id] = self._lay_out(item)
        seats, board = self._boards[item.id]
        place = {seat: at for at, seat in enumerate(seats)}
        facts = self.subject.facts
        pinned = {facts.positions[pin.person] for pin in facts.instance.pins if pin.kind != "must-not"}
        fresh = Board(
            board.reduced,
            board.serving,
            board.holder,
            frozenset({facts.positions[person], *pinned}),
            frozenset(place[seat] for seat in fixed if seat in place),
        )
        return seats, fresh

    def _lay_out(self, item: Round) -> tuple[list[str], Board]:
        subject = self.subject
        values: dict[str, int] = dict(zip(subject.trial.names, subject.trial.values, strict=True))
        margins = self.margins or Margins(subject.facts, _NO_CERTIFICATE)
        level = next((name for name in ("load-travel", "soft") if name in margins.levels), "load-travel")
        seats, reduced, serving = margins.reduce(level, values, item.id)
        by_seat = subject.seating.by_seat
        holder = [
            subject.facts.positions[by_seat[seat].person.id] if seat in by_seat else -1 for seat in seats
        ]
        return seats, Board(reduced, serving, holder)

    def _measure(self, changes: Iterable[dict[str, str | None]]) -> Forced | None:
        best: Forced | None = None
        for change in changes:
            if len({who for who in change.values() if who}) < sum(who is not None for who in change.values()):
                continue
            tried = self.subject.trial.attempt(change)
            if isinstance(tried, Broken):
                continue
            if best is None or tried.values[:-1] < best.tried.values[:-1]:
                best = Forced(change, tried)
                if self._is_best(best):
                    break
        return best

    def _is_best(self, found: Forced) -> bool:
        return self.goal is not None and found.tried.values[: len(self.goal)] <= self.goal

    def _polish(self, best: Forced, seats: frozenset[str], people: frozenset[str], item: Round) -> Forced:
        """Replace members of the changed teams one at a time, while that betters the plan."""
        facts, left = self.subject.facts, _POLISH
        names, board = self._boards[item.id]
        better = self.thorough
        while (
            better
            and left > 0
            and not self._is_best(best)
            and best.tried.values[:-1] > self.subject.trial.values[:-1]
        ):
            better = False
            seating = reseat(facts, self.subject.seating, best.change)
            trial = Trial(facts, seating, self.subject.plan.provenance.seed)
            teams = {facts.views[seat].on.team.id: None for seat in best.change}
            repairs = self._list_repairs(names, board, trial, best.tried.shortages, seats, people)
            others = self._list_replacements(names, board, trial, [*teams], seats, people)
            for change in chain(repairs, others):
                left -= 1
                tried = trial.attempt(change)
                if not isinstance(tried, Broken) and tried.values[:-1] < best.tried.values[:-1]:
                    whole = {**best.change, **change}
                    best, better = Forced(whole, self.subject.trial.measure(whole)), True
                    break
                if left <= 0:
                    break
        return best

    def _list_repairs(
        self,
        names: list[str],
        board: Board,
        trial: Trial,
        shortages: Sequence[Shortage],
        seats: frozenset[str],
        people: frozenset[str],
    ) -> list[dict[str, str | None]]:
        """People who would count for what the plan lacks, on seats of the team that lacks it: free ones, or
        exchanged with whoever sits there."""
        facts, found = self.subject.facts, list[tuple[int, dict[str, str | None]]]()
        for missing in (item for item in shortages if item.team is not None and item.seat is None):
            team = facts.teams[missing.team or ""]
            what = (missing.rule, missing.clause, missing.skill)
            asked = next(a for a in list_asked(facts, team) if (a.rule, a.clause, a.skill) == what)
            for at, view in ((at, facts.views[name]) for at, name in enumerate(names)):
                holder = trial.seating.by_seat.get(names[at])
                if (
                    view.on is not team
                    or names[at] in seats
                    or (holder and asked.counted(holder.person, view.seat))
                ):
                    continue
                own = None if holder is None else holder.person
                base = 0 if own is None else int(board.reduced[at, facts.positions[own.id]])
                for who in np.flatnonzero(board.reduced[at] < NEVER).tolist():
                    person = facts.instance.people[who]
                    if person.id in people or not asked.counted(person, view.seat):
                        continue
                    price = int(board.reduced[at, who]) - base
                    beside = next(
                        (m for m in trial.seating.by_person.get(person.id, ()) if m.view.on.overlaps(team)),
                        None,
                    )
                    if beside is None:
                        found.append((price + int(board.serving[who]), {names[at]: person.id}))
                    elif own is not None and beside.view.on is not team and beside.view.seat.id not in seats:
                        there = names.index(beside.view.seat.id)
                        back = int(board.reduced[there, facts.positions[own.id]]) - int(
                            board.reduced[there, who]
                        )
                        if back < NEVER // 2:
                            found.append((price + back, {names[at]: person.id, names[there]: own.id}))
        found.sort(key=lambda item: (item[0], sorted(item[1])))
        return [change for _, change in found[:80]]

    def _list_replacements(
        self,
        names: list[str],
        board: Board,
        trial: Trial,
        teams: list[str],
        seats: frozenset[str],
        people: frozenset[str],
    ) -> Iterator[dict[str, str | None]]:
        """Empty seats filled, free people for seats of some teams, and people of these teams exchanged with
        others; those first that gain most by their prices."""
        facts = self.subject.facts
        seated = {facts.positions[who] for who in trial.seating.by_person}
        banned = {facts.positions[who] for who in people}
        place = {name: at for at, name in enumerate(names)}
        held = [trial.seating.by_seat.get(name) for name in names]
        holders = [-1 if member is None else facts.positions[member.person.id] for member in held]
        fixed = frozenset(place[seat] for seat in seats if seat in place)
        now = Board(board.reduced, board.serving, holders, frozenset(banned), fixed)
        for name in names:
            if facts.views[name].on.team.id in teams and holders[place[name]] < 0 and name not in seats:
                for way in now.pull(place[name])[:40]:
                    yield self._read(names, way, {})
        found: list[tuple[int, dict[str, str | None]]] = [
            (cost, {names[a]: held_b.person.id, names[b]: held_a.person.id})
            for cost, a, b in now.exchanges(
                [at for at, n in enumerate(names) if facts.views[n].on.team.id in teams]
            )
            if (held_a := held[a]) is not None and (held_b := held[b]) is not None
        ]
        for at, name in enumerate(names):
            if facts.views[name].on.team.id not in teams or name in seats:
                continue
            holder = trial.seating.by_seat.get(name)
            here = 0 if holder is None else int(board.reduced[at, facts.positions[holder.person.id]])
            costs = board.reduced[at] + board.serving
            for who in costs.argsort(kind="stable")[:25].tolist():
                if who not in seated and who not in banned and board.reduced[at, who] < NEVER:
                    price = int(costs[who]) - here
                    found.append((price, {name: facts.instance.people[who].id}))
        found.sort(key=lambda item: (item[0], sorted(item[1])))
        yield from (change for _, change in found)


def _meet(one: Chain, other: Chain) -> bool:
    """Whether two chains touch the same person or seat."""
    people = {who for who, _ in one.moves} & {who for who, _ in other.moves}
    seats = {seat for _, seat in one.moves} & {seat for _, seat in other.moves}
    return bool(people or seats)
