"""Readers of instance and plan files: all faults of a file at once, or the finished model.

The fast path is one validation of the whole text. Only when it fails is every part validated on its
own, so that field errors and broken references come together.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bianzu.instances.field_problems import list_field_problems
from bianzu.instances.json_text import JsonText, read_json_text, shorten
from bianzu.instances.parts import find_instance_problems
from bianzu.models import INSTANCE_FORMAT, PLAN_FORMAT, InputError, Instance, Plan, Problem

__all__ = ["parse_instance", "parse_plan", "read_both", "read_bytes", "read_instance", "read_plan"]


def read_instance(path: str | Path) -> Instance:
    """Read an instance file.

    Raises
    ------
    InputError
        With every problem of the file: code, JSON path, offending value and what was expected.
    """
    return parse_instance(read_bytes(Path(path)), source=str(path))


def read_plan(path: str | Path) -> Plan:
    """Read a plan file; raises `InputError` as `read_instance` does."""
    return parse_plan(read_bytes(Path(path)), source=str(path))


def read_both(instance: str | Path, plan: str | Path) -> tuple[Instance, Plan]:
    """Read an instance and a plan; the problems of both files come together, ``params`` naming the file."""
    problems: list[Problem] = []
    read_first: Instance | None = None
    read_second: Plan | None = None
    try:
        read_first = read_instance(instance)
    except InputError as error:
        problems += _name_file(error, instance)
    try:
        read_second = read_plan(plan)
    except InputError as error:
        problems += _name_file(error, plan)
    if read_first is None or read_second is None:
        raise InputError(problems)
    return read_first, read_second


def _name_file(error: InputError, path: str | Path) -> list[Problem]:
    return [replace(item, params={**item.params, "file": str(path)}) for item in error.problems]


def parse_instance(data: bytes | str, source: str = "input") -> Instance:
    """Read an instance from the text of a file.

    Parameters
    ----------
    data
        UTF-8 JSON, with or without a byte order mark.
    source
        Name of the file, for messages.

    Raises
    ------
    InputError
        With every problem of the text.
    """
    text = _read_object(data, source)
    found: list[Problem] = list(text.problems)
    found += _check_format(text.tree, INSTANCE_FORMAT)
    if not found:
        try:
            return Instance.model_validate_json(_plain(data))
        except ValidationError:
            pass
    found += _new(find_instance_problems(text.tree), found)
    raise InputError(found)


def parse_plan(data: bytes | str, source: str = "input") -> Plan:
    """Read a plan from the text of a file; raises `InputError` as `parse_instance` does."""
    text = _read_object(data, source)
    found: list[Problem] = list(text.problems)
    found += _check_format(text.tree, PLAN_FORMAT)
    try:
        plan = Plan.model_validate_json(json.dumps(text.tree) if found else _plain(data))
    except ValidationError as error:
        found += _new(list_field_problems(error), found)
    if found:
        raise InputError(found)
    return plan


def read_bytes(path: Path) -> bytes:
    """Content of a file; raises `InputError` when there is none to be had."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        problem = Problem("not-found", str(path), None, "an existing file")
    except IsADirectoryError:
        problem = Problem("is-a-folder", str(path), None, "a file")
    except OSError as error:
        code = "is-a-folder" if path.is_dir() else "unreadable"
        problem = Problem(code, str(path), error.strerror, "a readable file")
    except ValueError:
        problem = Problem("not-found", shorten(str(path)), None, "the path of a file")
    raise InputError([problem])


def _read_object(data: bytes | str, source: str) -> JsonText:
    text = read_json_text(data, source)
    if not text.readable:
        raise InputError(text.problems)
    if not isinstance(text.tree, dict):
        wrong = Problem("wrong-type", "$", shorten(text.tree), "an object", {"source": source})
        raise InputError([wrong] if not text.problems else text.problems)
    return text


def _check_format(tree: dict[str, Any], wanted: str) -> list[Problem]:
    """A file of another kind raises at once: its other faults would say nothing."""
    found = tree.get("format", wanted)
    if found == wanted:
        return []
    name, _, version = wanted.partition("/")
    if isinstance(found, str) and found.partition("/")[0] == name:
        expected = f'"{wanted}": this version reads /{version}'
        return [Problem("wrong-version", "$.format", shorten(found), expected, {"reads": wanted})]
    problem = Problem("wrong-format", "$.format", shorten(found), f'"{wanted}"', {"reads": wanted})
    if isinstance(found, str):
        raise InputError([problem])
    return [problem]


def _plain(data: bytes | str) -> bytes | str:
    return data.removeprefix(b"\xef\xbb\xbf") if isinstance(data, bytes) else data.removeprefix("\ufeff")


def _new(problems: list[Problem], known: list[Problem]) -> list[Problem]:
    """Problems at places that nothing was reported for yet: one fault, one problem."""
    places = {problem.where for problem in known if problem.code != "duplicate-key"}
    return [problem for problem in problems if problem.where not in places]
