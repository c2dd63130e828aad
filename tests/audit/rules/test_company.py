"""keep-backbone and fresh-pairs, by past records and over several planned rounds."""

import pytest

from bianzu.audit import measure
from tests.builders import assign, make_instance, past, planned, record, result, seat, team

P0, R0 = past("P0", "2025-01-10"), past("R0", "2025-09-01")
R1, R2, R3 = (
    planned("R1"),
    planned("R2", "2026-06-01", "2026-07-01"),
    planned("R3", "2026-10-01", "2026-11-01"),
)
PEOPLE = "abcdef"
TEAMS = (
    team("T1", seat("s", "leader"), "t", "u"),
    team("T2", seat("v", "leader"), "w", "x", round="R2"),
    team("T3", seat("y", "leader"), "z", round="R3"),
)


def seated(text):
    """``s=a t=b``: seat and person."""
    return dict(pair.split("=") for pair in text.split())


def world(rules, history=(), teams=TEAMS, rounds=(P0, R0, R1, R2, R3)):
    return make_instance(PEOPLE, teams, rules, rounds=rounds, history=history)


class TestKeepBackbone:
    @pytest.mark.parametrize(
        ("low", "high", "seating", "units"),
        [
            (30, 50, "v=a", 1),  # nobody of R1: one of three wanted
            (34, 50, "v=a", 2),  # ceil(1.02)
            (30, 50, "s=a v=a", 0),
            (30, 50, "s=a t=b v=a w=b", 1),  # floor(1.5)
            (30, 67, "s=a t=b v=a w=b", 0),
            (30, 50, "s=a t=b u=c v=a w=b x=c", 2),
            (0, 0, "s=a v=a", 1),
            (0, 0, "s=a v=b", 0),
            (100, 100, "s=a t=b v=a w=b", 1),
        ],
    )
    def test_people_of_the_planned_round_before(self, low, high, seating, units):
        setting = {"lo_percent": low, "hi_percent": high, "weight": 3}
        instance = world({"keep-backbone": setting}, teams=TEAMS[:2], rounds=(R1, R2))
        assert result(instance, "keep-backbone", seated(seating)) == (3 * units, units, 0, 0)

    @pytest.mark.parametrize(
        ("seating", "units"), [("", 1), ("s=d", 1), ("s=a", 0), ("s=a t=b", 1), ("s=a t=b u=c", 1)]
    )
    def test_the_last_past_round_and_no_earlier_one_comes_before_the_first_planned(self, seating, units):
        history = [record("a", "R0"), record("b", "R0"), record("c", "P0"), record("d", "P0")]
        instance = world({"keep-backbone": {}}, history, TEAMS[:1], (P0, R0, R1))
        assert result(instance, "keep-backbone", seated(seating))[1] == units

    def test_the_first_round_of_all_keeps_nobody_and_every_later_one_counts(self):
        instance = world({"keep-backbone": {}}, rounds=(R1, R2, R3))
        assert result(instance, "keep-backbone", {})[1] == 2
        assert result(instance, "keep-backbone", seated("s=a v=a y=a"))[1] == 0
        assert result(instance, "keep-backbone", seated("s=a v=b y=a"))[1] == 2

    def test_seats_are_those_of_all_teams_of_the_round(self):
        second = team("U2", "m", "n", "o", "q", round="R2")
        instance = world({"keep-backbone": {}}, teams=[*TEAMS[:2], second], rounds=(R1, R2))
        assert result(instance, "keep-backbone", seated("s=a v=a"))[1] == 2
        assert result(instance, "keep-backbone", seated("s=a t=b u=c v=a m=b n=c"))[1] == 0


class TestFreshPairs:
    @pytest.mark.parametrize(
        ("g", "seating", "units"),
        [
            (1, "s=a t=b v=c w=d", 0),
            (1, "s=a t=b v=b w=c", 0),
            (1, "s=a t=b v=b w=a", 1),
            (1, "s=a t=b v=a w=b", 2),  # a leads b again
            (1, "s=a t=b u=c w=b x=c", 1),
            (1, "s=a t=b u=c v=a w=b x=c", 5),  # three pairs, and a leads two of them again
            (1, "s=a t=b y=a z=b", 0),
            (2, "s=a t=b y=a z=b", 2),
            (2, "s=a t=b v=b w=a y=a z=b", 1 + 2),
            (2, "t=b u=a v=a w=b y=a z=b", 1 + 2),
            (0, "s=a t=b v=a w=b", 0),
        ],
    )
    def test_pairs_of_earlier_planned_rounds(self, g, seating, units):
        instance = world({"fresh-pairs": {"g": g, "weight": 3}}, rounds=(R1, R2, R3))
        assert result(instance, "fresh-pairs", seated(seating)) == (3 * units, units, 0, 0)

    @pytest.mark.parametrize(
        ("g", "seating", "units"),
        [
            (1, "s=a t=b", 2),
            (1, "s=b t=a", 1),
            (1, "s=a t=c", 0),  # another team of the round
            (1, "s=a t=e", 0),  # P0 lies further back
            (2, "s=a t=e", 1),
            (2, "s=e t=a", 2),
            (1, "s=f t=b", 0),
            (1, "v=a w=b", 0),  # R1 comes between
            (2, "v=a w=b", 2),
        ],
    )
    def test_pairs_of_past_rounds(self, g, seating, units):
        history = [
            record("a", "R0", role="leader"),
            record("b", "R0"),
            record("c", "R0", team="other"),
            record("e", "P0", role="leader"),
            record("a", "P0"),
        ]
        instance = world({"fresh-pairs": {"g": g}}, history)
        assert result(instance, "fresh-pairs", seated(seating))[1] == units

    def test_having_led_elsewhere_is_no_leading_of_the_other(self):
        history = [
            *(record(who, "R0") for who in "ab"),
            record("a", "R0", team="other", role="leader"),
        ]
        instance = world({"fresh-pairs": {}}, history)
        assert result(instance, "fresh-pairs", seated("s=a t=b"))[1] == 1

    def test_each_of_two_leaders_counts(self):
        history = [record(who, "R0", role="leader") for who in "ab"]
        teams = [team("T1", seat("s", "leader"), seat("t", "leader"))]
        instance = world({"fresh-pairs": {}}, history, teams, (R0, R1))
        assert result(instance, "fresh-pairs", seated("s=a t=b"))[1] == 3

    def test_two_teams_of_one_round_are_no_earlier_round(self):
        teams = [TEAMS[0], team("U1", "m", "n", start="2026-03-01", end="2026-03-02")]
        instance = world({"fresh-pairs": {}}, teams=teams, rounds=(R1,))
        measured = measure(instance, assign(instance, seated("s=a t=b m=a n=b")))
        assert [item.violations for item in measured.rules] == [0]
