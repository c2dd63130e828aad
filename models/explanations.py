"""Why an instance has no complete plan: minimal cores of demands, maxima, exclusions and pins, and what
would help.

A *cause* holds members that cannot all be met together, while any of them left out lets the rest be met.
Demands are met by people here: an empty seat meets nothing, as a complete plan has none.
"""

from typing import Annotated, Literal

from pydantic import Field

from bianzu.models.base import Count, Frozen, Id
from bianzu.models.changes import Change
from bianzu.models.plan import LevelProof, Plan
from bianzu.models.repairs import LevelChange

__all__ = [
    "Cause",
    "CauseProof",
    "CauseTopic",
    "Demand",
    "Drop",
    "EXPLANATION_FORMAT",
    "Exclusion",
    "Explanation",
    "HallSet",
    "Lack",
    "Maximum",
    "Member",
    "Ordered",
    "Repair",
    "Taken",
]

EXPLANATION_FORMAT: Literal["bianzu-explanation/1"] = "bianzu-explanation/1"

Several = Annotated[int, Field(ge=1, le=1_000_000)]


class Demand(Frozen):
    """A minimum that a complete plan meets: a seat filled, or ``need`` of a rule on a team or a person.

    ``rule`` is ``seats`` for a seat. ``unit`` is an inspected unit (presence). ``waived`` units of ``need``
    are covered by waivers.
    """

    kind: Literal["demand"] = "demand"
    rule: Id
    clause: Id | None = None
    round: Id
    team: Id | None = None
    seat: Id | None = None
    skill: Id | None = None
    person: Id | None = None
    unit: Id | None = None
    need: Several = 1
    waived: Count = 0


class Maximum(Frozen):
    """One row of a maximum, named as in the certificate table of docs/format.md: at most ``limit``.

    What it speaks of stands in the fields that its rule uses. A waiver's amount has the rule ``waiver``.
    """

    kind: Literal["maximum"] = "maximum"
    rule: Id
    clause: Id | None = None
    round: Id | None = None
    term: Id | None = None
    year: int | None = None
    team: Id | None = None
    seat: Id | None = None
    county: Id | None = None
    unit: Id | None = None
    person: Id | None = None
    other: Id | None = None
    waiver: Id | None = None
    earlier: Id | None = None
    group: Id | None = None
    limit: int


class Exclusion(Frozen):
    """One rule of the exclusion table on the seats that the cause's demands and pins speak of.

    ``teams`` are the teams of these seats. ``people`` would otherwise be able to meet one of the demands and
    have a barring, unwaived reason of the rule against it. ``rule`` may be ``pins``: orders of must-not.
    """

    kind: Literal["exclusion"] = "exclusion"
    rule: Id
    teams: tuple[Id, ...] = ()
    people: tuple[Id, ...] = ()


class Ordered(Frozen):
    """A must or lock pin: ``pin`` is its position in ``Instance.pins``."""

    kind: Literal["pin"] = "pin"
    pin: Count


Member = Annotated[Demand | Maximum | Exclusion | Ordered, Field(discriminator="kind")]


class HallSet(Frozen):
    """A count that proves a cause: ``need`` units are demanded, ``have`` can be had at most.

    It is about the demands of the members and those of ``Cause.also`` together. ``by`` people: ``people`` are
    all who can meet any of them; each meets one unit at most, and so does each of ``seats``, on which
    everybody who could take them counts once only. ``have`` is their number, unless ``limits`` (borrow-cap)
    lower it. ``by`` seats: ``people`` are those whom the demands ask to serve, ``seats`` all that are open to
    any of them, ``have`` how many rounds they can serve at most, everybody once a round.
    ``by`` days: nobody can change it.

    ``candidates`` would meet a demand if no exclusion barred them (pools, source sets and origin apart), and
    ``removed_by`` counts, rule by rule, those of them who can meet none: whom the rule bars from every place
    where they would; ``combined`` where only several rules do.
    """

    by: Literal["people", "seats", "days"]
    need: Several
    have: Count
    people: tuple[Id, ...] = ()
    seats: tuple[Id, ...] = ()
    limits: tuple[Maximum, ...] = ()
    candidates: Count = 0
    removed_by: dict[Id, Count] = Field(default_factory=dict)


