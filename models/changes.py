"""Changes to an instance, as a repair proposes them, an emergency forces them and a scenario tries them.

A change is data, so that an answer can carry it, a file can hold it and an audit can apply it again.
`bianzu.instances.apply_changes` applies a list of them, in order.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from bianzu.models.base import Count, Frozen, Gender, Id, Party, Place, Pool, Text
from bianzu.models.decisions import DonorLimit, Pin, Waiver
from bianzu.models.people import Skill

__all__ = [
    "AddPeople",
    "AddPin",
    "AddRecusal",
    "AddTeams",
    "AddWaiver",
    "Change",
    "CloseCounty",
    "DropPin",
    "DropTeam",
    "LimitSenders",
    "LockTeam",
    "MergeTeams",
    "MoveRound",
    "RemovePeople",
    "SetRule",
    "Traits",
]

Several = Annotated[int, Field(ge=1, le=1_000)]


class Traits(Frozen):
    """Which people are meant: those who meet everything that is given; nothing given means everybody."""

    pool: Pool | None = None
    skill: Skill | None = None
    county: Place | None = None
    unit: Id | None = None
    rank: Id | None = None
    party: Party | None = None
    gender: Gender | None = None
    new_cadre: bool | None = None


class RemovePeople(Frozen):
    """Named people are not available (ill, recalled), or ``count`` of those with some traits, the last of
    the file first."""

    kind: Literal["remove-people"] = "remove-people"
    people: tuple[Id, ...] = ()
    count: Count = 0
    traits: Traits = Traits()
    reason: Text = ""


class AddPeople(Frozen):
    """``count`` more people with some traits, without ties, history, or any reason against them: what the
    office would have if it borrowed or hired them. ``unit`` or ``county`` of the traits says where from."""

    kind: Literal["add-people"] = "add-people"
    count: Several
    traits: Traits = Traits()


class CloseCounty(Frozen):
    """Nobody whose work county this is can be drawn; teams still go there."""

    kind: Literal["close-county"] = "close-county"
    county: Id


class DropTeam(Frozen):
    """The team is not formed."""

    kind: Literal["drop-team"] = "drop-team"
    team: Id


class MergeTeams(Frozen):
    """``team`` takes over hosts, units and needs of ``other``, which is not formed."""

    kind: Literal["merge-teams"] = "merge-teams"
    team: Id
    other: Id


class AddTeams(Frozen):
    """``count`` more teams like ``team``: its seats, needs, hosts and units once more."""

    kind: Literal["add-teams"] = "add-teams"
    team: Id
    count: Several = 1


class MoveRound(Frozen):
    """A planned round and its teams start and end ``days`` later (earlier when negative)."""

    kind: Literal["move-round"] = "move-round"
    round: Id
    days: Annotated[int, Field(ge=-730, le=730)]


class SetRule(Frozen):
    """Settings of one rule: ``settings`` replace single parameters (the rule is switched on with defaults
    when it was off); null switches it off."""

    kind: Literal["set-rule"] = "set-rule"
    rule: Id
    settings: dict[Id, Any] | None


class AddWaiver(Frozen):
    """A waiver is granted."""

    kind: Literal["add-waiver"] = "add-waiver"
    waiver: Waiver


class AddPin(Frozen):
    """Somebody must, or must not, take a seat."""

    kind: Literal["add-pin"] = "add-pin"
    pin: Pin


class DropPin(Frozen):
    """An order is taken back: ``pin`` is its position in the instance's pins."""

    kind: Literal["drop-pin"] = "drop-pin"
    pin: Count


class LockTeam(Frozen):
    """Everybody on a team keeps the seat that the base plan gives: one lock per seat."""

    kind: Literal["lock-team"] = "lock-team"
    team: Id
    reason: Text = ""


class AddRecusal(Frozen):
    """An upheld request to recuse from a unit or a county."""

    kind: Literal["add-recusal"] = "add-recusal"
    person: Id
    unit: Id | None = None
    county: Id | None = None
    reason: Text = ""


class LimitSenders(Frozen):
    """How many people units can spare in one round: listed units as given, all others ``others`` (null: as
    before)."""

    kind: Literal["limit-senders"] = "limit-senders"
    limits: tuple[DonorLimit, ...] = ()
    others: Count | None = None


Change = Annotated[
    RemovePeople
    | AddPeople
    | CloseCounty
    | DropTeam
    | MergeTeams
    | AddTeams
    | MoveRound
    | SetRule
    | AddWaiver
    | AddPin
    | DropPin
    | LockTeam
    | AddRecusal
    | LimitSenders,
    Field(discriminator="kind"),
]
