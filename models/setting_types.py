"""What every rule's settings share: hardness, weight, and defaults that say where they come from.

Every field carries the letter of its default's source as JSON-schema extra ``status``:
``R`` a published rule, ``P`` published practice, ``S`` the software's own suggestion.
"""

from typing import Annotated, Any, Literal

from pydantic import Field

from bianzu.models.base import Frozen

__all__ = ["STATUS_KEY", "HardSetting", "Setting", "SoftSetting", "WaivableSetting", "Weight", "default"]

STATUS_KEY = "status"

Weight = Annotated[int, Field(ge=0, le=100_000)]


def default(value: Any, status: Literal["R", "P", "S"], ge: int | None = None, le: int | None = None) -> Any:
    """A field with a default, its bounds and the letter of its source."""
    return Field(default=value, ge=ge, le=le, json_schema_extra={STATUS_KEY: status})


class Setting(Frozen):
    """Base of all rule settings."""


class HardSetting(Setting):
    hardness: Literal["hard"] = "hard"


class WaivableSetting(Setting):
    hardness: Literal["hard", "waivable"] = "waivable"


class SoftSetting(Setting):
    hardness: Literal["soft"] = "soft"
    weight: Weight = default(10, "S")
