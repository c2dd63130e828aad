"""Cheap necessary counts before any solve: leaders to teams, each skill, each county's local seats.

Each is a bipartite matching or a plain count over the eligibility table; failing one proves that no complete
plan exists, passing all proves nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from bianzu.models import Instance
from bianzu.solver.data import BoolArray, Data
from bianzu.solver.exclusions import Eligibility, WaiverBook, check_pins, compute_eligibility
from bianzu.solver.rules import check_supported, collect_exclusions
from bianzu.solver.rules.skill_mix import needs_of_team

__all__ = ["Necessity", "check"]


@dataclass(frozen=True)
class Necessity:
    """``need`` seats or people are needed, ``have`` can be had at best.

    ``where`` names what it is about: the ``round`` where there are several planned ones, ``county`` or
    ``skill``, and for leaders ``teams`` (ids, comma-separated) of the seats that stay without a person in a
    largest matching.
    """

    code: Literal["leaders", "skill", "local-seats"]
    where: Mapping[str, str]
    need: int
    have: int

    @property
    def ok(self) -> bool:
        """Whether the count allows a complete plan."""
        return self.have >= self.need


def check(instance: Instance) -> tuple[Necessity, ...]:
    """Every necessary count of an instance.

    Raises
    ------
    InputError
        A rule that is on but not implemented, or a pin that breaks an exclusion by itself.
    """
    check_supported(instance)
    data = Data(instance)
    eligibility = compute_eligibility(data, collect_exclusions(data), WaiverBook(data))
    check_pins(data, eligibility)
    if instance.rules.seats is None:  # empty seats cost nothing and count towards every minimum
        return ()
    found: list[Necessity] = []
    for at in range(len(data.rounds)):
        slots = np.flatnonzero(data.slot_round == at).tolist()
        counts = (
            _leaders(data, eligibility, slots),
            *_local_seats(data, eligibility, slots),
            *_skills(data, eligibility, slots),
        )
        found += (
            counts if len(data.rounds) == 1 else (_name_round(item, data.rounds[at].id) for item in counts)
        )
    return tuple(found)


def _name_round(item: Necessity, round_id: str) -> Necessity:
    return replace(item, where={"round": round_id, **item.where})


def _leaders(data: Data, eligibility: Eligibility, inside: Sequence[int]) -> Necessity:
    """Leader seats among the slots of one round."""
    slots = [at for at in inside if data.slots[at].seat.role == "leader"]
    have, open_slots = _match(data, eligibility, slots)
    need = sum(data.slots[at].capacity for at in slots)
    teams = dict.fromkeys(data.teams[data.slots[at].team].id for at in open_slots)
    return Necessity("leaders", {"teams": ", ".join(teams)} if teams else {}, need, have)


def _skills(data: Data, eligibility: Eligibility, inside: Sequence[int]) -> list[Necessity]:
    """Hard skills: units needed over the teams of a round, less what waivers cover, against holders."""
    setting = data.rules.skill_mix
    if setting is None:
        return []
    needed: dict[str, int] = {}
    holders: dict[str, BoolArray] = {}
    anywhere = eligibility.allowed[inside].any(axis=0)
    teams = [data.teams[at] for at in dict.fromkeys(data.slots[slot].team for slot in inside)]
    for team in teams:
        for need in needs_of_team(data, team):
            if need.hardness == "soft":
                continue
            needed[need.skill] = needed.get(need.skill, 0) + need.need
            holding = data.holders(need.skill, need.level) & anywhere
            holders[need.skill] = holders.get(need.skill, np.zeros(data.n, dtype=bool)) | holding
    most = 1 if data.one_service else len(teams)
    waived = sum(item.amount for item in eligibility.book.waivers if item.rule == "skill-mix")
    return [
        Necessity("skill", {"skill": skill}, max(0, need - waived), most * int(holders[skill].sum()))
        for skill, need in needed.items()
    ]


def _local_seats(data: Data, eligibility: Eligibility, inside: Sequence[int]) -> list[Necessity]:
    by_county: dict[str, list[int]] = {}
    for at in inside:
        if data.origin(at) == "local":
            county = ", ".join(data.teams[data.slots[at].team].host_counties)
            by_county.setdefault(county, []).append(at)
    found = []
    for county, slots in by_county.items():
        have, open_slots = _match(data, eligibility, slots)
        where = {"county": county}
        if open_slots:
            where["seats"] = ", ".join(seat for at in open_slots for seat in data.slots[at].seat_ids)
        found.append(Necessity("local-seats", where, sum(data.slots[at].capacity for at in slots), have))
    return found


def _match(data: Data, eligibility: Eligibility, slots: Sequence[int]) -> tuple[int, list[int]]:
    """Most seats of the slots that different people can fill, and the slots left open."""
    if not data.one_service:
        filled = {at: min(data.slots[at].capacity, int(eligibility.allowed[at].sum())) for at in slots}
        return sum(filled.values()), [at for at in slots if filled[at] < data.slots[at].capacity]
    holder: dict[int, int] = {}
    options = {at: np.flatnonzero(eligibility.allowed[at]).tolist() for at in slots}

    def seat(slot: int, seen: set[int]) -> bool:
        stack = [(slot, iter(options[slot]))]
        path: list[tuple[int, int]] = []
        while stack:
            at, people = stack[-1]
            for person in people:
                if person in seen:
                    continue
                seen.add(person)
                path.append((at, person))
                if person not in holder:
                    holder.update({taken: owner for owner, taken in path})
                    return True
                stack.append((holder[person], iter(options[holder[person]])))
                break
            else:
                stack.pop()
                if path:
                    path.pop()
        return False

    matched, open_slots = 0, []
    for at in slots:
        for _ in range(data.slots[at].capacity):
            if seat(at, set()):
                matched += 1
            elif at not in open_slots:
                open_slots.append(at)
    return matched, open_slots
