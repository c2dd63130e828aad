"""The writer gives the same bytes for the same model and never leaves half a file."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from bianzu.instances import format_model, generate, read_instance, write_model
from bianzu.models import BianzuError


def test_what_is_written_is_read_back_equal(tmp_path: Path) -> None:
    for size, seed in (("micro", 3), ("tiny", 0), ("county", 2)):
        instance = generate(size, seed=seed)
        path = tmp_path / f"{size}.json"
        write_model(instance, path)
        assert read_instance(path) == instance
        assert path.read_bytes() == format_model(instance)


def test_the_text_is_utf_8_with_one_element_a_line_and_every_setting() -> None:
    instance = generate("tiny")
    data = format_model(instance)
    assert b"\r" not in data
    assert data.endswith(b"\n}\n")
    lines = data.decode("utf-8").splitlines()
    assert sum(line.startswith('{"id": "p0') for line in lines) == len(instance.people)
    assert any(line.startswith('"rank": {"hardness": "waivable", "leader": true') for line in lines)
    tree = json.loads(data)
    assert tree["rules"]["no-swap"] is None
    assert set(tree["people"][0]) == set(type(instance.people[0]).model_fields)


def test_an_old_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"x" * 1_000_000)
    write_model(generate("micro"), path)
    assert read_instance(path) == generate("micro")
    assert os.listdir(tmp_path) == ["a.json"]


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_failure_keeps_the_old_file_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"old")

    def fail(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, step, fail)
    with pytest.raises(BianzuError) as caught:
        write_model(generate("micro"), path)
    assert caught.value.code == "cannot-write"
    assert caught.value.params == {"path": str(path), "reason": "No space left on device"}
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a.json"]


def test_an_interruption_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_model(generate("micro"), tmp_path / "a.json")
    assert os.listdir(tmp_path) == []


def test_a_missing_folder_or_a_folder_as_target_cannot_be_written(tmp_path: Path) -> None:
    for path in (tmp_path / "no" / "a.json", tmp_path):
        with pytest.raises(BianzuError) as caught:
            write_model(generate("micro"), path)
        assert caught.value.code == "cannot-write"
    assert os.listdir(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links and modes of POSIX")
def test_a_link_stays_a_link_and_the_mode_follows_the_mask(tmp_path: Path) -> None:
    target = tmp_path / "real.json"
    link = tmp_path / "link.json"
    link.symlink_to(target)
    mask = os.umask(0o027)
    try:
        write_model(generate("micro"), link)
    finally:
        os.umask(mask)
    assert link.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of POSIX")
def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDWR)
    try:
        write_model(generate("micro"), pipe)
        assert os.read(reader, 1_000_000) == format_model(generate("micro"))
    finally:
        os.close(reader)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
