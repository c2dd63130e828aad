"""What is installed: every package, its data, nothing else; and an import that stays cheap."""

import fnmatch
import json
import logging
import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

import bianzu

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
SETUPTOOLS = PROJECT["tool"]["setuptools"]


def _folders() -> Iterator[tuple[str, Path]]:
    """Dotted names and folders of everything under bianzu, through the links to the rooms."""
    for folder, names, files in os.walk(ROOT / "bianzu", followlinks=True):
        names[:] = [name for name in names if name != "__pycache__"]
        if any(not name.endswith(".pyc") for name in files):
            yield ".".join(Path(folder).relative_to(ROOT).parts), Path(folder)


def test_the_package_list_is_the_folders() -> None:
    assert sorted(SETUPTOOLS["packages"]) == sorted(name for name, _ in _folders())


def test_every_package_has_an_init() -> None:
    assert [name for name, folder in _folders() if not (folder / "__init__.py").is_file()] == []


def test_every_data_file_is_package_data() -> None:
    patterns = SETUPTOOLS["package-data"]
    for name, folder in _folders():
        for path in folder.iterdir():
            if path.is_file() and path.suffix not in (".py", ".pyc") and not path.name.startswith("."):
                assert any(fnmatch.fnmatch(path.name, pattern) for pattern in patterns.get(name, ())), path


def test_rooms_are_mapped_into_the_package() -> None:
    for room in ("models", "instances", "solver"):
        assert SETUPTOOLS["package-dir"][f"bianzu.{room}"] == room
        assert (ROOT / "bianzu" / room).resolve() == ROOT / room


def test_the_version_stands_once() -> None:
    assert bianzu.__version__ == PROJECT["project"]["version"]


def test_every_public_name_resolves_and_is_listed() -> None:
    assert len(set(bianzu.__all__)) == len(bianzu.__all__)
    for name in bianzu.__all__:
        assert getattr(bianzu, name) is not None
        assert name in dir(bianzu)
    with pytest.raises(AttributeError, match="no_such_name"):
        bianzu.no_such_name  # noqa: B018 - the access is what is tested


def test_the_library_adds_no_handler_but_the_null_one() -> None:
    assert [type(item) for item in logging.getLogger("bianzu").handlers] == [logging.NullHandler]


def _loaded_after(statement: str, *modules: str) -> list[str]:
    code = f"""import sys, json\n{statement}
print(json.dumps([name for name in {list(modules)!r} if name in sys.modules]))"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    loaded = json.loads(done.stdout)
    assert isinstance(loaded, list)
    return loaded


def test_importing_loads_nothing_heavy() -> None:
    heavy = ("ortools", "numpy", "pandas", "pydantic", "rich", "click", "multiprocessing")
    assert _loaded_after("import bianzu", *heavy) == []


def test_reading_and_auditing_load_no_engine() -> None:
    statement = "import bianzu; bianzu.read_library('tiny'); bianzu.verify; bianzu.write_model"
    assert _loaded_after(statement, "ortools", "numpy", "pandas") == []


def test_help_loads_no_engine() -> None:
    statement = "import os; from bianzu.cli import main; sys.stdout = open(os.devnull, 'w'); main(['--help'])"
    restored = f"{statement}; sys.stdout = sys.__stdout__"
    assert _loaded_after(restored, "ortools", "numpy", "pandas", "pydantic") == []


def test_there_is_a_license_and_it_is_the_declared_one() -> None:
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "Apache License\n                           Version 2.0" in (ROOT / "LICENSE").read_text("utf-8")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_library_example_of_the_readme_runs(name: str, tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text("utf-8"), re.S)
    assert len(blocks) == 1
    assert len([line for line in blocks[0].splitlines() if line.strip()]) <= 10
    done = subprocess.run(
        [sys.executable, "-c", blocks[0]], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "plan.json").is_file()


def test_links_of_the_documents_lead_somewhere() -> None:
    for page in (*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_code_quoted_in_the_documents_is_the_code() -> None:
    sources = " ".join(path.read_text("utf-8") for name in _rooms() for path in (ROOT / name).rglob("*.py"))
    packed = re.sub(r"\s", "", sources)
    blocks = re.findall(r"```text\n(.*?)```", (ROOT / "docs" / "adding-a-rule.md").read_text("utf-8"), re.S)
    assert len(blocks) == 3
    for block in blocks:
        for part in block.split("\n\ndef "):
            assert re.sub(r"\s", "", part) in packed


def _rooms() -> tuple[str, ...]:
    return ("models", "solver", "bianzu/audit")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a copy, so that nothing is left in the checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    keep = ("bianzu", "models", "instances", "solver", "pyproject.toml", "README.md", "LICENSE")
    source = folder / "source"
    source.mkdir()
    for name in keep:
        if (ROOT / name).is_dir():
            shutil.copytree(
                ROOT / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__")
            )
        else:
            shutil.copy(ROOT / name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.mark.long
def test_the_wheel_holds_the_package_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names if ".dist-info" not in name} == {"bianzu"}
    expected = {
        str(Path(*name.split("."), path.name).as_posix())
        for name, folder in _folders()
        for path in folder.iterdir()
        if path.is_file() and path.suffix != ".pyc" and not path.name.startswith(".")
    }
    assert {name for name in names if ".dist-info" not in name} == expected
    assert "bianzu/py.typed" in names
    assert "bianzu/instances/library/city.json" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


@pytest.mark.long
def test_the_installed_wheel_works_from_any_folder(wheel: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target)]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    code = (
        "import bianzu, importlib.util as u; assert 'site' in bianzu.__file__; "
        "assert len(bianzu.read_library('city').teams) == 42; "
        "assert not any(u.find_spec(name) for name in ('solver', 'models', 'instances'))"
    )
    environment = {**os.environ, "PYTHONPATH": str(target)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
