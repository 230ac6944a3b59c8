"""What conditional formats do to what is seen of cells."""
# ruff: noqa: E501

from __future__ import annotations

import pytest

from office.opened import read_workbook
from office.packages import workbook_parts, worksheet, zipped
from ruecklauf.cells import CellKind
from ruecklauf.office.workbook import Sheet
from ruecklauf.shown.number_formats import shown_content

WHITE, STRUCK = '<font><color rgb="FFFFFFFF"/></font>', "<font><strike/></font>"
FORMAT = '<numFmt numFmtId="170" formatCode="{}"/>'
BORDER = '<border><left style="thin"><color rgb="FFFFFFFF"/></left></border>'
BLACK = '<fill><patternFill patternType="solid"><bgColor rgb="FF000000"/></patternFill></fill>'
NOBODYS = '<fill><patternFill patternType="solid"><fgColor rgb="FF00FF00"/><bgColor rgb="00000000"/></patternFill></fill>'
STRIPES = '<fill><patternFill patternType="lightUp"><bgColor rgb="FF000000"/></patternFill></fill>'
BASE = (
    '<fonts><font><color theme="1"/></font></fonts><fills><fill><patternFill patternType="none"/></fill></fills>'
    '<cellXfs><xf fontId="0" fillId="0"/><xf numFmtId="14" fontId="0" fillId="0"/></cellXfs>'
)
CELLS = (
    '<row r="1"><c r="A1"><v>6</v></c><c r="B1" s="1"><v>46203</v></c><c r="C1" t="inlineStr"><is><t>ja</t></is></c>'
    '<c r="D1" t="b"><v>1</v></c></row>'
)
ALWAYS = '<cfRule type="expression" dxfId="0" priority="1"><formula>TRUE</formula></cfRule>'
UNKNOWN = '<cfRule type="expression" dxfId="0" priority="1"><formula>MOD($Z1,3)&gt;2</formula></cfRule>'
NAMES = (
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
)


def conditioned(
    rules: str, look: str = "", *, cells: str = CELLS, ranges: str = "A1:D1", more: str = ""
) -> Sheet:
    styles = f"{BASE}<dxfs><dxf>{look}</dxf></dxfs>"
    after = f'<conditionalFormatting sqref="{ranges}">{rules}</conditionalFormatting>' if rules else ""
    return read_workbook(zipped(workbook_parts(worksheet(cells, after=after + more), styles=styles))).sheets[
        0
    ]


