"""Answers about one person: why a seat, why none, what the opposite would cost; and who could step in."""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Count, Frozen, Id, Role
from bianzu.models.plan import LevelName
from bianzu.models.questions import Candidate, Objection, Outcome
from bianzu.models.repairs import Move

__all__ = [
    "Checked",
    "Held",
    "Met",
    "Order",
    "Scarcity",
    "SeatVerdict",
    "StandIn",
    "StandIns",
    "TeamVerdict",
    "Why",
    "WhyNot",
]

Several = Annotated[int, Field(ge=1, le=1_000_000)]


class Order(Frozen):
    """What it takes that somebody must, or must not, have a seat, everything else free to change.

    ``outcome`` is the best plan found, every rule kept, and ``moves`` who goes where in it. ``level`` is
    the first level at which it differs from the plan, by ``most`` points; no plan that obeys the order
    differs by less than ``least`` there (null: nothing proven), so the true cost lies between the two and
    is exact when they are equal. ``level`` is null when no level differs.
    """

    outcome: Outcome
    moves: tuple[Move, ...] = ()
    level: LevelName | None = None
    most: int = 0
    least: int | None = None

    @property
    def exact(self) -> bool:
        """Whether the cost at the deciding level is proven."""
        return self.level is None or self.least == self.most


class Scarcity(Frozen):
    """A priced row of the certificate that concerns somebody on a team: by ``points`` of ``level``.

    ``scarce``: the team needs people like this, and the person is (``gives``) or is not one of them: worth so
    many points more than one who is not. ``crowded``: the team, or the sending unit, has enough people like
    this one, who costs so many points. ``key`` names the row as docs/format.md does.
    """

    kind: Literal["scarce", "crowded"]
    level: LevelName
    rule: Id
    clause: Id | None = None
    team: Id
    key: tuple[str, ...] = ()
    points: float
    gives: bool = False


class SeatVerdict(Frozen):
    """One seat and everything that speaks against somebody on it."""

    seat: Id
    role: Role
    barred: bool
    objections: tuple[Objection, ...] = ()


class WhyNot(Frozen):
    """Why somebody is not on a team.

    ``seated``: is on it, on ``seat``. ``barred``: an objection bars from every seat in question.
    ``costs``: nothing bars; ``order`` says what it would cost. ``no-plan-found``: nothing on record bars,
    but every plan that was tried breaks a rule; what breaks stands among the objections.
    """

    input_digest: str
    person: Id
    team: Id
    role: Role | None = None
    verdict: Literal["seated", "barred", "costs", "no-plan-found"]
    seat: Id | None = None
    seats: tuple[SeatVerdict, ...] = ()
    order: Order | None = None
    scarcity: tuple[Scarcity, ...] = ()


class Checked(Frozen):
    """One class of the recusal check of a seat, as the audit lists it."""

    rule: Id
    clause: Id | None = None
    verdict: Literal["clear", "barred", "waived", "penalised", "exempt", "not-checked"]
    compared: str
    objects: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()


class Met(Frozen):
    """A minimum of the team for which somebody counts; ``decisive``: without him or her it is not met."""

    rule: Id
    clause: Id | None = None
    skill: Id | None = None
    need: Count
    met: Count
    decisive: bool


class Held(Frozen):
    """A seat that somebody has: what he or she brings, and what the recusal check found.

    ``standing`` says where the person comes from, seen from the team. ``next_best`` are the best who
    could step in, ``candidates`` how many could.
    """

    round: Id
    team: Id
    seat: Id
    role: Role
    counts_for: tuple[Id, ...] = ()
    standing: Literal["local", "external", "city-level", "unknown"]
    meets: tuple[Met, ...] = ()
    checks: tuple[Checked, ...] = ()
    objections: tuple[Objection, ...] = ()
    candidates: Count = 0
    next_best: tuple[Candidate, ...] = ()
    scarcity: tuple[Scarcity, ...] = ()


class TeamVerdict(Frozen):
    """A team seen from somebody without a seat in its round.

    ``rules`` bar from every seat (each from one at least). Otherwise ``seat`` is the one where the person
    costs least, and ``least`` the proven least difference at the first level with a proof above the plan
    (null: none); ``outcome`` is exact for stepping in there, for the nearest teams only.
    """

    team: Id
    round: Id
    rules: tuple[Id, ...] = ()
    seat: Id | None = None
    replaces: Id | None = None
    level: LevelName | None = None
    least: int | None = None
    outcome: Outcome | None = None


class Why(Frozen):
    """Why somebody has a seat, or has none.

    ``owed`` are rounds that a newly promoted person owes in the planned rounds, ``last_chance`` whether
    one of them is the last that counts. ``without`` is what the plan would be if the person had to have
    no seat. Without a seat, ``teams`` has every team, nearest first, and ``barred_by`` counts the teams
    that each rule keeps the person off.
    """

    input_digest: str
    person: Id
    held: tuple[Held, ...] = ()
    owed: Count = 0
    last_chance: bool = False
    without: Order | None = None
    teams: tuple[TeamVerdict, ...] = ()
    barred_by: dict[Id, Count] = Field(default_factory=dict)


class StandIn(Frozen):
    """Somebody kept in reserve for a team: ``seat`` is the one to step in for, ``seats`` all that he or she
    could take as things are, ``outcome`` the plan after stepping in on ``seat``."""

    team: Id
    rank: Several
    person: Id
    seat: Id
    seats: tuple[Id, ...] = ()
    outcome: Outcome


class StandIns(Frozen):
    """Reserves of all teams. Nobody is one of two teams that overlap; all of one rank could step in at once.

    ``short`` counts, by team, the reserves that are missing because nobody else could be one;
    ``leaderless`` are the teams none of whose reserves could lead.
    """

    input_digest: str
    r: Several
    reserves: tuple[StandIn, ...] = ()
    short: dict[Id, Count] = Field(default_factory=dict)
    leaderless: tuple[Id, ...] = ()
