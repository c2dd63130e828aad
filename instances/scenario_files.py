"""Scenario files: YAML (or JSON, which is YAML) with named changes, single or as a grid."""

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import ValidationError

from bianzu.instances.field_problems import list_field_problems
from bianzu.instances.json_text import join_path, shorten
from bianzu.instances.reading import read_bytes
from bianzu.models import SCENARIOS_FORMAT, InputError, Problem, Scenario

__all__ = ["MOST_SCENARIOS", "parse_scenarios", "read_scenarios"]

MOST_SCENARIOS: Final = 10_000
"""More than so many would be a slip in a grid."""

_KEYS: Final = ("format", "scenarios")
_WHOLE: Final = re.compile(r"^\{(\w+)\}$")
_PART: Final = re.compile(r"\{(\w+)\}")


def read_scenarios(path: str | Path) -> tuple[Scenario, ...]:
    """Read a scenario file.

    Raises
    ------
    InputError
        With every problem of the file, each with its place.
    """
    return parse_scenarios(read_bytes(Path(path)), source=str(path))


def parse_scenarios(data: bytes | str, source: str = "input") -> tuple[Scenario, ...]:
    """Read scenarios from the text of a file.

    The file is an object with the key ``scenarios``, a list of objects: ``name``, ``changes`` and, where
    wanted, ``seed``, ``budget`` and ``gap``. ``vary`` turns one into a grid: an object of names with a list
    of values each. Every combination is a scenario, in which ``"{name}"`` stands for the value, as it is
    where it is the whole of a text, and written out inside one. Values that the scenario's name does not show
    are added to it.

    Raises
    ------
    InputError
        With every problem of the text, each with its place.
    """
    try:
        tree = yaml.load(data, Loader=_Loader)
    except yaml.YAMLError as error:
        raise InputError([_unreadable(error, source)]) from error
    except (ValueError, RecursionError) as error:
        raise InputError([Problem("bad-yaml", source, shorten(str(error)), "YAML")]) from error
    return _Reader().read(tree)


