"""service-cap: at most ``cap`` rounds in the term and ``y`` in the calendar year; full-time people exempt.

Σ over the planned rounds of the term (year): served(p, r) ≤ limit − served before (+ waived). People whose
past already fills the limit are barred.
"""

from collections.abc import Callable

import numpy as np

from bianzu.models import Round
from bianzu.solver.data import Data, IntArray
from bianzu.solver.exclusions import Exclusion
from bianzu.solver.rows import TURNS, Builder, Group

__all__ = ["add_rows", "exclusions", "list_spans"]

Span = Callable[[Round], str]


def list_spans(data: Data) -> list[tuple[str, int, Span]]:
    """(clause, limit, round -> the term or year that is counted)."""
    setting = data.rules.service_cap
    assert setting is not None
    return [
        ("term", setting.cap, lambda item: item.term),
        ("year", setting.y, lambda item: str(item.start.year)),
    ]


def _count_past(data: Data, span: Span, name: str) -> IntArray:
    """(n,) past rounds of a term or year that each person served."""
    inside = {item.id for item in data.round_order if item.status == "past" and span(item) == name}
    return np.array([len(done & inside) for done in data.past_rounds], dtype=np.int64)


def exclusions(data: Data) -> list[Exclusion]:
    """People whose past already fills a limit."""
    setting = data.rules.service_cap
    assert setting is not None
    found = []
    for clause, limit, span in list_spans(data):
        full = [_count_past(data, span, span(item)) >= limit for item in data.rounds]
        units = (np.array(full) & ~data.full_time).astype(np.int64)
        found.append(
            Exclusion(
                "service-cap",
                clause,
                setting.hardness,
                lambda slot, units=units: units[data.slot_round[slot]],  # type: ignore[misc]
                personal=True,
            )
        )
    return found


def add_rows(data: Data, builder: Builder) -> None:
    """Maxima of people who could pass a limit by planned rounds alone."""
    setting = data.rules.service_cap
    assert setting is not None
    for clause, limit, span in list_spans(data):
        for name in dict.fromkeys(span(item) for item in data.rounds):
            rounds = [at for at, item in enumerate(data.rounds) if span(item) == name]
            left = limit - _count_past(data, span, name)
            people = np.flatnonzero((left > 0) & (left < len(rounds)) & ~data.full_time)
            keys = [{clause: name, "person": data.people[at].id} for at in people.tolist()]
            group = builder.add_service_group(
                "service-cap",
                clause,
                keys,
                left[people],
                np.tile(people, len(rounds)),
                np.tile(np.arange(len(people)), len(rounds)),
                np.ones(len(people) * len(rounds), dtype=np.int64),
                rounds=np.repeat(np.array(rounds, dtype=np.int64), len(people)),
                likely=False,
            )
            if setting.hardness != "waivable" or "service-cap" not in builder.book.rules:
                continue
            for row, at in enumerate(people.tolist()):
                who = (data.people[at].id,)
                waivers = [builder.book.first("service-cap", item, people=who) for item in rounds]
                if len(set(waivers)) > 1:
                    _add_turns(data, builder, group, row, at, int(left[at]), rounds, waivers)
                    continue
                builder.add_slack(
                    group,
                    row,
                    setting.hardness,
                    0,
                    len(rounds),
                    minimum=False,
                    people=who,
                    item=rounds[-1],
                )


def _add_turns(
    data: Data,
    builder: Builder,
    group: Group,
    row: int,
    person: int,
    left: int,
    rounds: list[int],
    waivers: list[int | None],
) -> None:
    """The rounds served beyond a limit are the last ones, each with the waiver of its own time.

    Σ over the earlier rounds: served + M · served(p, r) ≤ left − 1 + M + M · waived[r], M just large enough.
    """
    for turn in range(len(rounds) - 1, left - 1, -1):
        large = turn - left + 1
        inside, key = rounds[: turn + 1], group.keys[row]
        own = builder.add_service_group(
            "service-cap",
            TURNS,
            [{**key, "round": data.rounds[rounds[turn]].id}],
            np.array([left - 1 + large], dtype=np.int64),
            np.full(len(inside), person, dtype=np.int64),
            np.zeros(len(inside), dtype=np.int64),
            np.array([*(1 for _ in inside[:-1]), large], dtype=np.int64),
            rounds=np.array(inside, dtype=np.int64),
        )
        waiver = waivers[turn]
        if waiver is not None:
            entries = [(group.first + row, -1), (own.first, -large)]
            at = builder.add_aux("waive", "service-cap", group.clause, key, 1, waiver=waiver, entries=entries)
            slots = np.flatnonzero(data.slot_round == rounds[turn]).tolist()
            builder.aux[at].places = frozenset((slot, person) for slot in slots)
