"""Cells that look fuller or emptier than what they hold, in every format of workbooks."""

from __future__ import annotations

import struct
from collections.abc import Callable

import pytest

from office.calc.test_reader import book, text
from office.opened import read_workbook
from office.packages import workbook_of, workbook_parts, worksheet, zipped
from office.xls.test_reader import number, record, workbook, xf
from ruecklauf.cells import CellKind, Raw
from ruecklauf.shown.colours import is_lost
from ruecklauf.shown.number_formats import shown_content
from ruecklauf.shown.symbol_fonts import has_unknown_sign

WORDS = '@" %"'
_CODE = WORDS.replace('"', "&quot;")
FONTS_OF_EXCEL = "<fonts><font><color {letters}/></font></fonts>"
FILLS_OF_EXCEL = (
    '<fills><fill><patternFill patternType="solid"><fgColor {ground}/><bgColor indexed="64"/>'
    "</patternFill></fill></fills>"
)
FORMATS_OF_EXCEL = f'<numFmts><numFmt numFmtId="164" formatCode="{_CODE}"/></numFmts>'
WORDS_OF_CALC = (
    "<number:text-style style:name='N1'><number:text-content/><number:text> %</number:text>"
    "</number:text-style><style:style style:name='ce1' style:family='table-cell'"
    " style:data-style-name='N1'/>"
)


def first(data: bytes) -> Raw:
    return read_workbook(data).sheets[0].cells[1, 1].raw


def in_calc(cell: str, *, styles: str = "", **parts: str) -> Raw:
    rows = f"<table:table-row>{cell}</table:table-row>"
    found = book(f"<table:table table:name='Blatt'>{rows}</table:table>", styles=styles, **parts)
    return found.sheets[0].cells[1, 1].raw


def blanks_in_excel(content: str) -> Raw:
    styles = f'{FORMATS_OF_EXCEL}<cellXfs><xf/><xf numFmtId="164"/></cellXfs>'
    shared = f'<si><t xml:space="preserve">{content}</t></si>'
    cell = '<c r="A1" s="1" t="s"><v>0</v></c>'
    return first(workbook_of(f'<row r="1">{cell}</row>', strings=shared, styles=styles))


def blanks_in_excel_inline(content: str) -> Raw:
    styles = f'{FORMATS_OF_EXCEL}<cellXfs><xf/><xf numFmtId="164"/></cellXfs>'
    inline = f'<is><t xml:space="preserve">{content}</t><phoneticPr/></is>'
    return first(workbook_of(f'<row r="1"><c r="A1" s="1" t="inlineStr">{inline}</c></row>', styles=styles))


def blanks_in_calc(content: str) -> Raw:
    shown = text(content.replace(" ", "<text:s/>"))
    return in_calc(
        f"<table:table-cell table:style-name='ce1' office:value-type='string'>{shown}</table:table-cell>",
        styles=WORDS_OF_CALC,
    )


def blanks_in_calc_beside_what_is_shown(content: str) -> Raw:
    said = f"table:style-name='ce1' office:value-type='string' office:string-value='{content}'"
    shown = text(content.replace(" ", "<text:s/>") + " %")
    return in_calc(f"<table:table-cell {said}>{shown}</table:table-cell>", styles=WORDS_OF_CALC)


def words_in_xls(content: str, style: int) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", 0, 0, style, len(content), 1) + content.encode("utf-16-le"))


def blanks_in_xls(content: str) -> Raw:
    code = record(0x041E, struct.pack("<HHB", 164, len(WORDS), 0) + WORDS.encode())
    return first(workbook(words_in_xls(content, 4), book=code, more_styles=xf(number_format=164)))


@pytest.mark.parametrize("written", [blanks_in_excel, blanks_in_excel_inline, blanks_in_calc, blanks_in_xls])
@pytest.mark.parametrize("blanks", [" ", "  ", "\u00a0", "\u200b"])
def test_blanks_to_which_a_format_adds_words_are_no_empty_cell(
    written: Callable[[str], Raw], blanks: str
) -> None:
    raw = written(blanks)
    assert (raw.text, shown_content(raw), raw.is_blank) == (f"{blanks} %", f"{blanks} %", False)


CONTENTS_OF_EXCEL = (
    "<c r='A1' s='0'><v>380</v></c>",
    '<c r="A1" s="0"><v>380</v></c>',
    '<c r="A1" s="0" t="s"><v>0</v></c>',
    '<c r="A1" s="0" t="b"><v>1</v></c>',
    '<c r="A1" s="0" t="inlineStr"><is><t>380</t></is></c>',
    '<c r="A1" s="0"><f>B1</f><v>380</v></c>',
)
ONE_COLOUR = (
    ('rgb="FFFFFFFF"', 'rgb="FFFFFFFF"'),
    ('rgb="ffffffff"', 'indexed="9"'),
    ('theme="0"', 'rgb="FFFFFBE0"'),
    ('theme="4" tint="0.5"', 'theme="4" tint="0.5"'),
    ('theme="1" tint="1"', 'theme="0"'),
    ('theme="0" tint="-0.02"', 'rgb="FFFFFFFF"'),
    ('theme="0" tint="-0.25"', 'rgb="FFBFBFBF"'),
)
TWO_COLOURS = (
    ('rgb="FF000000"', 'rgb="FFFFFFFF"'),
    ('auto="1"', 'indexed="64"'),
    ('indexed="64"', 'indexed="64"'),
    ('theme="4" tint="0.5"', 'theme="4" tint="0.6"'),
    ('rgb="FF7F7F7F"', 'rgb="FFEDEDED"'),
    ('theme="0" tint="-0.15"', 'rgb="FFFFFFFF"'),
    ('theme="1" tint="0.35"', 'theme="0" tint="-1e999"'),
)


