"""Members of a cause in words: demands, maxima, exclusions, orders."""

from collections import Counter
from collections.abc import Iterable, Sequence

from bianzu.models import Demand, Exclusion, Instance, Maximum, Member, Ordered
from bianzu.report.catalog import Words
from bianzu.report.roster import county_name, person_name, unit_name

__all__ = ["MemberWords"]

_NAMED = 12
"""More people than this are only counted."""


class MemberWords:
    """Names things of one instance in one language; people who share a name get their id."""

    def __init__(self, words: Words, instance: Instance) -> None:
        self.words = words
        self.instance = instance
        self._times = Counter(person.name for person in instance.people)

    def member(self, member: Member) -> str:
        """One member."""
        if isinstance(member, Demand):
            return self._demand(member)
        if isinstance(member, Maximum):
            return self._maximum(member)
        if isinstance(member, Exclusion):
            rule = self._rule(member.rule)
            if not member.people:
                return self.words("explain.exclusion-anybody", rule=rule)
            return self.words("explain.exclusion", rule=rule, people=self.people(member.people))
        return self._pin(member)

    def person(self, person_id: str) -> str:
        """A name, with the id where it is not the only one."""
        name = person_name(self.instance, person_id)
        return (
            name
            if self._times[name] == 1
            else f"{name}（{person_id}）"
            if self._zh
            else f"{name} ({person_id})"
        )

    @property
    def _zh(self) -> bool:
        return self.words.language == "zh"

    def people(self, people: Sequence[str]) -> str:
        """Names, the first of them where they are many."""
        named = self.words.join(self.person(item) for item in people[:_NAMED])
        if len(people) <= _NAMED:
            return named
        count = len(people) if self._zh else len(people) - _NAMED
        return self.words("explain.some-people", people=named, count=count)

    def team(self, team_id: str) -> str:
        """Name of a team."""
        team = self.instance.team_by_id.get(team_id)
        return team_id if team is None else team.name or team_id

    def teams(self, demands: Iterable[Demand]) -> str:
        """The teams of some demands, each once."""
        return self.words.join(self.team(item) for item in dict.fromkeys(d.team or "" for d in demands))

    def unit(self, unit_id: str) -> str:
        """Name of a work unit."""
        return unit_name(self.instance, unit_id)

    def role(self, demand: Demand) -> str:
        """Role of a demanded seat."""
        return self.words.name("role", self.instance.seat_by_id[demand.seat or ""][1].role)

    def seat(self, seat_id: str) -> str:
        """A seat with its team and role."""
        team, seat = self.instance.seat_by_id[seat_id]
        role = self.words.name("role", seat.role)
        return f"{self.team(team.id)}{role}" if self._zh else f"{role} of {self.team(team.id)}"

    def minimum(self, demand: Demand) -> str:
        """A minimum by its rule, and its clause where it has several."""
        rule = self.words.name("rule", demand.rule)
        if demand.clause is None:
            return rule
        clause = self.words.clause(demand.rule, demand.clause)
        return f"{rule}·{clause}" if self._zh else f"{rule}, {clause}"

    def _rule(self, rule: str) -> str:
        return self.words.name("rule", rule)

    def _demand(self, demand: Demand) -> str:
        words = self.words
        if demand.seat is not None:
            return words(
                "explain.seat", team=self.team(demand.team or ""), role=self.role(demand), seat=demand.seat
            )
        if demand.person is not None:
            return words("explain.person", name=self.person(demand.person), need=demand.need)
        what = words("shortage.whole-team")
        if demand.skill is not None:
            what = words.name("skill", demand.skill)
        elif demand.clause is not None:
            what = words.clause(demand.rule, demand.clause)
        fields = {"team": self.team(demand.team or ""), "rule": self._rule(demand.rule), "what": what}
        if demand.waived:
            return words("explain.minimum-waived", **fields, need=demand.need, waived=demand.waived)
        return words("explain.minimum", **fields, need=demand.need)

    def _maximum(self, row: Maximum) -> str:
        words = self.words
        if row.rule == "waiver":
            return words("explain.waiver", waiver=row.waiver, limit=row.limit)
        if row.person is not None and row.other is not None:
            people = words.join((self.person(row.person), self.person(row.other)))
            fields = {"rule": self._rule(row.rule), "people": people}
            if row.team is None:
                return words("explain.pair-round", **fields, round=row.round)
            return words("explain.pair", **fields, team=self.team(row.team))
        where = [
            *([] if row.clause is None else [words.clause(row.rule, row.clause)]),
            *([] if row.person is None else [self.person(row.person)]),
            *([] if row.unit is None else [self.unit(row.unit)]),
            *([] if row.county is None else [county_name(words, self.instance, row.county)]),
            *([] if row.group is None else [row.group]),
            *([] if row.team is None else [self.team(row.team)]),
            *([] if row.round is None else [row.round]),
        ]
        return words("explain.maximum", rule=self._rule(row.rule), where=words.join(where), limit=row.limit)

    def _pin(self, member: Ordered) -> str:
        pin = self.instance.pins[member.pin]
        place = self.seat(pin.seat) if pin.seat else self.team(pin.team) if pin.team else pin.round or ""
        return self.words(
            "explain.pin",
            number=member.pin + 1,
            kind=self.words.name("pin", pin.kind),
            person=self.person(pin.person),
            where=place,
            asked_by=pin.asked_by,
            reason=pin.reason,
        )