class _Loader(yaml.SafeLoader):
    """Safe YAML in which a key stands once, and a date is the text that was written."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode) and key.value in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key.value!r} stands twice", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: str(node.value))


def _unreadable(error: yaml.YAMLError, source: str) -> Problem:
    mark = getattr(error, "problem_mark", None)
    where = source if mark is None else f"{source}:{mark.line + 1}:{mark.column + 1}"
    return Problem("bad-yaml", where, shorten(getattr(error, "problem", None) or str(error)), "YAML")


@dataclass
class _Reader:
    """Collects the scenarios and what is wrong with them."""

    problems: list[Problem] = field(default_factory=list)
    scenarios: list[Scenario] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    def read(self, tree: object) -> tuple[Scenario, ...]:
        if not isinstance(tree, dict):
            raise InputError([Problem("wrong-type", "$", shorten(tree), "an object")])
        for key in tree:
            if key not in _KEYS:
                where = join_path("$", str(key))
                self._wrong("unknown-key", where, tree[key], "only the keys of the schema")
        if tree.get("format", SCENARIOS_FORMAT) != SCENARIOS_FORMAT:
            self._wrong("wrong-format", "$.format", tree["format"], f'"{SCENARIOS_FORMAT}"')
        listed = tree.get("scenarios")
        if not isinstance(listed, list):
            code = "missing" if listed is None else "wrong-type"
            self._wrong(code, "$.scenarios", listed, "a list")
        else:
            for at, item in enumerate(listed):
                self._read_item(item, f"$.scenarios[{at}]")
        if self.problems:
            raise InputError(self.problems)
        return tuple(self.scenarios)

    def _wrong(self, code: str, where: str, value: object, expected: str) -> None:
        problem = Problem(code, where, None if value is None else shorten(value), expected)
        if problem not in self.problems:  # the combinations of a grid share most of their faults
            self.problems.append(problem)

    def _read_item(self, item: object, where: str) -> None:
        if not isinstance(item, dict):
            self._wrong("wrong-type", where, item, "an object")
            return
        vary = self._read_axes(item, where)
        if vary is None:
            return
        rest = {key: value for key, value in item.items() if key != "vary"}
        used = {name for name in vary if f"{{{name}}}" in json.dumps(rest, default=str)}
        for name in vary:
            if name not in used:
                expected = f"{{{name}}} somewhere in the scenario"
                self._wrong("unused-axis", join_path(f"{where}.vary", name), None, expected)
        for values in _combine(vary):
            self._read_one(_name_fully(_fill(rest, values), rest, values), where)

    def _read_axes(self, item: Mapping[str, Any], where: str) -> dict[str, list[Any]] | None:
        vary = item.get("vary", {})
        if not isinstance(vary, dict):
            self._wrong("wrong-type", f"{where}.vary", vary, "an object")
            return None
        for name, values in vary.items():
            if not isinstance(values, list) or not values:
                self._wrong("wrong-type", join_path(f"{where}.vary", str(name)), values, "a list of values")
                return None
        total = 1
        for values in vary.values():
            total *= len(values)
        if len(self.scenarios) + total > MOST_SCENARIOS:
            self._wrong(
                "out-of-range", f"{where}.vary", total, f"at most {MOST_SCENARIOS} scenarios in a file"
            )
            return None
        return {str(name): values for name, values in vary.items()}

    def _read_one(self, tree: dict[str, Any], where: str) -> None:
        try:
            scenario = Scenario.model_validate_json(json.dumps(tree, default=_refuse))
        except ValidationError as error:
            for problem in list_field_problems(error):
                place, code = where + _without_kind(problem.where[1:]), problem.code
                if code.startswith("union-tag"):
                    place += ".kind"
                    code = "missing" if code == "union-tag-not-found" else "not-allowed"
                self._wrong(code, place, problem.value, problem.expected or "")
            return
        except (TypeError, ValueError):
            self._wrong("wrong-type", where, None, "values that JSON can hold")
            return
        first = self.names.setdefault(scenario.name, where)
        if len(self.names) == len(self.scenarios):
            self._wrong("duplicate-id", f"{where}.name", scenario.name, f"another name than that of {first}")
            return
        self.scenarios.append(scenario)


def _without_kind(where: str) -> str:
    """A place without the kind of change, which pydantic puts after the position in the list."""
    return re.sub(r"^(\.changes\[\d+\])\.?(?:\['[a-z-]+'\]|[a-z]+(?:-[a-z]+)+)", r"\1", where)


def _refuse(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} in a scenario")


def _combine(vary: Mapping[str, list[Any]]) -> Iterator[dict[str, Any]]:
    for values in itertools.product(*vary.values()):
        yield dict(zip(vary, values, strict=True))


def _fill(value: Any, values: Mapping[str, Any]) -> Any:
    """The tree with the values of one combination in their places."""
    if isinstance(value, dict):
        return {key: _fill(item, values) for key, item in value.items()}
    if isinstance(value, list):
        return [_fill(item, values) for item in value]
    if not isinstance(value, str):
        return value
    whole = _WHOLE.match(value)
    if whole is not None and whole[1] in values:
        return values[whole[1]]
    return _PART.sub(lambda found: _show(values[found[1]]) if found[1] in values else found[0], value)


def _name_fully(tree: dict[str, Any], rest: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The filled tree, its name followed by the values that it does not show."""
    name = rest.get("name")
    if not isinstance(name, str):
        return tree
    hidden = [f"{axis}={_show(value)}" for axis, value in values.items() if f"{{{axis}}}" not in name]
    filled = _fill(f"{name} ", values).rstrip()  # never the value itself: a name is text
    return {**tree, "name": " ".join((filled, *hidden))}


def _show(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
