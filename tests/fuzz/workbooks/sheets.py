"""Workbooks of Excel that are hostile in what they say, not in how they are packed."""

from __future__ import annotations

from collections.abc import Iterator

from fuzz.measuring import EITHER, REFUSED, Case
from fuzz.workbooks.around import beside_cells, copies, links, noted
from fuzz.workbooks.grids import (
    ANSWER,
    DAMAGED,
    KEPT,
    MANY,
    READ,
    Listed,
    grid,
    sheet,
)
from office.packages import MAIN, workbook_of, workbook_parts, worksheet, zipped


def hostile_workbooks(*, heavy: bool) -> Iterator[Case]:
    """Each beside the answer 380 where the file can have one; heavy ones are those of great numbers."""
    for group in (_places, _values, _styles, links, beside_cells, copies, *((_masses,) if heavy else ())):
        for name, data, outcomes, cells in group():
            if heavy or not name[0].isdecimal():
                yield Case(name, data(), outcomes, cells)


def _places() -> Iterator[Listed]:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    merge = '<mergeCells><mergeCell ref="{}"/></mergeCells>'
    corner = {(1_048_576, 16_384): "1"}
    last = merge.format("XFC1048575:XFD1048576")
    yield "last cell, merged", lambda: sheet(far, after=last), READ, corner
    yield "last cell, noted", lambda: noted("XFD1048576", "x"), READ, KEPT
    whole = merge.format("A1:XFD1048576")
    yield "whole sheet merged", lambda: sheet(ANSWER, after=whole), READ, KEPT
    many = '<mergeCell ref="A1:XFD1048576"/>' * 100_000
    yield "100,000 merges of the whole sheet", lambda: sheet(ANSWER, after=many), EITHER, KEPT
    for dimension in ("A1", "A1:XFD1048576", "B7:B7", "x"):
        wrong = f'<dimension ref="{dimension}"/>'
        yield f"dimension {dimension}", lambda wrong=wrong: sheet(ANSWER, before=wrong), READ, KEPT
    for row in ("0", "-1", "1e30", "1048577", "9" * 5_000, "²", "１", " "):
        text = f'<row r="{row}"><c r="A{row[:4]}"><v>380</v></c></row>'
        yield f"row {row[:9]}", lambda text=text: sheet(text), EITHER, KEPT
    for place in ("XFE1", "A0", "A1048577", "", "1", "A", "A1:B2", "AAAA1", "Ä1", "A１", "A" * 100_000):
        text = f'<row r="1"><c r="{place}"><v>380</v></c></row>'
        yield f"cell {place[:9]}", lambda text=text: sheet(text), DAMAGED, None
    columns = (
        '<cols><col min="1" max="999999999" hidden="1" width="1e9"/><col min="-5" max="9" width="x"/></cols>'
    )
    yield "columns out of bounds", lambda: sheet(ANSWER, before=columns), EITHER, KEPT
    spans = "".join(f'<col min="1" max="{n % 16_384}" hidden="1"/>' for n in range(500_000))
    yield "500,000 spans of columns", lambda: sheet(ANSWER, before=f"<cols>{spans}</cols>"), EITHER, KEPT


def _values() -> Iterator[Listed]:
    for value in (
        "1e999999",
        "-1e999999",
        "1e99999999999999999999",
        "0." + "0" * 100_000 + "1",
        "9" * 100_000,
    ):
        text = f'<row r="1"><c r="A1"><v>{value}</v></c></row>'
        yield f"number {value[:12]}", lambda text=text: sheet(text), READ, {(1, 1): value}
    for value in ("NaN", "INF", "1_000", "0x10", "1,5", "--1", "1e", "9" * MANY + "x", "380 €"):
        text = f'<row r="1"><c r="A1"><v>{value}</v></c></row>'
        yield f"number {value[:9]}", lambda text=text: sheet(text), DAMAGED, None
    for number in ("-1", "1", "1000000000", "x", "0_0", "9" * 5_000):
        text = f'<row r="1"><c r="A1" t="s"><v>{number}</v></c></row>'
        strings = "<si><t>eins</t></si>"
        yield (
            f"shared text {number[:12]}",
            lambda text=text, strings=strings: workbook_of(text, strings=strings),
            DAMAGED,
            None,
        )
    styles = '<cellXfs><xf/><xf numFmtId="14"/></cellXfs>'
    for serial in ("2958466", "-1", "1e300", "60", "1e-300"):
        text = f'<row r="1"><c r="A1" s="1"><v>{serial}</v></c></row>'
        yield (
            f"date {serial}",
            lambda text=text, styles=styles: workbook_of(text, styles=styles),
            READ,
            {(1, 1): serial},
        )
    for moment in ("10000-01-01", "2026-13-45", "0000-00-00", "2026-06-30T25:00", "x"):
        text = f'<row r="1"><c r="A1" t="d"><v>{moment}</v></c></row>'
        yield f"moment {moment}", lambda text=text: sheet(text), DAMAGED, None
    spaces = f'<row r="1" hidden="1"{" " * MANY}><c r="A1"><v>380</v></c></row>'
    yield "row of 1,000,000 spaces", lambda: sheet(spaces), EITHER, KEPT
    digits = "9" * MANY + "x"
    text = f'<row r="1"><c r="A1" t="d"><v>{digits}</v></c></row>'
    yield "moment of many digits", lambda: sheet(text), DAMAGED, None


