"""Published forms of a team for the rule ``origin``: seats by role, origin and duty.

| preset | source | seats |
|---|---|---|
| shanxi | P | deputy local, one full-time local, leader, liaison and all others external |
| zhangzhou-6+2 | P | deputy and liaison local, others external |
| nanjian-3+2 | P | the same with 5 seats |
| qujing | P | leader and liaison local, deputy and complaints receiver external |
| whole-team | P | everyone external and from one sending county |
| upgraded | P | nobody of the host county, leader city-level |
| own-county | S | every seat any; the rules that part locals from externals off |
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final, Literal, get_args

from bianzu.models import Duty, Origin, Role, RuleSettings, Seat, Side, TeamForm
from bianzu.models.settings import CrossForm, FlowBalance, FreshPairing, NoSwap

__all__ = ["PRESETS", "Preset", "SeatTemplate", "adapt_rules", "list_seats", "team_form"]

Preset = Literal["shanxi", "zhangzhou-6+2", "nanjian-3+2", "qujing", "whole-team", "upgraded", "own-county"]
PRESETS: Final[tuple[Preset, ...]] = get_args(Preset)


@dataclass(frozen=True)
class SeatTemplate:
    """A seat before it has an id."""

    role: Role
    origin: Origin = "external"
    duty: Duty | None = None
    side: Side = "inspection"

    def build(self, seat_id: str, source_set: str | None = None) -> Seat:
        """The seat with its id."""
        return Seat(
            id=seat_id,
            role=self.role,
            origin=self.origin,
            duty=self.duty,
            side=self.side,
            source_set=source_set,
        )


_LIAISON: Final = SeatTemplate("liaison", duty="clue-ledger")
_FIXED: Final[Mapping[Preset, tuple[SeatTemplate, ...]]] = {
    "shanxi": (
        SeatTemplate("leader"),
        SeatTemplate("deputy", "local"),
        _LIAISON,
        SeatTemplate("full-time", "local"),
    ),
    "zhangzhou-6+2": (
        SeatTemplate("leader"),
        SeatTemplate("deputy", "local"),
        SeatTemplate("liaison", "local"),
    ),
    "nanjian-3+2": (
        SeatTemplate("leader"),
        SeatTemplate("deputy", "local"),
        SeatTemplate("liaison", "local"),
    ),
    "qujing": (
        SeatTemplate("leader", "local"),
        SeatTemplate("deputy", "external", "leader-interviews"),
        SeatTemplate("liaison", "local"),
        SeatTemplate("member", "external", "complaints-desk"),
    ),
    "whole-team": (SeatTemplate("leader"), SeatTemplate("deputy"), _LIAISON),
    "upgraded": (SeatTemplate("leader", "city-level"), SeatTemplate("deputy"), _LIAISON),
    "own-county": (
        SeatTemplate("leader", "any"),
        SeatTemplate("deputy", "any"),
        SeatTemplate("liaison", "any"),
        SeatTemplate("full-time", "any"),
    ),
}
_SPREAD_ORIGIN: Final[Mapping[Preset, Origin]] = {"qujing": "any", "own-county": "any"}
_OTHERS: Final[tuple[Role, ...]] = ("specialist", "member", "member", "specialist")
_DUTIES: Final[tuple[Duty, ...]] = ("complaints-desk", "leader-interviews")
_AUDIT_SIDE: Final = (
    SeatTemplate("liaison", side="audit"),
    SeatTemplate("auditor", side="audit"),
    SeatTemplate("auditor", side="audit"),
)
_SMALLEST: Final = 5


def list_seats(preset: Preset, size: int, *, joint_audit: bool = False) -> tuple[SeatTemplate, ...]:
    """Seats of one team of ``size``, the leader first.

    Parameters
    ----------
    preset
        Which published form.
    size
        Number of seats, at least 5 (at least 7 for a joint audit).
    joint_audit
        Give three of the free seats to the audit side: a liaison and two auditors.

    Raises
    ------
    ValueError
        When the form does not fit into ``size`` seats.
    """
    fixed = _FIXED[preset]
    audit: tuple[SeatTemplate, ...] = _AUDIT_SIDE if joint_audit else ()
    free = size - len(fixed) - len(audit)
    if size < _SMALLEST or free < 0:
        raise ValueError(f"{preset} needs more than {size} seats")
    origin = _SPREAD_ORIGIN.get(preset, "external")
    others = [SeatTemplate(_OTHERS[at % len(_OTHERS)], origin) for at in range(free)]
    audit = tuple(replace(seat, origin=origin) for seat in audit)
    return (*fixed, *audit, *_give_duties(preset, others))


def _give_duties(preset: Preset, others: list[SeatTemplate]) -> list[SeatTemplate]:
    """Sensitive duties go to external seats only; a form that names its own keeps those."""
    if preset in ("qujing", "own-county"):
        return others
    duties = list(_DUTIES)
    given = []
    for seat in others:
        wanted = bool(duties) and seat.role == "member"
        given.append(replace(seat, duty=duties.pop(0)) if wanted else seat)
    return given


def team_form(preset: Preset) -> TeamForm:
    """The form of a team that follows the preset."""
    forms: Mapping[Preset, TeamForm] = {"whole-team": "cross", "upgraded": "upgraded"}
    return forms.get(preset, "pooled")


def adapt_rules(preset: Preset, rules: RuleSettings, *, crossing: bool = False) -> RuleSettings:
    """Rules as the rulebook changes them for the preset.

    ``own-county``: place, sender-spread, sensitive-duties, repeat-county and the county clause of
    service off. ``whole-team``: cross-form on; ``crossing``: also the rules on who sends to whom.
    """
    if preset == "whole-team":
        flows = {"no_swap": NoSwap(), "fresh_pairing": FreshPairing(), "flow_balance": FlowBalance()}
        return rules.model_copy(update={"cross_form": CrossForm(), **(flows if crossing else {})})
    if preset != "own-county":
        return rules
    service = rules.service
    return rules.model_copy(
        update={
            "place": None,
            "sender_spread": None,
            "sensitive_duties": None,
            "repeat_county": None,
            "service": None if service is None else service.model_copy(update={"county_clause": False}),
        }
    )
