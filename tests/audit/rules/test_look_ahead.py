"""The look-ahead over announced rounds: who owes what, which places there are, and every false claim."""

from itertools import combinations
from random import Random

import pytest

from bianzu.audit import measure, verify
from bianzu.models import LookAhead, LookAheadGap, LookAheadPlace
from tests.builders import announced, assign, make_instance, make_plan, past, person, planned, record, team

R0, R1 = past("R0", "2025-12-01"), planned("R1")


def coming(ident="X1", start="2026-09-01", term="T", **seats):
    """An announced round with seats by role."""
    return announced(ident, start, term=term, announced_seats=seats)


def cadre(ident, promoted="2025-11-01", /, **fields):
    return person(ident, promoted_on=promoted, **fields)


def world(people, rounds, rules=None, n=1, **parts):
    """One team of two seats in R1, and the announced rounds."""
    rules = {"new-cadre": {"n": n}, **(rules or {})}
    return make_instance(people, [team("T1", "s", "t")], rules, rounds=[R0, R1, *rounds], **parts)


def look(instance, **seats):
    found = measure(instance, assign(instance, seats)).look_ahead
    assert found is not None
    placed = [(item.person, item.round, item.role) for item in found.placed]
    return placed, [(item.person, item.owed, item.last_round) for item in found.unplaced]


class TestWhoOwes:
    def test_it_is_absent_without_announced_rounds_and_without_the_rule(self):
        assert measure(world([cadre("p")], []), ()).look_ahead is None
        off = make_instance([cadre("p")], [team("T1", "s")], {}, rounds=[R1, coming(member=1)])
        assert measure(off, ()).look_ahead is None

    def test_with_nobody_owing_it_is_empty(self):
        assert look(world(["p"], [coming(member=1)])) == ([], [])

    @pytest.mark.parametrize(
        ("promoted", "n", "served", "seats", "expected"),
        [
            ("2025-11-01", 1, [], {}, ([("p", "X1", "member")], [])),
            ("2025-11-01", 1, [], {"s": "p"}, ([], [])),
            ("2025-11-01", 1, ["R0"], {}, ([], [])),
            ("2025-12-02", 1, ["R0"], {}, ([("p", "X1", "member")], [])),  # served before the promotion
            ("2025-11-01", 2, [], {"s": "p"}, ([("p", "X1", "member")], [])),
            ("2025-11-01", 2, [], {}, ([("p", "X1", "member")], [("p", 1, "X1")])),
            ("2025-09-01", 1, [], {}, ([("p", "X1", "member")], [])),
            ("2025-08-31", 1, [], {}, ([], [])),  # the window is over on the day before
            ("2026-09-02", 1, [], {}, ([], [])),
            (None, 1, [], {}, ([], [])),
        ],
    )
    def test_rounds_owed_after_the_planned_ones_with_an_announced_one_left(
        self, promoted, n, served, seats, expected
    ):
        history = [record("p", item) for item in served]
        instance = world([cadre("p", promoted)], [coming(member=1)], n=n, history=history)
        assert look(instance, **seats) == expected

    def test_the_last_round_is_the_last_of_the_window(self):
        rounds = [coming("X1"), coming("X2", "2026-10-01"), coming("X3", "2026-12-01", member=5)]
        assert look(world([cadre("p")], rounds, n=2)) == ([], [("p", 2, "X2")])


