"""The progress line: everything it must tell on a terminal, nothing elsewhere."""

import io

from rich.cells import cell_len

from bianzu.report.catalog import Words
from bianzu.report.progress import ProgressLine, progress_text
from bianzu.solver.options import Progress

BEAT = Progress(phase="search", seconds=12.7, level="soft", incumbent=1234, bound=1200)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError


def test_a_heartbeat_tells_phase_level_incumbent_bound_and_gap() -> None:
    assert progress_text(Words("en"), BEAT) == (
        "searching 12 s | 3 soft rules | best 1234 | bound 1200 | gap 2.8 %"
    )
    assert progress_text(Words("zh"), BEAT) == "搜索 12 秒 | 3 软性规则 | 当前 1234 | 下界 1200 | 差距 2.8%"


def test_unknown_values_are_left_out() -> None:
    assert progress_text(Words("en"), Progress(phase="model", seconds=0.2)) == "building the model 0 s"


def test_a_shorter_line_wipes_the_longer_one_and_closing_wipes_all() -> None:
    stream = _Terminal()
    line = ProgressLine(Words("zh"), stream)
    line(BEAT)
    line(Progress(phase="audit", seconds=13))
    line.close()
    first, second, blank, last = stream.getvalue().split("\r")[1:]
    assert cell_len(second) == cell_len(first)
    assert blank.strip() == ""
    assert last == ""


def test_a_line_never_wraps() -> None:
    stream = _Terminal()
    ProgressLine(Words("zh"), stream)(
        Progress(phase="search", seconds=1, level="x" * 300, incumbent=1, bound=1)
    )
    assert cell_len(stream.getvalue().strip("\r")) <= 79


def test_nothing_is_shown_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    line = ProgressLine(Words("en"), stream)
    line(BEAT)
    line.announce("progress.cancelling")
    line.close()
    assert stream.getvalue() == ""
