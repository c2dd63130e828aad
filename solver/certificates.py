"""Proofs in the words of docs/format.md: the certificate that lets the audit prove a bound again."""

from collections import defaultdict

import numpy as np

from bianzu.models import ALL_LEVEL_NAMES, LevelProof, PricedRows
from bianzu.solver.model import Model
from bianzu.solver.proof import Proof
from bianzu.solver.rows import TURNS, Group

__all__ = ["CHOICES", "fits_certificate", "has_names", "level_proof", "named_rows"]

CHOICES = ("once", "one-county")
"""Clauses of rows that let at most one of some aux columns be taken."""
_KEPT = ("no-county", "cap", "skills")
"""Clauses of rows that let each person, pair or floater do one of several things."""
_KEY_WORDS = (
    "term",
    "year",
    "team",
    "round",
    "person",
    "other",
    "county",
    "host",
    "skill",
    "unit",
    "sender",
    "field",
    "waiver",
    "list",
    "group",
    "k",
    "earlier",
    "against",
)
"""Words of keys, in the order in which a certificate writes them."""


def level_proof(model: Model, level: int, proof: Proof) -> LevelProof:
    """The proof in the words of docs/format.md: keyed rows, minima netted with their empty seats."""
    families: dict[tuple[str, str | None], list[tuple[tuple[str, ...], int]]] = defaultdict(list)
    empty_units = np.zeros(len(model.data.teams), dtype=np.int64)
    for group in model.groups:
        if not has_names(group):
            continue
        part = -proof.duals[group.span]
        for at in np.flatnonzero(part).tolist():
            price = int(part[at])
            if group.netting is not None and group.team is not None:
                empty_units[group.team[at]] += price * int(group.netting[at])
            for clause, key in named_rows(model, group, at):
                families[group.rule, clause].append((key, price))
    for slot, item in enumerate(model.data.slots):
        price = -int(proof.duals[model.first_seat_row + slot]) - int(empty_units[item.team])
        if model.data.rules.seats is None:
            price = max(0, price)
        if price:
            families["seats", None].extend(((seat,), price) for seat in item.seat_ids)
    return LevelProof(
        level=ALL_LEVEL_NAMES[level],
        pins=tuple((ALL_LEVEL_NAMES[pin], multiplier) for pin, _, multiplier in proof.pins if multiplier),
        rows=tuple(
            PricedRows(rule=rule, clause=clause, prices=tuple(families[rule, clause]))
            for rule, clause in sorted(families, key=lambda item: (item[0], item[1] or ""))
        ),
    )


def fits_certificate(proof: LevelProof) -> bool:
    """Whether all multipliers are of the size that docs/format.md allows."""
    rows = (abs(price) for family in proof.rows for _, price in family.prices)
    return max([*rows, *(multiplier for _, multiplier in proof.pins)], default=0) <= 1 << 44


def has_names(group: Group) -> bool:
    """Whether a certificate knows the rows: those of seats stand there in another form, the others are kept
    by the bound's own choice per person, team, pair or floater."""
    return group.rule not in ("seats", "one-seat") and group.clause not in (*CHOICES, *_KEPT, TURNS)


def named_rows(model: Model, group: Group, at: int) -> list[tuple[str | None, tuple[str, ...]]]:
    """(clause, key) of a row as docs/format.md names it; a slot's row stands for one row per seat."""
    key = group.keys[at]
    clause = group.clause
    match group.rule:
        case "pins":
            return [(None, (key["pin"],))]
        case "skill-mix":
            return [(None, (key["team"], *key["skill"].split("+")))]
        case "cross-form":
            seats = next(item.seat_ids for item in model.data.slots if key["seat"] in item.seat_ids)
            return [(None, (seat, key["county"])) for seat in seats]
        case "together":
            return [(key["side"], (key["team"], key["person"], key["other"]))]
        case "new-cadre" if clause is None:
            clause = "last"
    left = key["left"].split("+") if key.get("left") else []
    return [(clause, (*(key[word] for word in _KEY_WORDS if word in key), *left))]
