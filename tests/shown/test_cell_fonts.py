"""Letters of symbol fonts in cells, by the cell's font or a run's, are the signs that people see."""

from __future__ import annotations

import struct

import pytest

from office.calc.test_reader import cell, sheet, text
from office.opened import read_workbook
from office.packages import workbook_of
from office.xls.test_around import shared
from office.xls.test_reader import number, record, workbook, xf
from ruecklauf.cells import CellKind, Raw
from ruecklauf.office.workbook import PartlyStruck
from ruecklauf.shown.cell_fonts import in_font
from ruecklauf.shown.number_formats import shown_content
from ruecklauf.shown.symbol_fonts import shown_in

PLAIN, WINGDINGS = 0, 1
TICK, UNKNOWN = "✓", "\uf0ff"

FONTS = (
    '<fonts><font><name val="Arial"/></font><font><strike val="0"/><name val="Wingdings"/></font></fonts>'
    '<dxfs><dxf><font><name val="Webdings"/></font></dxf></dxfs>'
    '<cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'
)


def shown_in_xlsx(cell: str, strings: str = "") -> Raw:
    data = workbook_of(f'<row r="1">{cell}</row>', styles=FONTS, strings=strings)
    return read_workbook(data).sheets[0].cells[1, 1].raw


def run(letters: str, font: str = "") -> str:
    properties = f'<rPr><rFont val="{font}"/></rPr>' if font else ""
    return f'<r>{properties}<t xml:space="preserve">{letters}</t></r>'


XLSX = {
    "a cell": ("<t>ü</t>", WINGDINGS, TICK),
    "a cell and an unknown letter": ("<t>ÿ</t>", WINGDINGS, UNKNOWN),
    "a cell with letters of its own": ("<t>ü</t>", PLAIN, "ü"),
    "a run": (run("Kurs ") + run("ü", "Wingdings") + run(" ab a", "Arial"), PLAIN, "Kurs ✓ ab a"),
    "runs in letters, one by the cell": (run("ü") + run(" ab", "Arial") + run("ü"), WINGDINGS, "✓ ab✓"),
    "runs in two fonts": (run("a", "Symbol") + run("a", "Webdings") + run("a"), PLAIN, "α✓a"),
    "an escaped letter": (run("_x00FC_", "Wingdings"), PLAIN, TICK),
}


@pytest.mark.parametrize(("inner", "style", "seen"), XLSX.values(), ids=XLSX)
def test_signs_of_xlsx_are_read_as_they_are_seen(inner: str, style: int, seen: str) -> None:
    shared_text = shown_in_xlsx(f'<c r="A1" s="{style}" t="s"><v>0</v></c>', f"<si>{inner}</si>")
    inline = shown_in_xlsx(f'<c r="A1" s="{style}" t="inlineStr"><is>{inner}</is></c>')
    assert (shared_text.text, inline.text) == (seen, seen)


def test_result_of_a_formula_is_signs_too() -> None:
    raw = shown_in_xlsx('<c r="A1" s="1" t="str"><f>T(B1)</f><v>ü</v></c>')
    assert (raw.kind, raw.text, raw.formula) == (CellKind.TEXT, TICK, "T(B1)")


def test_struck_run_beside_signs_is_still_known() -> None:
    struck = "<r><rPr><strike/></rPr><t>ü</t></r>"
    raw = shown_in_xlsx(f'<c r="A1" s="1" t="inlineStr"><is>{struck}{run("a")}</is></c>')
    assert isinstance(raw.text, PartlyStruck)
    assert raw.text == "✓♋"


def test_number_shows_signs_and_truth_value_is_none() -> None:
    raw = in_font(Raw(CellKind.NUMBER, "12"), "Wingdings")
    assert (raw.kind, raw.text, shown_content(raw)) == (CellKind.NUMBER, "12", shown_in("Wingdings", "12"))
    assert in_font(Raw(CellKind.NUMBER, "12"), "Symbol").shown == "12"
    assert in_font(Raw(CellKind.BOOL, "1"), "Wingdings").kind is CellKind.TEXT
    assert in_font(Raw(CellKind.BLANK), "Wingdings") == Raw(CellKind.BLANK)


