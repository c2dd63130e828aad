"""An instance taken apart to be changed, and the problems that the changes have met so far."""

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Final

from pydantic import ValidationError

from bianzu.instances.campaign import add_months
from bianzu.models import (
    CITY,
    OUTSIDE,
    Frozen,
    InputError,
    Instance,
    Person,
    Pin,
    Problem,
    Traits,
    Waiver,
    month_end,
)

__all__ = ["WorkingCopy"]

_ITEM: Final = re.compile(r"^\$\.(\w+)\[(\d+)\](.*)$")
_RULE: Final = re.compile(r"^\$\.rules\.([\w-]+)(.*)$")


class WorkingCopy:
    """The lists of an instance, free to change; `finish` puts them together again.

    ``where`` is the place of the change that is being applied; a problem is noted there, and the item that
    a change brings along is remembered with its place, so that the cross-checks can speak of the change.
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.city = instance.city
        self.ranks = instance.ranks
        self.rules = instance.rules
        self.units = list(instance.units)
        self.people = list(instance.people)
        self.relations = list(instance.relations)
        self.recusal_requests = list(instance.recusal_requests)
        self.unfit = list(instance.unfit)
        self.donors = list(instance.donors)
        self.source_sets = dict(instance.source_sets)
        self.rounds = list(instance.rounds)
        self.teams = list(instance.teams)
        self.history = list(instance.history)
        self.pins = list(instance.pins)
        self.waivers = list(instance.waivers)
        self.counties = {county.id for county in instance.counties}
        self.problems: list[Problem] = []
        self.where = "$"
        self._brought: dict[int, tuple[Frozen, str]] = {}
        self._rule_places: dict[str, str] = {}

    # --- problems

    def wrong(self, code: str, key: str, value: object, expected: str) -> None:
        """Note a problem of the change; ``key`` is the path below it, such as ``".team"``."""
        text = None if value is None else repr(value) if isinstance(value, str) else str(value)
        self.problems.append(Problem(code, self.where + key, text, expected))

    def knows(self, value: str | None, known: Collection[str], key: str, kind: str) -> bool:
        """Whether a reference is null or known; a problem is noted when it is neither."""
        if value is None or value in known:
            return True
        self.wrong("dangling-reference", key, value, f"the id of a listed {kind}")
        return False

    def bring(self, item: Frozen, key: str = "") -> None:
        """Remember where an item came from."""
        self._brought[id(item)] = (item, self.where + key)

    def bring_rule(self, rule: str) -> None:
        """Remember where settings of a rule came from."""
        self._rule_places[rule] = f"{self.where}.settings"

    # --- who is meant

    def check_traits(self, traits: Traits) -> bool:
        """Whether everything that traits refer to exists; problems are noted."""
        found = self.knows(traits.unit, {unit.id for unit in self.units}, ".traits.unit", "unit")
        places = {*self.counties, CITY, OUTSIDE}
        found &= self.knows(traits.county, places, ".traits.county", "county")
        ranks = {*self.ranks.steps, *self.ranks.equivalents}
        return found & self.knows(traits.rank, ranks, ".traits.rank", "rank")

    def select(self, traits: Traits) -> list[str]:
        """Ids of the people who have all the traits, in the order of the file."""
        return [person.id for person in self.people if self._has(person, traits)]

    def _has(self, person: Person, traits: Traits) -> bool:
        skill, rank = traits.skill, traits.rank
        return (
            (traits.pool is None or traits.pool in person.pools)
            and (
                skill is None or any(s.skill == skill.skill and s.level >= skill.level for s in person.skills)
            )
            and traits.county in (None, person.work_county)
            and traits.unit in (None, person.work_unit)
            and traits.party in (None, person.party)
            and traits.gender in (None, person.gender)
            and (
                rank is None
                or (person.rank is not None and self.ranks.step(person.rank) == self.ranks.step(rank))
            )
            and (traits.new_cadre is None or traits.new_cadre == self.is_new_cadre(person))
        )

    def first_start(self) -> date:
        """Start of the first planned round."""
        return min(item.start for item in self.rounds if item.status == "planned")

    def is_new_cadre(self, person: Person) -> bool:
        """Whether somebody is a new cadre in the first planned round."""
        rule, promoted, start = self.rules.new_cadre, person.promoted_on, self.first_start()
        if rule is None or promoted is None or not promoted <= start <= _months_after(promoted, rule.w):
            return False
        starts = {item.id: item.start for item in self.rounds}
        served = {record.round for record in self.history if record.person == person.id}
        return sum(promoted <= starts[item] <= start for item in served) < rule.n

    # --- removals that leave nothing dangling

    def remove_people(self, gone: Collection[str]) -> None:
        """Take people out, and everything that speaks of them."""
        self.people = [_without_superior(person, gone) for person in self.people if person.id not in gone]
        self.relations = [
            item for item in self.relations if item.person not in gone and item.other_person not in gone
        ]
        self.recusal_requests = [item for item in self.recusal_requests if item.person not in gone]
        self.unfit = [item for item in self.unfit if item.person not in gone]
        self.history = [item for item in self.history if item.person not in gone]
        self.pins = [item for item in self.pins if item.person not in gone]
        self.waivers = [item for item in self.waivers if item.person not in gone]
        self.source_sets = {
            name: tuple(member for member in members if member not in gone)
            for name, members in self.source_sets.items()
        }
        for at, unit in enumerate(self.units):
            if any(member.person in gone for member in unit.leading_group if member.person is not None):
                group = tuple(
                    member.model_copy(update={"person": None}) if member.person in gone else member
                    for member in unit.leading_group
                )
                self.units[at] = unit.model_copy(update={"leading_group": group})
        self._forget_in_rules(gone)

    def _forget_in_rules(self, gone: Collection[str]) -> None:
        changed: dict[str, object] = {}
        for name, rule in (("together", self.rules.together), ("apart", self.rules.apart)):
            if rule is not None and any(pair.a in gone or pair.b in gone for pair in rule.pairs):
                left = tuple(pair for pair in rule.pairs if pair.a not in gone and pair.b not in gone)
                changed[name] = rule.model_copy(update={"pairs": left})
        balance = self.rules.balance
        if balance is not None:
            numbers = {name for person in self.people for name in person.numbers}
            was = {name for person in self.instance.people for name in person.numbers}
            kept = tuple(name for name in balance.fields if name in numbers or name not in was)
            if kept != balance.fields:
                changed["balance"] = balance.model_copy(update={"fields": kept})
        if changed:
            self.rules = self.rules.model_copy(update=changed)

    def remove_team(self, team_id: str) -> None:
        """Take a team out, and the pins and waivers that speak of it."""
        seats = {seat.id for team in self.teams if team.id == team_id for seat in team.seats}

        def speaks(item: Pin | Waiver) -> bool:
            return item.team == team_id or item.seat in seats

        self.teams = [
            team.model_copy(update={"parent_team": None}) if team.parent_team == team_id else team
            for team in self.teams
            if team.id != team_id
        ]
        self.pins = [item for item in self.pins if not speaks(item)]
        self.waivers = [item for item in self.waivers if not speaks(item)]
        self.rules = self.rules.restrict_teams({team.id for team in self.teams})

    # --- the end

    def finish(self) -> Instance:
        """The changed instance; raises `InputError` with all problems."""
        if self.problems:
            raise InputError(self.problems)
        update: dict[str, object] = {
            "rules": self.rules,
            "source_sets": self.source_sets,
            "completable": None,
        }
        for name in _LISTS:
            update[name] = tuple(getattr(self, name))
        try:
            return self.instance.model_copy(update=update)
        except ValidationError as error:
            raise InputError(self._place(error)) from error

    def _place(self, error: ValidationError) -> Iterable[Problem]:
        """Problems of the cross-checks, at the places of the changes that brought them."""
        for item in error.errors(include_url=False):
            found = item.get("ctx", {}).get("problems", ())
            if not found:
                yield Problem(item["type"].replace("_", "-"), "$", None, item["msg"])
            for problem in found:
                yield replace(problem, where=self._origin(problem.where))

    def _origin(self, where: str) -> str:
        match = _ITEM.match(where)
        if match is not None and match[1] in _LISTS:
            entry = self._brought.get(id(getattr(self, match[1])[int(match[2])]))
            return where if entry is None else entry[1] + match[3]
        match = _RULE.match(where)
        if match is not None and match[1] in self._rule_places:
            return self._rule_places[match[1]] + match[2]
        return where


_LISTS: Final = (
    *("units", "people", "relations", "recusal_requests", "unfit", "donors"),
    *("rounds", "teams", "history", "pins", "waivers"),
)


def _without_superior(person: Person, gone: Collection[str]) -> Person:
    if person.superior is None or person.superior not in gone:
        return person
    return person.model_copy(update={"superior": None})


def _months_after(day: date, months: int) -> date:
    """The same day some months later, cut to the month's last."""
    first = add_months(day.replace(day=1), months)
    return first.replace(day=min(day.day, month_end(f"{first:%Y-%m}").day))
