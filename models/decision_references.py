"""Cross-checks of what was decided: pins, waivers, the published list, the register of waivers used."""

from bianzu.models.reference_book import ReferenceBook, list_items

__all__ = ["WAIVABLE_RULES", "DecisionReferences"]

WAIVABLE_RULES = frozenset(
    {
        "rank",
        "desks",
        "sender-spread",
        "place",
        "interest",
        "system",
        "in-team",
        "couples",
        "repeat-unit",
        "fresh-pairing",
        "flow-balance",
        "skill-mix",
        "service-cap",
        "rest",
        "borrow-cap",
        "tenure",
        "post-strength",
    }
)
"""Rules of hardness H* in the rulebook, in whole or in one clause."""


class DecisionReferences(ReferenceBook):
    """One method per kind of decision."""

    def check_decisions(self) -> None:
        """Pins, waivers, baseline and register, in this order."""
        self._check_pins()
        self._check_waivers()
        self._check_baseline()
        self._check_register()

    def _check_pins(self) -> None:
        rounds = {team.id: team.round for _, team in list_items(self.parts.teams)}
        all_read = not any(item is None for item in self.parts.teams)
        for at, pin in list_items(self.parts.pins):
            where = f"$.pins[{at}]"
            self.refer(pin.person, self.people, f"{where}.person", "person")
            self.refer(pin.round, self.rounds, f"{where}.round", "round")
            self.refer(pin.team, self.teams, f"{where}.team", "team")
            if self.round_status.get(pin.round or "", "planned") != "planned":
                self.add("round-not-planned", f"{where}.round", pin.round, "a planned round")
            if all_read:
                self.refer(pin.seat, self.seats, f"{where}.seat", "seat")
            if pin.kind == "lock" and pin.seat is None:
                self.add("lock-needs-seat", where, None, "the seat that the person keeps")
            owner = self.seats.get(pin.seat or "")
            if owner is not None and pin.team not in (None, owner.id):
                self.add("pin-mismatch", f"{where}.team", pin.team, f"the seat's team {owner.id}")
            team_id = pin.team or (owner.id if owner is not None else None)
            if pin.round is not None and team_id in rounds and rounds[team_id] != pin.round:
                self.add("pin-mismatch", f"{where}.round", pin.round, f"the team's round {rounds[team_id]}")

    def _check_waivers(self) -> None:
        for at, waiver in list_items(self.parts.waivers):
            where = f"$.waivers[{at}]"
            if waiver.rule not in WAIVABLE_RULES:
                self.add("not-waivable", f"{where}.rule", waiver.rule, "a rule of hardness H*")
            self.refer(waiver.person, self.people, f"{where}.person", "person")
            self.refer(waiver.team, self.teams, f"{where}.team", "team")
            self.refer(waiver.unit, self.units, f"{where}.unit", "unit")
            if not any(item is None for item in self.parts.teams):
                self.refer(waiver.seat, self.seats, f"{where}.seat", "seat")
            for county in waiver.counties or ():
                self.refer(county, self.counties, f"{where}.counties", "county")
            self.order(waiver.granted, waiver.expires, where)

    def _check_baseline(self) -> None:
        """A listed seat stands once, and a person once on each team; both may be gone from the instance."""
        listed = () if self.parts.baseline is None else self.parts.baseline.seats
        places = [(f"$.baseline.seats[{at}]", item) for at, item in enumerate(listed)]
        self.unique(((f"{where}.seat", item.seat) for where, item in places), "seat")
        self.unique(
            (
                (f"{where}.person", f"{self.seats[item.seat].id} / {item.person}")
                for where, item in places
                if item.person is not None and item.seat in self.seats
            ),
            "team and person",
        )

    def _check_register(self) -> None:
        """Waivers used are those of past rounds; whom and what they speak of may be gone."""
        for at, record in list_items(self.parts.waiver_history):
            where = f"$.waiver_history[{at}].round"
            self.refer(record.round, self.rounds, where, "round")
            if self.round_status.get(record.round, "past") != "past":
                self.add("round-not-past", where, record.round, "a past round")
