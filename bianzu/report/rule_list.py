"""Every rule of the rulebook as the software knows it: defaults, their sources, hardness, who enforces it.

Only where a section begins is typed by hand: defaults come from the settings, enforcement from the registries
of the solver and of the audit, words from the catalogue.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, get_args

from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from bianzu.audit import AUDITED
from bianzu.models import RuleSettings, Setting
from bianzu.models.settings import STATUS_KEY
from bianzu.solver.rules import REGISTRY

__all__ = ["SECTION_STARTS", "Enforcement", "RuleEntry", "SettingDefault", "list_rules"]

SECTION_STARTS: Final = {
    "one-seat": "A",
    "origin": "B",
    "place": "C",
    "cross-form": "D",
    "skill-mix": "E",
    "new-cadre": "F",
    "coverage": "G",
    "priority": "H",
}
"""First rule of each section of the rulebook."""

Enforcement = Literal["both", "solver", "audit", "no"]
_HARDNESS = "hardness"
_NOT_PENALISED: Final = "H"
"""Section whose settings choose and record: they are neither hard nor soft."""


@dataclass(frozen=True)
class SettingDefault:
    """One setting of a rule: its default as a JSON value, the letter of its source, its bounds."""

    name: str
    required: bool
    value: Any
    status: Literal["R", "P", "S"] | None
    low: int | None
    high: int | None


@dataclass(frozen=True)
class RuleEntry:
    """One rule. ``hardness`` is a hardness code, ``by-clause``, or ``none`` in section H."""

    id: str
    section: str
    hardness: str
    defaults: tuple[SettingDefault, ...]
    enforced: Enforcement


def list_rules() -> tuple[RuleEntry, ...]:
    """Every rule in the order of the rulebook."""
    return tuple(_walk())


def _walk() -> Iterator[RuleEntry]:
    solved = {rule.id for rule in REGISTRY}
    section = ""
    for name, field in RuleSettings.model_fields.items():
        rule = field.alias or name
        section = SECTION_STARTS.get(rule, section)
        kind = _setting_class(field)
        yield RuleEntry(
            id=rule,
            section=section,
            hardness=_hardness(kind, section),
            defaults=tuple(
                _default(name, item) for name, item in kind.model_fields.items() if name != _HARDNESS
            ),
            enforced=_enforcement(rule in solved, rule in AUDITED),
        )


def _setting_class(field: FieldInfo) -> type[Setting]:
    """The settings of a rule, out of ``Settings | None``."""
    for kind in get_args(field.annotation):
        if isinstance(kind, type) and issubclass(kind, Setting):
            return kind
    raise TypeError(f"no settings in {field.annotation}")


def _hardness(kind: type[Setting], section: str) -> str:
    if _HARDNESS in kind.model_fields:
        return str(kind.model_fields[_HARDNESS].default)
    return "none" if section == _NOT_PENALISED else "by-clause"


def _default(name: str, field: FieldInfo) -> SettingDefault:
    required = field.is_required()
    extra = field.json_schema_extra
    status = extra.get(STATUS_KEY) if isinstance(extra, dict) else None
    bounds: dict[str, int] = {
        side: getattr(item, side) for item in field.metadata for side in ("ge", "le") if hasattr(item, side)
    }
    return SettingDefault(
        name=name,
        required=required,
        value=None if required else to_jsonable_python(field.get_default(call_default_factory=True)),
        status=next((letter for letter in ("R", "P", "S") if letter == status), None),
        low=bounds.get("ge"),
        high=bounds.get("le"),
    )


def _enforcement(solved: bool, audited: bool) -> Enforcement:
    if solved and audited:
        return "both"
    if solved:
        return "solver"
    return "audit" if audited else "no"
