"""Every problem of an instance's tree: each part and each element of a list validated on its own."""

import json
from collections.abc import Mapping
from typing import Any, Final

from pydantic import ValidationError, create_model

from bianzu.instances.field_problems import list_field_problems
from bianzu.instances.json_text import join_path, shorten
from bianzu.models import (
    County,
    DonorLimit,
    Frozen,
    HistoryRecord,
    Instance,
    Parts,
    Person,
    Pin,
    Problem,
    RecusalRequest,
    Relation,
    Round,
    Team,
    Unfit,
    Waiver,
    WaiverRecord,
    WorkUnit,
    find_part_problems,
)

__all__ = ["find_instance_problems"]

_ELEMENTS: Final[Mapping[str, type[Frozen]]] = {
    "counties": County,
    "units": WorkUnit,
    "people": Person,
    "relations": Relation,
    "recusal_requests": RecusalRequest,
    "unfit": Unfit,
    "donors": DonorLimit,
    "rounds": Round,
    "teams": Team,
    "history": HistoryRecord,
    "pins": Pin,
    "waivers": Waiver,
    "waiver_history": WaiverRecord,
}
_KINDS: Final[Mapping[str, str]] = {
    "counties": "county",
    "units": "unit",
    "people": "person",
    "rounds": "round",
    "teams": "team",
}
"""Lists that others refer to, and what the cross-checks call their elements."""

_SINGLES: Final[Mapping[str, type[Frozen]]] = {
    name: create_model(f"Part_{name}", __base__=Frozen, **{name: (field.annotation, field)})  # type: ignore[call-overload]
    for name, field in Instance.model_fields.items()
    if name not in _ELEMENTS
}


def find_instance_problems(tree: Mapping[str, Any]) -> list[Problem]:
    """Field problems and broken references of an instance's JSON tree, in the order of the fields."""
    return _Collector(tree).run()


class _Collector:
    """Keeps what is readable, so that references can be checked next to the unreadable."""

    def __init__(self, tree: Mapping[str, Any]) -> None:
        self.tree = tree
        self.problems: list[Problem] = []
        self.lists: dict[str, list[Any]] = {}
        self.singles: dict[str, Any] = {}
        self.unread_ids: dict[str, frozenset[str]] = {}
        self.unread_kinds: set[str] = set()

    def run(self) -> list[Problem]:
        for name, field in Instance.model_fields.items():
            if name not in self.tree:
                if field.is_required():
                    self.problems.append(Problem("missing", join_path("$", name), None, "this key"))
                    self.unread_kinds.add(_KINDS.get(name, name))
            elif name in _ELEMENTS:
                self._read_list(name, self.tree[name])
            elif name == "source_sets" and isinstance(self.tree[name], dict):
                self._read_source_sets(self.tree[name])
            else:
                self._read_single(name, self.tree[name])
        for key in self.tree:
            if key not in Instance.model_fields:
                where, value = join_path("$", key), shorten(self.tree[key])
                self.problems.append(Problem("unknown-key", where, value, "only the keys of the schema"))
        return self.problems + self._references()

    def _read_single(self, name: str, value: Any) -> None:
        try:
            model = _SINGLES[name].model_validate_json(json.dumps({name: value}))
        except ValidationError as error:
            self.problems += list_field_problems(error)
        else:
            self.singles[name] = getattr(model, name)

    def _read_source_sets(self, value: Mapping[str, Any]) -> None:
        sets: dict[str, tuple[str, ...]] = {}
        for key, members in value.items():
            try:
                model = _SINGLES["source_sets"].model_validate_json(
                    json.dumps({"source_sets": {key: members}})
                )
            except ValidationError as error:
                self.problems += list_field_problems(error)
                sets[key] = ()
            else:
                sets.update(getattr(model, "source_sets"))  # noqa: B009 - a dynamic model
        self.singles["source_sets"] = sets

    def _read_list(self, name: str, value: Any) -> None:
        if not isinstance(value, list):
            self.problems.append(Problem("wrong-type", join_path("$", name), shorten(value), "a list"))
            self.unread_kinds.add(_KINDS.get(name, name))
            return
        kind = _ELEMENTS[name]
        items: list[Frozen | None] = []
        unread: set[str] = set()
        for position, element in enumerate(value):
            try:
                items.append(kind.model_validate_json(json.dumps(element)))
            except ValidationError as error:
                items.append(None)
                self.problems += list_field_problems(error, (name, position))
                if isinstance(element, dict) and isinstance(element.get("id"), str):
                    unread.add(element["id"])
        self.lists[name] = items
        if name in _KINDS:
            self.unread_ids[_KINDS[name]] = frozenset(unread)

    def _references(self) -> list[Problem]:
        parts = Parts(
            as_of=self.singles.get("as_of"),
            ranks=self.singles.get("ranks"),
            rules=self.singles.get("rules"),
            source_sets=self.singles.get("source_sets", {}),
            baseline=self.singles.get("baseline"),
            unread_ids=self.unread_ids,
            **self.lists,
        )
        return [problem for problem in find_part_problems(parts) if not self._is_noise(problem)]

    def _is_noise(self, problem: Problem) -> bool:
        """Whether the fault only follows from a whole list that could not be read."""
        if problem.code == "no-planned-round":
            return "round" in self.unread_kinds
        if problem.code != "dangling-reference" or problem.expected is None:
            return False
        if problem.expected == "the id of a listed seat":
            return "team" in self.unread_kinds
        if problem.expected == "the id of a listed person's number":
            return "person" in self.unread_kinds
        wanted = problem.expected.removeprefix("the id of a listed ")
        return any(wanted == kind or wanted.startswith(f"a {kind}'s id") for kind in self.unread_kinds)
