"""The bounds that a certificate proves, recomputed from the instance and the multipliers alone.

Weak duality: a level's least value over all legal plans that keep the earlier levels is at least what is left
when every row is dropped and its excess paid for at its multiplier (docs/format.md, Certificate).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from bianzu.audit.facts import Facts
from bianzu.audit.findings import Finding, FindingCode
from bianzu.audit.proofs.crowd import Crowd, IntArray
from bianzu.audit.proofs.floater_rows import Services
from bianzu.audit.proofs.prices import MULTIPLIER_LIMIT, Prices, TooLargeError
from bianzu.audit.proofs.row_facts import RowFacts
from bianzu.audit.proofs.rows import has_any_sign, name_row, price_row
from bianzu.audit.proofs.schedules import Calendar, Scene, value_people
from bianzu.audit.proofs.seat_pairs import Judge, judge_service, list_pairs
from bianzu.audit.rules.post_rules import find_absences
from bianzu.audit.rules.visits import count_returns
from bianzu.audit.standing import SIGNED_LEVELS
from bianzu.models import ALL_LEVEL_NAMES, LEVEL_NAMES, Certificate, LevelProof, Person

__all__ = ["Prover", "Relaxed"]


@dataclass(frozen=True)
class Relaxed:
    """What a proof adds up: its reduced costs, the bound (times scale, not rounded), and of it the part of
    each person in each planned round, where that is below 0."""

    prices: Prices
    total: int
    people: Mapping[tuple[str, int], int]


class Prover:
    """Recomputes the bounds of proofs for one instance."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.crowd = Crowd(facts)
        services = {item.id: judge_service(self.crowd, item) for item in facts.planned}
        pairs = list_pairs(self.crowd, {item: found.barred for item, found in services.items()})
        self.rows = RowFacts(facts, self.crowd, {item.view.team.id: item for item in pairs})
        self._judge = Judge(facts)
        self._services = Services(self.rows)
        self.scenes = []
        for item in facts.planned:
            teams = tuple(team for team in pairs if team.view.round.id == item.id)
            calendar = Calendar([team.view for team in teams], facts.rules.one_seat is not None)
            self.scenes.append(Scene(item, teams, calendar, services[item.id]))
        self._names = LEVEL_NAMES if facts.instance.baseline is None else ALL_LEVEL_NAMES
        self.findings: list[Finding] = []

    def prove(self, certificate: Certificate, objectives: Sequence[int]) -> dict[str, int]:
        """The bounds of the levels that are proven; what is wrong with the proofs goes to ``findings``.

        Parameters
        ----------
        certificate
            Multipliers in units of 1 / scale.
        objectives
            The plan's values of all levels, which no other plan may exceed at an earlier level.
        """
        bounds: dict[str, int] = {}
        value: dict[str, int] = dict(zip(self._names, objectives, strict=True))
        for at, proof in enumerate(certificate.proofs):
            where = f"$.certificate.proofs[{at}]"
            if proof.level not in self._names[:-1]:
                self._find("certificate-unknown-row", where, proof.level, "no level that is proven")
            elif proof.level in bounds:
                self._find("certificate-unknown-row", where, proof.level, "proven twice")
            else:
                try:
                    total = self.relax(proof, certificate.scale, value, where)
                except TooLargeError:
                    self._find("certificate-too-large", where, proof.level, "sums beyond 2^62")
                    continue
                bound = -(-total // certificate.scale)
                bounds[proof.level] = max(0, bound) if proof.level in SIGNED_LEVELS else bound
        return bounds

    def _find(self, code: FindingCode, where: str, claimed: str, found: str) -> None:
        self.findings.append(Finding(code=code, where=where, claimed=claimed, found=found))

    def relax(self, proof: LevelProof, scale: int, value: Mapping[str, int], where: str = "$") -> int:
        """Scale times the bound of one proof, before it is rounded up."""
        return self.settle(proof, scale, value, where).total

    def settle(self, proof: LevelProof, scale: int, value: Mapping[str, int], where: str = "$") -> "Relaxed":
        """The bound of one proof with what it adds up."""
        pins = self._read_pins(proof, where)
        prices = self._price(proof, pins, scale, where)
        total = prices.cost("soft") * self._constant + prices.fixed
        total += prices.cost("minima") * self._absent
        total -= sum(price * value[level] for level, price in pins.items())
        total += (
            prices.least_slacks()
            + prices.least_kept()
            + self._least_meetings(prices)
            + self._least_balance(prices)
            + self._services.least(prices)
        )
        total += sum(min(0, -max(sums.values())) for sums in prices.counties.values())
        people: dict[tuple[str, int], int] = {}
        for scene in self.scenes:
            for at, least in value_people(self.crowd, prices, scene, self._judge):
                if least:
                    people[scene.round.id, at] = least
        return Relaxed(prices, total + sum(people.values()), people)

    def _price(self, proof: LevelProof, pins: Mapping[str, int], scale: int, where: str) -> Prices:
        """Multipliers and costs of a proof, by what they are about."""
        prices = Prices({**pins, proof.level: scale}, self.crowd.n, self.rows.planned)
        self._price_serving(prices)
        self._price_rows(proof, prices, where)
        return prices

    def _read_pins(self, proof: LevelProof, where: str) -> dict[str, int]:
        """Multipliers of earlier levels."""
        pins: dict[str, int] = {}
        earlier = self._names[: self._names.index(proof.level)]
        for at, (level, price) in enumerate(proof.pins):
            spot = f"{where}.pins[{at}]"
            if level not in earlier or level in pins:
                self._find("certificate-unknown-row", spot, level, "each earlier level once")
            elif abs(price) > MULTIPLIER_LIMIT:
                self._find("certificate-too-large", spot, f"{level} {price}", "beyond 2^44")
            elif price < 0:
                self._find("certificate-wrong-sign", spot, f"{level} {price}", "0 or more")
            else:
                pins[level] = price
        return pins

    def _price_rows(self, proof: LevelProof, prices: Prices, where: str) -> None:
        """Every row that is in order; the others count as absent."""
        seen = set()
        for at, group in enumerate(proof.rows):
            rule, clause = group.rule, group.clause
            signed = has_any_sign(self.rows, rule)
            for number, (key, price) in enumerate(group.prices):
                name = name_row(rule, clause, key)
                wrong = price < 0 and not signed
                fault: tuple[FindingCode, str] | None = None
                if abs(price) > MULTIPLIER_LIMIT:
                    fault = "certificate-too-large", "beyond 2^44"
                elif name in seen:
                    fault = "certificate-unknown-row", "the row once"
                elif not price_row(self.rows, prices, rule, clause, key, 0 if wrong else price):
                    fault = "certificate-unknown-row", "no such row"
                elif wrong:
                    fault = "certificate-wrong-sign", "0 or more"
                seen.add(name)
                if fault is not None:
                    words = " ".join((rule, clause or "-", *key, str(price)))
                    self._find(fault[0], f"{where}.rows[{at}].prices[{number}]", words, fault[1])

    # -- what no row speaks of

    @cached_property
    def _saved(self) -> dict[str, IntArray]:
        """Soft units of new-cadre that the service of each person in a round saves, as long as no earlier
        planned round lies in the window."""
        return {item.id: self.crowd.count(partial(self._save, item.id)) for item in self.facts.planned}

    def _save(self, item: str, person: Person) -> int:
        duty = self.rows.duties.find(item, person.id)
        return 0 if duty is None or duty.before else duty.units(duty.owed)

    @cached_property
    def _constant(self) -> int:
        """Weighted soft units of a plan in which nobody serves, minima of teams aside."""
        rules, crowd, total = self.facts.rules, self.crowd, 0
        if rules.fair_load is not None:
            total += rules.fair_load.weight * sum((self.rows.pools * crowd.earlier**2).tolist())
        if rules.new_cadre is not None:
            total += rules.new_cadre.weight * sum(sum(units.tolist()) for units in self._saved.values())
        if rules.together is not None:
            total += len(self.scenes) * sum(pair.weight for pair in rules.together.pairs)
        if rules.spacing is not None:
            returns = sum(count_returns(self.facts, team) for team in self.facts.teams.values())
            total += rules.spacing.weight * returns
        return total

    @cached_property
    def _absent(self) -> int:
        """Days that presence misses whoever serves."""
        return sum(absence.missing for absence in find_absences(self.facts))

    def _price_serving(self, prices: Prices) -> None:
        """What serving costs at level soft, once a person and round: less the debts of new cadres; and
        fair-load, where no other round is planned."""
        rules, everybody = self.facts.rules, self.rows.everybody
        if rules.fair_load is not None and len(self.scenes) == 1:
            units = self.rows.pools * (2 * self.crowd.earlier + 1)
            price = prices.cost("soft") * rules.fair_load.weight
            prices.add_serving(self.scenes[0].round.id, everybody, units, price)
        if rules.new_cadre is not None:
            price = prices.cost("soft") * rules.new_cadre.weight
            for item, units in self._saved.items():
                prices.add_serving(item, everybody, units, -price)

    def _least_meetings(self, prices: Prices) -> int:
        """In every round every pair of together meets on the team where that is worth most, or nowhere."""
        setting, total = self.facts.rules.together, 0
        for pair in () if setting is None else setting.pairs:
            known = prices.meetings[pair.a, pair.b]
            for scene in self.scenes:
                least = min((known.get(team.view.team.id, 0) for team in scene.teams), default=None)
                if least is not None:
                    total += min(0, least - prices.cost("soft") * pair.weight)
        return total

    def _least_balance(self, prices: Prices) -> int:
        """The highest and the lowest sum of every round and field, each at its better end."""
        setting, total = self.facts.rules.balance, 0
        cost = prices.cost("soft") * (0 if setting is None else setting.weight)
        for scene in self.scenes:
            size = max((len(pairs.view.team.seats) for pairs in scene.teams), default=0)
            for field in () if setting is None or not size else setting.fields:
                values = sorted(self.rows.field(field, scene.round).array.tolist())
                ends = (sum(v for v in values[:size] if v < 0), sum(v for v in values[-size:] if v > 0))
                key = (scene.round.id, field)
                for reduced in (cost - prices.highs.get(key, 0), prices.lows.get(key, 0) - cost):
                    total += min(reduced * end for end in ends)
        return total
