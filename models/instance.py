"""The instance: everything one or more rounds are staffed from, frozen and cross-checked."""

import copy
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, SerializerFunctionWrapHandler, model_serializer, model_validator
from pydantic_core import PydanticCustomError

from bianzu.models.base import Day, Id, Text
from bianzu.models.canonical import Digested
from bianzu.models.decisions import Baseline, DonorLimit, Pin, Waiver, WaiverRecord
from bianzu.models.geography import County, RankLadder, WorkUnit
from bianzu.models.people import Person, RecusalRequest, Relation, Unfit
from bianzu.models.references import find_reference_problems
from bianzu.models.rounds import HistoryRecord, Round, Seat, Team
from bianzu.models.settings import RuleSettings

__all__ = ["INSTANCE_FORMAT", "Instance"]

INSTANCE_FORMAT: Literal["bianzu-instance/1"] = "bianzu-instance/1"
_OPTIONAL = ("baseline", "waiver_history")


class Instance(Digested):
    """One staffing problem. Construction checks every cross-reference (see `references`)."""

    format: Literal["bianzu-instance/1"] = INSTANCE_FORMAT
    city: Annotated[Text, Field(min_length=1)]
    as_of: Day
    term: Id
    title: Text = ""
    completable: bool | None = None
    ranks: RankLadder
    counties: tuple[County, ...]
    units: tuple[WorkUnit, ...]
    people: tuple[Person, ...]
    relations: tuple[Relation, ...] = ()
    recusal_requests: tuple[RecusalRequest, ...] = ()
    unfit: tuple[Unfit, ...] = ()
    donors: tuple[DonorLimit, ...] = ()
    source_sets: dict[Id, tuple[Id, ...]] = Field(default_factory=dict)
    rounds: tuple[Round, ...]
    teams: tuple[Team, ...]
    history: tuple[HistoryRecord, ...] = ()
    rules: RuleSettings
    pins: tuple[Pin, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    baseline: Baseline | None = None
    waiver_history: tuple[WaiverRecord, ...] = ()

    @model_serializer(mode="wrap")
    def _leave_out(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Parts that came later are left out when there are none: older digests stay what they were."""
        tree: dict[str, Any] = handler(self)
        return {name: value for name, value in tree.items() if value or name not in _OPTIONAL}

    @model_validator(mode="after")
    def _check_references(self) -> "Instance":
        problems = find_reference_problems(self)
        if problems:
            raise PydanticCustomError(
                "references",
                "{count} broken references, first: {first}",
                {"count": len(problems), "first": str(problems[0]), "problems": problems},
            )
        return self

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> "Instance":
        """A changed copy, checked like any other instance and with look-ups of its own."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        if deep:
            fields = {name: copy.deepcopy(value) for name, value in fields.items()}
        return type(self)(**{**fields, **(update or {})})

    @cached_property
    def county_by_id(self) -> dict[str, County]:
        """Counties by id."""
        return {county.id: county for county in self.counties}

    @cached_property
    def unit_by_id(self) -> dict[str, WorkUnit]:
        """Work units by id."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in self.people}

    @cached_property
    def team_by_id(self) -> dict[str, Team]:
        """Teams by id."""
        return {team.id: team for team in self.teams}

    @cached_property
    def round_by_id(self) -> dict[str, Round]:
        """Rounds by id."""
        return {item.id: item for item in self.rounds}

    @cached_property
    def seat_by_id(self) -> dict[str, tuple[Team, Seat]]:
        """Seats by id, each with its team."""
        return {seat.id: (team, seat) for team in self.teams for seat in team.seats}
