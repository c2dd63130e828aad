"""A city small enough to read, with one team complete and one team short of its deputy."""

from datetime import date

import pytest

from bianzu.models import (
    Assignment,
    County,
    Instance,
    Level,
    Person,
    Plan,
    Provenance,
    RankLadder,
    Round,
    RuleSettings,
    Seat,
    Shortage,
    Skill,
    Team,
    WorkUnit,
)
from bianzu.models.plan import LEVEL_NAMES


def _person(number: int, name: str, county: str | None, pool: str, **more: object) -> Person:
    return Person.model_validate(
        {
            "id": f"P{number}",
            "name": name,
            "gender": "female" if number % 2 else "male",
            "birth": f"{1970 + number}-09",
            "party": "full",
            "rank": "正科",
            "pools": (pool,),
            "work_unit": "U1",
            "work_county": county,
            **more,
        }
    )


@pytest.fixture
def instance() -> Instance:
    seats = [
        Seat(id="T1-1", role="leader", origin="external"),
        Seat(id="T1-2", role="deputy", origin="local"),
        Seat(id="T1-3", role="member"),
    ]
    others = [seat.model_copy(update={"id": seat.id.replace("T1", "T2")}) for seat in seats]
    return Instance(
        city="三明市",
        as_of=date(2026, 1, 1),
        term="t1",
        ranks=RankLadder(steps=("副科", "正科")),
        counties=(County(id="C1", name="尤溪县"), County(id="C2", name="大田县")),
        units=(WorkUnit(id="U1", name="尤溪县财政局", county="C1"),),
        people=(
            _person(1, "王芳", "C1", "leader"),
            _person(2, "李伟", "C2", "leader", earlier_rounds=3),
            _person(3, "[bold]张三\x1b[31m", "city", "staff", skills=(Skill(skill="finance-audit"),)),
            _person(4, "王芳", "C1", "full-time"),
            _person(5, "陈静", None, "staff"),
        ),
        rounds=(Round(id="R1", start=date(2026, 9, 1), end=date(2026, 10, 30), status="planned", term="t1"),),
        teams=(
            Team(id="T1", name="第一巡察组", round="R1", host_counties=("C2",), seats=tuple(seats)),
            Team(id="T2", name="第二巡察组", round="R1", host_counties=("C1",), seats=tuple(others)),
        ),
        rules=RuleSettings.model_validate({"place": {}, "rank": {}, "branch": {"n": 5}}),
    )


@pytest.fixture
def plan() -> Plan:
    def sit(team: str, number: int, role: str, person: str, skills: tuple[str, ...] = ()) -> Assignment:
        return Assignment.model_validate(
            {
                "round": "R1",
                "team": team,
                "seat": f"{team}-{number}",
                "role": role,
                "person": person,
                "counts_for": skills,
            }
        )

    values = {"other-seats": (1, 1), "soft": (200, 190), "tie-break": (77, None)}
    return Plan(
        status="feasible",
        complete=False,
        gap=0.05,
        levels=tuple(
            Level(name=name, objective=values.get(name, (0, 0))[0], bound=values.get(name, (0, 0))[1])
            for name in LEVEL_NAMES
        ),
        assignments=(
            sit("T1", 1, "leader", "P1"),
            sit("T1", 2, "deputy", "P2"),
            sit("T1", 3, "member", "P3", ("finance-audit",)),
            sit("T2", 3, "member", "P5"),
            sit("T2", 1, "leader", "P4"),
        ),
        shortages=(
            Shortage(
                rule="seats",
                round="R1",
                team="T2",
                seat="T2-2",
                missing=1,
                candidates=3,
                removed_by={"service": 2, "kin": 2, "one-seat": 1},
            ),
        ),
        provenance=Provenance(input_digest="0" * 64, version="0.1.0", seed=0),
    )