def _masses() -> Iterator[Listed]:
    filled = grid(140_000, lambda place: f'<c r="{place}"><v>7</v></c>')
    yield "140,000 cells", lambda: sheet(filled), READ, None
    more = grid(MANY, lambda place: f'<c r="{place}"><v>7</v></c>')
    yield "1,000,000 cells", lambda: sheet(more), ("too_large",), None
    prefixed = worksheet(more).replace("<c ", "<x:c ").replace("</c>", "</x:c>")
    prefixed = prefixed.replace("<worksheet", f'<worksheet xmlns:x="{MAIN}"')
    yield "1,000,000 cells with prefixes", lambda: zipped(workbook_parts(prefixed)), ("too_large",), None
    empty = grid(MANY, lambda place: f'<c r="{place}" s="1"/>')
    yield "1,000,000 empty cells", lambda: sheet(empty), EITHER, None
    formula = grid(MANY, lambda place: f'<c r="{place}"><f/></c>')
    yield "1,000,000 empty formulas", lambda: sheet(formula), REFUSED, None
    late = more + "<c/>"
    yield "1,000,000 cells and then damage", lambda: sheet(late), REFUSED, None
    shared = (
        "<row>"
        + '<c><f t="shared" ref="A1:XFD1048576" si="0">A1</f><v>1</v></c>'
        + '<c><f t="shared" si="0"/><v>2</v></c>' * 9_000
    )
    yield "formulas shared by the whole sheet", lambda: sheet(f"{shared}</row>"), EITHER, None
    ranges = '<dataValidations><dataValidation sqref="' + "A1 " * MANY + '"/></dataValidations>'
    yield "1,000,000 validated ranges", lambda: sheet(ANSWER, after=ranges), EITHER, KEPT
    validations = '<dataValidation sqref="A1:XFD1048576"/>' * 500_000
    yield "500,000 validations", lambda: sheet(ANSWER, after=validations), EITHER, KEPT
    linked = '<hyperlink ref="A1"/>' * MANY
    yield "1,000,000 links", lambda: sheet(ANSWER, after=linked), EITHER, KEPT
    names = "".join(f'<definedName name="n{number}">Blatt!$A$1</definedName>' for number in range(MANY))
    wrapped = f"<definedNames>{names}</definedNames>"
    yield "1,000,000 names", lambda: workbook_of(ANSWER, names=wrapped), EITHER, KEPT
    same = '<definedName name="n">Blatt!$A$1</definedName>' * 900_000
    yield (
        "900,000 names alike",
        lambda: workbook_of(ANSWER, names=f"<definedNames>{same}</definedNames>"),
        EITHER,
        KEPT,
    )
    scope = '<definedName name="n" localSheetId="{}">1</definedName>'.format("9" * 5_000)
    yield "name on a sheet beyond numbers", lambda: workbook_of(ANSWER, names=scope), EITHER, KEPT
    long = "x" * MANY
    cells = grid(200_000, lambda place: f'<c r="{place}" t="s"><v>0</v></c>')
    yield (
        "a long text in 200,000 cells",
        lambda: workbook_of(cells, strings=f"<si><t>{long}</t></si>"),
        ("too_large",),
        None,
    )
    dashes = grid(200_000, lambda place: f'<c r="{place}" t="s"><v>0</v></c>')
    yield (
        "dashes in 200,000 cells",
        lambda: workbook_of(dashes, strings=f"<si><t>{'-' * 90}</t></si>"),
        EITHER,
        None,
    )


def _styles() -> Iterator[Listed]:
    modulus = (1 << 61) - 1
    clashing = "".join(f'<numFmt numFmtId="{n * modulus}" formatCode="0"/>' for n in range(200_000))
    yield (
        "formats that hash alike",
        lambda: workbook_of(ANSWER, styles=f"<numFmts>{clashing}</numFmts>"),
        EITHER,
        KEPT,
    )
    for name, code in {
        "quotes": "&quot;" * MANY,
        "brackets": "[" * MANY,
        "hours": "[h" * 500_000,
        "zeros": "s.0" * 500_000,
        "backslashes": "\\" * MANY,
        "sections": ";" * MANY,
    }.items():
        text = (
            f'<numFmts><numFmt numFmtId="200" formatCode="{code}"/></numFmts>'
            '<cellXfs><xf numFmtId="200"/></cellXfs>'
        )
        yield f"format of {name}", lambda text=text: workbook_of(ANSWER, styles=text), EITHER, None
    fonts = "<fonts>" + "<font><strike/></font>" * MANY + "</fonts>"
    yield "1,000,000 fonts", lambda: workbook_of(ANSWER, styles=fonts), EITHER, KEPT
    formats = "<cellXfs>" + "<xf/>" * MANY + "</cellXfs>"
    yield "1,000,000 styles", lambda: workbook_of(ANSWER, styles=formats), EITHER, KEPT
    strings = "<si><t/></si>" * MANY
    yield "1,000,000 empty texts", lambda: workbook_of(ANSWER, strings=strings), EITHER, KEPT
    mixed = "<si><t>a</t></si><si><r><t>b</t></r></si>" * 100_000
    around = zipped(
        workbook_parts(worksheet(ANSWER), strings="x")
        | {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}" x="{"y" * MANY}">{mixed}</sst>'}
    )
    yield "plain and rich texts after a long attribute", lambda: around, EITHER, KEPT
    runs = "<si>" + "<r><rPr><strike/></rPr><t>x</t></r>" * 300_000 + "</si>"
    yield "300,000 runs in one text", lambda: workbook_of(ANSWER, strings=runs), EITHER, KEPT
    escapes = "<si><t>" + "_x0041_" * MANY + "</t></si><si><t>" + "_x" * MANY + "</t></si>"
    yield "1,000,000 escapes", lambda: workbook_of(ANSWER, strings=escapes), EITHER, KEPT
    entities = "<si><t>" + "&amp;" * MANY + "&#" * 0 + "</t></si>"
    yield "1,000,000 entities", lambda: workbook_of(ANSWER, strings=entities), EITHER, KEPT
