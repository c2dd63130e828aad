"""Forms of a round as ready instances; each uses ordinary rules and seat properties only (docs/forms.md)."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from bianzu.instances.templates.campaigns import CAMPAIGNS, build_campaign_form
from bianzu.instances.templates.posts import build_dispatched_posts, build_stationed_prosecutors
from bianzu.instances.templates.surge import build_surge_teams
from bianzu.instances.templates.teams import build_linked, build_special_squad, build_supervisors
from bianzu.instances.templates.villages import LEAST_VILLAGES, MOST_VILLAGES, build_village_secretaries
from bianzu.models import Instance

__all__ = ["LEAST_VILLAGES", "MOST_VILLAGES", "list_templates", "template"]

_VILLAGES: Final = "village-secretaries"
_OTHERS: Final[Mapping[str, Callable[[], Instance]]] = {
    **{form: partial(build_campaign_form, form) for form in CAMPAIGNS},
    "linked": build_linked,
    "special-squad": build_special_squad,
    "dispatched-posts": build_dispatched_posts,
    "surge-teams": build_surge_teams,
    "stationed-prosecutors": build_stationed_prosecutors,
    _VILLAGES: build_village_secretaries,
    "supervisors": build_supervisors,
}
_ORDER: Final = (
    *("shanxi", "zhangzhou-6+2", "nanjian-3+2", "qujing", "own-county", "mixed-cross", "upgraded", "linked"),
    *("joint-audit", "return-visit", "special-squad", "dispatched-posts", "surge-teams"),
    *("stationed-prosecutors", _VILLAGES, "supervisors"),
)


def list_templates() -> tuple[str, ...]:
    """Ids of the forms, in the order of the rulebook."""
    return _ORDER


def template(form: str, *, villages: int | None = None) -> Instance:
    """A form of a round as an invented instance; the same arguments give the same instance.

    Parameters
    ----------
    form
        One of `list_templates`.
    villages
        Only for ``village-secretaries``: how many, 20 to 7 415; by default 150.

    Returns
    -------
    Instance
        With ``completable`` true: a plan without shortages and without waivers exists.

    Raises
    ------
    ValueError
        For an unknown form, a number of villages out of bounds, or one given for another form.
    """
    if form not in _OTHERS:
        raise ValueError(f"form {form!r} is not one of {', '.join(_ORDER)}")
    if villages is None:
        return _OTHERS[form]()
    if form != _VILLAGES:
        raise ValueError(f"{form} has no villages")
    return build_village_secretaries(villages)
