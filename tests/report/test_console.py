"""Output survives encodings, widths and colours; JSON is one document of plain text."""

import io
import json

import pytest
from rich.cells import cell_len

from bianzu.report.console import Printer, clean, prepare_stream
from bianzu.report.tables import Column, print_table


def _stream(encoding: str) -> tuple[io.TextIOWrapper, io.BytesIO]:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding=encoding, write_through=True)
    prepare_stream(stream)
    return stream, raw


@pytest.mark.parametrize("encoding", ["gbk", "cp936", "ascii", "utf-8", "cp437"])
def test_any_encoding_prints_tables_and_rare_characters(encoding: str) -> None:
    stream, raw = _stream(encoding)
    printer = Printer(stream, 60)
    printer.heading("编组名单 ≥ – \U0001f600 \U00020bb7")
    print_table(printer, [Column("姓名"), Column("n", number=True)], [("\U00020bb7野", 1)])
    text = raw.getvalue().decode(encoding)
    assert "n" in text
    if encoding in ("gbk", "cp936", "utf-8"):
        assert "编组名单" in text


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_boxes_are_plain_where_the_encoding_is_not_unicode(encoding: str) -> None:
    stream, raw = _stream(encoding)
    print_table(Printer(stream, 40), [Column("a")], [("b",)])
    assert raw.getvalue().isascii()


@pytest.mark.parametrize("encoding", ["gbk", "utf-8", "ascii"])
def test_a_document_is_lossless_in_any_encoding(encoding: str) -> None:
    stream, raw = _stream(encoding)
    Printer(stream, 80).document({"name": "尤溪 \U00020bb7 é"})
    assert json.loads(raw.getvalue().decode(encoding)) == {"name": "尤溪 \U00020bb7 é"}


def test_no_colour_goes_to_what_is_no_terminal() -> None:
    stream = io.StringIO()
    printer = Printer(stream, 40)
    printer.say("x", style="bold red")
    assert stream.getvalue() == "x\n"


def test_chinese_columns_line_up() -> None:
    stream = io.StringIO()
    print_table(
        Printer(stream, 60), [Column("姓名"), Column("职务")], [("王芳", "组长"), ("欧阳国庆", "副组长")]
    )
    lines = stream.getvalue().splitlines()
    starts = [
        cell_len(line[: line.index(title)])
        for line, title in zip((lines[0], lines[2], lines[3]), ("职务", "组长", "副组长"), strict=True)
    ]
    assert len(set(starts)) == 1


def test_long_paragraphs_wrap_with_their_indent() -> None:
    stream = io.StringIO()
    Printer(stream, 24).say("one two three four five six seven", indent=4)
    lines = stream.getvalue().splitlines()
    assert len(lines) > 1
    assert all(line.startswith("    ") and len(line) <= 24 for line in lines)


def test_control_characters_and_half_pairs_are_replaced() -> None:
    assert clean("a\x1b[2Jb\u202ec\ud800") == "a?[2Jb?c?"
    assert clean("张\u3000三") == "张\u3000三"
