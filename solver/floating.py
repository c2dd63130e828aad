"""The best services of floaters beside given seats: small integer programmes, level by level."""

from dataclasses import replace
from typing import NamedTuple

import numpy as np

from bianzu.solver.columns import Columns
from bianzu.solver.costs import LOAD_TRAVEL, MINIMA, SOFT, WAIVERS
from bianzu.solver.data import IntArray
from bianzu.solver.engines import solve_programme
from bianzu.solver.model import Model
from bianzu.solver.programmes import restrict

__all__ = ["Service", "choose_services", "count_covered", "list_services", "set_services"]

_WORK = 10.0
"""Limit of one programme, in deterministic seconds of CP-SAT."""


class Service(NamedTuple):
    """A floater (position of the person) who serves a team, and the skills that this counts for."""

    team: int
    person: int
    skills: tuple[str, ...]


def choose_services(model: Model, columns: Columns, x: IntArray) -> tuple[Service, ...]:
    """Services that make the missing skills of the seats cost least, and then as few as possible.

    Parameters
    ----------
    columns
        The seats.
    x
        (a,) what else the aux columns are, those of floaters and the slacks of skill-mix left at zero.
    """
    aux = np.union1d(model.following["services"], model.following["skills"])
    rows = np.unique(model.aux_rows[np.isin(model.aux_entry, aux)])
    used = model.activity(columns, np.ones(len(columns)), x.astype(float))
    nobody = model.build_columns(np.zeros(0, dtype=np.int64))
    pins: list[tuple[int, int]] = []
    best = np.zeros(len(aux))
    for level in (MINIMA, WAIVERS, SOFT, LOAD_TRAVEL, None):
        weights = () if level is None else ((level, 1),)
        programme = restrict(
            model, nobody, aux, rows, weights=weights, pins=tuple(pins), integer=True, used=used
        )
        if level is None:  # as few services as possible, counting for as few skills
            programme = replace(programme, cost=_count_services(model, aux))
        answer = solve_programme(programme, "cp-sat", work=_WORK)
        if answer.x is None:
            break
        best = np.rint(answer.x)
        if level is not None:
            reached = round(float(model.aux_cost[level, aux] @ best))
            pins.append((level, reached + int(model.constant[level])))
    full = np.zeros(model.n_aux, dtype=np.int64)
    full[aux] = best
    return list_services(model, full)


def _count_services(model: Model, aux: IntArray) -> np.ndarray:
    worth = {"service": 100.0, "skill": 1.0}
    chosen = (model.aux[at] for at in aux.tolist())
    return np.array([worth.get(item.clause or "", 0.0) * (item.follows == "services") for item in chosen])


def list_services(model: Model, x: IntArray) -> tuple[Service, ...]:
    """Services that a point over the aux columns (a,) stands for, in the order of teams and people."""
    data, skills = model.data, dict[tuple[int, int], tuple[str, ...]]()
    services = model.following["services"]
    for at in services[x[services] > 0].tolist():
        item = model.aux[at]
        if item.clause == "skill":
            key = item.team, data.person_at[item.key["person"]]
            skills[key] = (*skills.get(key, ()), item.key["skill"])
    return tuple(Service(*key, named) for key, named in sorted(skills.items()))


def count_covered(services: tuple[Service, ...], team: int, skill: str) -> int:
    """Units of a team's need that floaters cover: every two of them one."""
    return sum(item.team == team and skill in item.skills for item in services) // 2


def set_services(model: Model, services: tuple[Service, ...], x: IntArray) -> bool:
    """Write services into a point over the aux columns (a,); whether all of them are allowed."""
    data = model.data
    wanted = {(item.team, item.person, "") for item in services}
    wanted |= {(item.team, item.person, skill) for item in services for skill in item.skills}
    for at in model.following["services"].tolist():
        item = model.aux[at]
        skill = item.key.get("skill", "")
        if item.clause == "covered":
            x[at] = min(item.upper, count_covered(services, item.team, skill))
            continue
        key = (item.team, data.person_at[item.key["person"]], skill)
        x[at] = key in wanted
        wanted.discard(key)
    return not wanted
