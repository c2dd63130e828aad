"""no-return: not back to a post that others had meanwhile, within m months after the last round there.

A soft unit for whoever served there last in a past round a, not the post's round just before. Where planned
rounds of the post lie between or a is planned itself, one unit[r, p, post] for all rows
Σ over teams there in r: x[p, ·] + Σ over those of a: x[p, ·] − Σ over those between: x[p, ·] ≤ 1 + unit, and
Σ over teams there in r: x[p, ·] − Σ over those between: x[p, ·] ≤ unit when a is past.
"""

from datetime import date

import numpy as np

from bianzu.solver.data import BoolArray, Data, IntArray, months_after
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rows import Builder
from bianzu.solver.rules.posts import PostRows, Visit, list_visits
from bianzu.solver.rules.ties import count_per_team


def _find_last(visits: list[Visit], since: date) -> list[tuple[int, Visit, set[int]]]:
    """Past visits, not the last one of all, that ended after a day, with who served in no later past one:
    (position, visit, people)."""
    found: list[tuple[int, Visit, set[int]]] = []
    later: set[int] = set()
    for at in range(len(visits) - 1, -1, -1):
        visit = visits[at]
        if not visit.planned:
            if at < len(visits) - 1 and visit.item.end > since:
                found.append((at, visit, set(visit.people - later)))
            later |= visit.people
    return found


def exclusions(data: Data) -> list[Exclusion]:
    """The soft cost of coming back, where only past rounds matter."""
    setting = data.rules.no_return
    assert setting is not None
    tied: list[dict[str, set[int]]] = [{} for _ in data.rounds]
    for unit, visits in list_visits(data).items():
        for number, visit in enumerate(visits):
            if not visit.planned:
                continue
            since = months_after(visit.item.start, -setting.m)
            for at, _, people in _find_last(visits[:number], since):
                if not any(one.planned for one in visits[at + 1 : number]):
                    tied[data.round_at[visit.item.id]].setdefault(unit, set()).update(people)
    count = count_per_team(data, tied)
    return [
        Exclusion("no-return", None, "soft", lambda slot: count(data.slots[slot].team), weight=setting.weight)
    ]


def add_rows(data: Data, builder: Builder) -> None:
    """Rows of the posts that several planned rounds inspect, and the units that they share."""
    setting = data.rules.no_return
    assert setting is not None
    rows = PostRows(data, builder)
    units: list[tuple[str, str, dict[int, list[int]]]] = []
    for unit, visits in list_visits(data).items():
        for number, visit in enumerate(visits):
            if visit.planned:
                held = _add_post(data, builder, rows, unit, visits[: number + 1])
                units.append((unit, visit.item.id, held))
    group = rows.close("no-return")
    for unit, item, held in units:
        for person, own in held.items():
            builder.add_aux(
                "soft",
                "no-return",
                None,
                {"round": item, "person": data.people[person].id, "unit": unit},
                1,
                weight=setting.weight,
                entries=[(group.first + row, -1) for row in own],
            )


def _add_post(
    data: Data, builder: Builder, rows: PostRows, unit: str, visits: list[Visit]
) -> dict[int, list[int]]:
    """Rows of the last of some visits against the earlier ones; by person who could need a unit, his rows."""
    setting = data.rules.no_return
    assert setting is not None
    this, before = visits[-1], visits[:-1]
    since = months_after(this.item.start, -setting.m)
    coming = _find_able(data, builder, this)
    settled = np.zeros(data.n, dtype=bool)
    past: list[tuple[int, Visit, IntArray]] = []
    for at, visit, people in _find_last(before, since):
        who = np.array(sorted(people), dtype=np.int64)
        if any(one.planned for one in before[at + 1 :]):
            past.append((at, visit, who))
        else:
            settled[who] = True
    own: dict[int, list[int]] = {}
    earlier = [
        (at, visit, np.flatnonzero(_find_able(data, builder, visit)))
        for at, visit in enumerate(before[:-1])
        if visit.planned and visit.item.end > since
    ]
    for at, visit, able in [*past, *earlier]:
        people = able[coming[able] & ~settled[able]]
        there = visit.item.id
        first = rows.add(
            people,
            len(visit.teams[:1]),
            lambda person, there=there: {  # type: ignore[misc]
                "round": this.item.id,
                "person": person,
                "unit": unit,
                "earlier": there,
            },
        )
        rows.count([*this.teams, *visit.teams], 1)
        for between in before[at + 1 :]:
            rows.count(between.teams, -1)
        for row, person in enumerate(people.tolist(), start=first):
            own.setdefault(person, []).append(row)
    return own


def _find_able(data: Data, builder: Builder, visit: Visit) -> BoolArray:
    """(n,) who could sit on one of a planned visit's teams."""
    slots = [slot for team in visit.teams for slot in data.team_slots[team]]
    return np.asarray(builder.eligibility.allowed[slots].any(axis=0), dtype=bool)