STYLES = (
    '<style:style style:name="ce1" style:family="table-cell"><style:text-properties '
    'style:font-name="Wingdings"/></style:style>'
    '<style:style style:name="ce2" style:family="table-cell" style:parent-style-name="ce1"/>'
    '<style:style style:name="T1" style:family="text"><style:text-properties '
    'style:font-name="Wingdings"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties '
    'style:font-name="Arial"/></style:style>'
    '<style:style style:name="T3" style:family="text"><style:text-properties/></style:style>'
)
SIGN = '<text:span text:style-name="T1">ü</text:span>'
ODS = {
    "a cell": (cell('table:style-name="ce1"', text("ü")), TICK),
    "a cell by its style's parent": (cell('table:style-name="ce2"', text("ü")), TICK),
    "a run": (cell("", text(f"Kurs {SIGN} ab")), "Kurs ✓ ab"),
    "a run in letters": (
        cell('table:style-name="ce1"', text('ü<text:span text:style-name="T2"> ab</text:span>')),
        "✓ ab",
    ),
    "a run that says no font": (
        cell('table:style-name="ce1"', text('<text:span text:style-name="T3">ü</text:span>')),
        TICK,
    ),
    "a text that is stored beside": (
        cell('office:value-type="string" office:string-value="Kurs ü"', text(f"Kurs {SIGN}")),
        "Kurs ✓",
    ),
    "letters": (cell("", text("ü")), "ü"),
}


@pytest.mark.parametrize(("written", "seen"), ODS.values(), ids=ODS)
def test_signs_of_ods_are_read_as_they_are_seen(written: str, seen: str) -> None:
    cells = sheet(f"<table:table-row>{written}</table:table-row>", styles=STYLES).cells
    assert cells[1, 1].raw.text == seen


def test_font_of_a_column_counts_in_ods() -> None:
    columns = '<table:table-column table:default-cell-style-name="ce1"/>'
    rows = f"{columns}<table:table-row>{cell('', text('ü'))}</table:table-row>"
    assert sheet(rows, styles=STYLES).cells[1, 1].raw.text == TICK


def test_number_and_truth_value_of_ods_show_signs() -> None:
    named = 'table:style-name="ce1" office:value-type='
    written = (
        cell(f'{named}"float" office:value="12"', text("12")),
        cell(f'{named}"boolean" office:boolean-value="true"', text("WAHR")),
    )
    rows = f"<table:table-row>{''.join(written)}</table:table-row>"
    count, truth = (one.raw for one in sheet(rows, styles=STYLES).cells.values())
    assert (count.kind, count.text, count.shown) == (CellKind.NUMBER, "12", shown_in("Wingdings", "12"))
    assert (truth.kind, truth.text) == (CellKind.TEXT, shown_in("Wingdings", "WAHR"))


def font(name: str) -> bytes:
    charset = 0 if name == "Arial" else 2
    head = struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, charset, 0, len(name), 0)
    return record(0x0031, head + name.encode("latin-1"))


OLD_FONTS = font("Arial") + font("Wingdings")
XLS = {
    "a cell": (shared("ü"), 0, TICK),
    "a run": (shared("Kurs ü ab", (5, 1), (6, 0)), 1, "Kurs ✓ ab"),
    "a cell with a run in letters": (shared("ü ab", (1, 0)), 0, "✓ ab"),
    "letters": (shared("ü"), 1, "ü"),
}


@pytest.mark.parametrize(("table", "style", "seen"), XLS.values(), ids=XLS)
def test_signs_of_xls_are_read_as_they_are_seen(table: bytes, style: int, seen: str) -> None:
    cells = record(0x00FD, struct.pack("<HHHI", 0, 0, style, 0))
    (sheet,) = read_workbook(workbook(cells, book=OLD_FONTS + xf(1) + xf(0) + table)).sheets
    assert sheet.cells[1, 1].raw.text == seen


def test_number_of_xls_shows_signs() -> None:
    (sheet,) = read_workbook(workbook(number(12.0), book=OLD_FONTS + xf(1))).sheets
    assert sheet.cells[1, 1].raw.shown == shown_in("Wingdings", "12")
