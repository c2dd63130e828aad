"""People whom a change adds: able, unknown to everybody, and with nothing against them but their traits."""

from collections.abc import Iterable
from typing import Final

from bianzu.instances.dice import Dice
from bianzu.instances.names import draw_name
from bianzu.instances.working_copy import WorkingCopy
from bianzu.models import CITY, OUTSIDE, Gender, Person, Pool, Traits, WorkUnit

__all__ = ["add_people"]

_AGE: Final = 40
_GENDERS: Final[tuple[Gender, Gender]] = ("female", "male")


def add_people(copy: WorkingCopy, traits: Traits, count: int) -> None:
    """Add people with some traits; what the traits leave open is filled so that it bars from nothing.

    Ids are ``x-1``, ``x-2`` … as far as they are free. A person works in a unit of his or her own, so that no
    limit on a unit or ties inside one stand in the way, unless the traits name a unit. Without a county the
    person is city-level, or from outside the city where city-level people do not fill external seats.
    """
    if not copy.check_traits(traits):
        return
    county = _choose_county(copy, traits)
    if county is None:
        return
    pools = _choose_pools(traits)
    rank = traits.rank or _highest_rank(copy, pools)
    for number in _free_numbers({person.id for person in copy.people}, "x-", count):
        ident = f"x-{number}"
        gender = traits.gender or _GENDERS[number % 2]
        unit = traits.unit or _add_unit(copy, county)
        promoted = min(copy.instance.as_of, copy.first_start()) if traits.new_cadre else None
        person = Person(
            id=ident,
            name=draw_name(Dice(f"newcomer/{ident}"), gender),
            gender=gender,
            birth=f"{copy.first_start().year - _AGE:04d}-01",
            party=traits.party or "full",
            rank=rank,
            promoted_on=promoted,
            pools=pools,
            work_unit=unit,
            work_county=county,
            native=OUTSIDE,
            grown=OUTSIDE,
            residence=OUTSIDE,
            birth_place=OUTSIDE,
            spouse_work=OUTSIDE,
            skills=() if traits.skill is None else (traits.skill,),
            appraisal="competent",
            career=(),
            relations_declared=True,
        )
        copy.people.append(person)
        copy.bring(person)


def _choose_county(copy: WorkingCopy, traits: Traits) -> str | None:
    if traits.unit is not None:
        home = next(unit.county for unit in copy.units if unit.id == traits.unit) or CITY
        if traits.county not in (None, home):
            copy.wrong("not-allowed", ".traits.county", traits.county, "the county of the unit")
            return None
        return home
    if traits.county is not None:
        return traits.county
    rule = copy.rules.city_class
    return OUTSIDE if rule is not None and rule.treat_as == "neither" else CITY


def _choose_pools(traits: Traits) -> tuple[Pool, ...]:
    if traits.pool is not None:
        return (traits.pool,)
    return ("staff",) if traits.skill is None else ("staff", "specialist")


def _highest_rank(copy: WorkingCopy, pools: tuple[Pool, ...]) -> str:
    """The highest rank that anybody of these pools holds; the top of the ladder when nobody holds any."""
    steps = [
        copy.ranks.step(person.rank)
        for person in copy.people
        if person.rank is not None and set(person.pools) & set(pools)
    ]
    return copy.ranks.steps[max(steps, default=len(copy.ranks.steps) - 1)]


def _add_unit(copy: WorkingCopy, county: str) -> str:
    number = next(iter(_free_numbers({unit.id for unit in copy.units}, "x-u-", 1)))
    home = None if county in (CITY, OUTSIDE) else county
    unit = WorkUnit(
        id=f"x-u-{number}",
        name=f"增补单位{number}",
        county=home,
        level="city" if home is None else "county",
    )
    copy.units.append(unit)
    copy.bring(unit)
    return unit.id


def _free_numbers(taken: set[str], prefix: str, count: int) -> Iterable[int]:
    number = 0
    while count > 0:
        number += 1
        if f"{prefix}{number}" not in taken:
            count -= 1
            yield number