class Lack(Frozen):
    """Units of a demand that are taken for missing once a cause is known."""

    demand: Demand
    units: Several


class CauseProof(Frozen):
    """Multipliers of the members' rows that prove a bound above 0 on a shortage level when the levels before
    it are 0 (docs/answers.md, explain)."""

    scale: Annotated[int, Field(ge=1, le=1 << 30)]
    proof: LevelProof


class Taken(Frozen):
    """One seat of a witness: who takes it, and for which skills of the demands the person counts."""

    person: Id
    seat: Id
    counts_for: tuple[Id, ...] = ()


class Drop(Frozen):
    """Evidence that a member is needed: without it, these seats meet all the others."""

    member: Count
    witness: tuple[Taken, ...] = ()


CauseTopic = Literal["pins", "leaders", "local-seats", "seats", "skill", "team", "person", "presence"]
"""What a cause is mainly about, in the order in which a planner thinks: orders, leader seats, local seats,
other seats, a skill, another minimum of a team, a person who must serve, days on site."""


class Cause(Frozen):
    """A minimal core: its members cannot be met together.

    ``also`` are further demands that draw on the same people (or the same lack of people): ``short`` counts
    them, too, and meeting one of them instead of a member helps nobody.
    ``short`` is how many units it proves missing at least (0: no plan at all). ``proven_by``: a count that
    the audit repeats (``hall``), multipliers that it adds up again (``multipliers``), or two engines that
    agree (``engines``). ``minimal`` says that every member has its drop.

    ``lacking`` are its units that later causes take for missing: a seat of them stays empty and counts
    towards every minimum of its team, any other demand asks for so much less.
    """

    topic: CauseTopic
    members: tuple[Member, ...]
    also: tuple[Demand, ...] = ()
    short: Count
    lacking: tuple[Lack, ...] = ()
    proven_by: Literal["hall", "multipliers", "engines"]
    hall: HallSet | None = None
    proof: CauseProof | None = None
    minimal: bool = False
    drops: tuple[Drop, ...] = ()


class Repair(Frozen):
    """Something that would help, solved and audited.

    ``plan`` answers the instance after ``changes``, whose digest is ``digest``. ``causes`` are positions of
    the causes it speaks to. ``missing`` is what the plan still misses, 0 where it is complete. ``levels``
    sets its objectives against those of the incomplete plan (``before`` is null where pins left none).
    """

    rank: Several
    changes: tuple[Change, ...]
    causes: tuple[Count, ...] = ()
    digest: str
    plan: Plan
    missing: Count = 0
    levels: tuple[LevelChange, ...] = ()


class Explanation(Frozen):
    """Why there is no complete plan.

    Attributes
    ----------
    verdict
        ``complete``: there is one; ``incomplete``: some demand cannot be met by any plan; ``impossible``:
        pins contradict each other and there is no plan at all; ``not-proven``: none was found, and none
        disproved.
    known_by
        What the verdict rests on: ``plan`` (a complete audited one), ``causes`` (their own proofs),
        ``certificate`` (of the plan that was given), ``engines`` (two that agree); null when not proven.
    missing, explained
        Shortage units of the plan that was given or found (null: none was), and those that the causes, one
        after the other, account for.
    background
        Rules that are always taken for granted and never members, as far as they are on.
    """

    format: Literal["bianzu-explanation/1"] = EXPLANATION_FORMAT
    input_digest: str
    version: str
    verdict: Literal["complete", "incomplete", "impossible", "not-proven"]
    known_by: Literal["plan", "causes", "certificate", "engines"] | None = None
    missing: Count | None = None
    explained: Count = 0
    causes: tuple[Cause, ...] = ()
    background: tuple[Id, ...] = ()
    repairs: tuple[Repair, ...] = ()