def newer(rules: str) -> str:
    return (
        f'<extLst><ext {NAMES}><x14:conditionalFormattings><x14:conditionalFormatting>{rules}'
        "<xm:sqref>A1:D1</xm:sqref></x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )  # fmt: skip


def seen(sheet: Sheet) -> list[str]:
    return [shown_content(cell.raw) for cell in sheet.cells.values()]


@pytest.mark.parametrize("cells", [CELLS, CELLS.replace('r="A1"', "r='A1'"), CELLS.replace(' r="A1"', "")])
@pytest.mark.parametrize(
    ("look", "expected"),
    [
        (WHITE, ["", "", "", ""]),
        (BLACK, ["", "", "", ""]),
        (FORMAT.format(";;;"), ["", "", "", "WAHR"]),
        (FORMAT.format("0%"), ["600%", "4620300%", "ja", "WAHR"]),
        (FORMAT.format("mmm yyyy"), ["Jan 1900", "Jun 2026", "ja", "WAHR"]),
        (
            FORMAT.format("&quot;ca. &quot;0;-0;0;&quot;wohl &quot;@"),
            ["ca. 6", "ca. 46203", "wohl ja", "WAHR"],
        ),
        (FORMAT.format("[White]General"), ["", "", "ja", "WAHR"]),
        (FORMAT.format("&quot;▲ &quot;0;&quot;▲ &quot;@"), ["6", "30.06.2026", "ja", "WAHR"]),
        (BORDER, ["6", "30.06.2026", "ja", "WAHR"]),
        (NOBODYS, ["6", "30.06.2026", "ja", "WAHR"]),
        (STRIPES, ["6", "30.06.2026", "ja", "WAHR"]),
        ("<font><b/></font>", ["6", "30.06.2026", "ja", "WAHR"]),
        ("", ["6", "30.06.2026", "ja", "WAHR"]),
    ],
)
def test_a_format_shows_cells_otherwise(look: str, expected: list[str], cells: str) -> None:
    sheet = conditioned(ALWAYS, look, cells=cells)
    assert (seen(sheet), sheet.in_doubt) == (expected, {})
    assert [cell.raw.text for cell in sheet.cells.values()] == ["6", "46203", "ja", "1"]
    changes = {
        cell.column for cell, was in zip(sheet.cells.values(), seen(conditioned("")), strict=True)
        if shown_content(cell.raw) != was
    }  # fmt: skip
    doubtful = conditioned(UNKNOWN, look, cells=cells)
    assert (seen(doubtful), set(doubtful.in_doubt)) == (
        seen(conditioned("")),
        {(1, column) for column in changes},
    )


def test_a_format_strikes_cells_through() -> None:
    struck = conditioned(ALWAYS, STRUCK, ranges="B1 C1:C9")
    assert [cell.struck for cell in struck.cells.values()] == [False, True, True, False]
    assert conditioned(UNKNOWN, STRUCK, ranges="C1").in_doubt.keys() == {(1, 3)}
    assert not any(
        cell.struck for cell in conditioned(ALWAYS, '<font><strike val="0"/></font>').cells.values()
    )


@pytest.mark.parametrize(
    ("rule", "hidden"),
    [
        ('type="cellIs" operator="greaterThan"><formula>5</formula>', [1, 2]),
        ('type="cellIs" operator="between"><formula>1</formula><formula>10</formula>', [1]),
        ('type="containsText" text="j"><formula>NOT(ISERROR(SEARCH("j",A1)))</formula>', [3]),
        ('type="notContainsBlanks"><formula>LEN(TRIM(A1))&gt;0</formula>', [1, 2, 3, 4]),
    ],
)
def test_a_format_takes_hold_where_its_condition_holds(rule: str, hidden: list[int]) -> None:
    sheet = conditioned(f'<cfRule dxfId="0" priority="1" {rule}</cfRule>', WHITE)
    assert [cell.column for cell in sheet.cells.values() if cell.raw.shown == ""] == hidden


@pytest.mark.parametrize("kind", ["dataBar", "iconSet"])
@pytest.mark.parametrize("shows", [True, False])
def test_bars_and_icons_may_stand_in_place_of_numbers(kind: str, shows: bool) -> None:
    said = f'showValue="{int(shows)}"'
    rule = f'<cfRule type="{kind}" priority="1"><{kind} {said}><cfvo type="min"/><color rgb="FF638EC6"/></{kind}></cfRule>'
    of_2010 = (
        f'<x14:cfRule type="{kind}" priority="1"><x14:{kind} {said}><x14:cfvo type="num"><xm:f>0</xm:f></x14:cfvo>'
        f"</x14:{kind}></x14:cfRule>"
    )
    expected = ["6", "30.06.2026", "ja", "WAHR"] if shows else ["", "", "ja", "WAHR"]
    assert seen(conditioned(rule)) == seen(conditioned("", more=newer(of_2010))) == expected


def test_formats_of_excel_2010_bring_their_looks() -> None:
    look = f"<x14:dxf>{WHITE}{BORDER.replace('FFFFFFFF', 'FF000000')}</x14:dxf>"
    rules = (
        f'<x14:cfRule type="cellIs" operator="equal"><xm:f>6</xm:f>{look}</x14:cfRule>'
        f'<x14:cfRule type="cellIs" operator="equal"><xm:f>Blatt2!A1</xm:f><x14:dxf>{STRUCK}</x14:dxf></x14:cfRule>'
    )
    other = "<x14:dataValidations><x14:dataValidation><x14:formula1><xm:f>1</xm:f></x14:formula1><xm:sqref>A1</xm:sqref></x14:dataValidation></x14:dataValidations>"
    sheet = conditioned("", more=newer(rules) + f"<extLst><ext {NAMES}>{other}</ext></extLst>")
    assert seen(sheet) == ["", "30.06.2026", "ja", "WAHR"]
    assert sheet.in_doubt.keys() == {(1, 1), (1, 2), (1, 3), (1, 4)}
    assert (sheet.validations, sheet.cells[1, 1].raw.kind) == (1, CellKind.NUMBER)


def test_looks_that_are_not_there_and_ranges_that_are_none_change_nothing() -> None:
    for rules, ranges in ((ALWAYS.replace('dxfId="0"', 'dxfId="7"'), "A1"), (ALWAYS, "A1:ZZZZ1 Blatt")):
        assert seen(conditioned(rules, WHITE, ranges=ranges))[0] == "6"
