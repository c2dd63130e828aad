"""Cross-checks of the settings of rules with the rest of an instance."""

from bianzu.models.reference_book import ReferenceBook, list_items
from bianzu.models.settings import BALANCE_FIELDS, ApartPair, Balance, ReservedSeats, TogetherPair

__all__ = ["SettingReferences"]


class SettingReferences(ReferenceBook):
    """What the settings of rules refer to."""

    def check_settings(self) -> None:
        """People, ranks, teams and sets that settings name; bands, pairs and fields that make sense."""
        rules = self.parts.rules
        if rules is None:
            return
        if rules.seniority is not None:
            self.refer(rules.seniority.senior, self.ranks, "$.rules.seniority.senior", "rank")
            self.refer(rules.seniority.junior, self.ranks, "$.rules.seniority.junior", "rank")
        if rules.age_bands is not None and rules.age_bands.young >= rules.age_bands.middle:
            self.add("bad-band", "$.rules.age-bands", rules.age_bands.young, "young below middle")
        if rules.balance is not None:
            self._check_balance(rules.balance)
        if rules.floaters is not None:
            where = "$.rules.floaters.source_set"
            self.refer(rules.floaters.source_set, self.parts.source_sets, where, "source set")
        if rules.reserved_seats is not None:
            self._check_reservations(rules.reserved_seats)
        pairs: dict[str, tuple[TogetherPair | ApartPair, ...]] = {
            "together": rules.together.pairs if rules.together else (),
            "apart": rules.apart.pairs if rules.apart else (),
        }
        for name, listed in pairs.items():
            for at, pair in enumerate(listed):
                where = f"$.rules.{name}.pairs[{at}]"
                self.refer(pair.a, self.people, f"{where}.a", "person")
                self.refer(pair.b, self.people, f"{where}.b", "person")
                if pair.a == pair.b:
                    self.add("self-reference", where, pair.a, "two different people")
            self.unique(
                (
                    (f"$.rules.{name}.pairs[{at}]", " / ".join(sorted((pair.a, pair.b))))
                    for at, pair in enumerate(listed)
                ),
                "pair",
            )

    def _check_reservations(self, setting: ReservedSeats) -> None:
        where = "$.rules.reserved-seats.groups"
        self.unique(((f"{where}[{at}].id", item.id) for at, item in enumerate(setting.groups)), "group id")
        for at, item in enumerate(setting.groups):
            self.refer(item.source_set, self.parts.source_sets, f"{where}[{at}].source_set", "source set")
            self.unique(((f"{where}[{at}].teams", team) for team in item.teams), "team")
            for team in item.teams:
                self.refer(team, self.teams, f"{where}[{at}].teams", "team")
            rounds = {team.round for _, team in list_items(self.parts.teams) if team.id in item.teams}
            if len(rounds) > 1:
                words = ", ".join(sorted(rounds))
                self.add("several-rounds", f"{where}[{at}].teams", words, "teams of one round")

    def _check_balance(self, setting: Balance) -> None:
        """Each field once, and each built in or a number of somebody, as far as everybody could be read."""
        where = "$.rules.balance.fields"
        self.unique(((f"{where}[{at}]", name) for at, name in enumerate(setting.fields)), "field")
        if any(item is None for item in self.parts.people):
            return
        known = {
            *BALANCE_FIELDS,
            *(name for _, item in list_items(self.parts.people) for name in item.numbers),
        }
        for at, name in enumerate(setting.fields):
            self.refer(name, known, f"{where}[{at}]", "person's number")
