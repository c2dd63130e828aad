"""What the pages name is there: commands and their options, files, public names, links."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from bianzu.cli import cli

ROOT = Path(__file__).resolve().parents[1]
PAGES = [ROOT / "README.md", ROOT / "README.zh-CN.md", *sorted((ROOT / "docs").rglob("*.md"))]
OPTION = re.compile(r"(?<![\w-])--?[a-zA-Z][a-z-]*")
FILE = re.compile(r"`((?:bianzu|solver|models|instances|tests|benchmarks|docs)/[\w./-]+)`")
EVERYWHERE = {"--lang", "--json", "--help"}


def _options() -> dict[str, set[str]]:
    context = click.Context(cli)
    commands = {name: cli.get_command(context, name) for name in cli.list_commands(context)}
    return {
        name: EVERYWHERE.union(*((*item.opts, *item.secondary_opts) for item in command.params))
        for name, command in commands.items()
        if command is not None
    }


def _calls(text: str) -> Iterator[tuple[str, str]]:
    """Command and what follows it, of every call in a block of shell or between back ticks."""
    for block in re.findall(r"```(?:sh|bat)\n(.*?)```", text, flags=re.DOTALL):
        yield from re.findall(r"^bianzu ([a-z-]+)([^#\n]*)", block, flags=re.MULTILINE)
    for inline in re.findall(r"`bianzu ([^`]*)`", text):
        name, _, rest = inline.partition(" ")
        yield name, rest


@pytest.fixture(scope="module")
def options() -> dict[str, set[str]]:
    return _options()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_and_options_exist(page: Path, options: dict[str, set[str]]) -> None:
    text = page.read_text("utf-8")
    for name, rest in _calls(text):
        assert name in options, name
        assert set(OPTION.findall(rest)) <= options[name], (name, rest)
    named = set(re.findall(r"`(--[a-z-]+)", text))
    assert named <= set().union(*options.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_links_exist(page: Path) -> None:
    text = page.read_text("utf-8")
    files = [ROOT / name for name in FILE.findall(text)]
    links = [page.parent / target for target in re.findall(r"\]\((?!http)([^)#]+)", text)]
    assert [str(item) for item in (*files, *links) if not item.exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_public_names_exist(page: Path) -> None:
    for name in re.findall(r"`(bianzu(?:\.[A-Za-z_]\w*)+)", page.read_text("utf-8")):
        _resolve(name)


def _resolve(name: str) -> object:
    """A module, or an attribute of one."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        owner, _, last = name.rpartition(".")
        return getattr(_resolve(owner), last)


def test_every_kind_of_change_is_described() -> None:
    kinds = re.findall(r'kind: Literal\["([a-z-]+)"\]', (ROOT / "models/changes.py").read_text("utf-8"))
    text = (ROOT / "docs/answers.md").read_text("utf-8")
    assert len(kinds) > 10
    assert [kind for kind in kinds if f"`{kind}`" not in text] == []


def test_every_command_stands_in_both_readmes(options: dict[str, set[str]]) -> None:
    for page in PAGES[:2]:
        called = {name for name, _ in _calls(page.read_text("utf-8"))}
        assert set(options) - called == set()
