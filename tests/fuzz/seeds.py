"""Sound files of every format, small and of many kinds of content, to be made unsound."""

from __future__ import annotations

import os
import shutil
import tempfile
from functools import cache
from pathlib import Path
from random import Random

from forms.making import RECIPIENT, ROUND, declared, writer
from fuzz.documents.seeds import text_seeds
from fuzz.markup import document_parts
from fuzz.workbooks.xls import ROOT, compound, entry, number_at
from office.calc.test_reader import CELLS as DOCUMENT_CELLS
from office.calc.test_reader import content, saved_as, text
from office.packages import MAIN, MICROSOFT, OFFICE, rels, workbook_parts, worksheet, zipped
from office.programs import by_openpyxl, by_xlsxwriter
from office.xls.test_reader import CELLS as BINARY_CELLS
from office.xls.test_reader import record, workbook
from ruecklauf.demo.respondent import Respondent
from ruecklauf.layout.build import build_layout


@cache
def seeds(*, programs: bool = False) -> dict[str, bytes]:
    """By name, with those that installed programs write; the form is of `read_whole`'s worksheet."""
    return {
        "form": _form(),
        **(_by_programs() if programs else {}),
        "xlsx by XlsxWriter": by_xlsxwriter(),
        "xlsx by openpyxl": by_openpyxl(),
        "xlsx with threads and styles": _threaded(),
        "ods": zipped(document_parts() | {"content.xml": _document("document-content")}),
        "fods": _document("document"),
        "xls": _binary(),
        "xls in a compound file": compound(
            [
                ROOT,
                entry("Workbook", 2, 0xFFFFFFFF, 0xFFFFFFFF, 0xFFFFFFFF, start=1, size=len(_long_binary())),
            ],
            _long_binary(),
        ),
        **text_seeds(programs=programs),
    }


def _by_programs() -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for program, kind in (("soffice", "xls"), ("soffice", "ods"), ("soffice", "xlsx"), ("ssconvert", "xls")):
        if os.environ.get("CI") or shutil.which(program):
            with tempfile.TemporaryDirectory() as folder:
                found[f"{kind} by {program}"] = saved_as(kind, program, Path(folder))
    return found


def _form() -> bytes:
    worksheets = (declared("small.yaml"),)
    told = Respondent(build_layout(worksheets), "Ahornstadt", Random(7), ROUND.reference_date).answer()
    return writer(worksheets).write(RECIPIENT, told)


def _threaded() -> bytes:
    namespace = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments"
    thread = '<threadedComment ref="A1" id="{1}" personId="{2}"><text>Frage</text></threadedComment>'
    cells = (
        '<row r="1" ht="0"><c r="A1" t="s"><v>0</v></c><c r="B1" s="1"><v>45000.5</v></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0" ref="A2:A3">B1*2</f><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/><v>2</v></c><c t="inlineStr"><is><t>x</t></is></c></row>'
    )
    part = worksheet(
        cells,
        before='<dimension ref="A1:B3"/><cols><col min="2" max="3" hidden="1"/></cols>',
        after='<mergeCells><mergeCell ref="C1:D2"/></mergeCells>'
        '<dataValidations><dataValidation sqref="A1 B2"/></dataValidations>'
        '<hyperlinks><hyperlink ref="A1"/></hyperlinks>',
    )
    return zipped(
        workbook_parts(
            part,
            strings="<si><r><rPr><strike/></rPr><t>alt</t></r><r><t xml:space='preserve'> neu</t></r></si>",
            styles='<numFmts><numFmt numFmtId="164" formatCode="dd.mm.yy"/></numFmts><fonts><font/></fonts>'
            '<cellXfs><xf/><xf numFmtId="164"/></cellXfs>',
            properties='<workbookPr date1904="1"/>',
            names='<definedNames><definedName name="n" localSheetId="0">Blatt!$A$1</definedName>'
            "</definedNames>",
            sheet_rels=rels(
                ("r1", f"{MICROSOFT}/threadedComment", "../t.xml"),
                ("r2", f"{OFFICE}/comments", "../c.xml"),
            ),
            more={
                "xl/t.xml": f'<ThreadedComments xmlns="{namespace}">{thread}</ThreadedComments>',
                "xl/c.xml": f'<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author></authors>'
                '<commentList><comment ref="A1" authorId="0"><text><t>x</t></text></comment>'
                "</commentList></comments>",
            },
        )
    )


def _document(root: str) -> bytes:
    cells = "".join(written for written, _ in DOCUMENT_CELLS.values())
    beside = (
        '<table:table-cell table:number-columns-repeated="3" table:number-rows-spanned="2">'
        f"<office:annotation><dc:creator>Meier</dc:creator>{text('Frage')}</office:annotation>{text('x')}"
        f'<draw:frame draw:name="f">{text("Kasten")}</draw:frame></table:table-cell>'
    )
    body = (
        '<table:table table:name="Blatt"><table:table-column table:number-columns-repeated="2" '
        f'table:visibility="collapse"/><table:table-row>{cells}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="2">{beside}</table:table-row></table:table>'
        '<table:named-range table:name="n" table:cell-range-address="$Blatt.$A$1:.$B$2"/>'
    )
    style = (
        '<style:style style:name="s" style:family="table-cell" style:parent-style-name="t">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
    )
    return content(body, styles=style, root=root).encode()


def _binary() -> bytes:
    cells = b"".join(written for written, _ in BINARY_CELLS.values())
    box = (
        record(0x005D, bytes(22))
        + record(0x01B6, b"\0" * 10 + b"\6\0" + bytes(6))
        + record(0x003C, b"\0Kasten")
    )
    merged = record(0x00E5, b"\1\0\0\0\1\0\0\0\1\0")
    texts = record(0x00FC, b"\1\0\0\0\1\0\0\0\3\0\0abc")
    label = record(0x00FD, b"\1\0\1\0\0\0\0\0\0\0")
    name = record(0x0018, b"\0\0\0\1\x0b\0\0\0\0\0\0\0\0\0\0n\x3b\0\0\0\0\1\0\0\0\1\0")
    note = record(0x001C, b"\0\0\0\0\0\0\1\0\5\0\0Meier\0")
    return workbook(cells + label + merged + note + box, book=texts + name)


def _long_binary() -> bytes:
    return _binary()[:-4] + number_at(3, 3) * 300 + _binary()[-4:]
