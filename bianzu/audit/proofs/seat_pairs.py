"""Who may take which seat of which team, and what that costs whoever the others are."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from bianzu.audit.facts import Facts
from bianzu.audit.proofs.crowd import BoolArray, Crowd, IntArray
from bianzu.audit.proofs.records import Records, rests_on_plan
from bianzu.audit.proofs.sieve import sift
from bianzu.audit.reasons import Case, find_waiver
from bianzu.audit.rules.exclusions import LIMITS, find_reasons
from bianzu.audit.seating import Seating
from bianzu.audit.views import SeatView, TeamView
from bianzu.models import Round

__all__ = ["Judge", "Needs", "Service", "TeamPairs", "judge_service", "list_pairs"]

NarrowArray = npt.NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class TeamPairs:
    """The pairs of people and kinds of seats of one team that the sieve lets through, kind by kind.

    Seats of one kind differ in nothing but their own row. ``kinds`` holds one seat of each, ``kind_of`` the
    kind of every seat; ``person[bounds[k]:bounds[k + 1]]`` are the positions of people for kind ``k``,
    ``soft`` what each of these pairs costs at level soft, and ``doubtful`` where waivers may matter. There
    may be tens of millions of pairs: both arrays of numbers are as narrow as can be.
    """

    view: TeamView
    kinds: tuple[SeatView, ...]
    kind_of: dict[str, int]
    bounds: tuple[int, ...]
    person: NarrowArray
    soft: NarrowArray
    doubtful: BoolArray


def list_pairs(crowd: Crowd, barred: Mapping[str, BoolArray]) -> list[TeamPairs]:
    """The pairs of every team, without the people who are barred from everything in its round."""
    facts, records = crowd.facts, Records(crowd)
    named = {waiver.seat for waiver in facts.instance.waivers} | {pin.seat for pin in facts.instance.pins}
    return [_list_team(records, team, named, barred[team.round.id]) for team in facts.teams.values()]


def _list_team(records: Records, team: TeamView, named: set[str | None], barred: BoolArray) -> TeamPairs:
    facts, crowd = records.facts, records.crowd
    whole = facts.rules.cross_form is not None and team.team.cross_form == "whole"
    kinds: dict[tuple[object, ...], SeatView] = {}
    numbers: dict[tuple[object, ...], int] = {}
    kind_of = {}
    for seat in team.team.seats:
        view = facts.seats[seat.id]
        own = seat.id if whole or seat.id in named else None
        key = (seat.role, view.origin, seat.pools, seat.source_set, seat.side, seat.duty is None, own)
        kind_of[seat.id] = numbers.setdefault(key, len(numbers))
        kinds.setdefault(key, view)
    stateless = crowd.work_county == len(facts.instance.counties)
    people, costs, doubts, bounds = [], [], [], [0]
    for view in kinds.values():
        sifted = sift(records, view)
        open_to = np.flatnonzero(~(sifted.barred | barred | (whole & stateless)))
        people.append(open_to.astype(np.int32))
        costs.append((sifted.soft + _duty_costs(crowd, view))[open_to])
        doubts.append(sifted.doubtful[open_to])
        bounds.append(bounds[-1] + len(open_to))
    return TeamPairs(
        view=team,
        kinds=tuple(kinds.values()),
        kind_of=kind_of,
        bounds=tuple(bounds),
        person=np.concatenate(people),
        soft=_narrow(np.concatenate(costs)),
        doubtful=np.concatenate(doubts),
    )


def _narrow(values: IntArray) -> NarrowArray:
    """Numbers that are not negative, in the smallest type that holds them."""
    return values.astype(np.min_scalar_type(int(values.max(initial=0))))


def _duty_costs(crowd: Crowd, view: SeatView) -> IntArray:
    """A duty held by somebody who is not external."""
    setting = crowd.facts.rules.sensitive_duties
    if setting is None or view.seat.duty is None:
        return np.zeros(crowd.n, dtype=np.int64)
    return setting.weight * (~crowd.is_external(view.on)).astype(np.int64)


Needs = tuple[int, tuple[tuple[str, int], ...]]
"""What somebody's reasons cost on a seat: weighted soft units, and the units of each waiver."""


@dataclass
class Judge:
    """The plain tests of the exclusions for one person on one seat, each asked once."""

    facts: Facts
    _known: dict[tuple[int, str], Needs | None] = field(default_factory=dict)
    _nobody: Seating = field(default_factory=Seating)

    def __call__(self, person: int, view: SeatView) -> Needs | None:
        """The costs of the reasons against the person, ``None`` when one of them bars."""
        key = (person, view.seat.id)
        if key not in self._known:
            self._known[key] = self._judge(person, view)
        return self._known[key]

    def _judge(self, person: int, view: SeatView) -> Needs | None:
        facts = self.facts
        case = Case(facts, self._nobody, facts.instance.people[person], view)
        soft, units = 0, Counter[str]()
        for reason in find_reasons(case):
            of_post = reason.rule in ("no-return", "succession")
            if of_post and rests_on_plan(facts, reason.unit, view.on.round):
                continue
            if reason.force == "soft":
                soft += reason.weight
                continue
            waiver = find_waiver(facts.waivers, reason.charge(case))
            if waiver is None:
                return None
            units[waiver.id] += 1
        duties = facts.rules.sensitive_duties
        if duties is not None and view.seat.duty is not None and not facts.is_external(case.person, view.on):
            soft += duties.weight
        return soft, tuple(sorted(units.items()))


@dataclass(frozen=True, slots=True)
class Service:
    """service-cap and rest in one round, by the past alone: whom they bar, and the waiver units of others."""

    barred: BoolArray
    units: dict[int, Counter[str]]


def judge_service(crowd: Crowd, item: Round) -> Service:
    """Look at everybody whose past could fill a limit for a planned round."""
    facts, barred = crowd.facts, np.zeros(crowd.n, dtype=bool)
    units: dict[int, Counter[str]] = {}
    for at, person in enumerate(crowd.people):
        silent = facts.silent[person.id]
        for rule, limit in LIMITS:
            if rule in silent or rule not in facts.on:
                continue
            for charge in limit(facts, person.id, (item,)):
                waiver = find_waiver(facts.waivers, charge)
                if waiver is None:
                    barred[at] |= charge.force != "soft"
                else:
                    units.setdefault(at, Counter())[waiver.id] += charge.units
    return Service(barred, units)