def coloured_in_excel(letters: str, ground: str, content: str) -> Raw:
    looks = FONTS_OF_EXCEL.format(letters=letters) + FILLS_OF_EXCEL.format(ground=ground)
    styles = f'{looks}<cellXfs><xf fontId="0" fillId="0"/></cellXfs>'
    shared = "<si><t>380</t></si>"
    return first(workbook_of(f'<row r="1">{content}</row>', strings=shared, styles=styles))


@pytest.mark.parametrize(("letters", "ground"), ONE_COLOUR)
@pytest.mark.parametrize("content", CONTENTS_OF_EXCEL)
def test_nothing_is_seen_in_the_colour_of_the_ground(letters: str, ground: str, content: str) -> None:
    raw = coloured_in_excel(letters, ground, content)
    assert (raw.text in ("380", "1"), raw.shown, raw.is_blank) == (True, "", False)


@pytest.mark.parametrize(("letters", "ground"), TWO_COLOURS)
def test_letters_in_another_colour_are_seen(letters: str, ground: str) -> None:
    assert coloured_in_excel(letters, ground, CONTENTS_OF_EXCEL[0]).shown is None


def test_pattern_over_a_colour_is_no_ground_of_one_colour() -> None:
    fills = FILLS_OF_EXCEL.format(ground='rgb="FFFFFFFF"').replace("solid", "lightGrid")
    styles = FONTS_OF_EXCEL.format(letters='rgb="FFFFFFFF"') + fills + "<cellXfs><xf/></cellXfs>"
    assert first(workbook_of('<row r="1"><c r="A1"><v>1</v></c></row>', styles=styles)).shown is None


@pytest.mark.parametrize(
    ("letters", "ground", "seen"),
    [
        ("fo:color='#ffffff'", "#FFFFFF", ""),
        ("fo:color='#ffffff'", "#fffbe0", ""),
        ("fo:color='#000000'", "#ffffff", None),
        ("fo:color='#ffffff'", "transparent", ""),
        ("fo:color='#000000' fo:font-size='1pt'", "transparent", ""),
        ("fo:color='#ffffff' style:use-window-font-color='true'", "#ffffff", None),
    ],
)
def test_nothing_is_seen_in_the_colour_of_the_ground_in_calc(
    letters: str, ground: str, seen: str | None
) -> None:
    fo = "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'"
    styles = (
        f"<style:style style:name='Leise' style:family='table-cell'><style:text-properties {fo} {letters}/>"
        "</style:style><style:style style:name='ce1' style:family='table-cell'"
        f" style:parent-style-name='Leise'><style:table-cell-properties {fo}"
        f" fo:background-color='{ground}'/></style:style>"
    )
    cell = (
        "<table:table-cell table:style-name='ce1' office:value-type='float' office:value='380'>"
        f"{text('380')}</table:table-cell>"
    )
    assert in_calc(cell, styles=styles).shown == seen


def coloured_xf(font: int, ground: int, *, pattern: int = 1) -> bytes:
    return record(0x00E0, struct.pack("<HHHBBBBIIH", font, 0, 0, 32, 0, 0, 0, 0, pattern << 26, ground))


def font(name: str = "A", *, colour: int = 0x7FFF, charset: int = 0) -> bytes:
    head = struct.pack("<HHHHHBBBBBB", 200, 0, colour, 400, 0, 0, 0, charset, 0, len(name), 0)
    return record(0x0031, head + name.encode())


@pytest.mark.parametrize(
    ("colour", "ground", "pattern", "seen"),
    [
        *((9, 9, 1, ""), (1, 9, 1, ""), (9, 64, 0, "")),
        *((8, 9, 1, None), (9, 9, 2, None), (0x7FFF, 64, 1, None), (8, 64, 0, None)),
    ],
)
def test_nothing_is_seen_in_the_colour_of_the_ground_in_xls(
    colour: int, ground: int, pattern: int, seen: str | None
) -> None:
    # the third font of the file, and so its number is 2
    looks = font(colour=colour) + coloured_xf(2, ground, pattern=pattern)
    assert first(workbook(number(380, style=4), more_styles=looks)).shown == seen