class TestPlaces:
    @pytest.mark.parametrize(
        ("fields", "rules", "roles"),
        [
            ({}, {}, {"leader", "member", "liaison"}),
            ({"pools": ["staff"]}, {"role-pools": {}}, {"member", "liaison"}),
            ({"pools": []}, {"role-pools": {}}, set()),
            ({"pools": []}, {}, {"leader", "member", "liaison"}),
            ({"party": "none"}, {"gates": {}}, {"member"}),
            ({"party": "none"}, {}, {"leader", "member", "liaison"}),
            ({"trained": False}, {"gates": {}}, set()),
            ({"leave": [{"start": "2026-09-01", "end": "2026-09-01"}]}, {"gates": {}}, set()),
            ({"leave": [{"start": "2026-03-01", "end": "2026-08-31"}]}, {"gates": {"age_limit": 20}}, "all"),
        ],
    )
    def test_pools_and_gates_but_age(self, fields, rules, roles):
        for role in ("leader", "member", "liaison"):
            placed, _ = look(world([cadre("p", **fields)], [coming(**{role: 1})], rules))
            assert placed == ([("p", "X1", role)] if roles == "all" or role in roles else [])

    @pytest.mark.parametrize(
        ("entry", "on", "free"),
        [({}, True, False), ({}, False, True), ({"county": "A"}, True, True), ({"unit": "a1"}, True, True)],
    )
    def test_only_a_block_from_everything_keeps_away(self, entry, on, free):
        rules = {"unfit": {}} if on else {}
        instance = world([cadre("p")], [coming(member=1)], rules, unfit=[{"person": "p", **entry}])
        assert look(instance)[0] == ([("p", "X1", "member")] if free else [])

    @pytest.mark.parametrize(
        ("cap", "y", "term", "fields", "free"),
        [
            (2, 9, "T", {}, False),  # R0 and R1 are of the term
            (3, 9, "T", {}, True),
            (2, 9, "U", {}, True),
            (9, 1, "T", {}, False),  # R1 is of the year
            (9, 2, "T", {}, True),
            (0, 0, "T", {"pools": ["full-time"]}, True),
        ],
    )
    def test_service_cap_with_one_more_round(self, cap, y, term, fields, free):
        rules = {"service-cap": {"cap": cap, "y": y}}
        who = cadre("p", "2025-12-02", **fields)
        instance = world([who], [coming(term=term, member=1)], rules, n=2, history=[record("p", "R0")])
        placed, gaps = look(instance, s="p")
        assert (placed, gaps) == (([("p", "X1", "member")], []) if free else ([], [("p", 1, "X1")]))


class TestLargest:
    def test_people_make_room_for_each_other(self):
        people = [cadre("a"), cadre("b", pools=["staff"]), cadre("c", "2025-09-15")]
        rounds = [coming("X1", member=1, leader=1), coming("X2", "2026-10-01", member=1)]
        placed, gaps = look(world(people, rounds, {"role-pools": {}}))
        assert (len(placed), gaps) == (3, [])
        assert ("c", "X2", "member") not in placed

    def test_nobody_is_placed_twice_in_a_round(self):
        rounds = [coming("X1", member=1, leader=1)]
        assert look(world([cadre("p")], rounds, n=2)) == ([("p", "X1", "member")], [("p", 1, "X1")])

    @pytest.mark.parametrize("seed", range(40))
    def test_no_larger_choice_exists(self, seed):
        instance = make_random(Random(seed))
        found = measure(instance, ()).look_ahead
        assert found is not None
        assert len(found.placed) == count_most(instance)
        assert verify(instance, make_plan(instance, ())).passed


def make_random(random):
    people = [
        cadre(
            f"p{at}",
            random.choice(["2025-10-05", "2025-09-15", "2025-08-15"]),
            party=random.choice(["full", "none"]),
            pools=random.choice([["staff"], ["leader"], ["leader", "staff"]]),
        )
        for at in range(4)
    ]
    rounds = [
        coming(f"X{at}", f"2026-{month}-01", leader=random.randrange(2), member=random.randrange(3))
        for at, month in enumerate(["08", "09", "10"])
    ]
    return world(people, rounds, {"role-pools": {}, "gates": {}}, n=random.choice([1, 2]))


def count_most(instance):
    """Try every choice of places, the largest first."""
    owed = instance.rules.new_cadre.n
    months = {"2025-10-05": 3, "2025-09-15": 2, "2025-08-15": 1}
    edges = []
    for who in instance.people:
        for at, item in enumerate(item for item in instance.rounds if item.status == "announced"):
            if at < months[str(who.promoted_on)]:
                if "staff" in who.pools:
                    edges.append((who.id, item.id, "member"))
                if "leader" in who.pools and who.party == "full":
                    edges.append((who.id, item.id, "leader"))
    seats = {
        (item.id, role): count for item in instance.rounds for role, count in item.announced_seats.items()
    }

    def fits(choice):
        people = [who for who, _, _ in choice]
        turns = [edge[:2] for edge in choice]
        used = [edge[1:] for edge in choice]
        return (
            len(set(turns)) == len(turns)
            and all(people.count(who) <= owed for who in people)
            and all(used.count(seat) <= seats[seat] for seat in used)
        )

    most = min(len(edges), owed * len(instance.people), sum(seats.values()))
    return next(size for size in range(most, -1, -1) if any(map(fits, combinations(edges, size))))


