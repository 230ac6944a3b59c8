"""What is remembered of a sheet never shows in another file: the result is always the XML parser's."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest

from forms.making import FROZEN, RECIPIENT, with_referred, writer
from office.opened import read_workbook
from office.packages import worksheet
from ruecklauf.layout.sheets.check_strips import CHECK_SHEET
from ruecklauf.layout.sheets.lists import LISTS_SHEET
from ruecklauf.office.excel.cells import CellContents
from ruecklauf.office.excel.grid import CellGrid
from ruecklauf.office.excel.remembered import MAX_LETTERS, MAX_PIECES
from ruecklauf.office.excel.scan import scan_rows
from ruecklauf.office.excel.sheet import parse_sheet, read_sheet
from ruecklauf.office.excel.styles import CellStyle
from ruecklauf.office.refusal import Refusal
from ruecklauf.office.rich_text import RichText
from ruecklauf.office.workbook import PartlyStruck, Sheet

ROWS = "".join(
    f'<row r="{row}" spans="1:5"><c r="A{row}" s="1"><f>A{row - 1}+(B{row}&lt;&gt;"_x0041_")</f><v>0</v></c>'
    f'<c r="B{row}" s="2"/><c r="C{row}" t="s"><v>{row % 4}</v></c>'
    f'<c r="D{row}" t="str"><f>A1&gt;1</f><v></v></c>'
    f'<c r="E{row}" s="1"><v>{row}.5</v></c><c r="F{row}"/></row>'
    for row in range(2, 9)
)
PLAIN = (CellStyle(), CellStyle("0.0"), CellStyle())
DATES = (CellStyle(), CellStyle("dd.mm.yyyy", shows_date=True), CellStyle())
STRUCK = (CellStyle(), CellStyle("0.0", struck=True), CellStyle())
EINS, ZWEI, DREI = RichText("eins"), RichText("zwei"), RichText("drei")
TEXTS = (
    (EINS, ZWEI, DREI, EINS),
    (ZWEI, EINS, DREI, RichText("")),
    (EINS, ZWEI, RichText("drei", struck=True), RichText(PartlyStruck("eins"))),
    (EINS, ZWEI),
)
"""The third and fourth text are missing in the last table."""
PIECES = (
    "</row>",
    "<row>",
    '<row r="3">',
    '<row r="99999999">',
    "<c/>",
    "&amp;",
    "&",
    "<f/>",
    "<v/>",
    "<v>",
    '"',
    "0",
)


def outcome(read: Callable[[bytes, CellContents, str], Sheet], part: str, contents: CellContents) -> object:
    """What is read from the part, or the code of its refusal; struck texts with their class."""
    try:
        content = read(part.encode(), contents, "sheet.xml")
    except Refusal as refusal:
        return refusal.code
    kinds = [type(cell.raw.text) for cell in content.cells.values()]
    return content, list(content.cells), kinds


def changed(chance: Random) -> str:
    """The sheet with other values, and with a few pieces put in, taken out or doubled anywhere."""
    rows = re.sub(
        "<v>[0-9.]*</v>", lambda match: chance.choice([match[0]] * 9 + ["<v>3</v>", "<v>x</v>"]), ROWS
    )
    for _ in range(chance.randrange(3)):
        at = chance.randrange(len(rows))
        to = at + chance.choice([0, 1, 3, 12, 40, 120])
        rows = rows[:at] + chance.choice([*PIECES, "", rows[at:to] * 2]) + rows[to:]
    return worksheet(rows)


@pytest.mark.parametrize("seed", range(20))
def test_sheet_is_read_or_refused_as_the_parser_does_whatever_came_before(seed: int) -> None:
    chance = Random(seed)
    for _ in range(100):
        part, texts, styles = changed(chance), chance.choice(TEXTS), chance.choice([PLAIN, DATES, STRUCK])
        contents = [CellContents(texts, styles, date1904=chance.random() < 0.5)] * 2
        assert outcome(read_sheet, part, contents[0]) == outcome(parse_sheet, part, contents[1])


def test_only_what_differs_is_made_anew() -> None:
    first, second = (
        CellGrid(CellContents(TEXTS[0], PLAIN, date1904=False)),
        CellGrid(CellContents(TEXTS[0], PLAIN, date1904=False)),
    )
    scan_rows(ROWS, first)
    scan_rows(ROWS.replace("<v>4.5</v>", "<v>4.6</v>"), second)
    anew = [place for place, cell in second.cells.items() if cell is not first.cells[place]]
    assert anew == [(4, 5)]
    assert (first.cells[4, 5].raw.text, second.cells[4, 5].raw.text) == ("4.5", "4.6")


@pytest.mark.parametrize(("letters", "number"), [(80_000, MAX_LETTERS // 80_000), (2, MAX_PIECES)])
def test_what_is_remembered_is_forgotten_before_it_is_too_much(letters: int, number: int) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>{"1+" * (letters // 2)}{row}</f><v>{row}</v></c></row>'
        for row in range(1, number + 20)
    )
    contents = CellContents((), PLAIN, date1904=False)
    for part in (worksheet(ROWS), worksheet(rows), worksheet(rows)):
        texts = CellContents(TEXTS[0], PLAIN, date1904=False) if part == worksheet(ROWS) else contents
        assert outcome(read_sheet, part, texts) == outcome(parse_sheet, part, texts)


def test_formulas_that_share_a_text_are_remembered_with_the_text_of_their_group() -> None:
    def shared(formula: str, value: int) -> str:
        return worksheet(
            f'<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">{formula}</f><v>{value}</v></c></row>'
            f'<row r="2"><c r="A2"><f t="shared" si="0"/><v>{value}</v></c></row>'
        )

    contents = CellContents((), PLAIN, date1904=False)
    for part in (shared("B1+1", 1), shared("C1+2", 1), shared("B1+1", 1), shared("B1+1", 2)):
        assert outcome(read_sheet, part, contents) == outcome(parse_sheet, part, contents)


def test_hidden_cells_are_never_remembered_as_hidden() -> None:
    contents = CellContents(TEXTS[0], PLAIN, date1904=False)
    hidden = worksheet(ROWS, before='<cols><col min="1" max="3" hidden="1"/></cols>')
    for part in (hidden, worksheet(ROWS), hidden):
        assert outcome(read_sheet, part, contents) == outcome(parse_sheet, part, contents)


@pytest.mark.parametrize("name", [CHECK_SHEET, LISTS_SHEET])
def test_large_hidden_sheets_of_our_forms_are_remembered(name: str) -> None:
    form = writer(with_referred(*FROZEN)).write(RECIPIENT, {})
    first, second = (read_workbook(form).sheet(name) for _ in range(2))
    assert first
    assert second
    assert all(first.cells[place] is cell for place, cell in second.cells.items())
