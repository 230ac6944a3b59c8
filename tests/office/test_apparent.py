"""Cells that look fuller or emptier than what they hold, in every format of workbooks."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from office.calc.test_reader import book, text
from office.opened import read_workbook
from office.packages import workbook_of
from office.xls.test_reader import record, workbook, xf
from ruecklauf.office.workbook import Workbook
from ruecklauf.shown.number_formats import shown_content

WORDS = '@" %"'


def in_excel(content: str) -> Workbook:
    formats = f'<numFmts><numFmt numFmtId="164" formatCode="{WORDS.replace(chr(34), "&quot;")}"/></numFmts>'
    styles = f'{formats}<cellXfs><xf/><xf numFmtId="164"/></cellXfs>'
    shared = f'<si><t xml:space="preserve">{content}</t></si>'
    return read_workbook(
        workbook_of('<row r="1"><c r="A1" s="1" t="s"><v>0</v></c></row>', strings=shared, styles=styles)
    )


def in_excel_inline(content: str) -> Workbook:
    formats = f'<numFmts><numFmt numFmtId="164" formatCode="{WORDS.replace(chr(34), "&quot;")}"/></numFmts>'
    styles = f'{formats}<cellXfs><xf/><xf numFmtId="164"/></cellXfs>'
    inline = f'<is><t xml:space="preserve">{content}</t><phoneticPr/></is>'
    return read_workbook(
        workbook_of(f'<row r="1"><c r="A1" s="1" t="inlineStr">{inline}</c></row>', styles=styles)
    )


def in_calc(content: str) -> Workbook:
    styles = (
        "<number:text-style style:name='N1'><number:text-content/><number:text> %</number:text>"
        "</number:text-style><style:style style:name='ce1' style:family='table-cell'"
        " style:data-style-name='N1'/>"
    )
    shown = text(content.replace(" ", "<text:s/>"))
    cell = f"<table:table-cell table:style-name='ce1' office:value-type='string'>{shown}</table:table-cell>"
    rows = f"<table:table-row>{cell}</table:table-row>"
    return book(f"<table:table table:name='Blatt'>{rows}</table:table>", styles=styles)


def in_xls(content: str) -> Workbook:
    code = record(0x041E, struct.pack("<HHB", 164, len(WORDS), 0) + WORDS.encode())
    words = record(0x0204, struct.pack("<HHHHB", 0, 0, 4, len(content), 1) + content.encode("utf-16-le"))
    return read_workbook(workbook(words, book=code, more_styles=xf(number_format=164)))


@pytest.mark.parametrize("written", [in_excel, in_excel_inline, in_calc, in_xls])
@pytest.mark.parametrize("blanks", [" ", "  ", "\u00a0", "\u200b"])
def test_blanks_to_which_a_format_adds_words_are_no_empty_cell(
    written: Callable[[str], Workbook], blanks: str
) -> None:
    raw = written(blanks).sheets[0].cells[1, 1].raw
    assert (raw.text, shown_content(raw), raw.is_blank) == (blanks, f"{blanks} %", False)