class TestClaims:
    """p may lead or not, q is a member only, r owes nothing; X1 has a leader and a member, X2 a member."""

    @pytest.fixture
    def instance(self):
        people = [cadre("p"), cadre("q", "2025-09-15", pools=["staff"]), "r"]
        rounds = [coming("X1", member=1, leader=1), coming("X2", "2026-10-01", member=1)]
        return world(people, rounds, {"role-pools": {}})

    def findings(self, instance, claim):
        plan = make_plan(instance, ()).model_copy(update={"look_ahead": claim})
        return [(item.code, item.where, item.found) for item in verify(instance, plan).findings]

    def claim(self, *places, gaps=()):
        return LookAhead(
            placed=tuple(LookAheadPlace(person=p, round=r, role=role) for p, r, role in places),
            unplaced=tuple(LookAheadGap(person=p, owed=k, last_round=r) for p, k, r in gaps),
        )

    @pytest.mark.parametrize(
        "places",
        [
            [("p", "X1", "leader"), ("q", "X1", "member")],
            [("q", "X1", "member"), ("p", "X2", "member")],
        ],
    )
    def test_any_largest_choice_will_do(self, instance, places):
        assert self.findings(instance, self.claim(*places)) == []

    def test_none_where_one_is_due(self, instance):
        assert self.findings(instance, None) == [("look-ahead-missing", "$.look_ahead", None)]

    def test_one_where_none_is_due(self):
        instance = world([cadre("p")], [])
        assert self.findings(instance, LookAhead()) == [("look-ahead-unexpected", "$.look_ahead", None)]

    @pytest.mark.parametrize(
        ("place", "fault"),
        [
            (("q", "X1", "leader"), "not a place for this person"),
            (("q", "X2", "member"), "not a place for this person"),  # after the window
            (("q", "R1", "member"), "not a place for this person"),
            (("q", "nowhere", "member"), "not a place for this person"),
            (("r", "X1", "member"), "owes no round that an announced one could meet"),
            (("nobody", "X1", "member"), "owes no round that an announced one could meet"),
            (("p", "X1", "member"), "placed in the round already"),
            (("p", "X2", "member"), "owes 1 only"),
        ],
    )
    def test_a_place_that_is_none(self, instance, place, fault):
        claim = self.claim(("p", "X1", "leader"), place, ("q", "X1", "member"))
        assert self.findings(instance, claim) == [("look-ahead-no-place", "$.look_ahead.placed[1]", fault)]

    def test_more_people_than_seats(self, instance):
        claim = self.claim(("p", "X1", "member"), ("q", "X1", "member"), gaps=[("q", 1, "X1")])
        assert self.findings(instance, claim) == [
            ("look-ahead-no-place", "$.look_ahead.placed[1]", "1 seats only"),
            ("look-ahead-not-largest", "$.look_ahead.placed", "2"),
        ]

    def test_a_choice_that_could_be_larger(self, instance):
        claim = self.claim(("p", "X1", "member"), gaps=[("q", 1, "X1")])
        assert self.findings(instance, claim) == [("look-ahead-not-largest", "$.look_ahead.placed", "2")]

    @pytest.mark.parametrize(
        "gaps",
        [
            [],
            [("q", 2, "X1")],
            [("q", 1, "X2")],
            [("q", 1, "X1"), ("q", 1, "X1")],
            [("q", 1, "X1"), ("p", 1, "X2")],
        ],
    )
    def test_gaps_are_exactly_those_left_over(self, gaps):
        people = [cadre("p"), cadre("q", "2025-09-15", pools=["staff"])]
        instance = world(people, [coming("X1"), coming("X2", "2026-10-01", member=1)], {"role-pools": {}})
        kept = self.claim(("p", "X2", "member"), gaps=[("q", 1, "X1")])
        assert self.findings(instance, kept) == []
        false = self.claim(("p", "X2", "member"), gaps=gaps)
        assert self.findings(instance, false) == [
            ("wrong-look-ahead-gap", "$.look_ahead.unplaced", "q 1 by X1")
        ]
