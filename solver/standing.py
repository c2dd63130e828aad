"""What is proven of an incumbent: bounds, who proves them, and the certificate."""

from collections.abc import Sequence
from dataclasses import dataclass

from bianzu.models import ALL_LEVEL_NAMES, BoundBy, Certificate
from bianzu.solver.costs import TIE_BREAK

__all__ = ["NOTHING_PROVEN", "LevelStanding", "Standing"]


@dataclass(frozen=True)
class LevelStanding:
    """Bounds of one level; ``certified`` is what the certificate proves."""

    bound: int | None = None
    certified: int | None = None
    by: BoundBy | None = None


@dataclass(frozen=True)
class Standing:
    """Levels in order, and the certificate behind them."""

    levels: tuple[LevelStanding, ...]
    certificate: Certificate | None = None

    @property
    def bounds(self) -> tuple[int | None, ...]:
        """Bound of each level."""
        return tuple(level.bound for level in self.levels)

    def gap(self, levels: Sequence[int]) -> float | None:
        """|objective - bound| / max(1, |objective|) of the first level before the tie-break whose bound is
        below what ``levels`` say; 0.0 without one, ``None`` when a bound up to there is not known."""
        for level, reached in zip(self.levels[:TIE_BREAK], levels, strict=False):
            if level.bound is None:
                return None
            if level.bound < reached:
                return abs(reached - level.bound) / max(1, abs(reached))
        return 0.0

    @staticmethod
    def from_fields(fields: dict[str, object]) -> "Standing":
        """From JSON: rows of (bound, certified, by), and the certificate's own text."""
        rows, text = fields.get("levels"), fields.get("certificate")
        if not isinstance(rows, list):
            return NOTHING_PROVEN
        return Standing(
            tuple(LevelStanding(*row) for row in rows),
            Certificate.model_validate_json(text) if isinstance(text, str) else None,
        )


NOTHING_PROVEN = Standing((LevelStanding(),) * len(ALL_LEVEL_NAMES))
