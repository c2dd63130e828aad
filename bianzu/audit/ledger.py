"""The account of a plan: every unit is charged to a waiver, to the soft level, or is a breach."""

from collections import Counter
from dataclasses import dataclass, field

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, FindingCode
from bianzu.audit.reasons import Charge, find_waiver
from bianzu.models import RuleResult, WaiverUse

__all__ = ["Ledger"]


@dataclass
class Ledger:
    """Units per rule. A waiver is never charged beyond its amount; charges do not pass on to a later one."""

    facts: Facts
    soft_units: Counter[str] = field(default_factory=Counter)
    soft_cost: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)
    waived: Counter[str] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)
    breaches: list[Finding] = field(default_factory=list)

    def take(self, charge: Charge, code: FindingCode) -> None:
        """Account for a unit of an exclusion, a maximum or a soft rule; ``code`` names a breach of it."""
        if charge.force == "soft":
            self._penalise(charge)
            return
        left = self._draw(charge)
        if left == 0:
            return
        waiver = find_waiver(self.facts.waivers, charge)
        self.breaches.append(
            Finding(
                code=code if waiver is None else "waiver-overdrawn",
                rule=charge.rule,
                where=charge.where,
                claimed=charge.limit if waiver is None else f"{waiver.id} allows {waiver.amount}",
                found=charge.found,
            )
        )

    def take_minimum(self, charge: Charge) -> int:
        """Account for missing units of a minimum; the shortage that waivers leave."""
        if charge.force == "soft":
            self._penalise(charge)
            return 0
        left = self._draw(charge)
        self.missing[charge.rule] += left
        return left

    def _penalise(self, charge: Charge) -> None:
        self.soft_units[charge.rule] += charge.units
        self.soft_cost[charge.rule] += charge.units * charge.weight

    def _draw(self, charge: Charge) -> int:
        """Charge the first covering waiver; the units that it cannot take."""
        waiver = find_waiver(self.facts.waivers, charge)
        if waiver is None:
            return charge.units
        taken = min(charge.units, waiver.amount - self.used[waiver.id])
        self.used[waiver.id] += taken
        self.waived[charge.rule] += taken
        return charge.units - taken

    def list_uses(self) -> tuple[WaiverUse, ...]:
        """Waivers that are used, in the order of the file."""
        listed = ((waiver.id, self.used[waiver.id]) for waiver in self.facts.instance.waivers)
        return tuple(WaiverUse(waiver=waiver, units=units) for waiver, units in listed if units)

    def list_results(self) -> tuple[RuleResult, ...]:
        """What each rule that is on says of the plan."""
        return tuple(
            RuleResult(
                rule=rule,
                objective=self.soft_cost[rule],
                violations=self.soft_units[rule],
                missing=self.missing[rule],
                waived=self.waived[rule],
            )
            for rule in self.facts.rules.on
        )