def test_colours_are_lost_on_those_that_look_like_them() -> None:
    assert [is_lost("FFFFFF", ground) for ground in ("FFFFFE", "FFFBE0", "EDEDED", "000000", "")] == [
        *(True, True, False, False, True)
    ]


@pytest.mark.parametrize("content", CONTENTS_OF_EXCEL)
def test_number_is_seen_twice_in_a_cell_that_repeats_it(content: str) -> None:
    styles = '<cellXfs><xf><alignment horizontal="fill"/></xf></cellXfs>'
    shared = "<si><t>380</t></si>"
    raw = first(workbook_of(f'<row r="1">{content}</row>', strings=shared, styles=styles))
    assert raw.shown == ("380380" if raw.kind is CellKind.NUMBER else None)


@pytest.mark.parametrize(("across", "seen"), [(4, "380380"), (0, None), (3, None)])
def test_number_is_seen_twice_in_a_cell_of_xls_that_repeats_it(across: int, seen: str | None) -> None:
    look = record(0x00E0, struct.pack("<HHHBBBBIIH", 0, 0, 0, 32 | across, 0, 0, 0, 0, 0, 0))
    assert first(workbook(number(380, style=4), more_styles=look)).shown == seen


NOUGHTS = {"0": "", "0.0": "", "-0": "", "0.5": None, "10": None}


@pytest.mark.parametrize(("typed", "seen"), NOUGHTS.items())
def test_nought_is_not_seen_on_a_sheet_that_hides_it(typed: str, seen: str | None) -> None:
    row = f'<row r="1"><c r="A1"><v>{typed}</v></c></row>'
    window = '<sheetViews><sheetView showZeros="0" workbookViewId="0"/></sheetViews>'
    assert first(zipped(workbook_parts(worksheet(row, before=window)))).shown == seen
    two = window.replace("</sheetViews>", '<sheetView workbookViewId="1"/></sheetViews>')
    assert first(zipped(workbook_parts(worksheet(row, before=two)))).shown is None
    flags = {True: 0x06A6, False: 0x06B6}
    windows = {
        hides: record(0x023E, struct.pack("<HHHIHHI", said, 0, 0, 64, 0, 0, 0))
        for hides, said in flags.items()
    }
    assert first(workbook(number(float(typed)) + windows[True])).shown == seen
    assert first(workbook(number(float(typed)) + windows[False])).shown is None


@pytest.mark.parametrize(("typed", "seen"), NOUGHTS.items())
@pytest.mark.parametrize("hides", [True, False])
def test_nought_is_not_seen_where_calc_hides_it(typed: str, seen: str | None, hides: bool) -> None:
    names = (
        "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
        " xmlns:config='urn:oasis:names:tc:opendocument:xmlns:config:1.0'"
    )
    item = f"<config:config-item config:name='ShowZeroValues'>{str(not hides).lower()}</config:config-item>"
    others = "<config:config-item config:name='ShowGrid'>false</config:config-item>"
    settings = (
        f"<office:document-settings {names}><office:settings>{others}{item}{others}</office:settings>"
        "</office:document-settings>"
    )
    cell = f"<table:table-cell office:value-type='float' office:value='{typed}'/>"
    assert in_calc(cell, settings_xml=settings).shown == (seen if hides else None)


def test_letters_of_a_font_that_is_said_to_have_signs_are_unknown() -> None:
    styles = (
        '<fonts><font><name val="Logo"/><charset val="2"/></font><font><name val="Arial"/>'
        '<charset val="0"/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'
    )
    runs = "<r><t>ja </t></r><r><rPr>{}</rPr><t>x</t></r>"
    by_order = (
        '<rFont val="Logo"/><charset val="2"/>', '<charset val="2"/><rFont val="Logo"/>', '<charset val="2"/>'
    )  # fmt: skip
    plain = '<rFont val="Arial"/>'
    rich = "".join(f"<si>{runs.format(order)}</si>" for order in by_order)
    strings = f"<si><t>x</t></si>{rich}<si>{runs.format(plain)}</si>"
    cells = "".join(
        f'<c r="{letter}1" s="{style}" t="s"><v>{shared}</v></c>'
        for letter, style, shared in zip("ABCDEF", (0, 1, 1, 1, 1, 1), (0, 0, 1, 2, 3, 4), strict=True)
    )
    found = read_workbook(workbook_of(f'<row r="1">{cells}</row>', strings=strings, styles=styles)).sheets[0]
    unknown = [has_unknown_sign(cell.raw.text) for cell in found.cells.values()]
    assert unknown == [True, False, True, True, True, False]


def test_letters_of_a_font_that_is_said_to_have_signs_are_unknown_in_xls() -> None:
    looks = font("Logo", charset=2) + font("Arial") + xf(font=2) + xf(font=3)
    found = [first(workbook(words_in_xls("x", style), more_styles=looks)) for style in (4, 5)]
    assert [has_unknown_sign(raw.text) for raw in found] == [True, False]
    assert {raw.kind for raw in found} == {CellKind.TEXT}
