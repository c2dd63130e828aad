"""The line that says what a command is busy with while nothing else tells."""

import io
import threading

import pytest

from bianzu.report import waiting
from bianzu.report.catalog import Words
from bianzu.report.waiting import WaitingLine


class _Terminal(io.StringIO):
    """Says when something was written."""

    def __init__(self) -> None:
        super().__init__()
        self.told = threading.Event()

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError

    def write(self, text: str) -> int:
        written = super().write(text)
        self.told.set()
        return written


@pytest.mark.parametrize(("phase", "shown"), [("read", "读取文件 0 秒"), ("audit", "独立核验 0 秒")])
def test_the_phase_is_told_while_the_block_runs_and_wiped_after_it(
    monkeypatch: pytest.MonkeyPatch, phase: str, shown: str
) -> None:
    monkeypatch.setattr(waiting, "_BEAT_SECONDS", 0.001)
    stream, before = _Terminal(), threading.active_count()
    with WaitingLine(Words("zh"), stream, phase):
        assert stream.told.wait(30)
    assert stream.getvalue().startswith(f"\r{shown}")
    assert stream.getvalue().endswith(" \r")
    assert threading.active_count() == before


def test_an_error_leaves_no_line_and_no_thread_behind() -> None:
    stream, before = _Terminal(), threading.active_count()
    with pytest.raises(KeyboardInterrupt), WaitingLine(Words("en"), stream, "read"):
        raise KeyboardInterrupt
    assert stream.getvalue() == ""
    assert threading.active_count() == before


def test_nothing_is_told_where_there_is_no_terminal() -> None:
    stream, before = io.StringIO(), threading.active_count()
    with WaitingLine(Words("en"), stream, "read"):
        assert threading.active_count() == before
    assert stream.getvalue() == ""


def test_what_is_over_soon_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "_BEAT_SECONDS", 1000.0)
    stream = _Terminal()
    with WaitingLine(Words("en"), stream, "read"):
        pass
    assert stream.getvalue() == ""
